"""The life of a lesson: which state follows which, what each needs and leaves, and what counts as learned."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import entries_of, entry, go, room, type_all, type_line

from kmfacilitate.language import speaking
from kmfacilitate.session.acts import correct, lessons
from kmfacilitate.session.answering import entry_named
from kmfacilitate.session.edits import Change, Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.kinds.insights import STATES as STORED
from kmfacilitate.session.lesson_life import (
    ASIDE,
    CAPTURED,
    DECISIONS,
    FROM_ANY,
    LEARNED,
    ORDER,
    STATES,
    after_decision,
    decisions_open,
    folded,
    in_words,
    missing,
    next_decision,
    open_from,
    refusal,
    row_of,
    standing,
    state_named,
    stood,
    tally,
    word,
)
from kmfacilitate.session.line.words import choice_at_start
from kmfacilitate.session.walk import Place

FULL = (
    "The duty lead rings the lab and mails the list | happened: two lists were wrong"
    " | why: lists were read aloud | recommendation: ring the lab and mail the sample list"
)
GIVEN = {
    "checked": ("", {}),
    "validated": ("", {"route": "process"}),
    "assigned": ("", {"owner": "Ana", "due": "2026-12-06", "target": "call-out checklist"}),
    "actioned": ("the checklist is rewritten", {}),
    "embedded": ("checklist version 3", {}),
    "closed": ("no wrong list in three exercises", {"review": "2027-06-01"}),
    "rejected": ("it was one bad line", {}),
}


def review(*lines: str) -> Facilitation:
    f = room("after-action-review", "", "Ana Silva", "Sam")
    go(f, "5")
    type_all(f, *(lines or (FULL,)))
    return f


def advance(f: Facilitation, number: str, state: str, note: str = "", **fields: object) -> Change:
    given_note, given_fields = GIVEN.get(state, ("", {})) if not (note or fields) else (note, fields)
    return f.do("state", lessons.advance(entry_named(f, number), state, given_note, given_fields))


def merge(f: Facilitation, number: str, other: str) -> Change:
    return advance(f, number, "merged", replaced_by=entry_named(f, other))


def bring(f: Facilitation, number: str, to: str) -> None:
    for state in ORDER[1 : ORDER.index(to) + 1]:
        advance(f, number, state)


def test_every_state_has_its_french_word():
    with speaking("fr"):
        for state in STATES:
            assert choice_at_start(f"{in_words(state)} par Ana", STATES, "en") == (state, "par Ana")


def test_the_states_are_those_that_are_stored():
    assert set(STATES) == {CAPTURED, *STORED}


def test_a_lesson_goes_its_way_and_every_step_is_dated():
    f = review()
    bring(f, "5.1", "closed")
    lesson = entry(f, "5.1")
    assert [row[1] for row in lesson.history] == list(ORDER[1:])
    assert {row[0] for row in lesson.history} == {"2026-11-22"}
    assert lesson.history[-2] == ("2026-11-22", "embedded", "checklist version 3")
    assert (lesson.owner, lesson.due, lesson.target) == ("Ana", "2026-12-06", "call-out checklist")
    assert (lesson.effect, lesson.review) == ("no wrong list in three exercises", "2027-06-01")
    assert lesson.learned


@pytest.mark.parametrize(
    ("came_to", "state", "asked"),
    [
        ("checked", "validated", ":state 5.1 validated | route: process"),
        ("validated", "assigned", "an owner, a date and what would have to change"),
        ("assigned", "actioned", "Actioned needs what was done"),
        ("actioned", "embedded", "where the changed thing is"),
        ("embedded", "closed", "a day to look again"),
        ("checked", "rejected", "Rejected needs the reason"),
        ("checked", "merged", "Merged needs the other lesson. Type: :state 5.1 merged 5.2"),
    ],
)
def test_what_is_missing_is_asked_for_in_the_same_command(came_to: str, state: str, asked: str):
    f = review()
    bring(f, "5.1", came_to)
    before = entries_of(f)
    with pytest.raises(Refused) as refused:
        f.do("state", lessons.advance(entry_named(f, "5.1"), state))
    assert asked in str(refused.value)
    assert entries_of(f) == before


def test_a_bare_lesson_is_asked_for_its_sentence_set():
    f = review("Two keys")
    with pytest.raises(Refused, match=r"Checked needs what happened, a why and what exactly to do\."):
        advance(f, "5.1", "checked")
    sentence = {"text": "The night guard hands both keys over", "source": "1"}
    assert missing("checked", sentence) == ()


def test_a_state_that_does_not_follow_is_refused_with_what_does():
    f = review()
    with pytest.raises(Refused) as refused:
        advance(f, "5.1", "embedded")
    assert str(refused.value) == (
        "5.1: it is captured, and embedded does not follow that. "
        "Next: checked (somebody from the room agrees the wording)."
    )


def test_a_line_that_is_no_lesson_has_no_life():
    f = room("after-action-review", "", "Ana")
    go(f, "3")
    type_line(f, "08:05 doors opened")
    with pytest.raises(Refused, match=r"3\.1 is an event, not a lesson\. :kind 3\.1 lesson makes it one"):
        advance(f, "3.1", "checked")


def test_what_was_set_aside_can_go_back_to_where_it_stood():
    f = review()
    bring(f, "5.1", "validated")
    advance(f, "5.1", "rejected")
    assert standing(entry(f, "5.1").state) == "set aside"
    assert open_from("rejected", entry(f, "5.1").history)[0] == "validated"
    advance(f, "5.1", "validated")
    assert entry(f, "5.1").state == "validated"


def test_a_stalled_lesson_goes_on_or_back():
    f = review()
    bring(f, "5.1", "assigned")
    advance(f, "5.1", "stalled")
    may = open_from("stalled", entry(f, "5.1").history)
    assert may[:2] == ("assigned", "actioned")
    advance(f, "5.1", "actioned")
    assert entry(f, "5.1").state == "actioned"


def test_information_only_comes_from_validated_and_is_routed_so():
    f = review()
    with pytest.raises(Refused, match="information only does not follow"):
        advance(f, "5.1", "information")
    bring(f, "5.1", "validated")
    assert advance(f, "5.1", "information").says == "5.1 is information only now"
    assert entry(f, "5.1").route == "information"


def test_a_duplicate_gives_what_it_has_to_the_one_that_stays():
    f = review(FULL, "Ring and mail #lab | impact: 4 | why: one line was busy")
    merge(f, "5.2", "5.1")
    first, second = entry(f, "5.1"), entry(f, "5.2")
    assert (first.impact, first.tags) == (4, ("lab",))
    assert first.why == ("lists were read aloud", "one line was busy")
    assert second.state == "merged"
    assert second.replaced_by == f"{f.session.id}/{entry_named(f, '5.1')}"
    f.undo()
    assert (entry(f, "5.1").impact, entry(f, "5.2").state) == (0, "")


def test_a_newer_lesson_takes_the_place_and_gains_nothing():
    f = review("Ring the lab #lab | impact: 4", FULL)
    f.do("supersede", lessons.supersede(entry_named(f, "5.1"), entry_named(f, "5.2"), "clearer"))
    assert entry(f, "5.1").history[-1] == ("2026-11-22", "superseded", "clearer")
    assert (entry(f, "5.2").impact, entry(f, "5.2").tags) == (0, ())
    with pytest.raises(Refused, match="superseded itself"):
        merge(f, "5.2", "5.1")
    with pytest.raises(Refused, match="own place"):
        merge(f, "5.2", "5.2")


def test_a_lesson_of_another_session_can_take_the_place_without_being_touched():
    f = review()
    f.do("supersede", lessons.supersede(entry_named(f, "5.1"), "abcd-efgh-jkmn/1779"))
    assert entry(f, "5.1").replaced_by == "abcd-efgh-jkmn/1779"


def test_back_among_the_living_nothing_stands_in_its_place():
    f = review(FULL, "Another one")
    f.do("supersede", lessons.supersede(entry_named(f, "5.1"), entry_named(f, "5.2")))
    f.do("state", lessons.advance(entry_named(f, "5.1"), CAPTURED))
    assert (entry(f, "5.1").state, entry(f, "5.1").replaced_by) == ("", "")
    assert entry(f, "5.1").history[-1][1] == "captured"


def test_routes_are_named_and_reject_wants_a_reason():
    f = review()
    id_ = entry_named(f, "5.1")
    assert f.do("route", lessons.route(id_, "tell")).says == "5.1 goes to: tell"
    assert f.do("route", lessons.route(id_, "tell")).says == "5.1 goes to tell already"
    with pytest.raises(Refused, match="reason"):
        f.do("route", lessons.route(id_, "reject"))
    f.do("route", lessons.route(id_, "reject", "a single slip"))
    assert entry(f, "5.1").history[-1] == ("2026-11-22", "rejected", "a single slip")


def test_a_lesson_routed_to_reject_counts_no_more_until_it_is_taken_up_again():
    f = review()
    id_ = entry_named(f, "5.1")
    f.do("fill", correct.fill(id_, {"route": "reject"}))
    assert (entry(f, "5.1").standing, entry(f, "5.1").counted_state) == ("set aside", "rejected")
    advance(f, "5.1", "checked")
    assert (entry(f, "5.1").standing, entry(f, "5.1").route) == ("identified", "")


def test_again_counts_and_reopens_only_what_was_learned():
    f = review()
    id_ = entry_named(f, "5.1")
    assert f.do("again", lessons.again(id_)).says == "5.1 happened again (1 time)"
    assert entry(f, "5.1").state == ""
    bring(f, "5.1", "embedded")
    said = f.do("again", lessons.again(id_, note="at the May exercise"))
    assert said.says == "5.1 happened again (2 times), so it is reopened"
    assert entry(f, "5.1").history[-2:] == (
        ("2026-11-22", "again", "at the May exercise"),
        ("2026-11-22", "reopened", ""),
    )
    advance(f, "5.1", "assigned", "", owner="Sam", due="2027-01-01", target="the drill")
    assert entry(f, "5.1").owner == "Sam"


def test_again_on_an_earlier_session_is_a_verdict_said_once():
    f = review()
    on = "abcd-efgh-jkmn/1779"
    place = Place("learned", "lesson")
    f.do("again", lessons.again_elsewhere(place, on, "Ring the lab", source="9"))
    ((_, verdict),) = f.session.of_kind("verdict")
    assert (verdict.kind, verdict.on, verdict.says, verdict.what) == ("verdict", on, "again", "Ring the lab")
    assert verdict.source == "9"
    second = f.do("again", lessons.again_elsewhere(place, on, "Ring the lab"))
    assert second.says == "that is counted already"
    f.do("again", lessons.again_elsewhere(place, on, reason="twice in one night"))
    ((_, verdict),) = f.session.of_kind("verdict")
    assert verdict.reason == "twice in one night"


def test_an_effect_is_noted_once_there_is_one():
    f = review()
    with pytest.raises(Refused, match="its effect shows once it is embedded"):
        f.do("effect", lessons.effect(entry_named(f, "5.1"), "none yet"))
    bring(f, "5.1", "embedded")
    f.do("effect", lessons.effect(entry_named(f, "5.1"), "quicker by ten minutes", "2027-05-01"))
    assert (entry(f, "5.1").effect, entry(f, "5.1").review) == ("quicker by ten minutes", "2027-05-01")


@pytest.mark.parametrize(
    ("typed", "state"),
    [("checked", "checked"), ("Val", "validated"), ("captured", ""), ("info", "information"),
     ("information only", "information"), ("emb", "embedded"), ("CLOSED", "closed")],
)  # fmt: skip
def test_a_state_is_named_by_its_beginning(typed: str, state: str):
    assert state_named(typed) == state


@pytest.mark.parametrize("typed", ["", "c", "re", "wise", "checked twice"])
def test_a_state_that_is_none_or_two_is_refused(typed: str):
    with pytest.raises(Refused, match="A lesson is one of"):
        state_named(typed)


def test_identified_and_learned_are_counted_apart():
    counted = tally(["", "checked", "embedded", "closed", "merged", "stalled", "information", "reopened"])
    assert (counted.identified, counted.learned, counted.aside) == (5, 2, 1)
    assert str(counted) == "5 lessons identified, 2 learned, 1 set aside"
    assert str(tally(["", "", "actioned"])) == "3 lessons identified, 0 learned yet"
    assert str(tally([""])) == "1 lesson identified, 0 learned yet"
    assert str(tally([])) == tally([]).words == ""


@pytest.mark.parametrize(
    ("state", "days", "verdicts", "expected"),
    [
        ("embedded", ("2026-03-01",), [("2026-04-01", "again")], ("reopened", 1)),
        ("embedded", ("2026-03-01",), [("2026-02-01T10:00:00.000Z", "again")], ("embedded", 1)),
        ("closed", ("2026-03-01",), [("2026-03-01", "applies"), ("2026-04-01", "no")], ("closed", 0)),
        ("assigned", ("2026-03-01",), [("2026-04-01", "again"), ("2026-05-01", "again")], ("assigned", 2)),
    ],
)
def test_what_later_sessions_said_is_folded_in(state, days, verdicts, expected):
    history = [(day, state, "") for day in days]
    assert folded(state, history, verdicts) == expected


@given(
    st.sampled_from(sorted(STATES)),
    st.sampled_from(sorted(STATES)),
    st.lists(st.sampled_from(sorted(STATES))),
)
def test_every_state_says_what_follows_or_why_not(state: str, to: str, been: list[str]):
    history = [tuple(row_of(date(2026, 11, 22), each)) for each in been]
    may = open_from(state, history)
    assert state not in may
    assert set(may) >= set(FROM_ANY) - {state}
    assert stood(history) in (*ORDER, "reopened")
    why = refusal(state, to, history)
    assert (why == "") == (to in may)
    if why:
        assert why.startswith(f"it is {word(state)}, and {word(to)} does not follow that. Next: ")
    assert standing(state) == (
        "learned" if state in LEARNED else "set aside" if state in ASIDE else "identified"
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*sorted(STATES), "again"]), max_size=14))
def test_whatever_is_tried_the_history_tells_it_and_undo_takes_it_back(wanted: list[str]):
    f = review(FULL, "Another lesson")
    id_, other = entry_named(f, "5.1"), entry_named(f, "5.2")
    before = entries_of(f)
    done = 0
    for state in wanted:
        was = f.session.entries[id_]
        note, fields = GIVEN.get(state, ("", {}))
        if state in ("merged", "superseded"):
            fields = {"replaced_by": other}
        act = lessons.again(id_) if state == "again" else lessons.advance(id_, state, note, fields)
        try:
            change = f.do("state", act)
        except Refused:
            assert state != "again"
            assert state not in open_from(was.state, was.history)
            continue
        done += bool(change.edits)
        now = f.session.entries[id_]
        if change.edits and state != "again" and state != was.state:
            assert now.state == state
            assert now.history[-1][1] == word(state).removesuffix(" only")
        assert (now.state in ("merged", "superseded")) == bool(now.replaced_by)
    for _ in range(done):
        f.undo()
    assert entries_of(f) == before


def test_a_lesson_that_was_never_finished_keeps_no_trace_of_edits():
    f = review()
    f.do("fill", correct.fill(entry_named(f, "5.1"), {"impact": 3}))
    assert entry(f, "5.1").history == ()


@given(st.sampled_from([word(state) for state in STATES]), st.sampled_from([word(state) for state in STATES]))
def test_a_keeper_decides_only_what_changes_something(own: str, now: str):
    """And what takes a lesson on its way never takes it back."""
    own, now = (state.removesuffix(" only") for state in (own, now))
    may = decisions_open(own, now)
    assert all(after_decision(own, says) != now for says in may)
    says = next_decision(now, may)
    assert not says or (says in may and says not in ASIDE)
    if now in ("checked", "validated") and says:
        assert DECISIONS.index(says) > DECISIONS.index(now)


@pytest.mark.parametrize(
    ("own", "now", "may", "next_"),
    [
        ("captured", "captured", DECISIONS, "checked"),
        (
            "captured",
            "validated",
            ("checked", "information", "merged", "superseded", "rejected"),
            "information",
        ),
        ("assigned", "assigned", ASIDE, ""),
        ("assigned", "rejected", ("checked", "validated", "information", "merged", "superseded"), "checked"),
        ("embedded", "reopened", ASIDE, ""),
    ],
)
def test_what_a_keeper_may_decide(own: str, now: str, may: tuple[str, ...], next_: str):
    assert set(decisions_open(own, now)) == set(may)
    assert next_decision(now, decisions_open(own, now)) == next_
