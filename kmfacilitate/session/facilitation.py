"""The rules of the room: where we are, what may be done next, the clock, undo and redo.

`Facilitation` is the one thing that changes a session. Every change goes out through `Outlet`, so that what
is kept in memory, on disk and in another window is made by the same edits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from . import clock, marks, walk
from .documents import Documents
from .earlier import Earlier
from .edits import About, Act, Change, Edit, Now, Refused, Step, change, tombstones
from .ids import Ids
from .keeping import must_go
from .moments import moment, stamp
from .names import may_keep_speaker
from .numbers import kept_numbers
from .records import Where
from .session import PlannedStage, Session
from .undo import UndoStack
from .walk import Place


class Outlet(Protocol):
    """Where changes go: a store, or nothing in a test."""

    def edited(self, edits: Sequence[Edit], about: About) -> None:
        """These edits were made, in one act."""

    def forgot(self, ids: Sequence[str]) -> None:
        """The words of these documents must go for good."""


class Facilitation:
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
        self.session = session
        self.roster = tuple(roster) or session.present()
        self._time = time
        self._chance = chance
        self.outlet = outlet
        self._ids = Ids(chance)
        for table in session.documents.values():
            for id_ in table:
                self._ids.saw(id_)
        self.past: tuple[Earlier, ...] = ()
        """Lines of earlier sessions that this one looks at again."""
        self.related: Callable[[str], Sequence[Earlier]] | None = None
        """Lessons of the library that are like a text, best first, where somebody knows."""
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
        self._stack = UndoStack()
        self._steps = 0
        self.gap: tuple[datetime, datetime, bool] | None = None
        """A stretch the program did not see: from, to, and whether it is counted as meeting."""
        self._gap_place = Place("")
        self._gap_marks: tuple[str, ...] = ()

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
        meeting = self.session.meeting
        return meeting.later_count or meeting.head_count or len(self.roster)

    def moment(self) -> datetime:
        """The moment now."""
        return self._time()

    def now(self) -> Now:
        """All of the world that an act may see."""
        at = self._time()
        return Now(at, at.astimezone(zone(self.session)).date(), lambda: self._ids.new(at), self._chance)

    # Acts, undo and redo

    def do(self, verb: str, act: Act) -> Change:
        """Carry out an act as one step.

        Raises:
            Refused: When it can't be done now; nothing has changed then.
        """
        now = self.now()
        change_ = act(self.session, now)
        if change_.edits or change_.forgets:
            undoable = () if change_.forgets else change_.edits
            number = self._steps + 1
            self._put(change_.edits, About(verb, change_.says, step=number if undoable else 0))
            self._steps = number
            self._stack.did(Step(self._steps, verb, change_.says, now.stamp, undoable))
        if change_.forgets:
            self.forget(change_.forgets)
        return change_

    def settle(self, act: Act) -> Change:
        """Carry out an act that undo leaves alone: settings, the plan of the clock."""
        change_ = act(self.session, self.now())
        self._put(change_.edits, About(says=change_.says))
        if change_.forgets:
            self.forget(change_.forgets)
        self._forget_speakers()
        return change_

    def undo(self) -> str:
        """Take back the last own step; says what was taken back.

        A field that was changed since (in another window) stays as it is now. What can't be taken back is
        passed over, and the sentence says so.

        Raises:
            Refused: When there is nothing to take back.
        """
        step = self._stack.take_back()
        if not step.edits:
            return f"{step.says}: that can't be taken back"
        taken = tuple(edit.reversed() for edit in reversed(step.edits))
        about = About(step.verb, f"took back: {step.says}", undo=step.number)
        left = self._put(taken, about)
        kept = _less(step.edits, left)
        if left and not _says_anything(kept):
            return f"{step.says}: that was changed since, so it stays"
        self._stack.taken_back(Step(step.number, step.verb, step.says, step.at, kept))
        return f"took back: {step.says}"

    def redo(self) -> str:
        """Bring back the last step that was taken back.

        Raises:
            Refused: When there is none.
        """
        step = self._stack.bring_back()
        again = tuple(edit.again() for edit in step.edits)
        about = About(step.verb, f"brought back: {step.says}", redo=step.number)
        left = self._put(again, about)
        kept = _less(step.edits, left)
        if left and not _says_anything(kept):
            return f"{step.says}: that was changed since, so it stays"
        self._stack.brought_back(Step(step.number, step.verb, step.says, step.at, kept))
        return f"brought back: {step.says}"

    @property
    def can_undo(self) -> str | None:
        """What undo would take back."""
        return self._stack.done[-1].says if self._stack.done else None

    @property
    def can_redo(self) -> str | None:
        """What redo would bring back."""
        return self._stack.undone[-1].says if self._stack.undone else None

    def remember(self, done: Sequence[Step], undone: Sequence[Step]) -> None:
        """Go on with the steps of an earlier window, so that undo survives a restart."""
        self._stack.remember(done, undone)
        self._steps = max((step.number for step in (*done, *undone)), default=0)
        self._forget_speakers()

    def steps(self) -> tuple[Step, ...]:
        """The steps that undo can take back, oldest first; one without edits can't be taken back."""
        return self._stack.done

    def forget(self, ids: Sequence[str]) -> None:
        """Take the words of documents away for good, here, on disk and out of undo.

        What is known about them goes too: values that lost against theirs when two windows wrote.
        """
        gone = frozenset(ids)
        documents = dict(self.session.documents)
        for name, table in tombstones(documents, gone, self.now().today.isoformat()).items():
            documents[name] = {**documents[name], **table}
        self.session = self.session.with_documents(documents)
        self._stack.forget(gone)
        if self.outlet is not None:
            self.outlet.forgot(tuple(ids))

    def absorb(self, documents: Documents) -> bool:
        """Take in what another window wrote; says whether anything is new."""
        before = self.session
        self.session = before.with_documents(documents)
        if self.session is before:
            return False
        gone = {
            id_ for id_, entry in self.session.entries.items()
            if entry.forgotten and not (id_ in before.entries and before.entries[id_].forgotten)
        }  # fmt: skip
        if gone:
            self._stack.forget(gone)
        self._forget_speakers()
        for table in documents.values():
            for id_ in table:
                self._ids.saw(id_)
        return True

    def _forget_speakers(self) -> None:
        """Undo holds no name that the session may not hold."""
        if self.session.meeting.names != "all":
            spared = [
                id_ for id_, e in self.session.entries.items() if may_keep_speaker(self.session, e.kind)
            ]
            self._stack.forget_field("by", spared)

    def _put(self, edits: Sequence[Edit], about: About) -> set[tuple[str, str, str]]:
        """Make edits here and hand them out; returns the fields that were left as they are."""
        if not edits:
            return set()
        after, clashes = self.session.with_edits(edits, undoing=about.replays)
        _check_readable(self.session, after, edits)
        numbers = kept_numbers(self.session, after, edits)
        if numbers:
            after, _ = after.with_edits(numbers)
        self.session = after
        left = {(clash.table, clash.id, clash.field) for clash in clashes} if about.replays else set()
        made = (*_less(edits, left), *numbers)
        if self.outlet is not None and made:
            self.outlet.edited(made, about)
        return left

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
            return "the clock is running"
        self._put(marks.started(self.session, self.now(), self.here), About(says="clock started"))
        return "clock started" if state == "not started" else "the clock goes on"

    def pause(self, reason: str = "", *, back: datetime | None = None, where: Where = "pause") -> str:
        """Stop the clock, with a reason and the time to be back where they are said.

        Raises:
            Refused: When the clock isn't running.
        """
        if clock.state(self.session) not in ("running", "break", "paused"):
            raise Refused("The clock isn't running. F5 or :start starts it.")
        mark = marks.mark(self.now(), where, self.here, reason, stamp(back) if back else "")
        self._put([mark], About(says="paused"))
        until = f", back at {back.astimezone(zone(self.session)):%H:%M}" if back else ""
        return f"paused{': ' + reason if reason else ''}{until}"

    def leave(self) -> None:
        """The program is being left: a running clock stops."""
        if clock.state(self.session) == "running":
            self.pause("left")

    def finish(self) -> str:
        """Stamp the end; everything stays open to change (`reopen`).

        What may not outlast a confidential session is forgotten now, here and on disk.
        """
        if self.session.meeting.state == "finished":
            return "finished already"
        self._put(marks.ended(self.session, self.now(), self.here), About(says="finished"))
        gone = must_go(self.session)
        if gone:
            self.forget(gone)
        return "finished; what was not to be kept is forgotten" if gone else "finished"

    def reopen(self) -> str:
        """Open a finished session again, with a line in its history."""
        if self.session.meeting.state != "finished":
            return ""
        history = [*[list(row) for row in self.session.meeting.history], [self.now().stamp, "reopened"]]
        fields = {"state": "running", "ended": "", "history": history}
        self._put([change("session", "1", self.session.raw("session", "1"), fields)], About(says="reopened"))
        return "reopened"

    def unseen(self, last_seen: datetime) -> str:
        """Account for a stretch the program did not see (killed, asleep) and say so in one sentence.

        Up to five minutes count as meeting, a longer stretch as a pause; `swap_gap` turns that round.
        """
        now = self.now()
        start = max(last_seen, marks.last_moment(self.session) or last_seen)
        if clock.state(self.session) != "running" or now.at - start < timedelta(seconds=5):
            return ""
        counted = now.at - start <= clock.UNSEEN_COUNTS
        self.gap = (start, now.at, counted)
        self._gap_place = self.here
        self._gap_marks = ()
        if not counted:
            self._mark_gap()
        return self._gap_words()

    def swap_gap(self) -> str:
        """Count the unseen stretch the other way: as meeting instead of a pause, or the reverse.

        Raises:
            Refused: When there was none.
        """
        if self.gap is None:
            raise Refused("There is no stretch of time to swap.")
        start, end, counted = self.gap
        self.gap = (start, end, not counted)
        if counted:
            self._mark_gap()
        else:
            away = [Edit("clock", id_, {"deleted": None}, {"deleted": True}) for id_ in self._gap_marks]
            self._put(away, About(says="counted"))
        return self._gap_words()

    def _mark_gap(self) -> None:
        if self.gap is not None:
            edits = marks.away(self.now(), self._gap_place, self.gap[0], self.gap[1])
            self._gap_marks = tuple(edit.id for edit in edits)
            self._put(edits, About(says="away"))

    def _gap_words(self) -> str:
        if self.gap is None:
            return ""
        start, end, counted = self.gap
        seconds = int((end - start).total_seconds())
        length = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
        if counted:
            return f"{length} without the program were counted as meeting. :away takes them out."
        return f"{length} without the program were not counted. :away counts them."


