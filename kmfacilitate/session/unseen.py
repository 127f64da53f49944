"""A stretch of time the program did not see: killed, or the machine asleep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kmfacilitate.language import _

from . import clock, marks
from .edits import Edit, Now
from .walk import Place
from .wording import count


class Unseen:
    """An unseen stretch, and how it counts: up to five minutes as meeting, a longer one as a pause.

    Args:
        start: The last sign of life.
        end: When the program was back.
        place: Where the room was.
    """

    def __init__(self, start: datetime, end: datetime, place: Place) -> None:
        self.counted = end - start <= clock.UNSEEN_COUNTS
        self._start = start
        self._end = end
        self._place = place
        self._marks: tuple[str, ...] = ()

    def swap(self) -> None:
        """Count it the other way."""
        self.counted = not self.counted

    def edits(self, now: Now) -> Sequence[Edit]:
        """The edits that make the clock say how it counts."""
        if not self.counted:
            away = marks.away(now, self._place, self._start, self._end)
            self._marks = tuple(edit.id for edit in away)
            return away
        gone, self._marks = self._marks, ()
        return [Edit("clock", id_, {"deleted": None}, {"deleted": True}) for id_ in gone]

    @property
    def words(self) -> str:
        """How long it was and how it counts, in one sentence that says how to swap it."""
        seconds = int((self._end - self._start).total_seconds())
        if seconds < 120:
            length = count(seconds, "{n} seconds", "{n} seconds")
        else:
            length = count(seconds // 60, "{n} minutes", "{n} minutes")
        if self.counted:
            return _("{length} without the program were counted as meeting. :away takes them out.").format(
                length=length
            )
        return _("{length} without the program were not counted. :away counts them.").format(length=length)
