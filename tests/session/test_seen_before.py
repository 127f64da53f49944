"""Earlier lessons beside the line at hand: what is looked for, how they are named and told."""

from __future__ import annotations

import pytest
from support import go, room, type_line

from kmfacilitate.session.acts.lessons import again_elsewhere
from kmfacilitate.session.advising import Adviser
from kmfacilitate.session.answering import asking, room_at
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.line import read_line
from kmfacilitate.session.only_you import only_you
from kmfacilitate.session.seen import Seen, SeenBefore
from kmfacilitate.session.seen_before import (
    beside_note,
    facts,
    is_number,
    listed,
    named,
    words_of_line,
    words_to_look_for,
)

KEYS = Seen("abcd-efgh-jkmn/17", "Keep a second fridge key upstairs", "Clinic", "2026-05-03", "embedded", 1)
OTHERS = tuple(Seen(f"abcd-efgh-jkmn/{n}", f"Lesson number {n}", "Clinic", "2025-05-03") for n in range(3))


@pytest.fixture
def f():
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "3")
    return f


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("08:00 - The fridge key was missing", "08:00 - The fridge key was missing"),
        ("! Cut a second fridge key @sam ^fri", "Cut a second fridge key"),
        ('* keep: fridge keys | why: one was lost @"Sam Lee"', "keep: fridge keys one was lost"),
        ("~ Sam lost the fridge key", ""),
        (":list lessons upstairs", ""),
        ("the key", ""),
        ("", ""),
    ],
)
def test_a_half_typed_line_is_looked_for_by_its_words_alone(f, typed, words):
    assert words_to_look_for(f, typed).split() == words.split()


def test_slips_votes_and_what_a_review_reads_are_not_looked_for():
    f = room("pre-mortem", "", "Ana", "Sam")
    go(f, "4")
    assert words_to_look_for(f, "nobody had the fridge key") == ""
    assert words_to_look_for(f, "! fetch the fridge key upstairs") == ""
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "4")
    assert words_to_look_for(f, "nobody had the fridge key") == ""


def test_nothing_that_is_said_in_confidence_is_looked_for():
    f = room("action-learning-set", "", "Ana", "Sam")
    assert words_to_look_for(f, "! fetch the fridge key upstairs") == ""


def test_a_captured_line_is_looked_for_with_its_fields_but_no_private_note_is(f):
    type_line(f, "* keep: A second key | why: the cupboard was locked | so: hang it upstairs @sam ^fri")
    ((id_, _),) = f.session.of_kind("lesson")
    assert set(words_of_line(f, id_).split()) == {
        "A", "second", "key", "hang", "it", "upstairs", "the", "cupboard", "was", "locked",
    }  # fmt: skip
    type_line(f, "~ Sam is tired of keys")
    ((private, _),) = f.session.of_kind("private")
    assert words_of_line(f, private) == ""
    assert words_of_line(f, "no such line") == ""


def test_lessons_at_hand_are_named_by_letter_and_number(f):
    with pytest.raises(Refused, match="No earlier lesson is at hand"):
        named(f, "b1")
    f.seen = SeenBefore((KEYS, *OTHERS))
    assert named(f, "b1") is KEYS
    assert named(f, "2") is OTHERS[0]
    for wrong in ("b9", "b0", "b", "bb"):
        with pytest.raises(Refused, match="b1 to b4 are at hand"):
            named(f, wrong)
    assert is_number("b2")
    assert is_number(" 12 ")
    assert not is_number("b2 lost")
    assert not is_number("fridge")


def test_only_the_facilitator_is_told_and_no_more_than_three(f):
    now = asking(f)
    assert beside_note(f) is None
    f.seen = SeenBefore((KEYS, *OTHERS))
    told = next(each for each in only_you(f, now, f.moment()) if each.title.startswith("Seen before"))
    assert told.lines[0] == "Keep a second fridge key upstairs (Clinic, 3 May, embedded, happened again)"
    assert len(told.lines) == 4
    assert told.lines[3] == "and 1 more"
    assert listed(f)[1] == "b2  Lesson number 0 (Clinic, 3 May 2025)"
    assert not [each for each in only_you(f, now, f.moment(), 1) if each.title.startswith("Seen before")]


def test_one_that_happened_again_says_so_at_once_and_is_reopened(f):
    f.seen = SeenBefore((KEYS,))
    f.do("again", again_elsewhere(f.here, KEYS.on, KEYS.text))
    assert facts(f, KEYS) == ("Clinic", "3 May", "reopened", "happened again 2 times")


def test_a_lesson_that_was_learned_before_is_asked_about_while_it_is_typed(f):
    f.seen = SeenBefore((*OTHERS, KEYS))
    adviser = Adviser()
    line = read_line("* keep: the second fridge key is kept upstairs", room_at(f))
    asked = [each.words for each in adviser.on_line(f, line)]
    assert asked[0] == "Learned before, as b4? Then :again b4 counts it once more."
    f.seen = SeenBefore()
    assert "b4" not in str(adviser.on_line(f, line))
