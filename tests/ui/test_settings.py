"""The settings on the screen: changed by keyboard, followed at once, a clash said before it is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sittings import Room
from textual.widgets import Input

from kmfacilitate.session import local_words
from kmfacilitate.settings.reading import read_settings
from kmfacilitate.settings.wishes import WISHES, Settings
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import ASCII, UNICODE
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.prepare import PrepareScreen
from kmfacilitate.ui.screens.settings import SettingsScreen
from kmfacilitate.ui.widgets.setting_list import LINES, SettingList
from kmfacilitate.ui.widgets.writing import Writing

from .conftest import Picture, seen
from .pages import ShowApp
from .running import Hands, running


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The settings file of nobody else."""
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))
    yield tmp_path / "state" / "config" / "settings.toml"
    local_words.use(local_words.ENGLISH)


@asynccontextmanager
async def opened(room: Room, settings: Settings | None = None) -> AsyncIterator[Hands]:
    """The settings over a running session."""
    async with running(room.open(), settings=settings) as hands:
        await hands.line(":settings")
        assert isinstance(hands.app.screen, SettingsScreen)
        yield hands


async def choose(hands: Hands, name: str) -> None:
    """Choose a setting, or the keys of a verb."""
    chosen = hands.app.screen.query_one(SettingList)
    names = [line.wish.name if line.wish else f"keys.{line.verb.id}" if line.verb else "" for line in LINES]
    chosen.action_move(names.index(name) - LINES.index(chosen.line))
    await hands.pilot.pause()


async def kept(hands: Hands) -> None:
    """Wait until nothing is on its way to the disk."""
    await hands.app.workers.wait_for_complete()
    await hands.pilot.pause()


async def test_a_look_is_chosen_and_followed_at_once(room, file):
    async with opened(room) as hands:
        await choose(hands, "theme")
        await hands.press("right", "right")
        await kept(hands)
        assert hands.app.theme == "paper"
        assert read_settings(file).theme == "paper"
        await hands.press("delete")
        await kept(hands)
        assert read_settings(file) == Settings()
        await hands.press("escape")
        assert hands.runner.line.text == ""


async def test_a_text_is_written_kept_or_left_as_it_was(room, file):
    async with opened(room) as hands:
        await hands.press("enter")
        await hands.type("Zoë Ana")
        await hands.press("enter")
        await kept(hands)
        assert read_settings(file).name == "Zoë Ana"
        await hands.press("enter", "x", "escape")
        assert "Your name         Zoë Ana" in hands.seen
        assert read_settings(file).name == "Zoë Ana"


async def test_what_is_not_allowed_is_said_and_stays_to_be_put_right(room, file):
    async with opened(room) as hands:
        await choose(hands, "language")
        await hands.press("enter")
        await hands.line("French, please")
        await kept(hands)
        assert "it takes a locale like fr_FR" in hands.seen
        assert not file.exists()
        await hands.press(*("backspace",) * 20)
        await hands.line("fr_FR")
        await kept(hands)
        assert read_settings(file).language == "fr_FR"
        assert local_words.local().months[0] == "janvier"


async def test_a_new_key_is_pressed_and_works_at_once(room, file):
    async with opened(room) as hands:
        await choose(hands, "keys.finish")
        await hands.press("enter")
        assert "Press the new key for “finish”. It stands in the place of F8." in hands.seen
        await hands.press("f1")
        assert "F1 is the key of “help”" in hands.seen
        await hands.press("escape", "enter", "alt+x")
        assert "can't be used" in hands.seen
        await hands.press("f12")
        await kept(hands)
        assert read_settings(file).keys == {"finish": ("f12",)}
        await hands.press("escape")
        await hands.press("f8")
        assert hands.desk.f.session.meeting.state == "planned"
        await hands.press("f12")
        await hands.until(lambda: hands.desk.f.session.meeting.state == "finished")


async def test_a_clash_is_said_with_both_and_only_enter_takes_it(room, file):
    async with opened(room) as hands:
        await choose(hands, "keys.next")
        await hands.press("enter", "f5")
        assert "F5 is the key of “clock”, which keeps ^R." in hands.seen
        await hands.press("escape")
        await kept(hands)
        assert not file.exists()
        await hands.press("enter", "f5", "enter")
        await kept(hands)
        assert read_settings(file).keys == {"clock": ("ctrl+r",), "next": ("f5",)}
        await choose(hands, "keys.clock")
        await hands.press("delete")
        assert "F5 is the key of “next” now; give that another first." in hands.seen
        await hands.press("escape")
        assert "F5 next" in hands.footer
        assert "^R start" in hands.seen
        await hands.press("f5")
        assert hands.desk.f.here.stage != hands.desk.f.session.plan[0].id


async def test_no_key_does_anything_else_while_one_is_waited_for(room, file):
    async with opened(room) as hands:
        await choose(hands, "keys.report")
        for key in ("ctrl+q", "ctrl+p", "f1", "ctrl+f", "down", "tab"):
            await hands.press("enter", key, "escape")
            assert isinstance(hands.app.screen, SettingsScreen)
        assert hands.app.is_running
        assert not file.exists()


