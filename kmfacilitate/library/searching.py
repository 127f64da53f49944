"""How a search finds: the lines that have all the words, then those with other forms of them.

Every word must stand in a line, the last one perhaps only begun. Up to three letters the newest come
first. From four letters the lines that fit best come first, if there are few enough to be weighed
(`WEIGHED`); of more, the newest that have all words whole in the line itself, then the newest others.
bm25() itself is not asked: it counts every line of every word each time, which for a common one takes a
hundred times as long as finding fifty lines. Where too few are found, lines with the same stems follow;
where none is, those with the most of the words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from .found import COLUMNS, Filters
from .partly import some_words
from .vocabulary import expression, meant
from .weighing import weigh
from .words import all_of

WEIGHED = 100
"""Lines that are weighed, four times as many in a small library; of more, the newest come first."""
_SMALL = 30_000
_FEW = 2_000
"""Lines and sessions below which a library is small."""
_BY_RELEVANCE = 4
"""Letters from which the best fitting line comes first."""
_AT_ONCE = 1_000
"""Lines that are fetched with one question: its length has an end."""
_NEWEST = "{table}.rowid"
_FIT = "-bm25({table}, 2.0, 1.0)"
_JOIN = "CROSS JOIN sessions s ON s.sid = l.sid"

Row = tuple[object, ...]
"""The id of a line, and `found.COLUMNS`."""


@dataclass(slots=True)
class Results:
    """Lines in their order, whether each was found by stems, and what else `Findings` says."""

    rows: list[tuple[Row, bool]] = field(default_factory=list)
    wide: str = ""
    meant: str = ""
    more: bool = False


class Searching:
    """One search.

    Args:
        connection: To the cache.
        words: What is looked for.
        filters: Which lines are looked at.
        limit: The most that are given.
    """

    def __init__(
        self, connection: sqlite3.Connection, words: Sequence[str], filters: Filters, limit: int
    ) -> None:
        self._connection = connection
        self._words = words
        self._said, self._values = filters.sql()
        self._limit = limit

    def results(self, *, begun: bool) -> Results:
        """What is found; `begun`: the last word may be only begun."""
        found = Results()
        matching = expression(self._connection, self._words, last_begins=begun)
        if max(map(len, self._words)) < _BY_RELEVANCE:
            rows = self._newest(matching)
        else:
            rows = self._rows(self._best(matching)[: self._limit + 1])
        found.more = len(rows) > self._limit
        found.rows = [(row, False) for row in rows[: self._limit]]
        if len(rows) < self._limit:
            self._add_stems(found)
        if not found.rows and len(self._words) > 1:
            newest, best = partial(self._match, "stems"), partial(self._match, "stems", order=_FIT)
            some = some_words(self._connection, newest, best, self._words, begun=begun)
            found.more = len(some) > self._limit
            found.rows = [(row, True) for row in self._rows(some[: self._limit])]
            found.wide = "some" if found.rows else ""
        if not found.rows or found.wide == "some":
            found.meant = meant(self._connection, self._words, last_begins=begun)
        return found

    def _best(self, matching: str) -> list[int]:
        weighed = WEIGHED
        ids = self._match("words", matching, max(weighed, self._limit) + 1)
        if len(ids) > weighed and self._is_small():
            weighed *= 4
            ids = self._match("words", matching, max(weighed, self._limit) + 1)
        if len(ids) <= weighed:
            return weigh(self._connection, ids, self._words)
        whole = self._match("words", f"{{text}} : ({all_of(self._words)})", self._limit)
        return list(dict.fromkeys((*whole, *ids)))

    def _is_small(self) -> bool:
        query = f"SELECT count(*), sum(lines) FROM (SELECT lines FROM sessions LIMIT {_FEW})"
        sessions, lines = self._connection.execute(query).fetchone()
        return sessions < _FEW and (lines or 0) < _SMALL

    def _add_stems(self, found: Results) -> None:
        known = {row[0] for row, _ in found.rows}
        ids = self._match("stems", all_of(self._words), max(WEIGHED, self._limit + 1))
        newest = [id_ for id_ in ids[:WEIGHED] if id_ not in known]
        others = [id_ for id_ in ids[WEIGHED:] if id_ not in known]
        free = self._limit - len(found.rows)
        if newest or others:
            found.more = len(newest) + len(others) > free
            best = [*weigh(self._connection, newest, self._words), *others][:free]
            found.rows += [(row, True) for row in self._rows(best)]
            found.wide = "stems"

    def _match(self, table: str, matching: str, most: int, order: str = _NEWEST) -> list[int]:
        """Ids of the newest lines that a MATCH expression finds, or of the first in another order."""
        query = f"SELECT {table}.rowid {self._from(table, join=bool(self._said), order=order)}"
        return [id_ for (id_,) in self._connection.execute(query, (matching, *self._values, most))]

    def _newest(self, matching: str) -> list[Row]:
        """The newest lines that a MATCH expression finds, and one more than are wanted."""
        query = f"SELECT l.id, {COLUMNS} {self._from('words', join=True)}"
        return self._connection.execute(query, (matching, *self._values, self._limit + 1)).fetchall()

    def _from(self, table: str, *, join: bool, order: str = _NEWEST) -> str:
        joined = f"CROSS JOIN lines l ON l.id = {table}.rowid {_JOIN}" if join else ""
        where = " AND ".join((f"{table} MATCH ?", *self._said))
        return f"FROM {table} {joined} WHERE {where} ORDER BY {order.format(table=table)} DESC LIMIT ?"

    def _rows(self, ids: Sequence[int]) -> list[Row]:
        """Lines by their ids, in the same order."""
        rows: dict[int, Row] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ", ".join(map(str, ids[start : start + _AT_ONCE]))
            query = f"SELECT l.id, {COLUMNS} FROM lines l {_JOIN} WHERE l.id IN ({some})"
            rows |= {row[0]: row for row in self._connection.execute(query)}
        return [rows[id_] for id_ in ids if id_ in rows]
