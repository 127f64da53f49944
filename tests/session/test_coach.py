"""The time coach: what it says and when, what it learned, and that no clock, zone or sleep misleads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from effort import times
from hypothesis import given, settings
from hypothesis import strategies as st
from support import START, HandClock, go, room, template, type_line

from kmfacilitate.session import clock, coach
from kmfacilitate.session.answering import asking
from kmfacilitate.session.clock_words import clock_words
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.only_you import only_you
from kmfacilitate.session.room_view import room_scene
from kmfacilitate.session.usual import Usual, usual_of


def said(f: Facilitation, time: HandClock) -> dict[str, str]:
    return {hint.key.split()[0]: hint.words for hint in coach.hints(f, time.at)}


def in_stage(number: str, minutes: float = 0, script: str = "after-action-review", **plan: object):
    """A room on time at a stage, so many minutes into it."""
    time = HandClock()
    f = room(script, clock=time, **plan)
    f.start()
    for stage in f.session.plan:
        if stage.number == number:
            break
        go(f, stage.number)
        time.on(minutes=stage.record.minutes)
    go(f, number)
    time.on(minutes=minutes)
    return f, time


def test_nothing_is_said_while_there_is_nothing_to_say():
    f, time = in_stage("2", 1)
    assert coach.hints(f, time.at) == ()
    assert coach.at_a_glance(f, time.at) == ""


def test_two_minutes_before_the_end_of_a_stage_it_is_nearly_up():
    f, time = in_stage("3", 5)
    assert "two" not in said(f, time)
    assert clock_words(f, time.at).left.role == "plain"
    time.on(minutes=1)
    assert said(f, time)["two"] == "Less than two minutes left for 3 Actual."
    assert clock_words(f, time.at).left.text == "2:00, nearly up"
    time.on(minutes=2, seconds=1)
    assert said(f, time)["over"] == "3 Actual is over its 8 minutes."
    assert "two" not in said(f, time)


def test_a_short_stage_has_no_two_minutes_warning():
    f, time = in_stage("1", 1.5)  # of three
    assert said(f, time) == {}


def test_a_cue_is_shown_when_its_time_has_come_and_is_fresh_for_two_minutes():
    f, time = in_stage("4", 5)
    assert "cue" not in said(f, time)
    time.on(minutes=0.25)
    assert said(f, time)["cue"] == "Say now: The choice should be made by now. On to the first why."
    assert coach.at_a_glance(f, time.at).startswith("Say now: The choice")
    time.on(minutes=2)
    assert coach.at_a_glance(f, time.at) == ""
    notes = {note.title: note.lines for note in only_you(f, asking(f), time.at)}
    assert notes["Say now"] == ("The choice should be made by now. On to the first why.",)
    time.on(minutes=5)
    assert said(f, time)["cue"].startswith("Say now: Last few minutes for causes.")


def test_late_is_said_with_where_it_would_end():
    f, time = in_stage("2", 17, hard_end=START + timedelta(minutes=60))
    assert said(f, time)["late"] == "10 minutes behind: it would end at 11:00, not 10:50, the hard end."


def test_a_break_has_an_end_and_is_called_back():
    f, time = in_stage("3")
    f.pause("", back=time.at + timedelta(minutes=10), where="break")
    time.on(minutes=7)
    assert coach.hints(f, time.at) == ()
    time.on(minutes=1)
    assert said(f, time) == {"soon": "The break is nearly over: call them back."}
    time.on(minutes=5)
    assert said(f, time) == {"back": "It was to go on at 10:10, 3 minutes ago."}


def test_what_is_usual_is_said_before_it_is_late():
    f, time = in_stage("2", 1)
    f.usual = {"learned": Usual(22, 4), "why": Usual(16, 4), "actual": Usual(6, 4)}
    assert said(f, time)["usual"] == (
        "At the usual pace it ends at 10:56: 5 Learned usually takes 22 min (4 sessions), "
        "4 Why usually takes 16 min (4 sessions)."
    )
    f.usual = {"learned": Usual(16, 4)}
    assert "usual" not in said(f, time)


def test_usual_is_the_middle_of_enough_sessions():
    assert usual_of({"why": [600, 1260, 900], "act": [600, 600], "open": [20, 20, 20, 200]}) == {
        "why": Usual(15, 3),
        "open": Usual(1, 4),
    }
    assert Usual(19, 4).words(15) == "usually 19 min here"
    assert Usual(16, 4).words(15) == ""


def test_nothing_of_it_is_in_the_room_view():
    f, _ = in_stage("2", 17)
    f.usual = {"learned": Usual(40, 4)}
    seen = repr(room_scene(f, "lines"))
    for word in ("behind", "usual", "nearly", "Say now", "Half the time", "min from"):
        assert word not in seen, word


# The laptop asleep, the clock set, a night in which the clocks change

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC")


def walk_through(
    at: datetime, tz: str, waits: list[int], late: int | None = None
) -> list[tuple[object, ...]]:
    """A review that began at a moment in a zone: after each wait, how it stands, in minutes and seconds.

    `late`: the minutes after the start that people were told, if they were told one.
    """
    time = HandClock(at)
    told_start = None if late is None else at - timedelta(minutes=late)
    f = room(clock=time, tz=tz, hard_end=at + timedelta(minutes=75), begins=told_start)
    f.start()
    told: list[tuple[object, ...]] = []
    for number, wait in enumerate(waits):
        time.on(seconds=wait)
        course = clock.course(f.session, time.at, f.here.stage)
        ways = [(p.word, sorted(p.minutes.items()), p.ends - at) for p in coach.ways(f, time.at)]
        keys = [hint.key for hint in coach.hints(f, time.at)]
        told.append((clock.used(f.session, time.at), course.behind, course.ends - at, ways, keys))
        if number % 2:
            f.next()
    return told


@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(
        [(2026, 3, 28), (2026, 3, 29), (2026, 10, 24), (2026, 10, 25), (2026, 4, 5), (2026, 11, 1)]
    ),
    minute=st.integers(min_value=0, max_value=24 * 60),
    waits=st.lists(st.integers(min_value=0, max_value=1500), min_size=1, max_size=8),
    late=st.none() | st.integers(min_value=-70, max_value=70),
)
@settings(max_examples=times(40, 400), deadline=None)
def test_a_night_in_which_the_clocks_change_changes_nothing(zone, day, minute, waits, late):
    at = datetime(*day, tzinfo=UTC) + timedelta(minutes=minute)
    assert walk_through(at, zone, waits, late) == walk_through(START, "UTC", waits, late)


def test_times_of_day_are_those_on_the_wall_after_the_clocks_changed():
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half past twelve; at one it becomes two
    time = HandClock(at)
    f = room(clock=time, tz="Europe/London")
    f.start()
    words = [part.text for part in clock_words(f, time.at).overall]
    assert words == ["ends 02:30"]
    assert clock.course(f.session, time.at, f.here.stage).ends.astimezone(ZoneInfo("Europe/London")).hour == 2


@given(
    before=st.integers(min_value=6, max_value=2000),
    asleep=st.integers(min_value=301, max_value=200_000),
    after=st.integers(min_value=0, max_value=2000),
    late=st.none() | st.integers(min_value=-70, max_value=70),
)
@settings(max_examples=times(40, 400), deadline=None)
def test_a_laptop_that_slept_has_no_effect_but_on_the_hour(before, asleep, after, late):
    def held(sleeps: int) -> tuple[object, ...]:
        time = HandClock()
        f = room(clock=time, begins=None if late is None else time.at - timedelta(minutes=late))
        f.start()
        time.on(seconds=before)
        seen = time.at
        if sleeps:
            time.on(seconds=sleeps)
            assert f.unseen(seen)
        type_line(f, "! something")
        time.on(seconds=after)
        course = clock.course(f.session, time.at, f.here.stage)
        ways = [(p.word, sorted(p.minutes.items())) for p in coach.ways(f, time.at)]
        return clock.used(f.session, time.at), course.behind, ways

    assert held(asleep) == held(0)


@pytest.mark.parametrize(
    "script", ["after-action-review", "retrospect", "knowledge-cafe", "action-learning-set"]
)
def test_every_cue_comes_up_once_in_its_stage(script: str):
    for planned in template(script).stages:
        time = HandClock()
        f = room(script, clock=time, agreed=True)
        stage = f.session.stage(planned.id)
        if stage is None or not planned.cues:
            continue
        f.start()
        go(f, stage.number)
        seen: list[str] = []
        for _ in range(stage.record.minutes * 4 + 1):
            cue, _ = coach.cue_at(f, time.at)
            if cue and cue not in seen:
                seen.append(cue)
            time.on(seconds=15)
        assert seen == [cue.say for cue in planned.cues]
