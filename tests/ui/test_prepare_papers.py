"""Prepare writes the papers, says when it begins, and what is usual in this library."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate import language
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.preparing import TemplatePreparation, agenda
from kmfacilitate.ui.screens.prepare import Prepared
from kmfacilitate.ui.widgets.form import OneOf
from kmfacilitate.verbs import enter

from .conftest import seen
from .running import until

THURSDAY = "2031-05-01 10:00"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A library with three reviews in which one stage took longer than planned."""
    room = Room(tmp_path)
    monkeypatch.setenv("KMFACILITATE_STATE", str(room.places.state))
    monkeypatch.setenv("TZ", "Europe/London")
    for title in ("One", "Two", "Three"):
        desk = room.open(title=title)
        enter(desk, ":start")
        for number, minutes in enumerate((3, 7, 8, 15, 22, 10, 2), 1):
            enter(desk, f":go {number}")
            room.time.wait(minutes)
        enter(desk, ":finish yes")
        desk.close()
    return room


async def opened(app: Facilitator, pilot) -> TemplatePreparation:
    screen = await preparing(app, pilot)
    await until(pilot, lambda: "usually 22 min here" in seen(app))
    return screen


async def preparing(app: Facilitator, pilot) -> TemplatePreparation:
    await until(pilot, lambda: isinstance(app.screen, TemplatePreparation))
    assert isinstance(app.screen, TemplatePreparation)
    return app.screen


@pytest.mark.picture
async def test_f4_writes_the_papers_of_what_is_filled_in(room: Room, picture):
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        screen._title.text = "The vaccine clinic"
        screen._begins.text = "tomorow 10:00"
        await pilot.press("f4")
        await pilot.pause()
        assert "That is no time; type it like 10:30, fri 10:30" in seen(app)
        screen._begins.text = THURSDAY
        await pilot.pause()
        assert "Thu 1 May 2031" in seen(app)
        assert "10:33   What have we learned?" in seen(app)
        await picture(pilot, "prepare-begins-120x40")
        await pilot.press("f4")
        await until(pilot, lambda: "6 papers written to" in seen(app))
    folder = room.library.folder / "papers" / "2031-05-01-after-action-review-the-vaccine-clinic"
    assert len(list(folder.iterdir())) == 6
    card = next(folder.glob("*-cue-card.html")).read_text(encoding="utf-8")
    assert "15 minutes, usually 22 min here" in card
    assert not list(room.library.sessions_folder.rglob("*vaccine*"))


@pytest.mark.picture
async def test_the_agenda_says_what_is_usual_where_it_is_narrow_too(room: Room, picture):
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review")
    async with app.run_test(size=(80, 24)) as pilot:
        await preparing(app, pilot)
        await pilot.press("f6")
        screen = await opened(app, pilot)
        screen._begins.text = THURSDAY
        await pilot.pause()
        await picture(pilot, "prepare-agenda-80x24")


async def test_over_the_agenda_the_keys_lead_back_to_the_form(room: Room):
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review")
    async with app.run_test(size=(80, 24)) as pilot:
        await preparing(app, pilot)
        assert "Tab next field" in seen(app)
        assert "F6 agenda" in seen(app)
        await pilot.press("f6")
        await until(pilot, lambda: "F6 form" in seen(app))
        assert "Tab next field" not in seen(app)
        await pilot.press("f6")
        await until(pilot, lambda: "F6 agenda" in seen(app))


async def test_a_button_at_rest_has_a_shape_where_there_are_no_planes(room: Room):
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review", theme="contrast")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preparing(app, pilot)
        await until(pilot, lambda: "[  Start now  ]" in seen(app))
        screen.query_one("#start").focus()
        await until(pilot, lambda: "[  Start now  ]" not in seen(app))
        assert "[  Write papers  ]" in seen(app)
        app.theme = "ink"
        await until(pilot, lambda: "[" not in seen(app))


async def test_when_it_begins_is_kept_in_the_session_that_starts(room: Room):
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        screen._title.text = "The vaccine clinic"
        screen._begins.text = THURSDAY
        await pilot.press("f2")
        await until(pilot, lambda: "not started" in seen(app))
        assert "ends 11:00" in seen(app)
    file = next(room.library.sessions_folder.rglob("*vaccine*.json"))
    assert '"begins":"2031-05-01T09:00:00.000Z"' in file.read_text(encoding="utf-8")


def test_a_hard_end_and_the_agenda_are_of_the_day_on_which_it_begins(room: Room):
    from kmfacilitate.templates.shelf import TemplateShelf
    from kmfacilitate.ui.preparing import plan_of

    template = TemplateShelf().get("after-action-review")
    begins = datetime.datetime(2031, 5, 1, 22, 0, tzinfo=datetime.UTC)
    filled = Prepared("Night shift", variant="standard", hard_end="00:30", begins=begins)
    hard_end = plan_of(filled, template).hard_end
    assert hard_end is not None
    assert hard_end.isoformat() == "2031-05-02T00:30:00+00:00"
    assert [row.at for row in agenda(template, filled)][:2] == ["22:00", "22:03"]


async def test_who_reads_another_language_than_the_script_chooses_that_of_the_headings(room: Room):
    language.use(["fr"])
    app = Facilitator(room.library, glyphs=UNICODE, prepare="after-action-review")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preparing(app, pilot)
        screen._title.text = "Le centre"
        choice = screen.query_one("#papers-in OneOf", OneOf)
        assert screen.prepared.papers_in == ""
        choice.focus()
        await pilot.press("right")
        assert screen.prepared.papers_in == "fr"
        assert "○ English   ● français" in seen(app).replace("\u00a0", " ")
