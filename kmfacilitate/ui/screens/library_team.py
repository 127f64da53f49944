"""What is said of a line of the team's: by a keeper how a lesson stands, by all that it happened again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.alike import alike_to
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.detail import Whole
from kmfacilitate.library.found import Found, Held
from kmfacilitate.library.index import Index
from kmfacilitate.session.lesson_life import STATES, in_words, next_decision
from kmfacilitate.session.local_words import month_written
from kmfacilitate.store.places import Places
from kmfacilitate.ui.saying import is_ours
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.picker import Pick, Picker
from kmfacilitate.ui.widgets.prompt import Prompt, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = "other"
"""What is picked where the lesson that is meant was not offered."""
_KEEPER = "keeper"
_BY_KEY = {
    "information": "information", "reject": "rejected", "merge": "merged", "supersede": "superseded",
}  # fmt: skip
_PATIENCE = 3.0
"""Seconds that the index may take to hold what was decided."""


@dataclass(frozen=True, slots=True)
class _Deciding:
    """A decision that is being asked about: of which lesson, what, and what stands in its place."""

    line: Found
    says: str
    into: str = ""


class TeamMixin(KmScreen):
    """A page with a line at hand that may be of the team."""

    _index: Index
    _prompt: Prompt
    _picker: Picker
    _meant: Found | None = None
    """The line that is asked about, whatever is chosen meanwhile."""
    _deciding: _Deciding | None = None
    _turn: asyncio.Lock | None = None

    # What a page tells

    @property
    def read(self) -> Whole:
        """What is known of the line at hand."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Say something at the foot of the page."""
        raise NotImplementedError

    def rest(self) -> None:
        """Nothing is asked any more: give the focus back."""
        raise NotImplementedError

    def _later(self, show: object) -> Callable[[object], None]:
        raise NotImplementedError

    def _ask(self, about: str, *wanted: Wanted, title: str = "") -> None:
        raise NotImplementedError

    def _is_ours(self, line: Found) -> bool:
        return is_ours(self._index, line.path)

    # Keys

    def keys_for_team(self, line: Found) -> tuple[str, ...]:
        """The acts that are shown for a line of the team: those of a keeper to whoever is one."""
        if line.kind != "lesson":
            return ()
        may = self.read.decisions if self.read.keeps else ()
        if not may:
            return ("again",)
        by_key = tuple(id_ for id_, says in _BY_KEY.items() if says in may)
        return (*(("next",) if next_decision(line.state, may) else ()), "state", *by_key, "again")

    def _of_the_team(self, line: Found, id_: str) -> None:
        """What is of the team is theirs to change; a keeper decides how a lesson of theirs stands."""
        may = self.read.decisions
        says = next_decision(line.state, may) if id_ == "next" else _BY_KEY.get(id_, "")
        if line.kind != "lesson":
            self.say(_("This is of the team’s library, and theirs to change."))
        elif id_ == "again":
            self._again(line)
        elif id_ == "state" and may:
            self.say("")
            picks = [Pick(each, in_words(each), _(STATES[each].means)) for each in may]
            self._picker.open(f"{_KEEPER} state", _("What do you decide as a keeper?"), picks)
        elif says in may:
            self._decide(_Deciding(line, says))
        elif says or id_ in ("next", "state"):
            self.say(
                _("Nothing follows that a keeper decides.")
                if may
                else _("One moment: the lesson is still being read.")
            )
        else:
            self.say(
                _(
                    "This is of the team’s library, and theirs to change. A: it happened again, here. "
                    "N, S, R, M: decide of it as a keeper."
                )
            )

    # A keeper decides

    def _decide(self, deciding: _Deciding) -> None:
        """Ask what a decision needs, and whatever else is to be said of it: it goes to everybody."""
        self._deciding = deciding
        says = deciding.says
        if says in ("merged", "superseded") and not deciding.into:
            self._offer_theirs(deciding.line, says)
            return
        reason = Wanted("note", _("Why is it not right, or not for us?"))
        self._ask(_KEEPER, reason if says == "rejected" else _why(), title=in_words(says))

    def _offer_theirs(self, line: Found, says: str) -> None:
        """Offer the lessons most like it that the whole team has."""

        def others(ask: Ask) -> tuple[Found, ...]:
            from kmfacilitate.hub.deciding import at_the_hub

            shared = at_the_hub(self._index.library, Places.here())
            return tuple(
                one
                for one in others_like(ask, line)
                if not is_ours(self._index, one.path) or one.session in shared
            )

        def show(found: tuple[Found, ...]) -> None:
            self._picker.open(f"{_KEEPER} {says}", asks_other(says), picks_of(found))

        self._index.looker.look("others", others, self._later(show))

    @on(Picker.Picked)
    def _decision_picked(self, event: Picker.Picked) -> None:
        about, _sign, what = event.about.partition(" ")
        if about != _KEEPER:
            return
        self._picker.close()
        line = self._meant
        self.rest()
        if event.value is None or line is None:
            return
        if what == "state":
            self._decide(_Deciding(line, event.value))
        elif event.value == OTHER:
            self._deciding = _Deciding(line, what)
            self._ask(
                _KEEPER,
                _why(),
                Wanted("other", _("Its session and number, as k3x9/4.2")),  # last: it may be put right
                title=in_words(what),
            )
        else:
            self._decide(_Deciding(line, what, event.value))

    @on(Prompt.Answered)
    def _decision_told(self, event: Prompt.Answered) -> None:
        if event.about == _KEEPER and self._deciding is not None:
            told = event.answers
            self.run_worker(
                self._sent(self._deciding, told.get("other", ""), told.get("note", "")), exit_on_error=False
            )

    async def _sent(self, deciding: _Deciding, other: str, note: str) -> None:
        """Send a decision to the hub; where that can't be, what was typed stays, and Enter tries again."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            self.say(_("Sending it to the hub."))
            try:
                says = await asyncio.to_thread(_send, self._index, deciding, deciding.into or other, note)
            except Unable as unable:
                self.say(str(unable))
                if self._prompt.is_open:
                    self._prompt.again()
                return
        self._prompt.close()
        self._deciding = None
        self.decided()
        self.say(says)

    def decided(self) -> None:
        """Something was decided: show the line as it is now."""
        raise NotImplementedError

    # It happened again

    def _again(self, line: Found) -> None:
        """That it happened again is said in a session of ours."""
        desk = getattr(self.app, "desk", None)
        if desk is not None:
            self._ask(f"{desk.f.session.id}\n{desk.file.path}", where_again())
            return

        def ours(ask: Ask) -> tuple[Held, ...]:
            return tuple(one for one in ask.sessions(limit=100) if is_ours(self._index, one.path))

        def show(found: tuple[Held, ...]) -> None:
            picks = [
                Pick(f"{one.session}\n{one.file}", one.title or one.technique.replace("-", " "), one.day)
                for one in found
            ]
            title = _("In which of your sessions was it seen again?")
            self._picker.open("again", title, picks, empty=_("There is no session yet to say it in."))

        self._index.looker.look("ours", ours, self._later(show))


def others_like(ask: Ask, line: Found) -> tuple[Found, ...]:
    """The lessons most like one, in whatever session."""
    like = alike_to(ask, line, 8)
    known = {one.on for one in like} | {line.on}
    return (*like, *(one for one in ask.related(line.text, limit=8) if one.on not in known))


def asks_other(says: str) -> str:
    """The question for the other lesson, of one that is *merged* or *superseded*."""
    return _("Which lesson says the same?") if says == "merged" else _("Which lesson stands in its place?")


def picks_of(found: tuple[Found, ...]) -> list[Pick]:
    """Lessons to pick from, and one that is not among them."""
    picks = [Pick(one.on, one.text, f"{one.title}, {month_written(one.day)}") for one in found]
    return [*picks, Pick(OTHER, _("another one, by its number"))]


def _why() -> Wanted:
    """The question that goes with a decision that needs no reason: a last moment to leave it."""
    return Wanted("note", _("Why? The whole team reads it."), optional=True)


def where_again() -> Wanted:
    """The question that goes with *again*."""
    return Wanted("note", _("Where or when did it happen again?"), optional=True)


def _send(index: Index, deciding: _Deciding, into: str, note: str) -> str:
    """In a thread: decide at the hub, and have the index know of it before the page is drawn again."""
    from kmfacilitate.hub.deciding import decide

    line = deciding.line
    says = decide(index.library, Places.here(), line.on, deciding.says, into, note, called=line.number)
    index.gatherer.refresh()
    index.gatherer.wait(_PATIENCE)
    return says
