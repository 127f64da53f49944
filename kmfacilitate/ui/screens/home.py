"""Home: the session that was not finished first, then what waits, the toolbox, and recent sessions.

Everything it shows is passed in; nothing of a session but what its head says, and of a confidential one only
the date.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.geometry import Region
from textual.message import Message

from kmfacilitate.language import N_, _, pgettext
from kmfacilitate.session.local_words import local
from kmfacilitate.ui.drawing import BLANK, WIDE, Drawn, Piece, Row, joined
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.keys import keymap_of, shown_now
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.home_board import WIDEST, Choice, ChoiceKind, HomeBoard, Waiting
from kmfacilitate.ui.screens.home_first import OFFERS, First
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading, Saved

if TYPE_CHECKING:
    from kmfacilitate.store.shelf import Head
    from kmfacilitate.templates.shelf import Title

__all__ = ["HomeScreen", "Unfinished", "Waiting"]

_RESUME = Choice("resume", 0, 0, -1)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The session to resume. Of a confidential one `title`, `technique` and `facts` are empty.

    `facts` are in order of worth (`stage 3 of 6, What don't we know?`, `14 lines`), `stopped` says since when
    (`stopped today at 11:58`).
    """

    head: Head
    technique: str = ""
    title: str = ""
    facts: tuple[str, ...] = ()
    stopped: str = ""


class ResumeCard(Drawn):
    """The plane with the unfinished session; a click resumes it."""

    DEFAULT_CSS = """
    ResumeCard {
        background: $panel;
        border-left: outer $accent;
        &.-airy { padding: 1 0; }
        &.-quiet { border-left: outer $rule; }
        &.-ascii { border-left: ascii $accent; }
        &.-ascii.-quiet { border-left: ascii $rule; }
    }
    """

    edges = (1, 2)
    widest = WIDEST - 1

    class Asked(Message):
        """It was clicked."""

    def __init__(self, unfinished: Unfinished) -> None:
        super().__init__(classes="framed")
        self._unfinished = unfinished

    @property
    def chosen(self) -> bool:
        """Whether Enter resumes it; another place on Home may be chosen."""
        return not self.has_class("-quiet")

    @chosen.setter
    def chosen(self, chosen: bool) -> None:
        self.set_class(not chosen, "-quiet")
        self.redraw()

    def on_mount(self) -> None:
        """Take the air there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Take the air there is room for now."""
        self.set_class(self.airy, "-airy")
        self.set_class(self.glyphs.ascii, "-ascii")

    def rows(self, width: int) -> list[Row]:
        """Since when, what, how far."""
        one = self._unfinished
        rows = [Row((Piece(_("Not finished"), "muted"),), (Piece(one.stopped, "muted"),))]
        rows += [BLANK] * self.airy
        resume = (Piece(_("Enter"), "accent"), Piece(_(" resume"))) if self.chosen else ()
        if not one.title:
            return [*rows, Row((Piece(_("A confidential session"), "strong"),), resume)]
        facts = one.facts if width >= WIDE else one.facts[:1]
        left = joined([(Piece(words),) for words in (one.technique, *facts) if words], self.glyphs)
        return [*rows, Row((Piece(one.title, "strong"),)), Row(left, resume)]

    def on_click(self, event: Click) -> None:
        """Resume."""
        event.stop()
        self.post_message(self.Asked())


