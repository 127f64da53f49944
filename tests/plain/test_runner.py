"""A session line by line: what is said, and what becomes of lines that can't be taken."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from sittings import AtKeyboard, Room, Said, entries, hold, hold_typed

from kmfacilitate.clean import LONGEST, clean
from kmfacilitate.plain.listening import Heard
from kmfacilitate.plain.runner import PlainSession
from kmfacilitate.store.draft import Draft
from kmfacilitate.store.fsio import Disk

HOSTILE_LINES = (
    "# not a heading", "| a | b |", "[[x]]", "<script>", "---", "```", "=1+1", "שלום עולם", "👨‍👩‍👧‍👦",
    "\x00",
    "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202egnol", "[/foo]", "x" * 20_000, "%s {0} $HOME", "&amp;",
    "~/.ssh", "\\", "\t tab \t",
)  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def typed(room: Room, *lines: str, **plan: str) -> tuple[Said, AtKeyboard]:
    keyboard = AtKeyboard(*lines)
    return hold_typed(room.open(**plan), keyboard), keyboard


def texts(room: Room, kind: str) -> list[str]:
    return [entry["text"] for entry in entries(room.json(), kind)]


# From a pipe


def test_hostile_lines_are_kept_and_nothing_raw_is_said(room: Room):
    said = room.type(":go 3", *HOSTILE_LINES, *(f":{line}" for line in HOSTILE_LINES), ":list", "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said.out + said.err)
    kept = {entry["text"] for entry in room.json()["entries"]}
    for line in HOSTILE_LINES:
        if clean(line).strip():
            assert clean(line).strip().removeprefix("\\") in kept or clean(line).strip() in kept


def test_a_word_that_is_unknown_is_kept_as_a_private_note(room: Room):
    said = room.type(":go 3", "", ":nxt", "08:05 - Keys locked in", ":edit 3.9 nothing")
    assert said.code == 1
    assert said.err.splitlines() == [
        "line 3: no command :nxt; did you mean :next? It is kept as a private note.",
        "line 5: No line has the number 3.9. It is kept as a private note.",
    ]
    assert texts(room, "private") == [":nxt", ":edit 3.9 nothing"]
    assert ":nxt" not in room.markdown()


def test_where_nothing_is_kept_nothing_is_kept(room: Room):
    said = room.type(":go 7", "a word by the way", "~ a note", people="Ana;Sam")
    assert said.code == 1
    assert said.err == "line 2: Nothing is kept here. ~ keeps a note for you, ! an action.\n"
    assert [e["text"] for e in room.json()["entries"]] == ["a note"]


def test_windows_1252_is_read_and_said_once(room: Room):
    said = hold(room.open(), ":go 3\nZoë left\nZoë came\n".encode("cp1252"))
    assert said.err == "line 2: this is not UTF-8; it is read as Windows-1252.\n"
    assert texts(room, "event") == ["Zoë left", "Zoë came"]


def test_a_megabyte_on_one_line_is_parted_and_kept(room: Room):
    said = hold(room.open(), b":go 3\n" + b"x" * 1_000_001 + b"\nafter\n")
    assert said.err.splitlines() == ["line 2 is too long for one line; it is parted."]
    assert [len(text) for text in texts(room, "event")] == [LONGEST] * 5 + [1, 5]


def test_bytes_that_are_no_text_break_nothing(room: Room):
    said = hold(room.open(), b":go 3\n\x00\x00\n" + bytes(range(256)) + b"\n\xc3\n\xed\xa0\x80\n" + b"\r\r\n")
    assert "Traceback" not in said.err
    assert said.out.endswith("goes on.\n")


def test_a_question_is_told_once_and_again_on_request(room: Room):
    said = room.type(":go 3", ":next", ":back", ":help")
    assert said.lines.count("Then: What did you notice first?") == 1
    assert said.lines.count("3a What actually happened, in order?") == 2
    assert "You are at 3a What actually happened, in order?" in said.lines


def test_output_is_for_the_ear(room: Room):
    """One fact a line: no drawing, no bars, no keys that are not there."""
    said = room.type(
        ":start", ":go 3", "08:05 - Keys locked in", ":go 4", "1", "1", "2", ":next", ":words", ":stages",
        ":time", ":stuck", ":list", ":fit", ":go 7", ":finish", people="Ana;Sam",
    )  # fmt: skip
    words = set(said.lines) - {line for line in said.lines if line.startswith(":")}
    for line in words:
        assert not re.search("[·›─│✓▶●○]|  +[^ ]", line.strip()), line
        assert not re.search(r"\bF\d\b|\^Z|Tab ", line), line


def test_the_ballot_is_read_with_its_numbers_and_the_count_only_when_all_are_in(room: Room):
    said = room.type(":go 3", "one", "two", ":go 4", "2", "2", people="Ana;Sam")
    at = said.lines.index("slip 1 of 2 in")
    assert said.lines[at - 2 : at] == ["1 one", "2 two"]
    assert said.lines[at + 1 : at + 4] == ["slip 2 of 2 in, all in", "2 two, 2 votes", "1 line has no vote."]


def test_what_changed_is_said_first(room: Room):
    said = room.type(
        ":go 3", "Keys lost", ":edit 3.1 08:05 - Keys locked in", ":kind 3.1 lesson", ":delete 3.1"
    )
    assert said.lines[-7:-2] == [
        "changed 3.1",
        "3.1 event 08:05 worse: Keys locked in",
        "made 3.1 a lesson",
        "3.1 lesson: Keys locked in",
        "3.1 deleted",
    ]


def test_an_activity_names_words_instead_of_keys(room: Room):
    said = room.type(":go 3", "one", ":go 4", ":next", ":go 4", "1", "1", "1", people="Ana")
    assert ":undo takes the last slip back" in said.err
    assert "^Z" not in said.err


def test_filling_in_a_line_field_by_field(room: Room):
    said = room.type(
        ":go 5", "Two keys", ":form", "change", "the clinic", ":pass", "one was sick",
        "Give a second key to the porter", ":go 6", ":list 5",
    )  # fmt: skip
    assert said.code == 0
    assert "type: Keep, change, avoid, fix or notable?" in said.lines
    [lesson] = entries(room.json(), "lesson")
    assert (lesson["type"], lesson["context"], lesson["why"]) == ("change", "the clinic", ["one was sick"])
    assert lesson["recommendation"] == "Give a second key to the porter"
    assert "happened" not in lesson


def test_a_field_that_cannot_be_read_is_asked_for_again(room: Room):
    said = room.type(":go 6", "Second key", ":form 6.1", "Sam", "some day", "fri", people="Ana;Sam")
    assert said.code == 1
    assert said.lines.count("due: By when?") == 2
    [action] = entries(room.json(), "action")
    assert (action["owner"], action["due"]) == ("Sam", "2026-11-27")


def test_nothing_shared_writes_no_report_and_is_no_fault(room: Room):
    said = room.type(":share nothing", ":finish")
    assert (said.code, said.err) == (0, "")
    assert "No report is written: nothing leaves this room." in said.lines
    assert not (room.folder / "library" / "reports").exists()


def test_the_report_of_another_session_is_not_written_over(room: Room):
    room.type(":go 3", "first", ":finish", title="Clinic")
    room.type(":go 3", "second", ":finish", title="Clinic")
    room.go_on(":go 3", "third", ":finish")
    reports = sorted((room.folder / "library" / "reports").iterdir())
    assert [path.name.partition("clinic")[2] for path in reports] == ["-2.md", ".md"]
    assert "third" in reports[0].read_text("utf-8")
    assert "first" in reports[1].read_text("utf-8")


def test_a_disk_that_refuses_is_said_and_what_was_typed_is_written_aside(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    desk = room.open()
    monkeypatch.setattr(type(desk), "flush", lambda self, seconds=0.1: self._writer.flush(0.1))
    create, write, aside_file = Disk.create, Disk.write, set()

    def full(self: Disk, path: Path, mode: int = 0o666) -> int:
        descriptor = create(self, path, mode)
        if "not-saved" in path.name:
            aside_file.add(descriptor)
        return descriptor

    def no_room(self: Disk, descriptor: int, data: bytes) -> None:
        if descriptor not in aside_file:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, descriptor, data)

    monkeypatch.setattr(Disk, "create", full)
    monkeypatch.setattr(Disk, "write", no_room)
    close = type(desk).close
    monkeypatch.setattr(type(desk), "close", lambda self: close(self, 0.1))
    said = hold(desk, [":go 3", "Keys locked in"])
    assert said.code == 1
    assert "NOT SAVED: disk full. The line is kept and tried again." in said.err
    [aside] = room.folder.glob("*not-saved*.json")
    assert "Keys locked in" in aside.read_text("utf-8")
    assert str(aside) in said.err


def test_another_window_that_added_something_is_mentioned(room: Room):
    one = room.open()
    two, _ = room.again()
    hold(one, [":go 3", "from one"])
    said = hold(two, [":go 3", "from two", ":list"])
    assert sorted(texts(room, "event")) == ["from one", "from two"]
    assert any(line.endswith("from one") for line in said.lines)


# At a keyboard


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
    keyboard.hear = lambda prompt, offered="", **more: asked.append(more["meanwhile"])  # type: ignore[method-assign]
    assert PlainSession(room.open(), keyboard, piped=False, warns=False).run() == 0
    assert asked == [None]


def test_slips_are_counted_aloud_once_each(tmp_path):
    desk = Room(tmp_path).open(people="Ana;Sam;Priya")
    said = hold_typed(desk, AtKeyboard(":go 3", "one thing", "another", ":go 4", "1", ":quit"))
    at = said.lines.index("0 of 3 slips are in; nothing is counted aloud before.")
    assert said.lines[at + 1 : at + 3] == ["slip 1 of 3 in", "Saved and paused."]


def test_what_can_be_typed_is_said_before_it_is_typed_wrongly(room: Room):
    said, _ = typed(room, ":go 3", ":go 4", ":go 7", ":next", people="Ana;Sam")
    assert [line for line in said.lines if line.startswith(("Type ", "Nothing is kept"))] == [
        "Type yes or no, and a note after it if you like.",
        "Type the time, how it went, and what happened, as in 08:05 - Keys were locked in. Minus is worse, "
        "plus is better, equals is as expected, a question mark is unclear.",
        "Type each slip as a line of its numbers, 2 1 5; or the totals, :vote 1=6 2=5.",
        "Nothing is kept here. :edit and a number changes a line, ! adds an action, * a lesson.",
        "Type the marks, from 1 to 5, parted by spaces.",
    ]


def test_here_says_again_what_was_said_at_the_question(room: Room):
    said, _ = typed(room, ":go 3", ":here")
    assert said.lines.count("Then: What did you notice first?") == 2
    assert said.lines.count("Stage 3 of 7: What actually happened? (8 minutes)") == 2


def test_a_corrected_count_is_read_again(room: Room):
    said = room.type(":go 3", "one", "two", ":go 4", ":vote 1=2", ":vote 2=3 1=2")
    assert said.lines.index("1 one, 2 votes") < said.lines.index("2 two, 3 votes")


def test_what_undo_did_to_a_line_is_said(room: Room):
    said = room.type(":go 3", "Keys lost", ":kind 3.1 lesson", ":undo", ":undo", ":redo")
    at = said.lines.index("took back: made 3.1 a lesson")
    assert said.lines[at + 1 : at + 6] == [
        "3.1 Keys lost",
        "took back: added 3.1",
        "gone: 3.1 Keys lost",
        "done again: added 3.1",
        "3.1 Keys lost",
    ]


def test_what_is_to_tidy_is_counted_first_and_read_out_on_request(room: Room):
    said = room.type(":go 6", "Second key", "? who pays", ":go 7", *[":next"] * 3, ":tidy")
    at = said.lines.index("Actions without owner or date: 1; Parked: 1")
    assert said.lines[at + 1] == ":tidy reads them out. All of it can wait; :finish ends the session."
    assert said.lines[at + 2] == "Actions without owner or date 1"


def test_only_what_is_new_in_a_line_is_said_while_it_is_filled_in(room: Room):
    said = room.type(
        ":go 4", "too late", ":reveal", ":go 6", ":group 4.1 Timing", ":go 7", ":vote 6.1=2", ":next", "5 5",
        ":next", "a slow start", "begin early", template="pre-mortem",
    )  # fmt: skip
    assert "Fill in: Timing. What is the first visible sign?" in said.lines
    assert "6.1 prevention: begin early" in said.lines


def test_the_report_is_read_out_part_by_part(room: Room):
    said = room.type(
        ":go 5", "keep: Two keys | why: one was sick", "~ a note", ":report", ":report less", ":report left",
        ":report 99", people="Ana;Sam",
    )  # fmt: skip
    assert said.code == 0
    assert "1 Lessons identified: 1" in said.lines
    assert "Why: one was sick" in said.lines
    assert "Only you: never shared: 1" in said.lines
    assert "The report has no part 99; :report says which there are." in said.lines
    assert [line for line in said.lines if line.startswith("report: ")] == [
        f"report: {next((room.folder / 'library' / 'reports').iterdir())}"
    ]


def test_who_sits_down_hears_which_session_this_is(room: Room):
    said, _ = typed(room, ":go 3", "one", "two", "three", "four", ":list", title="Clinic")
    assert said.lines[:3] == [
        "After action review: Clinic",
        "7 stages, 60 minutes",
        "What begins with a colon is a command; :help says what can be done now.",
    ]
    assert said.lines[said.lines.index("3.1 one") - 1] == "4 lines."
    assert "After action review: Clinic" not in hold(room.again()[0], []).lines


def test_where_the_clock_stands_still_here_says_so(room: Room):
    said, _ = typed(room, ":start", ":go 3", ":break 5", ":here")
    assert [line for line in said.lines if line.startswith("A break. Back at ")] != []


def test_a_word_of_another_name_is_known(room: Room):
    said, _ = typed(room, ":late")
    assert "no command :late; did you mean :fit?" in said.lines


def test_a_word_without_its_colon_is_kept_and_said_how_it_is_meant(room: Room):
    said, _ = typed(room, ":go 3", "Back")
    assert "Note: taken down as a line; the command is :back, and :undo takes the line out" in said.lines
    assert texts(room, "event") == ["Back"]


def test_an_empty_line_in_a_form_is_answered_with_what_leaves_a_field_out(room: Room):
    said, _ = typed(room, ":go 5", "keep: Ring first", ":form", "", "")
    assert said.lines.count(":pass leaves a field empty; any other word after a colon ends the form.") == 3


def test_after_the_finish_it_is_said_what_is_left_and_how_to_leave(room: Room):
    said, _ = typed(room, ":finish")
    assert said.lines[-1] == ":tidy says what is left to tidy; :quit leaves."


def test_a_confidential_session_begins_without_a_path_and_here_names_it(room: Room):
    said, _ = typed(room, "hello", ":here", ":quit", template="action-learning-set")
    assert said.lines.count("It is kept in your library and nowhere else.") == 1
    assert "Type yes to begin, :quit to leave. :here says again what is kept." in said.lines
    assert sum(line.startswith(f"It is kept in {room.folder}") for line in said.lines) == 1


def test_a_clock_that_does_not_go_is_started_by_a_word(room: Room):
    said, _ = typed(room, ":break 5")
    assert "The clock isn't running. :clock starts it." in said.lines


def test_here_says_again_how_a_review_is_judged(room: Room):
    said, _ = typed(room, ":go 2", "Orbit Mars", ":next", ":here", template="retrospect")
    assert sum(line.startswith("Type exceeded, met, ") for line in said.lines) == 2
