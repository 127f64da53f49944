"""What changes a session: acts and the steps they make, undo and redo, and what another window wrote.

Every change goes out through `Outlet`, so that what is kept in memory, on disk and in another window is made
by the same edits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from kmfacilitate.language import _

from .documents import Documents
from .edits import About, Act, Change, Edit, Now, Refused, Step, tombstones
from .ids import Ids
from .names import may_keep_speaker
from .numbers import kept_numbers
from .session import Session
from .undo import UndoStack


class Outlet(Protocol):
    """Where changes go: a store, or nothing in a test."""

    def edited(self, edits: Sequence[Edit], about: About) -> None:
        """These edits were made, in one act."""

    def forgot(self, ids: Sequence[str]) -> None:
        """The words of these documents must go for good."""


class Steps:
    """A session and its steps.

    `time` gives the moment (aware, never earlier than before), `chance` all chance.
    """

    def __init__(
        self,
        session: Session,
        time: Callable[[], datetime],
        chance: Random,
        outlet: Outlet | None = None,
    ) -> None:
        self.session = session
        self.outlet = outlet
        self._time = time
        self._chance = chance
        self._ids = Ids(chance)
        self._see(session.documents)
        self._stack = UndoStack()
        self._steps = 0

    def moment(self) -> datetime:
        """The moment now."""
        return self._time()

    def now(self) -> Now:
        """All of the world that an act may see."""
        at = self._time()
        return Now(at, at.astimezone(zone(self.session)).date(), lambda: self._ids.new(at), self._chance)

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
            return _("{says}: that can't be taken back").format(says=step.says)
        says = _("took back: {says}").format(says=step.says)
        taken = tuple(edit.reversed() for edit in reversed(step.edits))
        kept = self._replay(step, taken, About(step.verb, says, undo=step.number))
        if kept is None:
            return _("{says}: that was changed since, so it stays").format(says=step.says)
        self._stack.taken_back(kept)
        return says

    def redo(self) -> str:
        """Bring back the last step that was taken back.

        Raises:
            Refused: When there is none.
        """
        step = self._stack.bring_back()
        says = _("done again: {says}").format(says=step.says)
        again = tuple(edit.again() for edit in step.edits)
        kept = self._replay(step, again, About(step.verb, says, redo=step.number))
        if kept is None:
            return _("{says}: that was changed since, so it stays").format(says=step.says)
        self._stack.brought_back(kept)
        return says

    def _replay(self, step: Step, edits: Sequence[Edit], about: About) -> Step | None:
        """Make these edits of a step; returns the step as far as it could be, none where nothing could."""
        left = self._put(edits, about)
        kept = _less(step.edits, left)
        return None if left and not _says_anything(kept) else replace(step, edits=kept)

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
        self._see(documents)
        return True

    def _see(self, documents: Documents) -> None:
        """New ids come after all of these."""
        for table in documents.values():
            for id_ in table:
                self._ids.saw(id_)

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
            after, _rest = after.with_edits(numbers)
        self.session = after
        left = {(clash.table, clash.id, clash.field) for clash in clashes} if about.replays else set()
        made = (*_less(edits, left), *numbers)
        if self.outlet is not None and made:
            self.outlet.edited(made, about)
        return left


def zone(session: Session) -> ZoneInfo:
    """The time zone of the meeting; UTC where its name is unknown here."""
    try:
        return ZoneInfo(session.meeting.tz or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


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
            raise Refused(
                _("That can't be kept as it is: a value does not fit its field. Type it another way.")
            )
