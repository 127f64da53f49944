"""The rules of the room: where we are, what may be done next, the clock. What changes it is in `steps`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from kmfacilitate.language import _

from . import clock, marks, walk
from .earlier import Earlier
from .edits import About, Refused, change
from .keeping import must_go
from .moments import moment, stamp
from .records import Where
from .seen import SeenBefore
from .session import PlannedStage, Session, people_in
from .steps import Outlet, Steps, zone
from .unseen import Unseen
from .usual import Usual
from .walk import Place
from .wording import hour

__all__ = ["Facilitation", "Outlet", "last_sign", "zone"]


class Facilitation(Steps):
    """One running session. `time` gives the moment (aware, never earlier than before), `chance` all chance.

    `roster` is the people in the room, in seat order; it is kept here only, unless names may be kept.
    """

    def __init__(
        self,
        session: Session,
        time: Callable[[], datetime],
        chance: Random,
        *,
        roster: Sequence[str] = (),
        outlet: Outlet | None = None,
    ) -> None:
        super().__init__(session, time, chance, outlet)
        self.roster = tuple(roster) or session.present()
        self.past: tuple[Earlier, ...] = ()
        """Lines of earlier sessions that this one looks at again."""
        self.related: Callable[[str], Sequence[Earlier]] | None = None
        """Lessons of the library that are like a text, best first, where somebody knows."""
        self.usual: Mapping[str, Usual] = {}
        """What each stage usually takes in this library (stage id → minutes), where that is known."""
        self.seen = SeenBefore()
        """Earlier lessons about the line at hand, as far as they were looked up."""
        self.lined_up: dict[str, tuple[Earlier, ...]] = {}
        """The earlier lines of each review that was come to, in the order in which they are gone through."""
        self.picked: tuple[str, tuple[str, str] | None] | None = None
        """The line of a review that was picked, with its verdict at that moment and the reason."""
        self.orders: dict[str, tuple[str, ...]] = {}
        """The people of a round in the order they speak, for each round that was begun; kept here only."""
        self.about: Mapping[str, Mapping[str, str]] = {}
        """What is known of the people (team, site, …), by name; kept here only."""
        self.drawn: dict[tuple[str, int], tuple[tuple[str, ...], ...]] = {}
        """Who is with whom in each draw, by its entry and seed; kept here where names may not be kept."""
        self.guided = False
        """Whether each step says what to do; not in the session."""
        self.gap: Unseen | None = None
        """The last stretch that the program did not see."""

    # Where and when

    @property
    def here(self) -> Place:
        """Where the room is."""
        return walk.here(self.session)

    @property
    def stage(self) -> PlannedStage | None:
        """The stage the room is in."""
        return self.session.stage(self.here.stage)

    @property
    def voters(self) -> int:
        """How many people are in the room; 0 where nobody said."""
        return people_in(self.session) or len(self.roster)

    # Moving: not a step; going back undoes going on

    def go(self, place: Place) -> None:
        """Move the room to a place. The first move starts the clock; a pause stays one.

        Raises:
            Refused: When the session has no such stage.
        """
        here = self.here
        begun = clock.state(self.session) != "not started"
        passed = begun or place == walk.following(self.session, here, self.roster)
        edits = marks.moved(self.session, self.now(), here, place, passed=passed)
        self._put(edits, About(says=f"at {place.stage}"))

    def next(self) -> Place | None:
        """Go on to the next question, item or stage; none (and nothing done) at the end."""
        place = walk.following(self.session, self.here, self.roster)
        if place is not None:
            self.go(place)
        elif clock.state(self.session) == "not started":
            self.start()
        return place

    def back(self) -> Place | None:
        """Go back to the question, item or stage before; nothing is lost."""
        place = walk.preceding(self.session, self.here, self.roster)
        if place is not None:
            self.go(place)
        return place

    # The clock: marks, never undone

    def start(self) -> str:
        """Start the clock, or let it go on after a pause."""
        state = clock.state(self.session)
        if state == "running":
            return _("the clock is running")
        self._put(marks.started(self.session, self.now(), self.here), About(says=_("clock started")))
        return _("clock started") if state == "not started" else _("the clock goes on")

    def pause(self, reason: str = "", *, back: datetime | None = None, where: Where = "pause") -> str:
        """Stop the clock, with a reason and the time to be back where they are said.

        Raises:
            Refused: When the clock isn't running.
        """
        if clock.state(self.session) not in ("running", "break", "paused"):
            raise Refused(_("The clock isn't running. F5 or :start starts it."))
        mark = marks.mark(self.now(), where, self.here, reason, stamp(back) if back else "")
        self._put([mark], About(says=_("paused")))
        until = _(", back at {hour}").format(hour=hour(back.astimezone(zone(self.session)))) if back else ""
        return _("paused{it}{until}").format(it=": " + reason if reason else "", until=until)

    def leave(self) -> None:
        """The program is being left: a running clock stops."""
        if clock.state(self.session) == "running":
            self.pause("left")

    def finish(self) -> str:
        """Stamp the end; everything stays open to change (`reopen`).

        What may not outlast a confidential session is forgotten now, here and on disk.
        """
        if self.session.meeting.state == "finished":
            return _("finished already")
        self._put(marks.ended(self.session, self.now(), self.here), About(says=_("finished")))
        gone = must_go(self.session)
        if gone:
            self.forget(gone)
        return _("finished; what was not to be kept is forgotten") if gone else _("finished")

    def reopen(self) -> str:
        """Open a finished session again, with a line in its history."""
        if self.session.meeting.state != "finished":
            return ""
        history = [*[list(row) for row in self.session.meeting.history], [self.now().stamp, "reopened"]]
        fields = {"state": "running", "ended": "", "history": history}
        self._put(
            [change("session", "1", self.session.raw("session", "1"), fields)], About(says=_("reopened"))
        )
        return _("reopened")

    def unseen(self, last_seen: datetime) -> str:
        """Account for a stretch the program did not see (killed, asleep) and say so in one sentence.

        Up to five minutes count as meeting, a longer stretch as a pause; `swap_gap` turns that round.
        """
        now = self.now()
        start = max(last_seen, marks.last_moment(self.session) or last_seen)
        if clock.state(self.session) != "running" or now.at - start < timedelta(seconds=5):
            return ""
        self.gap = Unseen(start, now.at, self.here)
        self._put(self.gap.edits(now), About(says=_("away")))
        return self.gap.words

    def swap_gap(self) -> str:
        """Count the unseen stretch the other way: as meeting instead of a pause, or the reverse.

        Raises:
            Refused: When there was none.
        """
        if self.gap is None:
            raise Refused(_("The program was not away, so there is no gap to count."))
        self.gap.swap()
        self._put(self.gap.edits(self.now()), About(says=_("counted") if self.gap.counted else _("away")))
        return self.gap.words


def last_sign(session: Session) -> datetime | None:
    """The latest moment that the session itself knows of."""
    stamps = [mark.at for mark in session.clock.values()] + [entry.at for entry in session.entries.values()]
    stamps += [entry.edited for entry in session.entries.values()]
    latest = max((s for s in stamps if s), default="")
    return moment(latest) if latest else None
