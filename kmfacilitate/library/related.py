"""Earlier lines and sessions like a text: what was learned before comes back while it is useful.

A line is compared by its rarest words, at most six, in the stems of everything that may be offered. A whole
session is compared by all its telling words, each session as one text (Okapi BM25, as plain as it is known).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import log

from .folding import OUT
from .found import COLUMNS
from .stop_words import STOP_WORDS
from .weighing import counts
from .words import any_of, tokens

_RAREST = 6
_LOOKED_AT = 24
"""Words of a text that are looked at for one line."""
_TELLING = 48
"""Words of a whole session that are compared."""
_COMMON = 2_000
"""Lines of a word beyond which it tells one line from another too little to wait for it."""
_PLACES = 2_000
"""Places of a word beyond which it tells one session from another too little to wait for it."""
_K1, _B = 1.2, 0.75


@dataclass(frozen=True)
class Wanted:
    """What is looked for beside a line; see `Ask.related`."""

    text: str
    session: str
    kinds: tuple[str, ...]
    limit: int
    language: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the text that say something, each once."""
        return telling(self.text, self.language)[:_LOOKED_AT]


def telling(text: str, language: str) -> tuple[str, ...]:
    """The words of a text without those that say nothing, each once, in its order."""
    stop = STOP_WORDS.get(language[:2], STOP_WORDS["en"])
    return tuple(
        dict.fromkeys(
            word
            for word, _, _ in tokens(text)
            if word not in stop and (len(word) > 2 or (len(word) > 1 and not word.isascii()))
        )
    )


def related_lines(connection: sqlite3.Connection, wanted: Wanted) -> list[tuple[tuple[object, ...], float]]:
    """Rows of `found.COLUMNS` and how well each fits, best first."""
    many = {word: lines for word, lines in counts(connection, wanted.words).items() if lines}
    if not many:
        return []
    rarest = sorted(many, key=lambda word: (many[word], -len(word)))[:_RAREST]
    if len(rarest) > 2:  # common words add little beside rare ones, and take the longest
        rare = [word for word in rarest if many[word] < _COMMON]
        rarest = rare if len(rare) > 1 else rarest[:2]
    rows = connection.execute(
        f"SELECT {COLUMNS}, -bm25(stems, 2.0, 1.0) AS fit FROM stems "
        "CROSS JOIN lines l ON l.id = stems.rowid CROSS JOIN sessions s ON s.sid = l.sid "
        f"WHERE stems MATCH ? AND l.offered AND s.id <> ? AND l.kind IN ({_marks(wanted.kinds)}) "
        f"AND l.state NOT IN ({_marks(OUT)}) ORDER BY fit DESC LIMIT ?",
        (any_of(rarest), wanted.session, *wanted.kinds, *OUT, wanted.limit),
    ).fetchall()
    return [(row[:-1], row[-1]) for row in rows]


def related_sessions(
    connection: sqlite3.Connection, text: str, session: str, limit: int, language: str
) -> list[tuple[int, float]]:
    """Rows of sessions of which lines may be offered, and how well each fits, best first."""
    sizes = dict(connection.execute("SELECT sid, tokens FROM sessions WHERE share <> 'nothing'"))
    asked = _stems_of(connection, telling_text(text, language))
    if not asked or not sizes:
        return []
    own = connection.execute("SELECT sid FROM sessions WHERE id = ?", (session,)).fetchone()
    usual = sum(sizes.values()) / len(sizes) or 1
    scores: defaultdict[int, float] = defaultdict(float)
    for stem in _strongest(connection, asked, len(sizes)):
        there = connection.execute(
            "SELECT l.sid, sum(p.often) FROM "
            "(SELECT doc, count(*) AS often FROM stem_places WHERE term = ? GROUP BY doc) p "
            "CROSS JOIN lines l ON l.id = p.doc WHERE l.offered OR l.kind = 'session' GROUP BY l.sid",
            (stem,),
        ).fetchall()
        weight = log(1 + (len(sizes) - len(there) + 0.5) / (len(there) + 0.5)) * asked[stem]
        for sid, often in there:
            if sid in sizes:
                norm = _K1 * (1 - _B + _B * sizes[sid] / usual)
                scores[sid] += weight * often * (_K1 + 1) / (often + norm)
    if own is not None:
        scores.pop(own[0], None)
    return sorted(scores.items(), key=lambda one: (-one[1], -one[0]))[:limit]


def _strongest(connection: sqlite3.Connection, asked: dict[str, int], sessions: int) -> list[str]:
    """The stems of a text that tell most: rare ones, and those that come often in it.

    Each is counted only so far; one that stands in so many places that counting is given up is too common
    to tell sessions apart, and is left out.
    """
    query = f"SELECT count(*) FROM (SELECT 1 FROM stem_places WHERE term = ? LIMIT {_PLACES})"
    places = {stem: connection.execute(query, (stem,)).fetchone()[0] for stem in asked}
    weights = {
        stem: asked[stem] * log(1 + max(sessions, many) / many)
        for stem, many in places.items()
        if 0 < many < _PLACES
    }
    return sorted(weights, key=lambda stem: -weights[stem])[:_TELLING]


def telling_text(text: str, language: str) -> str:
    """A text without the words that say nothing; those that come twice stay so."""
    known = set(telling(text, language))
    return " ".join(word for word, _, _ in tokens(text) if word in known)


def _stems_of(connection: sqlite3.Connection, text: str) -> dict[str, int]:
    """The stems of a text as the index makes them, and how often each comes."""
    connection.execute(
        'CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked USING fts5(text, tokenize="porter '
        "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked_stems USING fts5vocab(temp, asked, row)"
    )
    connection.execute("DELETE FROM temp.asked")
    connection.execute("INSERT INTO temp.asked VALUES (?)", (text,))
    return dict(connection.execute("SELECT term, cnt FROM temp.asked_stems"))


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
