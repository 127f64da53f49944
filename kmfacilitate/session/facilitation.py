"""The rules of the room: where we are, what may be done next, the clock, undo and redo.

`Facilitation` is the one thing that changes a session. Every change goes out through `Outlet`, so that what is
kept in memory, on disk and in another window is made by the same edits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from . import clock, walk
from .documents import Documents, Value
from .edits import Act, Change, Edit, Now, Refused, Step, change, create, tombstone
from .ids import Ids
from .moments import moment, stamp
from .records import Where
from .session import PlannedStage, Session
from .walk import Place

UNDO_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """What edits come from: the number of a step done, taken back or brought back; 0 for what is no step."""

    says: str
    verb: str = ""
    step: int = 0
    undo: int = 0
    redo: int = 0


class Outlet(Protocol):
    """Where changes go: a store, or nothing in a test."""

    def edited(self, edits: Sequence[Edit], origin: Origin) -> None:
        """These edits were made, in one act."""

    def forgot(self, ids: Sequence[str]) -> None:
        """The words of these documents must go for good."""


class Facilitation:
    """One running session. `time` gives the moment (aware, never earlier than before), `chance` all randomness.

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
        self.roster = tuple(roster) or session.names()
        self._time = time
        self._chance = chance
        self.outlet = outlet
        self._ids = Ids(chance)
        for table in session.documents.values():
            for id_ in table:
                self._ids.saw(id_)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._steps = 0
        self.gap: tuple[datetime, datetime, bool] | None = None
        """A stretch the program did not see: from, to, and whether it is counted as meeting."""

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
        if change_.edits:
            self._steps += 1
            self._put(change_.edits, Origin(change_.says, verb, step=self._steps))
            self._done.append(Step(self._steps, verb, change_.says, now.stamp, change_.edits))
            del self._done[:-UNDO_DEPTH]
            self._undone.clear()
        if change_.forgets:
            self.forget(change_.forgets)
        return change_

    def settle(self, act: Act) -> Change:
        """Carry out an act that undo leaves alone: settings, the plan of the clock."""
        change_ = act(self.session, self.now())
        self._put(change_.edits, Origin(change_.says))
        if change_.forgets:
            self.forget(change_.forgets)
        return change_

    def undo(self) -> str:
        """Take back the last own step; says what was taken back.

        Raises:
            Refused: When there is nothing to take back.
        """
        if not self._done:
            raise Refused("There is nothing to take back.")
        step = self._done.pop()
        taken = tuple(edit.reversed() for edit in reversed(step.edits))
        origin = Origin(f"took back: {step.says}", step.verb, undo=step.number)
        left = self._put(taken, origin, undoing=True)
        kept = tuple(edit for edit in step.edits if (edit.table, edit.id) not in left)
        self._undone.append(Step(step.number, step.verb, step.says, step.at, kept))
        if left and not kept:
            return f"{step.says} was changed since, so it stays"
        return f"took back: {step.says}"

    def redo(self) -> str:
        """Bring back the last step that was taken back.

        Raises:
            Refused: When there is none.
        """
        if not self._undone:
            raise Refused("There is nothing to bring back.")
        step = self._undone.pop()
        again = tuple(
            Edit(edit.table, edit.id, edit.before, {name: edit.after.get(name) for name in edit.before})
            for edit in step.edits
        )
        self._put(again, Origin(f"brought back: {step.says}", step.verb, redo=step.number), undoing=True)
        self._done.append(step)
        return f"brought back: {step.says}"

    @property
    def can_undo(self) -> str | None:
        """What undo would take back."""
        return self._done[-1].says if self._done else None

    @property
    def can_redo(self) -> str | None:
        """What redo would bring back."""
        return self._undone[-1].says if self._undone else None

    def steps(self) -> tuple[Step, ...]:
        """The steps that undo can take back, oldest first."""
        return tuple(self._done)

    def forget(self, ids: Sequence[str]) -> None:
        """Take the words of documents away for good, here, on disk and out of undo."""
        day = self.now().today.isoformat()
        documents = dict(self.session.documents)
        for name in ("entries", "people"):
            table = dict(documents.get(name, {}))
            for id_ in ids:
                if id_ in table:
                    table[id_] = tombstone(table[id_], day)
            if table:
                documents[name] = table
        self.session = self.session.with_documents(documents)
        gone = set(ids)
        self._done = [_without(step, gone) for step in self._done]
        self._undone = [_without(step, gone) for step in self._undone]
        if self.outlet is not None:
            self.outlet.forgot(tuple(ids))

    def absorb(self, documents: Documents) -> bool:
        """Take in what another window wrote; says whether anything is new."""
        before = self.session
        self.session = before.with_documents(documents)
        for table in documents.values():
            for id_ in table:
                self._ids.saw(id_)
        return self.session is not before

    def _put(self, edits: Sequence[Edit], origin: Origin, *, undoing: bool = False) -> set[tuple[str, str]]:
        if not edits:
            return set()
        self.session, clashes = self.session.with_edits(edits, undoing=undoing)
        left = {(clash.table, clash.id) for clash in clashes} if undoing else set()
        made = tuple(edit for edit in edits if (edit.table, edit.id) not in left)
        if self.outlet is not None and made:
            self.outlet.edited(made, origin)
        return left

    # Moving: not a step; going back undoes going on

    def go(self, place: Place) -> None:
        """Move the room to a place. The first move starts the clock; a pause stays one."""
        now = self.now()
        here = self.here
        edits: list[Edit] = []
        state = clock.state(self.session)
        order = [stage.id for stage in self.session.plan]
        target = self.session.stage(place.stage)
        if target is None:
            raise Refused("This session has no such stage.")
        leaving = self.session.stage(here.stage)
        forward = leaving is not None and order.index(place.stage) > order.index(here.stage)
        if leaving is not None and forward and not leaving.record.state:
            edits.append(self._stage_edit(leaving, {"state": "done"}))
        fields: dict[str, Value] = {}
        if target.record.state == "skipped":
            fields.update(state="", reason="")
        for visited in {here, place}:
            if visited.stage == place.stage and visited.question:
                key = f"{visited.question}/{visited.under}" if visited.under else visited.question
                if key not in target.record.asked:
                    fields["asked"] = [*fields.get("asked", target.record.asked), key]
        if fields:
            edits.append(self._stage_edit(target, fields))
        edits.append(self._mark(now, "stage", place))
        if state in ("paused", "break"):
            last = clock.last_mark(self.session)
            if last is not None and last.reason != "left":
                edits.append(self._mark(now, last.where, place, last.reason, last.back))
        self._put([*self._begun(now), *(edit for edit in edits if edit.after)], Origin(f"at {place.stage}"))

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
        now = self.now()
        state = clock.state(self.session)
        if state == "running":
            return "the clock is running"
        here = self.here
        edits = [*self._begun(now), self._mark(now, "stage", here)]
        stage = self.session.stage(here.stage)
        if stage is not None and here.question and here.question not in stage.record.asked:
            edits.append(self._stage_edit(stage, {"asked": [*stage.record.asked, here.question]}))
        self._put(edits, Origin("clock started"))
        return "clock started" if state == "not started" else "the clock goes on"

    def pause(self, reason: str = "", *, back: datetime | None = None, where: Where = "pause") -> str:
        """Stop the clock, with a reason and the time to be back where they are said."""
        if clock.state(self.session) not in ("running", "break", "paused"):
            raise Refused("The clock isn't running. F5 or :start starts it.")
        now = self.now()
        self._put([self._mark(now, where, self.here, reason, stamp(back) if back else "")], Origin("paused"))
        until = f", back at {back.astimezone(zone(self.session)):%H:%M}" if back else ""
        return f"paused{': ' + reason if reason else ''}{until}"

    def leave(self) -> None:
        """The program is being left: a running clock stops."""
        if clock.state(self.session) == "running":
            self.pause("left")

    def finish(self) -> str:
        """Stamp the end; everything stays open to change (`reopen`)."""
        now = self.now()
        if self.session.meeting.state == "finished":
            return "finished already"
        edits = self._begun(now)
        if clock.state(self.session) != "running":
            edits.append(self._mark(now, "stage", self.here))
        edits.append(self._mark(now, "end", self.here))
        raw = self.session.documents["session"]["1"]
        edits.append(change("session", "1", {**raw, "state": ""}, {"state": "finished", "ended": now.stamp}))
        stage = self.stage
        if stage is not None and not stage.record.state:
            edits.append(self._stage_edit(stage, {"state": "done"}))
        edits = _joined(edits, raw)
        self._put(edits, Origin("finished"))
        return "finished"

    def reopen(self) -> str:
        """Open a finished session again, with a line in its history."""
        if self.session.meeting.state != "finished":
            return ""
        now = self.now()
        raw = self.session.documents["session"]["1"]
        history = [*[list(row) for row in self.session.meeting.history], [now.stamp, "reopened"]]
        fields = {"state": "running", "ended": "", "history": history}
        self._put([change("session", "1", raw, fields)], Origin("reopened"))
        return "reopened"

    def unseen(self, last_seen: datetime) -> str:
        """Account for a stretch the program did not see (killed, asleep) and say so in one sentence."""
        now = self.now()
        if clock.state(self.session) != "running" or now.at - last_seen < timedelta(seconds=5):
            return ""
        counted = now.at - last_seen <= clock.UNSEEN_COUNTS
        self.gap = (last_seen, now.at, counted)
        if not counted:
            self._mark_gap(now)
        return self._gap_words()

    def swap_gap(self) -> str:
        """Count the unseen stretch the other way: as meeting instead of a pause, or the reverse."""
        if self.gap is None:
            raise Refused("There is no stretch of time to swap.")
        start, end, counted = self.gap
        self.gap = (start, end, not counted)
        if counted:
            self._mark_gap(self.now())
        else:
            edits = [
                Edit("clock", id_, {"deleted": None}, {"deleted": True})
                for id_, mark in self.session.clock.items()
                if not mark.deleted
                and (mark.at == stamp(start) and mark.where == "away" or mark.at == stamp(end))
            ]
            self._put(edits, Origin("counted"))
        return self._gap_words()

    def _mark_gap(self, now: Now) -> None:
        if self.gap is None:
            return
        start, end, _ = self.gap
        here = self.here
        away = self._mark(now, "away", here, "sleep", at=start)
        back = self._mark(now, "stage", here, at=end)
        self._put([away, back], Origin("away"))

    def _gap_words(self) -> str:
        if self.gap is None:
            return ""
        start, end, counted = self.gap
        seconds = int((end - start).total_seconds())
        length = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
        if counted:
            return f"{length} without the program were counted as meeting. :away takes them out."
        return f"{length} without the program were not counted. :away counts them."

    # Pieces

    def _begun(self, now: Now) -> list[Edit]:
        meeting = self.session.meeting
        fields: dict[str, Value] = {}
        if not meeting.started:
            fields["started"] = now.stamp
        if meeting.state == "planned":
            fields["state"] = "running"
        if not fields:
            return []
        return [change("session", "1", self.session.documents["session"]["1"], fields)]

    def _mark(
        self,
        now: Now,
        where: Where,
        place: Place,
        reason: str = "",
        back: str = "",
        at: datetime | None = None,
    ) -> Edit:
        fields = {
            "at": stamp(at) if at else now.stamp,
            "where": where,
            "stage": place.stage,
            "question": place.question,
            "under": place.under,
            "reason": reason,
            "back": back,
        }
        return create("clock", now.new_id(), fields)

    def _stage_edit(self, stage: PlannedStage, fields: dict[str, Value]) -> Edit:
        return change("stages", stage.key, self.session.documents["stages"][stage.key], fields)


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


def _without(step: Step, gone: set[str]) -> Step:
    return Step(step.number, step.verb, step.says, step.at, tuple(e for e in step.edits if e.id not in gone))


def _joined(edits: list[Edit], raw: dict[str, Value] | object) -> list[Edit]:
    """Edits of the meeting made in one go become one edit."""
    meeting = [edit for edit in edits if edit.table == "session"]
    if len(meeting) < 2:
        return edits
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    for edit in meeting:
        before = {**edit.before, **before}
        after = {**after, **edit.after}
    rest = [edit for edit in edits if edit.table != "session"]
    return [Edit("session", "1", before, after), *rest]
