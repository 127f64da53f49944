"""`lesson`: those who keep the lessons bring one further without opening its session."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room, command_here, entries

LINES = (
    ":go 5",
    "The guard hands both keys over | happened: locked out | why: one key | rec: cut a second key today",
    "Ring before you come",
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(*LINES, ":finish", ":quit", title="Keys", people="Zoe Lang;Sam")
    return room


def said(room: Room, *words: str) -> str:
    done = command_here("lesson", *words, folder=room.folder)
    assert (done.code, done.err) == (0, ""), done
    return done.out.rstrip("\n")


def refused(room: Room, *words: str) -> str:
    done = command_here("lesson", *words, folder=room.folder)
    assert (done.code, done.out) == (1, ""), done
    return done.err.rstrip("\n")


def test_a_lesson_goes_its_way_in_one_line_each(room: Room):
    session = room.session().id
    assert said(room, "last/5.1", "checked").startswith("5.1 is checked now: The guard hands both keys over")
    said(room, f"{session}/5.1", "validated", "--route", "proc")
    assert "Zoe Lang" in said(
        room, "last/5.1", "assigned", "--owner", "Zoe Lang", "--due", "2030-01-05", "--target", "the key list"
    )
    said(room, "last/5.1", "actioned", "a", "second", "key", "is", "cut")
    said(room, "last/5.1", "embedded", "key list, version 3")
    said(room, "last/5.1", "closed", "nobody was locked out since", "--due", "2031-01-05")
    lesson = entries(room.json(), "lesson")[0]
    assert [row[1] for row in lesson["history"]] == [
        "checked", "validated", "assigned", "actioned", "embedded", "closed",
    ]  # fmt: skip
    assert (lesson["due"], lesson["review"]) == ("2030-01-05", "2031-01-05")
    assert room.session().meeting.state == "finished"
    assert "1 lesson identified, 1 learned" in room.markdown()


def test_what_is_missing_is_said_and_nothing_changes(room: Room):
    before = room.json()
    assert "5.2: it is captured, and embedded does not follow that" in refused(
        room, "last/5.2", "embedded", "x"
    )
    assert refused(room, "last/5.2", "checked") == (
        "Checked needs what happened, a why and what exactly to do. "
        'Type: kmfacilitate lesson last/5.2 checked --happened "…" --why "…" --recommendation "…"'
    )
    assert "No line has the number 9.9" in refused(room, "last/9.9", "checked")
    assert "no date in frday" in refused(room, "last/5.1", "checked", "--due", "frday").casefold()
    assert room.json() == before


def test_without_a_state_it_says_where_it_stands_and_sets_fields(room: Room):
    stands = said(room, "last/5.1")
    assert "5.1 is captured: it was typed in a session." in stands
    assert "kmfacilitate lesson last/5.1 checked" in stands
    said(room, "last/5.1", "--owner", "Sam")
    lesson = entries(room.json(), "lesson")[0]
    assert lesson["owner"] == "Sam"
    assert lesson["history"][0][1:] == ["changed", "owner"]


def test_again_merged_and_rejected(room: Room):
    assert said(room, "last/5.1", "again", "at the gate").startswith("5.1 happened again (1 time)")
    said(room, "last/5.2", "merged", "5.1", "same door")
    assert refused(room, "last/5.1", "superseded", "5.2").endswith("say the one that stands.")
    kept, merged = entries(room.json(), "lesson")
    assert merged["replaced_by"] == f"{room.session().id}/{kept['id']}"
    assert merged["history"][-1][1:] == ["merged", "same door"]


def test_a_session_whose_clock_runs_is_left_to_its_window(tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open()
    desk.f.start()
    desk.flush()
    before = room.json()
    assert "clock of this session is running" in refused(room, "last/1.1", "checked")
    assert room.json() == before
    desk.close()


def test_a_lesson_is_named_with_its_session(room: Room):
    done = command_here("lesson", "5.1", "checked", folder=room.folder)
    assert done.code == 2
    assert "last/5.1" in done.err


def test_what_is_missing_can_be_given_with_it_and_undo_takes_it_back(room: Room):
    given = ("--happened", "nobody was there", "--why", "no call", "--recommendation", "ring one hour before")
    said(room, "last/5.2", "checked", *given)
    assert entries(room.json(), "lesson")[1]["state"] == "checked"
    assert said(room, "last/5.2", "undo").startswith("took back: 5.2 is checked now")
    assert "state" not in entries(room.json(), "lesson")[1]
    assert "Something" not in refused(room, "last/5.2", "embedded")


def test_a_later_session_that_saw_it_again_reopens_it(room: Room):
    session = room.session().id
    first = room.path
    said(room, f"{session}/5.1", "checked")
    said(room, f"{session}/5.1", "validated", "--route", "process")
    given = ("--owner", "Zoe Lang", "--due", "2030-01-05", "--target", "the key list")
    said(room, f"{session}/5.1", "assigned", *given)
    said(room, f"{session}/5.1", "actioned", "cut")
    said(room, f"{session}/5.1", "embedded", "list 3")
    room.time.at = room.time.at.replace(year=2090)  # the commands have the day of the machine
    room.type(f":again {session}/5.1 at the pier", ":finish", ":quit", title="Pier", people="Zoe Lang")
    assert room.path != first
    assert "reopened" in command_here("lessons", folder=room.folder).out
    assert said(room, f"{session}/5.1").startswith("A later session said that it happened again")
    assert said(room, f"{session}/5.1", "validated").startswith("5.1 is validated now")


def test_the_effect_is_said_of_one_that_is_learned(room: Room):
    assert "its effect shows once it is embedded" in refused(room, "last/5.1", "effect", "quicker")


@pytest.fixture
def agreed(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(
        ":go 6", "! order a key @sam ^2026-12-01", ":finish", ":quit", title="Keys", people="Zoe Lang;Sam"
    )
    return room


def test_an_action_is_done_dropped_and_open_again(agreed: Room):
    def act(*words: str) -> str:
        done = command_here("action", "last/6.1", *words, folder=agreed.folder)
        return f"{done.code} {done.out or done.err}"

    assert act("done").startswith("0 6.1 is done: order a key")
    assert entries(agreed.json(), "action")[0]["done"]
    assert act("open").startswith("0 6.1 is open again")
    assert act("dropped").startswith("2 Say why it is dropped: kmfacilitate action last/6.1")
    assert act("dropped", "no", "door").startswith("0 6.1 is dropped")
    assert entries(agreed.json(), "action")[0]["dropped"] == "no door"
    assert act("undo").startswith("0 took back: 6.1 is dropped")
    assert act("--due", "2027-01-05", "--owner", "Zoe Lang").startswith("0 filled in 6.1")
    assert entries(agreed.json(), "action")[0]["due"] == "2027-01-05"
    assert act("done", "2026-11-20").startswith("0 6.1 is done")
    assert entries(agreed.json(), "action")[0]["done"] == "2026-11-20"
    assert act("burnt").startswith("1 An action is one of: done, dropped, open.")
    assert act().startswith("1 Say what became of it")
