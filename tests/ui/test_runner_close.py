"""Close: page one for the room, page two for the facilitator; the report half way and at the end."""

from __future__ import annotations

import pytest
from sittings import Room

from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.report import ReportScreen

from .running import Hands, running


@pytest.fixture
def room(tmp_path) -> Room:
    return Room(tmp_path)


async def to_page_two(hands: Hands) -> None:
    await hands.lines(
        ":go 5", "Two people agree", "Communicate better | why: nobody did", "? who pays", '"never told"'
    )
    await hands.line(":go 7")
    await hands.to_close_page_two()


def routes(hands: Hands) -> list[str]:
    return [entry.route for _, entry in hands.desk.f.session.of_kind("lesson")]


async def test_one_key_answers_and_the_next_line_is_picked(room):
    async with running(room.open()) as hands:
        await to_page_two(hands)
        assert "5 things to tidy" in hands.seen
        assert "L local  P process" in hands.seen
        await hands.press("f1")
        assert "process: a procedure, a checklist or a training is changed" in hands.seen
        await hands.press("escape")
        await hands.press("l")
        await hands.press("p")
        assert routes(hands) == ["local", "process"]
        assert hands.runner.lines.picked == hands.desk.f.session.of_kind("parked")[0][0]
        await hands.press("d")
        await hands.press("y")
        assert "1 thing to tidy" in hands.seen
        await hands.press("ctrl+z")
        assert "2 things to tidy" in hands.seen


async def test_only_the_picked_line_says_its_keys(room):
    async with running(room.open()) as hands:
        await to_page_two(hands)
        assert hands.seen.count("L local") == 1
        await hands.press("down")
        assert hands.seen.count("L local") == 1


async def test_a_letter_is_text_where_it_answers_nothing(room):
    async with running(room.open()) as hands:
        await to_page_two(hands)
        await hands.press("z", "l")
        assert hands.runner.line.text == "zl"
        assert routes(hands) == ["", ""]


async def test_f3_goes_back_to_page_one(room):
    async with running(room.open()) as hands:
        await to_page_two(hands)
        await hands.press("f3")
        assert "things to tidy" not in hands.seen
        assert "Leaves the room" in hands.seen


async def test_the_report_half_way_and_back(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 5", "Two people agree")
        await hands.line(":report")
        await hands.until(lambda: isinstance(hands.app.screen, ReportScreen))
        assert "Two people agree" in hands.seen
        await hands.press("escape")
        await hands.line("Communicate better")
        assert len(hands.desk.f.session.of_kind("lesson")) == 2


async def test_f8_finishes_writes_the_report_and_leads_home(room):
    async with running(room.open()) as hands:
        await to_page_two(hands)
        await hands.press("f8")
        await hands.until(lambda: isinstance(hands.app.screen, ReportScreen) and "Saved" in hands.seen)
        (report,) = (room.folder / "library" / "reports").glob("*.md")
        assert "Two people agree" in report.read_text("utf-8")
        await hands.press("escape")
        await hands.until(lambda: isinstance(hands.app.screen, HomeScreen) and "to tidy" in hands.seen)
        assert "Two people agree" not in hands.seen
        await hands.press("space")
        assert "Two people agree" in hands.seen


async def test_f8_does_not_drop_a_half_typed_line(room):
    async with running(room.open()) as hands:
        await hands.type("half a thought")
        await hands.press("f8")
        assert "There is a line that is not entered." in hands.seen
        assert hands.desk.f.session.meeting.state != "finished"


async def test_in_80_columns_the_report_has_the_whole_width_and_f6_turns_it_over(room):
    async with running(room.open(), size=(80, 24)) as hands:
        lesson = "Ring the neighbouring ward before the list of the morning is printed"
        await hands.lines(":go 5", f"keep: {lesson}")
        await hands.press("f8")
        await hands.until(lambda: isinstance(hands.app.screen, ReportScreen) and "Saved" in hands.seen)
        assert lesson in hands.seen
        assert "Agreed in the room" not in hands.seen
        await hands.press("f6")
        assert "Agreed in the room" in hands.seen
        assert "Lessons identified" not in hands.seen
        await hands.press("f6")
        assert "Lessons identified" in hands.seen


async def test_the_report_is_saved_as_a_web_page_too(room):
    async with running(room.open(), size=(120, 40)) as hands:
        await hands.lines(":go 6", "Order a key @ana ^fri", ":finish")
        await hands.until(lambda: isinstance(hands.app.screen, ReportScreen) and "Saved" in hands.seen)
        assert "Markdown" in hands.seen
        screen = hands.app.screen
        screen._form.action_choose("html")
        await hands.until(lambda: ".html" in "".join(hands.seen.split()))
        screen.action_save()
        folder = hands.desk.library.folder / "reports"
        await hands.until(lambda: bool(list(folder.glob("*.html"))))
        assert "Order a key" in next(folder.glob("*.html")).read_text("utf-8")
