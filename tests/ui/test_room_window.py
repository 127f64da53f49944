"""The room view as a window of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kmfacilitate.session.scene import LineRow, RoomScene, Said
from kmfacilitate.session.wall import view_of
from kmfacilitate.store.places import Places
from kmfacilitate.store.wall import Looking
from kmfacilitate.ui.room_window import RoomWindow

SCENE = RoomScene(
    "After action review", "False alert", "Actual", "3 of 7", "What actually happened, in order?",
    (LineRow("1", "3.1", "08:05", "-", "error", "Recording played"),), "09:50",
)  # fmt: skip


class Shown(Looking):
    """A window on a wall that the test holds in its hand."""

    view: object = None

    def look(self):
        return self.view


def text_of(app: RoomWindow) -> str:
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
    )


async def test_it_shows_what_is_shown_and_takes_nothing_but_leaving(tmp_path: Path):
    looking = Shown("k3x9-7fq2-m8t4", Places(tmp_path, tmp_path, tmp_path, tmp_path))
    app = RoomWindow(looking)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Recording" not in text_of(app)
        looking.view = view_of(SCENE)
        app.screen.look()
        await pilot.pause()
        assert "Recording played" in text_of(app)
        await pilot.press("x", "enter")
        assert "Recording played" in text_of(app)
        await pilot.press("q")
    assert app.return_code == 0


async def test_a_session_that_is_left_is_said_to_be_and_how_to_show_another(tmp_path: Path):
    looking = Shown("k3x9-7fq2-m8t4", Places(tmp_path, tmp_path, tmp_path, tmp_path))
    app = RoomWindow(looking)
    async with app.run_test(size=(80, 24)) as pilot:
        looking.view = view_of(SCENE)
        app.screen.look()
        looking.view = None
        app.screen.look()
        await pilot.pause()
        assert app.screen._shown.blank.startswith("Not open now.")
        looking.view = view_of(SCENE)
        app.screen.look()
        await pilot.pause()
        assert "Recording played" in text_of(app)


BALLOT = tuple(
    LineRow(str(n), str(n), "", "", "plain", f"Candidate {n}, in words that a room would use to say it")
    for n in range(1, 11)
)
COUNTED = tuple(
    replace(
        row, facts=(Said(f"{12 - int(row.number)} votes", "strong"),), under=(Said("as two others said"),)
    )
    for row in BALLOT
)


async def drawn(tmp_path: Path, scene: RoomScene, size: tuple[int, int]) -> str:
    looking = Shown("k3x9-7fq2-m8t4", Places(tmp_path, tmp_path, tmp_path, tmp_path))
    looking.view = view_of(scene)
    app = RoomWindow(looking)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return text_of(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("rows", [BALLOT, COUNTED], ids=["open", "counted"])
async def test_a_ballot_is_seen_whole_with_its_numbers(
    tmp_path: Path, size: tuple[int, int], rows: tuple[LineRow, ...]
):
    ask = "Which two or three differences matter most?"
    short = tuple(replace(row, text=row.text[:12]) for row in rows)
    seen = await drawn(tmp_path, replace(SCENE, ask=ask, rows=short, reads_down=True), size)
    for row in short:
        line = next((line for line in seen.splitlines() if f" {row.text} " in f"{line} "), "")
        assert f" {row.number}  " in line
        assert all(fact.text in line for fact in row.facts)


async def test_a_ballot_too_long_for_the_wall_says_how_many_follow(tmp_path: Path):
    long = tuple(replace(BALLOT[0], id=str(n), number=str(n)) for n in range(1, 41))
    seen = await drawn(tmp_path, replace(SCENE, rows=long, reads_down=True), (80, 24))
    assert " 1  Candidate" in seen
    shown = seen.count("Candidate")
    assert f"and {40 - shown} more" in seen


async def test_what_a_why_is_asked_of_stands_under_the_question_with_the_whole_chain(tmp_path: Path):
    why = LineRow(
        "1", "", "", "", "plain", "One could send alone", under=(Said("because nobody had to agree"),)
    )
    scene = replace(SCENE, ask="What made that possible?", about="Live alert sent", rows=(why,))
    seen = await drawn(tmp_path, scene, (80, 24))
    assert "Live alert sent" in seen
    assert "because nobody had to agree" in seen
