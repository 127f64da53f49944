"""The clock: minutes used, being late, ending on time, sittings, and time nobody saw."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support import START, HandClock, again, go, room, texts, type_line

from kmfacilitate.session import catching_up, clock
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.clock_words import clock_words
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.moments import stamp

EIGHT = ("Navigation", "Propulsion", "Software", "Operations", "Systems", "Science", "Contractor", "Project")


def at(hour: int, minute: int):
    return START.replace(hour=hour, minute=minute)


def offered(f: Facilitation, time: HandClock) -> dict[str, catching_up.Proposal]:
    return {p.way: p for p in catching_up.proposals(f.session, time.at, f.here.stage)}


def minutes(f: Facilitation) -> list[int]:
    return [stage.record.minutes for stage in f.session.plan]


def late_review() -> tuple[Facilitation, HandClock]:
    time = HandClock(at(9, 50))
    f = room(clock=time, hard_end=at(10, 30))
    f.start()
    return f, time


def test_twenty_minutes_late_with_a_hard_end():
    f, time = late_review()
    found = offered(f, time)
    assert list(found) == ["skip", "variant", "shrink"]
    assert [found["shrink"].minutes.get(s.id, s.record.minutes) for s in f.session.plan] == [
        2,
        4,
        4,
        9,
        9,
        10,
        2,
    ]
    assert found["shrink"].ends == at(10, 30)
    assert found["variant"].ends == at(10, 10)
    assert found["skip"].skips == "why"
    assert minutes(f) == [3, 7, 8, 15, 15, 10, 2]
    f.do("fit", meeting.fit(found["shrink"]))
    assert minutes(f) == [2, 4, 4, 9, 9, 10, 2]
    assert clock.course(f.session, time.at, f.here.stage).behind == 0
    f.undo()
    assert minutes(f) == [3, 7, 8, 15, 15, 10, 2]


@pytest.mark.parametrize("way", ["skip", "variant", "shrink", "extend"])
def test_what_is_taken_ends_the_lateness_without_a_hard_end_too(way: str):
    time = HandClock()
    f = room(clock=time)
    f.start()
    time.on(minutes=11)
    go(f, "2")
    assert clock.course(f.session, time.at, f.here.stage).behind_minutes == 8
    f.do("fit", meeting.fit(offered(f, time)[way]))
    assert clock.course(f.session, time.at, f.here.stage).behind < 60
    assert not offered(f, time)
    f.undo()
    assert clock.course(f.session, time.at, f.here.stage).behind_minutes == 8


def test_more_minutes_for_a_stage_are_promised_minutes():
    time = HandClock()
    f = room(clock=time)
    f.start()
    f.do("extend", meeting.extend("open", 5))
    course = clock.course(f.session, time.at, "open")
    assert (minutes(f)[0], course.behind, course.ends) == (8, 0, START + timedelta(minutes=65))
    with pytest.raises(Refused):
        f.do("extend", meeting.extend("nowhere", 5))


def test_protected_stages_keep_their_minutes_and_no_stage_goes_under_its_least():
    time = HandClock()
    f = room(clock=time, hard_end=START + timedelta(minutes=29))
    f.start()
    shrunk = offered(f, time)["shrink"]
    assert not set(shrunk.minutes) & {"act", "close"}
    for stage in f.session.plan:
        assert shrunk.minutes.get(stage.id, 99) >= stage.script.least
    assert sum(shrunk.minutes.values()) + 12 == 29


def test_no_way_to_shrink_where_the_least_does_not_fit():
    time = HandClock()
    f = room(clock=time, hard_end=START + timedelta(minutes=20))
    f.start()
    assert "shrink" not in offered(f, time)


def test_time_used_is_the_sum_of_what_was_seen_to_the_second():
    time = HandClock()
    f = room(clock=time)
    for _ in range(40):  # forty moves of 1.9 seconds: nothing is lost by rounding
        f.start() if clock.state(f.session) == "not started" else f.go(f.here)
        time.on(seconds=1.9)
    assert clock.used(f.session, time.at) == {"open": 76}


def test_a_pause_is_not_used_and_moves_no_hard_end():
    f, time = late_review()
    time.on(minutes=2)
    assert f.pause("fire alarm", back=at(10, 10)) == "paused: fire alarm, back at 10:10"
    time.on(minutes=18)
    assert clock.state(f.session) == "paused"
    assert f.start() == "the clock goes on"
    assert f.start() == "the clock is running"
    time.on(minutes=1)
    assert clock.used(f.session, time.at) == {"open": 180}
    assert clock.course(f.session, time.at, "open").due == at(10, 30)


def test_interruptions_move_the_end_that_was_only_planned():
    time = HandClock()
    f = room(clock=time)
    f.start()
    f.pause()
    time.on(minutes=18)
    f.start()
    assert clock.course(f.session, time.at, "open").due == START + timedelta(minutes=78)
    assert clock.course(f.session, time.at, "open").behind == 0


def test_the_first_move_starts_the_clock_and_a_pause_stays_one():
    time = HandClock()
    f = room(clock=time)
    assert clock.state(f.session) == "not started"
    with pytest.raises(Refused):
        f.pause()
    f.next()
    assert clock.state(f.session) == "running"
    time.on(minutes=1)
    f.pause("lunch")
    time.on(minutes=5)
    f.next()
    time.on(minutes=5)
    assert clock.state(f.session) == "paused"
    f.start()
    assert [s.reason for s in clock.sittings(f.session, time.at)] == ["lunch", ""]
    assert sum(clock.used(f.session, time.at).values()) == 60


def test_a_session_jumped_into_leaves_what_was_never_asked_to_do():
    f = room()
    go(f, "3")
    assert [s.record.state for s in f.session.plan[:3]] == ["", "", ""]
    assert f.session.plan[0].record.asked == ()
    go(f, "4")
    assert [s.record.state for s in f.session.plan[:4]] == ["", "", "done", ""]
    f.back()
    assert f.session.plan[2].record.state == "done"


def test_skip_and_return():
    f = room()
    f.start()
    f.do("skip", meeting.skip("expected", "known"))
    assert f.session.stage("expected").record.state == "skipped"
    f.next()
    assert f.here.stage == "actual"
    assert clock.planned(f.session) == 53
    go(f, "2")
    assert (f.session.stage("expected").record.state, f.session.stage("expected").record.reason) == ("", "")


def test_five_sittings_over_two_days():
    time = HandClock(START.replace(hour=13))
    f = room("retrospect", "", *EIGHT, clock=time)
    go(f, "5")
    time.on(minutes=12)
    for _ in range(3):
        type_line(f, "something that went well")
    f.pause("alarm")
    time.on(minutes=18)
    f.start()
    f.do("who", meeting.add_person("Thermal engineer"))
    f.roster = (*f.roster, "Thermal engineer")
    assert (f.session.meeting.head_count, f.session.meeting.later_count) == (8, 9)
    time.on(minutes=10)
    last_seen = time.at
    time.on(minutes=40)
    assert f.unseen(last_seen) == "40 minutes without the program were not counted. :away counts them."
    time.on(minutes=8)
    f.leave()
    time.on(hours=22)
    f = again(f, time)
    f.start()
    time.on(minutes=30)
    f.finish()
    time.on(minutes=60)
    before = texts(f)
    assert f.reopen() == "reopened"
    type_line(f, "* change: ask for units in every file")
    time.on(minutes=3)
    f.finish()
    assert [s.reason for s in clock.sittings(f.session, time.at)] == [
        "alarm", "sleep", "end of day", "end", "end",
    ]  # fmt: skip
    assert sum(clock.used(f.session, time.at).values()) == (12 + 10 + 8 + 30) * 60
    assert [what for _, what in f.session.meeting.history] == ["reopened"]
    assert texts(f)[:-1] == before
    assert len({s.start.date() for s in clock.sittings(f.session, time.at)}) == 2


def test_ending_in_a_pause_makes_no_sitting_of_its_own():
    time = HandClock()
    f = room(clock=time)
    f.start()
    time.on(minutes=5)
    f.pause("lunch")
    time.on(minutes=5)
    assert f.finish() == "finished"
    assert f.finish() == "finished already"
    assert [s.reason for s in clock.sittings(f.session, time.at)] == ["lunch"]
    assert clock.state(f.session) == "finished"


def test_a_gap_of_five_minutes_counts_and_one_key_swaps_it():
    time = HandClock()
    f = room(clock=time)
    f.start()
    time.on(minutes=1)
    seen = time.at
    time.on(minutes=5)
    assert "counted as meeting" in f.unseen(seen)
    assert clock.used(f.session, time.at) == {"open": 360}
    time.on(seconds=1)
    go(f, "2")  # the room goes on before anybody looks at the gap
    time.on(minutes=2)
    assert "not counted" in f.swap_gap()
    assert clock.used(f.session, time.at) == {"open": 61, "expected": 120}
    assert f.here.stage == "expected"
    assert "counted as meeting" in f.swap_gap()
    assert clock.used(f.session, time.at) == {"open": 361, "expected": 120}


def test_a_longer_gap_is_a_pause_and_one_key_swaps_it():
    time = HandClock()
    f = room(clock=time)
    f.start()
    seen = time.at + timedelta(seconds=30)
    time.on(minutes=20)
    assert "not counted" in f.unseen(seen)
    assert clock.used(f.session, time.at) == {"open": 30}
    f.next()
    time.on(minutes=1)
    f.swap_gap()
    assert clock.used(f.session, time.at) == {"open": 1200, "expected": 60}


def test_a_gap_begins_no_earlier_than_the_last_mark():
    time = HandClock()
    f = room(clock=time)
    f.start()
    seen = time.at + timedelta(seconds=50)
    time.on(minutes=1)
    go(f, "2")  # a mark newer than the last sign of life in the draft
    time.on(minutes=10)
    f.unseen(seen)
    assert clock.used(f.session, time.at) == {"open": 60, "expected": 0}


def test_no_gap_is_no_gap():
    time = HandClock()
    f = room(clock=time)
    with pytest.raises(Refused):
        f.swap_gap()
    assert f.unseen(time.at - timedelta(hours=1)) == ""
    f.start()
    time.on(seconds=4)
    assert f.unseen(START) == ""


def test_finishing_meets_no_conflict_with_itself():
    made = []

    class Kept:
        def edited(self, edits, origin):
            made.extend(edits)

        def forgot(self, ids):
            raise AssertionError

    f = room(outlet=Kept())
    f.finish()
    meeting_edits = [e for e in made if e.table == "session"]
    assert [e.before["state"] for e in meeting_edits] == ["planned"]
    assert f.session.meeting.started == f.session.meeting.ended


@pytest.mark.parametrize("zone", ["Europe/London", "Nowhere/Land", ""])
def test_any_zone_has_a_day(zone: str):
    f = room(tz=zone)
    assert f.now().today == START.date()


def test_yesterdays_hard_end_makes_nobody_late():
    f, time = late_review()
    time.on(minutes=2)
    f.pause("")
    time.on(hours=22)
    words = [said.text for said in clock_words(f, time.at).overall]
    assert not [said for said in words if "behind" in said or "hard end" in said], words
    f.start()
    time.on(minutes=2)
    assert clock.hard_end(f.session, time.at) is None
    f.settle(meeting.settle({"hard_end": stamp(time.at)}, "hard end set"))
    assert clock.hard_end(f.session, time.at) == time.at


def test_who_runs_over_the_hard_end_is_late():
    f, time = late_review()
    time.on(hours=5)
    assert clock.hard_end(f.session, time.at) == at(10, 30)


# The start that was promised


def test_the_promised_end_is_counted_from_the_start_that_was_told():
    time = HandClock(at(9, 50))
    f = room(clock=time, begins=at(10, 0))
    before = clock.course(f.session, time.at, f.here.stage)
    assert (before.ends, before.due) == (at(11, 0), at(11, 0))
    time.on(minutes=15)
    f.start()
    late = clock.course(f.session, time.at, f.here.stage)
    assert (late.ends, late.due, late.behind_minutes) == (at(11, 5), at(11, 0), 5)
    f.do("fit", meeting.fit(offered(f, time)["shrink"]))
    assert clock.course(f.session, time.at, f.here.stage).behind == 0


def test_who_starts_early_is_ahead():
    time = HandClock(at(9, 50))
    f = room(clock=time, begins=at(10, 0))
    f.start()
    assert clock.course(f.session, time.at, f.here.stage).behind_minutes == -10


def test_an_interruption_moves_the_promised_end_of_a_told_start_too():
    time = HandClock(at(10, 0))
    f = room(clock=time, begins=at(10, 0))
    f.start()
    f.pause("fire alarm")
    time.on(minutes=18)
    f.start()
    course = clock.course(f.session, time.at, f.here.stage)
    assert (course.due, course.behind) == (at(11, 18), 0)


@pytest.mark.parametrize("moved", [timedelta(hours=-2), timedelta(minutes=61), timedelta(days=3)])
def test_a_session_that_was_moved_ends_by_its_own_start(moved: timedelta):
    time = HandClock(at(10, 0) + moved)
    f = room(clock=time, begins=at(10, 0))
    f.start()
    course = clock.course(f.session, time.at, f.here.stage)
    assert course.ends == course.due == time.at + timedelta(minutes=60)


def test_a_start_long_past_promises_nothing_before_the_clock_runs():
    time = HandClock(at(12, 0))
    f = room(clock=time, begins=at(10, 0))
    course = clock.course(f.session, time.at, f.here.stage)
    assert course.ends == course.due == at(13, 0)


def test_the_start_that_was_told_is_kept_and_an_older_file_has_none():
    time = HandClock()
    f = room(clock=time, begins=at(10, 0))
    assert again(f, time).session.meeting.begins == "2026-11-22T10:00:00.000Z"
    assert "begins" not in room(clock=time).session.documents["session"]["1"]


def test_minutes_late_and_the_end_that_is_told_agree_to_the_minute():
    course = clock.Course(at(10, 58) + timedelta(seconds=30), at(10, 50), hard=False)
    assert (course.behind_minutes, course.told_end) == (9, at(10, 59))
    early = clock.Course(at(10, 50) + timedelta(seconds=50), at(10, 50), hard=False)
    assert (early.behind_minutes, early.told_end) == (0, early.ends)
