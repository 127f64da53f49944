"""Late: the ways to end on time, minutes taken from a stage by name, and what may never be touched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from effort import times
from hypothesis import given, settings
from hypothesis import strategies as st
from support import START, HandClock, go, room

from kmfacilitate.session import catching_up, clock
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.catching_up import CatchingUp, proposals
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation

SCRIPTS = ("after-action-review", "retrospect", "pre-mortem", "peer-assist")


def late_by(
    minutes: float, script: str = "after-action-review", hard: bool = False
) -> tuple[Facilitation, HandClock]:
    """A room in its second stage, so many minutes late."""
    time = HandClock()
    f = room(script, clock=time)
    if hard:
        f.session = room(
            script, clock=time, hard_end=START + timedelta(minutes=clock.planned(f.session))
        ).session
    f.start()
    time.on(minutes=f.session.plan[0].record.minutes + minutes)
    go(f, "2")
    return f, time


def minutes(f: Facilitation) -> list[int]:
    return [stage.record.minutes for stage in f.session.plan]


def behind(f: Facilitation, time: HandClock) -> int:
    return clock.course(f.session, time.at, f.here.stage).behind


def catching(f: Facilitation, time: HandClock) -> CatchingUp:
    return CatchingUp(f.session, time.at, f.here.stage)


def test_ten_minutes_late_two_later_stages_are_offered_by_name_each_with_a_key_of_its_own():
    f, time = late_by(10, hard=True)
    found = proposals(f.session, time.at, f.here.stage)
    assert [(p.way, p.word, p.key) for p in found] == [
        ("skip", "skip", "s"),
        ("from", "from 4 10", "4"),
        ("from", "from 5 10", "5"),
        ("variant", "variant", "v"),
        ("shrink", "shrink", "h"),
    ]
    assert found[1].says == "take 10 min from 4 Why"
    assert {p.ends for p in found[1:3]} == {START + timedelta(minutes=60)}
    f.do("fit", meeting.fit(found[2]))
    assert (minutes(f), behind(f, time)) == ([3, 7, 8, 15, 5, 10, 2], 0)
    f.undo()
    assert (minutes(f), behind(f, time)) == ([3, 7, 8, 15, 15, 10, 2], 600)


def test_the_stage_that_seldom_needs_its_minutes_is_named_first():
    f, time = late_by(5)
    words = [
        p.word
        for p in proposals(f.session, time.at, f.here.stage, {"learned": 6, "why": 15})
        if p.way == "from"
    ]
    assert words == ["from 5 5", "from 4 5"]


def test_on_time_minutes_taken_are_given_to_the_stage_at_hand():
    f, time = late_by(0)
    proposal = catching(f, time).taken(f.session.stage("learned"), 3)
    assert proposal.says == "take 3 min from 5 Learned for 2 Expected"
    f.do("fit", meeting.fit(proposal))
    assert (minutes(f), behind(f, time)) == ([3, 10, 8, 15, 12, 10, 2], 0)


def test_more_than_it_is_late_makes_up_for_it_and_the_rest_is_for_the_stage_at_hand():
    f, time = late_by(2)
    f.do("fit", meeting.fit(catching(f, time).taken(f.session.stage("why"), 5)))
    assert (minutes(f), behind(f, time)) == ([3, 10, 8, 10, 15, 10, 2], 0)


def test_a_stage_that_runs_over_has_the_minutes_it_took():
    f, time = late_by(0)
    time.on(minutes=8, seconds=10)  # of 7
    assert behind(f, time) == 70
    f.do("fit", meeting.fit(catching(f, time).taken(f.session.stage("why"), 2)))
    assert minutes(f) == [3, 9, 8, 13, 15, 10, 2]
    assert -60 < behind(f, time) < 60


@pytest.mark.parametrize(
    ("stage", "many", "why"),
    [
        ("expected", 1, "That is the stage at hand; take minutes from a later one."),
        ("open", 1, "1 Open is over; take minutes from a stage that is to come."),
        ("act", 1, "6 Act keeps its minutes; take them from another stage."),
        ("learned", 12, "5 Learned can give 11 min at the most."),
        ("actual", 6, "3 Actual can give 5 min at the most."),
    ],
)
def test_what_a_stage_can_not_give_is_said_and_nothing_changes(stage: str, many: int, why: str):
    f, time = late_by(5)
    with pytest.raises(Refused, match=why):
        catching(f, time).taken(f.session.stage(stage), many)
    assert minutes(f) == [3, 7, 8, 15, 15, 10, 2]


def test_a_break_gives_minutes_but_stays_a_break():
    time = HandClock()
    f = room("retrospect", "", clock=time)
    f.start()
    pause = f.session.stage("break")
    with pytest.raises(Refused, match="Break can give 5 min at the most"):
        catching(f, time).taken(pause, 6)
    taken = catching(f, time).taken(pause, 5)
    assert (taken.word, taken.key, taken.minutes["break"]) == ("from Break 5", "", 5)


@given(
    script=st.sampled_from(SCRIPTS),
    seconds=st.integers(min_value=0, max_value=150 * 60),
    stage=st.integers(min_value=1, max_value=6),
    hard=st.booleans(),
)
@settings(max_examples=times(60, 600), deadline=None)
def test_whatever_is_taken_ends_the_lateness_and_leaves_what_is_kept(script, seconds, stage, hard):
    time = HandClock()
    f = room(script, clock=time)
    if hard:
        whole = clock.planned(f.session)
        f = room(script, clock=time, hard_end=START + timedelta(minutes=whole))
    f.start()
    go(f, str(stage))
    time.on(seconds=seconds)
    before, kept = minutes(f), [s.record.minutes for s in f.session.plan if s.script.protected]
    found = proposals(f.session, time.at, f.here.stage)
    keys = [p.key for p in found if p.key]
    assert len(set(keys)) == len(keys)
    assert not hard or "extend" not in [p.way for p in found]
    for proposal in found:
        f.do("fit", meeting.fit(proposal))
        if proposal.way != "variant" and proposal.way != "skip":  # those give what they give
            assert behind(f, time) < 60, proposal
        assert clock.course(f.session, time.at, f.here.stage).ends == proposal.ends
        if proposal.way in ("from", "shrink"):
            now = [s.record.minutes for s in f.session.plan if s.script.protected]
            assert all(after >= planned for after, planned in zip(now, kept, strict=True))
            spent = clock.used(f.session, time.at)
            for planned in f.session.plan:
                least = planned.script.least or (catching_up.SHORTEST_BREAK if planned.script.break_ else 0)
                changed = proposal.minutes.get(planned.id, 10_000)
                assert changed >= min(least, planned.record.minutes), planned.id
                assert changed * 60 >= spent.get(planned.id, 0)
        f.undo()
        assert minutes(f) == before


def test_what_becomes_of_each_stage_adds_up_to_the_end_that_is_promised():
    f, time = late_by(10, hard=True)
    for proposal in catching(f, time).proposals():
        then = catching_up.after(f.session, time.at, f.here.stage, proposal)
        assert then[-1].ends == proposal.ends
        assert [one.stage.id for one in then if one.skipped] == [proposal.skips] * bool(proposal.skips)
        for one in then:
            assert one.changed in (0, one.stage.record.minutes)
            assert one.minutes == (
                0 if one.skipped else proposal.minutes.get(one.stage.id, one.stage.record.minutes)
            )


def test_a_break_to_come_counts_in_the_end_and_in_what_is_offered():
    f, time = late_by(0, hard=True)
    assert behind(f, time) == 0
    f.pause("", back=time.at + timedelta(minutes=8), where="break")
    assert behind(f, time) == 8 * 60
    before = clock.course(f.session, time.at, f.here.stage).ends
    assert all(p.ends <= before - timedelta(minutes=8) for p in catching(f, time).proposals())
    time.on(minutes=3)
    assert behind(f, time) == 8 * 60
    time.on(minutes=9)
    assert behind(f, time) == 12 * 60
    f.start()
    assert behind(f, time) == 12 * 60


def test_without_a_hard_end_a_break_moves_the_end_and_is_nobodys_delay():
    f, time = late_by(0)
    ends = clock.course(f.session, time.at, f.here.stage).ends
    f.pause("", back=time.at + timedelta(minutes=8), where="break")
    course = clock.course(f.session, time.at, f.here.stage)
    assert (course.behind, course.ends - ends) == (0, timedelta(minutes=8))


def test_that_the_stage_at_hand_gets_shorter_is_told_and_that_it_took_longer_is_not():
    time = HandClock()
    f = room("after-action-review", clock=time, hard_end=START + timedelta(minutes=50))
    f.start()
    quick = next(p for p in catching(f, time).proposals() if p.way == "variant")
    told = catching_up.changes(f.session, time.at, f.here.stage, quick)
    assert (told[0].stage.number, told[0].minutes, told[0].changed) == ("1", 1, 3)
    f, time = late_by(0)
    time.on(minutes=17)
    later = next(p for p in catching(f, time).proposals() if p.way == "extend")
    assert catching_up.after(f.session, time.at, f.here.stage, later)[0].changed
    assert catching_up.changes(f.session, time.at, f.here.stage, later) == ()
