"""Searching: what is found, in which order, with which filters, and what is marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.searching import WEIGHED
from kmfacilitate.library.words import all_of, near, spans, words_of

Write = Callable[..., Path]


def texts(found: tuple[Found, ...]) -> list[str]:
    return [one.text for one in found]


def test_lines_with_some_words_come_in_the_order_of_how_many_and_how_rare(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write(
        *({"text": f"the door {n}"} for n in range(80)),
        {"text": "fridge at the east door"}, {"text": "a fridge"}, {"text": "east door"},
    )  # fmt: skip
    answer = ask().search("fridge east door gat")
    assert answer.wide == "some"
    assert texts(answer.found)[:3] == ["fridge at the east door", "east door", "a fridge"]
    assert texts(ask().search("gate east frid").found)[0] == "fridge at the east door"


def test_all_words_must_stand_there_and_the_last_may_be_begun(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "Fridge alarm at night"}, {"text": "Fridge keys"}, {"text": "alarming news"})
    assert texts(ask().search("fridge al").found) == ["Fridge alarm at night"]
    assert set(texts(ask().search("alarm").found)) == {"Fridge alarm at night", "alarming news"}
    assert texts(ask().search("alarm ").found)[0] == "Fridge alarm at night"


def test_accents_case_and_how_letters_are_composed_do_not_matter(
    write: Write, ask: Callable[[], Ask]
) -> None:
    parted = unicodedata.normalize("NFD", "Übergabe im Café")
    write({"text": "Übergabe im Café"}, {"text": parted}, {"text": "हिन्दी में फ्रिज"})
    for typed in ("ubergabe cafe", "ÜBERGABE CAFÉ", parted):
        assert len(ask().search(typed).found) == 2
    assert texts(ask().search("फ्रि").found) == ["हिन्दी में फ्रिज"]


def test_the_newest_come_first_up_to_three_letters(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "key key key"}, title="Old", day="2020-01-01")
    write({"text": "a long line in which some key is named once"}, title="New", day="2026-01-01")
    assert [one.day for one in ask().search("key").found] == ["2026-01-01", "2020-01-01"]


def test_what_fits_best_comes_first_from_four_letters(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "Fridge: the fridge alarm"}, title="Old", day="2020-01-01")
    write({"text": f"Much else {'and more ' * 30}fridge"}, title="New", day="2026-01-01")
    assert [one.day for one in ask().search("fridge").found] == ["2020-01-01", "2026-01-01"]


def test_of_very_many_those_with_the_whole_word_come_first(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "the fridge itself"}, title="Old", day="2020-01-01")
    write(*({"text": f"fridges {n}"} for n in range(4 * WEIGHED + 50)), title="New", day="2026-01-01")
    answer = ask().search("fridge", limit=10)
    assert texts(answer.found)[0] == "the fridge itself"
    assert answer.more
    assert len(answer.found) == 10


def test_lines_with_the_same_stem_follow(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "communications with the lab"}, {"text": "we communicate daily"})
    answer = ask().search("communicate")
    assert texts(answer.found) == ["we communicate daily", "communications with the lab"]
    assert answer.wide == "stems"
    assert [answer.found[1].text[a:b] for a, b in answer.found[1].spans] == ["communications"]


def test_where_no_line_has_all_words_those_with_the_most_are_given(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write({"text": "fridge alarm"}, {"text": "fridge at the east door"}, {"text": "something else"})
    answer = ask().search("fridge east gate")
    assert answer.wide == "some"
    assert texts(answer.found)[0] == "fridge at the east door"


@pytest.mark.parametrize(
    ("typed", "meant"), [("vacination", "vaccination"), ("firdge", "fridge"), ("zzzz", "")]
)
def test_did_you_mean(write: Write, ask: Callable[[], Ask], typed: str, meant: str) -> None:
    write({"text": "vaccination fridge"})
    answer = ask().search(typed)
    assert not answer.found
    assert answer.meant == meant


@pytest.mark.parametrize(
    "typed", ['"', "a OR", "NEAR(", "text:", "-", "*", "(", "a AND NOT b", "'; DROP", "{x}", "^x"]
)
def test_whatever_is_typed_is_only_words(write: Write, ask: Callable[[], Ask], typed: str) -> None:
    write({"text": f"before {typed} after"})
    answer = ask().search(typed)
    assert len(answer.found) == (1 if words_of(typed) else 0)


@given(st.text(max_size=30))
def test_a_search_is_always_well_formed(typed: str) -> None:
    expression = all_of(words_of(typed), last_begins=True) if words_of(typed) else '"a"'
    assert expression.replace('""', "").count('"') % 2 == 0


def test_sessions_are_found_by_title_project_and_technique(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "a line"}, title="Winter clinic", project="Jabs")
    for typed in ("winter", "jabs", "after-action"):
        (found,) = ask().search(typed).found
        assert (found.kind, found.text, found.number) == ("session", "Winter clinic", "")


def test_filters(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"kind": "action", "text": "zebra one", "owner": "Sam Okoro", "tags": ["two-person-rule"]},
        {"kind": "lesson", "text": "zebra two", "by": "Zoë", "state": "embedded"},
        title="First", day="2025-05-05", project="Clinic 26", technique="pre-mortem",
    )  # fmt: skip
    write({"text": "zebra three"}, title="Second", day="2026-05-05", facilitator="R. Moyo")

    def found(**filters: object) -> set[str]:
        return {one.text[6:] for one in ask().search("zebra", Filters(**filters)).found}

    assert found() == {"one", "two", "three"}
    assert found(technique="Pre-mortem") == {"one", "two"}
    assert found(project="clinic  26") == {"one", "two"}
    assert found(person="sam") == {"one"}
    assert found(person="zoe") == {"two"}
    assert found(person="Okoro") == {"one"}
    assert found(person="Oko") == set()
    assert {one.kind for one in ask().search("second", Filters(person="r. moyo")).found} == {"session"}
    assert found(tag="#Two-person-rule") == {"one"}
    assert found(tag="person") == set()
    assert found(kinds=("action", "event")) == {"one", "three"}
    assert found(states=("embedded",)) == {"two"}
    assert found(since="2026-01-01") == {"three"}
    assert found(until="2025-05-05") == {"one", "two"}
    assert [held.title for held in ask().sessions(Filters(person="sam"))] == ["First"]
    assert [held.title for held in ask().sessions(Filters(tag="two-person-rule"))] == ["First"]
    assert [held.title for held in ask().sessions(Filters(person="r. moyo"))] == ["Second"]
    assert [held.title for held in ask().sessions()] == ["Second", "First"]


def test_actions_that_are_due_come_first(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"kind": "action", "text": "done", "done": "2026-01-05", "due": "2026-01-01"},
        {"kind": "action", "text": "no day"},
        {"kind": "action", "text": "later", "due": "2026-12-24", "owner": "Sam"},
        {"kind": "action", "text": "overdue", "due": "2026-02-01", "owner": "Sam"},
        {"kind": "action", "text": "dropped", "dropped": "too dear", "due": "2026-02-01"},
        {"kind": "lesson", "text": "a lesson"},
        {"kind": "lesson", "text": "another", "state": "closed", "route": "process"},
    )
    today = date(2026, 12, 20)
    assert texts(ask().actions())[:3] == ["overdue", "later", "no day"]
    assert texts(ask().actions(overdue=today)) == ["overdue"]
    assert ask().actions(Filters(states=("dropped",)))[0].reason == "too dear"
    due = ask().due_counts(today)
    assert (due.overdue, due.soon, due.open) == (1, 1, 3)
    assert (due.unrouted, due.identified, due.learned) == (1, 1, 1)


def test_people_projects_and_tags(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"kind": "action", "text": "one", "owner": "Sam", "tags": ["a", "b"]},
        {"text": "two", "by": "Sam", "tags": ["b"]},
        project="Jabs", facilitator="R. Moyo",
    )  # fmt: skip
    assert [tuple(one) for one in ask().people()] == [("Sam", 2, 1), ("R. Moyo", 0, 0)]
    assert ask().projects() == (("Jabs", 1),)
    assert ask().tags() == (("b", 2), ("a", 1))


def test_found_words_are_marked(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "Zoë's Café, the café’s door", "why": ["Nobody had the key to the cupboard upstairs"]})
    (found,) = ask().search("zoe cafe ").found
    assert [found.text[a:b] for a, b in found.spans] == ["Zoë", "Café", "café"]
    (found,) = ask().search("cupboard").found
    where, places = found.excerpt
    assert [where[a:b] for a, b in places] == ["cupboard"]


@given(st.text(max_size=40), st.text(max_size=12))
def test_marks_lie_within_the_text(text: str, typed: str) -> None:
    marked = spans(text, words_of(typed), alike=True)
    assert all(0 <= a < b <= len(text) for a, b in marked)
    assert all(b <= c for (_, b), (c, _) in pairwise(marked))


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("fridge", "firdge", 1), ("fridge", "fridges", 1), ("abcd", "wxyz", None), ("a", "a", 0)],
)
def test_how_far_words_are_apart(one: str, other: str, away: int | None) -> None:
    assert near(one, other) == away


def test_without_an_index_everything_is_empty(
    ask: Callable[[], Ask], library: object, places: object
) -> None:
    nothing = Ask(library, places)
    assert not nothing.ready()
    assert not nothing.search("zebra").ready
    assert not nothing.due_counts(date(2026, 1, 1)).ready
    assert nothing.lessons() == nothing.actions() == nothing.sessions() == nothing.related("zebra") == ()


def test_a_begun_word_finds_what_the_index_itself_would_find(write: Write, ask: Callable[[], Ask]) -> None:
    words = [
        "Rolling",
        "rollback",
        "rollercoaster",
        "Évaluation",
        "evaluations",
        "Übergabe",
        "αναλυση",
        "ανάλυση",
    ]
    write(*({"text": f"{word} and µrollo rollo{n}"} for n, word in enumerate(words)))
    asked = ask()
    for begun in ("roll", "rollb", "ROLLO1", "évalu", "EVALU", "überg", "ανάλ", "αναλ", "µroll", "nowhere"):
        raw = asked.query("SELECT rowid FROM words WHERE words MATCH ?", (all_of([begun], last_begins=True),))
        assert len(asked.search(begun).found) == len(raw)


def test_a_begun_word_that_may_become_very_many_is_found_too(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": " ".join(f"test{n}" for n in range(1000))}, {"text": "tested"})
    assert len(ask().search("test").found) == 2


@pytest.mark.parametrize(
    "typed", ["handver", "hndover", "hadnover", "xandover", "handovver", "handoers", "hanfovwr"]
)
def test_a_mistyped_word_is_named_as_it_was_meant(write: Write, ask: Callable[[], Ask], typed: str) -> None:
    write({"text": "handover of the keys"}, {"text": "a hangover"})
    assert ask().search(f"{typed} keys").meant in ("handover keys", "hangover keys")


def test_a_word_that_is_only_begun_is_not_mistyped(write: Write, ask: Callable[[], Ask]) -> None:
    write({"text": "handover"}, {"text": "keys"}, {"text": "hand"})
    assert ask().search("keys handov").meant == ""
    assert ask().search("keys handovre ").meant == "keys handover"
