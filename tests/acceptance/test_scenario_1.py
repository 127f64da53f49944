"""Scenario 1 of the acceptance page: the Hawaii review, whole, from a file, through the real command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sittings import Said, command, entries

SESSION = Path(__file__).parent / "sessions" / "scenario-1.txt"
PEOPLE = (
    "Day officer;Night supervisor;Day supervisor;Operations chief;Public information officer;"
    "Software lead;State warning point manager"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenario-1")


@pytest.fixture(scope="module")
def held(library: Path) -> Said:
    return command(
        "start", "after-action-review", "--plain", "--library", str(library / "library"),
        "--title", "False alert", "--end", "10:30", "--with", PEOPLE,
        given=SESSION.read_bytes(), folder=library,
    )  # fmt: skip


@pytest.fixture(scope="module")
def view(library: Path, held: Said) -> dict:
    shown = command("show", "last", "--json", folder=library)
    assert shown.code == 0
    return json.loads(shown.out)


@pytest.fixture(scope="module")
def shared(library: Path, held: Said) -> str:
    written = command("export", "--to", str(library / "out"), folder=library)
    assert written.code == 0
    return Path(written.out.strip()).read_text("utf-8")


@pytest.fixture(scope="module")
def full(library: Path, held: Said) -> Path:
    written = command("export", "last", "--edition", "full", "--to", str(library / "out"), folder=library)
    assert written.code == 0
    return Path(written.out.strip())


def test_it_ends_well(held: Said):
    assert held.code == 0
    assert [line for line in held.err.splitlines() if "Session" not in line and "hard end" not in line] == []


def test_the_timeline_is_in_order_and_keeps_its_numbers(view: dict, full: Path):
    numbers = {e["number"]: e for e in entries(view, "event")}
    assert len(numbers) == 7
    assert numbers["3.8"]["when"] == "08:01"
    assert (numbers["3.2"]["outcome"], numbers["3.2"]["but"]) == ("unclear", "others heard an exercise")
    assert numbers["3.4"]["text"] == "Telephone lines to the agency jammed | callers could not get through"
    assert numbers["3.5"]["text"] == "~40 calls a minute reached nobody"
    told = full.read_text("utf-8").partition("## Timeline")[2].partition("\n## ")[0]
    order = ("Shift change", "Recording played", "took it as real", "Live alert", "lines to the agency",
             "40 calls", "Correction posted")  # fmt: skip
    places = [told.index(words) for words in order]
    assert places == sorted(places)


def test_the_other_kinds_are_what_their_signs_say(view: dict):
    for kind, text in (
        ("private", "the chief is angry"),
        ("quote", "I thought it was the real thing"),
        ("parked", "Who pays for the separate test system?"),
    ):
        assert [e["text"] for e in entries(view, kind)] == [text]
    assert entries(view, "private")[0]["number"] == "p1"


def test_the_cause_hangs_on_the_first_of_the_three_chosen(view: dict):
    [cause] = entries(view, "cause")
    assert cause["text"] == (
        "Test and live looked alike -> same menu, same confirmation text"
        " -> built for speed, never tried with users under stress"
    )
    [live] = [e for e in entries(view, "event") if e["number"] == "3.3"]
    assert cause["under"] == live["id"]
    assert cause["source"] == live["id"]


def test_lessons_actions_and_recommendations(view: dict):
    first, second = entries(view, "lesson")
    assert (first["type"], first["tags"]) == ("change", ["alerting", "two-person-rule"])
    assert second["text"] == "Communicate better"
    one, two = entries(view, "action")
    # The day is that of the session, not of the test: the two may lie on either side of midnight.
    began = datetime.fromisoformat(view["session"]["started"]).astimezone(UTC).date()
    assert (one["owner"], one["due"]) == ("Software lead", (began + timedelta(days=14)).isoformat())
    assert two["owner"] == "Operations chief"
    assert "due" not in two
    [other] = entries(view, "recommendation")
    assert (other["to"], other["owner"]) == ("FEMA", "Public information officer")
    [rating] = entries(view, "rating")
    assert sorted(rating["values"]) == [2, 3, 4, 4, 4, 4, 5]


def test_the_shared_report_has_what_was_agreed_and_no_more(shared: str):
    for words in ("Require two people", "Communicate better", "Two-person confirmation",
                  "Stop no-notice drills", "publish which code"):  # fmt: skip
        assert words in shared
    for words in ("Day officer", "Software lead", "chief is angry", "real thing", "Recording played"):
        assert words not in shared
    assert "2 to 5" in shared


def test_the_full_report_has_everything_and_says_so(full: Path):
    text = full.read_text("utf-8")
    for words in ("Day officer", "Software lead", "chief is angry", "real thing", "Recording played"):
        assert words in text
    assert "FULL-not-for-sharing" in full.name
