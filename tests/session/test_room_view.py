"""What the room may see, and what only the facilitator sees."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest
from support import START, HandClock, entry, go, room, type_all, type_line

from kmfacilitate.session.acts import activities, correct
from kmfacilitate.session.answering import entry_named
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.staging import RoomMode, room_scene, scene
from kmfacilitate.session.tidy import to_tidy
from kmfacilitate.session.walk import Place

MODES: tuple[RoomMode, ...] = ("question", "lines", "blank")


def wall(f: Facilitation) -> str:
    return repr([asdict(room_scene(f, mode)) for mode in MODES])


def running() -> Facilitation:
    f = room("after-action-review", "", "Ana", "Sam Lee", names="all")
    f.start()
    go(f, "3")
    type_all(
        f, "08:05 doors opened", "08:06 - fridge alarm", "~ Sam looked upset", "? who pays for the keys",
        '"We were never told" @Ana', "! order a key @sam ^fri", ":story it was in the car | teller: Ana",
    )  # fmt: skip
    return f


def test_the_room_sees_only_what_it_may():
    f = running()
    go(f, "4")
    type_line(f, "2")
    for place in ("3", "4", "4b", "6", "7"):
        go(f, place)
        seen = wall(f)
        for hidden in ("upset", "who pays", "Ana", "Sam", "in the car", "vote", "p1"):
            assert hidden not in seen, (place, hidden)
        stage = f.stage
        assert stage is not None
        for tip in (*stage.script.tips, *stage.script.watch_for):
            assert tip not in seen
    go(f, "3")
    assert room_scene(f, "question").rows == ()
    assert [row.text for row in room_scene(f, "lines").rows][:2] == ["doors opened", "fridge alarm"]
    assert room_scene(f, "question").ask == "What actually happened, in order?"


def test_the_rules_that_are_to_be_agreed_stand_on_the_wall_and_nobody_said_them():
    f = room("after-action-review", "", "Ana", "Sam Lee", names="all")
    rules = list(f.session.template.ground_rules)
    seen = room_scene(f, "question")
    assert [row.text for row in seen.rows] == rules
    assert (seen.drawn, seen.reads_down) == (True, True)
    go(f, "2")
    assert room_scene(f, "question").rows == ()
    assert room_scene(f, "blank").rows == ()


def test_private_notes_are_in_only_you_and_not_in_the_list():
    f = running()
    seen = scene(f)
    assert not [row for row in seen.rows if "upset" in row.text]
    assert [note.lines for note in seen.only_you if note.title == "Your notes"] == [("p1  Sam looked upset",)]


def test_a_line_made_private_after_it_was_grouped_leaves_the_wall_and_the_list():
    f = running()
    ids = [entry_named(f, "3.1"), entry_named(f, "3.2")]
    f.do("group", activities.group(f.here, ids, "Cold"))
    f.do("kind", correct.retype(ids[1], "private"))
    assert "fridge" not in wall(f) + repr(scene(f).rows)
    f.do("undo", correct.retype(ids[0], "parked"))
    assert "doors opened" not in wall(f)


def test_what_hides_lies_behind_no_heading_and_no_group_on_the_ballot():
    f = running()
    f.do(
        "group",
        activities.group(Place("actual", "timeline"), [entry_named(f, "3.1"), entry_named(f, "3.3")], "Mix"),
    )
    go(f, "4")
    assert "who pays" not in wall(f) + repr(scene(f).rows)
    type_line(f, "1=2 2=1")
    f.next()
    type_line(f, "because -> of it")
    f.do("kind", correct.retype(entry_named(f, "3.2"), "private"))
    assert "fridge" not in wall(f)


def test_a_break_and_a_pause_say_when_we_are_back():
    time = HandClock()
    f = room(clock=time)
    f.start()
    type_line(f, "! order a key")
    assert room_scene(f, "lines").ends == "09:53"
    assert room_scene(f, "blank").blank == "Back in a moment"
    f.pause("alarm", back=START + timedelta(minutes=15))
    assert (room_scene(f, "lines").blank, room_scene(f, "lines").rows) == ("Back at 10:05", ())
    f.start()
    assert room_scene(f, "lines").blank == ""
    f.pause("", where="break")
    assert room_scene(f, "question").blank == "Back in a moment"


def test_a_confidential_session_shows_clock_and_stage_until_somebody_says_yes():
    f = running()
    documents = {**f.session.documents}
    documents["session"] = {"1": {**documents["session"]["1"], "rev": 9, "family": "confidential"}}
    f.absorb(documents)
    for mode in MODES:
        seen = room_scene(f, mode)
        assert (seen.ask, seen.rows, seen.subject) == ("", (), "")
    assert room_scene(f, "lines", lines_in_confidence=True).rows


@pytest.mark.parametrize("where", ["1b", "4", "7b"])
def test_what_is_typed_at_slips_ballots_and_marks_is_masked(where: str):
    f = room(optional=("safety",))
    go(f, where)
    assert room_scene(f, "question").hidden_input


def test_events_stand_in_the_order_of_their_times_and_late_ones_without_a_time_last():
    f = room()
    go(f, "3")
    type_all(f, "08:05 recording", "08:07 alert", "~40 calls reached nobody", "08:01 shift change")
    go(f, "5")
    type_line(f, "correction posted", Place("actual", "timeline"))
    go(f, "3")
    assert [(row.number, row.text) for row in scene(f).rows] == [
        ("3.4", "shift change"), ("3.1", "recording"), ("3.2", "alert"), ("3.3", "~40 calls reached nobody"),
        ("3.5", "correction posted"),
    ]  # fmt: skip


def test_late_is_said_in_words():
    time = HandClock()
    f = room(clock=time, hard_end=START + timedelta(minutes=40))
    f.start()
    assert [said.text for said in scene(f).clock.overall] == [
        "20 min behind", "ends 10:50", "hard end 10:30", ":fit catch up",
    ]  # fmt: skip
    assert [note for note in scene(f).only_you if note.title.startswith("Catch up")]


def test_fields_of_another_kind_are_not_shown():
    f = running()
    f.do("kind", correct.retype(entry_named(f, "3.5"), "point"))
    f.do("kind", correct.retype(entry_named(f, "3.2"), "point"))
    shown = {row.number: row for row in scene(f).rows}
    assert shown["3.5"].facts == ()
    assert shown["3.2"].mark == ""
    assert entry(f, "3.5").model_extra["owner"] == "Sam Lee"


def test_what_is_left_to_tidy():
    f = running()
    f.session = f.session.with_documents(f.session.documents)
    type_line(f, "* communicate better")
    headings = {thing.heading for thing in to_tidy(f.session, f.roster)}
    assert headings == {"Lessons without a route", "Lessons without a why", "Parked", "Quotes and stories"}
    go(f, "7")
    assert {row.text for row in scene(f, close_page=2).rows if row.heading} == headings
    assert scene(f, close_page=2).asked.ask == "5 things to tidy"
    assert room_scene(f, "lines").rows[0].text == "Actions"


def test_whether_a_contact_may_leave_is_asked_at_the_end():
    f = room("peer-assist")
    type_line(f, "Nadia Boyle | knows: self-rostering", Place("experience", "contact"))
    (thing,) = [thing for thing in to_tidy(f.session) if thing.heading == "Contacts"]
    assert thing.keys[0] == ("y", "may leave", "consent=yes")


def test_a_quote_may_leave_with_the_name_or_without_it():
    f = room("after-action-review", "", "Ana", "Sam", names="all")
    type_line(f, '"We were never told" @sam')
    (thing,) = [thing for thing in to_tidy(f.session) if thing.heading == "Quotes and stories"]
    assert [key for key, _, _ in thing.keys] == ["y", "u", "n"]
    type_line(f, '"Nobody asked us"')
    assert [key for key, _, _ in to_tidy(f.session)[-1].keys] == ["y", "n"]


def test_a_stage_begins_with_its_own_words_before_those_of_its_first_question():
    f = room("peer-assist")
    asked = scene(f).asked
    stage = f.session.stage("welcome")
    assert stage
    assert asked.say.splitlines() == [stage.script.say, stage.script.questions[0].say]


def test_a_vote_that_is_not_shown_yet_says_how_to_show_it():
    f = room("before-action-review")
    go(f, "5")
    type_all(f, "How many an hour?", "Who signs?")
    go(f, "6")
    assert scene(f).activity.right == "counts hidden"
    type_all(f, "1", "2")
    assert scene(f).activity.right.endswith(":reveal")
    go(f, "7")
    assert ":reveal" in scene(f).empty


def voting() -> Facilitation:
    f = room("after-action-review", "", "Ana", "Sam Lee", names="all")
    f.start()
    go(f, "3")
    type_all(f, "08:05 doors opened", "08:06 - fridge alarm", "08:09 + door shut again")
    go(f, "4")
    return f


def test_the_room_sees_the_numbers_it_votes_with_and_the_counts_when_all_are_in():
    f = voting()
    seen = room_scene(f, "lines")
    assert [(row.number, row.text) for row in seen.rows] == [
        ("1", "doors opened"), ("2", "fridge alarm"), ("3", "door shut again"),
    ]  # fmt: skip
    assert seen.reads_down
    type_all(f, "2 3", "2")
    counted = room_scene(f, "lines").rows
    assert [(row.number, row.facts[0].text) for row in counted] == [
        ("2", "2 votes"), ("3", "1 vote"), ("1", "0 votes"),
    ]  # fmt: skip
    go(f, "3")
    assert {row.number for row in room_scene(f, "lines").rows} == {""}


def test_the_room_sees_which_line_a_why_is_asked_of_and_the_whole_chain():
    f = voting()
    type_all(f, "2 3", "2")
    f.next()
    assert room_scene(f, "question").about == "fridge alarm"
    type_line(f, "door left open -> no closer -> built before the rule")
    why = room_scene(f, "lines").rows[-1]
    assert (why.text, [said.text for said in why.under]) == (
        "door left open", ["because no closer", "because built before the rule"],
    )  # fmt: skip
    f.do("kind", correct.retype(entry_named(f, "3.2"), "private"))
    assert room_scene(f, "question").about == ""


def test_a_person_whose_turn_it_is_does_not_stand_on_the_wall():
    f = room("action-learning-set", "", "Ana", "Sam Lee", "Mina", "Jo", names="all")
    f.start()
    while f.here.under not in ("Ana", "Sam Lee", "Mina", "Jo"):
        f.next()
    assert room_scene(f, "question", lines_in_confidence=True).about == ""


@pytest.mark.parametrize("script", ["after-action-review", "action-learning-set"])
def test_a_session_that_is_over_asks_nothing_more_and_one_that_is_opened_again_does(script: str):
    f = room(script, "", "Ana", "Sam Lee", agreed=True)
    f.start()
    last = f.session.plan[-1]
    f.go(Place(last.id, last.script.questions[0].id))
    asked = room_scene(f, "question")
    f.finish()
    for mode in ("question", "lines"):
        over = room_scene(f, mode)
        assert over.ask == "Thank you. This session is over."
        assert (over.stage, over.progress, over.ends) == ("", "", "")
    assert room_scene(f, "blank").blank == "Back in a moment"
    f.reopen()
    again = room_scene(f, "question")
    assert (again.ask, again.stage) == (asked.ask, asked.stage)
