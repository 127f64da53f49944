"""Earlier lessons beside a line: those that have enough in common with it, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kmfacilitate.session.lesson_life import AGAIN
from kmfacilitate.session.seen import Seen

from .ask import Ask
from .detail import Part, fields_of
from .found import Found
from .words import same_stem, tokens

_MORE = 3
"""So many times as many are asked for as are offered, since some have too little in common."""
_SHARED = 2
"""Telling words that a lesson must share with a line, so that it is worth a look."""
_HALF = 0.5
"""Of a short line it may be one, if that is so much of it."""


def beside(ask: Ask, text: str, *, session: str, language: str, limit: int, close: bool) -> list[Seen]:
    """Earlier lessons like a text, best first, that may be shown in another session.

    Args:
        ask: Asks the index.
        text: What was captured, is being typed, or is looked for.
        session: The session that asks.
        language: Its language.
        limit: The most that are given.
        close: Leave out those that share a common word or two by chance: nobody asked for them.
    """
    found: Sequence[Found] = ask.related(text, session=session, language=language, limit=_MORE * limit)
    if close:
        found = [each for each in found if is_close(each)]
    return [_as_before(ask, each, session) for each in found[:limit]]


def _as_before(ask: Ask, found: Found, session: str) -> Seen:
    """A found lesson without what the asking session said of it: that is counted there."""
    seen = seen_of(found)
    if not seen.again:
        return seen
    own = sum(said.session == session and said.says == AGAIN for said in ask.said_of(found))
    return replace(seen, again=max(0, seen.again - own))


def is_close(found: Found) -> bool:
    """Whether a lesson has enough of the words it was looked for with."""
    if not found.words:
        return False
    there = {token for token, _, _ in tokens(f"{found.text}\n{found.more}")}
    shared = 0
    for word in found.words:
        shared += word in there or any(same_stem(word, token) for token in there)
        if shared >= _SHARED:
            return True
    return shared / len(found.words) >= _HALF


def seen_of(found: Found) -> Seen:
    """A found lesson as a session offers it."""
    return Seen(found.on, found.text, found.title, found.day, found.state, found.again)


def in_full(ask: Ask, lessons: Sequence[Seen]) -> dict[str, tuple[Part, ...]]:
    """What else is known of lessons, by `session/entry`; waits for the disk."""
    found = {each.on: ask.line(*each.on.split("/", 1)) for each in lessons}
    return {on: fields_of(line, ask.said_of(line)) for on, line in found.items() if line is not None}
