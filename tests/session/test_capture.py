"""What a line becomes at each kind of question, and what is refused and stays in the line."""

from __future__ import annotations

import pytest
from support import HandClock, again, entry, go, numbers, room, texts, type_all, type_line

from kmfacilitate.session import walk
from kmfacilitate.session.acts import activities, capture, correct, meeting, reviews
from kmfacilitate.session.answering import asking, entry_named, next_field, room_at
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.rounds import turns_left, whose_turn
from kmfacilitate.session.walk import Place

THREE = ("Ana", "Sam", "Priya")


def at(name: str, where: str, *people: str, **plan: object) -> Facilitation:
    f = room(name, "", *people, **plan)
    go(f, where)
    return f


def refused(f: Facilitation, typed: str) -> str:
    before = f.session
    with pytest.raises(Refused) as said:
        type_line(f, typed)
    assert f.session is before
    return str(said.value)


def test_a_list_takes_lines_and_signs():
    f = at("after-action-review", "3")
    type_all(f, "08:05 - doors", "! order a key @sam ^fri", "~ chief angry", "? who pays", '"never told"')
    assert [e.kind for _, e in f.session.live()] == ["event", "action", "private", "parked", "quote"]
    assert numbers(f) == ["3.1", "3.2", "p1", "3.3", "3.4"]
    assert {e.at for _, e in f.session.live()} == {"2026-11-22T09:50:00.000Z"}


def test_a_question_that_keeps_nothing_takes_only_signs():
    f = at("after-action-review", "7a")
    assert refused(f, "something personal") == capture.NOTHING_KEPT
    type_all(f, "~ a note", "! an action")
    assert texts(f) == ["a note", "an action"]


def test_a_break_keeps_nothing_either():
    f = at("retrospect", "break")
    assert asking(f).kind == "none"
    assert refused(f, "gossip") == capture.NOTHING_KEPT
    type_line(f, "~ ring the boss")
    assert numbers(f) == ["p1"]


def test_causes_go_on_from_the_one_above_across_notes_and_other_places():
    f = at("after-action-review", "4b")
    type_all(f, "Test and live looked alike -> same menu", "~ a note", "-> built for speed → under stress")
    assert (
        entry(f, "4.1").text == "Test and live looked alike -> same menu -> built for speed -> under stress"
    )
    f.undo()
    assert entry(f, "4.1").text == "Test and live looked alike -> same menu"
    go(f, "5")
    type_line(f, "-> not a cause here")
    assert texts(f, "lesson") == ["-> not a cause here"]


def test_a_late_line_goes_to_its_place_and_takes_no_turn():
    f = at("after-action-review", "5", *THREE)
    place = Place("expected", "expected")
    type_line(f, "Doors at nine", place)
    assert (entry(f, "2.1").kind, entry(f, "2.1").stage) == ("difference", "expected")
    go(f, "2")
    assert whose_turn(f, place) == "Ana"


def test_a_round_passes_from_one_to_the_next():
    f = at("after-action-review", "2", *THREE, names="all")
    assert [p.name for p in f.session.people.values()] == list(THREE)
    type_line(f, "Doors at nine")
    assert (whose_turn(f, f.here), entry(f, "2.1").by) == ("Sam", "Ana")
    type_line(f, "! a key @sam")
    assert whose_turn(f, f.here) == "Sam"
    f.undo()
    f.undo()
    assert whose_turn(f, f.here) == "Ana"
    f.redo()
    f.settle(activities.turn(f.here, 2, "passed"))
    assert (whose_turn(f, f.here), turns_left(f, f.here)) == ("Priya", 1)
    type_line(f, "Two vaccinators")
    assert (whose_turn(f, f.here), entry(f, "2.3").by) == ("", "Priya")
    type_line(f, "Nobody's line")
    assert entry(f, "2.4").by == ""


def test_who_said_it_is_kept_only_with_all_names():
    f = at("after-action-review", "2", *THREE)
    type_line(f, "Doors at nine")
    type_line(f, '"Never told" @Ana')
    assert (entry(f, "2.1").by, entry(f, "2.2").by) == ("", "Ana")
    assert not f.session.people


def test_a_newcomer_is_last_and_who_leaves_takes_nobodys_turn():
    f = at("pre-mortem", "5", "A", "B", "C", "D")
    type_all(f, "one", "two")
    assert whose_turn(f, f.here) == "C"
    f.roster = ("B", "C", "D", "E")  # A, who has spoken, left; E came
    assert (whose_turn(f, f.here), turns_left(f, f.here)) == ("C", 3)
    f.roster = ("B", "D", "E")
    assert whose_turn(f, f.here) == "D"
    type_all(f, "three", "four")
    assert whose_turn(f, f.here) == ""


