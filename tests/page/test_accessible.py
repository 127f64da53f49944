"""Report and room page, looked at by axe-core in a real browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sittings import Room

from kmfacilitate.page.html import page, room
from kmfacilitate.report.papers.briefing import brief
from kmfacilitate.report.papers.papers import PAPERS, Paper, papers
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.scene import RoomScene
from kmfacilitate.session.session import Session
from kmfacilitate.templates.shelf import TemplateShelf

from .chromium import CHROMIUM, NO_AXE, NO_CHROMIUM, axe, faults_of, pages_of
from .test_page import SCENE

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.skipif(not axe(), reason=NO_AXE),
]

REVIEW = (
    ":go 3",
    '08:05 - Recording played; it began with "Exercise" | but: others heard <b>an</b> exercise',
    "08:06 ? Day officer took it as real",
    '"I thought it was the real thing" @Ana',
    "? Who pays for the separate test system?",
    ":go 4",
    ":vote 3.1=2 3.2=1",
    ":next",
    "Test and live looked alike -> same menu -> built for speed",
    ":go 5",
    "change: Two people agree | why: one could send it | rec: the tool waits for the second",
    ":go 6",
    "Two-person rule switched on @Sam ^2w",
    "> FEMA: publish the code @Ana",
    ":go 7",
    ":rate 4 4 5 3",
    ":finish",
)


def report(folder: Path, which: str) -> str:
    held = Room(folder)
    held.type(*REVIEW, title="False alert", people="Ana;Sam;Priya;Tom", names="all")
    return held._delivered(which, "html")


def room_page(scene: RoomScene | None) -> str:
    """The page as it stands once its script has fetched the room's part."""
    style = files("kmfacilitate.page").joinpath("room.css").read_text("utf-8")
    whole = page().replace('<link rel="stylesheet" href="room.css">', f"<style>{style}</style>")
    whole = whole.replace('<script src="room.js" defer></script>', "")
    return whole.replace('<h1 class="blank">One moment.</h1>', room(scene))


def told(found: list[dict[str, Any]]) -> str:
    return "\n".join(f"{fault['id']}: {fault['help']}: {fault['nodes'][:3]}" for fault in found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["shared", "full"])
def test_the_report_has_no_fault(tmp_path: Path, which: str, scheme: str):
    found = faults_of(report(tmp_path, which), tmp_path, scheme=scheme)
    assert not found["violations"], told(found["violations"])


PRINTED = [paper for paper in PAPERS if paper != "calendar"]


def printed(paper: Paper) -> str:
    session = begin(
        TemplateShelf().get("pre-mortem"),
        Plan(title="The storm warning that came late", people=("Ana", "Sam"), project="Alerting"),
        "", datetime(2026, 11, 22, 9, 0, tzinfo=UTC), Ids(Random(1)), "",
    )  # fmt: skip
    briefing = brief(Session.read(session), begins=datetime(2026, 12, 3, 10, 0, tzinfo=UTC))
    ((made,), _said) = papers(briefing, "html", [paper])
    return made.data.decode("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", PRINTED)
def test_the_papers_have_no_fault(tmp_path: Path, paper: Paper, scheme: str):
    found = faults_of(printed(paper), tmp_path, scheme=scheme)
    assert not found["violations"], told(found["violations"])


@pytest.mark.parametrize(("paper", "pages"), [("agenda", 1), ("cue-card", 1), ("questions", 3), ("slips", 2)])
def test_the_papers_take_no_page_more_than_they_fill(tmp_path: Path, paper: Paper, pages: int):
    assert pages_of(printed(paper), tmp_path) <= pages


@pytest.mark.parametrize(
    ("scene", "scheme", "width"),
    [
        (SCENE, "dark", 1280),
        (SCENE, "light", 480),
        (replace(SCENE, blank="Back at 11:05"), "dark", 1280),
        (None, "light", 1280),
        (replace(SCENE, ask="", rows=()), "dark", 1280),
    ],
    ids=["lines", "lines-narrow", "blank", "no-session", "confidential"],
)
def test_the_room_page_has_no_fault(tmp_path: Path, scene: RoomScene | None, scheme: str, width: int):
    found = faults_of(room_page(scene), tmp_path, scheme=scheme, width=width)
    assert not found["violations"], told(found["violations"])
