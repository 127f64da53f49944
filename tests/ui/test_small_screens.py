"""What there is little room for is said whole, or said to go on; and no key is offered that does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.ui.widgets.choices import Choices
from kmfacilitate.ui.widgets.header import Header, Saved
from kmfacilitate.ui.widgets.picker import Pick, Picker

from .oversights import oversights
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


async def test_a_line_is_painted_whole_when_its_width_changes(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        typed = "08:07 - Live alert sent to every phone, television and radio in the state, for a while"
        await hands.type(typed)
        for theme in ("contrast", "ink"):
            hands.app.theme = theme
            await hands.pilot.pause()
            assert not [found for found in oversights(hands.pilot) if "the line reads" in found]


async def test_ground_rules_to_read_aloud_have_the_height_of_what_to_say(room: Room):
    async with running(room.open(), (120, 40)) as hands:
        assert "Thank you for coming" in hands.seen
        await hands.line(":rules all")
        assert "We agree now what leaves the room" in hands.seen
        assert "Thank you for coming" not in hands.seen
        rules, asked = (
            next(row.index(words) for row in hands.seen.splitlines() if words in row)
            for words in ("Ground rules  to read aloud", "Can we all work")
        )
        assert rules == asked
        await hands.press("escape")
        assert "Thank you for coming" in hands.seen


async def test_past_the_end_of_a_list_the_page_key_goes_on_beside_it(room: Room):
    async with running(room.open(), (120, 40)) as hands:
        await hands.lines(":go 3", *LINES, ":list 3")
        assert "more below  PgDn" in hands.seen
        await hands.press("pagedown")
        assert "more above  PgUp" in hands.seen


async def test_only_you_leaves_no_heading_without_what_it_is_of(room: Room):
    async with running(room.open(), (80, 24)) as hands:
        await hands.lines("~ Ask about the shift change", ":go 3", *LINES)
        await hands.press("f9")
        rows = [row.strip() for row in hands.seen.splitlines()]
        assert rows[rows.index("↓ more below  PgDn") - 1] not in ("Your notes", "Watch for", "Tips")
        assert rows[rows.index("↓ more below  PgDn") + 1] == ""


async def test_every_stage_says_whether_it_is_begun(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        await hands.press("f6")
        assert hands.seen.count("not begun") == 6, "all but the one we are in"


async def test_the_lesson_that_is_judged_is_read_whole(room: Room):
    async with running(room.open(), (60, 20)) as hands:
        choices = hands.runner.query_one(Choices)
        choices.open("verdict", "Keep a second key to the fridge upstairs, on the board by the door", ())
        await hands.pilot.pause()
        assert "on the board\n  by the door" in hands.seen


@pytest.mark.parametrize(("at", "shown"), [("09:50:07", "saved 09:50"), ("9:50:07 am", "saved 9:50 am")])
async def test_a_narrow_header_leaves_out_only_the_seconds(room: Room, at: str, shown: str):
    async with running(room.open(), (60, 20)) as hands:
        header = hands.runner.query_one(Header)
        header.show_saved(Saved("saved", at))
        assert "".join(piece.text for piece in header.rows(60)[0].right).endswith(shown)
