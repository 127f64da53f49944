"""Lessons that say much the same as others, of whatever session or team: to be merged, or kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kmfacilitate.session.advice import alike
from kmfacilitate.session.advice_words import telling_words

from .ask import Ask
from .found import Found

_CANDIDATES = 12
"""Related lessons that are compared word by word."""
Pair = tuple[Found, Found]
"""Two lessons that look alike, the newer one first."""


def alike_to(ask: Ask, lesson: Found, limit: int = 5, *, language: str = "en") -> tuple[Found, ...]:
    """The lessons that look like one, the likest first; none that was set aside."""
    mine = telling_words(lesson.text, language)
    shares: list[tuple[float, Found]] = []
    for other in ask.related(lesson.text, limit=_CANDIDATES, language=language):
        if other.on != lesson.on and (share := alike(mine, telling_words(other.text, language))):
            shares.append((share, other))
    shares.sort(key=lambda one: -one[0])
    return tuple(other for _, other in shares[:limit])


def pairs(ask: Ask, lessons: Iterable[Found]) -> Iterator[Pair]:
    """Each of these lessons with the likest other one, a pair once; asks the index for one after another."""
    told: set[frozenset[str]] = set()
    for lesson in lessons:
        if lesson.aside:
            continue
        for other in alike_to(ask, lesson, 1):
            both = frozenset((lesson.on, other.on))
            if both not in told:
                told.add(both)
                yield in_order(lesson, other)


def in_order(one: Found, other: Found) -> Pair:
    """Two lessons, the newer one first."""
    first, second = sorted((one, other), key=lambda each: (each.day, each.at, each.entry), reverse=True)
    return first, second


def flat(found: Sequence[Pair]) -> tuple[Found, ...]:
    """The lessons of pairs, pair after pair."""
    return tuple(lesson for pair in found for lesson in pair)
