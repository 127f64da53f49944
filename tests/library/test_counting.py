"""Counting: identified and learned apart, what filters let through, and what they are chosen from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kmfacilitate.language import speaking
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.counting import count, count_found, everybody, offers, people_like
from kmfacilitate.library.found import Filters

Write = Callable[..., Path]
TODAY = date(2026, 11, 29)


def lesson(text: str, state: str = "", **more: object) -> dict[str, object]:
    return {"kind": "lesson", "text": text, "state": state, **more}


def test_lessons_are_counted_apart_and_those_set_aside_not_at_all(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write(
        lesson("one"), lesson("two", "embedded"), lesson("three", "merged"), lesson("four", route="reject"),
        {"kind": "action", "text": "do"}, {"kind": "action", "text": "did", "done": "2026-11-25"},
    )  # fmt: skip
    found = count(ask(), Filters())
    assert (found.lessons.identified, found.lessons.learned, found.lessons.aside) == (1, 1, 2)
    assert (found.sessions, found.lines, dict(found.actions)) == (1, 6, {"open": 1, "done": 1})
    due = ask().due_counts(TODAY)
    assert (due.identified, due.learned) == (1, 1)
    (held,) = ask().sessions()
    assert (held.lessons, held.learned) == (2, 1)


def test_counts_are_of_what_filters_let_through(write: Write, ask: Callable[[], Ask]) -> None:
    write(lesson("here"), title="A", project="Clinic")
    write(lesson("there"), {"text": "a line"}, title="B", project="Lab")
    found = count(ask(), Filters(project="lab"))
    assert (found.sessions, found.lines, found.lessons.identified) == (1, 2, 1)


def test_all_lines_with_the_words_are_counted_by_kind(write: Write, ask: Callable[[], Ask]) -> None:
    write(*(lesson(f"a spare key {n}") for n in range(7)), {"text": "spare keys"}, {"text": "nothing"})
    assert count_found(ask(), "spare ke", Filters()) == {"lesson": 7, "event": 1}
    assert count_found(ask(), "spare key ", Filters()) == {"lesson": 7}
    assert count_found(ask(), "", Filters()) == {}


def test_filters_are_chosen_from_what_there_is(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        lesson("x", "checked", owner="Zoë Lang", tags=["keys"]), title="A", project="Clinic", day="2025-03-01"
    )
    write({"kind": "action", "text": "y", "owner": "Sam"}, title="B", technique="retrospect")
    asked = ask()
    assert [one.value for one in offers(asked, "project", TODAY)] == ["Clinic"]
    assert {one.words for one in offers(asked, "technique", TODAY)} == {"after action review", "retrospect"}
    assert {one.value for one in offers(asked, "person", TODAY)} == {"Zoë Lang", "Sam"}
    assert [(one.value, one.about) for one in offers(asked, "tag", TODAY)] == [("keys", "1 line")]
    assert {"open", "identified", "checked", "finished"} <= {
        one.value for one in offers(asked, "state", TODAY)
    }
    assert [one.words for one in offers(asked, "since", TODAY)][-2:] == ["2026", "2025"]
    assert offers(asked, "weather", TODAY) == ()
    with speaking("fr"):
        assert [one.about for one in offers(asked, "project", TODAY)] == ["1 séance"]
        assert {one.about for one in offers(asked, "state", TODAY)} >= {"1 enseignement", "2 séances"}


def test_people_are_found_by_any_of_their_names(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        *({"text": f"{n}", "owner": "Zoë Lang", "kind": "action"} for n in range(2)),
        {"text": "z", "owner": "Sam"},
    )
    people = everybody(ask())
    assert [one.name for one in people_like(people, "zo")] == ["Zoë Lang"]
    assert [(one.name, one.open) for one in people_like(people, "la")] == [("Zoë Lang", 2)]
    assert people_like(people, "zo key") == ()
    assert people_like(people, "") == ()
