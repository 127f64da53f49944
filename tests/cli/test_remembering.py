"""`search`, `lessons`, `actions` and `list` with filters, and that what is forgotten leaves the index."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from sittings import Room, command_here

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.found import Found
from kmfacilitate.library.place import index_path
from kmfacilitate.store.places import Places
from kmfacilitate.ui.screens.library_asking import Question, look

LINES = (
    ":go 3", "Zoe Lang opened the wrong valve", "! order a key @zoe ^2026-11-01", "! call the lab @Sam",
    "* Keep one key upstairs | why: the cupboard was locked", "~ Sam looked upset", ":quit",
)  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(*LINES, title="Valves", people="Zoe Lang;Sam", names="all")
    return room


def holding(words: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def index(room: Room) -> list[Path]:
    return list((room.folder / "state" / "cache" / "index").glob("*.sqlite"))


def test_search_finds_lines_and_what_is_said_of_them(room: Room):
    said = command_here("search", "cupboard", folder=room.folder)
    assert said.code == 0
    assert "lesson" in said.out
    assert "Keep one key upstairs" in said.out
    assert "the cupboard was locked" in said.out
    (found,) = json.loads(command_here("search", "cupboard", "--json", folder=room.folder).out)
    assert {"session", "number", "title", "text", "kind", "state"} <= found.keys()
    assert (found["kind"], found["state"], found["title"]) == ("lesson", "captured", "Valves")
    assert re.fullmatch(r"\d+\.\d+", found["number"])


@pytest.mark.parametrize("typed", ["ke", "key", "call", "wrong lab keys", "the state:open", "keep nothing"])
def test_the_command_and_the_box_of_the_app_find_the_same_in_the_same_order(room: Room, typed: str):
    said = json.loads(command_here("search", *typed.split(), "--json", folder=room.folder).out)
    ask = Ask(
        room.library, Places(*(room.folder / "state" / part for part in ("", "cache", "config", "docs")))
    )
    shown = look(ask, Question(typed))
    ask.close()
    assert said
    assert [(hit["session"], hit["entry"]) for hit in said] == [
        (hit.session, hit.entry) for hit in shown.hits if isinstance(hit, Found)
    ]


def test_private_notes_are_found_nowhere(room: Room):
    said = command_here("search", "upset", folder=room.folder)
    assert (said.code, said.out) == (0, "")
    assert "Nothing was found" in said.err
    assert json.loads(command_here("search", "upset", "--json", folder=room.folder).out) == []


def test_a_typing_error_gets_a_hint(room: Room):
    assert "Did you mean cupboard?" in command_here("search", "cupbaord", folder=room.folder).err


def test_actions_and_lessons(room: Room):
    rows = json.loads(command_here("actions", "--json", folder=room.folder).out)
    assert [(row["text"], row["owner"], row["due"], row["done"], row["state"]) for row in rows] == [
        ("order a key", "Zoe Lang", "2026-11-01", "", "open"),
        ("call the lab", "Sam", "", "", "open"),
    ]
    assert (
        json.loads(command_here("actions", "--json", "--person", "sam", folder=room.folder).out)[0]["owner"]
        == "Sam"
    )
    said = command_here("lessons", folder=room.folder)
    assert "1 lesson identified, 0 learned yet." in said.err
    (lesson,) = json.loads(command_here("lessons", "--json", folder=room.folder).out)
    assert lesson["learned"] is False
    assert json.loads(command_here("lessons", "--json", "--state", "embedded", folder=room.folder).out) == []


def test_lists_take_filters(room: Room):
    plain = command_here("list", folder=room.folder)
    some = command_here("list", "--technique", "After action review", folder=room.folder)
    assert some.out == plain.out
    both = [
        json.loads(command_here("list", "--json", *more, folder=room.folder).out)
        for more in ((), ("--since", "2026"))
    ]
    assert both[0] == both[1]
    assert "no such session" in command_here("list", "--until", "1999", folder=room.folder).err


@pytest.mark.parametrize("day", ["soon", "2026-13", "2026-02-30", "26"])
def test_a_day_that_is_none_is_wrong_use(room: Room, day: str):
    said = command_here("lessons", "--since", day, folder=room.folder)
    assert said.code == 2
    assert said.err.startswith("--since needs a day")


def test_the_list_without_filters_makes_no_index(room: Room):
    command_here("list", folder=room.folder)
    assert index(room) == []


def test_struck_words_leave_the_index(room: Room):
    command_here("search", "valve", folder=room.folder)
    assert index(room)
    assert holding("opened the wrong valve", room.folder)
    room.go_on(":strike 3.1 yes")
    assert holding("opened the wrong valve", room.folder) == []
    assert not command_here("search", "opened", folder=room.folder).out


def test_a_forgotten_name_and_a_purged_session_leave_the_index(room: Room):
    command_here("search", "valve", folder=room.folder)
    assert command_here("forget", "Zoe Lang", "--yes", folder=room.folder).code == 0
    assert index(room) == []
    assert "someone" in command_here("search", "valve", folder=room.folder).out
    assert command_here("purge", "last", "--yes", folder=room.folder).code == 0
    assert holding("valve", room.folder / "state") == []
    assert json.loads(command_here("search", "valve", "--json", folder=room.folder).out) == []


def test_the_doctor_looks_at_the_index(room: Room):
    assert "no index for searching yet" in command_here("doctor", folder=room.folder).out
    command_here("lessons", folder=room.folder)
    assert "index for searching is up to date (1 sessions" in command_here("doctor", folder=room.folder).out
    (path,) = index(room)
    path.write_bytes(b"no database at all" * 500)
    said = command_here("doctor", folder=room.folder)
    assert (said.code, "index for searching is damaged" in said.out) == (0, True)
    assert "made anew" in command_here("doctor", "--repair", folder=room.folder).out
    assert index(room) == []


def test_the_index_stands_where_it_is_said_to(room: Room):
    command_here("lessons", folder=room.folder)
    state = room.folder / "state"
    places = Places(state, state / "cache", state / "config", room.folder)
    assert index(room) == [index_path(room.library, places)]


def test_a_filter_that_is_none_is_said_in_one_sentence(room: Room):
    said = command_here("search", "key", "--since", "notaday", folder=room.folder)
    assert (said.code, said.out) == (2, "")
    assert "--since needs a day like 2026-11-22, a month or a year, not “notaday”." in said.err
    said = command_here("lessons", "--state", "embeded", folder=room.folder)
    assert (said.code, "did you mean embedded?" in said.err) == (2, True)


def test_identified_and_learned_are_words_for_states(room: Room):
    found = json.loads(command_here("lessons", "--state", "identified", "--json", folder=room.folder).out)
    assert [line["state"] for line in found] == ["captured"]
    assert json.loads(command_here("lessons", "--state", "learned", "--json", folder=room.folder).out) == []


def test_what_waits_is_said_under_its_heading_and_as_json(room: Room):
    said = command_here("lessons", "--waiting", folder=room.folder)
    assert said.code == 0, said
    assert "To be checked: 1\n" in said.out
    assert "Without a route: 1\n" in said.out
    found = json.loads(command_here("lessons", "--waiting", "route", "--json", folder=room.folder).out)
    assert [(line["text"], line["waits"]) for line in found] == [("Keep one key upstairs", "route")]
    assert command_here("lessons", "--waiting=stalled", folder=room.folder).err == "Nothing waits.\n"
    said = command_here("lessons", "--waiting", "godot", folder=room.folder)
    assert (said.code, "--waiting is for one of overdue" in said.err) == (2, True)


def test_lessons_that_look_alike_are_paired_and_asked_about(room: Room):
    for number, title in ((2, "Valves"), (3, "Valves again")):
        again = Room(room.folder, chance=Random(number))
        again.type(":go 5", "* Ring the lab manager before samples leave", ":quit", title=title)
    said = command_here("lessons", "--waiting", "alike", folder=room.folder)
    assert "Look alike: 1 pair" in said.out
    (found,) = json.loads(command_here("lessons", "--waiting", "alike", "--json", folder=room.folder).out)
    assert {found["title"], found["alike"]["title"]} == {"Valves", "Valves again"}
    said = command_here("lessons", "--check", folder=room.folder)
    assert "Merge, keep apart, or supersede." in said.out
    said = command_here("lessons", "--check", "--tag", "nowhere", folder=room.folder)
    assert (said.out, said.err) == ("", "0 lessons to look at again.\n")


def test_people_are_listed_with_what_is_theirs(room: Room):
    assert "Zoe Lang  1 line  1 open action" in command_here("people", folder=room.folder).out
    found = json.loads(command_here("people", "la", "--json", folder=room.folder).out)
    assert found == [{"name": "Zoe Lang", "lines": 1, "open": 1}]
    assert (
        command_here("people", "nobody", folder=room.folder).err == "Nobody of that name is in the library.\n"
    )


def test_where_it_is_heard_a_trend_is_a_sentence_a_row(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("kmfacilitate.cli.trends"), "is_heard", lambda: True)
    said = command_here("trends", "actions", folder=room.folder)
    assert said.lines[2].startswith("  2026-11: agreed 2, done 0, open 2, overdue")


def test_where_it_is_heard_lines_are_parted_at_spaces(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kmfacilitate.speech._partings", [])
    monkeypatch.setattr(import_module("kmfacilitate.cli.main"), "is_heard", lambda: True)
    monkeypatch.setattr("kmfacilitate.plain.wrapping.terminal_width", lambda: 40)
    said = command_here("lessons", "--tag", "nothing", folder=room.folder)
    assert said.err == "There is no such lesson.\n"
    lines = command_here("search", "upstairs", folder=room.folder).out.splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 40


def test_where_it_is_heard_the_sessions_have_short_days(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("kmfacilitate.cli.reading"), "is_heard", lambda: True)
    [line] = command_here("list", folder=room.folder).lines
    assert line.startswith("Valves, after-action-review, 22 Nov")
