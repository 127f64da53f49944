"""A session of the example library as a file."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kmfacilitate.example.script import Sitting, read_script, scripts

TODAY = date(2026, 11, 29)


ONE = """\
title: A: b
people: Ana; Bo, the cook

== 2 mon 09:30
first

:next
== yesterday 16:00
last
"""


def test_a_head_and_sittings():
    script = read_script("one", ONE)
    assert script.head["title"] == "A: b"
    assert script.people == ("Ana", "Bo, the cook")
    assert script.sittings == (
        Sitting("2 mon 09:30", ("first", ":next")),
        Sitting("yesterday 16:00", ("last",)),
    )


@pytest.mark.parametrize(
    ("when", "today", "at"),
    [
        ("2 mon 09:30", date(2026, 11, 29), datetime(2026, 11, 9, 9, 30)),
        ("2 mon 09:30", date(2026, 11, 23), datetime(2026, 11, 9, 9, 30)),
        ("0 fri 16:00", date(2026, 11, 29), datetime(2026, 11, 27, 16)),
        ("yesterday 14:10", date(2027, 1, 1), datetime(2026, 12, 31, 14, 10)),
    ],
)
def test_when_is_seen_from_a_day(when: str, today: date, at: datetime):
    assert Sitting(when, ()).at(today, "Europe/London") == at.replace(tzinfo=ZoneInfo("Europe/London"))


def test_every_sitting_was_held_within_the_half_year_before_whatever_day_it_is():
    for day in range(1, 29):
        today = date(2026, 2, day)
        for script in scripts():
            at = [sitting.at(today, "UTC") for sitting in script.sittings]
            assert at == sorted(at), script.name
            since = datetime(today.year, today.month, today.day, tzinfo=UTC) - at[0]
            assert 0 < since.total_seconds() < 184 * 86400, script.name
