"""The app: themes, sizes, keys everywhere, leaving cleanly, and what happens when it breaks.

Only what the first paint of Home needs is imported here; screens bring the rest when they are opened.
"""

from __future__ import annotations

import asyncio
import datetime
import gc
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Resize
from textual.screen import Screen

from kmfacilitate.clean import clean
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.settings.keymap import EVERYWHERE, Keymap, checked
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.ui.drawing import HIGH, MIDDLE, NARROW, SHORT, VAST, WIDE
from kmfacilitate.ui.glyphs import Glyphs, chosen_glyphs
from kmfacilitate.ui.hints import COMMANDS, HELP, HelpPart, Hint
from kmfacilitate.ui.keys import AppKey, named, rebind, shown_now
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.text import notify
from kmfacilitate.ui.themes import DEFAULT_THEME, OWN_VARIABLES, THEMES

_EVERYWHERE = (
    COMMANDS,
    HELP,
    Hint("^Q", N_("leave"), "app.leave", help=N_("leave; nothing is lost"), word=":quit", verb="quit"),
    Hint("", N_("look"), "app.next_theme", help=N_("change the look for now: ink, paper, contrast")),
    Hint("Esc", N_("back"), "", help=N_("back, never deletes")),
)


def _palette() -> type:
    from kmfacilitate.ui.palette import Commands

    return Commands


