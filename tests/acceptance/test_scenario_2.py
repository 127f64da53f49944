"""Scenario 2 of the acceptance page: every row of the table is typed, opened for edit and kept unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sittings import Room, command
from test_line_table import CLINIC, ENTRIES, HAWAII, TODAY

from kmfacilitate.desk import Desk
from kmfacilitate.session.line import Room as Reader
from kmfacilitate.session.line import read_line
from kmfacilitate.store.library import Library
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.verbs import edited, enter

PEOPLE = ";".join((*CLINIC, *HAWAII))
QUESTIONS = {
    "event": (":go 4",),
    "cause": (":go 5a", ":how list"),
    "lesson": (":go 5b",),
    "action": (":go 8a",),
    "point": (":go 7b", ":how list"),
}
"""A question of a retrospect for each kind of question in the table."""


def rows() -> Iterator[tuple[str, str, str, str, Mapping[str, Any]]]:
    """The rows, in the order of the questions."""
    for question in QUESTIONS:
        for asked, typed, kind, text, fields, _ in ENTRIES:
            if asked == question:
                yield question, typed, kind, text, fields


def as_stored(entry: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    found = {"kind": entry["kind"], "text": entry["text"]}
    return found | {name: entry.get(name) for name in fields}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_row_becomes_what_the_table_says_and_an_edit_without_a_change_changes_nothing(
    question: str, tmp_path: Path
):
    room = Room(tmp_path)
    assert room.time.at.date() == TODAY
    desk = room.open("retrospect", people=PEOPLE)
    for word in QUESTIONS[question]:
        enter(desk, word)
    for asked, typed, kind, text, fields in rows():
        if asked != question:
            continue
        added = enter(desk, typed).entry
        stored = desk.f.session.documents["entries"][added]
        assert as_stored(stored, fields) == {"kind": kind, "text": text, **fields}, typed
        shown = desk.as_typed(added)
        assert shown is not None
        assert "stays as it was" in edited(desk, added, shown).says
        assert desk.f.session.documents["entries"][added] == stored
    desk.close()


def test_the_real_command_keeps_every_row(tmp_path: Path):
    script = [":start"]
    for question, words in QUESTIONS.items():
        script += [*words, *(typed for asked, typed, *_ in rows() if asked == question)]
    held = command(
        "start",
        "retrospect",
        "--plain",
        "--with",
        PEOPLE,
        "--names",
        "all",
        given=piped(script),
        folder=tmp_path,
    )
    assert held.code == 0
    [path] = (tmp_path / "library" / "sessions").glob("*/*.json")
    desk = Desk.resume(Library.open(tmp_path / "library"), path)[0]
    session = desk.f.session
    today = date.fromisoformat(session.meeting.started[:10])
    before = session.documents["entries"]
    assert len(before) == len(list(rows()))
    for stored, (question, typed, kind, text, fields) in zip(before.values(), rows(), strict=True):
        due = read_line(typed, Reader(question, people=tuple(PEOPLE.split(";")), today=today)).fields.get(
            "due"
        )
        expected = {**fields, "due": due} if "due" in fields else fields  # the table has a day of its own
        assert as_stored(stored, expected) == {"kind": kind, "text": text, **expected}, typed
    edits = [f":edit {session.number(id_)} {desk.as_typed(id_)}" for id_ in before]
    desk.close()

    kept = command("resume", "--plain", given=piped(edits), folder=tmp_path)
    assert (kept.code, kept.err) == (0, "")
    assert kept.out.count("stays as it was") == len(edits)
    assert SessionFile.open(path).documents["entries"] == before


def piped(lines: Any) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_what_is_no_line_is_not_taken(tmp_path: Path):
    room = Room(tmp_path)
    held = room.type(":go 3", ":nxt", "?", "", ":) happy room", r"\:next is what you type", people=PEOPLE)
    assert held.code == 1
    assert held.err == "line 2: no command :nxt; did you mean :next? It is kept as a private note.\n"
    assert [e["text"] for e in room.json()["entries"]] == [":nxt", ":) happy room", ":next is what you type"]
