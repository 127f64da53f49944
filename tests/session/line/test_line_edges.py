"""The edges that the specification names beside the table."""

from __future__ import annotations

import time
from datetime import date

import pytest

from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.line import Room, read_line, write_line

SUNDAY = date(2026, 11, 22)
PEOPLE = ("Ana", "Sam", "Sam Lee", "Priya", "O'Brien", "Anne-Marie", "Анна Петрова", "أحمد علي")


def read(question: str, typed: str, **more: object):
    return read_line(typed, Room(question, **{"people": PEOPLE, "today": SUNDAY, **more}))


AS_TYPED = [
    ("point", "97 e-mails arrived"),
    ("event", "25:99 not a time"),
    ("event", "1998-13-41 no such day"),
    ("point", "!= not equal"),
    ("point", "*** very important ***"),
    ("point", r"C:\new and \\server\share"),
    ("point", ":-) happy"),
    ("action", "mail ana@x.org and C# at #1"),
    ("point", r"\@home"),
    ("action", "do it ^31feb"),
    ("point", "-5 °C"),
    ("point", "~ 🙂"),
    ("point", "~🙂"),
    ("point", "! ! twice"),
    ("point", "*very urgent* fix it"),
    ("event", "[[x]]"),
    ("event", "08:05 -"),
    ("point", "#1a is no tag"),
    ("point", "a || c: d"),
    ("action", "see ^_^ and 2 ^ 3"),
    ("story", "nobody told @priya by noon"),
    ("point", "x" * 20_000),
]


@pytest.mark.parametrize(("question", "typed"), AS_TYPED, ids=[typed[:30] for _, typed in AS_TYPED])
def test_text_stays_as_typed(question: str, typed: str) -> None:
    line = read(question, typed)
    assert (line.what, line.kind, line.text, dict(line.fields)) == ("entry", question, typed, {})


@pytest.mark.parametrize(
    ("question", "typed", "kind", "text", "fields"),
    [
        ("event", "08:07 − jammed", "event", "jammed", {"when": "08:07", "outcome": "worse"}),
        ("event", "– jammed", "event", "jammed", {"outcome": "worse"}),
        ("event", "08.05 bell", "event", "bell", {"when": "08.05"}),
        ("event", "8:05am bell", "event", "bell", {"when": "8:05am"}),
        ("event", "9am bell", "event", "bell", {"when": "9am"}),
        ("event", "1998-12-11 18:45 launch", "event", "launch", {"when": "1998-12-11 18:45"}),
        ("event", "[T+5] (=) crew", "event", "crew", {"when": "T+5", "outcome": "expected"}),
        ("event", "08:30 (?) real", "event", "real", {"when": "08:30", "outcome": "unclear"}),
        ("point", "!\u00a0ring", "action", "ring", {}),
        ("point", "!\tring", "action", "ring", {}),
        ("point", "！ ring", "action", "ring", {}),
        ("point", "？ ring", "parked", "ring", {}),
        ("point", "＊keep: ring", "lesson", "ring", {"type": "keep"}),
        ("point", "!اتصل به", "action", "اتصل به", {}),
        ("point", "!打电话", "action", "打电话", {}),
        ("action", "ring @sam lee", "action", "ring", {"owner": "Sam Lee"}),
        ("action", "ring @sam", "action", "ring", {"owner": "Sam"}),
        ("action", "ring @анна", "action", "ring", {"owner": "Анна Петрова"}),
        ("action", "ring @ана", "action", "ring", {"owner": "ана"}),
        ("action", "ring @أحمد", "action", "ring", {"owner": "أحمد علي"}),
        ("action", "ring @O'Brien", "action", "ring", {"owner": "O'Brien"}),
        ("action", "ring @anne-marie", "action", "ring", {"owner": "Anne-Marie"}),
        ("action", "ring @Jean-Luc", "action", "ring", {"owner": "Jean-Luc"}),
        ("action", "take @sam's phone", "action", "take Sam's phone", {"owner": "Sam"}),
        ("action", "ask @will to ring", "action", "ask will to ring", {"owner": "will"}),
        ("action", "@Ana @Sam both", "action", "@Sam both", {"owner": "Ana"}),
        ("point", "locked #ümlaut", "point", "locked", {"tags": ["ümlaut"]}),
        ("point", "locked #a1", "point", "locked", {"tags": ["a1"]}),
        ("point", "locked #हिन्दी", "point", "locked", {"tags": ["हिन्दी"]}),
        ("lesson", "Two |rec: a |rec: b", "lesson", "Two", {"recommendation": "a; b"}),
        ("lesson", "Two | why: a | why: b", "lesson", "Two", {"why": ["a", "b"]}),
        ("lesson", "Two | why:", "lesson", "Two", {}),
        (
            "lesson",
            "Two sign | why: a | b | rec: c",
            "lesson",
            "Two sign",
            {"why": ["a | b"], "recommendation": "c"},
        ),
        (
            "point",
            'one #"two-person rule" #alerting',
            "point",
            "one",
            {"tags": ["two-person-rule", "alerting"]},
        ),
        (
            "point",
            'a #"two-person rule" holds',
            "point",
            "a two-person rule holds",
            {"tags": ["two-person-rule"]},
        ),
        ("point", 'said #"! no tag"', "point", 'said #"! no tag"', {}),
        (
            "point",
            "one | tags: two-person rule, alerting",
            "point",
            "one",
            {"tags": ["two-person-rule", "alerting"]},
        ),
        ("risk", "Late | l: 4 | i: 5", "risk", "Late", {"likelihood": 4, "impact": 5}),
        ("risk", "Late | l: high", "risk", "Late | l: high", {}),
        ("risk", "Late | impact: 9", "risk", "Late | impact: 9", {}),
        ("action", "Ring | by: frday", "action", "Ring | by: frday", {}),
        ("action", "Ring | by: friday | or so", "action", "Ring | or so", {"due": "2026-11-27"}),
        ("point", "one | tags: a, b | c d", "point", "one | c d", {"tags": ["a", "b"]}),
        ("action", "Ring @ana | who: sam", "action", "Ring | who: sam", {"owner": "Ana"}),
        ("action", r"Ring \@ana", "action", "Ring @ana", {}),
        ("action", r"Ring \\@ana", "action", r"Ring \@ana", {}),
        ("lesson", "type: is a field", "lesson", "type: is a field", {}),
        ("lesson", r"\keep: it cool", "lesson", "keep: it cool", {}),
        ("difference", "A drill | outcome: as exp", "difference", "A drill", {"outcome": "expected"}),
        ("point", '"We were told" | but: not me', "quote", "We were told", {"but": "not me"}),
        ("point", '"We were never told', "quote", "We were never told", {}),
        ("point", ":quote plain words @ana", "quote", "plain words", {"by": "Ana"}),
        ("action", "first line\nsecond line @sam", "action", "first line\nsecond line", {"owner": "Sam"}),
    ],
)
def test_an_edge(question: str, typed: str, kind: str, text: str, fields: dict[str, object]) -> None:
    line = read(question, typed)
    assert (line.what, line.kind, line.text, dict(line.fields)) == ("entry", kind, text, fields)


