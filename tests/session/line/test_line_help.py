"""What is said while typing, what Tab offers, and what happens to pasted lines."""

from __future__ import annotations

from datetime import date

import pytest

from kmfacilitate.session.line import Room, read_line
from kmfacilitate.session.line.complete import suggest
from kmfacilitate.session.line.echo import echo
from kmfacilitate.session.line.names import find_person
from kmfacilitate.session.line.paste import as_plain_text, pasted_lines
from kmfacilitate.session.line.vocabulary import find_choice, find_field, kind_words

PEOPLE = ("Software lead", "Day officer", "Day supervisor", "Sam")
ROOM = Room("point", PEOPLE, today=date(2026, 11, 22))
LESSON = Room("lesson", PEOPLE, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("typed", "said", "warnings"),
    [
        ("! order a second key @sam ^fri", ["Action", "Sam", "due Fri 27 November"], []),
        ("! order it ^15 feb", ["Action", "due Mon 15 February 2027"], []),
        ("! order it ^frday", ["Action"], ["no date in ^frday"]),
        ("! order it @day", ["Action", "day"], ["which? Day officer / Day supervisor"]),
        ("> FEMA: publish @sam", ["For others", "to FEMA", "carried by Sam"], []),
        (":event 08:05 = Shift change #shift", ["Event", "08:05", "as expected", "#shift"], []),
        ("* keep: Two | why: a | why: b", ["Lesson", "keep", "why: a; b"], []),
        (":cause a -> b -> c", ["Cause", "2 whys"], []),
        ('"Real" @sam', ["Quote", "said by Sam"], []),
        ("~ the chief is angry", ["Only you"], []),
        ("plain words", ["Point"], []),
        ("---", ["Point"], ["nothing but signs: kept as typed"]),
        ("?", ["What can I do now?"], []),
        (":3 late", ["To stage 3"], []),
        (":next", [":next"], []),
        ("", [], []),
    ],
)
def test_the_echo_says_what_was_understood(typed: str, said: list[str], warnings: list[str]) -> None:
    fragments = echo(read_line(typed, ROOM), ROOM)
    assert [fragment.text for fragment in fragments if fragment.role != "warning"] == said
    assert [fragment.text for fragment in fragments if fragment.role == "warning"] == warnings


def test_a_long_field_is_cut_in_the_echo_alone() -> None:
    line = read_line("Two | rec: " + "word " * 40, LESSON)
    assert echo(line, LESSON)[1].text.endswith("…")
    assert len(line.fields["recommendation"]) == 199


@pytest.mark.parametrize(
    ("typed", "room", "start", "offered"),
    [
        ("! ring @d", ROOM, 7, ["@Day officer", "@Day supervisor"]),
        ("! ring @day o", ROOM, 7, ["@Day officer"]),
        ("! ring @SL", ROOM, 7, ["@Software lead"]),
        ("ring @d", ROOM, 7, []),
        ("ring a@d", ROOM, 8, []),
        ("the fridge #st", ROOM, 11, ["#staffing", "#stock"]),
        ("Two | re", LESSON, 6, ["recommendation: "]),
        ("Two | why: a | w", LESSON, 15, ["why: "]),
        ("Two | type: keep | ty", LESSON, 19, []),
        (":ne", ROOM, 0, [":next"]),
        (":st", ROOM, 0, [":start", ":story"]),
        (":go ", ROOM, 4, []),
        ("plain", ROOM, 5, []),
    ],
)
def test_tab_offers_what_may_follow(typed: str, room: Room, start: int, offered: list[str]) -> None:
    tags, words = ("staffing", "alerting", "stock"), ("next", "start", "go")
    assert suggest(typed, len(typed), room, tags, words) == (start, offered)


def test_tab_looks_at_what_stands_before_the_cursor() -> None:
    assert suggest("! ring @da tomorrow", 10, ROOM) == (7, ["@Day officer", "@Day supervisor"])


