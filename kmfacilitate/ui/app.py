"""The app: themes, sizes, keys everywhere, leaving cleanly, and what happens when it breaks.

Only what the first paint of Home needs is imported here; screens bring the rest when they are opened.
"""

from __future__ import annotations

import asyncio
import datetime
import gc
import signal
import sys
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
from kmfacilitate.ui.drawing import HIGH, MIDDLE, NARROW, SHORT, VAST, WIDE
from kmfacilitate.ui.glyphs import Glyphs, chosen_glyphs
from kmfacilitate.ui.hints import COMMANDS, HELP, HelpPart, Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.themes import DEFAULT_THEME, OWN_VARIABLES, THEMES

_EVERYWHERE = (
    COMMANDS,
    HELP,
    Hint("^Q", "leave", "app.leave", help="leave; nothing is lost", word=":quit"),
    Hint("", "look", "app.next_theme", help="change the look: ink, paper, contrast"),
    Hint("Esc", "back", "", help="back, never deletes"),
)


def _palette() -> type:
    from kmfacilitate.ui.palette import Commands

    return Commands


class KmApp(App[int], inherit_bindings=False):
    """The app without its screens; who starts it pushes the first.

    Args:
        theme: `ink`, `paper` or `contrast`.
        glyphs: the signs to draw with; None: chosen by the terminal.
        state_folder: where a crash report is written; None: nowhere.
    """

    TITLE = "kmfacilitate"
    ENABLE_COMMAND_PALETTE = True
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
        Binding("ctrl+q", "leave", "leave", id="leave", priority=True),
        Binding("ctrl+c", "copy", "copy", id="copy", show=False),
        Binding("tab", "focus_next", show=False, id="next-field"),
        Binding("shift+tab", "focus_previous", show=False, id="previous-field"),
    ]
    CSS = """
    Screen { background: $background; color: $foreground; }
    CommandPalette {
        background: $background 60%;
        & > Vertical { background: $panel; }
        & #--input { border: none; border-left: outer $accent; padding: 1 0; background: $panel; }
        & SearchIcon { display: none; }
        & CommandInput { padding: 0 2; }
        & > .command-palette--help-text { color: $text-muted; text-style: none; }
    }
    .-theme-contrast Question, .-theme-contrast CaptureLine, .-theme-contrast .framed {
        border: heavy $accent;
        padding: 0;
    }
    .-theme-contrast CaptureLine, .-theme-contrast #find { padding: 0 2 0 1; }
    .-theme-contrast CaptureLine.-wide { padding: 0 2; }
    .-theme-contrast .-ascii.framed { border: ascii $accent; }
    .-theme-contrast CaptureLine.-one-row { border: none; border-left: outer $accent; padding: 0 2 0 3; }
    .-theme-contrast CaptureLine.-elsewhere { border: heavy $rule; }
    CommandList { border: none; padding: 0 0 1 0; background: $surface; }
    CommandList > .option-list--option { text-style: none; }
    CommandList > .option-list--option-highlighted { background: $select; }
    """

    def __init__(
        self,
        *,
        theme: str = DEFAULT_THEME,
        glyphs: Glyphs | None = None,
        state_folder: Path | None = None,
    ) -> None:
        super().__init__()
        self.glyphs = glyphs or chosen_glyphs()
        self.state_folder = state_folder
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme if theme in self.available_themes else DEFAULT_THEME
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
        self.call_after_refresh(gc.enable)
        few_colours = not self.is_headless and self.console.color_system in ("standard", "windows")
        if few_colours and self.theme == DEFAULT_THEME:
            self.theme = "contrast"  # sixteen colours can't tell our planes apart
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGHUP):
            try:
                loop.add_signal_handler(name, self.leave)
            except (RuntimeError, ValueError):  # not in the main thread, as in a test or an embedding program
                return

    def on_resize(self, event: Resize) -> None:
        """Say one sentence while the window is too small, and give the page back when it is not."""
        from kmfacilitate.ui.screens.too_small import TooSmallScreen, is_too_small

        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            self.push_screen(TooSmallScreen())
        elif shown and not is_too_small(event.size):
            self.pop_screen()

    # What can be done everywhere.

    def commands_for(self, screen: Screen[object]) -> tuple[Hint, ...]:
        """Everything that can be done now on a screen, its own first."""
        own = screen.commands() if isinstance(screen, KmScreen) else ()
        return (*own, *(hint for hint in _EVERYWHERE if hint.action not in {one.action for one in own}))

    def action_help(self) -> None:
        """Open the help for the screen at hand; from the help, go back."""
        from kmfacilitate.ui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, HelpScreen):
            self.pop_screen()
            return
        if not isinstance(screen, KmScreen):
            return
        now = HelpPart("You can now", tuple(hint for hint in screen.commands() if hint.key))
        said = {hint.key for hint in now.hints}
        everywhere = HelpPart(
            "Everywhere", tuple(hint for hint in _EVERYWHERE if hint.key and hint.key not in said)
        )
        self.push_screen(HelpScreen(screen.help_title, (now, everywhere), screen.help_parts()))

    def action_copy(self) -> None:
        """Copy what is selected on the screen, if anything is."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(clean(selected))

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
