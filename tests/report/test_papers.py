"""The papers, read again by programs that are not ours, with words in them that break documents."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import icalendar
import pytest
from hostile import HOSTILE
from markdown_it import MarkdownIt
from meetings import AFTER, BEGAN, REVIEW, Meeting, hawaii

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.report.papers.briefing import Briefing, brief
from kmfacilitate.report.papers.cue_card import cue_card, type_size
from kmfacilitate.report.papers.papers import NO_BEGINNING, NO_SLIPS, PAPERS, Form, papers
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.session import Session
from kmfacilitate.session.usual import Usual
from kmfacilitate.templates.shelf import TemplateShelf

LONDON = ZoneInfo("Europe/London")
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=LONDON)
SCRIPTS = [title.id for title in TemplateShelf().titles()]
H = "{http://www.w3.org/1999/xhtml}"
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def planned(script: str = "after-action-review", at: datetime = BEGAN, **plan: Any) -> Session:
    said = {"title": "False alert", "tz": "Europe/London", "head_count": 9, **plan}
    template = TemplateShelf().get(script)
    return Session.read(begin(template, Plan(**said), "", at, Ids(Random(1)), ""))


def made(briefing: Briefing, form: Form = "each") -> dict[str, bytes]:
    """The papers by their kind."""
    found = papers(briefing, form)[0]
    return {next(p for p in PAPERS if each.name.rpartition(".")[0].endswith(p)): each.data for each in found}


def text(briefing: Briefing, paper: str, form: Form = "md") -> str:
    return made(briefing, form)[paper].decode("utf-8")


# What they say


def test_the_agenda_has_clock_times_that_add_up():
    said = text(brief(planned(), begins=THURSDAY), "agenda")
    rows = [line.split("|")[1:4] for line in said.splitlines() if line.startswith("| 1")]
    assert [(at.strip(), int(minutes)) for at, _what, minutes in rows] == [
        ("10:00", 3), ("10:03", 7), ("10:10", 8), ("10:18", 15), ("10:33", 15), ("10:48", 10), ("10:58", 2),
        ("11:00", 60),
    ]  # fmt: skip
    assert "Thursday 3 December 2026, 10:00 to 11:00" in said


def test_without_a_beginning_it_counts_from_the_start_and_there_is_no_calendar():
    found, said = papers(brief(planned()))
    assert "calendar" not in [each.name.rpartition("-")[2] for each in found]
    assert said == (NO_BEGINNING,)
    assert found[0].name == "after-action-review-false-alert-invitation.md"
    assert "| 0:18 | 4 Why was there a difference? | 15 |" in text(brief(planned()), "agenda")


def test_the_start_that_the_session_knows_is_that_of_its_papers():
    known = brief(planned(begins=THURSDAY))
    assert (known.begins, known.ends) == (THURSDAY, THURSDAY + timedelta(hours=1))
    assert str(known.begins.tzinfo) == "Europe/London"
    event = icalendar.Calendar.from_ical(made(known)["calendar"]).events[0]
    assert event.start == THURSDAY
    later = THURSDAY + timedelta(days=1)
    assert brief(planned(begins=THURSDAY), begins=later).begins == later


@pytest.mark.parametrize(
    ("begins", "minutes"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), 45),
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), 60),  # it ends in the hour that comes twice
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), 120),  # and in the second of the two
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), 240),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1), 60),
        (datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), 120),
        (datetime(2026, 12, 31, 23, 30, tzinfo=LONDON), 60),
    ],
)
def test_a_calendar_reads_the_moments_that_are_meant(begins: datetime, minutes: int):
    briefing = brief(planned("retrospect", minutes=minutes, begins=begins))
    calendar = icalendar.Calendar.from_ical(made(briefing)["calendar"])
    event = calendar.events[0]
    start, end = (moment.astimezone(UTC) for moment in (event.start, event.end))
    assert start == begins.astimezone(UTC)
    assert end - start == timedelta(minutes=minutes)
    assert not [part.errors for part in calendar.walk() if part.errors]


def test_a_night_in_which_the_clocks_change_makes_no_stage_longer():
    night = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)  # at two it is one again
    rows = text(brief(planned("retrospect"), begins=night), "agenda").splitlines()
    times = [row.split("|")[1].strip() for row in rows if row[2:4].isdigit()]
    assert times[:5] == ["00:30", "00:40", "01:00", "01:20", "01:55"]
    assert times[5:7] == ["01:45", "01:55"]
    event = icalendar.Calendar.from_ical(made(brief(planned("retrospect"), begins=night))["calendar"]).events[
        0
    ]
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(minutes=240)


def test_the_cue_card_has_what_the_facilitator_needs_and_nobody_else_sees():
    briefing = brief(planned(), begins=THURSDAY, usual={"learned": Usual(22, 4)})
    card = text(briefing, "cue-card")
    for words in (
        "## 10:33 · 5 What have we learned?", "15 minutes, usually 22 min here", "10 minutes, kept",
        "**Say:** Let’s turn that into advice.", "**Ask 4b:** What made that possible, and why was that?",
        "for each of the 3 chosen", "**At 10:40:** Do we have something to keep", "**Gone quiet:** Ask what",
        "**For you alone: the tips are not for the room.**",
    ):  # fmt: skip
        assert words in card, words
    for paper in ("invitation", "agenda", "questions", "slips"):
        said = text(briefing, paper)
        for words in (
            "usually",
            "Gone quiet",
            "Someone blamed",
            "Half the time",
            "Read each one back",
            "kept",
        ):
            assert words not in said, (paper, words)


def test_slips_fill_pages_and_only_questions_on_slips_have_them():
    briefing = brief(planned(optional=("safety",)))
    slips = text(briefing, "slips", "html")
    assert slips.count("Which two or three differences matter most?") == 16  # for nine: two pages
    assert slips.count("How freely could you speak here today") == 16
    assert text(briefing, "slips").count("How freely could you speak") == 17  # and once as a heading
    assert "How freely" not in text(briefing, "questions")
    assert papers(brief(planned("retrospect"), begins=THURSDAY))[1] == (NO_SLIPS,)


def test_a_confidential_session_is_named_by_its_technique_alone():
    session = planned("action-learning-set", title="Kate and her manager")
    for form in ("md", "html", "ics"):
        for each in papers(brief(session, begins=THURSDAY), form)[0]:
            assert b"Kate" not in each.data
            assert "kate" not in each.name


def test_what_leaves_the_room_is_promised_as_it_was_settled():
    said = text(brief(planned(share="actions", names="none", facilitator="Ana Lovelace")), "invitation")
    assert "Only the actions leave the room." in said
    assert "It has no names." in said
    assert "Lovelace" not in said


def test_nothing_that_was_said_is_in_the_papers_of_a_session_that_was_held():
    session = hawaii().session()
    texts = {clean_line(entry.text) for entry in session.entries.values() if len(entry.text) > 12}
    names = {person.name for person in session.people.values()}
    assert texts
    for form in ("md", "html", "ics"):
        for each in papers(brief(session, at=AFTER), form)[0]:
            said = each.data.decode("utf-8")
            assert not [words for words in texts | names if words in said]


def test_while_it_is_held_the_times_are_those_of_the_day():
    m = Meeting(REVIEW, state="running")
    m.mark("stage", REVIEW["stages"][0]["id"])
    m.wait(20)
    m.mark("stage", REVIEW["stages"][1]["id"])
    briefing = brief(m.session(), at=BEGAN + timedelta(minutes=20))
    assert [part.at for part in briefing.parts[:2]] == ["09:30", "09:50"]
    assert [part.minutes for part in briefing.parts[:2]] == [20, REVIEW["stages"][1]["minutes"]]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_papers_that_are_legible_and_the_same_twice(script: str):
    briefing = brief(planned(script), begins=THURSDAY)
    assert type_size(cue_card(briefing)) >= 6.5
    for form in ("each", "md", "html", "ics"):
        assert papers(briefing, form) == papers(brief(planned(script, at=AFTER), begins=THURSDAY), form)


def test_one_paper_can_be_asked_for_and_what_can_not_be_is_said():
    briefing = brief(planned())
    assert [each.name for each in papers(briefing, "html", ("agenda",))[0]] == [
        "after-action-review-false-alert-agenda.html"
    ]
    with pytest.raises(Unable, match=NO_BEGINNING):
        papers(briefing, "ics")
    with pytest.raises(Unable, match="always ics"):
        papers(brief(planned(), begins=THURSDAY), "md", ("calendar",))


# Hostile words, in all that a script or a plan can say


def hostile(words: tuple[str, ...]) -> Briefing:
    template = copy.deepcopy(REVIEW)
    template.update(
        title=words[0], summary=words[1], ground_rules=list(words[:12]), outputs=list(words[12:]),
        people={"min": 2, "max": 9, "who": words[2]},
    )  # fmt: skip
    for at, stage in enumerate(template["stages"]):
        stage.update(
            title=words[at], say=words[at + 3], tips=list(words[:3]), watch_for=[words[4]],
            if_stuck={"quiet": words[at + 5], words[at]: words[at + 6]},
            cues=[{"at": "50%", "say": words[at + 7]}, {"at": words[at], "say": "now"}],
        )  # fmt: skip
        for question in stage.get("questions", ()):
            question["ask"] = words[at + 8]
        stage.setdefault("questions", []).append(
            {"id": f"on-slips-{at}", "ask": words[at + 9], "capture": {"how": "slips"}}
        )
    said = {
        "title": words[3],
        "place": words[4],
        "facilitator": words[5],
        "tz": "Europe/London",
        "started": "",
    }
    return brief(Meeting(template, **said).session(), begins=THURSDAY)


def shape(tree: Any) -> list[str]:
    return [element.tag for element in tree.iter() if element.tag != f"{H}br"]


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper != "calendar"])
def test_a_page_is_valid_and_keeps_its_shape_whatever_is_in_it(paper: str):
    pages = [
        html5lib.HTMLParser(strict=True).parse(text(hostile(words), paper, "html"))
        for words in (HOSTILE, tuple("plain words" for _ in HOSTILE))
    ]
    assert shape(pages[0]) == shape(pages[1])
    tags = {tag.removeprefix(H) for tag in shape(pages[0])}
    assert not tags & {"script", "img", "a", "link", "iframe"} - {"a"}


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper != "calendar"])
def test_markdown_keeps_its_shape_whatever_is_in_it(paper: str):
    def kinds(words: tuple[str, ...]) -> list[str]:
        return [token.type for token in READER.parse(text(hostile(words), paper))]

    assert kinds(HOSTILE) == kinds(tuple("plain words" for _ in HOSTILE))


def test_a_calendar_holds_one_event_whatever_is_in_it():
    data = made(hostile(HOSTILE))["calendar"]
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.events
    assert not any(len(line) > 75 for line in data.split(b"\r\n"))
    assert (event["dtstart"].params["TZID"], str(event.start)) == (
        "Europe/London",
        "2026-12-03 10:00:00+00:00",
    )
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert clean_line(HOSTILE[4]) in str(event["location"])


def test_the_event_of_a_session_keeps_its_identity_and_that_of_a_plan_follows_the_plan():
    def uid(session: Session, begins: datetime = THURSDAY) -> str:
        (event,) = icalendar.Calendar.from_ical(made(brief(session, begins=begins))["calendar"]).events
        return str(event["uid"])

    assert uid(planned()) == uid(planned(at=AFTER))
    assert uid(planned()) != uid(planned(title="Another"))
    assert uid(planned()) != uid(planned(), THURSDAY + timedelta(days=1))
    held = hawaii().session()
    assert uid(held) == "k3x9-7fq2-m8t4-start@kmfacilitate"


def test_places_to_go_to_have_names_of_their_own():
    briefing = brief(planned(), begins=THURSDAY)
    for paper in ("agenda", "cue-card", "questions", "slips"):
        tree = html5lib.HTMLParser(strict=True).parse(text(briefing, paper, "html"))
        headings = {e.get("id"): "".join(e.itertext()) for e in tree.iter(f"{H}h2")}
        named = [
            headings[e.get("aria-labelledby")] for e in tree.iter(f"{H}section") if e.get("aria-labelledby")
        ]
        assert len(named) == len(set(named)), paper
