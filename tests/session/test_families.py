"""What the families keep: in a conversation what was agreed before, in confidence what was agreed at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support import HandClock, go, room, texts, type_all, type_line

from kmfacilitate.session import clock, keeping
from kmfacilitate.session.acts import correct, meeting
from kmfacilitate.session.acts.keeping import decide
from kmfacilitate.session.answering import ASK_FIRST, NO_MORE, asking
from kmfacilitate.session.edits import About, Edit, Refused
from kmfacilitate.session.staging import clock_words, scene
from kmfacilitate.session.turns import turn_clock


class Forgetting:
    """An outlet that notes what must be forgotten."""

    def __init__(self) -> None:
        self.gone: list[str] = []

    def edited(self, edits: Sequence[Edit], about: About) -> None:
        """Nothing to note."""

    def forgot(self, ids: Sequence[str]) -> None:
        self.gone += ids


# Conversation


def test_a_promise_is_kept_only_after_a_yes():
    f = room("knowledge-cafe", head_count=12)
    go(f, "11a")
    with pytest.raises(Refused, match=ASK_FIRST[:20]):
        type_line(f, "I will ring the depot")
    f.do("keep", decide(f.here, True))
    type_line(f, "I will ring the depot")
    assert texts(f, "commitment") == ["I will ring the depot"]


def test_taking_the_yes_back_forgets_what_was_said():
    outlet = Forgetting()
    f = room("knowledge-cafe", head_count=12, outlet=outlet)
    go(f, "11a")
    f.do("keep", decide(f.here, True))
    type_line(f, "I will ring the depot")
    (line,) = [id_ for id_, e in f.session.live() if e.kind == "commitment"]
    f.do("keep", decide(f.here, False))
    assert outlet.gone == [line]
    assert texts(f, "commitment") == []
    with pytest.raises(Refused):
        type_line(f, "another")


def test_a_question_that_keeps_nothing_can_be_asked_to_with_consent():
    f = room("knowledge-cafe", head_count=12)
    go(f, "6")
    f.do("how", meeting.ask_by(f.here, "list"))
    with pytest.raises(Refused, match="unless the room agrees"):
        type_line(f, "an idea")
    f.do("keep", decide(f.here, True))
    type_line(f, "an idea")
    assert texts(f, "point") == ["an idea"]


def test_the_clock_of_a_conversation_says_when_the_tables_move():
    time = HandClock()
    f = room("knowledge-cafe", head_count=12, clock=time)
    go(f, "6")
    time.on(minutes=4, seconds=36)
    talk = scene(f).talk
    assert talk is not None
    assert (talk.left, talk.over, talk.under) == ("7:24", False, "left of 12 minutes, tables move at 10:02")
    assert talk.move
    time.on(minutes=8)
    talk = scene(f).talk
    assert talk is not None
    assert (talk.left, talk.over) == ("+0:36", True)
    f.pause()
    talk = scene(f).talk
    assert talk is not None
    assert talk.under.endswith("the clock stands still")
    go(f, "11a")
    assert scene(f).talk is None


def test_no_other_family_has_that_clock():
    for template in ("after-action-review", "action-learning-set"):
        assert scene(room(template)).talk is None


# Confidential


def confidential(**plan: object):
    outlet = Forgetting()
    f = room("action-learning-set", head_count=6, outlet=outlet, **plan)
    go(f, "4f")
    return f, outlet


def test_what_is_not_to_be_kept_is_forgotten_at_the_finish():
    f, outlet = confidential()
    type_all(
        f,
        "Ring him ^fri",
        "Write it down ^mon",
        "~ he was upset",
        "? who pays",
        "* never do this",
        "! for me",
    )
    (taken_out,) = [id_ for id_, e in f.session.live() if e.text == "Write it down"]
    f.do("delete", correct.delete(taken_out))
    f.do("keep", decide(f.here, True))
    go(f, "5")
    type_line(f, "! book the room ^fri")
    going = set(keeping.must_go(f.session))
    assert f.finish() == "finished; what was not to be kept is forgotten"
    assert set(outlet.gone) == going
    assert sorted(texts(f, "action")) == ["Ring him", "book the room", "for me"]
    assert {e.kind for _, e in f.session.live()} == {"action", "check"}
    assert "upset" not in str(f.session.documents)
    assert "Write it down" not in str(f.session.documents)


def test_a_no_leaves_only_how_many_they_were_and_is_not_undone():
    f, outlet = confidential()
    type_all(f, "Ring him ^fri", "! and his manager")
    f.do("keep", decide(f.here, False))
    assert len(outlet.gone) == 2
    assert "Ring" not in str(f.session.documents)
    (check,) = [e for _, e in f.session.live() if e.kind == "check"]
    assert (check.text, check.under) == ("presenter 1: 2 actions", "presenter 1")
    f.undo()
    assert texts(f, "action") == []
    with pytest.raises(Refused, match="forgotten already"):
        f.do("keep", decide(f.here, True))
    with pytest.raises(Refused, match=NO_MORE[:30]):
        type_line(f, "one more")


def test_what_a_presenter_will_do_is_theirs_without_saying_so():
    f, _ = confidential()
    type_line(f, "Ring him ^fri")
    (action,) = [e for _, e in f.session.live() if e.kind == "action"]
    assert (action.owner, action.missing()) == ("presenter 1", ())


def test_nobody_has_to_decide_where_nothing_was_said():
    f, _ = confidential()
    assert list(keeping.undecided(f.session)) == []
    type_line(f, "Ring him ^fri")
    assert [(place.under, number) for place, number in keeping.undecided(f.session)] == [("presenter 1", 1)]


def test_a_structured_session_forgets_nothing():
    outlet = Forgetting()
    f = room(outlet=outlet)
    go(f, "3")
    type_all(f, "08:05 it rang", "~ he was upset")
    assert f.finish() == "finished"
    assert outlet.gone == []


def test_what_is_kept_is_said_from_the_script():
    what, where = keeping.kept_words(room("action-learning-set").session.template, "a folder", "OneDrive")
    assert "actions of whoever says yes" in what
    assert "OneDrive seems to copy" in where
    assert "--library" in where


# Turns


def test_everyone_has_a_clock_of_their_own():
    time = HandClock()
    f = room("action-learning-set", head_count=6, clock=time)
    go(f, "4")
    time.on(minutes=40)
    words = clock_words(f, f.moment())
    assert (words.used, words.planned, words.left.text) == ("40:00", "35:00", "! over by 5:00")
    assert words.step == "40:00 of 3:00"
    while f.here.under == "presenter 1":
        f.next()
    time.on(minutes=1)
    words = clock_words(f, f.moment())
    assert (words.used, words.planned) == ("1:00", "35:00")
    assert words.item == "presenter 2 of 2, 1:00 of 35:00"
    assert scene(f).asked.progress == "presenter 2 of 2"


def test_more_minutes_are_for_the_turn_at_hand():
    f = room("action-learning-set", head_count=6)
    go(f, "4")
    f.do("extend", meeting.extend("turn", 5, f.here.under))
    turn = turn_clock(f, f.moment())
    assert turn is not None
    assert turn.planned == 40 * 60
    while f.here.under == "presenter 1":
        f.next()
    turn = turn_clock(f, f.moment())
    assert turn is not None
    assert turn.planned == 35 * 60
    assert clock.planned(f.session) == 110
    f.undo()
    assert clock.planned(f.session) == 105


def test_how_many_have_a_turn_is_settled_on_the_day():
    f = room("action-learning-set", head_count=6)
    f.do("turns", meeting.take_turns("turn", 3))
    assert f.session.stage("turn").record.minutes == 105
    go(f, "4")
    assert scene(f).asked.progress == "presenter 1 of 3"
    with pytest.raises(Refused, match="Between 1 and 6"):
        f.do("turns", meeting.take_turns("turn", 7))
    with pytest.raises(Refused, match="Nobody has a turn"):
        f.do("turns", meeting.take_turns("check-in", 2))


def test_an_item_of_a_vote_has_a_clock_beside_the_stage():
    time = HandClock()
    f = room("after-action-review", clock=time)
    go(f, "3")
    type_all(f, "08:05 - it rang", "08:06 - nobody came", "08:07 - it rang again")
    go(f, "4")
    type_line(f, "3.1=3 3.2=2 3.3=1")
    time.on(minutes=3)
    f.next()
    time.on(minutes=2)
    assert asking(f).place.under
    words = clock_words(f, f.moment())
    assert words.item.startswith("line 1 of 3, 2:00")
    assert words.used == "5:00"


# What the capture line says about it


def test_the_line_says_what_decides_before_anything_is_refused():
    f = room("knowledge-cafe", head_count=12)
    go(f, "11a")
    assert scene(f).placeholder.startswith("Ask whether it may be kept")
    f.do("keep", decide(f.here, True))
    assert scene(f).placeholder == "what seat 1 says, then Enter"


def test_a_presenter_is_asked_as_soon_as_there_is_an_action():
    f, _ = confidential()
    while f.here.question != "action":
        f.next()
    assert "yes keeps" not in scene(f).placeholder
    type_line(f, "Talk to the eldest one")
    assert scene(f).placeholder.startswith("yes keeps them for next time")
    f.do("keep", decide(f.here, True))
    assert "yes keeps" not in scene(f).placeholder


def test_what_is_kept_is_said_without_words_of_the_program():
    for name in ("action-learning-set", "mentoring-agreement"):
        what, _ = keeping.kept_words(room(name).session.template, "/library")
        assert "check" not in what
        assert "verdict" not in what
        assert "what is typed in answer" in what or name == "action-learning-set"
