"""What there is little room for is said whole, or said to go on; and no key is offered that does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.ui.widgets.picker import Pick, Picker

from .running import running

LINES = ("08:05 - Recording played", "08:06 ? Taken as real", "08:20 + Correction posted")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_when_all_slips_are_in_no_slip_is_asked_for(room: Room):
    async with running(room.open(people="Ana;Sam")) as hands:
        await hands.lines(":go 3", *LINES, ":go 4", "1")
        assert "Enter add slip" in hands.footer
        await hands.line("2")
        assert "add slip" not in hands.footer
        assert "^Z correct the last" in hands.footer
        assert "the numbers on one slip" not in hands.seen


async def test_before_a_confidential_session_began_only_a_yes_is_offered(room: Room):
    async with running(room.open("action-learning-set", head_count=6)) as hands:
        assert hands.footer.split() == ["Enter", "begin", "^Q", "leave", "F1", "help"]
        await hands.line("yes")
        assert "F2 next" in hands.footer


async def test_a_line_taken_out_by_key_says_which_key_brings_it_back(room: Room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *LINES)
        await hands.press("up", "delete")
        assert "3.3 deleted. ^Z takes it back." in hands.seen
        await hands.press("ctrl+z")
        assert "Correction posted" in hands.seen


async def test_what_is_read_out_says_what_it_is(room: Room):
    async with running(room.open()) as hands:
        await hands.line(":rules all")
        assert "Ground rules  to read aloud" in hands.seen
        assert "never shown" not in hands.seen
        await hands.line(":go 3")
        await hands.lines(*LINES, ":list 3")
        assert "  3.1 08:05 worse: Recording played" in hands.seen.splitlines()


async def test_a_page_key_takes_the_picked_line_along(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        await hands.lines(":go 3", *(f"Call {n} came in" for n in range(30)))
        await hands.press("up", "pageup", "pageup")
        bar = hands.runner.lines.glyphs.bar
        assert any(row.lstrip().startswith(f"{bar}3.") for row in hands.seen.splitlines())


async def test_more_kinds_than_there_is_height_for_are_said_to_follow(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        await hands.lines(":go 3", LINES[0])
        await hands.press("f4", *("up",) * 20)
        assert "more below" in hands.seen
        await hands.press(*("down",) * 20)
        assert "more above" in hands.seen
        assert "more below" not in hands.seen


async def test_the_room_of_a_confidential_session_sees_the_stage_not_an_empty_plane(room: Room):
    async with running(room.open("action-learning-set", head_count=6), (60, 20)) as hands:
        await hands.line("yes")
        await hands.press("f7")
        assert hands.seen.count("Check-in and ground rules") == 2


async def test_what_is_said_of_a_choice_is_wrapped_not_cut(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        picker = Picker()
        await hands.runner.mount(picker)
        about = "whoever answers for the subject agrees that it is right and new"
        picker.open("x", "Which?", [Pick("a", "validated", about), Pick("b", "w" * 50, "The false alert")])
        await hands.pilot.pause()
        entries = picker._entries(picker._shown, 56)
        rows = ["".join(piece.text for piece in row.left) for entry in entries for row in entry]
        assert about in " ".join(" ".join(rows).split())
        assert rows[-1] == "The false alert"
