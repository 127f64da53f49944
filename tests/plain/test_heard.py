"""What who only listens hears: what can be typed, what changed, the report, and where the room is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import AtKeyboard, Room, Said, entries, hold, hold_typed


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def typed(room: Room, *lines: str, **plan: str) -> tuple[Said, AtKeyboard]:
    keyboard = AtKeyboard(*lines)
    return hold_typed(room.open(**plan), keyboard), keyboard


def texts(room: Room, kind: str) -> list[str]:
    return [entry["text"] for entry in entries(room.json(), kind)]


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
