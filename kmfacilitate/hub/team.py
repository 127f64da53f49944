"""The team's sessions on this machine: files like those of a library, in the cache, read by the index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.library.place import DECISIONS, drop, mark_keeper, team_folder
from kmfacilitate.store.encoding import Lines, decode_tables
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.left import remove
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, name_of, private_folder
from kmfacilitate.store.trouble import Damaged
from kmfacilitate.store.whole import save

from .memory import memory_path
from .settings import read_settings, write_settings

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


@dataclass(frozen=True, slots=True)
class Decision:
    """What a keeper decided of a lesson."""

    session: str
    id: str
    n: int
    """Which decision of this lesson it is; the last one counts."""
    says: str
    other: str
    note: str
    keeper: str
    at: str


class Team:
    """The cached sessions of a library's team."""

    def __init__(self, library: Library, places: Places, disk: Disk = DISK) -> None:
        self._folder = team_folder(library, places) / "sessions"
        self._decisions = team_folder(library, places) / DECISIONS
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

    def generation(self, session: str) -> int | None:
        """The generation of a session that is here; none: it is not here."""
        path = self.path(session)
        try:
            self._disk.stat(path)
        except OSError:
            return None
        found = self._read(path).get(_OURS, {}).get("2", {}).get("generation", 0)
        return found if isinstance(found, int) else 0

    def take(self, arrived: Iterable[Arrived], generations: Mapping[str, int] = MappingProxyType({})) -> int:
        """Unite what arrived with what is here, by id and revision; the same again changes nothing.

        Args:
            arrived: What came.
            generations: Session → its generation at the hub, where that changed.

        Returns:
            How many documents are other than before.

        Raises:
            Unable: A file can't be written.
        """
        by_session: dict[str, list[Arrived]] = {}
        for one in arrived:
            by_session.setdefault(one.session, []).append(one)
        changed = sum(
            self._take(session, ones, generations.get(session)) for session, ones in by_session.items()
        )
        self._flush(self._folder)
        return changed

    def _take(self, session: str, ones: list[Arrived], generation: int | None) -> int:
        path = self.path(session)
        tables = self._read(path)
        orders = tables.setdefault(_OURS, {}).setdefault("1", {})
        changed = 0
        for one in ones:
            name = f"{one.table}/{one.id}"
            if not is_number(one.id) or one.order <= tuple(orders.get(name, (-1, 0, False, ""))):
                continue
            orders[name] = list(one.order)
            table = tables.setdefault(one.table, {})
            if one.json is None:
                table.pop(one.id, None)
            else:
                table[one.id] = _cleaned(one.json)
            changed += 1
        if generation is not None and tables[_OURS].get("2") != {"generation": generation}:
            tables[_OURS]["2"] = {"generation": generation}
        elif not changed:
            return 0
        self._save(path, tables)
        return changed

    def decide(self, decisions: Iterable[Decision]) -> int:
        """Keep the last decision on each lesson, beside the sessions; returns how many were not here."""
        by_session: dict[str, list[Decision]] = {}
        for one in decisions:
            by_session.setdefault(one.session, []).append(one)
        fresh = 0
        for session, ones in by_session.items():
            path = self._decisions / f"{name_of(session)}.json"
            tables = self._read(path) or {
                "_meta": {"1": {"schema": 1, "what": DECISIONS, "session": session}}
            }
            table = tables.setdefault(DECISIONS, {})
            news = [one for one in ones if is_number(one.id) and one.n > table.get(one.id, {}).get("n", 0)]
            for one in sorted(news, key=lambda one: one.n):
                table[one.id] = _cleaned(
                    {"n": one.n, "says": one.says, "other": one.other, "note": one.note, "by": one.keeper,
                     "at": one.at}
                )  # fmt: skip
            if news:
                self._save(path, tables)
            fresh += len(news)
        self._flush(self._decisions)
        return fresh

    def drop(self, session: str) -> bool:
        """Take a session away that is shared no more, and decisions on it; whether it is gone."""
        without_decisions = remove(self._decisions / f"{name_of(session)}.json", self._disk)
        return remove(self.path(session), self._disk) and without_decisions

    def files(self) -> list[Path]:
        """Every file that is here."""
        return [
            folder / name
            for folder in (self._folder, self._decisions)
            for name in self._disk.list_names(folder)
        ]

    def _save(self, path: Path, tables: Mapping[str, Any]) -> None:
        private_folder(path.parent, self._disk)
        try:
            save(path, Lines().encode(tables), self._disk, flush_folder=False)
        except OSError as error:
            raise _cannot_keep(error) from None

    def _flush(self, folder: Path) -> None:
        """Make the files of a page durable, all at once, before it is noted that they were read."""
        try:
            self._disk.fsync_dir(folder)
        except FileNotFoundError:
            pass  # nothing was ever kept
        except OSError as error:
            raise _cannot_keep(error) from None

    def _read(self, path: Path) -> dict[str, dict[str, Any]]:
        try:
            data, _rest = self._disk.read(path)
            found: dict[str, dict[str, Any]] = json.loads(data) if decode_tables(data, path) else {}
            return found
        except (OSError, Damaged):
            return {}


def _cannot_keep(error: OSError) -> Unable:
    return Unable(_("The team's sessions can't be kept here: {strerror}.").format(strerror=why(error)))


def is_number(id_: str) -> bool:
    """Whether it is the id of a document; with any other a file could not be read again."""
    return id_.isascii() and id_.isdigit() and (id_ == "0" or id_[0] != "0")


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
    drop(memory_path(library, places), disk)
    mark_keeper(library, places, False, disk)
    return [path for path in Team(library, places, disk).files() if not remove(path, disk)]


def let_go(library: Library, places: Places, session: str, disk: Disk = DISK) -> bool:
    """A session is purged here: it is shared no more, and a copy that came back from the hub goes too.

    Returns:
        Whether it was shared: then the next push takes it away from the hub.
    """
    try:
        settings = read_settings(library, places, disk)
    except Unable:
        return False
    Team(library, places, disk).drop(session)
    if session not in settings.shared:
        return False
    settings.unshare(session)
    write_settings(library, places, settings, disk)
    return True
