"""A session as a TinyDB database, with TinyDB's own tables and queries."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from kmfacilitate.session.documents import Raw

from .storage import SessionStorage


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
    """A session file as a TinyDB database: `SessionDB(path, places=…, new_id=…)`."""

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
