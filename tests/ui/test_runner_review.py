"""Lines of earlier sessions in the app: judged in order, picked, judged again; the line stays free."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sittings import Room, hold

from .running import Hands, running


@pytest.fixture
def room(tmp_path) -> Room:
    room = Room(tmp_path)
    lines = (":go 6", "Ring the depot @ana ^fri", "Book a room", "Cut a key @sam ^2w", ":finish")
    hold(room.open(project="Clinic"), lines)
    room.time.at += timedelta(days=7)
    return room


def verdicts(hands: Hands) -> dict[str, str]:
    """What was said, by the words of the line."""
    found = {}
    for _, entry in hands.desk.f.session.of_kind("verdict"):
        found[entry.what] = f"{entry.says} {entry.reason}".strip()
    return found


def now(hands: Hands) -> str:
    """The row of the line being judged."""
    return next(row for row in hands.seen.splitlines() if " now " in row)


async def test_a_session_opens_with_what_was_promised(room):
    async with running(room.open(project="Clinic")) as hands:
        assert "What came of what we agreed" in hands.seen
        assert "Ring the depot" in now(hands)
        assert "! 2 days late" in hands.seen
        assert "0 of 3" in hands.seen
        await hands.line("done on Monday")
        assert verdicts(hands) == {"Ring the depot": "done on Monday"}
        assert "Book a room" in now(hands)


async def test_an_earlier_line_is_picked_and_a_word_judges_it(room):
    async with running(room.open(project="Clinic")) as hands:
        await hands.press("up", "down", "down")
        assert "Cut a key" in now(hands)
        await hands.press(*"open")
        assert hands.runner.line.text == "open"
        await hands.press("enter")
        assert verdicts(hands) == {"Cut a key": "open"}
        assert "Ring the depot" in now(hands)


async def test_enter_on_a_picked_line_offers_the_verdicts_and_dropped_asks_why(room):
    async with running(room.open(project="Clinic")) as hands:
        await hands.press("up", "enter")
        await hands.press("d")
        await hands.press("up", "enter")
        await hands.press("r")
        assert hands.runner.line.text == "dropped "
        await hands.type("nobody needs it")
        await hands.press("enter")
        assert verdicts(hands) == {"Ring the depot": "done", "Book a room": "dropped nobody needs it"}


async def test_going_back_to_one_that_was_judged_changes_its_verdict(room):
    async with running(room.open(project="Clinic")) as hands:
        await hands.lines("done", "done")
        await hands.press("up", "up", "up")
        assert "Ring the depot" in now(hands)
        await hands.line("still open")
        assert verdicts(hands) == {"Ring the depot": "open", "Book a room": "done"}
        assert "Cut a key" in now(hands)


async def test_a_line_with_a_sign_is_captured_and_an_earlier_one_is_not_changed(room):
    async with running(room.open(project="Clinic")) as hands:
        await hands.line("! Ask for two keys @sam ^mon")
        assert [e.text for _, e in hands.desk.f.session.of_kind("action")] == ["Ask for two keys"]
        await hands.press("up", "up", "up")
        before = hands.desk.f.session.documents
        for key in ("space", "delete", "f4"):
            await hands.press(key)
            assert "an earlier session" in hands.seen
        assert hands.desk.f.session.documents == before
        await hands.press("escape")
        await hands.next()
        assert "ground rules?" in hands.seen


async def test_earlier_lines_never_stand_on_the_wall(room):
    async with running(room.open(project="Clinic")) as hands:
        await hands.press("f7")
        await hands.line(":show lines")
        for words in ("Ring the depot", "ana", "Book a room"):
            assert words not in hands.seen
