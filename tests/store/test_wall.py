"""What the room may see, handed to windows of other processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from kmfacilitate.session.scene import LineRow, RoomScene, Said
from kmfacilitate.session.wall import scene_of, view_of
from kmfacilitate.store.forgetting import purge
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.wall import GONE_AFTER, Looking, Wall

SESSION = "k3x9-7fq2-m8t4"


class Clock:
    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        import time

        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wall(places: Places, clock: Clock) -> Wall:
    """A wall whose thread does nothing, so that the test takes every step itself."""

    class Still(Wall):
        def _run(self) -> None:
            return

    return Still(SESSION, places, wall_clock=clock)


def test_nothing_is_written_while_nobody_looks(wall: Wall, places: Places):
    wall.show({"ask": "What happened?"})
    wall.step()
    assert not wall.wanted
    assert not places.room.exists()


def test_whoever_looks_sees_what_is_shown_and_what_is_shown_next(wall: Wall, places: Places):
    looking = Looking(SESSION, places)
    assert looking.look() is None
    for words in ("What happened?", "Why?"):
        wall.show({"ask": words})
        wall.step()
        assert looking.look() == {"ask": words}
    assert wall.path.stat().st_mode & 0o777 == 0o600
    assert places.room.stat().st_mode & 0o777 == 0o700


def test_what_was_shown_goes_when_the_last_window_goes(wall: Wall, places: Places):
    looking = Looking(SESSION, places)
    looking.look()
    wall.show({"ask": "x"})
    wall.step()
    looking.close()
    wall.step()
    assert list(places.room.iterdir()) == []


def test_a_window_that_died_counts_no_more(wall: Wall, places: Places, clock: Clock):
    looking = Looking(SESSION, places)
    looking.look()
    wall.step()
    assert wall.wanted
    clock.ahead = GONE_AFTER + 1
    wall.step()
    assert not wall.wanted
    assert list(places.room.iterdir()) == []


def test_a_session_does_not_see_what_another_shows(wall: Wall, places: Places):
    Looking("aaaa-bbbb-cccc", places).look()
    wall.show({"ask": "x"})
    wall.step()
    assert not wall.wanted


def test_what_a_killed_window_showed_is_not_shown_for_long(wall: Wall, places: Places, clock: Clock):
    looking = Looking(SESSION, places, wall_clock=clock)
    looking.look()
    wall.show({"ask": "x"})
    wall.step()
    for _ in range(10):  # while it lives, it says so, though nothing new is to be shown
        clock.ahead += GONE_AFTER / 2
        looking._beat = float("-inf")
        os.utime(looking._sign, (clock(),) * 2)
        wall.step()
        assert looking.look() == {"ask": "x"}
    clock.ahead += GONE_AFTER + 1
    assert looking.look() is None
    os.utime(looking._sign, (clock(),) * 2)
    wall.step()
    assert looking.look() == {"ask": "x"}


def test_what_somebody_took_away_is_written_anew(wall: Wall, places: Places, clock: Clock):
    looking = Looking(SESSION, places, wall_clock=clock)
    looking.look()
    wall.show({"ask": "x"})
    wall.step()
    wall.path.unlink()
    clock.ahead += 3
    wall.step()
    wall.step()
    assert looking.look() == {"ask": "x"}


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'"x"', b"\xff"])
def test_what_is_no_view_is_not_shown(left: bytes, places: Places):
    looking = Looking(SESSION, places)
    (places.room / f"{SESSION}.json").write_bytes(left)
    assert looking.look() is None


def test_what_a_window_that_died_left_goes_with_the_session(places: Places, make: Callable[..., SessionFile]):
    file = make()
    places.room.mkdir(parents=True)
    left = places.room / f"{file.id}.json"
    left.write_text("{}")
    file.close()
    assert purge(file.path, file.id, places) == []
    assert not left.exists()


def test_a_thread_of_its_own_shows_it_and_takes_it_down(places: Places):
    looking = Looking(SESSION, places)
    looking.look()
    shown = Event()

    class Telling(Wall):
        def step(self) -> None:
            super().step()
            if looking.look() == {"ask": "x"}:
                shown.set()

    wall = Telling(SESSION, places)
    wall.show({"ask": "x"})
    assert shown.wait(20)
    wall.close()
    assert looking.look() is None


SCENE = RoomScene(
    "After action review", "False alert", "Actual", "3 of 7", "What happened?",
    (
        LineRow("1", "3.1", "08:05", "-", "error", "Rec", (Said("4 votes", "strong"),), (Said("but: x"),)),
        LineRow("2", "", "", "", "plain", "Actions", heading=True),
    ),
    "09:50", hidden_input=True, language="cy",
)  # fmt: skip


def test_a_scene_goes_through_json_whole():
    assert scene_of(json.loads(json.dumps(view_of(SCENE)))) == SCENE


@pytest.mark.parametrize(
    "view", [{}, {"rows": 3}, {"rows": [3]}, {"rows": [{}]}, {"rows": [{"text": "x", "facts": 3}]}]
)
def test_what_is_no_scene_is_none(view: dict[str, object]):
    assert scene_of(view) is None


def test_a_scene_of_another_version_loses_only_what_it_does_not_have():
    found = scene_of({"rows": [{"text": "a\x1b]52;x", "mark_role": "wibble"}], "ask": "Why?", "new": 1})
    assert found is not None
    assert (found.ask, found.rows[0].text, found.rows[0].mark_role) == ("Why?", "a]52;x", "plain")


def test_no_path_is_made_of_what_a_file_calls_itself(places: Places):
    Looking("../../etc", places).look()
    assert all(Path(path).parent == places.room for path in places.room.iterdir())
