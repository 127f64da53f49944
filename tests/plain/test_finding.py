"""What is found in all sessions, and the words there are, said in plain mode."""

from __future__ import annotations

import re

from sittings import AtKeyboard, Room, hold_typed


def test_words_are_looked_for_in_all_sessions(tmp_path):
    earlier = Room(tmp_path)
    earlier.type(":go 5", "Count the spare keys every Friday", title="Clinic")
    said = Room(tmp_path, time=earlier.time).type(":find spare keys", ":find nothing like it", ":find")
    assert "1 found." in said.lines
    [found] = [line for line in said.lines if "Count the spare keys" in line]
    assert re.fullmatch(
        r"lesson 5\.1 of Clinic, 22 Nov: Count the spare keys every Friday, captured; \w{4}/5\.1", found
    )
    assert "Nothing was found." in said.lines
    assert said.lines[-3].startswith(":find and some words looks in all sessions")


def test_the_words_are_said_by_group_and_each_when_it_is_asked_for(tmp_path):
    said = Room(tmp_path).type(":words", ":words fit", ":words people", ":words export")
    assert any(line.startswith(":words people, people: who, pass, turn, scribe") for line in said.lines)
    assert any(line.startswith(":fit perhaps skip N or from N MINUTES or variant or ") for line in said.lines)
    assert any("json or artefact, perhaps full, perhaps FOLDER, Write" in line for line in said.lines)
    assert not any("[" in line or "]" in line for line in said.lines)
    assert any(line.startswith(":turn NAME, ") for line in said.lines)


def test_what_is_left_to_tidy_says_what_to_type(tmp_path):
    said = Room(tmp_path).type(
        ":go 5", "Two keys | why: one was lost", '"We were never told"', "! Buy a key", ":tidy",
        ":tidy 5.1 process", ":tidy 5.2 yes",
    )  # fmt: skip
    assert "  :tidy 5.1 local, process, tell, information, known or reject" in said.lines
    assert "  :tidy 5.2 yes (may leave) or no (stays)" in said.lines
    assert "  :fill 5.3 | owner: … | due: …" in said.lines
    assert said.code == 0


def test_a_group_is_not_taken_from_words_alone_and_hidden_slips_are_not_left_behind_unsaid(tmp_path):
    said = Room(tmp_path).type(
        ":go 4", "The lorry is late", "The lift breaks", ":next", ":reveal", ":next",
        ":go 6", "Doors", "1 2 Doors", template="pre-mortem",
    )  # fmt: skip
    assert "Note: 2 slips are still hidden; :reveal shows them" in said.lines
    assert "Say which lines, then the name of the group: 1 6 11 Untested" in said.err
    assert "2 lines in group 6.1" in said.lines
    assert sum("still hidden" in line for line in said.lines) == 1


def test_a_draw_of_tables_is_not_called_pairs(tmp_path):
    desk = Room(tmp_path).open("knowledge-cafe", people="Ana;Sam;Priya;Kofi")
    said = hold_typed(desk, AtKeyboard(":go 4", ":draw", ":quit"))
    assert "4.1: Which table is yours?" in said.lines


def test_a_ballot_of_nothing_says_so_and_is_read_where_it_has_lines_at_last(tmp_path):
    desk = Room(tmp_path).open(people="Ana;Sam;Priya")
    said = hold_typed(desk, AtKeyboard(":go 4", ":go 3", "one thing", ":go 4", ":go 3", ":go 4", ":quit"))
    assert said.lines.count("There is nothing to vote on yet. :back goes back to the lines.") == 1
    assert said.lines.count("1 one thing") == 1
    assert said.lines.index("1 one thing") < said.lines.index(
        "0 of 3 slips are in; nothing is counted aloud before."
    )
