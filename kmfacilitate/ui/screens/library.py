"""The library: one box over sessions, lessons, actions and every line, what was found as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.widgets import TextArea

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.detail import Part, parts_of
from kmfacilitate.library.found import Filters, Findings, Found
from kmfacilitate.library.grouping import MOST, Hit, in_groups
from kmfacilitate.library.index import Index
from kmfacilitate.library.narrowing import read_typed
from kmfacilitate.ui.drawing import Drawn, Piece, Row, joined
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import OneOf, TextField
from kmfacilitate.ui.widgets.found_list import FoundList, FoundPage
from kmfacilitate.ui.widgets.header import Header, Heading

_KINDS = (("", "all"), ("lesson", "lessons"), ("action", "actions"), ("session", "sessions"))
NARROWED = (
    "project:NAME  person:NAME  tag:WORD  technique:NAME  state:open  since:2026-01-01  until:2026-12-31"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one search: the words, and what was found."""

    typed: str
    hits: tuple[Hit, ...] = ()
    more: bool = False
    meant: str = ""
    wide: str = ""
    ready: bool = True


def look(ask: Ask, typed: str, kind: str) -> Answer:
    """Search, or list the newest where no words are typed."""
    read = read_typed(typed)
    words, filters = read.words, read.filters
    if words.strip():
        kinds = (kind,) if kind else ()
        found: Findings = ask.search(words, replace(filters, kinds=kinds), MOST)
        return Answer(
            typed, tuple(in_groups(found.found)), found.more, found.meant, found.wide, ready=found.ready
        )
    hits: list[Hit] = []
    if kind in ("", "lesson"):
        hits += ask.lessons(filters, limit=MOST if kind else 8)
    if kind in ("", "action"):
        hits += ask.actions(filters, limit=MOST if kind else 8)
    if kind in ("", "session"):
        hits += ask.sessions(filters, limit=MOST if kind else 12)
    return Answer(typed, tuple(hits), ready=ask.ready())


class Counted(Drawn):
    """What was found, in words, beside the box."""

    DEFAULT_CSS = "Counted { height: 1; width: 1fr; }"

    edges = (2, 2)

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def show(self, words: str) -> None:
        """Say this."""
        self._words = words
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """One row."""
        return [
            Row(joined([(Piece(words, "muted"),) for words in self._words.split("  ") if words], self.glyphs))
        ]


