"""How well a line fits what is looked for, and lines with some of the words."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from .vocabulary import RARE, counts
from .words import any_of, fold, tokens

_KINDS = {"session": 1.4, "lesson": 1.3, "action": 1.15, "recommendation": 1.1, "theme": 1.1}
"""What is looked for more often weighs more."""
_IN_LINE = 3.0
"""How much more a word counts in the line itself than in what else is said of it."""
_USUAL = 250
"""Letters of a usual line; in longer ones words weigh less."""
_RAREST = 6
_CHEAP = 2_000
"""Lines that bm25 goes through quickly enough while somebody types."""


def weigh(connection: sqlite3.Connection, ids: Sequence[int], words: Sequence[str]) -> list[int]:
    """Ids of lines that have all the words, those that fit best first; of equals the newer one.

    Words count by how often they stand there, whole ones and those in the line itself more, as in bm25; the
    rarity of words is left out, since every line has them all.
    """
    if len(ids) < 2:
        return list(ids)
    wanted = [token for word in words for token, _, _ in tokens(word)]
    weighed = []
    for id_, kind, text, more in connection.execute(
        f"SELECT id, kind, text, more FROM lines WHERE id IN ({', '.join(map(str, ids))})"
    ):
        line, rest = f" {fold(text)} ", fold(more)
        length = 0.4 + 0.6 * (len(text) + len(more)) / _USUAL
        weight = 0.0
        for word in wanted:
            often = _IN_LINE * line.count(word) + rest.count(word)
            if f" {word} " in line:
                often += 1.0
            weight += often / (often + 1.2 * length)
        weighed.append((weight * _KINDS.get(kind, 1.0), id_))
    weighed.sort(reverse=True)
    return [id_ for _, id_ in weighed]


def some_words(
    connection: sqlite3.Connection, words: Sequence[str], said: list[str], values: list[object], limit: int
) -> list[int]:
    """Ids of lines that have some of the words, by bm25: the more of them and the rarer, the better."""
    wanted = rarest(counts(connection, words))
    if not wanted:
        return []
    where = f" AND {' AND '.join(said)}" if said else ""
    rows = connection.execute(
        "SELECT l.id FROM stems CROSS JOIN lines l ON l.id = stems.rowid "
        f"CROSS JOIN sessions s ON s.sid = l.sid WHERE stems MATCH ?{where} "
        "ORDER BY bm25(stems, 2.0, 1.0) LIMIT ?",
        (any_of(wanted), *values, limit),
    )
    return [id_ for (id_,) in rows]


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
