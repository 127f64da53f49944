"""Which script of a technique: the movers' and leavers' four, the two of a community."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.templates.shelf import Title
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.choices import Choice, Choices
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading


class ScriptScreen(KmScreen):
    """The scripts of one technique; it posts `Chosen`, or `Cancelled` on Esc.

    Args:
        technique: the technique's name.
        titles: its scripts.
        library: the library's name for the header.
    """

    CSS = """
    ScriptScreen { layout: vertical; &.-short Choices { margin-bottom: 1; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "home")]

    class Chosen(Message):
        """This one is to be prepared."""

        def __init__(self, title: Title) -> None:
            super().__init__()
            self.title = title

    class Cancelled(Message):
        """Back to Home."""

    def __init__(self, technique: str, titles: Sequence[Title], *, library: str = "") -> None:
        super().__init__()
        self._technique = technique
        self._titles = tuple(titles)
        self._library = library

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return self._technique

    def hints(self) -> tuple[Hint, ...]:
        """The keys."""
        return (
            Hint("↑↓", _("choose")),
            Hint("Enter", _("prepare it")),
            Hint("Esc", _("home"), "screen.cancel", help=_("back to Home")),
        )

    def compose(self) -> ComposeResult:
        """Header, the scripts, footer."""
        yield Header(Heading(self._technique, library=self._library))
        yield Choices()
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Offer the scripts."""
        choices = [
            Choice(title.id, str(number), title.title, _about(title))
            for number, title in enumerate(self._titles, 1)
        ]
        self.query_one(Choices).open("script", _("Which one?"), choices)

    def action_cancel(self) -> None:
        """Back to Home."""
        self.post_message(self.Cancelled())

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        title = next((title for title in self._titles if title.id == event.id), None)
        self.post_message(self.Chosen(title) if title else self.Cancelled())


def _about(title: Title) -> str:
    minutes = title.variants.get(title.default_variant)
    length = _("{n} min").format(n=minutes) + "  ·  " if minutes else ""
    return f"{length}{title.tagline or title.summary}"
