"""What Home counts as waiting, and what a later session settled."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sittings import Room, hold

from kmfacilitate.store.shelf import heads
from kmfacilitate.ui.home_waiting import what_waits


def due(room: Room) -> list[str]:
    """The words of the actions due."""
    waiting = what_waits(heads(room.library), date(2026, 12, 24))
    return [text for each in waiting if each.title == "Actions due" for text, _ in each.lines]


def test_an_action_that_a_later_session_found_done_or_dropped_is_due_no_more(tmp_path: Path) -> None:
    room = Room(tmp_path)
    lines = (":go 6", "Ring the depot @ana ^fri", "Book a room @sam ^fri", "Cut a key @sam ^fri", ":finish")
    hold(room.open(project="Clinic"), lines)
    assert due(room) == ["Ring the depot", "Book a room", "Cut a key"]
    room.time.at += timedelta(days=7)
    hold(room.open("retrospect", project="Clinic"), ("done", "dropped too late", "open"))
    assert due(room) == ["Cut a key"], "it counts while that session is not finished yet, too"
