"""The help page in a running session."""

from __future__ import annotations

import pytest
from sittings import Room

from .running import running


@pytest.fixture
def room(tmp_path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("words", ["break", "title", "move stage", "who room", "hard end"])
async def test_every_word_is_found_also_those_without_a_key(room, words: str):
    async with running(room.open()) as hands:
        await hands.press("f1")
        await hands.type(words)
        assert f":{words.split()[-1] if words == 'hard end' else words.split()[0]}" in hands.seen
        assert "Nothing found" not in hands.seen


async def test_a_word_that_needs_more_is_put_into_the_capture_line(room):
    async with running(room.open()) as hands:
        await hands.press("f1")
        await hands.type("break of so")
        await hands.press("enter")
        assert hands.runner.line.text == ":break "


async def test_nothing_found_is_said_once(room):
    async with running(room.open()) as hands:
        await hands.press("f1")
        await hands.type("xyzzy")
        assert hands.seen.count("Nothing found") == 1


async def test_with_a_line_picked_the_help_begins_with_what_can_be_done_with_it(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", "08:05 - Recording played")
        await hands.press("f1")
        assert hands.seen.index("You can now") < hands.seen.index("F2")
        assert "With the line that is picked" not in hands.seen
        await hands.press("escape", "up", "f1")
        assert hands.seen.index("With the line that is picked") < hands.seen.index("You can now")


async def test_page_down_and_the_arrows_scroll_where_the_columns_stand_below_each_other(room):
    async with running(room.open(), size=(80, 24)) as hands:
        await hands.press("f1")
        first = hands.seen
        await hands.press("pagedown")
        assert hands.seen != first
        await hands.press("pageup")
        assert hands.seen == first
        await hands.press(*("down",) * 30)
        assert hands.seen != first
