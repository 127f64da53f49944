"""Rows of sessions into the cache and out of it again; every call belongs into a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from .folding import fold_verdicts
from .row_types import LineRow, Rows
from .vocabulary import hear, keep
from .words import fold

_SESSION = (
    "INSERT INTO sessions (id, day, title, project, technique, template, variant, family, state, share, "
    "names, facilitator, who, created, started, ended, people, planned, used, path, project_key, lines, "
    "tokens) "
    f"VALUES ({', '.join('?' * 23)})"
)
_LINE = (
    "INSERT INTO lines (id, sid, entry, number, kind, stage, text, more, tags, keys, owner, by, who, due, "
    "at, type, route, theme, target, own_state, own_since, reason, offered, state, since, review, "
    f"effect, settled) VALUES ({', '.join('?' * 28)})"
)

_VERDICT = f"INSERT INTO verdicts VALUES ({', '.join('?' * 9)})"


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction of the cache: kept whole, or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        keep(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def put(connection: sqlite3.Connection, rows: Rows, path: str) -> int | None:
    """Add the rows of a session that is not there; returns its row, none where it has none.

    Verdicts that come without a session get a row below zero, of which there is no session.
    """
    session = rows.session
    if session is None:
        return _put_verdicts(connection, rows) if rows.verdicts else None
    real = sum(1 for line in rows.lines if line.entry)
    size = sum(
        line.text.count(" ") + line.more.count(" ") + 1 + bool(line.more)
        for line in rows.lines
        if line.offered or not line.entry
    )
    cursor = connection.execute(
        _SESSION, (*session, path, fold(" ".join(session.project.split())), real, size)
    )
    sid = cursor.lastrowid
    first = _free(connection, session.day)
    table = [_values(first + place, sid or 0, line) for place, line in enumerate(rows.lines)]
    connection.executemany(_LINE, table)
    texts = [(values[0], values[6], values[7]) for values in table]
    connection.executemany("INSERT INTO words (rowid, text, more) VALUES (?, ?, ?)", texts)
    connection.executemany("INSERT INTO stems (rowid, text, more) VALUES (?, ?, ?)", texts)
    hear(connection, texts)
    connection.executemany(_VERDICT, [(sid, *one) for one in rows.verdicts])
    connection.executemany(
        "INSERT INTO stage_times VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(sid, place, *one) for place, one in enumerate(rows.stages)],
    )
    targets = {(one.on_session, one.on_entry) for one in rows.verdicts}
    targets |= {
        (session.id, entry)
        for (entry,) in connection.execute(
            "SELECT DISTINCT on_entry FROM verdicts WHERE on_session = ?", (session.id,)
        )
    }
    fold_verdicts(connection, targets)
    return sid


def _put_verdicts(connection: sqlite3.Connection, rows: Rows) -> int:
    (least,) = connection.execute("SELECT min(sid) FROM verdicts").fetchone()
    sid = min(least or 0, 0) - 1
    connection.executemany(_VERDICT, [(sid, *one) for one in rows.verdicts])
    fold_verdicts(connection, {(one.on_session, one.on_entry) for one in rows.verdicts})
    return int(sid)


def take_out(connection: sqlite3.Connection, sid: int) -> None:
    """Take all rows of a session out."""
    targets = connection.execute(
        "SELECT DISTINCT on_session, on_entry FROM verdicts WHERE sid = ?", (sid,)
    ).fetchall()
    for table in ("words", "stems"):  # of an external text the index is told what it held
        connection.execute(
            f"INSERT INTO {table} ({table}, rowid, text, more) "
            "SELECT 'delete', id, text, more FROM lines WHERE sid = ?",
            (sid,),
        )
    for table in ("lines", "verdicts", "stage_times", "sessions"):
        connection.execute(f"DELETE FROM {table} WHERE sid = ?", (sid,))
    fold_verdicts(connection, targets)


def _free(connection: sqlite3.Connection, day: str) -> int:
    """The first free id of a line on a day; ids are in order of time."""
    try:
        number = date.fromisoformat(day).toordinal()
    except ValueError:
        number = 1
    greatest = connection.execute("SELECT max(id) FROM lines WHERE id < ?", ((number + 1) << 24,)).fetchone()[
        0
    ]
    return max((greatest or 0) + 1, number << 24)


def _values(id_: int, sid: int, line: LineRow) -> tuple[object, ...]:
    return (
        id_, sid, line.entry, line.number, line.kind, line.stage, line.text, line.more, line.tags, line.keys,
        line.owner, line.by, line.who, line.due, line.at, line.type, line.route, line.theme, line.target,
        line.state, line.since, line.reason, line.offered, line.state, line.since,
        line.review, line.effect, line.settled,
    )  # fmt: skip
