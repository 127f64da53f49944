"""The cache file of a library's index: its tables, and opening it for writing and for reading.

It stands outside the library, holds nothing that is not in the session files, and may be deleted at any time.
One connection writes, any number read. Whatever is wrong with it, it is made anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.places import private_folder

from . import vocabulary
from .place import drop

T = TypeVar("T")

VERSION = 5
"""Of the tables below; a cache of another version is made anew."""
TOKENS = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""How words are parted and folded; `words.tokens` does the same."""
_SCHEMA = f"""
CREATE TABLE files (
    path TEXT PRIMARY KEY,      -- below the library's folder, parted by /
    inode INTEGER, mtime INTEGER, size INTEGER,     -- of the file when it was read; size -1: read it again
    changed INTEGER,            -- its ctime, which nobody can set back
    digest BLOB,                -- of its bytes: a file that was only touched is not read anew
    session TEXT,               -- its id; a copy that stands beside its file is not read
    sid INTEGER,                -- its row in sessions; none: confidential, discarded, a copy, or broken
    broken TEXT                 -- why it can't be read
) WITHOUT ROWID;
CREATE INDEX files_session ON files (session);
CREATE TABLE sessions (
    sid INTEGER PRIMARY KEY, id TEXT UNIQUE, path TEXT, day TEXT, title TEXT, project TEXT, technique TEXT,
    template TEXT, variant TEXT, family TEXT, state TEXT, share TEXT, names TEXT, facilitator TEXT, who TEXT,
    project_key TEXT, created TEXT, started TEXT, ended TEXT,
    people INTEGER, planned INTEGER, used INTEGER,          -- seconds
    lines INTEGER, tokens INTEGER
);
CREATE INDEX sessions_day ON sessions (day);
CREATE TABLE lines (
    id INTEGER PRIMARY KEY,     -- day << 24 | place in it: the order of ids is the order of time
    sid INTEGER, entry TEXT, number TEXT, kind TEXT, stage TEXT,
    text TEXT, more TEXT,       -- the line itself; everything else in it that is words
    tags TEXT, keys TEXT,       -- as shown; folded, each between spaces
    owner TEXT, by TEXT, who TEXT,
    due TEXT, at TEXT, type TEXT, route TEXT, theme TEXT, target TEXT,
    own_state TEXT, own_since TEXT,     -- as the session says, and since which day
    state TEXT, since TEXT,             -- with what later sessions said
    reason TEXT,
    applied INTEGER DEFAULT 0, partly INTEGER DEFAULT 0, no INTEGER DEFAULT 0, again INTEGER DEFAULT 0,
    offered INTEGER,            -- may be shown beside the lines of another session
    review TEXT, effect INTEGER,        -- of a lesson: the day to look again; whether its effect was said
    settled TEXT                -- of an action: when its own session last said that it is done or dropped
);
CREATE INDEX lines_sid ON lines (sid, kind, state);
CREATE INDEX lines_kind ON lines (kind);
CREATE INDEX lines_state ON lines (kind, state, route);
CREATE INDEX lines_due ON lines (due, owner) WHERE kind = 'action' AND state = 'open';
CREATE INDEX lines_entry ON lines (entry);
CREATE INDEX lines_owner ON lines (owner, kind, state) WHERE owner <> '';
CREATE INDEX lines_by ON lines (by, owner) WHERE by <> '';
CREATE INDEX lines_tags ON lines (tags) WHERE tags <> '';
CREATE TABLE verdicts (
    sid INTEGER, entry TEXT, on_session TEXT, on_entry TEXT, says TEXT, what TEXT, reason TEXT, at TEXT,
    day TEXT
);
CREATE INDEX verdicts_sid ON verdicts (sid);
CREATE INDEX verdicts_on ON verdicts (on_session, on_entry);
CREATE TABLE stage_times (
    sid INTEGER, place INTEGER, stage TEXT, title TEXT, state TEXT, planned INTEGER, used INTEGER
);
CREATE INDEX stage_times_sid ON stage_times (sid);
CREATE VIRTUAL TABLE words USING fts5(
    text, more, content='lines', content_rowid='id', prefix='1 2 3', tokenize="{TOKENS}");
CREATE VIRTUAL TABLE stems USING fts5(
    text, more, content='lines', content_rowid='id', tokenize="porter {TOKENS}");
{vocabulary.TABLES}
CREATE VIRTUAL TABLE word_places USING fts5vocab(words, instance);
CREATE VIRTUAL TABLE stem_places USING fts5vocab(stems, instance);
"""


def open_writing(path: Path, disk: Disk = DISK) -> sqlite3.Connection:
    """Open the cache for writing; it is made where there is none, or none of this version, or a broken one.

    Raises:
        Unable: its folder can't be made.
        sqlite3.Error, OSError: it can't be made.
    """
    private_folder(path.parent, disk)
    with contextlib.suppress(sqlite3.DatabaseError):
        return _opened(path, disk)
    drop(path, disk)
    return _opened(path, disk)


def _opened(path: Path, disk: Disk) -> sqlite3.Connection:
    disk.close(disk.open_own(path))
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -8000")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("another version")
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT;")
        connection.execute("SELECT count(*) FROM files LIMIT 1").fetchone()
        vocabulary.listen(connection, TOKENS)
    except BaseException:
        connection.close()
        raise
    return connection


class Reading:
    """A connection that only reads. It notices when the cache was taken away, and opens the new one.

    Used by one thread at a time; only `interrupt` may be called from another one.

    Args:
        path: The cache file.
        disk: The disk.
        mend: Called when the cache turns out to be damaged, after it was taken away; whether there is a new
            one already.
    """

    def __init__(self, path: Path, disk: Disk = DISK, mend: Callable[[], bool] = lambda: False) -> None:
        self._path = path
        self._disk = disk
        self._mend = mend
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    def connection(self) -> sqlite3.Connection | None:
        """The connection; none while there is no index."""
        try:
            inode = self._disk.stat(self._path).st_ino
        except OSError:
            self.close()
            return None
        if self._connection is None or inode != self._inode:
            self.close()
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            opened = None
            try:
                opened = sqlite3.connect(
                    uri, uri=True, timeout=1.0, isolation_level=None, check_same_thread=False
                )
                opened.execute("PRAGMA temp_store = MEMORY")
                opened.execute("PRAGMA cache_size = -8000")
                if opened.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    opened.close()
                    return None
            except sqlite3.Error:
                if opened is not None:
                    opened.close()
                return None
            self._connection, self._inode = opened, inode
        return self._connection

    def use(self, what: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What a question to the index gives; `otherwise` where there is none, or it can't be asked.

        Raises:
            sqlite3.OperationalError: It was interrupted.
        """
        for is_last in (False, True):
            connection = self.connection()
            if connection is None:
                return otherwise
            try:
                return what(connection)
            except sqlite3.DatabaseError as error:
                if "interrupt" in str(error):
                    raise
                self.close()
                if not is_damage(error):
                    return otherwise
            drop(self._path, self._disk)
            if is_last or not self._mend():
                return otherwise
        return otherwise

    def interrupt(self) -> None:
        """Break off what another thread is asking; harmless when it is asking nothing."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.interrupt()

    def close(self) -> None:
        """Let go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the cache itself is damaged; not: another process is writing, or the disk refuses for now."""
    return not isinstance(error, sqlite3.OperationalError) or not any(
        sign in str(error) for sign in ("locked", "busy", "full", "readonly", "unable to open", "interrupt")
    )
