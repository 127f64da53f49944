"""A conversation and a confidential session on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sittings import Room

from .running import running


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def drawn_large(seen: str) -> int:
    """Rows of the screen that are drawn in blocks."""
    return sum(1 for row in seen.splitlines() if re.search("[▄▀█]{2}", row))


@pytest.mark.parametrize(("size", "rows"), [((120, 40), 7), ((80, 24), 7)])
async def test_a_conversation_is_a_clock_and_what_to_ask(room: Room, size: tuple[int, int], rows: int):
    desk = room.open("knowledge-cafe", head_count=12)
    async with running(desk, size) as hands:
        await hands.line(":go 6")
        room.time.wait(4)
        hands.runner._tick()
        await hands.pilot.pause()
        seen = hands.seen
        assert drawn_large(seen) >= rows
        assert "left of 12 minutes, tables move at" in seen
        await hands.line("somebody said something clever")
        assert "Nothing is kept here" in hands.seen
        assert desk.f.session.entries == {}


async def test_in_a_conversation_a_note_and_an_action_can_be_kept(room: Room):
    desk = room.open("knowledge-cafe", head_count=12)
    async with running(desk, (120, 40)) as hands:
        await hands.line(":go 6")
        await hands.lines("~ move table two nearer", "! book the room again @ana ^fri")
        kinds = [entry.kind for _, entry in desk.f.session.live()]
        assert kinds == ["private", "action"]
        assert "move table two nearer" in hands.seen


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_confidential_session_says_first_what_it_keeps(room: Room, size: tuple[int, int]):
    desk = room.open("action-learning-set", head_count=6)
    async with running(desk, size) as hands:
        assert "Does everybody agree? Type yes to begin." in hands.seen
        assert "forgotten at the finish" in " ".join(re.sub("[▌┊]", " ", hands.seen).split())
        await hands.press("f2")
        assert desk.f.here.stage == "check-in"
        assert not desk.f.session.clock
        await hands.line("yes")
        assert "How are you arriving today?" in hands.seen
        await hands.next()
        assert desk.f.session.clock
