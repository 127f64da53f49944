"""Which tool do I need? A few questions, and beside them the tools that fit, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.geometry import Region
from textual.message import Message

from kmfacilitate.language import N_, _
from kmfacilitate.templates.shelf import Title
from kmfacilitate.templates.suggest import Need, Suggestion, suggest
from kmfacilitate.ui.drawing import BLANK, READING, Piece, Row
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.measure import wrap
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Field, OneOf
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.pick_list import PickList

_ANY = ("", N_("any"))
_QUESTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("purpose", N_("To"), (
        _ANY, ("connect", N_("connect people")), ("collect", N_("collect what is known")),
        ("create", N_("create knowledge")),
    )),
    ("learning", N_("Learning"), (
        _ANY, ("before", N_("before")), ("during", N_("during")), ("after", N_("after")),
    )),
    ("people", N_("People"), (
        _ANY, ("4", N_("2 to 5")), ("9", N_("6 to 12")), ("20", N_("13 to 30")), ("40", N_("more")),
    )),
    ("minutes", N_("Time"), (
        _ANY, ("30", N_("30 min")), ("60", N_("1 hour")), ("120", N_("2 hours")), ("240", N_("4 hours")),
    )),
    ("sensitive", N_("Sensitive"), (
        _ANY, ("open", N_("no")), ("careful", N_("feelings or names")),
        ("private", N_("nothing may leave the room")),
    )),
)  # fmt: skip
"""Field of a need, label, and what can be chosen; a number stands for its band."""


class Tools(PickList):
    """The tools that fit, one of them chosen; a click starts one."""

    DEFAULT_CSS = "Tools { height: auto; padding: 1 0; }"

    edges = (3, 2)
    widest = READING + 5

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Suggestion, ...] = ()
        self.tops: list[int] = []
        """The row on which each tool begins."""

    def show(self, found: Sequence[Suggestion], at: int) -> None:
        """Show these, with one chosen."""
        self._found, self._at = tuple(found), at
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Title and length, the reasons, what does not fit quite."""
        if not self._found:
            return [Row((Piece(_("No templates found."), "muted"),))]
        room = width - sum(self.edges)
        rows: list[Row] = []
        self.tops = []
        for at, one in enumerate(self._found):
            rows += [BLANK] * (at > 0)
            self.tops.append(len(rows))
            act = f"ask({at})"
            length = (Piece(_("{minutes} min").format(minutes=one.minutes), "muted", act),)
            chosen = at == self._at
            title = (Piece(one.title.title, "strong" if chosen else "plain", act),)
            rows.append(Row(title, length, plane="select" if chosen else "", bar="accent" if chosen else ""))
            rows += [Row((Piece(part, "muted", act),)) for part in wrap(_("; ").join(one.reasons), room)]
            if one.but:
                rows += [
                    Row((Piece(part, "warning", act),))
                    for part in wrap(_("but {but}").format(but=_("; ").join(one.but)), room)
                ]
        return rows


class SuggestScreen(KmScreen):
    """The guide. It posts `Start` on Enter, `Cancelled` on Esc.

    Args:
        titles: the templates there are, in the order of the toolbox.
        library: its name for the header.
    """

    CSS = """
    SuggestScreen {
        layout: vertical;
        #both { height: 1fr; layout: horizontal; }
        #form { width: 1fr; height: 100%; padding: 1 0 0 0; scrollbar-size: 1 1; }
        #tools { width: 1fr; height: 100%; background: $surface; scrollbar-size: 1 1; }
        &.-narrow #both, &.-medium #both { layout: vertical; }
        &.-narrow #form, &.-medium #form { height: auto; max-height: 50%; padding: 0; }
        &.-narrow #tools, &.-medium #tools { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("enter,f2", "start", "start", priority=True),
        Binding("escape", "cancel", "home"),
    ]

    help_title = N_("Which tool do I need?")

    class Start(Message):
        """A session of this template is to be prepared."""

        def __init__(self, title: Title) -> None:
            super().__init__()
            self.title = title

    class Cancelled(Message):
        """Back to Home."""

    def __init__(self, titles: Sequence[Title], *, library: str = "") -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._library = library
        self._fields = {name: OneOf(choices, "", _) for name, _rest, choices in _QUESTIONS}
        self._tools = Tools()
        self._found: list[Suggestion] = []
        self._at = 0

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the guide."""
        return (
            Hint("Enter", _("start"), "screen.start", help=_("prepare a session of the chosen tool")),
            Hint("↑↓", _("choose"), "", help=_("choose a tool")),
            Hint("Tab", _("next question"), "app.focus_next"),
            Hint("Space", _("next answer"), ""),
            Hint("Esc", _("home"), "screen.cancel", help=_("back to Home")),
        )

    def on_resize(self) -> None:
        """The needs stand closer where there is less height."""
        for field in self.query(Field):
            field.take_air()

    def heading(self) -> Heading:
        """What the header says."""
        return Heading(_("Which tool do I need?"), "", library=self._library)

    def compose(self) -> ComposeResult:
        """Header, questions and tools, footer."""
        yield Header(self.heading())
        with Container(id="both"):
            with VerticalScroll(id="form", can_focus=False):
                for name, label, _rest in _QUESTIONS:
                    yield Field(label, self._fields[name], id=name)
            with VerticalScroll(id="tools", can_focus=False):
                yield self._tools
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Begin with the first question."""
        self._fields["purpose"].focus()
        self._suggest()

    @property
    def need(self) -> Need:
        """What was answered so far."""
        said = {name: field.value for name, field in self._fields.items()}
        return Need(
            said["purpose"], said["learning"], int(said["people"] or 0), int(said["minutes"] or 0),
            said["sensitive"],
        )  # fmt: skip

    @on(OneOf.Chosen)
    def _suggest(self) -> None:
        self._found = suggest(self._titles, self.need)
        self._choose(0)

    def _choose(self, at: int) -> None:
        self._at = at
        self._tools.show(self._found, at)
        self.call_after_refresh(self._bring)

    def _bring(self) -> None:
        if self._at < len(self._tools.tops):
            region = Region(0, self._tools.tops[self._at], 1, 4)
            self.query_one("#tools", VerticalScroll).scroll_to_region(region, animate=False)

    def action_move(self, by: int) -> None:
        """Choose the tool below or above."""
        if self._found:
            self._choose(max(0, min(len(self._found) - 1, self._at + by)))

    def action_start(self) -> None:
        """Prepare a session of the chosen tool."""
        if self._found:
            self.post_message(self.Start(self._found[self._at].title))

    def action_cancel(self) -> None:
        """Back to Home."""
        self.post_message(self.Cancelled())

    def on_pick_list_asked(self, event: Tools.Asked) -> None:
        """A tool was clicked."""
        self._at = event.at
        self.action_start()
