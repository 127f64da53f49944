"""What the windows of a session left behind on this machine: their journals, and what these say."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from kmfacilitate.session.documents import Documents, Raw

from .fsio import Disk
from .journal import VERSION, closes, line_of, read_lines, written
from .naming import read_name
from .places import Places, name_of
from .union import newer
from .whole import make_folders

LIVE = "live"
_HEAD = 4096
_NAME = re.compile(r"([0-9a-z-]+)\.[0-9]+-[0-9a-f]+\.jsonl")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(slots=True)
class Left:
    """One journal. `descriptor` is open, and the file ours, where the window that wrote it is gone."""

    path: Path
    lines: list[Mapping[str, Any]]
    descriptor: int | None = None

    @property
    def opened(self) -> Mapping[str, Any]:
        """What the first line says: session, library, path."""
        found = next((line["open"] for line in self.lines if "open" in line), None)
        return found if isinstance(found, dict) else {}

    @property
    def closed(self) -> tuple[int, int, int] | None:
        """Time of change, size and checksum of the session file when the window was closed."""
        file = self.lines[-1].get("file") if self.lines else None
        return (file[0], file[1], file[2]) if isinstance(file, list) and len(file) == 3 else None

    @property
    def later_version(self) -> bool:
        """Whether a later version wrote it, which alone may close it."""
        return any(line.get("v") != VERSION for line in self.lines)


@dataclass(slots=True)
class Past:
    """The journals of one session: of windows that are gone or still open, and the closed ones."""

    gone: list[Left] = field(default_factory=list)
    open: list[Left] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    """Oldest first."""

    @property
    def doomed(self) -> frozenset[str]:
        """Names of journals that a window wanted to be gone when it forgot, and did not live to remove."""
        lists = [left.opened.get("instead") for left in self.gone]
        return frozenset(str(name) for names in lists if isinstance(names, list) for name in names)


@contextlib.contextmanager
def claimed(path: Path, disk: Disk) -> Iterator[bool]:
    """Hold a journal for a moment; false: the window that writes it is open.

    Raises:
        OSError: it can't be opened.
    """
    descriptor = disk.open_there(path)
    try:
        yield disk.claim(descriptor)
    finally:
        disk.close(descriptor)


def journals_of(session: str, places: Places, disk: Disk) -> list[Path]:
    """All journals of a session, live ones last."""
    return [*closed_journals(session, places, disk), *_in_folder(places.journals / LIVE, session, disk)]


def sessions_at(path: Path, places: Places, disk: Disk) -> list[str]:
    """The ids that journals of this machine have for a session file of this name."""
    named = read_name(path.name)
    found: set[str] = set()
    for folder in (*_months(places, disk), places.journals / LIVE) if named else ():
        for name in disk.list_names(folder):
            if named and name.startswith(named[1]) and _NAME.fullmatch(name):
                with contextlib.suppress(OSError):
                    head, _, _ = disk.read_ends(folder / name, _HEAD, 0)
                    opened = Left(path, read_lines(head)[0]).opened
                    if PurePosixPath(str(opened.get("path"))).name == path.name:
                        found.add(str(opened.get("session")))
    return sorted(found)


def look(session: str, places: Places, disk: Disk, own: Path | None = None) -> Past:
    """Find and read the journals of a session, all but this window's own; `release` what was found.

    To be called with the session locked. What can't be read is passed over.
    """
    past = Past(closed=closed_journals(session, places, disk))
    for path in _in_folder(places.journals / LIVE, session, disk):
        if path != own:
            with contextlib.suppress(OSError):
                _take(path, past, disk)
    return past


def closed_journals(session: str, places: Places, disk: Disk) -> list[Path]:
    """The closed journals of a session, oldest first."""
    found: list[tuple[int, Path]] = []
    for month in _months(places, disk):
        for path in _in_folder(month, session, disk):
            with contextlib.suppress(OSError):
                found.append((disk.stat(path).st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def read_closed(paths: Iterable[Path], disk: Disk) -> list[Left]:
    """Read closed journals; one that can't be read is left out."""
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            found.append(Left(path, read_lines(disk.read(path)[0])[0]))
    return found


