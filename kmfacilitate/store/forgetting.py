"""Taking words away for good: what is left of documents, a whole session, a name in every session."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.session.documents import Documents, Raw, Value
from kmfacilitate.session.edits import Edit, change, put, tombstone

from .copies import copies_of
from .damage import quarantined
from .fsio import DISK, Disk
from .left import remove, remove_all, sessions_at
from .library import Library
from .migrations import backups_of
from .places import Places, name_of, private_folder

_WHOLE_ID = 14
ABOVE = 1000
"""How far a `rev` is raised, so that no copy elsewhere outranks what took its words away."""


def tombstones(documents: Documents, ids: frozenset[str], day: str) -> dict[str, dict[str, Raw]]:
    """What is left of entries and people that are forgotten, and of conflicts about them."""
    tables: dict[str, dict[str, Raw]] = {}
    for name in ("entries", "people", "conflicts"):
        for id_, document in documents.get(name, {}).items():
            about = id_ in ids or (name == "conflicts" and document.get("id") in ids)
            if about and not document.get("forgotten"):
                tables.setdefault(name, {})[id_] = tombstone(document, day)
    return tables


def reworded(documents: Documents, edits: Iterable[Edit]) -> dict[str, dict[str, Raw]]:
    """Documents after edits whose old words must go, with a `rev` that nothing outranks."""
    edits = tuple(edits)
    after, _ = put(documents, edits)
    tables: dict[str, dict[str, Raw]] = {}
    for edit in edits:
        document = after.get(edit.table, {}).get(edit.id)
        if document is not None and document is not documents.get(edit.table, {}).get(edit.id):
            raised = {**document, "rev": int(document.get("rev", 0)) + ABOVE}
            tables.setdefault(edit.table, {})[edit.id] = raised
    return tables


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
        copies = [copy for copy, _, _ in copies_of(path, session, disk)]
        left = [one for one in (path, *copies) if not remove(one, disk)]
        with contextlib.suppress(OSError):
            disk.fsync_dir(path.parent)
        drafts = [
            places.drafts / name
            for name in disk.list_names(places.drafts)
            if name.startswith(f"{name_of(session)}.")
        ]
        others = [*drafts, *quarantined(path, disk), *backups_of(path, places, disk)]
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


def named_in(documents: Documents, path: Path, name: str, instead: str, at: datetime) -> Named | None:
    """Where a name stands in a session, as whole words and however it is capitalised; none: nowhere.

    Args:
        documents: the session.
        path: its file.
        name: the name.
        instead: what is put in its place.
        at: the moment, for lines that change.
    """
    from random import Random

    from kmfacilitate.session.acts.redact import redact
    from kmfacilitate.session.edits import Now, Refused
    from kmfacilitate.session.session import Session

    try:
        now = Now(at, at.date(), lambda: "", Random(0))
        edits = list(redact(name, instead)(Session.read(documents), now).edits)
    except Refused:
        edits = []
    pattern = _pattern(name)
    for table in ("stages", "conflicts"):
        for id_, document in documents.get(table, {}).items():
            fields = {
                field: _replaced(value, pattern, instead)
                for field, value in document.items()
                if field in ("rounds", "reason", "other")
            }
            edit = change(table, id_, document, fields)
            edits += [edit] if edit.after else []
    in_file_name = re.search(rf"(?<![a-z]){re.escape(_slug(name))}(?![a-z])", path.name) is not None
    if not edits and not in_file_name:
        return None
    meeting = documents.get("session", {}).get("1", {})
    session = str(documents.get("_meta", {}).get("1", {}).get("session", ""))
    lines = sum(edit.table == "entries" for edit in edits)
    return Named(path, session, clean_line(str(meeting.get("title", ""))), lines, in_file_name, tuple(edits))


def _slug(name: str) -> str:
    from .naming import slug

    return slug(name) or "-"


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, clean_line(name).split()))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _replaced(value: Value, pattern: re.Pattern[str], instead: str) -> Value:
    if isinstance(value, str):
        return pattern.sub(lambda _: instead, value)
    if isinstance(value, (list, tuple)):
        return [_replaced(part, pattern, instead) for part in value]
    if isinstance(value, Mapping):
        return {key: _replaced(part, pattern, instead) for key, part in value.items()}
    return value


def find_named(
    library: Library, name: str, instead: str, now: Callable[[], datetime], places: Places, disk: Disk = DISK
) -> Iterator[Named]:
    """Every session of a library in which a name stands; those that can't be read are passed over."""
    from kmfacilitate.errors import Unable

    from .session_file import SessionFile
    from .shelf import heads

    for head in heads(library, disk):
        if head.broken:
            continue
        try:
            documents = SessionFile.open(head.path, places=places, disk=disk).documents
        except Unable:
            continue
        found = named_in(documents, head.path, name, instead, now())
        if found is not None:
            yield found


def unreachable(library: Library) -> list[str]:
    """What no program can take words from, in sentences."""
    said = []
    if library.synced == "git":
        said.append("This library lies in a git folder: earlier versions of the file stay in its history.")
    elif library.synced:
        said.append(f"{library.synced} may keep earlier versions and copies on other machines.")
    said.append("Backups, reports that were given away, and old blocks of the disk are out of reach.")
    return said
