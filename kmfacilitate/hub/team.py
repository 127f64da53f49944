"""The team's sessions on this machine: files like those of a library, in the cache, read by the index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.library.place import team_folder
from kmfacilitate.store.encoding import Lines, decode_tables
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.left import remove
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, name_of, private_folder
from kmfacilitate.store.trouble import Damaged
from kmfacilitate.store.whole import save

_DEEPEST = 12
_OURS = "hub"
"""The table of a cached file in which stands which state of its session each document came from."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One document of the hub."""

    session: str
    table: str
    id: str
    rev: int
    cut: int
    digest: str
    json: dict[str, Any] | None
    """None: it was taken out."""

    @property
    def order(self) -> tuple[int, int, bool, str]:
        """Of two versions of a document the greater stands; the hub's own rule."""
        return self.rev, self.cut, self.json is None, self.digest


class Team:
    """The cached sessions of a library's team."""

    def __init__(self, library: Library, places: Places, disk: Disk = DISK) -> None:
        self._folder = team_folder(library, places) / "sessions"
        self._disk = disk

    def path(self, session: str) -> Path:
        """The file of a session, whether it is there or not."""
        return self._folder / f"{name_of(session)}.json"

    def sessions(self) -> set[str]:
        """The ids of the sessions that are here."""
        try:
            names = self._disk.list_names(self._folder)
        except OSError:
            return set()
        return {name.removesuffix(".json") for name in names if name.endswith(".json") and name[0] != "."}

    def take(self, arrived: Iterable[Arrived]) -> int:
        """Unite what arrived with what is here, by id and revision; the same again changes nothing.

        Returns:
            How many documents are other than before.

        Raises:
            Unable: A file can't be written.
        """
        by_session: dict[str, list[Arrived]] = {}
        for one in arrived:
            by_session.setdefault(one.session, []).append(one)
        return sum(self._take(session, ones) for session, ones in by_session.items())

    def _take(self, session: str, ones: list[Arrived]) -> int:
        path = self.path(session)
        tables = self._read(path)
        orders = tables.setdefault(_OURS, {}).setdefault("1", {})
        changed = 0
        for one in ones:
            name = f"{one.table}/{one.id}"
            if one.order <= tuple(orders.get(name, (-1, 0, False, ""))):
                continue
            orders[name] = list(one.order)
            table = tables.setdefault(one.table, {})
            if one.json is None:
                table.pop(one.id, None)
            else:
                table[one.id] = _cleaned(one.json)
            changed += 1
        if changed:
            private_folder(path.parent, self._disk)
            try:
                save(path, Lines().encode(tables), self._disk)
            except OSError as error:
                raise Unable(f"The team's sessions can't be kept here: {error.strerror}.") from None
        return changed

    def drop(self, session: str) -> bool:
        """Take a session away that is shared no more; whether it is gone."""
        return remove(self.path(session), self._disk)

    def _read(self, path: Path) -> dict[str, dict[str, Any]]:
        try:
            data, _ = self._disk.read(path)
            found: dict[str, dict[str, Any]] = json.loads(data) if decode_tables(data, path) else {}
            return found
        except (OSError, Damaged):
            return {}


def _cleaned(value: Any, level: int = 0) -> Any:
    """What came from elsewhere, as text that may be shown; what is nested too deeply is left out."""
    if level > _DEEPEST:
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(part, level + 1) for part in value]
    if isinstance(value, dict):
        return {clean_line(name): _cleaned(part, level + 1) for name, part in value.items()}
    return value


def forget_team(library: Library, places: Places, disk: Disk = DISK) -> list[Path]:
    """Take all that was pulled away, and what was remembered of the hub.

    Returns:
        Files that could not be removed.
    """
    folder = team_folder(library, places)
    team = Team(library, places, disk)
    files = [*(team.path(session) for session in team.sessions()), folder / "memory.json"]
    return [path for path in files if not remove(path, disk)]
