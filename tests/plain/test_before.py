"""Earlier lessons in plain mode: told beside a line, read out, and counted again."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sittings import AtKeyboard, Room, command, entries, hold, hold_typed

LESSON = "Keep a second fridge key upstairs"
TOLD = f"Seen before: {LESSON} (Opening day, 22 Nov). :before reads it, :again b1 counts it once more."


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(
        ":go 5", f"keep: {LESSON} | why: the cupboard was locked | so: hang it on the board",
        ":state 5.1 checked | happened: locked out", ":state 5.1 validated | route: process",
        ":state 5.1 assigned @Ana ^2w | target: the key list", ":state 5.1 actioned cut",
        ":state 5.1 embedded key list 3", ":finish", title="Opening day",
    )  # fmt: skip
    room.type(":go 5", "keep: A third fridge key is upstairs", ":finish", title="Secret", share="nothing")
    room.time.at += timedelta(days=3)
    return room


def test_a_line_brings_up_what_was_learned_once(room: Room):
    said = room.type(":go 3", "08:00 - The fridge key was missing", "09:00 - The key of the fridge again")
    assert said.lines.count(TOLD.replace("22 Nov)", "22 Nov, embedded)")) == 1
    assert "third" not in said.out
    assert (said.code, said.err) == (0, "")


def test_it_is_read_out_and_counted_and_so_reopened(room: Room):
    said = room.type(
        ":go 3", "08:00 - The fridge key was missing", ":before", ":before b1", ":again b1 the same cupboard",
        ":again b1", ":finish",
    )  # fmt: skip
    assert f"b1  {LESSON} (Opening day, 22 Nov, embedded)" in said.lines
    assert "    Recommendation: hang it on the board" in said.lines
    assert f"happened again: {LESSON}" in said.lines
    assert "that is counted already" in said.out
    (verdict,) = entries(room.json(), "verdict")
    (event,) = entries(room.json(), "event")
    assert (verdict["says"], verdict["reason"], verdict["source"]) == (
        "again", "the same cupboard", event["id"],
    )  # fmt: skip
    assert f"{LESSON} — happened again, the same cupboard" in room.markdown()
    known = json.loads(command("lessons", "--json", folder=room.folder).out)
    assert [(one["state"], one["again"]) for one in known if one["text"] == LESSON] == [("reopened", 1)]


def test_words_of_ones_own_are_looked_for(room: Room):
    said = room.type(":before who had the cupboard", ":before b1", ":before b2", ":before zebra")
    assert f"b1  {LESSON} (Opening day, 22 Nov, embedded)" in said.lines
    assert "    Why: the cupboard was locked" in said.lines
    assert "There is no b2: b1 is at hand." in said.err
    assert "The library knows no earlier lesson like that." in said.lines


def test_without_a_line_the_whole_session_is_looked_for(room: Room):
    assert f"b1  {LESSON}" in room.type(":before", title="The fridge was locked").out
    assert "no earlier lesson like that" in room.type(":before", title="Zebras").out


def test_at_the_keyboard_it_is_the_same(room: Room):
    desk = room.open()
    said = hold_typed(desk, AtKeyboard(":before fridge key", ":again b1", ":quit"))
    assert f"b1  {LESSON}" in said.out
    assert f"happened again: {LESSON}" in said.lines


def test_a_lesson_is_asked_whether_it_was_learned_before(room: Room):
    said = room.type(":go 5", "keep: the second fridge key is kept upstairs", ":state 5.1 merged b1")
    assert "Advice: Learned before, as b1? Then :again b1 counts it once more." in said.lines
    assert "5.1 is merged now" in said.out


def test_a_library_with_one_session_says_nothing(tmp_path: Path):
    room = Room(tmp_path)
    said = room.type(":go 3", "08:00 - The fridge key was missing", ":before")
    assert "Seen before" not in said.out
    assert "no earlier lesson like that" in said.out
    assert not list((room.places.cache).rglob("*.sqlite")), "no index is made for it"


def test_in_confidence_nothing_is_looked_for(room: Room):
    said = hold(room.open("action-learning-set", head_count=4, agreed=True), ("! the fridge key", ":before"))
    assert "Seen before" not in said.out
    assert "is not looked for elsewhere" in said.err
