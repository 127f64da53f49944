"""The capture line keeps what is typed and says what keys mean."""

import pytest
from textual import events

from kmfacilitate.session.scene import Said
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.widgets.capture_line import CaptureLine

from .conftest import seen
from .pages import RunnerPage, ShowApp
from .scenes import ECHO, HOSTILE


def page(screen: RunnerPage | None = None) -> ShowApp:
    return ShowApp(screen or RunnerPage(), glyphs=UNICODE)


def told(app: ShowApp) -> list[object]:
    return app.first.seen


async def paste(app: ShowApp, pilot, text: str) -> None:
    app.focused.post_message(events.Paste(text))
    await pilot.pause()


async def test_enter_posts_the_line_and_never_an_empty_one():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        await pilot.press("enter")
        assert not told(app)
        capture.put("08:07 - alert sent")
        await pilot.press("enter")
        (entered,) = told(app)
        assert isinstance(entered, CaptureLine.Entered)
        assert entered.text == "08:07 - alert sent"


async def test_joiners_are_typed():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        for letter in "می\u200cخواهم":
            app.focused.post_message(events.Key(letter, letter))
        await pilot.pause()
        assert app.screen.query_one(CaptureLine).text == "می\u200cخواهم"


async def test_keys_that_change_the_text_keep_their_place_among_the_letters():
    app = page()
    typed = ["g", "o", "n", "e", "ctrl+u", "k", "e", "p", "d", "backspace", "t", "left", "left", "left", "s"]
    async with app.run_test(size=(80, 24)) as pilot:
        for key in typed:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.screen.query_one(CaptureLine).text == "ksept"


async def test_what_deletes_to_the_start_takes_all_rows_of_a_long_line():
    app = page()
    async with app.run_test(size=(60, 20)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("one word after another " * 5)
        await pilot.press("ctrl+u")
        assert capture.text == ""


async def test_several_lines_are_asked_about_and_nothing_is_lost():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("before ")
        await paste(app, pilot, "one\ntwo\r\n\nthree\n")
        assert "3 lines:  Enter as lines   1 as one   Esc leave it" in seen(app)
        await pilot.press("enter")
        (pasted,) = told(app)
        assert pasted.lines == ("one", "two", "three")
        assert capture.text == "before "
        await paste(app, pilot, "one\ntwo")
        await pilot.press("1")
        assert capture.text == "before one two"


async def test_twenty_thousand_characters_are_kept():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(app, pilot, "long " * 4000)
        capture = app.screen.query_one(CaptureLine)
        assert len(capture.text) == 20_000
        assert app.focused.size.height == 4


async def test_keys_on_an_empty_line_are_about_the_list():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        await pilot.press("up")
        capture.pick(True)
        await pilot.press("enter", "space", "delete")
        assert [(one.do, one.by) for one in told(app)] == [
            ("move", -1),
            ("edit", 0),
            ("mark", 0),
            ("delete", 0),
        ]
        await pilot.press("x")
        assert told(app)[-1].do == "type"
        assert capture.text == "x"


async def test_tab_and_escape_are_told_and_change_nothing():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("order a key @sa")
        await pilot.press("tab", "escape")
        complete, escaped = told(app)
        assert (complete.text, complete.cursor) == ("order a key @sa", 15)
        assert isinstance(escaped, CaptureLine.Escaped)
        assert capture.text == "order a key @sa"
        capture.complete(12, 15, "@Sam ")
        assert capture.text == "order a key @Sam "
        await pilot.press("ctrl+z")
        assert capture.text == "order a key @sa"


async def test_what_is_hidden_shows_neither_text_nor_length():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("~ Sam looked upset")
        capture.mask(True)
        await pilot.pause()
        assert "•••" in seen(app)
        assert "Sam" not in seen(app)
        capture.mask(False)
        await pilot.pause()
        assert "~ Sam looked upset" in seen(app)


async def test_a_line_begun_elsewhere_says_so():
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("a line begun elsewhere")
        capture.show_place("3a")
        capture.show_echo(ECHO)
        await pilot.pause()
        assert "for 3a a line begun elsewhere" in seen(app)
        assert "Action  ·  Sam, software lead  ·  due Fri 19 January" in seen(app)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
async def test_hostile_text_is_taken_as_it_is(text):
    app = page()
    async with app.run_test(size=(80, 24)) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put(text)
        capture.show_echo(((Said(text),),))
        await pilot.pause()
        assert "\x1b" not in seen(app)
        assert "\x9b" not in seen(app)
        assert "\u202e" not in seen(app)