@pytest.mark.parametrize("typed", ["! ring @d", "Two | re", "the #st", ":sto", "* keep: Two | r"])
def test_what_tab_offers_reads_as_meant(typed: str) -> None:
    start, offered = suggest(typed, len(typed), ROOM, ("staffing",))
    for candidate in offered:
        line = read_line(f"{typed[:start]}{candidate} x y", ROOM)
        assert not [note for note in line.notes if note.startswith(("which?", "no "))]


def test_pasted_lines_lose_bullets_and_numbers_alone() -> None:
    pasted = "- one\r\n\n* two\n•\tthree\n  4. four\n5) five\n-6 °C\n3.5 apples\n-\n! six"
    assert pasted_lines(pasted) == ["one", "two", "three", "four", "five", "-6 °C", "3.5 apples", "! six"]


@pytest.mark.parametrize("kind", ["point", "action", "lesson", "event", "recommendation", "quote", "cause"])
@pytest.mark.parametrize(
    "line",
    [
        "! six @sam ^fri #tag",
        "* seven | why: x | but: y",
        "~ private?",
        "? parked",
        "> FEMA: publish",
        "FEMA: publish",
        "keep: two",
        "08:05 - bell",
        '"We were never told"',
        ":next is typed",
        ":3 late",
        r"\! sign",
        "-> why",
        "plain",
    ],
)
def test_no_sign_is_read_in_a_pasted_line(line: str, kind: str) -> None:
    room = Room(kind, PEOPLE, today=date(2026, 11, 22), follows_cause=True)
    read = read_line(as_plain_text(line, room), room)
    assert (read.what, read.kind, read.text, dict(read.fields)) == ("entry", kind, line, {})


@pytest.mark.parametrize(
    ("words", "name", "fits"),
    [
        ("software lead", "Software lead", ()),
        ("lead", "Software lead", ()),
        ("SL", "Software lead", ()),
        ("day", "day", ("Day officer", "Day supervisor")),
        ("day_off", "Day officer", ()),
        ("@sam", "Sam", ()),
        ("Fire brigade", "Fire brigade", ()),
    ],
)
def test_people_are_found_by_what_they_are_called(words: str, name: str, fits: tuple[str, ...]) -> None:
    found = find_person(words, PEOPLE)
    assert (found.name, found.fits) == (name, fits)


def test_a_field_is_found_by_its_names_a_beginning_or_with_an_error() -> None:
    def find(kind: str, word: str) -> tuple[str, bool] | None:
        return find_field(kind, word, "en")

    assert find("lesson", "Rec") == ("recommendation", False)
    assert find("lesson", "what happened") == ("happened", False)
    assert find("lesson", "evid") == ("evidence", False)
    assert find("lesson", "becuase") == ("why", True)
    assert find("lesson", "r") is None
    assert find("lesson", "foo") is None
    assert find("point", "why") is None
    assert find("risk", "warning") == ("sign", False)


def test_a_choice_is_found_by_its_beginning() -> None:
    outcomes = ("better", "worse", "expected", "unclear")
    assert find_choice("As expected", outcomes, "en") == "expected"
    assert find_choice("unc", outcomes, "en") == "unclear"
    assert find_choice("zebra", outcomes, "en") is None
    assert find_choice("pire", outcomes, "fr") == "worse"


def test_no_word_of_a_kind_hides_a_command() -> None:
    commands = {
        *("next", "back", "go", "item", "skip", "list", "edit", "fill", "kind", "move", "merge", "split"),
        *(
            "delete",
            "restore",
            "strike",
            "undo",
            "redo",
            "how",
            "reveal",
            "group",
            "ungroup",
            "vote",
            "score",
        ),
        *("rank", "rate", "review", "check", "draw", "who", "pass", "turn", "time", "start", "extend", "fit"),
        *("pause", "break", "end", "show", "share", "finish", "quit", "stuck", "help", "scribe", "hold"),
    }
    for language in ("en", "fr", "cy"):
        assert not commands & set(kind_words(language))
