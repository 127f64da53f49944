"""What changes over time, counted by hand on a few sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.charts import chart, spoken, table
from kmfacilitate.library.found import Filters
from kmfacilitate.library.index import update
from kmfacilitate.library.trends import NAMES, Trend, trend, trends
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

TODAY = datetime(2026, 6, 1, tzinfo=UTC).date()
_FIRST = 1_779_758_667_127_538_240


def held(number: int, day: str, *entries: dict[str, Any], used: int = 0, **meeting: Any) -> dict[str, Any]:
    """A finished session with these entries; its one stage was planned for ten minutes and used so many."""
    at = f"{day}T09:00:00.000Z"
    base = _FIRST + (number << 40)
    clock = {}
    if used:
        end = f"{day}T09:{used:02d}:00.000Z"
        clock = {
            str(base): {"rev": 1, "at": at, "where": "stage", "stage": "why"},
            str(base + 1): {"rev": 1, "at": end, "where": "end"},
        }
    return {
        "_meta": {"1": {"session": f"aaaa-aaaa-aa{number:02d}"}},
        "session": {
            "1": {
                "rev": 1, "title": f"Session {number}", "template": "after-action-review", "tz": "UTC",
                "technique": "after-action-review", "state": "finished", "created": at, "started": at,
                **meeting,
            }
        },
        "stages": {"1": {"rev": 1, "stage": "why", "minutes": 10, "state": "done"}},
        "clock": clock,
        "entries": {
            str(base + (i << 21)): {"rev": 1, "stage": "why", "n": i, "at": at, **entry}
            for i, entry in enumerate(entries, 1)
        },
        "template": {"1": {"rev": 1, "id": "after-action-review",
                           "stages": [{"id": "why", "title": "Why?"}]}},
    }  # fmt: skip


def lesson(state: str = "", since: str = "", **fields: Any) -> dict[str, Any]:
    history = [[since, state, ""]] if state else []
    return {"kind": "lesson", "text": "Do it", "state": state, "history": history, **fields}


SESSIONS = (
    held(
        1, "2026-01-10", lesson(tags=["alerting"]), lesson("embedded", "2026-03-05", tags=["alerting"]),
        {"kind": "cause", "text": "Handover was verbal"}, used=15,
    ),
    held(
        2, "2026-03-02", lesson("merged", "2026-03-02"), lesson(tags=["rota"]),
        {"kind": "action", "text": "Order keys", "done": "2026-03-12"},
        {"kind": "action", "text": "Write it down", "due": "2026-04-01"},
        {"kind": "cause", "text": "No handover note"}, used=5, project="Clinic",
    ),
)  # fmt: skip


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    state = tmp_path / "state"
    places = Places(state, state / "cache", state / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places, chance=Random(1))
    for documents in SESSIONS:
        SessionFile.create(library, documents, places=places).close()
    update(library, places)
    ask = Ask(library, places)
    yield ask
    ask.close()


def rows(ask: Ask, name: str, filters: Filters | None = None) -> list[tuple[Any, ...]]:
    return list(trend(ask.query, name, TODAY, filters).rows)


def test_identified_and_learned_are_counted_apart_and_merged_ones_not_at_all(ask: Ask):
    assert rows(ask, "learned") == [
        ("2026-01", 2, 0, 2, 0), ("2026-02", 0, 0, 2, 0), ("2026-03", 1, 1, 2, 1),
    ]  # fmt: skip
    assert trend(ask.query, "learned", TODAY).says == "2 lessons identified, 1 learned (33 %)."


def test_actions_are_told_by_when_they_were_agreed(ask: Ask):
    assert rows(ask, "actions") == [("2026-03", 2, 1, 1, 1, 10)]
    assert trend(ask.query, "actions", TODAY).says == "1 of 2 actions done; half of them within 10 days."


def test_themes_causes_and_minutes(ask: Ask):
    assert rows(ask, "themes") == [("alerting", 2, 2, 0), ("rota", 1, 0, 1)]
    assert rows(ask, "causes") == [("handover", 2, 2)]
    assert rows(ask, "minutes") == [("after-action-review", "Why?", 2, 10.0, 10.0)]


def test_filters_leave_out_other_sessions(ask: Ask):
    assert rows(ask, "learned", Filters(project="clinic")) == [("2026-03", 1, 0, 1, 0)]
    assert rows(ask, "themes", Filters(until="2026-02-01")) == [("alerting", 2, 2)]
    assert trends(ask.query, TODAY, Filters(project="nowhere")) == ()


def test_every_trend_is_a_chart_a_table_and_json(ask: Ask):
    found = trends(ask.query, TODAY)
    assert {one.id for one in found} == set(NAMES)
    for one in found:
        for width in (40, 80, 200):
            lines = list(chart(one, width))
            heads = {row[0] for row in one.rows} if one.id == "minutes" else ()
            assert len(lines) == len(one.rows) * len(one.drawn) + len(heads) + bool(one.over)
            assert all(len(line) <= width for line in lines if width >= 60), lines
        assert all(line.isascii() for line in chart(one, 80, ascii_only=True))
        assert len(list(table(one))) == len(one.rows) + 1
        assert len(list(spoken(one))) == len(one.rows)
        told = one.as_json()["rows"]
        assert isinstance(told, list)
        assert [tuple(row.values()) for row in told] == list(one.rows)


def test_long_stretches_are_told_by_quarter_and_by_year():
    def query(sql: str, values: Any) -> list[tuple[Any, ...]]:
        return [(day, "", "") for day in days]

    days = ["2024-02-01", "2025-11-30"]
    assert [r[0] for r in trend(query, "learned", TODAY).rows] == [
        "2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4",
    ]  # fmt: skip
    days = ["2016-02-01", "2020-11-30"]
    assert [r[0] for r in trend(query, "learned", TODAY).rows] == ["2016", "2017", "2018", "2019", "2020"]
    days = ["", "2020-11-30"]
    assert len(trend(query, "learned", TODAY).rows) == 1


def test_bars_are_in_proportion_and_the_least_is_seen():
    one = Trend("x", "X", "", ("name", "n"), (("a", 100), ("b", 50), ("c", 1), ("d", 0)), ("n",), "things")
    a, b, c, d = (line.split("  ")[-1] for line in chart(one, 40))
    assert len(a) == 2 * len(b)
    assert (len(c), d) == (1, "0")


def test_themes_are_drawn_over_time_with_the_periods_below(ask: Ask):
    one = trend(ask.query, "themes", TODAY)
    assert list(chart(one, 40)) == [
        f"alerting  2  {6 * '█'}",
        f"rota      1  {6 * ' '}{6 * '▄'}",
        f"{13 * ' '}2026-01 2026-03",
    ]
    assert all(line.isascii() for line in chart(one, 40, ascii_only=True))


def test_days_until_done_are_drawn_where_anything_was_done(ask: Ask):
    assert trend(ask.query, "actions", TODAY).drawn == ("days to done (median)",)
    assert trend(ask.query, "actions", TODAY).unit == "days"


def test_a_long_script_heads_its_stages():
    one = Trend(
        "x", "X", "", ("script", "stage", "planned"),
        (("after-action-review", "What actually happened?", 10), ("after-action-review", "Why?", 5)),
        ("planned",), "minutes",
    )  # fmt: skip
    lines = list(chart(one, 60))
    assert lines[0] == "after-action-review"
    assert [line[:20].rstrip() for line in lines[1:]] == ["What actually happe…", "Why?"]
