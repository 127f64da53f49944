"""Plain mode at a keyboard: prompts, what stands in the line, and the time coach beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sittings import AtKeyboard, Room, Said, entries, hold, hold_typed

from kmfacilitate.plain.listening import Heard
from kmfacilitate.plain.runner import PlainSession
from kmfacilitate.store.draft import Draft


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def typed(room: Room, *lines: str, **plan: str) -> tuple[Said, AtKeyboard]:
    keyboard = AtKeyboard(*lines)
    return hold_typed(room.open(**plan), keyboard), keyboard


def texts(room: Room, kind: str) -> list[str]:
    return [entry["text"] for entry in entries(room.json(), kind)]


def test_the_prompt_says_the_place(room: Room):
    _, keyboard = typed(room, ":go 3", ":next")
    assert keyboard.prompts == ["1: ", "3a: ", "3b: "]


def test_a_line_is_offered_for_editing(room: Room):
    said, keyboard = typed(room, ":go 3", "08:05 - Keys lost", ":edit 3.1", "08:05 - Keys locked in")
    assert keyboard.offered == ["", "", "", "08:05 - Keys lost", ""]
    assert "Change 3.1, then Enter." in said.lines
    assert texts(room, "event") == ["Keys locked in"]


def test_a_line_that_is_not_taken_is_out_of_the_way_and_comes_back_with_the_arrow(room: Room):
    said, keyboard = typed(room, ":nxt", ":wobble", ":next")
    assert said.code == 0
    assert keyboard.offered == ["", "", "", ""]
    assert keyboard.recalled == ["", ":nxt", ":wobble", ""]
    assert said.lines.count("Arrow up brings the line back, to be changed.") == 1
    assert "no command :nxt; did you mean :next?" in said.lines
    assert "2a What did you expect would happen?" in said.lines
    assert not room.json()["entries"]


def test_a_change_that_is_not_taken_stays_in_the_line_that_is_changed(room: Room):
    said, keyboard = typed(room, ":go 3", "Keys lost", ":edit 3.1", ":nothing", "Keys locked in")
    assert keyboard.offered[-3:] == ["Keys lost", ":nothing", ""]
    assert keyboard.prompts[-3:] == ["3.1: ", "3.1: ", "3a: "]
    assert "It is still in the line." in said.lines
    assert texts(room, "event") == ["Keys locked in"]


def test_the_prompt_names_the_field_that_is_asked_for(room: Room):
    _, keyboard = typed(room, ":go 6", "Second key", ":form 6.1", "Sam", "fri", people="Ana;Sam")
    assert keyboard.prompts == ["1: ", "6a: ", "6a: ", "owner: ", "due: ", "tags: "]


def test_ctrl_c_clears_the_line_and_twice_leaves(room: Room):
    class Interrupting(AtKeyboard):
        def hear(self, prompt: str, offered: str = "", **more: Any) -> Heard | None:
            heard = super().hear(prompt, offered, **more)
            if heard is not None and heard.text == "^C":
                raise KeyboardInterrupt
            return heard

    keyboard = Interrupting(":go 3", "^C", "Keys lost", ":edit 3.1", "^C", "^C", "never read")
    said = hold_typed(room.open(), keyboard)
    assert "The line is cleared. Ctrl+C again, or :quit, leaves; nothing is lost." in said.lines
    assert said.err == "Leaving; everything is saved.\n"
    assert texts(room, "event") == ["Keys lost"]
    assert said.out.endswith("goes on.\n")


def half_typed(room: Room) -> None:
    room.type(":go 3", "Keys lost")
    draft = Draft.open(room.session().id, room.time.now, places=room.places, pid=1)
    draft.keep("08:30 (-) Warning po", "actual/timeline")
    draft.close()


def test_a_half_typed_line_is_offered(room: Room):
    half_typed(room)
    keyboard = AtKeyboard("08:30 (-) Warning point called")
    said = hold_typed(room.again()[0], keyboard)
    assert "Half typed when this was left, not entered: 08:30 (-) Warning po" in said.lines
    assert keyboard.offered[0] == "08:30 (-) Warning po"
    assert texts(room, "event") == ["Keys lost", "Warning point called"]
    assert "Half typed" not in hold(room.again()[0], []).out


def test_a_half_typed_line_waits_while_a_pipe_is_read(room: Room):
    half_typed(room)
    assert "Half typed" in hold(room.again()[0], [":next", ":finish"]).out
    assert "Half typed" in hold(room.again()[0], []).out


def test_whose_turn_it_is_is_said_when_it_changes(room: Room):
    said, _ = typed(room, ":go 2", "", "a drill", ":time", people="Ana;Sam")
    assert [line for line in said.lines if line.startswith("Round")] == [
        "Round: Ana next, 1 to go after that.",
        "Round: Sam next, the last one.",
    ]


def test_a_lesson_is_asked_about_in_one_line_and_each_question_once(tmp_path: Path):
    said = Room(tmp_path).type(":go 5", "Better lists", "Better keys", "Ring the guard first", ":quit")
    advice = [line for line in said.lines if line.startswith("Advice: ")]
    assert advice == [
        "Advice: Who does what, when? :edit 5.1",
        "Advice: What exactly should someone do? :fill 5.3 | recommendation: …",
    ]


# The time coach


def test_at_a_keyboard_the_coach_says_each_thing_once_and_one_word_catches_up(room: Room):
    desk = room.open()

    class Slow(AtKeyboard):
        def hear(self, prompt: str, offered: str = "", **more: Any) -> Heard | None:
            room.time.wait(waits.pop(0) if waits else 0)
            return super().hear(prompt, offered, **more)

    waits = [0, 3, 3.5, 2, 10, 0, 0, 0]
    said = hold_typed(
        desk, Slow(":start", ":go 2", "a plan", "another", "a third", ":fit", ":fit from 5", ":undo")
    )
    told = [line for line in said.lines if line.startswith(("Time: ", "Say now: ", ":fit", "take "))]
    assert told == [
        "Say now: Half the time is gone. Has everyone said what they expected?",
        "Time: Less than two minutes left for 2 Expected.",
        "Time: 2 Expected is over its 7 minutes.",
        "Time: 9 minutes behind: it would end at 10:59, not 10:50. :fit catches up.",
        ":fit skip: skip 4 Why; it ends at 10:43",
        ":fit from 4 9: take 9 min from 4 Why; 4 Why 6 minutes instead of 15; it ends at 10:50",
        ":fit from 5 9: take 9 min from 5 Learned; 5 Learned 6 minutes instead of 15; it ends at 10:50",
        ":fit variant: use the quick minutes for the rest; 3 Actual 4 minutes instead of 8, "
        "4 Why 4 instead of 15, 5 Learned 4 instead of 15, 6 Act 3 instead of 10, "
        "7 Close 1 instead of 2; it ends at 10:25",
        ":fit shrink: shorten all that is not kept; 3 Actual 6 minutes instead of 8, 4 Why 12 instead of 15, "
        "5 Learned 11 instead of 15; it ends at 10:49",
        ":fit extend: end 9 min later; it ends at 10:59",
        "take 9 min from 5 Learned; it ends at 10:50",
    ]


def test_a_pipe_has_no_coach(room: Room):
    said = room.type(":start", ":go 3", "08:05 - Keys locked in")
    assert "Time:" not in said.out


def test_what_is_due_is_said_while_a_line_is_waited_for(room: Room):
    desk = room.open()
    heard: list[list[str]] = []

    class Waiting(AtKeyboard):
        def hear(self, prompt: str, offered: str = "", **more: Any) -> Heard | None:
            room.time.wait(4)
            meanwhile = more["meanwhile"]
            heard.append([*meanwhile(), *meanwhile()] if meanwhile else [])
            return super().hear(prompt, offered, **more)

    said = hold_typed(desk, Waiting(":start", ":go 2", "a plan", "another"))
    assert heard[:3] == [
        [],
        [
            "Time: 1 Open is over its 3 minutes.",
            "Time: 1 minute behind: it would end at 10:55, not 10:54. :fit catches up.",
        ],
        ["Say now: Half the time is gone. Has everyone said what they expected?"],
    ]
    assert heard[2][0] not in said.lines


def test_warnings_can_wait_for_the_next_line(room: Room):
    keyboard = AtKeyboard(":start")
    asked: list[object] = []
    keyboard.hear = lambda prompt, offered="", **more: asked.append(more["meanwhile"])
    assert PlainSession(room.open(), keyboard, piped=False, warns=False).run() == 0
    assert asked == [None]
