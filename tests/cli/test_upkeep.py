"""`doctor`, `purge` and `forget`."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room, command_here

LINES = (":go 3", "Zoe Lang opened the wrong valve", "! order a key @zoe", ":quit")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(*LINES, title="Valves", people="Zoe Lang;Sam", names="all")
    return room


def holding(words: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_the_doctor_finds_all_well(room: Room):
    said = command_here("doctor", folder=room.folder)
    assert (said.code, said.err) == (0, "")
    assert "✓ 1 session is whole." in said.lines


def test_the_doctor_leaves_with_one_when_something_is_damaged_and_mends_it(room: Room):
    assert room.path is not None
    whole = room.path.read_bytes()
    room.path.write_bytes(whole[:300])
    said = command_here("doctor", folder=room.folder)
    assert said.code == 1
    assert "✗" in said.out
    assert command_here("doctor", "--repair", folder=room.folder).code == 0
    assert room.path.read_bytes() == whole


def test_purge_asks_for_a_yes(room: Room):
    said = command_here("purge", "last", folder=room.folder)
    assert said.code == 2
    assert "--yes" in said.err
    assert room.path is not None
    assert room.path.exists()


def test_purge_leaves_nothing(room: Room):
    said = command_here("purge", "last", "--yes", folder=room.folder)
    assert said.code == 0
    assert "out of reach" in said.err
    assert holding("Zoe", room.folder) == []
    assert command_here("list", folder=room.folder).out == ""


def test_forget_shows_where_and_replaces(room: Room):
    asked = command_here("forget", "Zoe Lang", folder=room.folder)
    assert asked.code == 2
    assert "2 lines  Valves" in asked.out
    assert holding("Zoe Lang", room.folder)
    said = command_here("forget", "zoe lang", "--yes", folder=room.folder)
    assert said.code == 0
    assert holding("Zoe Lang", room.folder) == []
    assert room.path is not None
    assert b"someone opened the wrong valve" in room.path.read_bytes()
    again = command_here("forget", "Zoe Lang", folder=room.folder)
    assert (again.code, again.out) == (1, "")
