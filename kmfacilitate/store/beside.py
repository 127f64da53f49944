"""What else there is of a session: copies of a synchroniser, quarantine, backups, and the last resort."""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
import time
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from kmfacilitate.session.documents import Documents

from .encoding import decode_tables, session_of
from .fsio import Disk
from .library import library_above
from .places import Places
from .trouble import Damaged, NotSaved, reason
from .whole import make_folders, save

_FRESH = 5.0
"""Seconds for which a listing is believed, where a file system does not say that a folder has changed."""
_TICK = 50_000_000
"""Nanoseconds in which a folder may change twice and say only one time."""


class _Listing(NamedTuple):
    """The names in a folder, when it had last changed, and when it was listed."""

    changed: int
    at: float
    names: list[str]


_listed: dict[Path, _Listing] = {}
"""The folder that was listed last."""


def copies_of(path: Path, session: str, disk: Disk) -> Iterator[tuple[Path, bytes, Documents]]:
    """The copies that a synchroniser left beside a session file when two machines wrote at once.

    All services keep the beginning of the name: `… (Ana's conflicted copy 2026-11-22).json`,
    `….sync-conflict-20261122-101500-ABCDEFG.json`, `…-LAPTOP.json`. What counts is the session inside.

    Returns:
        Each copy, its bytes, and the tables in it.
    """
    try:
        beside = _names_from(path.parent, path.stem, disk)
    except OSError:
        return
    for name in beside:
        if name == path.name or not name.endswith(".json"):
            continue
        copy = path.with_name(name)
        try:
            data, _ = disk.read(copy)
            tables = decode_tables(data, copy)
            if session_of(tables, copy) == session:
                yield copy, data, tables
        except (OSError, Damaged):
            continue  # a copy that can't be read stays where it is; `doctor` names it


def put_aside(path: Path, data: bytes, why: str, at: str, disk: Disk) -> Path:
    """Copy a file to quarantine, durably, with the reason beside it; returns the copy.

    Args:
        path: the session file that it is, or is a copy of: the copy is named by it.
        data: its bytes.
        why: the reason in a few words.
        at: the time as stored.
        disk: the disk.

    Raises:
        OSError: the disk refused.
    """
    folder = _quarantine_of(path)
    make_folders(folder, disk, private=True)
    moment = re.sub(r"[^0-9TZ]", "", at)
    copy = folder / f"{path.stem}.{moment}-{zlib.crc32(data):08x}.json"
    with contextlib.suppress(FileExistsError):  # the same bytes are there already
        save(copy, data, disk, new=True, mode=0o600)
    said = json.dumps({"file": path.name, "why": why, "at": at}, ensure_ascii=False)
    save(copy.with_suffix(".reason.json"), said.encode() + b"\n", disk, mode=0o600)
    return copy


def back_up(path: Path, data: bytes, schema: int, places: Places, disk: Disk) -> None:
    """Keep a session file as it was, once, before it is written in a schema later than this one.

    Raises:
        OSError: the disk refused; then the file must not be written.
    """
    folder = places.backups / f"pre-schema-{schema + 1}"
    make_folders(folder, disk, private=True)
    with contextlib.suppress(FileExistsError):
        save(folder / path.name, data, disk, new=True, mode=0o600)


def kept_beside(path: Path, places: Places, disk: Disk) -> list[Path]:
    """What of a session file is in quarantine, and its backups from earlier schemas."""
    quarantine = _quarantine_of(path)
    backups = [places.backups / name for name in disk.list_names(places.backups)]
    return [
        *(quarantine / name for name in disk.list_names(quarantine) if name.startswith(f"{path.stem}.")),
        *(folder / path.name for folder in backups if path.name in disk.list_names(folder)),
    ]


def write_aside(path: Path, data: bytes, disk: Disk) -> Path:
    """Write the bytes of a session file beside its library, else in the temporary folder.

    Args:
        path: where the session file is, or should be.
        data: what it should hold.
        disk: the disk.

    Returns:
        The new file.

    Raises:
        NotSaved: neither takes it.
    """
    folder = library_above(path) or path.parent
    failed: OSError = FileExistsError()
    for place in (folder.parent, Path(tempfile.gettempdir())):
        for attempt in ("", *(f"-{number}" for number in range(2, 100))):
            new = place / f"{path.stem}-not-saved{attempt}.json"
            try:
                save(new, data, disk, new=True, mode=0o600)
            except FileExistsError:
                continue
            except OSError as error:
                failed = error
                break
            return new
    raise NotSaved(reason(failed, folder.parent))


def _names_from(folder: Path, start: str, disk: Disk) -> list[str]:
    """The names in a folder that begin in a certain way, in order.

    A folder that was listed in the last seconds and has not changed since is not listed again: a library of
    ten years has thousands of names, and many sessions of it may be opened in a row.
    """
    now = time.monotonic()
    changed = disk.stat(folder).st_mtime_ns
    seen = _listed.get(folder)
    if seen is None or seen.changed != changed or now - seen.at > _FRESH:
        seen = _Listing(changed, now, sorted(disk.list_names(folder)))
        _listed.clear()
        if time.time_ns() - changed > _TICK:
            _listed[folder] = seen
    names = seen.names
    return list(takewhile(lambda name: name.startswith(start), names[bisect_left(names, start) :]))


def _quarantine_of(path: Path) -> Path:
    """The folder for damaged files and copies of a session file: beside the sessions of its library."""
    return (library_above(path) or path.parent) / "quarantine"
