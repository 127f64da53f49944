"""What is forgotten is gone from every file, and nothing brings it back."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from effort import times
from failing_disk import FailingDisk
from made_up import NOON, a_session, add, entry_id, texts

from kmfacilitate.session.edits import About, Edit, Work
from kmfacilitate.store.draft import Draft
from kmfacilitate.store.forgetting import find_named, purge
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import heads
from kmfacilitate.store.trouble import NotSaved, Purged

Make = Callable[..., SessionFile]
DAY = "2026-11-22"


def holding(words: str, *folders: Path) -> list[str]:
    """The files below folders that hold the words."""
    return [
        str(path) for folder in folders for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]  # fmt: skip


class TestWords:
    @pytest.fixture
    def secret(self, make: Make) -> SessionFile:
        file = make(a_session(2))
        file.commit([add(3, "I swapped the shift with Kamala")], About("capture", "added 3.3", step=1))
        return file

    def test_they_are_in_no_file_afterwards(
        self, secret: SessionFile, again: Make, library: Library, places: Places
    ) -> None:
        edit = Edit("entries", entry_id(3), {"text": texts(secret.documents)[2]}, {"text": "Kamala and I"})
        secret.commit([edit], About("edit", "corrected 3.3", step=2))
        secret.close()
        other = again(secret)  # a second window with the words in its journal and its memory
        other.commit([edit.reversed()], About("edit", "took back", undo=2))
        copy = secret.path.with_name(f"{secret.path.stem}-LAPTOP.json")
        copy.write_bytes(secret.path.read_bytes())
        window = again(secret)
        secret.path.with_name(f"{secret.path.stem} (conflicted copy).json").write_bytes(
            secret.path.read_bytes()
        )
        assert holding("Kamala", library.folder, places.state)
        window.forget([entry_id(3)], DAY)
        assert holding("Kamala", library.folder, places.state) == []
        other.commit([add(9)])
        other.close()
        window.close()
        assert holding("Kamala", library.folder, places.state) == []
        last = again(secret)
        assert len(last.documents["entries"]) == 4
        assert last.documents["entries"][entry_id(3)]["forgotten"] == DAY

    def test_other_steps_can_still_be_taken_back(self, secret: SessionFile, again: Make) -> None:
        secret.commit([add(4)], About("capture", "added 3.4", step=2))
        secret.forget([entry_id(3)], DAY)
        secret.close()
        assert [step.number for step in again(secret).history.done] == [2]

    def test_an_older_copy_does_not_bring_them_back(
        self, secret: SessionFile, again: Make, library: Library, places: Places
    ) -> None:
        old = secret.path.read_bytes()
        secret.forget([entry_id(3)], DAY)
        secret.close()
        secret.path.write_bytes(old)
        assert "text" not in again(secret).documents["entries"][entry_id(3)]
        assert holding("Kamala", library.folder, places.state) == []

    def test_what_was_quarantined_goes_too(
        self, secret: SessionFile, again: Make, library: Library, places: Places
    ) -> None:
        secret.close()
        secret.path.write_bytes(secret.path.read_bytes()[:-30])
        window = again(secret)
        assert holding("Kamala", library.folder / "quarantine")
        window.forget([entry_id(3)], DAY)
        assert holding("Kamala", library.folder, places.state) == []

    def test_while_the_file_can_t_be_written_it_is_not_called_done(
        self, make: Make, disk: FailingDisk, library: Library, places: Places
    ) -> None:
        file = make(a_session(1), disk=disk)
        file.commit([add(2, "Kamala")])
        disk.fails = lambda number, name: 28 if name == "replace" else 0
        with pytest.raises(NotSaved, match="still in the session file"):
            file.forget([entry_id(2)], DAY)
        disk.heal()
        file.forget([entry_id(2)], DAY)
        assert holding("Kamala", library.folder, places.state) == []

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
    @pytest.mark.parametrize("at", range(1, 60, times(3, 1)))
    def test_killed_in_the_middle_the_next_start_finishes_it_or_nothing_had_begun(
        self, make: Make, again: Make, library: Library, places: Places, at: int
    ) -> None:
        class Kills(FailingDisk):
            def __getattribute__(self, name: str) -> object:
                if name in FailingDisk.CALLS and self.made >= at:
                    os._exit(0)
                return super().__getattribute__(name)

        make(a_session(2)).close()
        path = next(library.sessions_folder.rglob("*k3x9.json"))
        first = again(path)
        first.commit([add(3, "Kamala")])
        first.close()
        child = os.fork()
        if child == 0:
            disk = Kills()
            disk.made = -10_000
            file = again(path, disk=disk)
            file.prepare()
            disk.made = 0
            file.forget([entry_id(3)], DAY)
            os._exit(0)
        os.waitpid(child, 0)
        Library.open(library.folder, places=places)
        window = again(path)
        if "forgotten" in window.documents["entries"][entry_id(3)]:
            assert holding("Kamala", library.folder, places.state) == []
        else:
            assert texts(window.documents)[2] == "Kamala"


class TestPurge:
    def test_nothing_is_left(self, make: Make, again: Make, library: Library, places: Places) -> None:
        file = make(a_session(1))
        file.commit([add(2, "Kamala")])
        draft = Draft.open(file.id, lambda: NOON, places=places)
        draft.keep("Kamala again")
        draft.close()
        file.close()
        file.path.write_bytes(file.path.read_bytes()[:-40])
        again(file)
        assert purge(file.path, file.id, places) == []
        assert holding("Kamala", library.folder, places.state) == []
        assert heads(library) == []

    def test_a_window_that_has_it_open_does_not_bring_it_back(
        self, make: Make, library: Library, places: Places
    ) -> None:
        file = make(a_session(1))
        file.commit([add(2, "Kamala")])
        purge(file.path, file.id, places)
        with pytest.raises(Purged):
            file.commit([add(3, "Kamala")])
        assert file.refresh() is None
        with pytest.raises(Purged):
            file.write_aside([Work((add(3, "Kamala"),))])
        file.close()
        assert holding("Kamala", library.folder.parent) == []

    def test_a_copy_that_comes_back_is_removed(
        self, make: Make, again: Make, library: Library, places: Places
    ) -> None:
        file = make(a_session(1))
        data = file.path.read_bytes()
        file.close()
        purge(file.path, file.id, places)
        for name in (file.path.name, f"{file.path.stem}-LAPTOP.json"):
            file.path.with_name(name).write_bytes(data)
        Library.open(library.folder, places=places)
        assert heads(library) == []
        file.path.write_bytes(data)
        with pytest.raises(Purged, match="gone for good"):
            again(file)
        assert not file.path.exists()


class TestAName:
    def test_it_is_found_and_replaced_in_every_session(
        self, make: Make, again: Make, library: Library, places: Places
    ) -> None:
        one = make(a_session(1))
        one.commit([add(2, "Zoe Lang held the door; zoe lang's key"), add(3, "ZoeLanger is another")])
        two = make(a_session(1, session="zzzz-7fq2-m8t4", facilitator="Zoe Lang"))
        make(a_session(1, session="aaaa-7fq2-m8t4"))
        for file in (one, two):
            file.close()
        found = list(find_named(library, "Zoe Lang", "someone", lambda: datetime.now(UTC), places))
        assert {(named.session, named.lines) for named in found} == {(one.id, 1), (two.id, 0)}
        for named in found:
            file = again(named.path)
            file.reword(named.edits)
            file.close()
        assert holding("Zoe Lang", library.folder, places.state) == []
        assert holding("zoe lang", library.folder, places.state) == []
        tables = json.loads(one.path.read_bytes())
        assert texts(tables)[1] == "someone held the door; someone's key"
        assert texts(tables)[2] == "ZoeLanger is another"
        assert json.loads(two.path.read_bytes())["session"]["1"]["facilitator"] == "someone"
        assert list(find_named(library, "Zoe Lang", "someone", lambda: datetime.now(UTC), places)) == []
