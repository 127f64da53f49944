"""The list shows whole lines, the newest in sight, however many there are."""

from dataclasses import replace

import pytest

from kmfacilitate.session.scene import LineRow, Note
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.rail import Rail
from kmfacilitate.ui.widgets.strip import segments

from .conftest import seen
from .pages import RunnerPage, ShowApp
from .scenes import CLOSING, HOSTILE, ROWS, SCENE, STAGES


def many(count: int) -> tuple[LineRow, ...]:
    return tuple(
        LineRow(f"e{at}", f"3.{at}", "08:07", "-", "error", f"line number {at}") for at in range(1, count + 1)
    )


def page(rows=ROWS) -> ShowApp:
    return ShowApp(RunnerPage(replace(SCENE, rows=tuple(rows))), glyphs=UNICODE)


async def test_the_newest_stays_in_sight_and_what_is_above_is_said():
    app = page(many(300))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "line number 300" in seen(app)
        lines = app.screen.query_one(LineList)
        lines.page(-1)
        await pilot.pause()
        assert "line number 300" not in seen(app)
        assert "later" in seen(app)
        lines.show((*many(300), LineRow("new", "3.301", "08:46", "+", "success", "the newest")))
        await pilot.pause()
        assert "the newest" in seen(app)
        assert "↑ 288 earlier" in seen(app)


async def test_paging_up_reaches_the_first_and_down_the_last():
    app = page(many(60))
    async with app.run_test(size=(80, 24)) as pilot:
        lines = app.screen.query_one(LineList)
        shown = set()
        for _ in range(8):
            shown |= {at for at in range(1, 61) if f"line number {at}\n" in seen(app) + "\n"}
            lines.page(-1)
            await pilot.pause()
        assert shown == set(range(1, 61))
        assert "line number 1\n" in seen(app) + "\n"
        for _ in range(8):
            lines.page(1)
        await pilot.pause()
        assert "line number 60" in seen(app)


async def test_no_heading_stands_without_its_lines_and_what_a_heading_says_by_itself_is_counted():
    def head(at: str) -> LineRow:
        return LineRow(at, "", "", "", "plain", f"heading {at}", heading=True)

    for height in range(16, 34):
        rows = (*many(4), head("a"), *many(3), head("b"), head("c"))
        app = page(replace(row, id=f"{row.id}-{at}") for at, row in enumerate(rows))
        async with app.run_test(size=(80, height)) as pilot:
            lines = app.screen.query_one(LineList)
            lines.page(-9)
            await pilot.pause()
            said = [
                line.strip() for line in seen(app).splitlines() if "heading" in line or "line number" in line
            ]
            assert said[-1] != "heading a", (height, said)
            whole = len(said) == len(rows)
            assert ("later" in seen(app)) is not whole, (height, said)


async def test_a_picked_line_comes_into_sight():
    app = page(many(300))
    async with app.run_test(size=(80, 24)) as pilot:
        lines = app.screen.query_one(LineList)
        assert lines.beside("", -1) == "e300"
        assert lines.beside("e300", 1) == ""
        assert lines.beside("e300", -1) == "e299"
        lines.pick("e5")
        await pilot.pause()
        assert "▌3.5" in seen(app)
        lines.pick("")
        await pilot.pause()
        assert "line number 300" in seen(app)


async def test_states_are_said_in_words():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        lines = app.screen.query_one(LineList)
        lines.show_states({"e3.9": "saving", "e3.8": "failed"})
        lines.mark(["e3.5"])
        await pilot.pause()
        assert "3.9 ·" in seen(app)
        assert "posted on social media  ! not saved" in seen(app)
        assert "3.5 ●" in seen(app)


async def test_a_heading_too_long_for_its_row_is_said_whole():
    words = (
        "The software asks whether one is sure with the same words for a test and for the real thing alone"
    )
    app = page((LineRow("", "", "", "", "plain", words, heading=True), *many(3)))
    async with app.run_test(size=(60, 20)):
        assert words in " ".join(seen(app).split())


async def test_headings_and_facts():
    app = page(CLOSING)
    async with app.run_test(size=(120, 40)):
        text = seen(app)
        assert "Actions  4   what is missing first" in text
        assert "Operations chief  ! no date" in text


async def test_a_click_says_which_line():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(LineList, offset=(20, 3))
        (picked,) = app.first.seen
        assert isinstance(picked, LineList.Picked)
        assert picked.id in {row.id for row in ROWS}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
async def test_hostile_text_breaks_nothing_and_reaches_no_terminal(text):
    rows = (*ROWS[:2], LineRow("bad", text[:9], text[:30], text[:1], "error", text, under=()), ROWS[3])
    app = page(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Rail).show(STAGES, ((text[:3], text[:20], 1),), 3)
        await pilot.pause()
        assert not {"\x1b", "\x9b", "\x9d", "\u202e", "\x07"} & set(seen(app))
        assert "Software asked" in seen(app)
        assert "[/foo] [bold]x[/bold]" in seen(app) or not text.startswith("[/foo]")


@pytest.mark.parametrize("width", [20, 60, 97])
def test_the_strip_shares_every_cell(width):
    cells = segments(STAGES, width)
    assert sum(cells) == width
    assert min(cells) >= 1


async def test_below_the_lines_stands_what_is_still_to_be_said_as_far_as_there_is_height():
    unsaid = (Note("Say", ("One name and one day.",)), Note("Then ask", ("Who else?",)))
    app = page(many(2))
    async with app.run_test(size=(80, 24)) as pilot:
        lines = app.screen.query_one(LineList)
        lines.show(many(2), unsaid=unsaid)
        await pilot.pause()
        assert "  Say       One name and one day." in seen(app)
        assert "  Then ask  Who else?" in seen(app)
        lines.show((), empty="No lines yet.", unsaid=unsaid)
        await pilot.pause()
        assert seen(app).index("No lines yet.") < seen(app).index("One name and one day.")
        lines.show(many(300), unsaid=unsaid)
        await pilot.pause()
        assert "One name and one day." not in seen(app)
        assert "line number 300" in seen(app)
