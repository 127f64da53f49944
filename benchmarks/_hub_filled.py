"""A hub of any size with made-up lessons, and the same lessons in a bare table and in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _made_up import MadeUp

from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library

if TYPE_CHECKING:
    from kmfacilitate.hub.connection import Connection

LESSONS = 20
"""In a session."""
YEARS = tuple(range(2017, 2027))
ORGANISATION = "clinic"
_WORDS = "concat_ws(' ', json->>'text', json->>'context', json->>'why', json->>'recommendation')"


def lesson(made: MadeUp, n: int, rev: int = 1) -> dict[str, Any]:
    """One lesson, of about 600 bytes."""
    return {
        "rev": rev, "kind": "lesson", "stage": "actual", "question": "do", "n": n, "type": "change",
        "text": made.text(made.chance.randint(8, 24)), "at": "2026-11-22T12:00:00.000Z",
        "why": [made.text(12)], "recommendation": made.text(15), "context": made.text(12), "owner": "Sam",
    }  # fmt: skip


def meeting(made: MadeUp, year: int) -> dict[str, Any]:
    """What stands about a session."""
    noon = f"{year}-05-05T12:00:00.000Z"
    return {
        "rev": 1, "title": made.text(5), "template": "after-action-review", "language": "en", "created": noon,
        "technique": "after-action-review", "state": "finished", "names": "all", "share": "open",
    }  # fmt: skip


def fill_hub(admin: Connection, lessons: int, made: MadeUp, owner: str) -> None:
    """Fill a hub as if somebody had shared so many lessons, ten years of them."""
    for year in YEARS:
        admin.execute("SELECT kmhub.open_year(%s, %s)", (ORGANISATION, year))
    sessions = lessons // LESSONS
    at_once = 500  # sessions in one transaction
    for first in range(0, sessions, at_once):
        with admin.transaction():
            some = range(first, min(first + at_once, sessions))
            with admin.cursor().copy(
                "COPY kmhub.sessions (org, session, owner, year, language, generation) FROM STDIN"
            ) as copy:
                for at in some:
                    copy.write_row(
                        (ORGANISATION, session_id_from(f"filled {at}"), owner, YEARS[at % 10], "english", 1)
                    )
            with admin.cursor().copy(
                "COPY kmhub.entries (org, year, session, tab, id, rev, cut, digest, json) FROM STDIN"
            ) as copy:
                for at in some:
                    for row in _documents(made, at):
                        copy.write_row(row)


def _documents(made: MadeUp, at: int) -> Iterator[tuple[Any, ...]]:
    session, year = session_id_from(f"filled {at}"), YEARS[at % 10]
    key = (ORGANISATION, year, session)
    yield (*key, "session", "1", 1, LESSONS, f"m{at}", json.dumps(meeting(made, year)))
    for n in range(1, LESSONS + 1):
        yield (*key, "entries", str(10**18 + n), 1, LESSONS, f"{at}.{n}", json.dumps(lesson(made, n)))


def fill_bare(admin: Connection) -> None:
    """The same lessons in one flat table, with the indexes that one would give it, and nothing else."""
    admin.execute(
        "CREATE TABLE bare AS SELECT row_number() OVER () AS id, changed, json->>'text' AS line, json, "
        f"to_tsvector('english', {_WORDS}) AS words FROM kmhub.entries WHERE tab = 'entries'".encode()
    )
    admin.execute("ALTER TABLE bare ADD PRIMARY KEY (id)")
    admin.execute("CREATE INDEX ON bare USING gin (words)")
    admin.execute("CREATE INDEX ON bare USING gin (line kmhub.gin_trgm_ops)")
    admin.execute("VACUUM ANALYZE bare")


def fill_sqlite(admin: Connection, path: Path) -> sqlite3.Connection:
    """The same lessons in SQLite, with the full-text search that comes with it."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, line TEXT, json TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='porter unicode61')")
    with admin.transaction(), admin.cursor("all") as rows, connection:
        rows.itersize = 5000
        for id_, line, document, text in rows.execute(
            f"SELECT id, line, json::text, {_WORDS} FROM bare".encode()
        ):
            connection.execute("INSERT INTO lines VALUES (?, ?, ?)", (id_, line, document))
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (id_, text))
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.commit()
    return connection


def write_session(library: Library, made: MadeUp, title: str, lessons: int) -> tuple[str, dict[str, Any]]:
    """A session of one laptop, in its library; its id, and its lessons."""
    session = session_id_from(title)
    entries = {str(10**18 + n): lesson(made, n) for n in range(1, lessons + 1)}
    path = library.sessions_folder / "2026" / f"2026-05-05-{session}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        Lines().encode({
            "_meta": {"1": {"schema": 1, "what": "session", "session": session}},
            "session": {"1": meeting(made, 2026)},
            "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 30, "state": "done"}},
            "entries": entries,
            "template": {"1": {"rev": 1, "id": "after-action-review", "stages": [{"id": "actual"}]}},
        })
    )  # fmt: skip
    return session, entries
