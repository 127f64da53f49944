from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.session.kinds.happenings import Event
from kmfacilitate.session.session import Session
from kmfacilitate.session.timeline import (
    instant,
    on_the_next_day,
    over_midnight,
    timeline,
    timeline_order,
)

HOUR = 3600


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("08:05", ("", 8 * HOUR + 300)),
        ("8.05am", ("", 8 * HOUR + 300)),
        ("0805h", ("", 8 * HOUR + 300)),
        ("9am", ("", 9 * HOUR)),
        ("12pm", ("", 12 * HOUR)),
        ("12:30 am", ("", 1800)),
        ("1998-12-11", ("1998-12-11", -1)),
        ("1998-12-11 08:05", ("1998-12-11", 8 * HOUR + 300)),
        ("T+5", None),
        ("2018", None),
        ("25:00", None),
        ("", None),
    ],
)
def test_what_a_when_names(when: str, found: tuple[str, int] | None) -> None:
    assert instant(when) == found


def order(*lines: tuple[str, str], late: tuple[str, ...] = (), **after: str) -> str:
    entries = [(name, Event(kind="event", when=when, after=after.get(name, ""))) for name, when in lines]
    return "".join(name for name, _ in timeline_order(entries, late))


def test_lines_with_a_time_sort_and_the_others_stay_below_the_line_they_were_typed_after() -> None:
    assert order(("x", ""), ("a", "08:05"), ("b", ""), ("c", "08:01"), ("d", "")) == "xcdab"


def test_a_late_line_goes_last_unless_it_has_a_time() -> None:
    assert order(("a", "08:05"), ("b", ""), ("c", "08:01"), late=("b",)) == "cab"
    assert order(("a", "08:05"), ("b", "08:02"), late=("b",)) == "ba"


def test_a_time_alone_belongs_to_the_day_said_before_it() -> None:
    lines = ("a", "1998-12-11"), ("b", "09:00"), ("c", "1999-09-23 02:00"), ("d", "1998-12-10")
    assert order(*lines) == "dabc"


def test_phases_stay_where_they_were_typed_over_two_midnights() -> None:
    typed = (
        ("a", "22:00"), ("b", "23:50"), ("c", "next day 00:10"), ("d", "00:30"), ("e", "Recovery"),
        ("f", "02:00"), ("g", "Recovery"), ("h", "next day 00:05"), ("i", "23:00"),
        ("j", "T+5"), ("k", "01:00"),
    )  # fmt: skip
    assert order(*typed) == "abcdefghkij"
    assert order(*typed, late=("j",)) == "abcdefghkij"
    assert order(*typed, late=("b",)) == "abcdefghkij"


def test_same_times_keep_the_order_they_were_typed_in() -> None:
    assert order(("a", "08:07"), ("b", "08:07"), ("c", "08:06")) == "cab"


def test_a_line_moved_after_another_stands_there() -> None:
    assert order(("a", "08:05"), ("b", "08:06"), ("c", "08:01"), c="a") == "acb"
    assert order(("a", ""), ("b", ""), a="b", b="a") == "ab"


@given(st.lists(st.tuples(st.sampled_from(["", "08:05", "9am", "x", "1998-12-11"]), st.integers(0, 5))))
def test_no_line_is_lost_or_doubled(lines: list[tuple[str, int]]) -> None:
    entries = [
        (str(i), Event(kind="event", when=when, after=str(after))) for i, (when, after) in enumerate(lines)
    ]
    assert sorted(timeline_order(entries)) == sorted(entries, key=lambda row: row[0])


def test_a_line_typed_while_the_room_was_elsewhere_is_late() -> None:
    def event(n: int, **fields: str) -> dict[str, object]:
        return {"rev": 1, "kind": "event", "stage": "actual", "text": str(n), **fields}

    session = Session.read(
        {
            "clock": {
                "10": {"rev": 1, "at": "2018-01-16T19:30:00.000Z", "where": "stage", "stage": "actual"},
                "40": {"rev": 1, "at": "2018-01-16T19:40:00.000Z", "where": "stage", "stage": "why"},
            },
            "entries": {"20": event(1, when="08:05"), "30": event(2, when="08:01"), "50": event(3)},
        }
    )
    assert [id_ for id_, _ in timeline(session, list(session.live()))] == ["30", "20", "50"]


def test_a_time_of_the_next_day_stands_after_those_of_the_day_before_and_takes_the_later_ones_along() -> None:
    lines = ("a", "23:50"), ("b", "next day 00:10"), ("c", "00:20"), ("d", "23:40")
    assert order(*lines[:3]) == "abc"
    assert instant("next day 00:10") == ("+001", 600)
    assert instant("Next  Day 00:10", "+001") == ("+002", 600)
    assert instant("next day 00:10", "1998-12-31") == ("1999-01-01", 600)
    assert instant("next day", "1998-12-31") is None
    assert order(("a", "1998-12-11 23:50"), ("b", "next day 00:10"), ("c", "1998-12-12 00:05")) == "acb"


def rows_of(*times: str) -> list[tuple[str, Event]]:
    return [(str(at), Event(kind="event", when=when)) for at, when in enumerate(times)]


@pytest.mark.parametrize(
    ("before", "when", "asked"),
    [
        (("23:50",), "00:10", "23:50"),
        (("20:00", ""), "08:00", ""),  # twelve hours are not more than twelve
        (("20:01",), "08:00", "20:01"),
        (("23:50", "next day 00:10"), "00:05", ""),
        (("23:50", "00:10"), "00:20", ""),
        (("23:50", "00:10", "23:55"), "00:20", ""),  # asked once
        (("1998-12-11", "23:00"), "01:00", "23:00"),
        (("23:50",), "1998-12-11 00:10", ""),
        (("23:50",), "next day 00:10", ""),
        ((), "00:10", ""),
        (("23:50",), "T+5", ""),
    ],
)
def test_a_time_more_than_twelve_hours_earlier_may_be_the_next_days(
    before: tuple[str, ...], when: str, asked: str
) -> None:
    assert over_midnight(rows_of(*before), when) == asked


@pytest.mark.parametrize(
    ("times", "put"),
    [
        (("23:50", "00:10"), "next day 00:10"),
        (("1998-12-11 23:50", "00:10"), "1998-12-12 00:10"),
        (("1998-12-11 23:50", "1998-12-12 00:10"), ""),
        (("23:50", "T+5"), ""),
        (("23:50", "next day 00:10"), ""),
    ],
)
def test_a_line_is_put_on_the_next_day(times: tuple[str, ...], put: str) -> None:
    assert on_the_next_day(rows_of(*times), str(len(times) - 1)) == put
