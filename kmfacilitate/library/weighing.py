"""How well a line fits what is looked for, and lines with some of the words."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from .vocabulary import RARE
from .words import fold, tokens

_KINDS = {"session": 1.4, "lesson": 1.3, "action": 1.15, "recommendation": 1.1, "theme": 1.1}
"""What is looked for more often weighs more."""
_IN_LINE = 3.0
"""How much more a word counts in the line itself than in what else is said of it."""
_USUAL = 250
"""Letters of a usual line; in longer ones words weigh less."""
_AS_STEM = 0.5
"""How much another form of a word counts."""
_RAREST = 6
_CHEAP = 2_000
"""Lines that bm25 goes through quickly enough while somebody types."""


def weigh(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    words: Sequence[str],
    rare: Mapping[str, float] | None = None,
) -> list[int]:
    """Ids of lines, those that fit best first; of equals the newer one.

    Words count by how often they stand there, whole ones and those in the line itself more, as in bm25.

    Args:
        connection: To the cache.
        ids: The lines.
        words: What is looked for.
        rare: How much each word weighs, where not every line has them all; then the stem of a word counts
            as the word. A word that is not named does not count.
    """
    if len(ids) < 2:
        return list(ids)
    wanted = [
        (token, f" {token} ", _stem(token) if rare else "", rare.get(word, 0.0) if rare else 1.0)
        for word in words
        for token, _, _ in tokens(word)
    ]
    weighed = []
    for id_, kind, text, more in connection.execute(
        f"SELECT id, kind, text, more FROM lines WHERE id IN ({', '.join(map(str, ids))})"
    ):
        line, rest = f" {fold(text)} ", fold(more)
        length = 0.48 + 0.72 * (len(text) + len(more)) / _USUAL
        weight = 0.0
        for word, whole, stem, weighs in wanted:
            often = _IN_LINE * line.count(word) + rest.count(word)
            if stem and not often:
                often = _AS_STEM * (_IN_LINE * line.count(stem) + rest.count(stem))
            if often:
                if whole in line:
                    often += 1.0
                weight += weighs * often / (often + length)
        weighed.append((weight * _KINDS.get(kind, 1.0), id_))
    weighed.sort(reverse=True)
    return [id_ for _, id_ in weighed]


def _stem(word: str) -> str:
    """The beginning that most forms of a word have in common."""
    return word[: max(4, len(word) - 3)]


def rarest(known: Mapping[str, int]) -> list[str]:
    """Of words and on how many lines each stands, the rarest: six, and more where all are on few lines."""
    chosen: list[str] = []
    lines = 0
    for word in sorted((word for word in known if known[word]), key=lambda word: (known[word], -len(word))):
        lines += known[word]
        if (len(chosen) >= _RAREST and lines > _CHEAP) or (len(chosen) >= 2 and known[word] >= RARE):
            break
        chosen.append(word)
    return chosen
