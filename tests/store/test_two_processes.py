"""Two processes that write to one session at once lose nothing; without what protects them they do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from effort import times
from made_up import a_session
from one_of_two import LINES

from kmfacilitate.errors import Unable
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

Make = Callable[..., SessionFile]
HERE = Path(__file__).parent


def write_at_once(file: SessionFile, places: Places, *without: str) -> tuple[set[int], set[int]]:
    """Two processes write to a session; the numbers they said were saved, and those found afterwards."""
    both = [
        subprocess.Popen(
            [
                sys.executable,
                str(HERE / "one_of_two.py"),
                str(file.path),
                str(places.state),
                str(first),
                *without,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for first in (1000, 2000)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    saved = {int(number) for words in said for number in words.split()}
    try:
        found = SessionFile.open(file.path, places=places).documents.get("entries", {})
    except Unable:
        return saved, set()
    return saved, {document["n"] for document in found.values()}


@pytest.mark.parametrize(
    "without",
    [(), ("--without-healing",), ("--without-lock",)],
    ids=["the real thing", "by the lock alone", "by journals and what a window remembers alone"],
)
def test_two_processes_that_write_at_once_lose_nothing(
    make: Make, places: Places, without: tuple[str, ...]
) -> None:
    for round_ in range(times(1, 20)):
        saved, found = write_at_once(make(a_session(session=f"{round_:04d}-7fq2-m8t4")), places, *without)
        assert saved <= found
        if "--without-lock" not in without:
            assert found == {*range(1000, 1000 + LINES), *range(2000, 2000 + LINES)}


def test_two_processes_without_lock_and_healing_lose_lines(make: Make, places: Places) -> None:
    """The control: it is what is switched off here that keeps the lines in the tests above."""
    lost = 0
    for round_ in range(10):
        file = make(a_session(session=f"{round_:04d}-7fq2-m8t4"))
        saved, found = write_at_once(file, places, "--without-lock", "--without-healing")
        lost += len(saved - found)
        if lost:
            break
    assert lost > 0
