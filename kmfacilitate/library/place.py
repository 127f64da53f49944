"""Where the index of a library stands, and taking it away. Imports no database: any room may ask for this."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.left import remove
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, name_of, private_folder

PARTS = ("", "-wal", "-shm")
"""Ends of the names of the files that an index consists of."""
DECISIONS = "decisions"
"""The folder beside a team's sessions with what keepers decided of lessons, and the table in its files."""

_KEEPER = "keeper"
"""A file beside them: whoever uses this library was a keeper when the hub was last asked."""


def index_path(library: Library, places: Places | None = None) -> Path:
    """The cache file of a library: one for each folder, since a copy of a library has its id too."""
    folder = hashlib.sha256(str(library.folder.resolve()).encode("utf-8", "replace")).hexdigest()[:8]
    return index_folder(places) / f"{name_of(library.id)}-{folder}.sqlite"


def team_folder(library: Library, places: Places | None = None) -> Path:
    """Where a hub's sessions of other people's libraries are kept for this one; there need be none."""
    return (places or Places.here()).cache / "hub" / index_path(library, places).stem


def mark_keeper(library: Library, places: Places, keeps: bool, disk: Disk = DISK) -> None:
    """Note whether the hub takes whoever uses this library for a keeper, as far as it can be noted."""
    mark = team_folder(library, places) / _KEEPER
    with contextlib.suppress(OSError):
        if keeps:
            private_folder(mark.parent, disk)
            disk.close(disk.create(mark))  # refused where it is there already
        else:
            remove(mark, disk)


def keeps_team_of(path: Path, disk: Disk = DISK) -> bool:
    """Whether whoever uses this library is a keeper of the team that a session file is of."""
    try:
        disk.stat(path.parent.parent / _KEEPER)
    except OSError:
        return False
    return True


def index_folder(places: Places | None = None) -> Path:
    """The folder in which the indexes of all libraries stand."""
    return (places or Places.here()).cache / "index"


def forget_index(library: Library, places: Places | None = None, disk: Disk = DISK) -> list[Path]:
    """Take the index of a library away, since words that were forgotten may stand in its free pages.

    Whoever has it open notices at its next use, and it is made anew from the session files.

    Returns:
        Files that could not be removed.
    """
    folder = index_folder(places)
    return [
        folder / name
        for name in disk.list_names(folder)
        if name.startswith(f"{name_of(library.id)}-") and not remove(folder / name, disk)
    ]


def drop(path: Path, disk: Disk = DISK) -> None:
    """Take one cache file away, with what the database put beside it."""
    for end in PARTS:
        remove(path.with_name(path.name + end), disk)
