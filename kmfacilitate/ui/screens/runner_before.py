"""Lessons of earlier sessions beside the line: a quiet hint, a page of them, and "it happened again"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual import on

from kmfacilitate.commands.before import NOTHING_LIKE
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.language import _, ngettext
from kmfacilitate.session.answering import asking
from kmfacilitate.session.scene import Said
from kmfacilitate.session.seen_before import facts, in_short
from kmfacilitate.session.staging import only_you
from kmfacilitate.ui.drawing import WIDE
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.measure import width_of
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.before_page import BeforePage, Lesson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kmfacilitate.library.detail import Part

    from .runner import RunnerScreen

_EDGES = 12
"""Columns beside the echo that are not its own."""


class BeforeMixin(KmScreen):
    """What the runner does with earlier lessons. What they are is decided by the session and the desk."""

    _open_when_found = False

    @property
    def _me(self) -> RunnerScreen:
        return cast("RunnerScreen", self)

    def listen_before(self) -> None:
        """Be told in this thread when something was found."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._before_came)

        self._me.desk.before.on_found = wake

    def _before_came(self) -> None:
        runner = self._me
        if not runner.is_mounted:
            return
        changed = runner.desk.before.take()
        if self._open_when_found:
            self._open_when_found = False
            self._open_page("")
        if changed and not runner.desk.room_on:
            self.draw_before()

    def draw_before(self) -> None:
        """Show what is at hand now, where it stands."""
        runner = self._me
        f = runner.desk.f
        page = runner.desk.close_page if runner.desk.closing else 0
        runner.draw_sides(only_you(f, asking(f), f.moment(), page))
        runner.show_echo()
        if runner.query_one(BeforePage).opened:
            runner.query_one(BeforePage).show(self._lessons())

    def before_hint(self, beside: tuple[tuple[Said, ...], ...]) -> tuple[tuple[Said, ...], ...]:
        """The hint under the capture line, where "Only you" is not in sight; none where there is no room.

        Args:
            beside: What stands there already.
        """
        runner = self._me
        seen = runner.desk.f.seen.lines
        in_sight = runner.app.size.width >= WIDE and not runner.has_class("-folded")
        source = runner.desk.f.session.entries.get(runner.desk.f.seen.source)
        if source is not None and source.question != runner.desk.f.here.question:
            return ()  # it is about a line of the question that was left
        if not seen or in_sight or runner.desk.closing or runner.query_one(BeforePage).opened:
            return ()
        key = Said(runner.in_keys("^L"), "strong")
        if not beside:
            best = in_short(runner.desk.f, seen[0])
            return ((key, Said(" " + _("seen before: {lesson}").format(lesson=best), "muted")),)
        many = len(seen)
        words = " " + ngettext("{n} seen before", "{n} seen before", many).format(n=many)
        taken = sum(width_of(said.text) for group in beside for said in group) + 5 * len(beside)
        fits = taken + width_of(words) + 4 <= runner.app.size.width - _EDGES
        return ((key, Said(words, "muted")),) if fits else ()

    def open_before(self, outcome: Outcome) -> None:
        """Open the page of earlier lessons: at hand, one of them, or those about some words."""
        desk = self._me.desk
        if outcome.about or (desk.f.seen.lines and not outcome.lines):
            self._open_page(outcome.about)
        elif desk.before.looker is None:
            self._me.say(_("The library is not open yet; try again in a moment."))
        else:
            self._open_when_found = True
            desk.before.about("".join(outcome.lines))

    def _open_page(self, on: str) -> None:
        runner = self._me
        if not runner.desk.f.seen.lines:
            runner.say(_(NOTHING_LIKE))
            return
        runner.close_pages()
        page = runner.query_one(BeforePage)
        self._show_page(page, on)
        loop = asyncio.get_running_loop()

        def told(parts: Mapping[str, Sequence[Part]]) -> None:
            loop.call_soon_threadsafe(page.tell, parts)

        runner.desk.before.in_full(told)

    def _show_page(self, page: BeforePage, on: str) -> None:
        """Open the page, and fold what to say away: the height is for the lessons now."""
        page.open(self._lessons(), on)
        self._me.draw()
        self._me.lines_hidden(True)

    def _lessons(self) -> tuple[Lesson, ...]:
        f = self._me.desk.f
        return tuple(
            Lesson(seen.on, f"b{at}", seen.text, facts(f, seen)) for at, seen in enumerate(f.seen.lines, 1)
        )

    @on(BeforePage.Again)
    def _again(self, event: BeforePage.Again) -> None:
        event.stop()
        page = self._me.query_one(BeforePage)
        self._me.carry_out("again", event.name)
        self._show_page(page, self._me.desk.f.seen.lines[int(event.name[1:]) - 1].on)

    @on(BeforePage.Left)
    def _left(self, event: BeforePage.Left) -> None:
        event.stop()
        self._me.close_pages()
        self._me.draw()
        self._me.line.take_focus()


def before_hints(many: int) -> tuple[Hint, ...]:
    """The keys while earlier lessons are read, of which there are so many."""
    return (
        Hint("A", _("it happened again"), help=_("count that this lesson happened again")),
        Hint("Esc", _("back to the line")),
        *((Hint("↑↓", _("another")),) if many > 1 else ()),
    )
