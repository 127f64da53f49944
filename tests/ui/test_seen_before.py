"""Earlier lessons on the screen: a quiet hint, a page of them, and never a word of it for the room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sittings import Room

from .running import Hands, running

KEY = "Keep a second fridge key upstairs, on the board by the door"
COUNT = "Two people count the vaccines when the fridge is opened"
LINE = "08:00 - The fridge key was missing"


@pytest.fixture
def room(tmp_path, monkeypatch) -> Room:
    monkeypatch.setattr("kmfacilitate.desk.before.AFTER", 0.01)
    room = Room(tmp_path)
    room.type(
        ":go 5", f"keep: {KEY} | why: the cupboard was locked | why: the caretaker had gone home",
        f"change: {COUNT}", ":finish", title="Opening day",
    )  # fmt: skip
    room.type(":go 5", "keep: A third fridge key is at home", ":finish", title="Just us", share="nothing")
    room.time.at += timedelta(days=3)
    return room


@asynccontextmanager
async def at_three(room: Room, size: tuple[int, int] = (80, 24), **more: Any) -> AsyncIterator[Hands]:
    """A review in its third stage, its index up to date."""
    async with running(room.open(title="Second day"), size=size, **more) as hands:
        await hands.until(lambda: hands.app.index is not None)
        assert hands.app.index is not None
        assert await asyncio.to_thread(hands.app.index.gatherer.wait, 10)
        await hands.line(":go 3")
        yield hands


async def found(hands: Hands, many: int = 1) -> None:
    """Wait until so many are at hand, and drawn."""
    await hands.until(lambda: len(hands.desk.f.seen.lines) == many)
    await hands.pilot.pause()


async def test_while_a_line_is_typed_the_hint_says_what_opens_it(room):
    async with at_three(room) as hands:
        await hands.type(LINE)
        await found(hands)
        assert "^L 1 seen before" in hands.seen
        assert "third" not in hands.seen, "nothing of a session that shares nothing"
        await hands.press("ctrl+l")
        await hands.until(lambda: "the caretaker had gone home" in hands.seen)
        assert "A it happened again" in hands.footer
        assert "1 seen before" not in hands.seen
        await hands.press("escape")
        assert hands.runner.line.text == LINE
        await hands.press("!", "enter")
        assert [e.text for _, e in hands.desk.f.session.of_kind("event")] == ["The fridge key was missing!"]


async def test_after_it_was_captured_one_key_opens_it_and_one_counts_it(room):
    async with at_three(room) as hands:
        await hands.line(LINE)
        await found(hands)
        await hands.press("ctrl+l", "a")
        ((_, verdict),) = hands.desk.f.session.of_kind("verdict")
        ((event, _),) = hands.desk.f.session.of_kind("event")
        assert (verdict.says, verdict.what, verdict.source) == ("again", KEY, event)
        assert "happened again" in hands.seen
        await hands.press("a")
        assert len(hands.desk.f.session.of_kind("verdict")) == 1
        await hands.press("escape", "ctrl+z")
        assert not hands.desk.f.session.of_kind("verdict")


async def test_words_look_for_more_and_arrows_and_digits_pick(room):
    async with at_three(room) as hands:
        await hands.line(":before fridge")
        await hands.until(lambda: "b2" in hands.seen)
        await hands.press("2", "a")
        ((_, verdict),) = hands.desk.f.session.of_kind("verdict")
        assert verdict.what == hands.desk.f.seen.lines[1].text
        await hands.press("up", "up", "down", "down", "down", "a", "escape")
        assert len(hands.desk.f.session.of_kind("verdict")) == 1
        await hands.line(":before zebra")
        await hands.until(lambda: "knows no earlier lesson like that" in hands.seen)
        await hands.line(":before b1")
        assert "No earlier lesson is at hand" in hands.seen


async def test_a_long_lesson_is_paged_where_the_window_is_low(room):
    room.type(
        ":go 5", "keep: Zebras cross | so: " + "look left and right " * 60 + "END", ":finish", title="Zoo"
    )
    async with at_three(room, (60, 20)) as hands:
        await hands.line(":before zebras")
        await hands.until(lambda: "look left" in hands.seen)
        assert "END" not in hands.seen
        for _ in range(6):
            await hands.press("pagedown")
        assert "END" in hands.seen
        for _ in range(6):
            await hands.press("pageup")
        assert "Zebras cross" in hands.seen


async def test_where_there_is_room_it_stands_in_only_you(room):
    async with at_three(room, (120, 40)) as hands:
        await hands.line(LINE)
        await found(hands)
        assert "Seen before  ^L" in hands.seen
        assert "1 seen before" not in hands.seen
        await hands.press("f9")
        assert "Seen before" not in hands.seen
        assert "^L 1 seen before" in hands.seen


async def test_the_room_sees_nothing_of_it(room):
    async with at_three(room) as hands:
        await hands.line(LINE)
        await found(hands)
        await hands.press("f7")
        await hands.line(":show lines")
        for keys in ((), ("ctrl+l",)):
            await hands.press(*keys)
            assert "upstairs" not in hands.seen
            assert "before" not in hands.seen
        await hands.type("09:00 two people counted the vaccines")
        await hands.until(lambda: hands.desk.f.seen.lines[0].text == COUNT)
        await hands.pilot.pause()
        assert "when the fridge" not in hands.seen
        await hands.press("f7")
        assert "1 seen before" in hands.seen


async def test_a_note_of_ones_own_is_looked_for_nowhere(room):
    async with at_three(room) as hands:
        await hands.type("~ Sam has the fridge key upstairs")
        assert hands.app.index is not None
        await asyncio.to_thread(hands.app.index.looker.wait, 5)
        await hands.pilot.pause()
        assert not hands.desk.f.seen.lines


async def test_a_session_read_only_can_still_read_what_was_learned(room, monkeypatch):
    async with at_three(room) as hands:
        monkeypatch.setattr("kmfacilitate.store.session_file.SessionFile.read_only", True)
        await hands.line(":before fridge key")
        await hands.until(lambda: "b1" in hands.seen)
        await hands.press("a")
        assert "was changed by a newer kmfacilitate" in hands.seen
        monkeypatch.undo()


async def test_a_stage_opens_with_what_was_foreseen_while_the_room_spoke(room, monkeypatch):
    monkeypatch.setattr("kmfacilitate.desk.before._SOON", 0.01)
    room.type(":go 5", *(f"Lesson {n} of another kind" for n in range(14)), ":finish", title="Third day")
    async with running(room.open("before-action-review", title="The clinic moves")) as hands:
        await hands.until(lambda: hands.app.index is not None)
        await asyncio.to_thread(hands.app.index.gatherer.wait, 10)
        await hands.line(":go 3")
        await hands.line("Nobody can open the fridge because the key is missing")
        await hands.until(lambda: any(line.text == KEY for line in hands.desk.before.fitting))
        assert hands.desk.f.related("asked again") is hands.desk.before.fitting, "nothing is asked here"
        await hands.line(":go 4")
        assert "Which of these earlier lessons apply here?" in hands.seen
        assert KEY[:40] in next(row for row in hands.seen.splitlines() if " now " in row)
        before = hands.desk.before.fitting
        hands.desk.before.foresee()
        assert hands.desk.before.fitting is before, "what is gone through is not looked up anew"


@pytest.mark.picture
@pytest.mark.parametrize(
    ("name", "size", "theme", "opened"),
    [
        ("before-80x24-dark", (80, 24), "ink", False),
        ("before-120x40-light", (120, 40), "paper", False),
        ("before-opened-80x24-dark", (80, 24), "ink", True),
        ("before-opened-120x40-contrast", (120, 40), "contrast", True),
    ],
)
async def test_pictures(room, picture, name, size, theme, opened):
    async with at_three(room, size, theme=theme) as hands:
        await hands.line(LINE)
        await found(hands)
        await hands.saved()
        if opened:
            await hands.type("and so was the other")
            await hands.press("ctrl+l")
            await asyncio.to_thread(hands.app.index.looker.wait, 5)
        else:
            await hands.type("08:20 + two people opened the fridge and counted all vaccines")
            await hands.until(lambda: hands.desk.f.seen.lines[0].text == COUNT)
        await picture(hands.pilot, name)
