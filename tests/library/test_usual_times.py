"""What stages usually take, from the index: of enough sessions that were held, and none that stay private."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sittings import Room, script

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.library.usual_times import usual_times
from kmfacilitate.session.usual import Usual
from kmfacilitate.verbs import enter

STAGES = ("open", "expected", "actual", "why", "learned", "act", "close")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def ask(room: Room) -> Iterator[Ask]:
    asked = Ask(room.library, room.places)
    yield asked
    asked.close()


def hold(room: Room, *minutes: float, leave: bool = False, skip: str = "", **plan: object) -> None:
    """Hold a review, so many minutes a stage."""
    desk = room.open(**plan)
    enter(desk, ":start")
    for number, wait in enumerate(minutes, 1):
        enter(desk, f":go {number}")
        room.time.wait(wait)
    if skip:
        enter(desk, f":fit skip {skip}")
    if not leave:
        enter(desk, ":finish yes")
    desk.close()


def usual(room: Room, ask: Ask, variant: str = "standard") -> dict[str, Usual]:
    update(room.library, room.places)
    return usual_times(ask, script("after-action-review"), variant)


def test_three_finished_sessions_make_something_usual(room: Room, ask: Ask):
    assert usual(room, ask) == {}
    hold(room, 3, 7, 8, 15, 19, 10, 2)
    hold(room, 4, 9, 8, 13, 22, 10, 2)
    assert usual(room, ask) == {}
    hold(room, 2, 12, 9, 15, 18, 12, 3)
    found = usual(room, ask)
    assert {stage: found[stage].minutes for stage in STAGES} == dict(
        zip(STAGES, (3, 9, 8, 15, 19, 10, 2), strict=True)
    )
    assert found["why"].sessions == 3


def test_what_says_nothing_of_the_usual_does_not_count(room: Room, ask: Ask):
    for _ in range(2):
        hold(room, 3, 7, 8, 15, 19, 10, 2)
    hold(room, 3, 7, 8, 15, 40, 10, 2, leave=True)  # not finished
    hold(room, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)  # typed up afterwards
    hold(room, 1, 2, 3, 4, 3, 3, 1, variant="quick")
    hold(room, 3, 7, 8, 15, 40, 10, 2, share="nothing")
    hold(room, 3, 3, 4, 8, 9, 10, 2, minutes=39)  # cut short when it was planned
    assert usual(room, ask) == {}
    hold(room, 3, 7, 8, 15, 16, 10, 2)
    assert usual(room, ask)["learned"] == Usual(19, 3)


def test_a_stage_that_was_skipped_took_no_time(room: Room, ask: Ask):
    for _ in range(3):
        hold(room, 3, 7, 8, skip="4")
    assert set(usual(room, ask)) == {"open", "expected", "actual"}


def test_a_session_knows_it_from_its_beginning(room: Room):
    for _ in range(3):
        hold(room, 3, 7, 8, 15, 25, 10, 2)
    update(room.library, room.places)
    desk = room.open()
    assert desk.f.usual["learned"] == Usual(25, 3)
    enter(desk, ":start")
    said = enter(desk, ":time")
    assert said.notes == (
        "At the usual pace it ends at "
        f"{_later(room.time.at, 70)}: 5 Learned usually takes 25 min (3 sessions).",
    )
    desk.close()


def _later(at: datetime, minutes: int) -> str:
    return f"{at + timedelta(minutes=minutes):%H:%M}"
