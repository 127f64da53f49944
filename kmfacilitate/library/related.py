"""Earlier lines and sessions like a text: what was learned before comes back while it is useful.

A line is compared by its rarest words: six, and more where all of them stand on few lines. A whole
session is compared by all its telling words and their stems, each session as one text.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from kmfacilitate.session.lesson_life import ASIDE

from .cache import TOKENS
from .found import COLUMNS
from .stop_words import STOP_WORDS
from .vocabulary import counts
from .weighing import rarest
from .words import any_of, tokens

_LOOKED_AT = 200
"""Words of a text that are looked at for one line: few are typed at once, but a whole review may ask."""
_CANDIDATES = 40
_TELLING = 48
"""Words of a whole session that are compared."""
_COUNTED = 400
"""Words of a whole session that are looked at."""
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
    stop = _stop_words(language)
    return tuple(dict.fromkeys(word for word, _, _ in tokens(text) if tells(word, stop)))


def _stop_words(language: str) -> frozenset[str]:
    return STOP_WORDS.get(language[:2], STOP_WORDS["en"])


def tells(word: str, stop: frozenset[str]) -> bool:
    """Whether a word says something: it is none of those, and has more than two letters."""
    return word not in stop and (len(word) > 2 or (len(word) > 1 and not word.isascii()))


def related_lines(connection: sqlite3.Connection, wanted: Wanted) -> list[tuple[tuple[object, ...], float]]:
    """Rows of `found.COLUMNS` and how well each fits, best first."""
    fits: defaultdict[int, float] = defaultdict(float)
    for table in ("stems", "words"):  # another form of a word counts, and the very same one twice
        for id_, fit in _fitting(connection, table, wanted):
            fits[id_] += fit
    best = dict(sorted(fits.items(), key=lambda one: (-one[1], -one[0]))[: wanted.limit])
    rows = connection.execute(
        f"SELECT l.id, {COLUMNS} FROM lines l CROSS JOIN sessions s ON s.sid = l.sid "
        f"WHERE l.id IN ({', '.join(map(str, best))})"
    )
    found = {row[0]: row[1:] for row in rows}
    return [(found[id_], fit) for id_, fit in best.items()]


def _fitting(connection: sqlite3.Connection, table: str, wanted: Wanted) -> list[tuple[int, float]]:
    """Ids of lines that have some of the rarest words, and how well each fits by bm25."""
    words = rarest(counts(connection, wanted.words, table))
    if not words:
        return []
    return connection.execute(
        f"SELECT l.id, -bm25({table}, 2.0, 1.0) AS fit FROM {table} "
        f"CROSS JOIN lines l ON l.id = {table}.rowid CROSS JOIN sessions s ON s.sid = l.sid "
        f"WHERE {table} MATCH ? AND l.offered AND s.id <> ? AND l.kind IN ({_marks(wanted.kinds)}) "
        f"AND l.state NOT IN ({_marks(ASIDE)}) ORDER BY fit DESC LIMIT {_CANDIDATES}",
        (any_of(words), wanted.session, *wanted.kinds, *ASIDE),
    ).fetchall()


def related_sessions(
    connection: sqlite3.Connection, text: str, session: str, limit: int, language: str = "en"
) -> list[tuple[int, float]]:
    """Rows of sessions of which lines may be offered, and how well each fits, best first."""
    stop = _stop_words(language)
    sizes = dict(connection.execute("SELECT sid, tokens FROM sessions WHERE share <> 'nothing'"))
    scores: defaultdict[int, float] = defaultdict(float)
    if sizes:
        said = Counter(word for word, _, _ in tokens(text) if tells(word, stop))
        _add(connection, "stem_places", _stems_of(connection, " ".join(said.elements())), sizes, scores)
        _add(connection, "word_places", said, sizes, scores)
    own = connection.execute("SELECT sid FROM sessions WHERE id = ?", (session,)).fetchone()
    if own is not None:
        scores.pop(own[0], None)
    return sorted(scores.items(), key=lambda one: (-one[1], -one[0]))[:limit]


def _add(
    connection: sqlite3.Connection,
    table: str,
    asked: Mapping[str, int],
    sizes: Mapping[int, int],
    scores: defaultdict[int, float],
) -> None:
    """Add to the scores of sessions what the words or stems of a text give (Okapi BM25).

    A word in a line itself counts three times as much as one in its other fields.
    """
    usual = sum(sizes.values()) / len(sizes) or 1
    for term in _strongest(connection, table, asked, len(sizes)):
        there = connection.execute(
            "SELECT l.sid, sum(p.often) FROM "
            f"(SELECT doc, sum(1 + 2 * (col = 'text')) AS often FROM {table} WHERE term = ? GROUP BY doc) p "
            "CROSS JOIN lines l ON l.id = p.doc WHERE l.offered OR l.kind = 'session' GROUP BY l.sid",
            (term,),
        ).fetchall()
        weight = log(1 + max(0, len(sizes) - len(there) + 0.5) / (len(there) + 0.5)) * asked[term]
        for sid, often in there:
            if sid in sizes:
                norm = _K1 * (1 - _B + _B * sizes[sid] / usual)
                scores[sid] += weight * often * (_K1 + 1) / (often + norm)


def _strongest(
    connection: sqlite3.Connection, table: str, asked: Mapping[str, int], sessions: int
) -> list[str]:
    """The terms of a text that tell most: rare ones, and those that come often in it.

    Each is counted only so far; one that stands in so many places that counting is given up is too common
    to tell sessions apart, and is left out.
    """
    query = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE term = ? LIMIT {_PLACES})"
    often = sorted(asked, key=lambda term: (-asked[term], -len(term)))[:_COUNTED]
    places = {term: connection.execute(query, (term,)).fetchone()[0] for term in often}
    weights = {
        term: asked[term] * log(1 + max(sessions, many) / many)
        for term, many in places.items()
        if 0 < many < _PLACES
    }
    return sorted(weights, key=lambda term: -weights[term])[:_TELLING]


def _stems_of(connection: sqlite3.Connection, text: str) -> dict[str, int]:
    """The stems of a text as the index makes them, and how often each comes."""
    connection.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked USING fts5(text, tokenize="porter {TOKENS}")'
    )
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked_stems USING fts5vocab(temp, asked, row)"
    )
    connection.execute("DELETE FROM temp.asked")
    connection.execute("INSERT INTO temp.asked VALUES (?)", (text,))
    return dict(connection.execute("SELECT term, cnt FROM temp.asked_stems"))


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
