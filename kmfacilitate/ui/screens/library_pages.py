"""Pages that the library opens: one line in full, and what changes over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message

from kmfacilitate.language import N_, _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.charts import chart, spoken, table
from kmfacilitate.library.detail import Whole, whole
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.index import Index
from kmfacilitate.library.trends import Trend, trends
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row, empty_rows
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.library_acts import ActsMixin
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Sentence
from kmfacilitate.ui.widgets.found_list import FoundPage
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.picker import Picker
from kmfacilitate.ui.widgets.prompt import Prompt


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


class LineScreen(ActsMixin, Reading):
    """One found line in full, and what can be said of it. It posts `Open` for its session."""

    CSS = """
    LineScreen #place { height: 1fr; }
    LineScreen #place.-choosing #page { display: none; }
    LineScreen #page { background: $surface; }
    LineScreen #told { padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f5", "open", "its session")]

    class Open(Message):
        """Its session is to be opened."""

        def __init__(self, path: Path, entry: str) -> None:
            super().__init__()
            self.path = path
            self.entry = entry

    def __init__(self, index: Index, found: Found, *, library: str = "") -> None:
        super().__init__()
        self._index = index
        self._found = found
        self._library = library
        self._page = FoundPage(alone=True)
        self._picker = Picker()
        self._prompt = Prompt()
        self._told = Sentence(id="told")
        self._whole = Whole()

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return _("A line of the library")

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the page."""
        if not self.acts_now:
            return (Hint("Enter", _("go on")), Hint("Esc", _("leave it")))
        own = (Hint("Enter", _("its session"), "screen.open"), Hint("Esc", _("back"), "screen.back"))
        acts = self.foot_hints()
        return (*acts[:3], *own) if acts else (*own, Hint("↑↓", _("read")))

    def commands(self) -> tuple[Hint, ...]:
        """Besides the footer's: everything that can be said of the line."""
        own = (Hint("Enter", _("its session"), "screen.open"), Hint("↑↓", _("read")))
        return (*self.act_hints(), *own, Hint("Esc", _("back to the library"), "screen.back"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The page's keys rest while something is asked."""
        if action in ("act", "open", "back", "read") and not self.acts_now:
            return False
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Header, the line, what is asked, footer."""
        yield Header(Heading(_("Library"), self._found.title, library=self._library))
        with Vertical(id="place"):
            with VerticalScroll(id="page", can_focus=False):
                yield self._page
            yield self._picker
        yield self._prompt
        yield self._told
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Show what the index has, and read the rest."""
        self._show(Whole())
        self.look_again()

    def _show(self, read: Whole) -> None:
        if not self.is_mounted:
            return
        self._whole = read
        self._page.show(f"{self._found.kind.capitalize()} {self._found.number}", self._found.text, read.parts)
        self.query_one(Footer).show(self.hints())

    def _show_anew(self, read: tuple[Found, Whole]) -> None:
        self._found = read[0]
        self._show(read[1])

    @property
    def line(self) -> Found:
        """The line that is read."""
        return self._found

    @property
    def read(self) -> Whole:
        """What is known of it besides."""
        return self._whole

    def rest(self) -> None:
        """Nothing has the focus: letters are keys."""
        self.set_focus(None)
        self.query_one(Footer).show(self.hints())

    def look_again(self) -> None:
        """Read it as it is now."""
        found = self._found

        def read(ask: Ask) -> tuple[Found, Whole]:
            now = ask.line(found.session, found.entry) or found
            return now, whole(now, ask.said_of(now))

        self._index.looker.look("line", read, self._later(self._show_anew))

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.query_one(Footer).show(self.hints())

    def action_open(self) -> None:
        """Open its session."""
        self.post_message(self.Open(self._found.path, self._found.entry))


class Charts(Drawn):
    """Trends, as small charts or as tables."""

    DEFAULT_CSS = "Charts { height: auto; padding: 1 0; }"

    edges = (2, 2)

    def __init__(self) -> None:
        super().__init__()
        self._trends: tuple[Trend, ...] = ()
        self._tables = False
        self._empty = _("One moment.")

    def show(self, found: Sequence[Trend], *, tables: bool) -> None:
        """Show these."""
        self._trends, self._tables = tuple(found), tables
        self._empty = _("There is nothing to count yet; finished sessions with lessons and actions bring it.")
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Each with its title, what it comes to, and its lines."""
        room = width - sum(self.edges)
        rows: list[Row] = []
        for trend in self._trends:
            heads: list[str] = []
            if not self._tables:
                drawn = list(chart(trend, min(room, 100), ascii_only=self.glyphs.ascii))
            elif any(width_of(line) > room for line in table(trend)):  # read on: the columns do not fit
                drawn = [part for line in spoken(trend) for part in wrap(line, room)]
            else:
                heads, drawn = list(table(trend))[:1], list(table(trend))[1:]
            rows += [BLANK] * bool(rows)
            rows += [Row((Piece(trend.title, "strong"),)), Row((Piece(trend.says, "muted"),)), BLANK]
            rows += [Row((Piece(line, "muted"),)) for line in heads]
            rows += [Row((Piece(line),)) for line in drawn]
        return rows or empty_rows(self._empty, room)


class TrendsScreen(Reading):
    """What changes over time."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("t,T", "tables", "tables")]

    help_title = N_("Trends")

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
                "T",
                _("charts") if self._tables else _("tables"),
                "screen.tables",
                help=_("as tables, or as charts"),
            ),
            Hint("↑↓", _("read")),
            Hint("Esc", _("back to the library"), "screen.back"),
        )

    def compose(self) -> ComposeResult:
        """Header, charts, footer."""
        yield Header(Heading(_("Trends"), "", library=self._library))
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