def release(past: Past, disk: Disk) -> None:
    """Let go of the journals that were found, where they are."""
    for left in past.gone:
        if left.descriptor is not None:
            with contextlib.suppress(OSError):
                disk.close(left.descriptor)
            left.descriptor = None


def put_away(
    past: Past, file: tuple[int, int, int] | None, places: Places, at: str, disk: Disk, *, keep: bool = True
) -> None:
    """Close the journals of windows that are gone, now that all they say is in the session file.

    Args:
        past: what `look` found.
        file: the session file as it is now, for the last line.
        places: the folders of this machine.
        at: the time as stored.
        disk: the disk.
        keep: false for a confidential session: they are removed.
    """
    for left in past.gone:
        if left.descriptor is None or left.later_version:
            continue
        with contextlib.suppress(OSError):
            if keep and left.path.name not in past.doomed:
                number = 1 + max((int(line["n"]) for line in left.lines), default=0)
                data = written(disk.read(left.path)[0])
                if data and not data.endswith(b"\n"):
                    data += b"\n"  # a line that was cut off; the next must stand alone
                data += line_of(closes(number, file), number, at)
                disk.overwrite(left.descriptor, data, len(data))
                disk.close(left.descriptor)
                left.descriptor = None
                disk.replace(left.path, month_folder(places, at, disk) / left.path.name)
            else:
                remove(left.path, disk)
    release(past, disk)
    for old in past.closed:
        if old.name in past.doomed:
            remove(old, disk)


def month_folder(places: Places, at: str, disk: Disk) -> Path:
    """The folder of the journals closed in this month; it is made if it isn't there."""
    folder = places.journals / at[:7]
    make_folders(folder, disk, private=True)
    return folder


def remove(path: Path, disk: Disk) -> bool:
    """Take a file's words away: the file, or where somebody holds it open, what is in it."""
    try:
        disk.unlink(path)
    except OSError:
        try:
            disk.blank(path)
        except OSError:
            return False
    return True


def remove_all(session: str, places: Places, disk: Disk, keep: Collection[Path] = ()) -> list[Path]:
    """Remove every journal of a session but those to keep; returns those that could not be."""
    paths = journals_of(session, places, disk)
    return [path for path in paths if path not in keep and not remove(path, disk)]


def documents_of(journals: Iterable[Left]) -> Documents:
    """The documents that journals hold, each in its highest `rev`."""
    tables: dict[str, dict[str, Raw]] = {}
    for left in journals:
        for line in left.lines:
            for op in _ops(line):
                _, name, id_, document = op
                table = tables.setdefault(name, {})
                if id_ not in table or newer(document, table[id_]):
                    table[id_] = document
    return tables


def _ops(line: Mapping[str, Any]) -> list[tuple[str, str, str, Raw]]:
    found = line.get("ops")
    return [
        (op[0], op[1], op[2], op[3])
        for op in (found if isinstance(found, list) else [])
        if isinstance(op, list)
        and len(op) == 4
        and op[0] == "p"
        and all(isinstance(part, str) for part in op[:3])
        and op[2].isdigit()
        and isinstance(op[3], dict)
    ]


def _months(places: Places, disk: Disk) -> list[Path]:
    """The folders of closed journals."""
    return [places.journals / name for name in disk.list_names(places.journals) if _MONTH.fullmatch(name)]


def _in_folder(folder: Path, session: str, disk: Disk) -> list[Path]:
    """The journals of a session in one folder."""
    begins = f"{name_of(session)}."
    names = (name for name in disk.list_names(folder) if name.startswith(begins))  # there may be thousands
    return [folder / name for name in names if _NAME.fullmatch(name)]


def _take(path: Path, past: Past, disk: Disk) -> None:
    descriptor = disk.open_there(path)
    keep = False
    try:
        claimed = disk.claim(descriptor)
        left = Left(path, read_lines(disk.read(path)[0])[0], descriptor if claimed else None)
        (past.gone if claimed else past.open).append(left)
        keep = claimed
    finally:
        if not keep:
            disk.close(descriptor)
