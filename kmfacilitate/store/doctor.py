"""Looks a library over, says in plain words how it is, and mends what can be mended."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.wording import count

from .beside import copies_of
from .encoding import decode_tables, session_of
from .fsio import DISK, WINDOWS, Disk
from .left import LIVE, claimed
from .library import Library
from .places import Places
from .shelf import Head, heads
from .trouble import Damaged, reason
from .whole import make_folders

LITTLE = 200 << 20
"""Free bytes below which it is said."""

Grade = Literal["well", "note", "damaged"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `damaged`: something is wrong and was not mended."""

    grade: Grade
    says: str


def examine(
    library: Library, *, places: Places | None = None, repair: bool = False, disk: Disk = DISK
) -> Iterator[Finding]:
    """Look a library over; what windows that are gone left was taken in when it was opened.

    Args:
        library: the library.
        places: the folders of this machine.
        repair: mend what can be mended: damaged session files, copies of a synchroniser, permissions.
        disk: the disk.
    """
    places = places or Places.here()
    for note in library.notes:
        yield Finding("note", note)
    yield from _sessions(library, places, repair, disk)
    yield from _journals(places, disk)
    yield from _drafts(places, disk)
    yield from _folders(library, places, repair, disk)
    yield from _space(library, places, disk)
    if library.synced:
        yield Finding(
            "note",
            _("The library is copied elsewhere by {synced}; what you take out may stay there.").format(
                synced=library.synced
            ),
        )


def _sessions(library: Library, places: Places, repair: bool, disk: Disk) -> Iterator[Finding]:
    well = 0
    for head in heads(library, disk):
        trouble = _wrong_with(head, disk)
        copies = [] if trouble else [copy for copy, _rest, _more in copies_of(head.path, head.id, disk)]
        if not trouble and not copies:
            well += 1
            continue
        if repair:
            yield _mended(head, trouble, places, disk)
        elif trouble:
            yield Finding(
                "damaged",
                _("{trouble} kmfacilitate doctor --repair tries to mend it.").format(trouble=trouble),
            )
        else:
            yield Finding(
                "note",
                _(
                    "{name} has {counted} of a synchroniser beside it; their lines are taken in when "
                    "it is opened."
                ).format(
                    name=clean_line(head.path.name), counted=count(len(copies), "{n} copy", "{n} copies")
                ),
            )
    yield Finding("well", count(well, "{n} session is whole.", "{n} sessions are whole."))


def _wrong_with(head: Head, disk: Disk) -> str:
    """What is wrong with a session file, all of which is read; empty: nothing."""
    try:
        data, _rest = disk.read(head.path)
        session_of(decode_tables(data, head.path), head.path)
    except Damaged as damage:
        return _("{name} is damaged: {what}.").format(name=clean_line(head.path.name), what=damage.what)
    except OSError as error:
        return _("{name} can't be read: {reason}.").format(
            name=clean_line(head.path.name), reason=reason(error, head.path.parent, "read")
        )
    return ""


def _mended(head: Head, trouble: str, places: Places, disk: Disk) -> Finding:
    from .session_file import SessionFile

    try:
        file = SessionFile.open(head.path, places=places, disk=disk)
        said = " ".join(file.take_notes())
        unpublished = file.unpublished
        file.close()
    except Unable as unable:
        return Finding("damaged", str(unable))
    if unpublished:
        return Finding(
            "damaged",
            _("{name} can't be written: {unpublished}.").format(
                name=clean_line(head.path.name), unpublished=unpublished
            ),
        )
    return Finding("note", f"{clean_line(head.path.name)}: {said or trouble or _('opened and whole.')}")


def _journals(places: Places, disk: Disk) -> Iterator[Finding]:
    live = waiting = 0
    for name in disk.list_names(places.journals / LIVE):
        with contextlib.suppress(OSError), claimed(places.journals / LIVE / name, disk) as gone:
            waiting += gone
            live += not gone
    if live:
        yield Finding(
            "well",
            count(live, "{n} window is open on a session.", "{n} windows are open on a session."),
        )
    if waiting:
        yield Finding(
            "note",
            count(
                waiting,
                "{n} journal waits to be taken in: of another library, or of a session that can't be "
                "written now.",
                "{n} journals wait to be taken in: of another library, or of a session that can't be "
                "written now.",
            ),
        )


def _drafts(places: Places, disk: Disk) -> Iterator[Finding]:
    drafts = [name for name in disk.list_names(places.drafts) if name.endswith(".json")]
    if drafts:
        yield Finding(
            "well", count(len(drafts), "{n} half-typed line is kept.", "{n} half-typed lines are kept.")
        )


def _folders(library: Library, places: Places, repair: bool, disk: Disk) -> Iterator[Finding]:
    private = (places.state, places.journals, places.journals / LIVE, places.drafts, places.locks)
    for folder in private:
        try:
            mode = stat.S_IMODE(disk.stat(folder).st_mode)
        except FileNotFoundError:
            continue
        if WINDOWS or not mode & 0o077:
            continue
        if repair:
            disk.set_mode(folder, 0o700)
            yield Finding(
                "note", _("Others could look into {folder}; now only you can.").format(folder=folder)
            )
        else:
            yield Finding(
                "note",
                _("Others on this machine can look into {folder}; --repair closes it.").format(folder=folder),
            )
    for folder in (library.sessions_folder, places.state):
        if repair:
            with contextlib.suppress(OSError):
                make_folders(folder, disk, private=folder == places.state)
        if folder.is_dir() and not os.access(folder, os.W_OK):
            yield Finding(
                "damaged",
                _("You have no permission to write in {folder}.").format(folder=clean_line(str(folder))),
            )


def _space(library: Library, places: Places, disk: Disk) -> Iterator[Finding]:
    for what, folder in (("library", library.folder), ("journals", places.state)):
        with contextlib.suppress(OSError):
            free = disk.free(folder)
            size = _("{n} GB").format(n=free >> 30) if free >> 30 else _("{n} MB").format(n=free >> 20)
            if free < LITTLE:
                yield Finding(
                    "note",
                    _("Only {size} are free where the {what} lie; make room before you begin.").format(
                        size=size, what=what
                    ),
                )
            elif what == "library":
                yield Finding("well", _("{size} are free.").format(size=size))
