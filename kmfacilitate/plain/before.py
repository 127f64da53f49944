"""Lessons of earlier sessions in plain mode: told once when a line brings one up, and read out on request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kmfacilitate.commands.before import NOTHING_LIKE
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.desk import Desk
from kmfacilitate.language import _, ngettext
from kmfacilitate.library.detail import Part
from kmfacilitate.library.place import team_folder
from kmfacilitate.session.earlier import Earlier, wanted_kinds
from kmfacilitate.session.seen_before import in_short, listed, words_of_line
from kmfacilitate.session.wording import labelled
from kmfacilitate.store.shelf import count

if TYPE_CHECKING:
    from kmfacilitate.library.index import Index

_PATIENCE = 2.0
"""Seconds that a line waits for the index, once, where nobody sits at the other end."""
_ASKED = 20.0
"""Seconds that is waited for what somebody asked for."""


class EarlierLessons:
    """What plain mode says of earlier lessons. The index is opened when the first is looked for.

    Args:
        desk: The session at hand.
        patient: Whether the first line may wait for the index to be brought up to date.
    """

    def __init__(self, desk: Desk, *, patient: bool) -> None:
        self._desk = desk
        self._patient = patient
        self._told: set[str] = set()
        self._index: Index | None = None

    def prepare(self) -> None:
        """Have the index brought up to date where a question of this session goes through earlier lessons."""
        f = self._desk.f
        like = f.related
        if like is None or "lesson" not in wanted_kinds(f.session) or not self._opened(0.0, patient=False):
            return

        patience = _ASKED if self._patient else _PATIENCE

        def related(text: str) -> Sequence[Earlier]:
            self._opened(patience, patient=True)
            return like(text)

        f.related = related

    def beside(self, entry: str) -> Iterator[str]:
        """One sentence where a line that was captured brings up a lesson that was not told yet."""
        if not entry or not words_of_line(self._desk.f, entry) or not self._opened(_PATIENCE):
            return
        before = self._desk.before
        if not before.captured(entry) or not before.wait():
            return
        lessons = self._desk.f.seen.lines
        if lessons and lessons[0].on not in self._told:
            self._told.add(lessons[0].on)
            many = len(lessons)
            yield ngettext(
                "Seen before: {lesson}. :before reads it, :again b1 counts it once more.",
                "Seen before: {lesson}. :before reads all {n}, :again b1 counts it once more.",
                many,
            ).format(lesson=in_short(self._desk.f, lessons[0]), n=many)

    def asked(self, outcome: Outcome) -> Iterator[str]:
        """What `:before` reads out: the lessons at hand, one of them in full, or those about some words."""
        desk = self._desk
        if not self._opened(_ASKED, patient=True):
            yield _(NOTHING_LIKE)
            return
        if outcome.about:
            yield from self._in_full(outcome.about)
            return
        if outcome.lines or not desk.f.seen.lines:
            desk.before.about("".join(outcome.lines))
            desk.before.wait(_ASKED)
        lessons = desk.f.seen.lines
        if not lessons:
            yield _(NOTHING_LIKE)
            return
        self._told.update(each.on for each in lessons)
        yield from listed(desk.f)
        yield _(":before b1 reads one in full, :again b1 says that it happened again.")

    def _in_full(self, on: str) -> Iterator[str]:
        desk = self._desk
        known: dict[str, Sequence[Part]] = {}

        def told(parts: Mapping[str, Sequence[Part]]) -> None:
            known.update(parts)

        desk.before.in_full(told)
        if desk.before.looker is not None:
            desk.before.looker.wait(_ASKED)
        lesson = next(each for each in desk.f.seen.lines if each.on == on)
        yield lesson.text
        for name, lines in known.get(on, ()):
            yield f"    {labelled(name, _('; ').join(lines))}"

    def _opened(self, seconds: float, *, patient: bool | None = None) -> bool:
        """Whether there is an index to ask; without another session there is nothing to look for.

        Args:
            seconds: How long to wait until it is up to date.
            patient: Whether to wait; unless said, only where nobody sits at the other end, and once.
        """
        if self._index is None:
            if self._alone:
                return False
            from kmfacilitate.library.index import Index

            self._index = Index.open(self._desk.library, self._desk.places)
            self._desk.join(self._index)
        if patient or (patient is None and self._patient):
            self._patient = False
            self._index.gatherer.wait(seconds)
        return True

    @cached_property
    def _alone(self) -> bool:
        """Whether this is the only session there is, of this library and of its team."""
        desk = self._desk
        return count(desk.library) < 2 and not team_folder(desk.library, desk.places).is_dir()

    def close(self) -> None:
        """Let the index go."""
        if self._index is not None:
            self._index.close()
