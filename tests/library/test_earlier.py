"""What earlier sessions leave to a later one, and what they never do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sittings import Room, hold


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
