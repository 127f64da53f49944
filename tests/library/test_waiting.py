"""What waits for those who keep the lessons, and lessons that look alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kmfacilitate.library.alike import alike_to, flat, pairs
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.found import Filters
from kmfacilitate.library.waiting import WAITS, waiting, waiting_counts

Write = Callable[..., Path]
TODAY = date(2026, 11, 29)


def lesson(text: str, state: str = "", **more: object) -> dict[str, object]:
    since = str(more.pop("since", "2026-11-22"))
    history = [[since, state, ""]] if state else []
    return {"kind": "lesson", "text": text, "state": state, "history": history, **more}


LESSONS = (
    lesson("captured"),
    lesson("checked", "checked", route="process"),
    lesson("validated", "validated", route="tell", owner="Sam"),
    lesson("assigned late", "assigned", route="local", owner="Sam", due="2026-11-28"),
    lesson("assigned in time", "assigned", route="local", owner="Sam", due="2026-11-29"),
    lesson("actioned", "actioned", route="local", owner="Sam", due="2026-11-01"),
    lesson("embedded long ago", "embedded", route="local", owner="Sam", since="2026-01-02"),
    lesson("embedded, effect said", "embedded", owner="Sam", since="2026-01-02", effect="quicker"),
    lesson("embedded lately", "embedded", route="local", owner="Sam"),
    lesson("closed, to be looked at", "closed", review="2026-11-29", effect="none since"),
    lesson("closed, later", "closed", review="2027-11-29", effect="none since"),
    lesson("stalled", "stalled", route="local", owner="Sam"),
    lesson("merged", "merged", replaced_by="x/y"),
    lesson("worth knowing", "information", route="information"),
    {"kind": "action", "text": "late", "due": "2026-11-20", "owner": "Sam"},
    {"kind": "action", "text": "late but done", "due": "2026-11-20", "done": "2026-11-21"},
)


def test_each_thing_that_is_waited_for(write: Write, ask: Callable[[], Ask]) -> None:
    write(*LESSONS)
    asked = ask()
    found = {what: [line.text for line in waiting(asked, what, TODAY)] for what in WAITS}
    assert found == {
        "overdue": ["late", "assigned late"],
        "effect": ["embedded long ago", "closed, to be looked at"],
        "embed": ["actioned"],
        "check": ["captured"],
        "validate": ["checked"],
        "route": ["captured"],
        "own": ["checked"],
        "stalled": ["stalled"],
    }
    assert waiting_counts(asked, TODAY) == {what: len(lines) for what, lines in found.items()}


def test_filters_and_the_most_that_are_given(write: Write, ask: Callable[[], Ask]) -> None:
    write(lesson("a"), lesson("b"), title="A", project="Clinic")
    write(lesson("c"), title="B", project="Lab", day="2025-01-01")
    assert [line.text for line in waiting(ask(), "check", TODAY, limit=2)] == ["c", "a"]
    assert waiting_counts(ask(), TODAY, Filters(project="Clinic"))["check"] == 2
    assert [line.text for line in waiting(ask(), "route", TODAY, Filters(project="lab"))] == ["c"]


def test_a_lesson_that_happened_again_waits_to_be_checked(write: Write, ask: Callable[[], Ask]) -> None:
    from remembered import on

    write(lesson("keys", "embedded", since="2026-01-02"), title="Old", day="2026-01-02")
    write({"kind": "verdict", "on": on("Old", 1), "says": "again"}, title="New")
    assert [(line.text, line.state) for line in waiting(ask(), "check", TODAY)] == [("keys", "reopened")]


def test_lessons_that_look_alike_are_paired_once_the_newer_first(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write(lesson("Ring the lab manager before the sample list is mailed"), title="Old", day="2025-01-01")
    write(
        lesson("Before the sample list is mailed, ring the lab manager first"),
        lesson("Something else about keys and doors"),
        lesson("Ring the lab manager before mailing the sample list", "merged", replaced_by="x/y"),
        title="New",
    )
    asked = ask()
    (pair,) = pairs(asked, asked.lessons(limit=0))
    assert [one.title for one in pair] == ["New", "Old"]
    assert flat([pair]) == pair
    assert [one.title for one in alike_to(asked, pair[0])] == ["Old"]


def test_what_its_own_session_says_later_stands_before_an_earlier_verdict(
    write: Write, ask: Callable[[], Ask]
) -> None:
    from remembered import on

    write(
        {"kind": "verdict", "on": on("Old", 1), "says": "dropped", "at": "2026-11-25T10:00:00.000Z"},
        title="New",
    )
    action = {"kind": "action", "text": "order a key", "done": "2026-11-25"}
    write({**action, "edited": "2026-11-25T11:00:00.000Z"}, title="Old", day="2026-11-20")
    assert [line.state for line in ask().actions()] == ["done"]
    write({**action, "edited": "2026-11-25T09:00:00.000Z"}, title="Old", day="2026-11-20")
    assert [line.state for line in ask().actions()] == ["dropped"]
