"""What a laptop remembers of its talks with the hub: how far it read, and what the hub has from it.

It stands in the cache and may be lost at any time: then everything is compared again. What is remembered is
never more than what the hub acknowledged, and is counted with its answers: a hub that counts fewer of them is
an older one.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.place import drop, index_path, team_folder
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, private_folder

Place = list[int | str]
"""A place in the hub's changes: the change, and what tells the rows of one change apart."""
_VERSION = 1
_PATIENCE = 2.0
"""Seconds to wait for another window that talks to the hub."""
_TABLES = f"""
CREATE TABLE talks (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sessions (session TEXT PRIMARY KEY, stamp TEXT, generation INTEGER) WITHOUT ROWID;
CREATE TABLE documents (session TEXT, name TEXT, rev INTEGER, digest TEXT, PRIMARY KEY (session, name))
    WITHOUT ROWID;
CREATE TABLE withdrawn (session TEXT PRIMARY KEY, generation INTEGER) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A session as the hub has it from here."""

    stamp: str
    """Of the file as it was then; the same file needs no second look."""
    generation: int


class Memory:
    """The talks of one library with its hub.

    Args:
        path: Its file; made where there is none, or none that can be read.
        disk: The disk.

    Raises:
        Unable: It can't be written.
    """

    def __init__(self, path: Path, disk: Disk = DISK) -> None:
        private_folder(path.parent, disk)
        try:
            try:
                self._connection = _opened(path)
            except sqlite3.DatabaseError:
                drop(path, disk)
                self._connection = _opened(path)
        except (sqlite3.Error, OSError):
            raise Unable(_("{path} can't be written; look at the free space.").format(path=path)) from None

    def close(self) -> None:
        """Let go."""
        self._connection.close()

    @property
    def hub(self) -> str:
        """Which hub it is; empty: none yet."""
        return str(self._value("hub") or "")

    @property
    def answered(self) -> int:
        """How often the hub acknowledged something to this laptop."""
        return int(self._value("answered") or 0)

    def start_again(self, hub: str, answered: int) -> None:
        """Forget all that was believed of the hub, so that everything is compared; what was pulled stays."""
        with self._saving():
            for table in ("talks", "sessions", "documents", "withdrawn"):
                self._connection.execute(f"DELETE FROM {table}")
            self._set("hub", hub)
            self._set("answered", str(answered))

    def session(self, session: str) -> Sent | None:
        """What the hub has of a session from here; none: nothing, or not all of it."""
        found = self._connection.execute(
            "SELECT stamp, generation FROM sessions WHERE session = ?", (session,)
        ).fetchone()
        return Sent(*found) if found else None

    def documents(self, session: str) -> dict[str, tuple[int, str]]:
        """`table/id` → revision and digest, as the hub has them from here."""
        rows = self._connection.execute(
            "SELECT name, rev, digest FROM documents WHERE session = ?", (session,)
        )
        return {name: (rev, digest) for name, rev, digest in rows}

    def sent(self, session: str, documents: Iterable[tuple[str, int, str]], answered: int) -> None:
        """The hub acknowledged documents of a session: `table/id`, revision, digest."""
        with self._saving():
            self._connection.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
                [(session, *document) for document in documents],
            )
            self._set("answered", str(answered))

    def settled(self, session: str, sent: Sent) -> None:
        """The hub has a session as its file is."""
        with self._saving():
            self._connection.execute(
                "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", (session, sent.stamp, sent.generation)
            )

    def shared(self, session: str, generation: int, answered: int) -> None:
        """The hub took a session on; of another generation than before it has nothing yet."""
        known = self.session(session)
        with self._saving():
            if known is None or known.generation != generation:
                self._connection.execute("DELETE FROM documents WHERE session = ?", (session,))
            self._connection.execute(
                "INSERT OR REPLACE INTO sessions VALUES (?, '', ?)", (session, generation)
            )
            self._set("answered", str(answered))

    def withdrawn(self) -> dict[str, int]:
        """Sessions that the hub took away, and their generations then."""
        return dict(self._connection.execute("SELECT session, generation FROM withdrawn"))

    def withdrew(self, session: str, generation: int, answered: int) -> None:
        """The hub took a session away."""
        with self._saving():
            self._connection.execute("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", (session, generation))
            self._connection.execute("DELETE FROM sessions WHERE session = ?", (session,))
            self._connection.execute("DELETE FROM documents WHERE session = ?", (session,))
            self._set("answered", str(answered))

    def place(self, table: str) -> Place | None:
        """The place up to which the changes of a table were read; none: nothing was."""
        found = self._value(f"read {table}")
        return list(json.loads(found)) if found else None

    def read_to(self, table: str, place: Place, answered: int) -> None:
        """All changes of a table were read up to a place, and the hub counted that."""
        with self._saving():
            self._set(f"read {table}", json.dumps(place))
            self._set("answered", str(answered))

    def _value(self, name: str) -> str | None:
        found = self._connection.execute("SELECT value FROM talks WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO talks VALUES (?, ?)", (name, value))

    @contextlib.contextmanager
    def _saving(self) -> Iterator[None]:
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error:
            raise Unable(
                _("What was exchanged with the hub can't be noted here; look at the free space.")
            ) from None


@contextlib.contextmanager
def talking_alone(library: Library, places: Places, disk: Disk = DISK) -> Iterator[None]:
    """Be the only window of a library that talks to its hub, or keeps what the hub said.

    Raises:
        Unable: Another one does so just now.
    """
    private_folder(places.locks, disk)
    lock = places.locks / f"hub-{index_path(library, places).stem}.lock"
    try:
        with disk.lock(lock, _PATIENCE):
            yield
    except TimeoutError:
        raise Unable(_("Another window talks to the hub just now; try again when it is done.")) from None


def memory_path(library: Library, places: Places) -> Path:
    """Where the memory of a library's hub stands."""
    return team_folder(library, places) / "memory.sqlite"


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("another version")
            connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection
