"""Choosing filters in the library: from a list, by keyboard, without knowing how they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import on

from kmfacilitate.language import _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.counting import offers
from kmfacilitate.ui.screens.library_acts import ActsMixin
from kmfacilitate.ui.screens.library_asking import Question, waiting_about
from kmfacilitate.ui.widgets.filter_row import FilterRow, SortRow
from kmfacilitate.ui.widgets.picker import Pick, Picker

_ANYTHING = "*"


class FiltersMixin(ActsMixin):
    """The part of the library that narrows what is looked at."""

    _filters: FilterRow
    _sort: SortRow
    _today: Callable[[], date]
    _chosen_filters: dict[str, str]
    """What was chosen, by the name of the filter."""
    _shown_filters: dict[str, str]
    """The same in words."""
    _wait: str
    """The one thing that is waited for."""

    @property
    def question(self) -> Question:
        """What is asked now."""
        raise NotImplementedError

    def ask(self) -> None:
        """Ask it."""
        raise NotImplementedError

    def show_filters(self, question: Question) -> None:
        """Show the filters in force: those typed before those chosen."""
        shown = {**self._shown_filters, **question.read.said}
        if "until" in shown and "since" not in shown:
            shown["since"] = _("until {day}").format(day=shown["until"])
        if question.sort == "waiting" and "state" not in shown:
            shown["state"] = self._shown_filters.get("wait") or _("all that waits")
        self._filters.show({name: words for name, words in shown.items() if words})

    def let_all_through(self) -> None:
        """Narrow by nothing that was chosen."""
        self._chosen_filters, self._shown_filters, self._wait = {}, {}, ""

    def action_filters(self) -> None:
        """Go to the filters; from there, open the list of the one at hand."""
        if self._filters.has_focus:
            self._filters.action_ask()
        else:
            self._filters.focus()

    def on_filter_row_asked(self, event: FilterRow.Asked) -> None:
        """Offer what a filter can be chosen from."""
        name, today, filters = event.name, self._today(), self.question.filters
        if name == "state" and self._sort.value == "waiting":
            self._index.looker.look(
                "offers", lambda ask: waiting_about(ask, today, filters), self._later(self._offer_waits)
            )
            return

        def show(found: tuple[Pick, ...]) -> None:
            titles = {
                "technique": _("Which technique?"), "project": _("Which project?"), "person": _("Who?"),
                "tag": _("Which tag?"), "state": _("In which state?"), "since": _("Since when?"),
            }  # fmt: skip
            any_ = Pick(_ANYTHING, _("any"), _("let all through"))
            self._offer(f"filter {name}", titles[name], (any_, *found), self._chosen_filters.get(name, ""))

        def ask(ask: Ask) -> tuple[Pick, ...]:
            return tuple(Pick(one.value, one.words, one.about) for one in offers(ask, name, today))

        self._index.looker.look("offers", ask, self._later(show))

    def _offer_waits(self, found: tuple[tuple[str, str, str], ...]) -> None:
        picks = (
            Pick(_ANYTHING, _("all that waits")),
            *(Pick(id_, _(words), many) for id_, words, many in found),
        )
        self._offer("filter wait", _("What waits?"), picks, self._wait)

    def _offer(self, about: str, title: str, picks: tuple[Pick, ...], at: str) -> None:
        if self.is_mounted:
            self._picker.open(about, title, picks, at=at)

    def on_filter_row_cleared(self, event: FilterRow.Cleared) -> None:
        """Let everything through again."""
        name = "wait" if event.name == "state" and self._sort.value == "waiting" else event.name
        self.choose_filter(name, "", "")
        self.ask()

    @on(Picker.Picked)
    def _filter_picked(self, event: Picker.Picked) -> None:
        about, _sign, name = event.about.partition(" ")
        if about != "filter":
            return
        self._picker.close()
        self._filters.focus()
        if event.value is not None:
            value = "" if event.value == _ANYTHING else event.value
            self.choose_filter(name, value, event.words if value else "")
            self.ask()

    def choose_filter(self, name: str, value: str, words: str) -> None:
        """Narrow by a value, or with none no more; a year is `2026..2026`."""
        for each in (name, *(("until",) if name == "since" else ())):
            self._chosen_filters.pop(each, None)
            self._shown_filters.pop(each, None)
        if name == "wait":
            self._wait, self._shown_filters["wait"] = value, words
        elif value:
            first, _sign, last = value.partition("..")
            self._chosen_filters[name] = first
            self._shown_filters[name] = words
            if last:
                self._chosen_filters["until"] = last
