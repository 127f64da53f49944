"""Pictures of a whole session on the screen; look at them after a change, in a browser."""

from __future__ import annotations

import pytest
from sittings import Room

from .running import Hands, running

pytestmark = pytest.mark.picture

PEOPLE = "Day officer;Night supervisor;Day supervisor;Operations chief;Sam;Ana;Priya"
TIMELINE = (
    '08:05 (-) Recording played; it began and ended with "Exercise, exercise, exercise"',
    "08:06 (?) Day officer took it as real | but: others heard an exercise",
    "08:07 (-) Live alert sent to every phone, television and radio in the state",
    "08:09 (+) The governor was told within two minutes that it was false",
    "? Should phones let people opt out of missile alerts?",
    "~ Ask about the shift change at 4b",
    "08:20 (+) Correction posted on social media",
)


@pytest.fixture
def room(tmp_path) -> Room:
    return Room(tmp_path)


def review(room: Room):
    return room.open(title="The false missile alert of 13 January 2018", people=PEOPLE)


async def half_way(hands: Hands) -> None:
    """Stage three, six minutes in, a line being typed."""
    await hands.line(":go 3")
    await hands.lines(*TIMELINE)
    hands.runner.desk.time.wait(6.2)
    await hands.type("! order a second key @sam ^fri")
    await drawn(hands)


async def drawn(hands: Hands) -> None:
    await hands.saved()
    hands.runner.draw()
    await hands.pilot.pause()


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("session-80x24-ink", (80, 24), "ink"),
        ("session-120x40-ink", (120, 40), "ink"),
        ("session-120x40-paper", (120, 40), "paper"),
        ("session-120x40-contrast", (120, 40), "contrast"),
        ("session-60x20-ink", (60, 20), "ink"),
    ],
)
async def test_session(picture, room, name, size, theme):
    async with running(review(room), size=size, theme=theme) as hands:
        await half_way(hands)
        await picture(hands.pilot, name)


async def test_session_without_colour(picture, room, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(review(room), size=(80, 24)) as hands:
        await half_way(hands)
        await picture(hands.pilot, "session-80x24-nocolor")


async def test_votes(picture, room):
    async with running(review(room), size=(120, 40)) as hands:
        await hands.lines(":go 3", *TIMELINE, ":go 4", "1 3", "2 3", "1", "3 4", "1 2")
        await drawn(hands)
        await picture(hands.pilot, "session-vote")
        await hands.lines("3", "3 1")
        await drawn(hands)
        await picture(hands.pilot, "session-vote-revealed")


async def test_close_and_report(picture, room):
    async with running(review(room), size=(120, 40)) as hands:
        await hands.lines(":go 5", "change: Two people agree | why: one could send")
        await hands.line("Tell the governor first")
        await hands.lines("? Who pays for the test system", '"I thought it was real"')
        await hands.lines(":go 6", "Switch on the two-person rule @sam ^2w", "Stop no-notice drills @oper")
        await hands.lines("> FEMA: publish which code to use", ":share summary names none", ":go 7")
        await drawn(hands)
        await picture(hands.pilot, "session-close")
        await hands.to_close_page_two()
        await drawn(hands)
        await picture(hands.pilot, "session-close-tidy")
        await hands.line(":report")
        await hands.pilot.pause()
        folder = hands.app.screen.query_one("#folder TextField")
        folder.put("reports")
        await picture(hands.pilot, "session-report")


async def test_room_view_in_this_window(picture, room):
    async with running(review(room), size=(120, 40)) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await drawn(hands)
        await hands.press("f7")
        await hands.line(":show lines")
        await hands.type("~ Sam")
        await picture(hands.pilot, "session-room")


@pytest.mark.parametrize(("key", "name"), [("f6", "session-stages"), ("f4", "session-kinds")])
async def test_pages_in_the_place_of_the_lines(picture, room, key, name):
    async with running(review(room), size=(80, 24)) as hands:
        await half_way(hands)
        await hands.press(key)
        await picture(hands.pilot, name)
