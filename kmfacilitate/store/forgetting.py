"""Taking words away for good: a whole session, a name in every session, and what can't be reached."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import Edit, Now

from .beside import copies_of, kept_beside
from .fsio import DISK, Disk
from .left import remove, remove_all, sessions_at
from .library import Library
from .naming import slug
from .places import Places, name_of, private_folder
from .session_file import SessionFile
from .shelf import Head, heads

_WHOLE_ID = 14


def purge(path: Path, session: str, places: Places, disk: Disk = DISK) -> list[Path]:
    """Take a whole session away: file, journals, half-typed line, quarantine, copies beside it.

    A mark stays on this machine, so that no open window and no copy that comes back brings it back.

    Args:
        path: the session file.
        session: its id.
        places: the folders of this machine.
        disk: the disk.

    Returns:
        Files that could not be removed.

    Raises:
        OSError: the mark could not be made; nothing is removed.
    """
    if len(session) < _WHOLE_ID:  # of a damaged file only the name is known
        session = next(iter(sessions_at(path, places, disk)), session)
    folder = private_folder(places.purged, disk)
    with contextlib.suppress(FileExistsError):
        disk.close(disk.create(folder / name_of(session), 0o600))
    disk.fsync_dir(folder)
    private_folder(places.locks, disk)
    with disk.lock(places.locks / f"{name_of(session)}.lock", 10.0):
        copies = [copy for copy, _rest, _more in copies_of(path, session, disk)]
        left = [one for one in (path, *copies) if not remove(one, disk)]
        with contextlib.suppress(OSError):
            disk.fsync_dir(path.parent)
        drafts = [
            places.drafts / name
            for name in disk.list_names(places.drafts)
            if name.startswith(f"{name_of(session)}.")
        ]
        shown = places.room / f"{name_of(session)}.json"
        others = [*drafts, shown, *kept_beside(path, places, disk)]
        left += [other for other in others if not remove(other, disk)]
        return left + remove_all(session, places, disk)


@dataclass(frozen=True, slots=True)
class Named:
    """A session in which a name stands, and the edits that replace it."""

    path: Path
    session: str
    title: str
    lines: int
    in_file_name: bool
    edits: tuple[Edit, ...]


def find_named(
    library: Library, name: str, instead: str, now: Callable[[], datetime], places: Places, disk: Disk = DISK
) -> Iterator[Named]:
    """Every session of a library in which a name stands; those that can't be read are passed over.

    Args:
        library: the library.
        name: the name: whole words, however they are capitalised.
        instead: what the edits put in its place.
        now: reads the clock, for lines that change.
        places: the folders of this machine.
        disk: the disk.
    """
    for head in heads(library, disk):
        if not head.broken:
            with contextlib.suppress(Unable):
                documents = SessionFile.open(head.path, places=places, disk=disk).documents
                found = _named_in(documents, head, name, instead, now())
                if found is not None:
                    yield found


def _named_in(documents: Documents, head: Head, name: str, instead: str, at: datetime) -> Named | None:
    from random import Random

    from kmfacilitate.session.acts.redact import without_name
    from kmfacilitate.session.session import Session

    edits = without_name(Session.read(documents), name, instead, Now(at, at.date(), str, Random(0)))
    word = slug(name) or "-"
    in_file_name = re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", head.path.name) is not None
    if not edits and not in_file_name:
        return None
    lines = sum(edit.table == "entries" for edit in edits)
    return Named(head.path, head.id, head.title, lines, in_file_name, edits)


def unreachable(library: Library) -> list[str]:
    """What no program can take words from, in sentences."""
    said = []
    if library.synced == "git":
        said.append(_("This library lies in a git folder: earlier versions of the file stay in its history."))
    elif library.synced:
        said.append(
            _("{synced} may keep earlier versions and copies on other machines.").format(
                synced=library.synced
            )
        )
    said.append(_("Backups, reports that were given away, and old blocks of the disk are out of reach."))
    return said
