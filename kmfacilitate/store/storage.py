"""A session as a TinyDB database whose every change is durable, whole, and shared with other windows."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.edits import Clash

from .encoding import Lines, decode, session_of
from .fsio import DISK, Disk, Stamp, save, stamp_of
from .places import name_of
from .trouble import Damaged
from .union import unite

LOCK_SECONDS = 10.0
"""How long one window waits for another to finish a save; a save takes milliseconds."""


class SessionStorage(Storage):
    """One file of tables, kept in memory as well; written whole, beside it, and put in its place.

    `tables` is what is known to be saved, or was read. It changes only after a write has succeeded, so a
    failed one leaves no trace in memory and may simply be made again.

    Args:
        path: the file. It is read at once, unless it is to be made from `tables`.
        locks: the folder of the lock files; that of this session is shared by all windows on it.
        new_id: gives ids to documents that are inserted without one.
        disk: the disk.
        tables: what the new file holds; its name must be free.
        mode: permissions of the new file, if not the usual ones.
    """

    def __init__(
        self,
        path: Path,
        *,
        locks: Path,
        new_id: Callable[[], str],
        disk: Disk = DISK,
        tables: Documents | None = None,
        mode: int | None = None,
    ) -> None:
        super().__init__()
        self.path = path
        self.new_id = new_id
        self._disk = disk
        self._lines = Lines()
        self._mode = mode
        self._seen: Stamp | None = None
        self._batch: dict[str, Any] | None = None
        self._lost: list[Clash] = []
        self._owed = False
        """Whether the file may not hold `tables` durably: a write failed, or something was put back."""
        if tables is None:
            data, self._seen = disk.read(path)
            self.tables: Documents = decode(data, path, self._lines)
        else:
            self.tables = tables
            self._seen = save(path, self._lines.encode(tables), disk, new=True, mode=mode)
        self.session = session_of(self.tables, path)
        self._lock = locks / f"{name_of(self.session)}.lock"

    def read(self) -> dict[str, Any]:
        """The tables as TinyDB wants them; shared, so only `SessionTable` may change documents in them."""
        return dict(self.tables if self._batch is None else self._batch)

    def write(self, data: Mapping[str, Any]) -> None:
        """Save the tables; inside a batch, once, at its end.

        Raises:
            OSError: the disk refused.
        """
        if self._batch is not None:
            self._batch = dict(data)
        else:
            self._save(data)

    @contextlib.contextmanager
    def batch(self) -> Iterator[tuple[Clash, ...]]:
        """Make everything written inside one change of the file, under the lock, on what is newest.

        Yields:
            What somebody else changed at once with us and we had saved already (see `unite`).

        Raises:
            OSError: the disk refused, or (`TimeoutError`) another window holds the lock.
            Damaged: the file was damaged meanwhile.
        """
        if self._batch is not None:
            yield ()
            return
        with self._disk.lock(self._lock, LOCK_SECONDS):
            if self.is_stale():
                self._reload()
            before = self._batch = dict(self.tables)
            try:
                yield tuple(self._lost)
                after = self._batch
            finally:
                self._batch = None
            if self._owed or after is not before:
                self._save(after)
            self._lost.clear()

    def is_stale(self) -> bool:
        """Whether somebody else has written, moved or removed the file since it was read or written here."""
        try:
            return stamp_of(self._disk.stat(self.path)) != self._seen
        except FileNotFoundError:
            return True

    def _reload(self) -> None:
        try:
            data, seen = self._disk.read(self.path)
        except FileNotFoundError:
            self._owed = True
            return
        found = decode(data, self.path, self._lines)
        if session_of(found, self.path) != self.session:
            raise Damaged(self.path, "it holds another session than it did")
        united, clashes = unite(self.tables, found)
        self._owed = self._owed or united != found
        self.tables = united
        self._seen = seen
        self._lost += clashes

    def _save(self, tables: Mapping[str, Any]) -> None:
        self._owed = True
        if self._mode is None:
            with contextlib.suppress(FileNotFoundError):
                self._mode = self._disk.stat(self.path).st_mode & 0o777
        seen = save(
            self.path,
            self._lines.encode(tables),
            self._disk,
            mode=self._mode,
            later_than=self._seen.mtime_ns if self._seen else 0,
        )
        self.tables = dict(tables)
        self._seen = seen
        self._owed = False


class SessionTable(Table):
    """A table of a session: its ids are the session's, and a failed change leaves nothing in memory."""

    default_query_cache_capacity = 0  # a cached answer does not see what another window wrote

    @property
    def kept(self) -> SessionStorage:
        """The storage, by its own type."""
        storage = self._storage
        assert isinstance(storage, SessionStorage)
        return storage

    def put(self, documents: Mapping[str, Raw]) -> None:
        """Set whole documents, by id.

        The same as an upsert of each, in one change; ids stay the strings they are stored as, which for a
        long table is most of the work.
        """
        with self.kept.batch():
            tables = self.kept.read()
            tables[self.name] = {**tables.get(self.name, {}), **documents}
            self.kept.write(tables)
        self.clear_cache()

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        def on_copies(table: dict[int, Mapping[str, Any]]) -> None:
            for id_, document in table.items():
                table[id_] = copy.deepcopy(
                    document
                )  # TinyDB changes documents in place, before it writes them
            updater(table)

        with self.kept.batch():
            super()._update_table(on_copies)

    def _get_next_id(self) -> int:
        return int(self.kept.new_id())


class SessionDB(TinyDB):
    """A session file as a TinyDB database: `SessionDB(path, locks=…, new_id=…)`."""

    table_class = SessionTable

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, storage=SessionStorage, **kwargs)

    def table(self, name: str, **kwargs: Any) -> SessionTable:
        """A table by name."""
        table = super().table(name, **kwargs)
        assert isinstance(table, SessionTable)
        return table

    @property
    def kept(self) -> SessionStorage:
        """The storage, by its own type."""
        storage = self._storage
        assert isinstance(storage, SessionStorage)
        return storage
