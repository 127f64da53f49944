"""Scenario 5 of the acceptance page: "Please strike that"."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sittings import Room
from tinydb import TinyDB

STRUCK = "struck at a participant's request"
BEFORE = (
    ":go 3", "One", "Two", "Three", "I swapped the shift with Kamala", "Halogen lamp", "Six",
)  # fmt: skip


def holding(words: str, *folders: Path) -> list[Path]:
    return [
        path for folder in folders for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    said = room.type(
        *BEFORE, ":edit 3.4 I swapped the night shift with Kamala", ":delete 3.4", ":restore 3.4"
    )
    assert said.code == 0
    return room


def test_struck_words_are_in_no_file_and_nothing_brings_them_back(room: Room):
    assert holding("Kamala", room.folder)
    said = room.go_on(":strike 3.4 yes", ":undo")
    assert "can't be taken back" in said.out + said.err
    assert holding("Kamala", room.folder) == []
    numbers = {entry["number"]: entry.get("text", "") for entry in room.json()["entries"]}
    assert (numbers["3.5"], numbers["3.6"]) == ("Halogen lamp", "Six")
    again = room.go_on("Seven")
    assert again.code == 0
    assert holding("Kamala", room.folder) == []
    assert room.path is not None
    with TinyDB(room.path) as stock:
        assert len(stock.table("entries")) >= 7


def test_it_says_that_it_was_struck(room: Room):
    assert STRUCK in room.go_on(":strike 3.4 yes").out
    (left,) = [entry for entry in room.json()["entries"] if entry["number"] == "3.4"]
    assert (left["gone"], left["deleted"]) == (STRUCK, True)
    assert room.path is not None
    kept = json.loads(room.path.read_bytes())["entries"].values()
    assert [entry["gone"] for entry in kept if "gone" in entry] == [STRUCK]
    for other in (room.markdown("full"), room.markdown("shared"), str(room.json("shared"))):
        assert STRUCK not in other


def test_a_deleted_line_stays_in_the_file_and_leaves_in_nothing(room: Room):
    room.go_on(":delete 3.5")
    assert room.path is not None
    assert b"Halogen lamp" in room.path.read_bytes()
    assert "Halogen lamp" not in room.markdown("shared")
    assert "Halogen lamp" not in room.markdown("full")
    assert "Halogen lamp" not in str(room.json("shared"))


def test_undo_goes_on_after_a_restart(room: Room):
    room.go_on(":delete 3.5")
    room.go_on(":undo")
    assert "Halogen lamp" in [e.get("text") for e in room.json()["entries"] if not e.get("deleted")]