class HomeScreen(KmScreen):
    """Home. It posts `Start`, `Resume` and `Open`; who listens opens the next screen.

    Args:
        titles: the templates there are, in the order of the toolbox.
        heads: the sessions of the library, the newest first.
        now: the day and time of opening.
        unfinished: what to resume, or none.
        waiting: counts of what waits, with their lines for when they are asked for.
        library: its name for the header.
        saved: what the header says of saving.
        total: how many sessions there are, where `heads` are only the newest.
        example: whether this is the example library, which is said.
    """

    DEFAULT_CSS = """
    HomeScreen {
        layout: vertical;
        #home { height: 1fr; scrollbar-size: 1 1; }
        &.-short #home { margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('up')", show=False),
        Binding("down", "move('down')", show=False),
        Binding("left", "move('left')", show=False),
        Binding("right", "move('right')", show=False),
        Binding("enter", "go", show=False),
        Binding("space", "lines", show=False),
        Binding("w,W", "guide", show=False),
        Binding("l,L", "library", show=False),
        Binding("s,S", "app.settings", show=False),
        *(Binding(f"{one.key.lower()},{one.key}", f"offer('{one.id}')", show=False) for one in OFFERS),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
    ]

    class Start(Message):
        """A session of this template is to be prepared."""

        def __init__(self, title: Title) -> None:
            super().__init__()
            self.title = title

    class Resume(Message):
        """This unfinished session is to go on."""

        def __init__(self, head: Head) -> None:
            super().__init__()
            self.head = head

    class Shown(Message):
        """It was painted for the first time."""

        def __init__(self, home: HomeScreen) -> None:
            super().__init__()
            self.home = home

    class FirstLook(Message):
        """A first session, or an example, is wanted."""

        def __init__(self, wanted: First) -> None:
            super().__init__()
            self.wanted = wanted

    class Library(Message):
        """The library is to be looked through."""

    class Guide(Message):
        """Help with choosing a technique is wanted."""

    class Open(Message):
        """This session is to be opened."""

        def __init__(self, head: Head) -> None:
            super().__init__()
            self.head = head

    def __init__(
        self,
        titles: Sequence[Title],
        heads: Sequence[Head],
        *,
        now: datetime.datetime,
        unfinished: Unfinished | None = None,
        waiting: Sequence[Waiting] = (),
        library: str = "",
        saved: Saved | None = None,
        total: int = 0,
        example: bool = False,
    ) -> None:
        super().__init__()
        self._now = now
        self._heads = tuple(heads)
        self._unfinished = unfinished
        self._waiting = tuple(waiting)
        self._library = library
        self._saved = saved
        self._board = HomeBoard(titles, heads, waiting, now.date(), total, example)
        self._card = ResumeCard(unfinished) if unfinished else None
        self._chosen: Choice | None = _RESUME if unfinished else None

    help_title = N_("Home")
    counted = False
    """Whether what waits was counted over the whole library, not over the newest sessions alone."""

    @property
    def heads(self) -> Sequence[Head]:
        """The sessions that were read before the first paint, the newest first."""
        return self._heads

    @property
    def today(self) -> datetime.date:
        """The day Home was opened."""
        return self._now.date()

    def hints(self) -> tuple[Hint, ...]:
        """What Enter does with what is chosen, and the rest."""
        chosen = self._chosen.kind if self._chosen else "start"
        does = {
            "resume": _("resume"), "first": _("begin"), "start": _("start"), "open": pgettext("verb", "open"),
        }[chosen]  # fmt: skip
        hints = [Hint("Enter", does, "screen.go")]
        if self._waiting:
            words = _("hide the lines") if self._board.opened else _("show the lines")
            hints.append(Hint("Space", words, "screen.lines"))
        hints.append(Hint("W", _("which one?"), "screen.guide", help=_("which tool do I need?")))
        hints.append(
            Hint(
                "L",
                _("library"),
                "screen.library",
                help=_("find lessons, actions and sessions"),
                word=shown_now("find", "^F", keymap_of(self)),
            )
        )
        return (*hints, Hint("^Q", _("leave"), "app.leave", help=_("leave; nothing is lost"), verb="quit"))

    def commands(self) -> tuple[Hint, ...]:
        """Besides the footer's: every technique by name."""
        start = [
            Hint(
                "",
                title.title,
                f"screen.press('start', {at})",
                help=_("start: {title}").format(title=title.title),
            )
            for at, title in enumerate(self._board.titles)
        ]
        settings = Hint(
            "S", _("settings"), "app.settings", help=_("settings: look, keys, how days are written")
        )
        first = (
            Hint(
                offer.key if not self._heads or offer.id == "example" else "",
                _(offer.name),
                f"screen.first('{offer.id}')",
            )
            for offer in OFFERS
            if offer.id != "example" or not self._board.is_example
        )
        return (*self.hints(), *first, settings, *start)

    def heading(self) -> Heading:
        """What the header says: the day."""
        words = local()
        day, short = words.write(words.full_day, self._now), words.write(words.middle_day, self._now)
        return Heading("kmfacilitate", day, library=self._library, short="kmfacilitate", short_subject=short)

    def compose(self) -> ComposeResult:
        """Header, the page, footer."""
        yield Header(self.heading(), self._saved)
        with VerticalScroll(id="home", can_focus=False):
            if self._card is not None:
                yield self._card
            yield self._board
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Something is chosen from the beginning."""
        if self._chosen is None:
            self._choose(next(iter(self._board.choices), None))
        self.call_after_refresh(self.post_message, self.Shown(self))

    def look_again(self) -> None:
        """The library holds something new: have it counted again."""
        self.post_message(self.Shown(self))

    def show_waiting(self, waiting: Sequence[Waiting], *, counted: bool = False) -> None:
        """Show what waits: counts alone until the lines are asked for.

        Args:
            waiting: What there is.
            counted: Whether it was counted over the whole library.
        """
        if not self.is_attached:
            return
        self.counted = counted
        self._waiting = tuple(waiting)
        self._board.show_waiting(waiting)
        self.query_one(Footer).show(self.hints())

    # Keys.

    def action_move(self, way: Literal["up", "down", "left", "right"]) -> None:
        """Choose the nearest in that direction."""
        choices = ([_RESUME] if self._card else []) + self._board.choices
        known = {(choice.kind, choice.key): choice for choice in choices}
        here = known.get((self._chosen.kind, self._chosen.key)) if self._chosen else None
        if here is None:
            self._choose(next(iter(choices), None))
            return
        self._choose(nearest(here, choices, way) or here)

    def action_go(self) -> None:
        """Do with what is chosen what the footer says."""
        if self._chosen is not None:
            self.action_press(self._chosen.kind, self._chosen.key)

    def action_offer(self, wanted: First) -> None:
        """No stray key begins a session: a guided one only where it is offered. An example harms nothing."""
        if not self._heads or (wanted == "example" and not self._board.is_example):
            self.action_first(wanted)

    def action_first(self, wanted: First) -> None:
        """Begin a first session, or show an example."""
        self.post_message(self.FirstLook(wanted))

    def action_press(self, kind: ChoiceKind, key: int) -> None:
        """Resume, start or open."""
        if kind == "resume" and self._unfinished is not None:
            self.post_message(self.Resume(self._unfinished.head))
        elif kind == "first":
            self.action_first(OFFERS[key].id)
        elif kind == "start":
            self.post_message(self.Start(self._board.titles[key]))
        elif kind == "open":
            head = self._board.recent[key]
            self.post_message(self.Resume(head) if head.unfinished else self.Open(head))

    def action_lines(self) -> None:
        """Show the lines of what waits, or the counts alone."""
        if self._waiting:
            self._board.open_lines(not self._board.opened)
            self.query_one(Footer).show(self.hints())

    def action_guide(self) -> None:
        """Help with choosing a technique."""
        self.post_message(self.Guide())

    def action_library(self) -> None:
        """Look through the library."""
        self.post_message(self.Library())

    def action_scroll(self, by: int) -> None:
        """A page further, or back."""
        home = self.query_one("#home", VerticalScroll)
        home.scroll_relative(y=by * max(1, home.size.height - 2), animate=False)

    def on_resume_card_asked(self) -> None:
        """The card was clicked."""
        self.action_press("resume", 0)

    def _choose(self, choice: Choice | None) -> None:
        self._chosen = choice
        above = choice is not None and choice.kind == "resume"
        self._board.choose(None if above else choice)
        if self._card is not None:
            self._card.chosen = above
        footers = self.query(Footer)
        if footers:
            footers.first().show(self.hints())
            self._bring(choice)

    def _bring(self, choice: Choice | None) -> None:
        home = self.query_one("#home", VerticalScroll)
        if choice is None or choice.kind == "resume":
            home.scroll_home(animate=False)
            return
        top = self._card.outer_size.height if self._card else 0
        home.scroll_to_region(Region(0, top + choice.y, 1, 3), animate=False, force=True)


def nearest(here: Choice, choices: Sequence[Choice], way: str) -> Choice | None:
    """The choice that is nearest in a direction, one in the same column or row before any other."""
    sign = 1 if way in {"down", "right"} else -1
    found: list[tuple[int, Choice]] = []
    for choice in choices:
        dx, dy = choice.x - here.x, choice.y - here.y
        if way in {"up", "down"} and dy * sign > 0:
            found.append((abs(dy) + 2 * abs(dx), choice))
        elif way in {"left", "right"} and dx * sign > 0:
            found.append((abs(dx) + 4 * abs(dy), choice))
    return min(found, key=lambda pair: pair[0])[1] if found else None
