"""One talk with a hub: what both of its directions need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kmfacilitate.store.fsio import Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .memory import Memory
from .settings import Settings
from .team import Team
from .told import Told

if TYPE_CHECKING:
    from .connection import Connection

BATCH = 1000
"""Documents in one transaction."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A library, its hub, and what is known of each other."""

    connection: Connection
    library: Library
    places: Places
    settings: Settings
    memory: Memory
    team: Team
    told: Told
    disk: Disk

    @property
    def organisation(self) -> str:
        """Whose library it is at the hub."""
        return self.settings.organisation

    def row(self, sql: str, *values: object) -> tuple[Any, ...]:
        """The one row that a statement gives; a function of the hub gives one always."""
        found = self.connection.execute(sql, values).fetchone()
        assert found is not None, sql
        return found

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows that a statement gives."""
        return self.connection.execute(sql, values).fetchall()
