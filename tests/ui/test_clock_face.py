"""The clock without seconds, and the one bell."""

from dataclasses import replace

import pytest

from kmfacilitate.session.scene import ClockWords, Said, Talk
from kmfacilitate.ui.clock_face import Bell, still, still_talk


def at(left: int, planned: int = 600, item: str = "") -> ClockWords:
    used = planned - left
    words = f"{left // 60}:{left % 60:02d} left" if left >= 0 else f"! over by {-left // 60}:{-left % 60:02d}"
    clock = lambda s: f"{s // 60}:{s % 60:02d}"  # noqa: E731
    return ClockWords(clock(used), clock(planned), Said(words), item)


def test_it_rings_once_as_two_minutes_are_left():
    bell = Bell()
    assert [left for left in range(140, -10, -1) if bell.rings(at(left), "a")] == [120]


def test_it_rings_again_after_the_stage_was_given_more_time_and_in_the_next():
    bell = Bell()
    rung = [bell.rings(at(left), "a") for left in (121, 120, 119, 300, 121, 120)]
    assert rung == [False, True, False, False, False, True]
    assert not bell.rings(at(119), "b")
    assert [bell.rings(at(left), "c") for left in (121, 120)] == [False, True]


@pytest.mark.parametrize("gap", [30, 0, -60])
def test_it_does_not_ring_for_what_is_over_when_the_machine_wakes(gap: int):
    bell = Bell()
    assert not bell.rings(at(300), "a")
    assert not bell.rings(at(gap), "a")


def test_it_does_not_ring_while_the_clock_stands_nor_in_somebodys_turn():
    bell = Bell()
    stands = ClockWords("8:00", "10:00", Said("paused, back at 11:05"), state="paused")
    assert not any(bell.rings(clock, "a") for clock in (at(121), stands))
    assert not any(bell.rings(at(left, item="person 2 of 5, 3:00"), "b") for left in (121, 120))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("1:48 left", "2 min left"),
        ("1:00, nearly up", "1 min, nearly up"),
        ("0:20, wrap up", "1 min, wrap up"),
        ("! over by 1:10", "! over by 1 min"),
        ("paused, back at 11:05", "paused, back at 11:05"),
        ("not started  F5 start", "not started  F5 start"),
    ],
)
def test_without_motion_there_are_no_seconds(words: str, shown: str):
    state = words.partition(", ")[0].partition("  ")[0]
    clock = ClockWords("6:12", "8:00", Said(words, "warning"), "line 2 of 3, 3:10 of 5:00", "1:20 of 3:00")
    if state in ("paused", "not started"):
        clock = replace(clock, state=state)
    found = still(clock)
    assert found.left == Said(shown, "warning")
    assert (found.used, found.planned) == ("6 min", "8 min")
    assert (found.item, found.step) == ("line 2 of 3, 3 min of 5 min", "1 min of 3 min")


def test_it_changes_once_a_minute():
    shown = [still(at(left)).left.text for left in range(600, 480, -1)]
    assert shown == ["10 min left"] * 60 + ["9 min left"] * 60


def test_the_large_clock_has_minutes_too():
    assert still_talk(None) is None
    found = still_talk(Talk("7:24", over=False, under="left of 12 minutes, tables move at 15:00"))
    assert found is not None
    assert found.left == "8"
    assert still_talk(Talk("+0:40", over=True, under="")).left == "+0"
