"""Every row of the specification's table of what people really type."""

from __future__ import annotations

from datetime import date

import pytest

from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.line import Room, read_line, write_line

TODAY = date(2026, 11, 22)
CLINIC = ("Ana", "Sam", "Sam Lee", "Priya")
HAWAII = (
    "Day officer",
    "Night supervisor",
    "Day supervisor",
    "Operations chief",
    "Public information officer",
    "Software lead",
    "State warning point manager",
)
SIGNS = ("nothing but signs: kept as typed",)


def room(kind: str, **more: object) -> Room:
    people = CLINIC if kind == "point" else HAWAII
    return Room(kind, **{"people": people, "today": TODAY, **more})


ENTRIES = [
    # question, typed, kind, text, fields, notes
    (
        "point",
        "! order a second key @sam ^fri",
        "action",
        "order a second key",
        {"owner": "Sam", "due": "2026-11-27"},
        (),
    ),
    (
        "point",
        "!order a second key @sam ^fri",
        "action",
        "order a second key",
        {"owner": "Sam", "due": "2026-11-27"},
        (),
    ),
    ("point", "!! urgent, ring back", "point", "!! urgent, ring back", {}, ()),
    (
        "point",
        "* keep: Two people count the vaccine in | why: one miscounted twice"
        " | rec: second name on the sheet before signing",
        "lesson",
        "Two people count the vaccine in",
        {
            "type": "keep",
            "why": ["one miscounted twice"],
            "recommendation": "second name on the sheet before signing",
        },
        (),
    ),
    ("point", "*urgent* fix the door", "point", "*urgent* fix the door", {}, ()),
    (
        "point",
        "> FEMA: publish the code to use @ana ^15 feb",
        "recommendation",
        "publish the code to use",
        {"to": "FEMA", "owner": "Ana", "due": "2027-02-15"},
        (),
    ),
    ("point", ">90 % of callers gave up", "point", ">90 % of callers gave up", {}, ()),
    ("point", "? who pays for the test system", "parked", "who pays for the test system", {}, ()),
    ("point", "who pays for the test system?", "point", "who pays for the test system?", {}, ()),
    ("point", "??? nobody knew", "point", "??? nobody knew", {}, ()),
    (
        "point",
        "~ Sam looked upset, ring him tonight",
        "private",
        "Sam looked upset, ring him tonight",
        {},
        (),
    ),
    ("point", "~ 3 people looked at the floor", "private", "3 people looked at the floor", {}, ()),
    ("point", "~40 people were waiting", "point", "~40 people were waiting", {}, ()),
    ("point", '"We were never told" @priya', "quote", "We were never told", {"by": "Priya"}, ()),
    ("point", "“We were never told” - Priya", "quote", "We were never told", {"by": "Priya"}, ()),
    ("point", '"Go live" was the red button', "point", '"Go live" was the red button', {}, ()),
    (
        "point",
        '"Exercise" was said, and also "This is not a drill"',
        "point",
        '"Exercise" was said, and also "This is not a drill"',
        {},
        (),
    ),
    (
        "point",
        ":story The keys were in Priya's car | teller: Priya",
        "story",
        "The keys were in Priya's car",
        {"by": "Priya"},
        (),
    ),
    ("point", r"\! is the sign on the door", "point", "! is the sign on the door", {}, ()),
    ("point", r"\\server\share is down", "point", r"\\server\share is down", {}, ()),
    (
        "event",
        "08:07 - Live alert sent to every phone",
        "event",
        "Live alert sent to every phone",
        {"when": "08:07", "outcome": "worse"},
        (),
    ),
    (
        "event",
        "08:06 ? Officer took it as real | but: others heard an exercise",
        "event",
        "Officer took it as real",
        {"when": "08:06", "outcome": "unclear", "but": "others heard an exercise"},
        (),
    ),
    ("event", "(?) Officer took it as real", "event", "Officer took it as real", {"outcome": "unclear"}, ()),
    ("event", "? who cancelled it", "parked", "who cancelled it", {}, ()),
    (
        "event",
        "+ Governor told in two minutes",
        "event",
        "Governor told in two minutes",
        {"outcome": "better"},
        (),
    ),
    ("event", "-ve result came back late", "event", "-ve result came back late", {}, ()),
    ("event", "-5 degrees in the fridge", "event", "-5 degrees in the fridge", {}, ()),
    ("event", r"\- typed with a dash", "event", "- typed with a dash", {}, ()),
    ("event", "[T+5] first crew on site", "event", "first crew on site", {"when": "T+5"}, ()),
    ("event", "1998-12-11 launch", "event", "launch", {"when": "1998-12-11"}, ()),
    ("event", "2018 was a bad year", "event", "2018 was a bad year", {}, ()),
    ("event", "0805h bell rang", "event", "bell rang", {"when": "0805h"}, ()),
    (
        "event",
        "(-) Lines jammed | callers could not get through",
        "event",
        "Lines jammed | callers could not get through",
        {"outcome": "worse"},
        (),
    ),
    (
        "cause",
        "Test and live looked alike -> same menu -> built for speed",
        "cause",
        "Test and live looked alike -> same menu -> built for speed",
        {},
        (),
    ),
    ("cause", "a->b in the log", "cause", "a->b in the log", {}, ()),
    (
        "action",
        "Switch on two-person rule @software lead ^2w",
        "action",
        "Switch on two-person rule",
        {"owner": "Software lead", "due": "2026-12-06"},
        (),
    ),
    (
        "action",
        "Load the message @state ^tomorrow",
        "action",
        "Load the message",
        {"owner": "State warning point manager", "due": "2026-11-23"},
        (),
    ),
    (
        "action",
        "ask @pio for the text",
        "action",
        "ask Public information officer for the text",
        {"owner": "Public information officer"},
        (),
    ),
    (
        "action",
        "Check recordings @day ^fri",
        "action",
        "Check recordings",
        {"owner": "day", "due": "2026-11-27"},
        ("which? Day officer / Day supervisor",),
    ),
    (
        "action",
        "Call them @fire_brigade ^frday",
        "action",
        "Call them ^frday",
        {"owner": "fire brigade"},
        ("new name: fire brigade", "no date in ^frday"),
    ),
    (
        "action",
        'Call them @"Fire brigade" ^in 2 weeks',
        "action",
        "Call them",
        {"owner": "Fire brigade", "due": "2026-12-06"},
        (),
    ),
    (
        "action",
        "Do it @software @operations ^eom",
        "action",
        "Do it @operations",
        {"owner": "Software lead", "due": "2026-11-30"},
        ("one owner only: Operations chief stays in the text",),
    ),
    (
        "action",
        "Publish | who: software lead | by: friday",
        "action",
        "Publish",
        {"owner": "Software lead", "due": "2026-11-27"},
        (),
    ),
    (
        "action",
        "met Ana @ 10:30, mail ana@nhs.uk",
        "action",
        "met Ana @ 10:30, mail ana@nhs.uk",
        {},
        (),
    ),
    ("action", "copy 10^6 rows ^3/4", "action", "copy 10^6 rows", {"due": "2027-04-03"}, ()),
    ("point", "nobody told @priya by ^fri", "point", "nobody told @priya by ^fri", {}, ()),
    (
        "point",
        "the #pharmacy fridge was locked",
        "point",
        "the pharmacy fridge was locked",
        {"tags": ["pharmacy"]},
        (),
    ),
    (
        "point",
        "#1 concern is staffing, C# team late",
        "point",
        "#1 concern is staffing, C# team late",
        {},
        (),
    ),
    ("point", "# not a heading", "point", "# not a heading", {}, ()),
    (
        "lesson",
        "change: Agree in twos | reccomendation: the tool waits | becuase: one could send | foo: bar",
        "lesson",
        "Agree in twos",
        {"type": "change", "recommendation": "the tool waits", "why": ["one could send | foo: bar"]},
        (
            "reccomendation: read as recommendation:",
            "becuase: read as why:",
            "foo: is no field of a lesson; kept as text",
        ),
    ),
    (
        "lesson",
        "Agree in twos |rec:the tool waits",
        "lesson",
        "Agree in twos",
        {"recommendation": "the tool waits"},
        (),
    ),
    ("point", "ps | grep: x", "point", "ps | grep: x", {}, ("grep: is no field of a point; kept as text",)),
    ("point", "see | https://example.org", "point", "see | https://example.org", {}, ()),
    ("point", "| a | b |", "point", "| a | b |", {}, ()),
    ("point", r"Ready \| why: is in the text", "point", "Ready | why: is in the text", {}, ()),
    ("point", ":) happy room", "point", ":) happy room", {}, ()),
    ("point", r"\:next is what you type", "point", ":next is what you type", {}, ()),
    ("point", "---", "point", "---", {}, SIGNS),
    ("point", "!", "point", "!", {}, SIGNS),
    ("action", "@sam ^fri", "action", "@sam ^fri", {}, SIGNS),
]


