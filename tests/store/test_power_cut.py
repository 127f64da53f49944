"""A cut in the power at any moment, on a disk weaker than any: what was acknowledged is there afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from effort import times
from made_up import Clock, a_session, add, entry_id
from power_cut import PowerCutDisk, State

from kmfacilitate.errors import Unable
from kmfacilitate.session.edits import About, Edit
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile


def a_meeting(root: Path, disk: PowerCutDisk, each: float, lines: int = 14) -> str:
    """Lines, corrections, an undo, a restart, a file that can't be replaced for a while. Returns the file."""
    places = Places(*[root / "state"] * 4)
    library = Library.open(root / "library", places=places, now=Clock(), chance=Random(1))
    path = SessionFile.create(library, a_session(1), places=places, now=Clock()).path
    disk.take_over()
    disk.each = each
    model = {1: False}
    disk.acknowledged = dict(model)
    file = SessionFile.open(path, places=places, now=Clock(), disk=disk)
    for number in range(2, lines):
        file.commit([add(number)], About("capture", "added", step=number))
        model[number] = False
        disk.acknowledged = dict(model)
        if number % 3 == 0:
            text = file.documents["entries"][entry_id(number)]["text"]
            file.commit([Edit("entries", entry_id(number), {"text": text}, {"text": "corrected"})])
            model[number] = True
            disk.acknowledged = dict(model)
        if number % 5 == 0:
            file.close()
            file = SessionFile.open(path, places=places, now=Clock(), disk=disk)
        if number % 7 == 0:  # the window is killed, and the next one takes over
            assert file._storage.diary is not None
            file._storage.diary.abandon()
            file = SessionFile.open(path, places=places, now=Clock(), disk=disk)
    file.close()
    return path.relative_to(root).as_posix()


def after(state: State, path: str, chance: Random, root: Path, drop: str = "") -> str:
    """What a start finds after a cut: "" when all that was acknowledged is there, else what is wrong."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    state.cut(chance, root, drop)
    places = Places(*[root / "state"] * 4)
    try:
        library = Library.open(root / "library", places=places)
        file = SessionFile.open(library.folder.parent / path, places=places, now=Clock())
    except Unable as trouble:
        return f"can't be opened: {trouble}"
    found = {doc["n"]: doc["text"] == "corrected" for doc in file.documents.get("entries", {}).values()}
    for number, corrected in state.acknowledged.items():
        if number not in found:
            return f"line {number} is lost"
        if corrected and not found[number]:
            return f"the correction of line {number} is lost"
    return ""


def verdicts(tmp_path: Path, many: int, *, flushes: bool = True, drop: str = "") -> list[str]:
    root = tmp_path / "disk"
    root.mkdir()
    disk = PowerCutDisk(root, flushes=flushes)
    path = a_meeting(root, disk, each=1.0)
    chance = Random(many)
    moments = [chance.choice(disk.moments) for _ in range(many)]
    return [after(moment, path, chance, tmp_path / "after", drop) for moment in moments]


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    found = verdicts(tmp_path, times(150, 8000))
    assert [verdict for verdict in found if verdict] == []


@pytest.mark.parametrize(
    ("flushes", "drop"), [(False, ""), (True, "journal/")], ids=["without flushes", "without the journal"]
)
def test_the_harness_bites(tmp_path: Path, flushes: bool, drop: str) -> None:
    found = verdicts(tmp_path, times(40, 400), flushes=flushes, drop=drop)
    assert sum(map(bool, found)) > len(found) // 20
