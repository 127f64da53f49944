"""Advice on a lesson: what is asked, what is not, in which languages, and how quickly."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import go, room, type_all, type_line

from kmfacilitate.session.advice import Around, Wording, advise
from kmfacilitate.session.advice_words import telling_words
from kmfacilitate.session.advising import Adviser, check_lessons
from kmfacilitate.session.preview import preview

GOOD = (
    "In the first hour the duty lead rings the lab and mails the sample list, "
    "because lists read aloud were written down wrong twice."
)
ROOM = Around(people=("Ana Silva", "Will"))


def asked(text: str, around: Around = ROOM, **more: object) -> list[str]:
    options = {name: bool(more.pop(name, False)) for name in ("typing", "closing")}
    return [each.words for each in advise(Wording(text, **more), around, **options)]


def test_a_good_lesson_is_left_alone():
    assert asked(GOOD) == []
    assert asked(GOOD, typing=True) == []


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("Ring the lab", {"why": ("x",)}, "What exactly should someone do?"),
        (GOOD, {"recommendation": "Ring them"}, "What exactly should someone do?"),
        ("Communicate better with the lab.", {}, "Who does what, when?"),
        ("Better communication between the lab and the desk", {}, "Who does what, when?"),
        ("The importance of a list that both sides have read", {}, "Who does what, when?"),
        ("Staff should be careful with the sample lists at night", {}, "Who does what, when?"),
        (
            "The duty lead mails the sample list in the first hour",
            {},
            "Why did that happen? And why was that?",
        ),
        (GOOD, {"why": ("Will forgot the list",)}, "Will: say it as a condition rather than a person?"),
        (
            "The lead mails the list because Ana misheard it twice",
            {},
            "Ana: say it as a condition rather than a person?",
        ),
        ("The lead rings the LRF because nobody else can", {}, "LRF: expand it for a reader elsewhere?"),
    ],
)
def test_what_is_asked_first(text: str, more: dict, expected: str):
    assert asked(text, **more)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The lead rings the Local Resilience Forum (LRF) because nobody else can",
        "The lead rings the LRF (Local Resilience Forum) because nobody else can",
        "The lead rings the NHS because nobody else can reach them",
        "RING THE LAB AND MAIL THE LIST BECAUSE LISTS ARE MISHEARD",
        "Phase IV begins when the lead has rung, because it was late",
        "The guard will ring because of the keys, and the will of the lead",
    ],
)
def test_what_needs_no_explaining(text: str):
    assert asked(text) == []


def test_capitals_that_were_read_before_or_are_known_are_not_asked_about():
    text = "The lead rings the LRF because nobody else can"
    assert asked(text, Around(known={"LRF"})) == []
    assert asked(text, Around(seen=lambda capitals: capitals == "LRF")) == []


def test_a_lesson_taken_from_a_line_has_its_why_there():
    assert asked("The duty lead mails the sample list in the first hour", source="17") == []


def test_one_that_looks_like_another_is_asked_about():
    others = [("4.2", telling_words("The duty lead rings the lab and mails the list", "en"))]
    said = asked(
        "The duty lead mails the sample list to the lab, because it rings out", Around(others=others)
    )
    assert said == ["Same as 4.2? Merge, keep apart, or supersede."]
    assert asked("A second key hangs at the gate because one was lost", Around(others=others)) == []


def test_at_the_close_a_route_an_owner_and_too_many_actions():
    many = Around(open_actions=8)
    assert asked(GOOD, many, closing=True) == [
        "Where does this go?",
        "8 actions are open. Which three first?",
    ]
    assert asked(GOOD, route="process", closing=True) == ["Who takes it there?"]
    assert asked(GOOD, route="process", owner="Ana", closing=True) == []
    assert asked(GOOD, route="information", closing=True) == []
    assert asked(GOOD, many) == []


def test_a_half_typed_line_is_not_hurried():
    assert asked("Ring the", typing=True) == []
    assert asked("Ring the lab", typing=True)[0] == "What exactly should someone do?"
    assert asked("Bett", typing=True) == []
    assert asked("Better", typing=True) == ["Who does what, when?"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Better: le chef appelle le laboratoire parce que la liste était fausse"),
        ("de", "Bessere Kommunikation zwischen Labor und Leitung in der ersten Stunde"),
        ("cy", "Mae'r arweinydd yn ffonio'r labordy oherwydd bod y rhestr yn anghywir"),
        ("ja", "最初の一時間に責任者が検査室に電話し一覧を送る"),
    ],
)
def test_words_of_a_language_without_a_list_are_not_judged(language: str, text: str):
    assert asked(text, Around(language=language)) == []


def test_what_needs_no_words_is_asked_in_any_language():
    assert asked("Das Labor anrufen", Around(language="de")) == ["What exactly should someone do?"]
    named = asked(
        "Die Leitung ruft in der ersten Stunde an", Around(("Jörg",), "de"), why=("Jörg war nicht da",)
    )
    assert named == ["Jörg: say it as a condition rather than a person?"]


@given(
    st.text(),
    st.text(),
    st.lists(st.text(), max_size=3),
    st.lists(st.text(), max_size=3),
    st.sampled_from(["en", "cy", "fr", "xx", ""]),
    st.booleans(),
)
def test_any_text_can_be_asked_about(text, recommendation, whys, people, language, typing):
    around = Around(tuple(people), language, others=[("1", telling_words(text, language))])
    for each in advise(Wording(text, recommendation, tuple(whys)), around, typing=typing, closing=True):
        assert each.words
        assert "\n" not in each.field


def test_it_is_quick_enough_for_every_key():
    others = [(str(n), telling_words(f"{GOOD} number {n} of many lessons", "en")) for n in range(30)]
    around = Around(("Ana Silva", "Will", "Sam"), others=others)
    lesson = Wording(f"{GOOD} The LRF was rung.", why=("nobody was there",))
    took = []
    for _ in range(50):
        began = perf_counter()
        advise(lesson, around, typing=True)
        took.append(perf_counter() - began)
    assert min(took) < 0.0005


def test_the_adviser_says_one_thing_about_a_lesson_and_nothing_about_other_lines():
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "5")
    adviser = Adviser()

    def echoed(typed: str) -> list[str]:
        return ["".join(said.text for said in group) for group in preview(f, typed, adviser=adviser)]

    assert echoed("Communicate better") == ["Lesson", "Who does what, when?"]
    assert echoed("! Communicate better") == ["Action"]
    assert echoed(GOOD) == ["Lesson"]
    assert [said.role for group in preview(f, "Better", adviser=adviser) for said in group][-1] == "muted"
    assert ["".join(s.text for s in group) for group in preview(f, "Better")] == ["Lesson"]


def test_the_adviser_knows_what_the_room_has_said():
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "3")
    type_line(f, "08:05 the LRF was rung")
    go(f, "5")
    adviser = Adviser()
    first = type_line(f, "The lead rings the LRF and the SCG in the first hour, because lists are misheard")
    assert [each.words for each in adviser.on_lesson(f, first.entry)] == [
        "SCG: expand it for a reader elsewhere?"
    ]
    again = type_line(f, "The lead rings the LRF and the SCG in the first hour because lists are misheard")
    assert [each.words for each in adviser.on_lesson(f, again.entry)] == [
        "Same as 5.1? Merge, keep apart, or supersede."
    ]
    assert adviser.on_lesson(f, "nothing") == ()


def test_an_edited_lesson_is_not_like_itself():
    f = room("after-action-review")
    go(f, "5")
    id_ = type_line(f, GOOD).entry
    edited = preview(f, GOOD, kind="lesson", editing=id_, adviser=Adviser())
    assert [group[0].text for group in edited] == ["Lesson"]


def test_all_lessons_of_a_session_are_looked_over():
    f = room("after-action-review", "", "Ana")
    go(f, "5")
    type_all(f, GOOD + " | route: process | owner: Ana", "Better lists", "Better lists", "~ a note")
    checked = check_lessons(f.session, f.roster)
    assert [(each.number, each.text) for each in checked] == [
        ("5.2", "Better lists"),
        ("5.3", "Better lists"),
    ]
    assert [each.words for each in checked[0].advice] == [
        "Who does what, when?",
        "What exactly should someone do?",
        "Why did that happen? And why was that?",
        "Where does this go?",
    ]
    assert check_lessons(room("pre-mortem").session) == ()
