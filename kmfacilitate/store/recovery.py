"""What every start does: takes in what windows that are gone left, and clears away what is past its time.

It looks at the names of two folders, and reads more only where something was left.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable

from .fsio import DISK, Disk
from .journal import read_lines
from .left import LIVE, Left, claimed
from .naming import read_name
from .places import KEPT_DAYS, Places, name_of
from .shelf import Head, read_head

_HEAD = 4096


def at_start(folder: Path, library: str, places: Places, disk: Disk) -> tuple[str, ...]:
    """Take in what was left of the sessions of a library; returns what to say about it.

    Args:
        folder: of the library.
        library: its id.
        places: the folders of this machine.
        disk: the disk.
    """
    said: list[str] = []
    with contextlib.suppress(OSError):
        _remove_purged(folder, places, disk)
    with contextlib.suppress(OSError):
        _remove_old(places, datetime.now(UTC).date(), disk)
    with contextlib.suppress(OSError):
        for path, session in left_behind(folder, library, places, disk):
            said += take_in(path, session, places, disk)
    return tuple(said)


def left_behind(folder: Path, library: str, places: Places, disk: Disk) -> list[tuple[Path, str]]:
    """The sessions of a library (file and id) whose last window ended without closing its journal."""
    found: dict[Path, str] = {}
    for name in disk.list_names(places.journals / LIVE):
        with contextlib.suppress(OSError):
            opened = _opened_by_one_gone(places.journals / LIVE / name, disk)
            path = _inside(folder, str(opened.get("path", "")))
            if path is not None and opened.get("library") == library and isinstance(opened["session"], str):
                found[path] = opened["session"]
    return list(found.items())


def take_in(path: Path, session: str, places: Places, disk: Disk) -> list[str]:
    """Put what was left of one session into its file; returns what to say about it."""
    from .session_file import SessionFile

    try:
        file = SessionFile.open(path, places=places, disk=disk, session=session)
    except Unable as trouble:
        return [str(trouble)]
    name = clean_line(path.name)
    notes = [note if note.startswith(name) else f"{name}: {note}" for note in file.take_notes()]
    file.close()
    return notes


def mended(head: Head, disk: Disk = DISK) -> tuple[Head, list[str]]:
    """Make a session that can't be read again, if that can be done.

    Returns:
        What a list says of it afterwards, and what to say about it.
    """
    said = take_in(head.path, "", Places.here(), disk)
    return read_head(head.path, head.date, disk), said


def _opened_by_one_gone(path: Path, disk: Disk) -> Mapping[str, Any]:
    """What the first line of a live journal says, if its window is gone."""
    with claimed(path, disk) as gone:
        head = disk.read_ends(path, _HEAD, 0)[0] if gone else b""
    return Left(path, read_lines(head)[0]).opened


def _inside(folder: Path, path: str) -> Path | None:
    """The path of a session file as a journal has it, if it can be one: none leads out of a library."""
    parts = PurePosixPath(path).parts
    fits = len(parts) == 3 and parts[0] == "sessions" and re.fullmatch(r"[0-9]{4}", parts[1])
    return folder.joinpath(*parts) if fits and read_name(parts[2]) is not None else None


def _remove_purged(folder: Path, places: Places, disk: Disk) -> None:
    """Remove session files that were purged here and that something brought back."""
    marks = set(disk.list_names(places.purged))
    if not marks:
        return
    short = {mark[:4] for mark in marks}
    sessions = folder / "sessions"
    for year in disk.list_names(sessions):
        if not re.fullmatch(r"[0-9]{4}", year):
            continue
        for name in disk.list_names(sessions / year):
            if name.endswith(".json") and any(f"--{mark}" in name for mark in short):
                path = sessions / year / name
                head = read_head(path, disk=disk)
                if not head.broken and name_of(head.id) in marks:
                    disk.unlink(path)


def _remove_old(places: Places, today: date, disk: Disk) -> None:
    """Remove closed journals of months that ended more than ninety days ago."""
    oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()[:7]
    for month in disk.list_names(places.journals):
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", month) and month < oldest:
            for name in disk.list_names(places.journals / month):
                disk.unlink(places.journals / month / name)
            disk.remove_folder(places.journals / month)
