"""Lines with some of the words, where no line has them all: first those with the most and the rarest.

In a small library bm25() says which fit best. In a large one it would go through every line of every word
for each key that is pressed; instead lines are asked for that have all of the four rarest words, then any
three of them, and so on until there are enough, and only these are weighed, by all words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from itertools import combinations
from math import log

from .vocabulary import alternatives_of, counts
from .weighing import weigh
from .words import quoted

_CHOSEN = 4
_ENOUGH = 20
"""Lines from which fewer words are not asked for."""
_MOST = 60
"""Lines of one combination of words that are looked at, newest first."""
_SMALL = 2_000
"""Lines of a library that bm25() goes through quickly enough while somebody types."""
_SESSIONS = 2_000
"""Sessions of which lines are counted, for how rare a word is; more change little."""
Match = Callable[[str, int], list[int]]


def some_words(
    connection: sqlite3.Connection, match: Match, best: Match, words: Sequence[str], *, begun: bool
) -> list[int]:
    """Ids of lines that have some of the words or their stems, those that fit best first.

    Args:
        connection: To the cache.
        match: Gives the newest lines that a MATCH expression on `stems` finds, at most so many.
        best: Gives those of such lines that fit best by bm25().
        words: What is looked for.
        begun: The last word may be only begun.
    """
    asked = {word: quoted(word) for word in words}
    if begun and (alternatives := alternatives_of(connection, words[-1])):
        asked[words[-1]] = alternatives
    known = {word: many for word, many in counts(connection, asked).items() if many}
    query = f"SELECT sum(lines) FROM (SELECT lines FROM sessions LIMIT {_SESSIONS})"
    lines = connection.execute(query).fetchone()[0] or 0
    if lines <= _SMALL:
        return best(" OR ".join(asked[word] for word in known), _MOST) if known else []
    rarest = sorted(known, key=lambda word: (known[word], -len(word)))[:_CHOSEN]
    rare = {word: log(1 + max(0.5, lines - many + 0.5) / (many + 0.5)) for word, many in known.items()}
    return weigh(connection, _candidates(match, [asked[word] for word in rarest]), words, rare)


def _candidates(match: Match, asked: Sequence[str]) -> list[int]:
    """Lines with as many of the words as any line has, and some more; `asked`: the rarest first."""
    found: dict[int, None] = {}
    for many in range(len(asked), 0, -1):
        for some in combinations(asked, many):
            found |= dict.fromkeys(match(" AND ".join(some), _MOST))
            if len(found) >= 2 * _ENOUGH:
                break
        if len(found) >= _ENOUGH:
            break
    return list(found)
