"""A line in an editor and back, lines on the clipboard, a bell: what the runner does outside its screen."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.desk import clipboard
from kmfacilitate.library.gatherer import Gatherer
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.ui.screens.runner import RunnerScreen
from kmfacilitate.ui.widgets.rail import Rail
from kmfacilitate.ui.widgets.strip import Strip

from .running import running


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def editor(folder: Path, code: str) -> Settings:
    """Settings with an editor that does this to the text of its file."""
    script = folder / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8').rstrip()\n"
        f"{code}\npath.write_text(text, 'utf-8')\n"
    )
    return Settings(editor=f'"{sys.executable}" "{script}"')


@pytest.fixture(autouse=True)
def handed_over(monkeypatch: pytest.MonkeyPatch):
    """There is no terminal to hand over in a test."""
    monkeypatch.setattr("textual.app.App.suspend", lambda app: nullcontext())


def texts(desk) -> list[str]:
    return [entry.text for _, entry in desk.f.session.of_kind("event")]


async def test_the_line_being_written_goes_to_the_editor_and_comes_back(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text += '\\nand more '")) as hands:
        await hands.line(":go 3")
        await hands.type("08:05 - Recording")
        await hands.press("ctrl+o")
        assert hands.runner.line.text == "08:05 - Recording and more"
        assert texts(hands.desk) == []
        assert "2 lines became one; Enter adds it." in hands.seen
        await hands.press("enter")
        assert texts(hands.desk) == ["Recording and more"]
        assert list((hands.desk.places.state / "editing").iterdir()) == []


async def test_an_entry_is_changed_as_an_ordinary_change_and_undone_as_one(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text = text.replace('ok', 'fine')")) as hands:
        await hands.lines(":go 3", "+ ok")
        await hands.line(":editor 3.1")
        assert texts(hands.desk) == ["fine"]
        await hands.press("ctrl+z")
        assert texts(hands.desk) == ["ok"]
        await hands.press("up", "ctrl+o")
        assert texts(hands.desk) == ["fine"]
        await hands.line(":editor 3.1")
        assert "3.1 is as it was" in hands.seen


async def test_a_half_typed_line_stays_beside_an_entry_in_the_editor(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text += '!'")) as hands:
        await hands.lines(":go 3", "+ ok")
        await hands.type("half a thought")
        hands.runner.carry_out("editor", "3.1")
        await hands.pilot.pause()
        assert texts(hands.desk) == ["ok!"]
        assert hands.runner.line.text == "half a thought"


@pytest.mark.parametrize(
    ("code", "line"), [("sys.exit(1)", "08:05 - Recording"), ("path.write_text('half'); sys.exit(1)", "half")]
)
async def test_an_editor_that_fails_loses_nothing(room, tmp_path, code, line):
    async with running(room.open(), settings=editor(tmp_path, code)) as hands:
        await hands.line(":go 3")
        await hands.type("08:05 - Recording")
        await hands.press("ctrl+o")
        assert hands.runner.line.text == line
        assert "ended with 1" in hands.seen


async def test_what_cannot_be_kept_stands_in_the_line(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text = ':next'")) as hands:
        await hands.lines(":go 3", "+ ok", ":editor 3.1")
        assert texts(hands.desk) == ["ok"]
        assert hands.runner.line.text == ":next"
        assert "Esc leaves 3.1 as it was" in hands.seen
        await hands.press("escape")
        assert texts(hands.desk) == ["ok"]


async def test_emptying_an_entry_deletes_nothing(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text = ''")) as hands:
        await hands.lines(":go 3", "+ ok", ":editor 3.1")
        assert texts(hands.desk) == ["ok"]
        assert ":delete 3.1 takes it out" in hands.seen


@pytest.mark.parametrize("code", ["text = ''", "path.write_text(' '); sys.exit(1)"])
async def test_a_line_that_comes_back_empty_is_as_it_was(room, tmp_path, code):
    async with running(room.open(), settings=editor(tmp_path, code)) as hands:
        await hands.line(":go 3")
        await hands.type("08:05 - Recording")
        await hands.press("ctrl+o")
        assert hands.runner.line.text == "08:05 - Recording"
        assert "Nothing came back; the line is as it was." in hands.seen


async def test_a_text_of_twenty_thousand_characters_is_taken_whole(room, tmp_path):
    async with running(room.open(), settings=editor(tmp_path, "text = 'word ' * 4000")) as hands:
        await hands.line(":go 3")
        await hands.press("ctrl+o", "enter")
        assert texts(hands.desk) == [("word " * 4000).strip()]


async def test_the_room_never_sees_an_editor(room, tmp_path):
    told = tmp_path / "told"
    settings = editor(tmp_path, f"pathlib.Path({str(told)!r}).touch()")
    async with running(room.open(), settings=settings) as hands:
        await hands.press("f7")
        await hands.type("~ secret")
        await hands.press("ctrl+o")
        hands.runner.carry_out("editor")
        assert "not taken, F7 says why" in hands.seen
        assert not told.exists()


async def test_no_editor_is_said(room):
    async with running(room.open(), settings=Settings(editor="no-such-editor-anywhere")) as hands:
        await hands.type("08:05 - Recording")
        await hands.press("ctrl+o")
        assert "There is no editor no-such-editor-anywhere here" in hands.seen
        assert hands.runner.line.text == "08:05 - Recording"


@pytest.mark.parametrize(("works", "said"), [(True, clipboard.COPIED), (False, "Sent to the terminal; if")])
async def test_copying_says_what_is_true(room, monkeypatch, works, said):
    copied: list[str] = []

    def put(text: str) -> bool:
        copied.append(text)
        return works

    monkeypatch.setattr(clipboard, "put_on_clipboard", put)
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    async with running(room.open(), size=(120, 40)) as hands:
        await hands.lines(":go 3", "+ ok", "- late", "~ mine", ":copy")
        await hands.until(lambda: said in hands.seen)
        assert copied == ["ok\nlate"]
        await hands.line(":copy 3.2")
        await hands.until(lambda: copied[1:] == ["late"])
        await hands.line(":copy 9.9")
        assert "9.9" in hands.seen
        assert len(copied) == 2


@pytest.mark.parametrize(("sounds", "rung"), [("on", 1), ("off", 0)])
async def test_one_bell_where_sounds_are_on(room, monkeypatch, sounds, rung):
    bells: list[int] = []
    monkeypatch.setattr("textual.app.App.bell", lambda app: bells.append(1))
    async with running(room.open(), settings=Settings(sounds=sounds)) as hands:
        await hands.line(":start")
        for _ in range(100):
            hands.desk.time.wait(1 / 60)
            hands.runner._tick()
        assert len(bells) == rung


async def test_without_motion_the_clock_has_no_seconds(room):
    async with running(room.open(), size=(120, 40), settings=Settings(motion="off")) as hands:
        await hands.line(":start")
        hands.desk.time.wait(0.2)
        hands.runner._tick()
        await hands.pilot.pause()
        assert "0 min of 3 min" in hands.seen
        assert "3 min left" in hands.seen


async def test_words_after_find_are_looked_for_in_the_library(room):
    room.type(":go 5", "keep: A spare key in the cabinet", ":go 5", "keep: Two people count", ":finish yes")
    async with running(room.open(), size=(120, 40)) as hands:
        await hands.line(":find spare key")
        await hands.until(lambda: "1 found" in hands.seen)
        assert "A spare key in the cabinet" in hands.seen
        assert "Two people count" not in hands.seen
        await hands.press("escape", "escape")
        assert hands.runner.line.text == ""
        await hands.line(":room")
        await hands.line(":find spare key")
        await hands.until(lambda: "not taken, F7 says why" in hands.seen)
        assert isinstance(hands.app.screen, RunnerScreen)


async def test_under_another_page_the_clock_counts_minutes(room):
    async with running(room.open(), size=(120, 40)) as hands:
        runner = hands.runner
        await hands.line(":start")
        hands.desk.time.wait(0.2)
        await hands.press("ctrl+p")
        assert hands.app.screen is not runner
        runner._tick()
        await hands.pilot.pause()
        assert runner.query_one(Strip).rows(120)[-1].left[0].text == "0 min"
        await hands.press("escape")
        runner._tick()
        await hands.pilot.pause()
        assert "0:12 of 3:00 used" in hands.seen


async def test_the_stages_cost_nothing_where_they_are_folded_away_and_are_right_when_shown(room, monkeypatch):
    asked: list[int] = []
    rows = Rail.rows
    monkeypatch.setattr(Rail, "rows", lambda rail, width: asked.append(width) or rows(rail, width))
    async with running(room.open(), size=(80, 24)) as hands:
        await hands.line(":start")
        hands.desk.time.wait(2.5)
        hands.runner._tick()
        assert not hands.runner.query_one(Rail)._layout_required
        await hands.pilot.pause()
        assert not asked
        await hands.pilot.resize_terminal(120, 40)
        await hands.pilot.pause()
        assert "2/3" in hands.seen


async def test_the_index_that_is_being_made_gives_way_to_a_key(room, monkeypatch):
    gave_way: list[Gatherer] = []
    monkeypatch.setattr(Gatherer, "give_way", lambda gatherer: gave_way.append(gatherer))
    async with running(room.open()) as hands:
        gatherer = hands.app.open_index().gatherer
        await hands.press("x")
        assert gave_way == [gatherer]