def _collect_garbage() -> None:
    """Begin to, where that waited for the first paint.

    What the program is made of is no garbage, and is looked through no more: that takes longer than a key.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class KmApp(App[int], inherit_bindings=False):
    """The app without its screens; who starts it pushes the first.

    Args:
        theme: `ink`, `paper` or `contrast`.
        glyphs: the signs to draw with; None: chosen by the settings or the terminal.
        settings: what the user has set; a theme or signs that are passed count more.
        state_folder: where a crash report is written; None: nowhere.
    """

    TITLE = "kmfacilitate"
    ENABLE_COMMAND_PALETTE = True
    catching = False
    """Whether the next key is one to be set."""
    COMMANDS: ClassVar[set[object]] = {_palette}  # type: ignore[assignment]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (NARROW, "-medium"),
        (WIDE, "-wide"),
        (VAST, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (SHORT, "-short"),
        (MIDDLE, "-mid"),
        (HIGH, "-high"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "commands", id="palette", priority=True),
        Binding("f1", "help", "help", id="help", priority=True),
        Binding("ctrl+q", "leave", "leave", id="quit", priority=True),
        Binding("ctrl+c", "copy", "copy", id="copy", show=False),
        Binding("tab", "focus_next", show=False, id="next-field"),
        Binding("shift+tab", "focus_previous", show=False, id="previous-field"),
    ]
    CSS = """
    Screen { background: $background; color: $foreground; }
    VerticalScroll, HelpScreen #parts { scrollbar-size: 1 1; }
    CommandPalette {
        background: $background 60%;
        & > Vertical { background: $panel; max-width: 100; margin-top: 2; }
        & #--input { border: none; border-left: outer $accent; padding: 1 0; background: $panel; }
        & SearchIcon { display: none; }
        & CommandInput, & CommandInput:focus { border: none; height: 1; padding: 0 2 0 1; }
    }
    .-mid Prompt, .-high Prompt { padding: 1 2 1 1; }
    .-theme-contrast Question, .-theme-contrast CaptureLine, .-theme-contrast .framed {
        border: heavy $accent;
        padding: 0;
    }
    .-theme-contrast .framed.-quiet { border: heavy $rule; }
    .-theme-contrast CaptureLine, .-theme-contrast #find { padding: 0 2 0 1; }
    .-theme-contrast CaptureLine.-wide { padding: 0 2; }
    .-theme-contrast HelpScreen #find { border: heavy $accent; }
    .-theme-contrast LibraryScreen #box { border: heavy $rule; padding: 0 2 0 1; }
    .-theme-contrast LibraryScreen #box:focus-within { border: heavy $accent; }
    .-theme-contrast Prompt.framed { padding: 0 1; }
    .-theme-contrast .-ascii.framed { border: ascii $accent; }
    .-theme-contrast CaptureLine.-one-row { border: none; border-left: outer $accent; padding: 0 2 0 3; }
    .-theme-contrast CaptureLine.-elsewhere { border: heavy $rule; }
    CommandList, CommandList:focus { border: none; padding: 1 0; background: $surface; scrollbar-size: 1 1; }
    CommandList > .option-list--option { text-style: none; }
    CommandList > .option-list--option-highlighted { background: $select; }
    """

    def __init__(
        self,
        *,
        theme: str = "",
        glyphs: Glyphs | None = None,
        state_folder: Path | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.keymap = Keymap()
        """The keys in use: before `know_all_keys` only those that work everywhere."""
        self.glyphs = glyphs or chosen_glyphs(self.settings.glyphs)
        self.state_folder = state_folder
        for each in THEMES:
            self.register_theme(each)
        wanted = theme or self.settings.theme
        self._theme_chosen = wanted in self.available_themes
        self.theme = wanted if self._theme_chosen else DEFAULT_THEME
        self._take_keys()
        self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values for our own variables where a theme of others has none."""
        return OWN_VARIABLES

    def get_driver_class(self) -> type[Driver]:
        """The driver of this system; ours where a terminal can be hung up."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from kmfacilitate.ui.terminal import Terminal

        return Terminal

    def on_mount(self) -> None:
        """Leave cleanly also when the terminal goes away or the system asks to."""
        self.call_after_refresh(_collect_garbage)
        few_colours = not self.is_headless and self.console.color_system in ("standard", "windows")
        if few_colours and not self._theme_chosen:
            self.theme = "contrast"  # sixteen colours can't tell our planes apart
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGHUP):
            try:
                loop.add_signal_handler(name, self.leave)
            except (RuntimeError, ValueError):  # not in the main thread, as in a test or an embedding program
                return

    def on_command_palette_opened(self) -> None:
        """Nothing blinks, in the palette neither; and what would turn there while it looks is not painted."""
        from textual.widgets import Input, LoadingIndicator

        for typed in self.screen.query(Input):
            typed.cursor_blink = False
        for turning in self.screen.query(LoadingIndicator):
            turning.auto_refresh = None

    def on_resize(self, event: Resize) -> None:
        """Say one sentence while the window is too small, and give the page back when it is not."""
        from kmfacilitate.ui.screens.too_small import TooSmallScreen, is_too_small

        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            self.push_screen(TooSmallScreen())
        elif shown and not is_too_small(event.size):
            self.pop_screen()

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the settings wait for a key, no key does anything else."""
        return not self.catching

    def _take_keys(self) -> None:
        """Take the keys that work everywhere; what the verbs are is not known before the first paint."""
        bindings = self._key_bindings()
        wanted = {id_: keys for id_, keys in self.settings.keys.items() if id_ in bindings}
        if wanted:
            own = type(self)._merged_bindings or ()
            verbs = [
                AppKey(id_, one.description, tuple(key for key, other in own if other.id == id_))
                for id_, one in bindings.items()
            ]
            self.keymap = checked(wanted, verbs, places=self.settings.key_places, some=True)
        rebind(self, bindings.values(), self.keymap)

    def know_all_keys(self) -> None:
        """Check the user's keys against every verb, and take them."""
        from kmfacilitate.verbs import VERBS

        self.keymap = checked(self.settings.keys, VERBS, places=self.settings.key_places)
        rebind(self, self._key_bindings().values(), self.keymap)

    def _key_bindings(self) -> dict[str, Binding]:
        """What works everywhere, by verb id."""
        return {one.id: one for _id, one in type(self)._merged_bindings or () if one.id in EVERYWHERE}

    # What can be done everywhere.

    def commands_for(self, screen: Screen[object]) -> tuple[Hint, ...]:
        """Everything that can be done now on a screen, its own first."""
        own = screen.commands() if isinstance(screen, KmScreen) else ()
        others = (hint.spoken() for hint in _EVERYWHERE if hint.action not in {one.action for one in own})
        return tuple(named(hint, self.keymap) for hint in (*own, *others))

    def action_command_palette(self) -> None:
        """Open the palette, which says in the language spoken what to type."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            words = f" {_('type to find a key or a word')}"
            self.push_screen(CommandPalette(placeholder=words, id="--command-palette"))

    def action_help(self) -> None:
        """Open the help for the screen at hand; from the help, go back."""
        from kmfacilitate.ui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, HelpScreen):
            self.pop_screen()
            return
        if not isinstance(screen, KmScreen):
            return
        own = screen.commands()
        own = tuple(named(hint, self.keymap) for hint in own)
        now = HelpPart(_("You can now"), tuple(hint for hint in own if hint.key))
        said = {hint.key for hint in now.hints}
        others = [named(hint.spoken(), self.keymap) for hint in _EVERYWHERE]
        everywhere = HelpPart(_("Everywhere"), tuple(h for h in others if h.key and h.key not in said))
        words = tuple(replace(one, key=one.word, word="") for one in own if one.word and one not in now.hints)
        by_word = (HelpPart(_("By its word"), words),) if words else ()
        left = (*screen.help_first(), now, everywhere, *by_word)
        self.push_screen(HelpScreen(_(screen.help_title), left, screen.help_parts()))

    def action_copy(self) -> None:
        """Copy what is selected on the screen; where nothing is, say how to leave, if that was meant."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(clean(selected))
        else:
            says = _("Nothing is selected to copy. {key} leaves; nothing is lost.")
            notify(self, says.format(key=shown_now("quit", "^Q", self.keymap) or ":quit"))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text, and say whether it worked as far as that can be known."""
        self.run_worker(self._copy_and_say(text), exit_on_error=False)

    async def _copy_and_say(self, text: str) -> None:
        notify(self, await self.copied(text))

    async def copied(self, text: str) -> str:
        """Copy text by this desktop's command, else through the terminal, which never says whether it did.

        Returns:
            A sentence that is true.
        """
        from kmfacilitate.desk.clipboard import COPIED, handed_on, put_on_clipboard

        if await asyncio.to_thread(put_on_clipboard, text):
            self._clipboard = text  # what is pasted within the app
            return _(COPIED)
        super().copy_to_clipboard(text)
        return handed_on()

    def action_next_theme(self) -> None:
        """Take the next of our three themes."""
        names = [each.name for each in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def action_gone(self) -> None:
        """The terminal is gone: nobody can be asked, so leave."""
        self.leave()

    def action_leave(self) -> None:
        """Leave; nothing is lost."""
        self.leave()

    def leave(self) -> None:
        """Close the app in the ordinary way; a subclass first brings to disk what is not there yet."""
        self.exit(0)

    # When it breaks.

    def _handle_exception(self, error: Exception) -> None:
        """Say one sentence instead of a traceback, whose values would be people's words."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(Text(self._last_words(error)))

    def _fatal_error(self) -> None:
        """The same for errors Textual meets on other ways."""
        error = sys.exc_info()[1]
        self.panic(Text(self._last_words(error if isinstance(error, Exception) else None)))

    def _last_words(self, error: Exception | None) -> str:
        from kmfacilitate.crash import sentence, write_report

        if isinstance(error, Unable):
            return clean(str(error))
        report = None
        if error is not None and self.state_folder is not None:
            report = write_report(error, self.state_folder, datetime.datetime.now())
        return sentence(report)
