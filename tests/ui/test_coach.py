"""The time coach on the screen: what it says where, and one key that catches up."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.verbs import enter

from .running import running


def late(room: Room):
    """A review in its second stage, ten minutes late, with a line."""
    desk = room.open(title="The vaccine clinic", people=("Ana;Sam;Priya"))
    enter(desk, ":start")
    room.time.wait(3)
    enter(desk, ":go 2")
    enter(desk, "Doors open at nine")
    room.time.wait(17)
    return desk


@pytest.mark.picture
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_ten_minutes_late_one_key_catches_up_and_undo_takes_it_back(tmp_path: Path, size, picture):
    room = Room(tmp_path)
    async with running(late(room), size) as hands:
        assert "10 min behind" in hands.seen
        assert ("^T catch up" if size[0] < 110 else ":fit catch up") in hands.seen
        await hands.press("ctrl+t")
        assert "10 min late for 10:50: what now?" in hands.seen
        assert "take 10 min from 5 Learned" in hands.seen
        await picture(hands.pilot, f"catch-up-{size[0]}x{size[1]}")
        await hands.press("5")
        assert "take 10 min from 5 Learned; it ends at 10:50" in hands.seen
        assert "catch up" not in hands.footer
        assert "10 min behind" not in hands.seen
        await hands.press("ctrl+z")
        assert "10 min behind" in hands.seen


async def test_a_cue_stands_under_the_empty_line_where_only_you_has_no_room(tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open(title="The vaccine clinic")
    enter(desk, ":start")
    enter(desk, ":go 2")
    async with running(desk) as hands:
        assert "Say now" not in hands.seen
        room.time.wait(4)
        hands.runner._tick()
        await hands.pilot.pause()
        assert "Say now: Half the time is gone." in hands.seen
        await hands.type("Doors open at nine")
        assert "Say now" not in hands.seen
        await hands.press("f7")
        assert "Say now" not in hands.seen
