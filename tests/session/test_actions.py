"""What becomes of an action: done on a day, dropped with a reason, open again."""

from __future__ import annotations

import pytest
from support import go, room, type_all

from kmfacilitate.session.acts.actions import settle
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.kinds.commitments import Action


@pytest.fixture
def f() -> Facilitation:
    f = room("after-action-review", "", "Ana Silva", "Sam")
    go(f, "6")
    type_all(f, "! order a key @Ana ^2026-12-01", "* a lesson")
    return f


def agreed(f: Facilitation) -> Action:
    (found,) = (entry for _, entry in f.session.of_kind("action"))
    assert isinstance(found, Action)
    return found


def do(f: Facilitation, number: str, state: str, **more: str) -> str:
    id_ = f.session.numbered(number)
    assert id_
    return f.do(state, settle(id_, state, **more)).says


def test_done_today_or_on_a_day_and_undo_takes_it_back(f: Facilitation):
    assert do(f, "6.1", "done") == "6.1 is done"
    action = agreed(f)
    assert (action.state, action.done) == ("done", f.now().today.isoformat())
    assert action.edited
    f.undo()
    assert agreed(f).state == "open"
    do(f, "6.1", "done", day="2026-11-20")
    assert agreed(f).done == "2026-11-20"


def test_a_dropped_one_has_its_reason_and_can_be_opened_again(f: Facilitation):
    with pytest.raises(Refused, match=r"Say why 6\.1 is dropped"):
        do(f, "6.1", "dropped")
    do(f, "6.1", "dropped", reason="the door is gone")
    assert (agreed(f).state, agreed(f).dropped) == (
        "dropped",
        "the door is gone",
    )
    assert do(f, "6.1", "open") == "6.1 is open again"
    assert do(f, "6.1", "open") == "6.1 is open already"
    assert agreed(f).state == "open"


def test_only_an_action_can_be_settled(f: Facilitation):
    with pytest.raises(Refused, match="is a lesson, not an action"):
        do(f, "6.2", "done")
    with pytest.raises(Refused, match="one of: done, dropped, open"):
        do(f, "6.1", "burnt")


def test_a_due_day_that_is_past_is_said_and_kept(f: Facilitation):
    past, today = type_all(f, "! ring the printer ^2018-02-15", "! lock the door ^today")
    assert past.notes == ("that day is past",)
    assert today.notes == ()
    assert f.session.entries[past.entry].due == "2018-02-15"
