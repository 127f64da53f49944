"""A disk that is really full: a small file system in memory, where the machine lets us make one."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from made_up import Clock, a_session, add, texts

from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

LONG_LINE = "What happened at the east door, as the night team saw it and the log has it. " * 6


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    assert shutil.disk_usage(folder).free < 1 << 12
    return path


def test_a_thousand_lines_go_into_the_journal_and_are_there_after_a_restart(small: Path) -> None:
    places = Places(*[small / "state"] * 4)
    library = Library.open(small / "library", places=places, now=Clock(), chance=Random(1))
    file = SessionFile.create(library, a_session(30), places=places, now=Clock())
    file.prepare()
    ballast = fill(small)
    for number in range(31, 1031):
        file.commit([add(number, f"{number}. {LONG_LINE}")])
    assert file.unpublished == "disk full"
    assert file._storage.diary is not None
    file._storage.diary.abandon()  # the window is killed
    ballast.unlink()
    [note] = Library.open(library.folder, places=places).notes
    assert "1000 lines were brought back" in note
    assert len(texts(SessionFile.open(file.path, places=places).documents)) == 1030


def test_publishing_resumes_when_there_is_room_again(small: Path) -> None:
    places = Places(*[small / "state"] * 4)
    library = Library.open(small / "library", places=places, now=Clock(), chance=Random(1))
    file = SessionFile.create(library, a_session(30), places=places, now=Clock())
    file.prepare()
    ballast = fill(small)
    file.commit([add(31)])
    assert file.unpublished == "disk full"
    assert file.publish() == "disk full"
    ballast.unlink()
    assert file.publish() == ""
    assert len(texts(SessionFile.open(file.path, places=places).documents)) == 31