async def test_a_verb_without_a_key_gets_one_and_its_word_when_it_needs_more(room, file):
    settings = Settings(keys={"time": ("f11",), "edit": ("ctrl+w",), "quit": ("ctrl+x",)})
    async with running(room.open(), settings=settings) as hands:
        await hands.press("f11")
        assert "of 3:00" in hands.seen
        await hands.press("ctrl+w")
        assert hands.runner.line.text == ":edit "
        hints = {hint.verb: hint.key for hint in hands.app.commands_for(hands.app.screen)}
        assert hints["time"] == "F11"
        assert hints["quit"] == "^X"


async def test_help_palette_and_footer_say_the_keys_in_use(room, file):
    async with running(
        room.open(), settings=Settings(keys={"next": ("f12",), "palette": ("ctrl+e",)})
    ) as hands:
        assert "F12 next" in hands.footer
        hints = {hint.verb: hint.key for hint in hands.app.commands_for(hands.app.screen)}
        assert hints["next"] == "F12"
        await hands.press("f2")
        assert hands.desk.f.here.stage == hands.desk.f.session.plan[0].id
        await hands.press("ctrl+e")
        assert "Go on to the next question" in hands.seen


async def test_what_is_wrong_is_said_once_and_shown_in_the_settings(room, file):
    settings = Settings(keys={"nxt": ("f2",)}, key_places={"nxt": "settings.toml:2"}, faults=("a: 1.",))
    async with running(room.open(), size=(120, 40), settings=settings) as hands:
        await hands.pilot.pause()
        assert "a: 1. 1 more: kmfacilitate settings says which." in hands.seen
        assert not hands.app._notifications
        await hands.line(":settings")
        assert "! settings.toml:2: keys.nxt: there is no verb of that name; did you mean next?" in hands.seen


async def test_home_opens_the_settings_and_takes_them_back(room, file):
    app = Facilitator(
        room.library, glyphs=UNICODE, settings=Settings(theme="contrast", keys={"help": ("f11",)})
    )
    async with app.run_test(size=(120, 40)) as pilot:
        assert app.theme == "contrast"
        assert "F11 help" in seen(app)
        await pilot.press("s")
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_prepare_begins_with_the_name_and_the_length_of_the_settings(room, file):
    settings = Settings(name="Zoë", variant="quick", room="lines")
    app = Facilitator(room.library, glyphs=UNICODE, settings=settings, prepare="after-action-review")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PrepareScreen)
        assert (screen.prepared.facilitator, screen.prepared.variant) == ("Zoë", "quick")
        desk = room.open()
        app.run_session(desk)
        await pilot.pause()
        assert (desk.room_mode, desk.room_mode_chosen) == ("lines", True)
        await pilot.press("ctrl+q")


async def test_the_room_never_sees_the_settings(room, file):
    async with running(room.open()) as hands:
        await hands.press("f7")
        await hands.app.run_action("app.settings")
        assert not isinstance(hands.app.screen, SettingsScreen)


async def test_nothing_blinks_and_nothing_moves_by_itself(room, file):
    async with running(room.open()) as hands:
        assert hands.app.animation_level == "none"
        await hands.press("ctrl+p")
        typed = hands.app.screen.query_one(Input)
        assert not typed.cursor_blink
        await hands.press("escape")
        assert not hands.runner.query_one(Writing).cursor_blink


SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_can_be_reached_and_seen_at_every_size(size, file):
    app = ShowApp(SettingsScreen(Settings(), where="settings.toml"), glyphs=UNICODE)
    async with app.run_test(size=size) as pilot:
        listed = app.screen.query_one(SettingList)
        for _ in range(len(LINES) // 10 + 1):
            await pilot.press("pagedown")
            await pilot.pause()
            assert f"▌{listed.line.label[:16]}" in seen(app)
        assert listed.line is LINES[-1]


@pytest.mark.picture
@pytest.mark.parametrize(
    ("name", "size", "theme", "glyphs"),
    [
        ("settings-60x20-ink", (60, 20), "ink", UNICODE),
        ("settings-80x24-paper", (80, 24), "paper", UNICODE),
        ("settings-120x40-contrast", (120, 40), "contrast", UNICODE),
        ("settings-80x24-ascii", (80, 24), "ink", ASCII),
    ],
)
async def test_settings(picture: Picture, file, name, size, theme, glyphs):
    settings = Settings(name="Zoë", theme="paper", keys={"clock": (), "next": ("f5",)})
    app = ShowApp(
        SettingsScreen(settings, library="sessions/", where="settings.toml"), theme=theme, glyphs=glyphs
    )
    async with app.run_test(size=size) as pilot:
        listed = app.screen.query_one(SettingList)
        listed.action_move(len(WISHES))  # the first of the keys
        await pilot.press("enter", "f3")
        await picture(pilot, name)


async def test_a_file_that_can_not_be_changed_is_said_and_what_is_set_stays(room, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('theme = "ink"\n')
    file.chmod(0o444)
    async with opened(room, Settings(theme="ink")) as hands:
        await choose(hands, "theme")
        await hands.press("right")
        await hands.until(lambda: "is protected against writing" in " ".join(hands.seen.split()))
        assert hands.app.theme == "ink"
    assert file.read_text() == 'theme = "ink"\n'
