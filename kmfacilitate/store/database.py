"""A session as a TinyDB database, with TinyDB's own tables and queries."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from kmfacilitate import __version__
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.edits import About, Edit

from . import migrations
from .diary import Batch, Done
from .fsio import Disk
from .library import Library
from .naming import file_name
from .storage import SessionStorage
from .trouble import NotSaved, reason
from .whole import make_folders


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
    """A session file as a TinyDB database: `SessionDB(path, places=…, now=…)`."""

    table_class = SessionTable

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, storage=SessionStorage, **kwargs)

    @classmethod
    def create(cls, library: Library, documents: Documents, *, disk: Disk, **how: Any) -> SessionDB:
        """Make the file of a new session under a free name.

        Args:
            library: where.
            documents: what it holds. In `_meta` only the session's id is needed; the rest is filled in.
            disk: the disk.
            how: what else `SessionStorage` takes.

        Raises:
            NotSaved: the file could not be written.
        """
        given = documents["_meta"]["1"]
        meta = {
            "schema": migrations.SCHEMA,
            "what": "session",
            "session": given["session"],
            "app": __version__,
        }
        tables = {**documents, "_meta": {**documents["_meta"], "1": {**given, **meta}}}
        meeting = documents["session"]["1"]
        mode = 0o600 if meeting.get("confidential") else None
        for attempt in count(1):
            name = file_name(meeting, given["session"], attempt)
            path = library.sessions_folder / name[:4] / name
            try:
                make_folders(path.parent, disk)
                return cls(path, tables=tables, mode=mode, disk=disk, **how)
            except FileExistsError:
                continue
            except OSError as error:
                raise NotSaved(reason(error, path.parent)) from None
        raise AssertionError  # there is always a further number

    def tell(
        self, batch: Batch, about: About, edits: Sequence[Edit], before: Documents, after: Documents
    ) -> None:
        """Put what an act changed into the tables, and have the journal say so."""
        changed: dict[str, dict[str, Raw]] = {}
        for edit in edits:
            document = after.get(edit.table, {}).get(edit.id)
            if document is not None and document is not before.get(edit.table, {}).get(edit.id):
                changed.setdefault(edit.table, {})[edit.id] = document
        for name, table in changed.items():
            self.table(name).put(table)
        if changed:
            ops = [(name, id_, doc) for name, table in changed.items() for id_, doc in table.items()]
            batch.done.append(Done(about, ops, tuple(edits)))

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