def zone(session: Session) -> ZoneInfo:
    """The time zone of the meeting; UTC where its name is unknown here."""
    try:
        return ZoneInfo(session.meeting.tz or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def last_sign(session: Session) -> datetime | None:
    """The latest moment that the session itself knows of."""
    stamps = [mark.at for mark in session.clock.values()] + [entry.at for entry in session.entries.values()]
    stamps += [entry.edited for entry in session.entries.values()]
    latest = max((s for s in stamps if s), default="")
    return moment(latest) if latest else None


def _less(edits: Sequence[Edit], left: set[tuple[str, str, str]]) -> tuple[Edit, ...]:
    """Edits without the fields that were left as they are; an edit of nothing is dropped."""
    if not left:
        return tuple(edits)
    rest = (
        edit.without({name for table, id_, name in left if (table, id_) == (edit.table, edit.id)})
        for edit in edits
    )
    return tuple(edit for edit in rest if edit.after)


def _says_anything(edits: Sequence[Edit]) -> bool:
    """Whether edits change more than the time of the last change."""
    return any(edit.after.keys() - {"edited"} for edit in edits)


def _check_readable(before: Session, after: Session, edits: Sequence[Edit]) -> None:
    """No edit may turn a document into one that can't be read any more: its line would vanish."""
    for edit in edits:
        place = (edit.table, edit.id)
        if place in after.odd and place not in before.odd:
            raise Refused("That can't be kept as it is: a value does not fit its field. Type it another way.")
