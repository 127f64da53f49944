"""The moment does not follow a clock that somebody sets; what the machine slept is known."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from effort import times
from hypothesis import given, settings
from hypothesis import strategies as st

from kmfacilitate.desk import machine_time
from kmfacilitate.desk.machine_time import MachineTime, local_zone

NOON = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


class Machine:
    """A machine whose wall clock, whose counter and whose sleep are set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.counter, self.slept = NOON, 1000.0, 0.0
        machine = self

        class Wall(datetime):
            @classmethod
            def now(cls, tz=None):
                return machine.wall

        monkeypatch.setattr(machine_time, "datetime", Wall)
        monkeypatch.setattr(machine_time, "running_seconds", lambda: machine.counter)
        monkeypatch.setattr(machine_time.sys, "platform", "linux")
        monkeypatch.setattr(time, "clock_gettime", lambda _clock: machine.counter - machine.slept)

    def runs(self, seconds: float, *, asleep: bool = False) -> None:
        self.wall += timedelta(seconds=seconds)
        self.counter += seconds
        self.slept += seconds if asleep else 0


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["runs", "sleeps", "is set"]), st.integers(min_value=-100_000, max_value=100_000)
        ),
        max_size=12,
    )
)
@settings(max_examples=times(60, 600), deadline=None)
def test_time_goes_on_as_it_passes_whatever_the_wall_clock_says(steps: list[tuple[str, int]]):
    with pytest.MonkeyPatch.context() as patch:
        machine = Machine(patch)
        mine = MachineTime()
        passed = slept = 0
        for what, seconds in steps:
            if what == "is set":
                machine.wall += timedelta(seconds=seconds)
                continue
            passed += abs(seconds)
            slept += abs(seconds) if what == "sleeps" else 0
            machine.runs(abs(seconds), asleep=what == "sleeps")
        assert mine.now() == NOON + timedelta(seconds=passed)
        assert mine.asleep() == slept


def test_a_clock_that_was_set_back_between_two_sittings_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    machine = Machine(monkeypatch)
    machine.wall -= timedelta(days=2)
    mine = MachineTime(not_before=NOON)
    assert mine.now() == NOON
    machine.runs(60)
    assert mine.now() == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(("said", "zone"), [("Europe/London", "Europe/London"), ("Nowhere/Land", "UTC")])
def test_a_zone_that_is_not_known_is_utc(said: str, zone: str):
    assert local_zone({"TZ": said}) == zone
