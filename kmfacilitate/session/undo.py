"""What can be taken back and brought back: the steps of this window, newest last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from kmfacilitate.language import _

from .edits import Edit, Refused, Step

UNDO_DEPTH = 200


class UndoStack:
    """The steps that were done, and those that were taken back.

    A step without edits stands for what can't be taken back (a line was struck, slips were shown): it stands
    in its place among the others, so that undo says so instead of taking back something else.
    """

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def did(self, step: Step) -> None:
        """A new step; what had been taken back can't be brought back any more."""
        self._done.append(step)
        del self._done[:-UNDO_DEPTH]
        self._undone.clear()

    def remember(self, done: Sequence[Step], undone: Sequence[Step]) -> None:
        """Go on with the steps of an earlier window."""
        self._done[:] = done[-UNDO_DEPTH:]
        self._undone[:] = undone[-UNDO_DEPTH:]

    def take_back(self) -> Step:
        """The last step, which leaves the stack.

        Raises:
            Refused: When there is none.
        """
        if not self._done:
            raise Refused(_("There is nothing to take back."))
        return self._done.pop()

    def taken_back(self, step: Step) -> None:
        """A step that was taken back, as far as it was."""
        if step.edits:
            self._undone.append(step)

    def bring_back(self) -> Step:
        """The last step taken back, which leaves the stack.

        Raises:
            Refused: When there is none.
        """
        if not self._undone:
            raise Refused(_("There is nothing to bring back."))
        return self._undone.pop()

    def brought_back(self, step: Step) -> None:
        """A step that was brought back."""
        self._done.append(step)

    def forget(self, ids: Collection[str]) -> None:
        """Drop every edit of these documents, and the steps that did nothing else."""
        self._only(lambda edit: None if edit.id in ids else edit)

    def forget_field(self, field: str, spared: Collection[str] = ()) -> None:
        """Drop what was in one field of all entries but the spared ones."""
        self._only(
            lambda edit: edit if edit.table != "entries" or edit.id in spared else edit.without({field})
        )

    def _only(self, keep: Callable[[Edit], Edit | None]) -> None:
        for stack in (self._done, self._undone):
            kept = []
            for step in stack:
                edits = tuple(e for e in map(keep, step.edits) if e is not None and e.after)
                if edits or not step.edits:
                    kept.append(Step(step.number, step.verb, step.says, step.at, edits))
            stack[:] = kept

    @property
    def done(self) -> tuple[Step, ...]:
        """Steps that can be taken back, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """Steps that can be brought back; the next one is last."""
        return tuple(self._undone)
