"""A past session as it is read: stages, their lines, and those that were changed afterwards with the day."""

from __future__ import annotations

from datetime import timedelta

from support import HandClock, go, room, type_all

from kmfacilitate.session.acts import correct, meeting
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.reading import read_rows
from kmfacilitate.session.scene import LineRow


def rows(f: Facilitation, days: int = 0) -> list[LineRow]:
    at = f.moment() + timedelta(days=days)
    return read_rows(f.session, at, at.date())


def words(row: LineRow) -> str:
    return " ".join((row.number, row.text, *(fact.text for fact in row.facts)))


def held() -> Facilitation:
    f = room("after-action-review", "", "Ana Silva", "Sam")
    go(f, "3")
    type_all(f, "08:10 + it rang", "08:05 - it was late", "~ Sam is cross")
    go(f, "5")
    type_all(f, "* Keep two keys", "! order a key @Ana")
    f.finish()
    return f


def test_stages_that_have_lines_with_their_lines_in_the_order_of_the_report():
    found = rows(held())
    assert [row.text for row in found if row.heading] == [
        "3  What actually happened?",
        "5  What have we learned?",
    ]
    assert [row.text for row in found if not row.heading] == [
        "it was late", "it rang", "Keep two keys", "order a key",
    ]  # fmt: skip


def test_a_line_that_was_changed_afterwards_has_the_day():
    f = held()
    id_ = f.session.numbered("5.1")
    assert id_
    assert not any("changed on" in words(row) for row in rows(f))
    clock = f._time
    assert isinstance(clock, HandClock)
    clock.on(hours=30)
    f.do("fill", correct.fill(id_, {"owner": "Sam"}))
    changed = [words(row) for row in rows(f) if "changed on" in words(row)]
    assert len(changed) == 1
    assert "Keep two keys" in changed[0]


def test_a_stage_that_was_skipped_is_said_and_an_empty_session_is_empty():
    f = room("after-action-review")
    assert rows(f) == []
    f.do("skip", meeting.skip("expected", "no time"))
    assert [(row.text.partition("  ")[0], row.facts[0].text) for row in rows(f)] == [("2", "skipped")]