@pytest.mark.parametrize(("question", "typed", "kind", "text", "fields", "notes"), ENTRIES)
def test_a_row_is_read_as_the_table_says(question, typed, kind, text, fields, notes) -> None:
    line = read_line(typed, room(question))
    assert (line.what, line.kind, line.text, dict(line.fields)) == ("entry", kind, text, fields)
    assert set(line.notes) == set(notes)


@pytest.mark.parametrize("row", ENTRIES, ids=[row[1] for row in ENTRIES])
@pytest.mark.parametrize("question", ["its own", "point", "private"])
def test_a_row_opened_for_edit_and_entered_changes_nothing(row, question) -> None:
    here = room(row[0])
    line = read_line(row[1], here)
    entry = kind_class(line.kind)(kind=line.kind, text=line.text, **line.fields)
    there = Room(line.kind if question == "its own" else question, people=here.people, today=TODAY)
    shown = write_line(entry, there)
    if not any(map(str.isalnum, line.text)) and there.kind != line.kind:
        assert shown is None
        return
    assert shown is not None
    again = read_line(shown, there)
    assert (again.kind, again.text, again.fields) == (line.kind, line.text, line.fields)


def test_an_ambiguous_owner_is_unsure() -> None:
    assert read_line("Check recordings @day ^fri", room("action")).unsure == ("owner",)
    assert read_line("Check recordings @day officer ^fri", room("action")).unsure == ()


