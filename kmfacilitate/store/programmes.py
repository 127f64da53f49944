"""Programmes of coffees on the disk: one file each, under `sessions/programmes/` of the library."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.programme import Programme

from .encoding import Lines, decode_tables
from .fsio import DISK, Disk
from .library import Library
from .naming import slug
from .places import Places, private_folder
from .trouble import Damaged, reason
from .whole import make_folders, save

FOLDER = "programmes"
_WAIT = 10.0
"""Seconds to wait for another window that is drawing."""


def path_of(library: Library, name: str) -> Path:
    """Where a programme of that name is kept."""
    words = slug(name) or "programme-" + hashlib.sha256(name.strip().encode()).hexdigest()[:8]
    return library.sessions_folder / FOLDER / f"{words}.json"


def read_all(library: Library, disk: Disk = DISK) -> dict[Path, Programme]:
    """Every programme of the library, by its file.

    Raises:
        Unable: one can't be read; drawing without it would bring the same people together again.
    """
    folder = library.sessions_folder / FOLDER
    try:
        names = sorted(e.name for e in disk.scan(folder) if e.name.endswith(".json") and e.name[0] != ".")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Unable(
            _("The programmes can't be listed: {reason}.").format(reason=reason(error, folder, doing="read"))
        ) from None
    return {folder / name: _read(folder / name, disk) for name in names}


def _read(path: Path, disk: Disk) -> Programme:
    try:
        data, _rest = disk.read(path)
        tables = decode_tables(data, path)
    except Damaged as damaged:
        raise Unable(str(damaged)) from None
    except OSError as error:
        raise Unable(
            _("{name} can't be read: {reason}.").format(
                name=path.name, reason=reason(error, path.parent, doing="read")
            )
        ) from None
    if tables.get("_meta", {}).get("1", {}).get("what") != "programme":
        raise Unable(
            _("{name} is no programme; move it out of the folder {FOLDER}.").format(
                name=path.name, FOLDER=FOLDER
            )
        )
    return Programme(tables)


def write(path: Path, programme: Programme, disk: Disk = DISK) -> None:
    """Save a programme, whole or not at all.

    Raises:
        Unable: the disk refused, or it was written by a newer version.
    """
    if programme.is_newer:
        raise Unable(_("{name} was written by a newer kmfacilitate; update to go on.").format(name=path.name))
    try:
        make_folders(path.parent, disk)
        save(path, Lines().encode(programme.documents), disk)
    except OSError as error:
        raise Unable(
            _("{name} can't be written: {reason}.").format(name=path.name, reason=reason(error, path.parent))
        ) from None


@contextlib.contextmanager
def alone(places: Places, disk: Disk = DISK) -> Iterator[None]:
    """Let nobody else draw meanwhile: two rounds drawn at once would not know of each other.

    Raises:
        Unable: another window is drawing and does not finish.
    """
    private_folder(places.locks, disk)
    try:
        with disk.lock(places.locks / "programmes.lock", _WAIT):
            yield
    except TimeoutError:
        raise Unable(_("Another window is drawing; try again when it has finished.")) from None


def forget(library: Library, name: str, places: Places, disk: Disk = DISK) -> int:
    """Call somebody "someone" in every programme; earlier rounds still add up.

    Returns:
        In how many places the name stood.

    Raises:
        Unable: a programme can't be read or written.
    """
    with alone(places, disk):
        places_found = 0
        for path, programme in read_all(library, disk).items():
            number = programme.mentions(name)
            if number:
                write(path, programme.forget(name), disk)
            places_found += number
    return places_found


def mentions(library: Library, name: str, disk: Disk = DISK) -> dict[str, int]:
    """In how many places of each programme somebody is named; programmes without them are left out."""
    counts = {clean_line(p.name): p.mentions(name) for p in read_all(library, disk).values()}
    return {programme: number for programme, number in counts.items() if number}
