"""What is changed after a session is over leaves the day and the fields."""

from __future__ import annotations

from support import HandClock, entry, go, room, type_all, type_line

from kmfacilitate.session.acts import correct, lessons
from kmfacilitate.session.answering import entry_named, room_at
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.line import read_line
from kmfacilitate.session.trace import changed_afterwards, over_since
from kmfacilitate.session.walk import Place


def finished() -> tuple[Facilitation, HandClock]:
    clock = HandClock()
    f = room("after-action-review", "", "Ana", clock=clock)
    go(f, "5")
    type_all(f, "Two keys; two people", "! cut a key")
    clock.on(minutes=1)
    f.finish()
    clock.on(hours=24 * 11)
    return f, clock


def test_fields_filled_in_later_are_named_with_the_day():
    f, _ = finished()
    id_ = entry_named(f, "5.1")
    f.do("fill", correct.fill(id_, {"owner": "Ana", "due": "2026-12-24"}))
    assert entry(f, "5.1").history == (("2026-12-03", "changed", "owner, due"),)
    f.undo()
    assert entry(f, "5.1").history == ()


def test_another_wording_and_another_route_are_named_too():
    f, _ = finished()
    id_ = entry_named(f, "5.1")
    line = read_line("change: Three keys #keys", room_at(f, Place("learned", "lesson"), kind="lesson"))
    f.do("edit", correct.reword(id_, line))
    f.do("route", lessons.route(id_, "local"))
    assert [row[2] for row in entry(f, "5.1").history] == ["type, tags, wording", "route"]


def test_a_finished_session_that_goes_on_keeps_the_trace_of_what_was_there_before():
    f, clock = finished()
    f.reopen()
    clock.on(minutes=5)
    new = type_line(f, "Ring the guard first").entry
    f.do("fill", correct.fill(new, {"impact": 2}))
    f.do("fill", correct.fill(entry_named(f, "5.1"), {"impact": 5}))
    assert f.session.entries[new].history == ()
    assert entry(f, "5.1").history[0][1:] == ("changed", "impact")


def test_of_other_lines_the_day_is_known():
    f, _ = finished()
    action = entry_named(f, "5.2")
    assert not changed_afterwards(f.session, f.session.entries[action])
    f.do("fill", correct.fill(action, {"owner": "Ana"}))
    assert changed_afterwards(f.session, f.session.entries[action])
    assert not over_since(f.session, f.session.entries[action].edited)
