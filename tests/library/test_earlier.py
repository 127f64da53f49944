"""What earlier sessions leave to a later one, and what they never do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sittings import Room, hold

from kmfacilitate.library.index import update
from kmfacilitate.session.past import past_at
from kmfacilitate.session.walk import Place


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def held(room: Room, template: str, *lines: str, **plan: str) -> None:
    hold(room.open(template, **plan), [*lines, ":finish"])
    room.time.at += timedelta(days=1)


def left_to(room: Room, template: str, **plan: str) -> list[str]:
    desk = room.open(template, **plan)
    desk.close()
    return [line.text for line in desk.f.past]


def test_open_actions_of_the_same_team_come_back_until_they_are_settled(room: Room):
    held(
        room,
        "community-meeting",
        ":go 5",
        ":go 6",
        "! Ring the depot @ana ^fri",
        "! Book a room",
        project="North",
    )
    held(room, "after-action-review", ":go 6", "Mend the gate", project="North")
    held(room, "community-meeting", ":go 6", "! Somebody else’s", project="South")
    assert left_to(room, "community-meeting", project="North") == [
        "Mend the gate", "Ring the depot", "Book a room",
    ]  # fmt: skip
    room.time.at += timedelta(days=1)
    held(room, "community-meeting", ":go 2", "done", "still open", "dropped nobody needs it", project="North")
    assert left_to(room, "community-meeting", project="North") == ["Ring the depot"]


def test_only_lessons_come_from_everywhere(room: Room):
    held(
        room,
        "after-action-review",
        ":go 5",
        "keep: Two people count",
        ":go 6",
        "Order a key",
        project="North",
    )
    assert left_to(room, "knowledge-asset", project="South") == ["Two people count"]


@pytest.mark.parametrize(("share", "left"), [("open", 1), ("summary", 1), ("actions", 0), ("nothing", 0)])
def test_what_was_agreed_binds_other_sessions(room: Room, share: str, left: int):
    held(room, "after-action-review", ":go 5", "keep: Two people count", share=share)
    assert len(left_to(room, "knowledge-asset")) == left


def test_a_file_that_cannot_be_read_is_passed_over(room: Room):
    held(room, "after-action-review", ":go 5", "keep: Two people count")
    assert room.path is not None
    (room.path.parent / "2026-11-01-after-action-review-broken--abcd.json").write_text("{ no")
    assert left_to(room, "knowledge-asset") == ["Two people count"]


def test_a_session_without_a_question_about_the_past_reads_nothing(room: Room):
    held(room, "after-action-review", ":go 5", "keep: Two people count")
    assert left_to(room, "after-action-review") == []


def test_only_a_project_or_a_title_of_its_own_makes_a_team(room: Room):
    held(room, "after-action-review", ":go 6", "Mend the gate")
    held(room, "after-action-review", ":go 6", "Ring the depot", title="Ward four")
    held(room, "after-action-review", ":go 6", "Book a room", project="North")
    assert left_to(room, "after-action-review") == []
    assert left_to(room, "retrospect", title="Ward Four") == ["Ring the depot"]
    assert left_to(room, "retrospect", project="north") == ["Book a room"]
    assert left_to(room, "retrospect", title="Ward four", project="South") == []


def test_fears_are_risks_and_causes_named_before_the_work_and_come_back_with_what_was_said(room: Room):
    held(room, "before-action-review", ":go 3", "It rains", project="North")
    held(room, "pre-mortem", ":go 5", "Nobody came", "The bus was late", project="North")
    held(room, "retrospect", ":go 6b", "No plan -> no time", project="North")
    held(room, "after-action-review", ":go 4", "nearly we had a tent", project="North")
    desk = room.open("retrospect", project="North")
    desk.close()
    fears = {line.text: line.said for line in desk.f.past if line.kind in ("risk", "cause")}
    assert fears == {"It rains": "nearly, 2026-11-25", "Nobody came": "", "The bus was late": ""}


def test_what_stays_in_a_room_that_shares_a_summary_stays_there(room: Room):
    lines = (":go 6", "Mend the gate @ana ^fri", "? who pays")
    held(room, "after-action-review", *lines, project="North", share="summary")
    assert left_to(room, "retrospect", project="North") == ["Mend the gate"]
    held(room, "after-action-review", "? what then", project="North", names="none")
    desk = room.open("retrospect", project="North")
    desk.close()
    assert [(line.text, line.facts[:1]) for line in desk.f.past] == [
        ("Mend the gate", ("ana",)), ("what then", ("parked",)),
    ]  # fmt: skip


def test_owners_without_names_are_not_named_elsewhere(room: Room):
    held(room, "after-action-review", ":go 6", "Mend the gate @ana ^fri", project="North", names="none")
    desk = room.open("retrospect", project="North")
    desk.close()
    assert [line.facts for line in desk.f.past] == [("2026-11-27",)]


def test_the_sessions_of_a_team_are_found_however_many_others_there_are(room: Room, monkeypatch):
    held(room, "after-action-review", ":go 6", "Mend the gate", project="Nørth")
    for _ in range(3):
        held(room, "after-action-review", ":go 6", "Somebody else’s", project="South")
    monkeypatch.setattr("kmfacilitate.library.earlier.RECENT", 1)
    assert left_to(room, "retrospect", project="Nørth") == ["Mend the gate"]
    assert left_to(room, "community-meeting", project="Nørth") == ["Mend the gate"]
    update(room.library, room.places)
    assert left_to(room, "retrospect", project="nørth") == ["Mend the gate"]


def test_lessons_that_fit_come_first_and_are_twelve_at_most(room: Room):
    lines = [f"keep: Advice number {n} on the fridge" for n in range(14)]
    held(room, "after-action-review", ":go 5", "keep: Two people hold the keys of the fridge", *lines)
    desk = room.open("before-action-review", title="Fridge and keys")
    hold(desk, [":go 4"])
    first = past_at(desk.f, Place("have", "earlier-lessons"))
    assert first[0].text == "Two people hold the keys of the fridge"
    assert len(first) == 12


def test_a_team_that_said_no_to_a_lesson_is_not_asked_again_and_others_are(room: Room):
    held(room, "after-action-review", ":go 5", "keep: Two people count")
    held(room, "before-action-review", ":go 4", "no we are three", project="North")
    assert left_to(room, "before-action-review", project="North") == []
    assert left_to(room, "before-action-review", project="South") == ["Two people count"]
