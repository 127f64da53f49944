"""What the index keeps of a session, and above all what it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sittings import ROOT

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.rows import rows_of
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

Write = Callable[..., Path]
GOLDEN = ROOT / "tests" / "store" / "golden" / "session.json"


def words_in_cache(places: Places) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(places.cache.rglob("*")) if path.is_file())


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "private"},
        {"deleted": True},
        {"forgotten": "2026-11-22", "deleted": True},
        {"slip": True, "question": "sealed"},
        {"kind": "vote", "method": "dots"},
        {"kind": "rating", "question": "safety", "complete": True},
        {"kind": "point", "question": "safety"},
        {"kind": "something newer"},
    ],
)
def test_no_line_that_not_everybody_may_see(
    write: Write, ask: Callable[[], Ask], places: Places, line: dict[str, Any]
) -> None:
    write({"text": "seen zebra"}, {"text": "hidden quagga", "why": ["quagga"], **line})
    assert [one.text for one in ask().search("zebra").found] == ["seen zebra"]
    assert not ask().search("quagga").found
    assert b"quagga" not in words_in_cache(places)


@pytest.mark.parametrize(
    "meeting", [{"confidential": True}, {"family": "confidential"}, {"family": 3}, {"state": "discarded"}]
)
def test_nothing_of_a_confidential_or_discarded_session(
    write: Write, ask: Callable[[], Ask], places: Places, meeting: dict[str, Any]
) -> None:
    write({"text": "zebra", "tags": ["zebra"]}, title="Zebra", project="zebra", **meeting)
    assert not ask().search("zebra").found
    assert ask().sessions() == ()
    assert b"zebra" not in words_in_cache(places).lower().replace(b"-zebra-", b"")


def test_slips_are_found_once_they_were_opened(write: Write, ask: Callable[[], Ask]) -> None:
    slip = {"text": "quagga", "slip": True, "question": "slips"}
    write(slip)
    assert not ask().search("quagga").found
    write(slip, revealed=["slips"], place="anew")
    assert len(ask().search("quagga").found) == 1


def test_who_said_it_is_not_kept_where_names_are_not(
    write: Write, ask: Callable[[], Ask], places: Places
) -> None:
    write({"text": "a line", "by": "Kamala"}, names="none", place="x")
    assert ask().search("line").found[0].by == ""
    assert b"Kamala" not in words_in_cache(places)


@pytest.mark.parametrize(
    ("share", "offered"), [("open", "ela"), ("summary", "la"), ("actions", "a"), ("nothing", ""), ("odd", "")]
)
def test_other_sessions_are_offered_only_what_was_shared(
    write: Write, ask: Callable[[], Ask], share: str, offered: str
) -> None:
    kinds = ("event", "lesson", "action")
    write(*({"kind": kind, "text": f"zebra {kind}"} for kind in kinds), share=share)
    found = ask().related("zebra", kinds=kinds)
    assert sorted(one.kind[0] for one in found) == sorted(offered)
    lines = [one for one in ask().search("zebra").found if one.entry]
    assert sorted(one.kind[0] for one in lines) == sorted(offered), "nor does a search find more"
    assert bool(ask().sessions()) == (share in ("open", "summary", "actions"))


def test_quotes_and_stories_are_offered_only_with_consent(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"kind": "quote", "text": "zebra one"},
        {"kind": "quote", "text": "zebra two", "consent": "yes"},
        {"kind": "contact", "text": "zebra three", "consent": "no"},
    )
    found = ask().related("zebra", kinds=("quote", "contact"))
    assert [one.text for one in found] == ["zebra two"]


def test_numbers_are_those_of_the_session() -> None:
    documents = json.loads(GOLDEN.read_text("utf-8"))
    numbers = {line.entry: line.number for line in rows_of(documents, "2026-11-22").lines if line.entry}
    session = Session.read(documents)
    assert numbers
    assert numbers == {id_: session.number(id_) for id_ in numbers}


def test_two_windows_that_gave_one_number(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"text": "one", "n": 2},
        {"text": "other", "n": 2},
        {"text": "moved", "n": 3, "earlier": [["actual", 2]]},
    )
    assert [one.number for one in ask().lines()] == ["1.3", "1.2b", "1.2"]


def test_times_of_stages(write: Write, ask: Callable[[], Ask]) -> None:
    write()
    (held,) = ask().sessions()
    assert (held.planned, held.used) == (720, 540)


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=5), some, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(["kind", "stage", "n", "text", "tags", "slip", "earlier", "on"]), _ODD),
    _ODD,
)
def test_what_is_odd_is_left_out_and_stops_nothing(entry: dict[str, Any], odd: Any) -> None:
    documents = {
        "_meta": {"1": {"session": "k3x9-7fq2-m8t4"}},
        "session": {"1": {"title": odd, "share": odd, "names": odd, "technique": odd}},
        "stages": {"1": {"stage": odd, "revealed": odd, "minutes": odd}},
        "clock": {"1": {"at": odd, "where": odd}, "2": {"at": "2026-11-22T12:00:00.000Z"}},
        "entries": {"5": {"kind": "lesson", "text": "fine", "n": 1}, "6": {"question": odd, **entry}},
        "template": {"1": {"stages": [{"id": "actual", "questions": odd}, odd]}},
    }
    rows = rows_of(documents, "")
    if rows.session is not None:
        assert "fine" in [line.text for line in rows.lines]
        assert rows.session.share == ("open" if odd in (None, "") else rows.session.share)


def test_of_an_unreadable_choice_the_most_careful_is_assumed(library: Library) -> None:
    documents = {
        "_meta": {"1": {"session": "k3x9-7fq2-m8t4"}},
        "session": {"1": {"share": ["open"], "names": "everybody"}},
        "entries": {"5": {"kind": "lesson", "text": "fine", "by": "Sam"}},
    }
    assert rows_of(documents, "").session is None
    documents["session"]["1"]["share"] = "summary"
    rows = rows_of(documents, "")
    assert rows.session is not None
    assert (rows.session.names, rows.lines[0].by) == ("none", "")


def test_of_a_lesson_that_was_imported_everything_is_found(write: Write, ask: Callable[[], Ask]) -> None:
    told = {"title": "Storage outage", "template": "imported", "project": "Amazonia", "place": "Ouagadougou"}
    write({"kind": "lesson", "text": "Storage outage", "Timeline of the okapi": "at noon"}, **told)
    for word in ("storage", "amazonia", "ouagadougou", "okapi noon", "timeline outage"):
        assert len(ask().search(word).found) == 1, word
