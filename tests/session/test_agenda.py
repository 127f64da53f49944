"""When a meeting begins, as people type it; and the agenda as it stands on the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support import START, HandClock, go, room

from kmfacilitate.session.acts import meeting
from kmfacilitate.session.agenda import agenda, agenda_now
from kmfacilitate.session.when import read_hour, read_when

ZONE = ZoneInfo("Europe/London")
SUNDAY = datetime(2026, 11, 22, 9, 50, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:30", "2026-11-22 10:30"),
        ("9:30", "2026-11-23 09:30"),
        ("tomorrow 9am", "2026-11-23 09:00"),
        ("fri 10:30", "2026-11-27 10:30"),
        ("friday at 2pm", "2026-11-27 14:00"),
        ("2026-12-03 10:00", "2026-12-03 10:00"),
        ("2026-12-03T10:00", "2026-12-03 10:00"),
        ("15 feb, 14.00", "2027-02-15 14:00"),
        ("3/12 0930", "2026-12-03 09:30"),
        ("12am", "2026-11-23 00:00"),
    ],
)
def test_a_time_and_a_day(typed: str, meant: str):
    found = read_when(typed, SUNDAY, ZONE)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "typed", ["", "friday", "2026-12-03", "25:00", "13pm", "soon 10:00", "10", "x" * 5000]
)
def test_what_is_no_time_is_none(typed: str):
    assert read_when(typed, SUNDAY, ZONE) is None


def test_an_hour_that_the_clocks_jump_over_is_as_much_later():
    found = read_when("2026-03-29 01:30", SUNDAY, ZONE)
    assert found is not None
    assert f"{found:%H:%M %Z}" == "02:30 BST"
    assert read_hour("7.05") is not None


def test_a_skipped_stage_is_in_no_agenda():
    f = room()
    f.do("skip", meeting.skip("why", "short of time"))
    slots = agenda(f.session, START)
    assert [slot.stage.number for slot in slots] == ["1", "2", "3", "5", "6", "7"]
    assert slots[3].begins == START + timedelta(minutes=18)


def test_on_the_day_what_is_to_come_begins_when_the_rest_is_done():
    time = HandClock()
    f = room(clock=time)
    f.start()
    time.on(minutes=5)  # of three
    go(f, "2")
    time.on(minutes=4)  # of seven
    slots = agenda_now(f.session, time.at, f.here.stage)
    assert [(slot.after, slot.minutes) for slot in slots] == [
        (0, 5), (5, 7), (12, 8), (20, 15), (35, 15), (50, 10), (60, 2),
    ]  # fmt: skip
