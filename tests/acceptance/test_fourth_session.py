"""Who ran three sessions of one project is met, in the fourth, by what they promised and what they feared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sittings import Room, Said, entries, hold
from ui.running import running

PROMISES = ["Cut a second key", "Ring the depot", "Buy a board"]
FEARS = ["Nobody can open the door", "The vaccine comes late", "Keys and lists"]


def held(room: Room, template: str, *lines: str, **plan: Any) -> Said:
    """A session from its first line to its end, and some days."""
    said = hold(room.open(template, **plan), (*lines, ":finish"))
    assert (said.code, said.err) == (0, "")
    room.time.at += timedelta(days=4)
    return said


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A library with three sessions of the clinic, and what others did beside it."""
    room = Room(tmp_path)
    held(
        room, "before-action-review", ":go 3", "Nobody can open the door", "The vaccine comes late",
        ":go 7b", "Cut a second key @ana ^fri", "? who pays for the fridge", project="Clinic",
    )  # fmt: skip
    held(
        room, "pre-mortem", ":go 4", "The fridge is locked", "The list is wrong", "Nobody knows the number",
        ":reveal", ":go 6", ":group 4.1 4.2 4.3 Keys and lists", ":go 8b",
        "Ring the depot @sam ^2w", project="Clinic",
    )  # fmt: skip
    held(room, "after-action-review", ":go 6", "Ring HR about Kate @kate ^fri", project="Other")
    held(room, "after-action-review", ":go 6", "A secret plan", project="Clinic", share="nothing")
    held(
        room, "after-action-review", ":go 3", "08:00 - Door stayed shut",
        ":go 5", "keep: Two people hold keys", ":go 6", "Buy a board @sam ^3w", project="Clinic",
    )  # fmt: skip
    return room


def promised(room: Room) -> list[str]:
    return [line.text for line in room.open("retrospect", project="Clinic").f.past if line.kind == "action"]


def test_in_plain_mode(room: Room) -> None:
    said = held(
        room, "retrospect", "done cut on Monday", "open the depot is shut", "dropped nobody needs it", "open",
        ":go 4", "2026-11-01 - Door stayed shut", "2026-11-02 - The lift stood still",
        ":go 6", "happened twice", "no", "nearly", ":next", ":unforeseen 4.2",
        project="Clinic",
    )  # fmt: skip
    asked = said.out.partition("Review:")[0]
    assert "1a What came of what we agreed and set aside before?" in asked
    assert all(promise in asked for promise in PROMISES)
    assert "who pays for the fridge, parked" in asked
    assert "days late" in asked
    assert "Type done, still open or dropped, and a word about it" in asked
    fears = said.out.partition("6a Which of the things we feared")[2]
    assert all(fear in fears for fear in FEARS)
    for strange in ("Kate", "HR", "secret"):
        assert strange not in said.out

    kept = entries(room.json(), "verdict")
    assert [(v["what"], v["says"], v.get("reason", ""), v["of"]) for v in kept[:4]] == [
        ("Buy a board", "done", "cut on Monday", "action"),
        ("Ring the depot", "open", "the depot is shut", "action"),
        ("Cut a second key", "dropped", "nobody needs it", "action"),
        ("who pays for the fridge", "open", "", "parked"),
    ]
    assert [v["says"] for v in kept[4:]] == ["happened", "did-not", "nearly"]
    assert all(v["on"].count("/") == 1 for v in kept)

    report = room.markdown()
    assert "- [x] Buy a board — done, cut on Monday" in report
    assert "- Cut a second key — dropped, nobody needs it" in report
    foreseen = report.partition("## Foreseen or not")[2].partition("\n## ")[0]
    assert "3 challenges and causes named beforehand: 1 happened, 1 nearly did, 1 did not." in foreseen
    assert "Foreseen: 1 of 2 things that happened." in foreseen
    for word in ("happened", "nearly happened", "did not happen"):
        assert f"### Foreseen, and it {word}" in foreseen
    assert "### It happened, and nobody had foreseen it" in foreseen
    assert "The lift stood still" in foreseen
    assert promised(room) == ["Ring the depot"], "what was settled does not come back"


def test_nothing_to_look_back_on_is_not_asked_about(tmp_path: Path) -> None:
    room = Room(tmp_path)
    said = held(room, "retrospect", ":next", project="Clinic")
    assert said.out.startswith("Stage 1 of 9: Welcome, purpose and ground rules (10 minutes)\n1 Can we all")
    assert "earlier" not in room.markdown()


def test_an_earlier_lesson_becomes_an_action_or_a_change_of_the_plan(room: Room) -> None:
    held(
        room, "before-action-review", ":go 4", "action Cut two keys for each shift @ana ^fri", ":go 4b",
        project="Second clinic",
    )  # fmt: skip
    view = room.json()
    verdict, action = entries(view, "verdict")[0], entries(view, "action")[0]
    assert (verdict["what"], verdict["says"], verdict["of"]) == ("Two people hold keys", "applies", "lesson")
    assert (action["text"], action["owner"], action["source"]) == (
        "Cut two keys for each shift", "ana", verdict["id"],
    )  # fmt: skip
    assert "- Two people hold keys — applies" in room.markdown()
    assert "**Action:** Cut two keys for each shift" in room.markdown()
    held(room, "pre-mortem", ":go 8", "plan Keys are handed out on Sunday", project="Third clinic")
    assert "**Change of the plan:** Keys are handed out on Sunday" in room.markdown()


async def test_in_the_app(room: Room) -> None:
    async with running(room.open("retrospect", project="Clinic"), size=(100, 30)) as hands:
        for words in (*PROMISES, "who pays for the fridge"):
            assert words in hands.seen
        await hands.press("up", "down", "enter")
        await hands.press("d")
        await hands.line(":go 6")
        for words in FEARS:
            assert words in hands.seen
        await hands.line("nearly we found another key")
        assert [e.says for _, e in hands.desk.f.session.of_kind("verdict")] == ["done", "nearly"]
        for strange in ("Kate", "HR", "secret"):
            assert strange not in hands.seen
