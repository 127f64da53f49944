"""A room view that is there before its session is: it finds the one that is open, and stays with it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kmfacilitate.store.draft import Draft
from kmfacilitate.store.following import OPEN_WITHIN, PATIENCE, Following, Target, open_now
from kmfacilitate.store.places import Places
from kmfacilitate.store.wall import Wall

ONE, TWO, THREE = "k3x9-7fq2-m8t4", "j3xb-s71q-pdea", "cpf6-0a1b-2c3d"


class Counter:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def showing(places: Places) -> Callable[[str], Wall]:
    """Shows the room something of a session, one step at a time."""

    class Still(Wall):
        def _run(self) -> None:
            return

    def showing(session: str) -> Wall:
        wall = Still(session, places)
        wall.show({"ask": session})
        return wall

    return showing


def test_a_window_that_gave_a_sign_of_life_is_open_and_the_newest_comes_first(places: Places):
    for pid, session in enumerate((ONE, TWO)):
        Draft.open(session, lambda: datetime.now(UTC), places=places, pid=pid + 1)
    os.utime(places.drafts / f"{ONE}.1.json", (time.time() - 5,) * 2)
    assert open_now(places) == (TWO, ONE)
    assert open_now(places, wall_clock=lambda: time.time() + OPEN_WITHIN - 2) == (TWO,)
    assert open_now(places, wall_clock=lambda: time.time() + 3600) == ()
    assert open_now(places, wall_clock=lambda: time.time() - 3600) == (TWO, ONE)  # the clock was set back


def test_where_nothing_was_ever_open_there_is_none(tmp_path: Path, places: Places):
    assert open_now(places) == ()


def test_it_finds_the_session_that_is_opened_after_it_began_to_look(
    places: Places, showing: Callable[[str], Wall]
):
    counter, opened = Counter(), list[Target]()
    following = Following(Target(ONE, places), lambda: tuple(opened), counter)
    assert following.look() is None
    wall = showing(TWO)
    opened.append(Target(TWO, places))
    counter.seconds = PATIENCE + 0.1
    following.look()
    wall.step()
    assert following.look() == {"ask": TWO}
    assert [path.name.partition(".")[0] for path in places.room.glob("*.looks")] == [TWO]
    following.close()
    assert not list(places.room.glob("*.looks"))


def test_each_is_tried_in_turn(places: Places, showing: Callable[[str], Wall]):
    counter = Counter()
    following = Following(Target(ONE, places), lambda: (Target(TWO, places), Target(THREE, places)), counter)
    walls = [showing(session) for session in (ONE, TWO, THREE)]
    tried = []
    for _ in range(4):
        following.look()
        tried += [path.name.partition(".")[0] for path in places.room.glob("*.looks")]
        counter.seconds += PATIENCE + 0.1
    assert tried == [ONE, TWO, THREE, ONE]
    for wall in walls:
        wall.step()
    assert following.look() == {"ask": ONE}


def test_it_stays_with_what_it_showed_though_another_session_is_opened(
    places: Places, showing: Callable[[str], Wall]
):
    counter = Counter()
    following = Following(Target(ONE, places), lambda: (Target(TWO, places),), counter)
    following.look()
    wall = showing(ONE)
    wall.step()
    assert following.look() == {"ask": ONE}
    wall.close()
    wall._take_down()
    showing(TWO).step()
    counter.seconds = 3600
    assert following.look() is None
    counter.seconds *= 2
    assert following.look() is None
    assert [path.name.partition(".")[0] for path in places.room.glob("*.looks")] == [ONE]


def test_one_that_is_looked_at_late_has_its_time_to_show_something(
    places: Places, showing: Callable[[str], Wall]
):
    counter = Counter()
    following = Following(Target(ONE, places), lambda: (Target(TWO, places),), counter)
    wall, other = showing(ONE), showing(TWO)
    counter.seconds = 60  # a browser that starts slowly, on a page that is served already
    assert following.look() is None
    wall.step()
    other.step()
    assert following.look() == {"ask": ONE}
    following.close()
