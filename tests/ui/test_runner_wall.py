"""The room sees only what it may: Home and every room view, read as text (acceptance, scenario 8)."""

from __future__ import annotations

import pytest
from sittings import Room

from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen

from .conftest import seen
from .running import running, until

PEOPLE = "Day officer;Kamala;Software lead"
NEVER = ("upset", "HR", "Kate", "Who pays", "Kamala", "votes", "library", "session.json")
"""Words of a private note, of another team's action, of a parked line, a name, a count and paths."""


@pytest.fixture
def room(tmp_path) -> Room:
    """A library with another team's finished session and one that shares nothing."""
    room = Room(tmp_path)
    room.type(
        ":go 5",
        "Watch the fridge",
        ":go 6",
        "ring HR about Kate @Kate ^2020-01-01",
        ":finish",
        title="Another team",
    )
    room.time.wait(24 * 60 * 3)
    room.type(":go 6", "tell Kate @HR ^2020-01-01", ":finish", title="Just us", share="nothing")
    return room


def review(room: Room):
    return room.open(title="False alert", people=PEOPLE)


async def to_the_ballot(hands) -> None:
    await hands.lines(":go 3", "08:07 - Live alert sent", "08:20 + Correction posted")
    await hands.lines("! order a key @Kamala", "~ Sam looked upset", "? Who pays for the test system")
    await hands.lines(":go 4", "1")


@pytest.mark.parametrize("mode", ["question", "lines", "blank"])
async def test_no_room_view_shows_what_it_may_not(room, mode):
    async with running(review(room)) as hands:
        await to_the_ballot(hands)
        tips = [line for note in hands.runner.scene_now.only_you for line in note.lines]
        assert tips
        await hands.press("f7")
        await hands.line(f":show {mode}")
        wall = hands.seen
        assert not [word for word in NEVER if word in wall]
        assert not [tip for tip in tips if tip[:20] in wall]
        assert ("Live alert sent" in wall) == (mode == "lines")
        assert ("Which two or three differences" in wall) == (mode != "blank")


async def test_a_private_line_is_hidden_while_it_is_typed(room):
    async with running(review(room)) as hands:
        await hands.line(":go 3")
        await hands.press("f7")
        await hands.type("~ Sam")
        assert "•••" in hands.seen
        assert "Sam" not in hands.seen
        assert "hidden while you type it" in hands.seen


@pytest.mark.parametrize(
    ("template", "place", "typed"),
    [
        ("pre-mortem", ":go 4", "the plane is late"),
        ("after-action-review", ":go 4", "1 2"),
        ("after-action-review", ":go 3", ":who +Kamala"),
        ("after-action-review", ":go 3", ":3 ~ Kamala was upset"),
    ],
)
async def test_slips_ballots_and_names_are_hidden_while_typed(room, template, place, typed):
    async with running(room.open(template, head_count=3)) as hands:
        await hands.lines(":go 3", "08:07 - Alert sent", "08:08 - Lines jammed", place)
        await hands.press("f7")
        await hands.type(typed)
        assert "•••" in hands.seen
        assert typed not in hands.seen


async def test_a_slip_stays_hidden_after_the_room_went_on(room):
    async with running(room.open("pre-mortem", head_count=3)) as hands:
        await hands.line(":go 4")
        await hands.type("the plane is late")
        await hands.next()
        await hands.press("f7")
        assert "the plane" not in hands.seen


async def test_a_round_names_nobody_on_the_wall(room):
    async with running(review(room)) as hands:
        await hands.lines(":go 2", ":how round")
        assert "Day officer" in hands.seen
        await hands.press("f7")
        assert "Day officer" not in hands.seen


async def test_pages_of_your_view_do_not_open_on_the_wall(room):
    async with running(review(room)) as hands:
        await hands.lines(":go 3", "~ Sam looked upset", "! order a key @Kamala")
        await hands.press("f7")
        for key in ("f9", "f6", "f4"):
            await hands.press(key)
            assert "not taken, F7 says why" in hands.seen
        await hands.lines(":list", ":who", ":stuck")
        assert not [word for word in NEVER if word in hands.seen]
        await hands.press("f7")
        assert "F7 back to your view" not in hands.seen
        assert hands.runner.line.has_focus_within


async def test_in_the_runner_a_private_note_is_in_only_you_alone(room):
    async with running(review(room), size=(120, 40)) as hands:
        await hands.lines(":go 3", "08:07 - Live alert sent", "~ Sam looked upset")
        assert "p1  Sam looked upset" in hands.seen
        assert not [row for row in hands.runner.scene_now.rows if "upset" in row.text]
        await hands.press("f9")
        assert "upset" not in hands.seen


async def test_home_shows_counts_and_lines_only_when_asked(room):
    app = Facilitator(room.library, glyphs=UNICODE)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Waiting for you" in seen(app))
        home = seen(app)
        assert not [word for word in ("HR", "Kate", "fridge", "upset") if word in home]
        await pilot.press("space")
        assert "ring HR about Kate" in seen(app)
        assert "tell Kate" not in seen(app)
        assert isinstance(app.screen, HomeScreen)
