"""Lessons of earlier sessions for the line at hand: asked for in the looker's thread, taken in by the desk.

A front end says what is typed and what was captured; it is told when there is something to take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from kmfacilitate.library.beside import beside, in_full
from kmfacilitate.session.earlier import Earlier, wanted_kinds, words_of
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.seen import Seen, SeenBefore
from kmfacilitate.session.seen_before import MOST, words_of_line, words_to_look_for
from kmfacilitate.session.walk import Place

if TYPE_CHECKING:
    from kmfacilitate.library.detail import Part
    from kmfacilitate.library.looking import Looker

AFTER = 0.25
"""Seconds after the last key until something is looked for."""
_SOON = 1.0
"""Seconds after a line until it is foreseen which lessons fit a session by now."""
_SORT, _IN_FULL, _FITTING = "beside", "in full", "fitting"


class Before:
    """What one desk has looked up in the library. Everything but `on_found` belongs to the desk's thread.

    Args:
        f: The session at hand; what is found stands in its `seen`.
    """

    def __init__(self, f: Facilitation) -> None:
        self._f = f
        self._found: SimpleQueue[tuple[int, SeenBefore]] = SimpleQueue()
        self._asked = 0
        self._for_typing = False
        self._like: Callable[[str], Sequence[Earlier]] | None = None
        self.fitting: tuple[Earlier, ...] = ()
        """Lessons for the question that goes through them, best first, as they were looked up last."""
        self.looker: Looker | None = None
        """Who asks the library's index; set by whoever has it open."""
        self.on_found: Callable[[], None] = lambda: None
        """Called in the looker's thread when `take` has something to take."""

    def typed(self, text: str, place: Place | None = None) -> None:
        """Somebody types: look for lessons about it a moment after the last key.

        Of a line that says too little, or is not looked for, what is at hand stays.
        """
        words = words_to_look_for(self._f, text, place)
        if words:
            self._look(words, after=AFTER)
            self._for_typing = True
        elif self._for_typing and self.looker is not None:
            self.looker.drop(_SORT)
            self._for_typing = False

    def foresee(self) -> None:
        """Have the lessons that fit this session looked up before the question that goes through them.

        For a front end that may not wait when the room comes to it; what was found last is given then.
        """
        if self.looker is None or self._gone_through() or "lesson" not in wanted_kinds(self._f.session):
            return
        if self._like is None:
            self._like = self._f.related
            self._f.related = lambda _: self.fitting
        like, text = self._like, words_of(self._f.session)
        if like is not None:
            self.looker.look(_FITTING, lambda _: like(text), self._foreseen, after=_SOON)

    def _gone_through(self) -> bool:
        return any(line.kind == "lesson" for lines in self._f.lined_up.values() for line in lines)

    def _foreseen(self, lessons: Sequence[Earlier]) -> None:
        self.fitting = tuple(lessons)

    def captured(self, id_: str) -> bool:
        """A line was captured: look for lessons about it; says whether that is done."""
        if self._like is not None:
            self.foresee()
        words = words_of_line(self._f, id_)
        if not words:
            return False
        self._look(words, source=id_)
        return True

    def about(self, words: str = "") -> None:
        """Look for lessons about these words, or about the whole session: whatever has a word in common."""
        self._look(words or words_of(self._f.session), close=False)

    def _look(self, text: str, *, source: str = "", after: float = 0.0, close: bool = True) -> None:
        if self.looker is None:
            return
        self._asked += 1
        self._for_typing = False
        number, meeting, id_ = self._asked, self._f.session.meeting, self._f.session.id

        def found(lessons: Sequence[Seen]) -> None:
            self._found.put((number, SeenBefore(tuple(lessons), source)))
            self.on_found()

        self.looker.look(
            _SORT,
            lambda ask: beside(
                ask, text, session=id_, language=meeting.language, limit=MOST, close=close
            ),
            found,
            after=after,
        )  # fmt: skip

    def take(self) -> bool:
        """Take in the newest that was found; says whether something else is at hand now."""
        before = self._f.seen
        while True:
            try:
                number, seen = self._found.get_nowait()
            except Empty:
                return self._f.seen != before
            if number == self._asked:
                self._f.seen = seen

    def wait(self, seconds: float = 2.0) -> bool:
        """For a front end without an event loop: wait for what was asked last, and take it in."""
        return self.looker is not None and self.looker.wait(seconds) and self.take()

    def in_full(self, then: Callable[[Mapping[str, tuple[Part, ...]]], None]) -> None:
        """Have everything told that is known of the lessons at hand, in the looker's thread."""
        lessons = self._f.seen.lines
        if self.looker is not None:
            self.looker.look(_IN_FULL, lambda ask: in_full(ask, lessons), then)