def test_a_random_order_stays_when_people_come():
    f = room("pre-mortem", "", "A", "B", "C", "D", "E")
    question = f.session.template.question("missing")
    assert question is not None
    shuffled = question.model_copy(
        update={"capture": question.capture.model_copy(update={"order": "random"})}
    )
    stages = tuple(
        stage.model_copy(
            update={"questions": tuple(shuffled if q.id == "missing" else q for q in stage.questions)}
        )
        for stage in f.session.template.stages
    )
    object.__setattr__(f.session, "template", f.session.template.model_copy(update={"stages": stages}))
    f.session.__dict__.pop("plan", None)
    go(f, "5")
    asked = []
    for _ in range(5):
        asked.append(whose_turn(f, f.here))
        type_line(f, "a cause")
        f.roster = (*f.roster, f"late {len(asked)}")
    assert sorted(asked) == ["A", "B", "C", "D", "E"] != asked
    assert whose_turn(f, f.here) == "late 1"


def test_seats_where_no_names_are_known():
    f = at("pre-mortem", "5", head_count=3)
    assert whose_turn(f, f.here) == "seat 1"
    type_all(f, "one", "two")
    assert (whose_turn(f, f.here), turns_left(f, f.here)) == ("seat 3", 1)
    type_line(f, "three")
    assert whose_turn(f, f.here) == ""


def test_people_come_and_leave_and_come_back():
    f = room("after-action-review", "", *THREE, names="all")
    f.start()
    f.do("who", meeting.add_person("Late Lee"))
    assert (f.session.present(), f.session.meeting.later_count) == ((*THREE, "Late Lee"), 4)
    with pytest.raises(Refused, match="already"):
        f.do("who", meeting.add_person("late lee"))
    f.do("who", meeting.remove_person("Ana"))
    assert f.session.present() == ("Sam", "Priya", "Late Lee")
    assert "Ana" in f.session.names()
    with pytest.raises(Refused, match="not on the list"):
        f.do("who", meeting.remove_person("Nobody"))
    f.do("who", meeting.add_person("Ana"))
    assert f.session.present() == (*THREE, "Late Lee")
    assert again(f, HandClock()).roster == (*THREE, "Late Lee")


def test_names_go_when_the_room_says_so_and_undo_holds_none():
    f = at("after-action-review", "2", *THREE, names="all")
    type_line(f, "Doors at nine")
    type_line(f, '"Never told" @Ana')
    f.do("who", meeting.add_person("Late Lee"))
    f.settle(meeting.agree_sharing("", "none"))
    kept = repr(f.session.documents) + repr(f.steps())
    assert not [name for name in (*THREE, "Late Lee") if name in kept]
    assert f.session.meeting.names == "none"
    while f.can_undo:
        f.undo()
    while f.can_redo:
        f.redo()
    assert not [name for name in (*THREE, "Late Lee") if name in repr(f.session.documents)]


def test_loosening_is_dated_and_tightening_is_not():
    f = room()
    f.start()
    f.settle(meeting.agree_sharing("summary", "none"))
    assert f.session.meeting.history == ()
    f.settle(meeting.agree_sharing("open", "owners"))
    assert [what for _, what in f.session.meeting.history] == [
        "shared as open, was summary",
        "names owners, were none",
    ]
    for share, names in (("everything", ""), ("", "some")):
        with pytest.raises(Refused):
            f.settle(meeting.agree_sharing(share, names))


def test_marks_are_numbers_and_nothing_else():
    f = at("after-action-review", "7b")
    assert "numbers alone" in refused(f, "4 4 good")
    assert "4 5" in refused(f, "45")
    assert "outside 1 to 5" in refused(f, "4 7")
    assert "too long" in refused(f, "9" * 5000)
    assert type_line(f, "4, 4 5,3").says == "4 marks kept, 3 to 5"
    type_line(f, "5 5")
    assert [e.values for _, e in f.session.of_kind("rating")] == [(5, 5)]
    f.undo()
    assert [e.values for _, e in f.session.of_kind("rating")] == [(4, 4, 5, 3)]


def test_the_safety_check_says_no_marks_aloud():
    f = at("after-action-review", "1", optional=("safety",))
    f.next()
    assert type_line(f, "1 2 5").says == "3 marks kept"
    assert f.session.of_kind("rating")[0][1].private == "yes"


def test_a_check_takes_yes_and_no_with_a_note():
    f = at("after-action-review", "1")
    assert "yes or no" in refused(f, "maybe")
    type_line(f, "Yes, with one change")
    type_line(f, "no not yet")
    checks = f.session.of_kind("check")
    assert [(e.answer, e.text) for _, e in checks] == [("no", "not yet")]


