"""The library: one box over sessions, lessons, actions, people and every line, found as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message

from kmfacilitate.language import N_, _
from kmfacilitate.library.counting import Person
from kmfacilitate.library.detail import Whole
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.index import Index
from kmfacilitate.session.wording import in_places
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.saying import is_ours
from kmfacilitate.ui.screens.library_answers import AnswersMixin
from kmfacilitate.ui.screens.library_asking import (
    SORTS,
    Answer,
)
from kmfacilitate.ui.widgets.filter_row import FilterRow, SortRow
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Sentence, TextField
from kmfacilitate.ui.widgets.found_list import Counted, FoundList, FoundPage
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.picker import Picker
from kmfacilitate.ui.widgets.prompt import Prompt

NARROWED = (
    "project:NAME  person:NAME  tag:WORD  technique:NAME  state:open  since:2026-01-01  until:2026-12-31"
)


class LibraryScreen(AnswersMixin):
    """The library. It posts `Open` for a session, `Lesson` for a line to be read whole, `Left` on Esc.

    Args:
        index: The open index.
        library: Its name for the header.
        typed: What stands in the box at first.
        sort: What is looked at first; see `library_asking.SORTS`.
        today: The day that anything is overdue by.
    """

    CSS = """
    LibraryScreen {
        layout: vertical;
        #box { height: auto; background: $panel; border-left: outer $rule; padding: 1 2 1 1; }
        #box:focus-within { border-left: outer $accent; }
        #box TextField { width: 1fr; }
        #box SortRow { margin: 1 0 0 0; }
        #both { height: 1fr; }
        #left { width: 3fr; height: 100%; }
        #found { height: 1fr; scrollbar-size: 1 1; }
        #left.-choosing #found { display: none; }
        #detail { width: 2fr; height: 100%; background: $surface; scrollbar-size: 1 1; }
        .-nothing #detail { display: none; }
        #told { padding: 0 2; }
        &.-medium #detail, &.-narrow #detail { display: none; }
        &.-short #box { padding: 0 2 0 1; }
        &.-short #box SortRow { margin: 0; }
        &.-tiny #box { padding: 0 2 0 1; }
        &.-tiny #box SortRow { margin: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-6)", show=False, priority=True),
        Binding("pagedown", "move(6)", show=False, priority=True),
        Binding("enter", "open", "open", priority=True),
        Binding("f2", "meant", "did you mean", priority=True),
        Binding("f3", "filters", "filters", priority=True),
        Binding("f4", "trends", "trends", priority=True),
        Binding("f5", "session", "its session", priority=True),
        Binding("f6", "waiting", "what waits", priority=True),
        Binding("slash", "box", show=False),
        Binding("escape", "back", "back", priority=True),
    ]

    class Open(Message):
        """This session is to be read or gone on with."""

        def __init__(self, path: Path, entry: str = "") -> None:
            super().__init__()
            self.path = path
            self.entry = entry

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

    def __init__(
        self,
        index: Index,
        *,
        library: str = "",
        typed: str = "",
        sort: str = "",
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self._index = index
        self._library = library
        self._today = today
        self._box = TextField(typed, placeholder=N_("words, or a name; Tab chooses filters"))
        self._sort = SortRow(SORTS, sort)
        self._filters = FilterRow()
        self._counted = Counted()
        self._list = FoundList(lambda path: is_ours(index, path))
        self._page = FoundPage()
        self._picker = Picker()
        self._prompt = Prompt()
        self._told = Sentence(id="told")
        self._people: tuple[Person, ...] = ()
        self._chosen_filters: dict[str, str] = {}
        self._shown_filters: dict[str, str] = {}
        self._wait = ""
        self._answer = Answer()
        self._read_of = Whole()
        self._at = 0

    # What can be done

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return _("Library")

    def hints(self) -> tuple[Hint, ...]:
        """The keys that count where the focus is."""
        if self._prompt.is_open:
            return (Hint("Enter", _("go on")), Hint("Esc", _("leave it")))
        if self._picker.is_open:
            return (Hint("↑↓", _("choose")), Hint("Enter", _("take it")), Hint("Esc", _("back")))
        if self._filters.has_focus:
            return (
                Hint("←→", _("which")),
                Hint("Enter", _("choose"), "screen.open"),
                Hint("Del", _("let all through")),
                Hint("Esc", _("back"), "screen.back"),
            )
        if self._list.has_focus and (acts := self.foot_hints()):
            reads = Hint("Enter", _("read"), "screen.open")
            return (*acts[:1], reads, *acts[1:])
        return self._general()

    def _general(self) -> tuple[Hint, ...]:
        opens = _("read it") if self.line is not None else _("open")
        meant = self._answer.meant
        back = _("clear") if self._box.text or self._chosen_filters else _("back")
        return (
            *(
                (Hint("F2", f"“{meant}”", "screen.meant", help=_("look for what was meant")),)
                if meant
                else ()
            ),
            *(
                (
                    Hint("↑↓", _("choose"), help=_("choose a line; then one key says something of it")),
                    Hint("Enter", opens, "screen.open", help=_("read it whole, or open its session")),
                )
                if self._answer.hits
                else ()
            ),
            Hint("F3", _("filters"), "screen.filters", help=_("technique, project, person, tag, state, day")),
            Hint("F6", _("waiting"), "screen.waiting", help=_("what waits to be checked, routed, owned …")),
            Hint("F4", _("trends"), "screen.trends", help=_("what changes over time")),
            Hint("Esc", back, "screen.back"),
        )

    def commands(self) -> tuple[Hint, ...]:
        """Besides the footer's: the session of a line, and everything that can be said of it."""
        acts = self.act_hints() if not self._prompt.is_open else ()
        return (
            *self._general(),
            Hint("F5", _("its session"), "screen.session", help=_("open the session of the line")),
            Hint("Tab", _("which"), "app.focus_next", help=_("sorts, filters, the list; ← → chooses")),
            *acts,
        )

    def help_parts(self) -> tuple[HelpPart, ...]:
        """What can be typed besides words."""
        return (
            HelpPart(
                _("Narrow it down"), text=f"{in_places(NARROWED)}. {_('A space in a name is typed as _.')}"
            ),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The page's keys rest while something is asked; letters are keys only in the list."""
        asked = self._prompt.is_open or self._picker.is_open
        if (
            action in ("move", "open", "back", "session", "trends", "filters", "meant", "waiting", "box")
            and asked
        ):
            return False
        if action == "act" and not (self._list.has_focus or self.focused is None):
            return False
        return super().check_action(action, parameters)

    # How it is made

    def compose(self) -> ComposeResult:
        """Header, box and filters, what was found and one of it in full, what is asked, footer."""
        yield Header(Heading(_("Library"), "", library=self._library))
        with Vertical(id="box", classes="framed"):
            yield self._box
            yield self._sort
            yield self._filters
        yield self._counted
        with Horizontal(id="both"):
            with Vertical(id="left"):
                with VerticalScroll(id="found", can_focus=False):
                    yield self._list
                yield self._picker
            with VerticalScroll(id="detail", can_focus=False):
                yield self._page
        yield self._prompt
        yield self._told
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Begin in the box, with what is newest."""
        self._box.focus()
        self.ask()
        self.count()

    def on_unmount(self) -> None:
        """Ask no more."""
        for sort in ("search", "detail", "names", "summary", "counts", "alike", "others", "ours", "offers"):
            self._index.looker.drop(sort)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.call_after_refresh(self.show_hints)

    def show_hints(self) -> None:
        """Show the keys that count where the focus is."""
        if self.is_mounted:
            self.query_one(Footer).show(self.hints())

    # The line at hand

    @property
    def line(self) -> Found | None:
        """The chosen line; none where a session or somebody is chosen."""
        hit = self.chosen
        return hit if isinstance(hit, Found) and hit.entry else None

    @property
    def read(self) -> Whole:
        """What is known of it besides."""
        return self._read_of

    def rest(self) -> None:
        """Back to the list."""
        self._list.focus()
        self.show_hints()

    def look_again(self) -> None:
        """Something was said: ask again."""
        self.ask()
        self.count()

    # Keys

    def action_move(self, by: int) -> None:
        """Choose another one; from the box and its filters, down goes to the list, and up comes back."""
        if not self._answer.hits:
            return
        self.say("")
        if not self._list.has_focus:
            if by > 0:
                self._list.focus()
                self.choose(self._at + by - 1)
        elif by < 0 and self._at == 0:
            self.action_box()
        else:
            self.choose(self._at + by)

    def action_box(self) -> None:
        """Back to the box."""
        self._box.focus()

    def action_open(self) -> None:
        """Read the chosen line whole, open the chosen session, or the list of the filter at hand."""
        if self._filters.has_focus:
            self._filters.action_ask()
            return
        hit = self.chosen
        if hit is None:
            self.action_meant()
        elif isinstance(hit, Person):
            self.choose_filter("person", hit.name, hit.name)
            self._sort.value = ""
            self._sort.redraw()
            self._box.text = ""
            self._box.focus()
            self.ask()
        elif self.line is not None:
            self.post_message(self.Lesson(self.line))
        else:
            self.post_message(self.Open(hit.path))

    def action_session(self) -> None:
        """Open the session of what is chosen."""
        hit = self.chosen
        if hit is not None and not isinstance(hit, Person):
            self.post_message(self.Open(hit.path, hit.entry if isinstance(hit, Found) else ""))

    def action_trends(self) -> None:
        """What changes over time, of the sessions that are chosen."""
        self.post_message(self.Trends(self.question.filters))

    def action_waiting(self) -> None:
        """What waits for those who keep the lessons; again, everything."""
        self._sort.action_choose("" if self._sort.value == "waiting" else "waiting")
        self._list.focus()

    def action_meant(self) -> None:
        """Look for what was probably meant."""
        if self._answer.meant:
            typed = self._answer.question.read
            filters = [part for part in self._box.text.split() if part not in typed.words.split()]
            self._box.text = " ".join((*filters, self._answer.meant))
            self._box.move_cursor(self._box.document.end)
            self._box.focus()

    def action_back(self) -> None:
        """To the box, then clear it and the filters, then go back."""
        if self._list.has_focus and self._answer.hits:
            self._box.focus()
        elif self._box.text or self._chosen_filters or self._wait:
            self._box.text = ""
            self.let_all_through()
            self._box.focus()
            self.ask()
        else:
            self.post_message(self.Left())

    def on_pick_list_asked(self, event: FoundList.Asked) -> None:
        """A click chooses; on what is chosen, it opens."""
        self._list.focus()
        if event.at == self._at:
            self.action_open()
        else:
            self.choose(event.at)
