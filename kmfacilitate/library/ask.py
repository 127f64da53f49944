"""Asking the index: search as it is typed, and lists of lessons, actions and sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from os.path import isabs
from pathlib import Path
from typing import TypeVar

from kmfacilitate.session.lesson_life import tally_of
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .cache import Reading
from .found import COLUMNS, DueCounts, Filters, Findings, Found, Held, Later, Named
from .place import index_path
from .related import Wanted, related_lines, related_sessions
from .searching import Searching
from .words import words_of

T = TypeVar("T")

_NO_FILTERS = Filters()
_JOIN = "FROM lines l CROSS JOIN sessions s ON s.sid = l.sid"


class Ask:
    """Asks the index of one library. Belongs to one thread; `interrupt` may be called from any.

    While there is no index, every answer is empty; `Findings.ready` and `DueCounts.ready` tell.

    Args:
        library: The library.
        places: The folders of this machine.
        disk: The disk.
        mend: See `cache.Reading`.
    """

    def __init__(
        self,
        library: Library,
        places: Places | None = None,
        disk: Disk = DISK,
        *,
        mend: Callable[[], bool] = lambda: False,
    ) -> None:
        self._folder = str(library.folder)
        self._reading = Reading(index_path(library, places), disk, mend)

    def ready(self) -> bool:
        """Whether there is an index to ask."""
        return self._reading.connection() is not None

    def interrupt(self) -> None:
        """Break off what is being asked; it raises `sqlite3.OperationalError` there."""
        self._reading.interrupt()

    def close(self) -> None:
        """Let go."""
        self._reading.close()

    def search(self, typed: str, filters: Filters = _NO_FILTERS, limit: int = 50) -> Findings:
        """Lines in which all words stand; see the head of `searching` for their order.

        Args:
            typed: What stands in the search box. With a space at its end the last word is whole.
            filters: Which lines are looked at.
            limit: The most that are given.
        """
        words = words_of(typed)
        if not words:
            return Findings(ready=self.ready())
        begun = not typed[-1:].isspace()
        return self._reading.use(
            lambda connection: self._search(connection, words, begun, filters, limit), Findings(ready=False)
        )

    def lessons(
        self, filters: Filters = _NO_FILTERS, *, limit: int = 200, offset: int = 0
    ) -> tuple[Found, ...]:
        """Lessons, newest first; `limit` 0: all."""
        return self._list("l.kind = 'lesson'", (), "l.id DESC", filters, limit, offset)

    def actions(
        self,
        filters: Filters = _NO_FILTERS,
        *,
        overdue: date | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> tuple[Found, ...]:
        """Actions: open ones before others, by the day they are due, those without one last.

        Args:
            filters: Which; `states` may be open, done, dropped.
            overdue: Today: only open ones that were due before.
            limit: The most that are given; 0: all.
            offset: How many are passed over.
        """
        condition, values = "l.kind = 'action'", ()
        if overdue is not None:
            condition += " AND l.state = 'open' AND l.due <> '' AND l.due < ?"
            return self._list(condition, (overdue.isoformat(),), "l.due, l.id", filters, limit, offset)
        order = "l.state <> 'open', l.due = '', CASE WHEN l.state = 'open' THEN l.due END, l.id DESC"
        return self._list(condition, values, order, filters, limit, offset)

    def lines(
        self, filters: Filters = _NO_FILTERS, *, limit: int = 200, offset: int = 0
    ) -> tuple[Found, ...]:
        """Lines of every kind, newest first; `limit` 0: all."""
        return self._list("l.kind <> 'session'", (), "l.id DESC", filters, limit, offset)

    def where(self, condition: str, order: str, filters: Filters, limit: int) -> tuple[Found, ...]:
        """Lines of a condition of one's own on `l`, for rooms within the library (what waits)."""
        return self._list(f"({condition})", (), order, filters, limit, 0)

    def line(self, session: str, entry: str) -> Found | None:
        """One line by its session and id, as it is now."""
        found = self._list("s.id = ? AND l.entry = ?", (session, entry), "l.id", _NO_FILTERS, 1, 0)
        return found[0] if found else None

    def said_of(self, found: Found, limit: int = 12) -> tuple[Later, ...]:
        """What later sessions said of a line, the newest first."""
        query = (
            "SELECT v.day, v.says, v.reason, s.title, s.id FROM verdicts v JOIN sessions s ON s.sid = v.sid "
            "WHERE v.on_session = ? AND v.on_entry = ? AND v.on_session <> s.id ORDER BY v.at DESC LIMIT ?"
        )
        return self._reading.use(
            lambda connection: tuple(
                Later(*row) for row in connection.execute(query, (found.session, found.entry, limit))
            ),
            (),
        )

    def sessions(
        self, filters: Filters = _NO_FILTERS, *, limit: int = 200, offset: int = 0
    ) -> tuple[Held, ...]:
        """Sessions, newest first; `limit` 0: all."""
        said, values = filters.sql(lines=False)
        where = f"WHERE {' AND '.join(said)}" if said else ""
        query = f"{_HELD} {where} ORDER BY s.day DESC, s.sid DESC LIMIT ? OFFSET ?"
        return self._reading.use(
            lambda connection: tuple(
                self._held(row) for row in connection.execute(query, (*values, limit or -1, offset))
            ),
            (),
        )

    def due_counts(self, today: date) -> DueCounts:
        """What needs attention today, as numbers."""
        soon = (today + timedelta(days=7)).isoformat()

        def count(connection: sqlite3.Connection) -> DueCounts:
            actions = connection.execute(
                "SELECT count(*), count(CASE WHEN due <> '' AND due < ?1 THEN 1 END), "
                "count(CASE WHEN due >= ?1 AND due <= ?2 THEN 1 END), "
                "count(CASE WHEN due = ?1 THEN 1 END) "
                f"FROM lines WHERE kind = 'action' AND state = 'open' AND sid NOT IN ({_OF_OTHERS})",
                (today.isoformat(), soon),
            ).fetchone()
            lessons = dict(
                connection.execute("SELECT state, count(*) FROM lines WHERE kind = 'lesson' GROUP BY state")
            )
            unrouted = connection.execute(
                "SELECT count(*) FROM lines WHERE kind = 'lesson' AND route = '' "
                f"AND state IN ({', '.join('?' * len(UNROUTED))}) "
                f"AND sid NOT IN ({_OF_OTHERS} OR template = 'imported')",
                UNROUTED,
            ).fetchone()[0]
            told = tally_of(lessons)
            return DueCounts(
                overdue=actions[1], today=actions[3], soon=actions[2], open=actions[0],
                unrouted=unrouted, identified=told.identified, learned=told.learned,
            )  # fmt: skip

        return self._reading.use(count, DueCounts(ready=False))

    def waiting(self, today: date, limit: int) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        """The lines that `due_counts` counts: actions due today or before, and lessons without a route."""
        due = self._list(
            "l.kind = 'action' AND l.state = 'open' AND l.due <> '' AND l.due <= ? "
            f"AND l.sid NOT IN ({_OF_OTHERS})",
            (today.isoformat(),), "l.due, l.id", _NO_FILTERS, limit, 0,
        )  # fmt: skip
        unrouted = self._list(
            f"l.kind = 'lesson' AND l.route = '' AND l.sid NOT IN ({_OF_OTHERS} OR template = 'imported')",
            (), "l.id DESC", Filters(states=UNROUTED), limit, 0,
        )  # fmt: skip
        return due, unrouted

    def people(self) -> tuple[Named, ...]:
        """Everybody who owns lines, said something or facilitated, most lines first."""
        query = (
            "SELECT name, sum(lines), sum(open) FROM ("
            "SELECT owner AS name, count(*) AS lines, "
            "count(CASE WHEN kind = 'action' AND state = 'open' THEN 1 END) AS open "
            "FROM lines WHERE owner <> '' GROUP BY owner UNION ALL "
            "SELECT by, count(*), 0 FROM lines WHERE by <> '' AND by <> owner GROUP BY by UNION ALL "
            "SELECT facilitator, 0, 0 FROM sessions WHERE facilitator <> '' GROUP BY facilitator"
            ") GROUP BY name ORDER BY 2 DESC, 1"
        )
        return self._rows(query, Named)

    def projects(self) -> tuple[tuple[str, int], ...]:
        """Projects, and how many sessions each has, that with the newest session first."""
        query = (
            "SELECT project, count(*) FROM sessions WHERE project <> '' "
            "GROUP BY project_key ORDER BY max(day) DESC"
        )
        return self._rows(query, lambda name, many: (name, many))

    def tags(self, limit: int = 100) -> tuple[tuple[str, int], ...]:
        """Tags, and how many lines each is on, the most frequent first."""

        def count(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
            counts: dict[str, int] = {}
            for tags, many in connection.execute(
                "SELECT tags, count(*) FROM lines WHERE tags <> '' GROUP BY tags"
            ):
                for tag in tags.split():
                    counts[tag] = counts.get(tag, 0) + many
            return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:limit])

        return self._reading.use(count, ())

    def related(
        self,
        text: str,
        *,
        session: str = "",
        kinds: Sequence[str] = ("lesson",),
        limit: int = 5,
        language: str = "en",
    ) -> tuple[Found, ...]:
        """Earlier lines like a text, best first, that may be shown in another session.

        Lessons that were merged, rejected or superseded are not among them.

        Args:
            text: What was captured or is being typed.
            session: The id of the session that asks; none of its lines are given.
            kinds: Kinds that are looked for.
            limit: The most that are given.
            language: Of the session, for words that say nothing.
        """
        wanted = Wanted(text, session, tuple(kinds), limit, language)
        return self._reading.use(
            lambda connection: tuple(
                self._found(row, wanted.words, alike=True, score=fit)
                for row, fit in related_lines(connection, wanted)
            ),
            (),
        )

    def related_sessions(
        self, texts: Iterable[str], *, session: str = "", limit: int = 5, language: str = "en"
    ) -> tuple[Held, ...]:
        """Earlier sessions about something like these texts together, best first.

        Only sessions of which lines may be shown elsewhere are among them, and only such lines count.

        Args:
            texts: Title and lines of a session, or whatever is known of it.
            session: The id of the session that asks; it is not given.
            limit: The most that are given.
            language: Of the session, for words that say nothing.
        """
        text = "\n".join(texts)

        def ask(connection: sqlite3.Connection) -> tuple[Held, ...]:
            best = related_sessions(connection, text, session, limit, language)
            rows = {
                row[0]: row[1:]
                for row in connection.execute(
                    _HELD.replace("SELECT", "SELECT s.sid,", 1)
                    + f" WHERE s.sid IN ({', '.join('?' * len(best))})",
                    [sid for sid, _rest in best],
                )
            }
            return tuple(self._held(rows[sid])._replace(score=score) for sid, score in best)

        return self._reading.use(ask, ())

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows of a question of one's own, for rooms within the library (trends); empty: no index."""
        return self._reading.use(lambda connection: connection.execute(sql, values).fetchall(), [])

    # How it is made

    def _search(
        self,
        connection: sqlite3.Connection,
        words: list[str],
        begun: bool,
        filters: Filters,
        limit: int,
    ) -> Findings:
        given = Searching(connection, words, filters, limit).results(begun=begun)
        found = tuple(self._found(row[1:], words, alike=alike) for row, alike in given.rows)
        return Findings(found, given.wide, given.meant, given.more)

    def _list(
        self, condition: str, more: Sequence[object], order: str, filters: Filters, limit: int, offset: int
    ) -> tuple[Found, ...]:
        said, values = filters.sql()
        where = " AND ".join((condition, *said))
        query = f"SELECT {COLUMNS} {_JOIN} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return self._reading.use(
            lambda connection: tuple(
                self._found(row, ())
                for row in connection.execute(query, (*more, *values, limit or -1, offset))
            ),
            (),
        )

    def _rows(self, query: str, make: Callable[..., T]) -> tuple[T, ...]:
        return self._reading.use(
            lambda connection: tuple(make(*row) for row in connection.execute(query)), ()
        )

    def _found(
        self, row: Sequence[object], words: Sequence[str], *, alike: bool = False, score: float = 0.0
    ) -> Found:
        path = str(row[1])  # below the library's folder; that of a session of the team is whole
        file = path if isabs(path) else f"{self._folder}/{path}"
        return Found._make((row[0], file, *row[2:], tuple(words), alike, score))

    def _held(self, row: Sequence[object]) -> Held:
        return Held._make((row[0], str(Path(self._folder, str(row[1]))), *row[2:], 0.0))


UNROUTED = ("captured", "checked", "validated", "reopened")
"""States in which a lesson waits for a route."""
_OF_OTHERS = "SELECT sid FROM sessions WHERE substr(path, 1, 1) = '/' OR substr(path, 2, 1) = ':'"
"""Sessions of the team: their files stand outside the library."""
_HELD = (
    "SELECT s.id, s.path, s.day, s.title, s.project, s.technique, s.template, s.variant, s.family, s.state, "
    "s.share, s.names, s.facilitator, s.created, s.started, s.ended, s.people, s.planned, s.used, s.lines, "
    "(SELECT count(*) FROM lines c WHERE c.sid = s.sid AND c.kind = 'lesson' "
    "AND c.state NOT IN ('merged', 'rejected', 'superseded')), "
    "(SELECT count(*) FROM lines c WHERE c.sid = s.sid AND c.kind = 'lesson' "
    "AND c.state IN ('embedded', 'closed')), "
    "(SELECT count(*) FROM lines c WHERE c.sid = s.sid AND c.kind = 'action'), "
    "(SELECT count(*) FROM lines c WHERE c.sid = s.sid AND c.kind = 'action' AND c.state = 'open') "
    "FROM sessions s"
)
