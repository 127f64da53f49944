"""Pages that the library opens: one line in full, and what changes over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from kmfacilitate.library.charts import chart, table
from kmfacilitate.library.detail import Part, parts_of
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.index import Index
from kmfacilitate.library.trends import Trend, trends
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.found_list import FoundPage
from kmfacilitate.ui.widgets.header import Header, Heading


class Reading(KmScreen):
    """A page that is read: ↑ ↓ and the page keys move it, Esc goes back."""

    CSS = "Reading #page { height: 1fr; scrollbar-size: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "read(-1)", show=False),
        Binding("down", "read(1)", show=False),
        Binding("pageup", "read(-10)", show=False),
        Binding("pagedown", "read(10)", show=False),
        Binding("escape", "back", "back", priority=True),
    ]

    def action_read(self, by: int) -> None:
        """Move the page."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Back to the library."""
        self.app.pop_screen()


class LineScreen(Reading):
    """One found line in full. It posts `Open` for its session."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "its session")]

    help_title = "A line of the library"

    class Open(Message):
        """Its session is to be opened."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, index: Index, found: Found, *, library: str = "") -> None:
        super().__init__()
        self._index = index
        self._found = found
        self._library = library
        self._page = FoundPage()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the page."""
        return (
            Hint("Enter", "open its session", "screen.open"),
            Hint("↑↓", "read"),
            Hint("Esc", "back to the library", "screen.back"),
        )

    def compose(self) -> ComposeResult:
        """Header, the line, footer."""
        yield Header(Heading("Library", self._found.title, library=self._library))
        with VerticalScroll(id="page", can_focus=False):
            yield self._page
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Show what the index has, and read the rest."""
        self._show(())
        found = self._found
        self._index.looker.look("line", lambda ask: parts_of(found), self._later)

    def _later(self, parts: tuple[Part, ...]) -> None:
        if self.is_running:
            self.app.call_later(self._show, parts)

    def _show(self, parts: tuple[Part, ...]) -> None:
        self._page.show(f"{self._found.kind.capitalize()} {self._found.number}", self._found.text, parts)

    def action_open(self) -> None:
        """Open its session."""
        self.post_message(self.Open(self._found.path))


class Charts(Drawn):
    """Trends, as small charts or as tables."""

    DEFAULT_CSS = "Charts { height: auto; padding: 1 0; }"

    edges = (3, 2)

    def __init__(self) -> None:
        super().__init__()
        self._trends: tuple[Trend, ...] = ()
        self._tables = False
        self._empty = "One moment."

    def show(self, found: Sequence[Trend], *, tables: bool) -> None:
        """Show these."""
        self._trends, self._tables = tuple(found), tables
        self._empty = "There is nothing to count yet; finished sessions with lessons and actions bring it."
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Each with its title, what it comes to, and its lines."""
        room = width - sum(self.edges)
        rows: list[Row] = []
        for trend in self._trends:
            drawn = (
                table(trend) if self._tables else chart(trend, min(room, 100), ascii_only=self.glyphs.ascii)
            )
            rows += [BLANK] * bool(rows)
            rows += [Row((Piece(trend.title, "strong"),)), Row((Piece(trend.says, "muted"),)), BLANK]
            rows += [Row((Piece(line),)) for line in drawn]
        return rows or [Row((Piece(self._empty, "muted"),))]


class TrendsScreen(Reading):
    """What changes over time."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("t", "tables", "tables")]

    help_title = "Trends"

    def __init__(self, index: Index, filters: Filters, today: date, *, library: str = "") -> None:
        super().__init__()
        self._index = index
        self._filters = filters
        self._today = today
        self._library = library
        self._charts = Charts()
        self._trends: tuple[Trend, ...] = ()
        self._tables = False

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the page."""
        return (
            Hint(
                "T", "charts" if self._tables else "tables", "screen.tables", help="as tables, or as charts"
            ),
            Hint("↑↓", "read"),
            Hint("Esc", "back to the library", "screen.back"),
        )

    def compose(self) -> ComposeResult:
        """Header, charts, footer."""
        yield Header(Heading("Trends", "", library=self._library))
        with VerticalScroll(id="page", can_focus=False):
            yield self._charts
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Have them counted."""
        filters, today = self._filters, self._today
        self._index.looker.look("trends", lambda ask: trends(ask.query, today, filters), self._later)

    def _later(self, found: tuple[Trend, ...]) -> None:
        if self.is_running:
            self.app.call_later(self._show, found)

    def _show(self, found: tuple[Trend, ...]) -> None:
        self._trends = found
        self._charts.show(found, tables=self._tables)
        self.query_one(Footer).show(self.hints())

    def action_tables(self) -> None:
        """As tables, or as charts."""
        self._tables = not self._tables
        self._show(self._trends)
