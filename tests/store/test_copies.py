"""Copies of a session file that a synchroniser leaves beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from failing_disk import FailingDisk
from made_up import Clock, a_session, add, texts

from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

Make = Callable[..., SessionFile]


class TestCopiesOfASynchroniser:
    @pytest.mark.parametrize(
        "named",
        ["{} (Ana's conflicted copy 2026-11-22)", "{}.sync-conflict-20261122-101500-ABCD", "{}-LAPTOP"],
    )
    def test_they_are_united_and_put_away(
        self, make: Make, again: Make, library: Library, tmp_path: Path, named: str
    ) -> None:
        file = make(a_session(2))
        copy = file.path.with_name(named.format(file.path.stem) + ".json")
        other = SessionFile.create(
            Library.open(tmp_path / "laptop", places=Places(*[tmp_path / "laptop-state"] * 4)),
            {**file.documents}, places=Places(*[tmp_path / "laptop-state"] * 4), now=Clock(),
        )  # fmt: skip
        other.commit([add(7, "typed on the laptop")])
        copy.write_bytes(other.path.read_bytes())
        file.commit([add(3)])
        file.close()
        window = again(file)
        assert len(texts(window.documents)) == 4
        assert "typed on the laptop" in texts(json.loads(file.path.read_bytes()))
        assert not copy.exists()
        assert len(list((library.folder / "quarantine").glob("*Z-????????.json"))) == 1
        assert "The synchroniser had left a copy" in window.notes[0]

    def test_another_session_with_a_name_that_begins_alike_is_none(self, make: Make, again: Make) -> None:
        first = make(a_session(1))
        second = make(a_session(1, session="k3x9-0000-0000"))
        assert second.path.name.startswith(first.path.stem)
        again(first)
        assert second.path.exists()


def test_opening_sessions_in_a_row_lists_their_folder_once(
    make: Make, again: Make, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make(a_session(1))
    os.utime(file.path.parent, ns=(10**18, 10**18))
    listed: list[Path] = []
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder: listed.append(Path(folder)) or listdir(folder))
    for _ in range(3):
        again(file, disk=disk)
    assert listed.count(file.path.parent) == 1
    copy = file.path.with_name(f"{file.path.stem}-LAPTOP.json")
    copy.write_bytes(file.path.read_bytes().replace(b"Line 1", b"Line 9"))
    assert again(file, disk=disk).notes
    assert not copy.exists()