def test_a_review_takes_a_verdict_by_its_beginning():
    f = at("retrospect", "3")
    assert "nothing to review" in refused(f, "met")
    go(f, "2")
    type_all(f, "Orbit insertion", "Science started", "Within budget")
    go(f, "3")
    assert "Begin with one of" in refused(f, "splendid")
    type_all(f, "miss: wrong units", "exceeded", "part with help")
    assert [(e.what, e.says, e.reason) for _, e in f.session.of_kind("verdict")] == [
        ("Orbit insertion", "missed", "wrong units"),
        ("Science started", "exceeded", ""),
        ("Within budget", "partly", "with help"),
    ]
    assert "Every line has its verdict" in refused(f, "met")
    f.do("review", reviews.review(f.here, entry_named(f, "2.2"), "met"))
    assert len(f.session.of_kind("verdict")) == 3


def gaps() -> Facilitation:
    f = at("before-action-review", "need")
    type_all(f, "Who signs?", "Which rooms?")
    go(f, "priority")
    type_line(f, "5.1=3 5.2=1")
    go(f, "plan")
    return f


def test_complete_asks_for_the_next_empty_field_and_keeps_every_word():
    f = at("before-action-review", "plan")
    assert "nothing to fill in" in refused(f, "a form")
    f = gaps()
    type_all(f, "half of it", "a list | why: of names #now", "the office", "@Sam")
    assert "date" in refused(f, "someday")
    type_line(f, "^2w")
    e = entry(f, "5.1")
    assert (e.need, e.where_from, e.owner, e.due) == (
        "a list | why: of names #now", "the office", "Sam", "2026-12-06",
    )  # fmt: skip
    waiting = next_field(f, f.here)
    assert waiting == (entry_named(f, "5.2"), "have")
    f.do("pass", activities.pass_over_field(f.here, *waiting))
    assert next_field(f, f.here) == (entry_named(f, "5.2"), "need")
    f.undo()
    assert next_field(f, f.here) == waiting


def test_complete_passes_over_what_was_taken_out():
    f = gaps()
    f.do("delete", correct.delete(entry_named(f, "5.1")))
    assert next_field(f, f.here) == (entry_named(f, "5.2"), "have")


def test_another_way_today():
    f = at("after-action-review", "4b")
    f.do("how", meeting.ask_by(f.here, "slips"))
    type_line(f, "nobody checked")
    assert [(e.slip, e.n) for _, e in f.session.live()] == [(True, 0)]
    f.undo()
    f.undo()
    assert asking(f).way == "list"
    for way in ("dots", "vote"):
        with pytest.raises(Refused):
            f.do("how", meeting.ask_by(f.here, way))
    go(f, "4a")
    with pytest.raises(Refused):
        f.do("how", meeting.ask_by(f.here, "list"))


def test_two_differences_are_walked_one_after_the_other():
    f = at("after-action-review", "3")
    type_all(f, "08:05 one", "08:06 two", "08:07 three")
    go(f, "4")
    type_line(f, "3.3=6 3.2=5")
    f.next()
    assert f.here == Place("why", "cause", entry_named(f, "3.3"))
    type_line(f, "three -> late -> no list")
    assert entry(f, "4.2").source == entry_named(f, "3.3")
    f.next()
    assert f.here == Place("why", "cause", entry_named(f, "3.2"))
    assert room_at(f).follows_cause is False
    f.next()
    assert f.here.stage == "learned"
    lesson = type_line(f, "change: a list", Place("why", "cause", entry_named(f, "3.3")))
    assert f.session.entries[lesson.entry].kind == "cause"


def test_a_question_asked_before_its_items_were_known_goes_on_with_the_first():
    f = at("after-action-review", "3")
    type_all(f, "08:05 one", "08:06 two")
    go(f, "4b")
    assert f.here == Place("why", "cause")
    type_line(f, "1=2 2=3", Place("why", "choose"))
    assert walk.following(f.session, f.here) == Place("why", "cause", entry_named(f, "3.2"))
    f.next()
    f.next()
    assert f.here == Place("why", "cause", entry_named(f, "3.1"))


def test_a_lesson_under_an_item_knows_its_why():
    f = at("after-action-review", "3")
    type_line(f, "08:05 one")
    go(f, "4")
    type_line(f, "1=2")
    f.next()
    type_all(f, "one -> late -> no list", "* change: a list")
    assert (entry(f, "4.3").why, entry(f, "4.3").source) == (("late", "no list"), entry_named(f, "3.1"))
    type_line(f, "* keep: it | why: mine")
    assert entry(f, "4.4").why == ("mine",)


def test_a_promise_made_in_a_round_is_of_who_makes_it():
    f = at("pre-mortem", "9b", "Ana", "Sam", "Priya")
    type_all(f, "I publish the test results", "I ring the airlines @priya")
    assert [e.owner for _, e in f.session.of_kind("commitment")] == ["Ana", "Priya"]
    f = at("pre-mortem", "9b", "Ana", "Sam", names="none")
    type_line(f, "I publish the test results")
    assert [e.owner for _, e in f.session.of_kind("commitment")] == [""]
