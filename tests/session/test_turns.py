"""Turns: a stage gone through once for each person or seat; a round that keeps nothing."""

from __future__ import annotations

import pytest
from support import TEMPLATES, HandClock, again, go, room, type_line

from kmfacilitate.session.acts.meeting import agree_sharing, extend
from kmfacilitate.session.clock import segments
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.rounds import round_order, whose_turn
from kmfacilitate.session.walk import following, items

SET = ("Ana", "Bo", "Cy", "Dee")


def turns(f: Facilitation) -> tuple[str, ...]:
    stage = f.session.stage("turn")
    assert stage
    return items(f.session, stage, stage.script.questions[0], f.roster)


def test_a_turn_bears_no_name_where_names_are_not_kept():
    assert turns(room("action-learning-set", "standard", *SET)) == ("presenter 1", "presenter 2")


def test_a_turn_bears_the_name_of_the_person_where_all_names_are_kept():
    assert turns(room("action-learning-set", "extended", *SET, names="all")) == ("Ana", "Bo", "Cy")


def test_a_number_of_people_is_enough():
    assert turns(room("action-learning-set", "standard", head_count=6)) == ("presenter 1", "presenter 2")
    assert turns(room("action-learning-set", "extended", head_count=2)) == ("presenter 1", "presenter 2")


def test_a_presenter_answers_all_questions_before_the_next_one_begins():
    f = room("action-learning-set", "standard", *SET)
    place = next(iter(f.session.plan[3].script.questions))
    f.go(following(f.session, f.here, f.roster) or f.here)
    while f.here.stage != "turn":
        f.next()
    asked = []
    while f.here.stage == "turn":
        asked.append((f.here.under, f.here.question))
        f.next()
    assert asked[0] == ("presenter 1", place.id)
    assert [under for under, _ in asked] == ["presenter 1"] * 7 + ["presenter 2"] * 7


def test_a_round_may_keep_nothing():
    f = room("action-learning-set", "standard", *SET)
    with pytest.raises(Refused, match="Nothing is kept here"):
        type_line(f, "tired, and glad to be here")
    assert type_line(f, "~ Bo looks tired").says == "kept for you alone, p1"
    assert len(f.session.entries) == 1


def test_a_turn_loses_its_name_when_names_may_no_longer_be_kept():
    f = room("action-learning-set", "standard", *SET, names="all")
    while f.here.stage != "turn" or f.here.question != "action":
        f.next()
    type_line(f, "Ring the director")
    f.settle(extend("turn", 5, under="Ana"))
    f.settle(agree_sharing(names="none"))
    assert f.here.under == "presenter 1"
    assert {entry.under for _, entry in f.session.live() if entry.stage == "turn"} == {"presenter 1"}
    stage = f.session.stage("turn")
    assert stage
    assert stage.record.more == {"presenter 1": 5}
    assert [segment.under for segment in segments(f.session, f.moment())][-1] == "presenter 1"
    places = {words.partition("/")[2] for words in stage.record.asked}
    assert places == {"presenter 1"}
    assert f.here.under in turns(f)
    f.next()
    f.back()
    assert f.here.under == "presenter 1"


def test_a_random_order_survives_a_restart_in_which_the_names_are_typed_in_another_order():
    shuffled = (TEMPLATES / "after-action-review.yaml").read_text("utf-8").replace("junior first", "random")
    time = HandClock()
    people = ("Ana", "Sam", "Priya", "Lee", "Jo")
    f = room(shuffled, "", *people, clock=time)
    go(f, "2")
    order = round_order(f, f.here)
    assert sorted(order) == sorted(people)
    assert order != people
    type_line(f, "It rains")
    later = again(f, time, *reversed(people))
    assert round_order(later, later.here) == order
    assert whose_turn(later, later.here) == order[1]