@pytest.mark.parametrize(
    ("typed", "what", "word", "text"),
    [
        ("?", "help", "", ""),
        ("？", "help", "", ""),
        (":nxt", "command", "nxt", ""),
        (":3 nobody told the switchboard", "to-stage", "3", "nobody told the switchboard"),
        (":go 4b", "command", "go", "4b"),
        (":rate 4 4 5", "command", "rate", "4 4 5"),
        (":group 1 6 Untested", "command", "group", "1 6 Untested"),
        (":story", "command", "story", ""),
        (":fill 3.2 | why: x", "command", "fill", "3.2 | why: x"),
        ("  \t ", "nothing", "", ""),
        ("", "nothing", "", ""),
        ("\x00\u202e", "nothing", "", ""),
    ],
)
def test_what_is_no_entry(typed: str, what: str, word: str, text: str) -> None:
    line = read_line(typed, room("point"))
    assert (line.what, line.word, line.text) == (what, word, text)


def test_the_chain_of_a_cause_is_its_whys() -> None:
    typed = "Test and live looked alike → same menu -> built for speed"
    line = read_line(typed, room("cause"))
    assert line.text.split(" -> ") == ["Test and live looked alike", "same menu", "built for speed"]


@pytest.mark.parametrize("typed", ["-> never tried under stress", "→ never tried under stress"])
def test_an_arrow_goes_on_from_a_cause_and_is_text_otherwise(typed: str) -> None:
    line = read_line(typed, room("cause", follows_cause=True))
    assert (line.what, line.text) == ("go-on", "never tried under stress")
    assert read_line(typed, room("cause")).text == typed


def test_marks_quotations_and_kind_words_say_so() -> None:
    for typed in ("! ring", '"We were never told"', ":risk Late | l: 4"):
        assert read_line(typed, room("rating")).marked
    assert not read_line("4 4 5", room("rating")).marked