class LibraryScreen(KmScreen):
    """The library. It posts `Open` for a session, `Lesson` for a lesson to be read whole, `Left` on Esc.

    Args:
        index: The open index.
        library: Its name for the header.
        typed: What stands in the box at first.
    """

    CSS = """
    LibraryScreen {
        layout: vertical;
        #box { height: auto; background: $panel; border-left: outer $accent; padding: 1 2; }
        #box TextField { width: 1fr; }
        #box OneOf { margin: 1 0 0 0; }
        #both { height: 1fr; }
        #found { width: 3fr; height: 100%; scrollbar-size: 1 1; }
        #detail { width: 2fr; height: 100%; background: $surface; scrollbar-size: 1 1; }
        &.-medium #detail, &.-narrow #detail { display: none; }
        &.-short #box { padding: 0 2; }
        &.-short #box OneOf { margin: 0; }
        &.-tiny #box { padding: 0 2; }
        &.-tiny #box OneOf { margin: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-6)", show=False, priority=True),
        Binding("pagedown", "move(6)", show=False, priority=True),
        Binding("enter", "open", "open", priority=True),
        Binding("f4", "trends", "trends", priority=True),
        Binding("f5", "session", "its session", priority=True),
        Binding("escape", "back", "back", priority=True),
    ]

    help_title = "Library"

    class Open(Message):
        """This session is to be opened."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Lesson(Message):
        """This line is to be read whole."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class Trends(Message):
        """What changes over time is to be shown."""

        def __init__(self, filters: Filters) -> None:
            super().__init__()
            self.filters = filters

    class Left(Message):
        """Back to where it was opened from."""

    def __init__(self, index: Index, *, library: str = "", typed: str = "") -> None:
        super().__init__()
        self._index = index
        self._library = library
        self._box = TextField(typed, placeholder="words, or project:NAME person:NAME tag:WORD since:DAY")
        self._kind = OneOf(_KINDS, "")
        self._counted = Counted()
        self._list = FoundList()
        self._page = FoundPage()
        self._answer = Answer("")
        self._at = 0

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the library."""
        opens = "open session" if not self._is_line else "read it"
        return (
            Hint("↑↓", "choose"),
            Hint("Enter", opens, "screen.open", help="read what is chosen whole, or open its session"),
            Hint("Tab", "which", "app.focus_next", help="lessons, actions or sessions alone; ← → chooses"),
            Hint("F4", "trends", "screen.trends", help="what changes over time"),
            Hint("Esc", "clear" if self._box.text else "back", "screen.back"),
        )

    def commands(self) -> tuple[Hint, ...]:
        """Besides the footer's: the session of a line."""
        return (
            *self.hints(),
            Hint("F5", "its session", "screen.session", help="open the session of the line"),
        )

    def help_parts(self) -> tuple[HelpPart, ...]:
        """What can be typed besides words."""
        return (HelpPart("Narrow it down", text=f"{NARROWED}. A space in a name is typed as _."),)

    def compose(self) -> ComposeResult:
        """Header, box and filters, what was found and one of it in full, footer."""
        yield Header(Heading("Library", "", library=self._library))
        with Vertical(id="box", classes="framed"):
            yield self._box
            yield self._kind
        yield self._counted
        with Container(id="both"), Horizontal():
            with VerticalScroll(id="found", can_focus=False):
                yield self._list
            with VerticalScroll(id="detail", can_focus=False):
                yield self._page
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Begin in the box, with what is newest."""
        self._box.focus()
        self.ask()

    def on_unmount(self) -> None:
        """Ask no more."""
        for sort in ("search", "detail"):
            self._index.looker.drop(sort)

    # Asking and showing

    @on(TextArea.Changed)
    @on(OneOf.Chosen)
    def ask(self) -> None:
        """Search for what stands in the box now; the last one asked wins."""
        typed, kind = self._box.text, self._kind.value
        self._index.looker.look("search", lambda ask: look(ask, typed, kind), self._later(self._show))

    def _later(self, show: Callable[..., None]) -> Callable[..., None]:
        """What the looking thread calls: hands the answer to the thread of the screen."""

        def answered(answer: object) -> None:
            if self.is_running:
                self.app.call_later(show, answer)

        return answered

    def _show(self, answer: Answer) -> None:
        if not self.is_mounted:
            return
        before, self._answer = self._answer, answer
        self._counted.show(self._count_words())
        self._choose(
            min(self._at, len(answer.hits) - 1) if answer.hits and answer.typed == before.typed else 0
        )

    def _count_words(self) -> str:
        answer = self._answer
        progress = self._index.gatherer.progress
        reading = f"still reading {progress[0]:,} of {progress[1]:,}" if progress else ""
        found = f"{len(answer.hits)}{'+' if answer.more else ''} found"
        wide = {"stems": "other forms of the words too", "some": "no line has all the words"}.get(
            answer.wide, ""
        )
        meant = f"did you mean {answer.meant}?" if answer.meant else ""
        return "  ".join(part for part in (found, wide, meant, reading) if part)

    def _empty(self) -> str:
        answer = self._answer
        if self._index.gatherer.progress or not answer.ready:
            return "The sessions are still being read."
        if answer.typed.strip() or self._kind.value:
            return "Nothing was found. Fewer words find more; Esc clears the box."
        return (
            "There is nothing here yet. Lessons and actions come from sessions: Esc, then Enter starts one."
        )

    def _choose(self, at: int) -> None:
        self._at = at
        self._list.show(self._answer.hits, at, self._empty())
        self.call_after_refresh(self._bring)
        self._read()
        self.query_one(Footer).show(self.hints())

    def _bring(self) -> None:
        if self._at < len(self._list.tops):
            top = 0 if self._at == 0 else self._list.tops[self._at]
            self.query_one("#found", VerticalScroll).scroll_to_region(Region(0, top, 1, 4), animate=False)

    def _read(self) -> None:
        hit = self._chosen
        if isinstance(hit, Found) and hit.entry:
            self._index.looker.look("detail", lambda ask: (hit, parts_of(hit)), self._later(self._show_page))
        elif hit is not None:
            self._page.show("Session", hit.title or "Without a title", ())
        else:
            self._page.show("", "", ())

    def _show_page(self, read: tuple[Found, tuple[Part, ...]]) -> None:
        hit, parts = read
        if hit == self._chosen and self.is_mounted:
            self._page.show(f"{hit.kind.capitalize()} {hit.number}", hit.text, parts)
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    # Keys

    @property
    def _chosen(self) -> Hit | None:
        return self._answer.hits[self._at] if self._at < len(self._answer.hits) else None

    @property
    def _is_line(self) -> bool:
        return isinstance(self._chosen, Found) and bool(self._chosen.entry)

    def action_move(self, by: int) -> None:
        """Choose another one."""
        if self._answer.hits:
            self._choose(max(0, min(len(self._answer.hits) - 1, self._at + by)))

    def action_open(self) -> None:
        """Read the chosen line whole, or open the chosen session."""
        hit = self._chosen
        if isinstance(hit, Found) and hit.entry:
            self.post_message(self.Lesson(hit))
        elif hit is not None:
            self.post_message(self.Open(hit.path))

    def action_session(self) -> None:
        """Open the session of what is chosen."""
        if self._chosen is not None:
            self.post_message(self.Open(self._chosen.path))

    def action_trends(self) -> None:
        """What changes over time, of the sessions that are chosen."""
        self.post_message(self.Trends(read_typed(self._box.text).filters))

    def action_back(self) -> None:
        """Clear the box, then go back."""
        if self._box.text:
            self._box.text = ""
            self._box.focus()
        else:
            self.post_message(self.Left())

    def on_pick_list_asked(self, event: FoundList.Asked) -> None:
        """A click chooses; on what is chosen, it opens."""
        if event.at == self._at:
            self.action_open()
        else:
            self._choose(event.at)