def test_what_is_not_understood_is_said() -> None:
    assert read("lesson", "Two | why:").notes == ("why: has nothing after it",)
    assert read("risk", "Late | l: high").notes == ("likelihood: is a number from one to five; kept as text",)
    assert read("action", "Ring | by: frday").notes == ("no date in frday",)
    assert read("action", "Ring ^fri ^2w").notes == ("one date only: 2w stays in the text",)
    assert read("action", "@Ana @Sam both").notes == ("one owner only: Sam stays in the text",)


def test_without_a_list_of_people_no_name_is_called_new() -> None:
    assert read("action", "Ring @zed", people=()).notes == ()
    assert read("action", "Ring @zed").notes == ("new name: zed",)


def test_controls_are_taken_and_newlines_kept() -> None:
    line = read("point", "red\x1b]52;c;\u202e\r\nblue\ud800")
    assert line.text == "red]52;c;\nblue\ufffd"


@pytest.mark.parametrize(
    ("language", "typed", "fields"),
    [
        (
            "fr",
            "éviter : Deux clés | pourquoi: une seule | échéance: dans 2 semaines",
            {"type": "avoid", "why": ["une seule"], "due": "2026-12-06"},
        ),
        ("fr-FR", "keep: Deux | why: une ^vendredi", {"type": "keep", "why": ["une"], "due": "2026-11-27"}),
        ("cy", "cadw: Dau | pam: un ^yfory", {"type": "keep", "why": ["un"], "due": "2026-11-23"}),
        ("xx", "keep: Two ^tomorrow", {"type": "keep", "due": "2026-11-23"}),
    ],
)
def test_a_language_has_its_words_and_english_works_too(language: str, typed: str, fields: object) -> None:
    assert dict(read("lesson", typed, language=language).fields) == fields


def test_a_kind_has_its_word_in_a_language() -> None:
    assert read("point", ":récit Les clés", language="fr").kind == "story"
    assert read("point", ":risque Retard", language="fr").kind == "risk"
    assert read("point", ":risk Retard", language="fr").kind == "risk"


def test_an_entry_that_no_line_can_say_opens_the_form() -> None:
    room = Room("point", today=SUNDAY)
    for kind, text in (("action", "---"), ("point", "?"), ("point", " spaces "), ("rating", "4 4 5")):
        assert write_line(kind_class(kind)(kind=kind, text=text), room) is None


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("action", "order a second key @Sam ^2026-11-27"),
        ("point", "! order a second key @Sam ^2026-11-27"),
        ("event", "08:07 - Lines jammed #phones | but: not mine"),
        ("lesson", "keep: Two sign | why: one | why: two | recommendation: check"),
        ("point", '"We were never told" @Priya'),
        ("point", ":risk Late | likelihood: 4 | impact: 5 | sign: no mail"),
        ("point", "> FEMA: publish the code @Ana"),
        ("point", "{[/foo]} <script> | a | b |"),
    ],
)
def test_an_edit_shows_the_line_as_people_type_it(question: str, typed: str) -> None:
    room = Room(question, PEOPLE, today=SUNDAY)
    line = read_line(typed, room)
    assert write_line(kind_class(line.kind)(kind=line.kind, text=line.text, **line.fields), room) == typed


@pytest.mark.parametrize(
    ("typed", "milliseconds"),
    [
        ("! " + "word " * 4_000 + "@sam", 20),
        ("!" + "\\" * 20_000, 20),
        ("x " + "| " * 10_000 + "why: y", 60),
        ("@" * 20_000, 20),
        ("#" + "a" * 20_000, 20),
        ('"' + "a " * 10_000, 20),
        ("[" * 20_000, 20),
        ("a" * 20_000 + ":", 20),
        (" " * 10_000 + "a" + " " * 9_000 + ":", 20),
        ("*a" * 10_000, 20),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_long_line_costs_little(typed: str, milliseconds: int) -> None:
    room = Room("lesson", PEOPLE, today=SUNDAY)
    read_line(typed, room)
    best = min(_seconds(typed, room) for _ in range(5))
    assert best * 1000 < milliseconds


def _seconds(typed: str, room: Room) -> float:
    start = time.process_time()
    read_line(typed, room)
    return time.process_time() - start
