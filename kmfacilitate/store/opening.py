"""What a window finds when it opens a session: the file, and all that was written down besides it.

Nothing here writes but into quarantine; the storage then saves what was put together.
"""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.session.documents import Documents, is_empty
from kmfacilitate.session.edits import Clash

from . import migrations
from .beside import copies_of, put_aside
from .encoding import Lines, decode, session_of
from .fsio import Disk, Stamp
from .journal import read_lines
from .left import Left, Past, documents_of, journals_of, read_closed, sessions_at
from .migrations import migrate, schema_of
from .places import Places, name_of
from .salvage import salvage, session_in, together, with_script
from .trouble import Damaged, Purged
from .union import unite

_ROT = N_("its content changed although nothing wrote to it")
_ANOTHER = N_("it holds another session than it did")
_TAIL = 512


@dataclass(slots=True)
class Look:
    """A session file as it was read. `damage`: why it can't be; then there are no tables."""

    session: str
    data: bytes = b""
    seen: Stamp | None = None
    tables: Documents | None = None
    damage: Damaged | None = None
    another: bool = False
    """Whether it is whole, but another session."""


@dataclass(slots=True)
class Found:
    """A session as it was put together, and what is to be done about it."""

    tables: Documents
    owed: bool = False
    """Whether the file must be written, because something was put back."""
    clashes: tuple[Clash, ...] = ()
    notes: list[str] = field(default_factory=list)
    copies: list[tuple[Path, bytes]] = field(default_factory=list)
    """Copies of the file that a synchroniser left beside it, now taken in."""
    original: bytes = b""
    """The file as it was, where it is of an earlier schema."""


def look_at(path: Path, lines: Lines, disk: Disk, session: str = "") -> Look:
    """Read a session file; of a damaged one, what can be told of it.

    Args:
        path: the file.
        lines: remembers the lines of its documents.
        disk: the disk.
        session: the id, where it is known; then the file may be missing.

    Raises:
        OSError: it can't be read.
    """
    try:
        data, seen = disk.read(path)
    except FileNotFoundError:
        if not session:
            raise
        return Look(session)
    try:
        tables = decode(data, path, lines)
        named = session_of(tables, path)
    except Damaged as damage:
        return Look(session or session_in(data), data, seen, damage=damage)
    if session and named != session:
        return Look(session, data, seen, damage=Damaged(path, _(_ANOTHER)), another=True)
    return Look(named, data, seen, tables)


def look_for(path: Path, look: Look, places: Places, disk: Disk) -> Look:
    """Look again with the id that journals have for a file, where the one in it has become another.

    Args:
        path: the file.
        look: what was read.
        places: the folders of this machine.
        disk: the disk.
    """
    if look.damage is None and journals_of(look.session, places, disk):
        return look
    for session in sessions_at(path, places, disk):
        journals = read_closed(journals_of(session, places, disk), disk)
        if look.damage is not None or _one_byte_off(look.data, documents_of(journals)):
            return look_at(path, Lines(), disk, session)
    return look


def put_together(look: Look, path: Path, past: Past, places: Places, at: str, disk: Disk) -> Found:
    """Put together the file, the journals of this machine, and copies that a synchroniser left.

    A file that is as the last window left it is taken as it is, but for journals that were not closed. Any
    other is united with all journals, so that what is missing or older in it comes back. A damaged one is
    copied to quarantine and made again from the journals and from what of it can still be read.

    Args:
        look: the file as it was read.
        path: where.
        past: the journals of the session.
        places: the folders of this machine.
        at: the time as stored.
        disk: the disk.

    Raises:
        Purged: the session was purged here; the file was brought back by something else.
        Damaged: nothing makes a whole session of it.
        OSError: the disk refused a read, or the copy in quarantine.
    """
    if is_purged(look.session, places, disk):
        raise Purged()
    left = [*past.gone, *past.open]
    as_left = _closing(past, disk)
    same_file = as_left is not None and look.seen is not None and as_left[:2] == look.seen[1:]
    if look.damage is None and same_file and as_left is not None and zlib.crc32(look.data) != as_left[2]:
        look.damage = Damaged(path, _(_ROT))
    if look.tables is None or look.damage is not None or not same_file:
        left += read_closed(past.closed, disk)
    kept = documents_of(left)
    ours = look.tables is not None and schema_of(look.tables) <= migrations.SCHEMA
    # A file with the checksum of the last window is whole; the journal of another, still open, may be older.
    if look.damage is None and ours and kept and not same_file and _one_byte_off(look.data, kept):
        look.damage = Damaged(path, _(_ROT))
    if look.another and not _one_byte_off(look.data, kept):
        raise look.damage or Damaged(path, _(_ANOTHER))
    if look.damage is not None:
        found = _made_again(look, look.damage, path, kept, at, disk)
    elif look.tables is None:
        session_of(kept, path)
        found = Found(kept, owed=True)
        found.notes.append(_("The session file was missing; it was made again from the journal."))
    else:
        found = _united(look.tables, kept)
    _take_in_copies(found, look.session, path, disk)
    migrated = migrate(found.tables)
    if migrated is not found.tables:
        found.tables, found.original = migrated, look.data
    return found


def is_purged(session: str, places: Places, disk: Disk) -> bool:
    """Whether a session was purged on this machine."""
    try:
        disk.stat(places.purged / name_of(session))
    except OSError:
        return False
    return True


def _closing(past: Past, disk: Disk) -> tuple[int, int, int] | None:
    """The session file as the last window that was closed left it."""
    for path in reversed(past.closed):
        try:
            _more, tail, _other = disk.read_ends(path, 0, _TAIL)
        except OSError:
            return None
        lines, _rest = read_lines(b"\n".join(tail.split(b"\n")[-2:]))
        return Left(path, lines).closed if lines else None
    return None


def _one_byte_off(data: bytes, kept: Documents) -> bool:
    """Whether a file is what the journals say but for one byte: no window writes that, a bad disk does."""
    whole = Lines().encode(kept)
    if len(whole) != len(data) or whole == data:
        return False
    first = next(place for place, (one, other) in enumerate(zip(whole, data, strict=True)) if one != other)
    return whole[first + 1 :] == data[first + 1 :]


def _united(tables: Documents, kept: Documents) -> Found:
    if not kept:
        return Found(tables)
    united, clashes = unite(kept, tables)
    found = Found(united, owed=united != tables)
    found.clashes = tuple(clash for clash in clashes if not is_empty(clash.other))
    if found.owed or found.clashes:
        found.notes.append(_brought_back(united, tables, len(found.clashes)))
    else:
        found.tables = tables  # the very objects whose lines are known
    return found


def _brought_back(united: Documents, tables: Documents, clashes: int) -> str:
    if clashes:
        return _("The session file says some things in other words than the journal; both are kept.")
    had = tables.get("entries", {})
    many = sum(had.get(id_) != document for id_, document in united.get("entries", {}).items())
    if not many:
        return _("What was done last was brought back from the journal; it was not in the session file.")
    return ngettext(
        "{n} line was brought back from the journal; the session file did not have what was saved last.",
        "{n} lines were brought back from the journal; the session file did not have what was saved last.",
        many,
    ).format(n=many)


def _made_again(look: Look, damage: Damaged, path: Path, kept: Documents, at: str, disk: Disk) -> Found:
    alone = bool(kept) and _one_byte_off(look.data, kept)
    tables = kept if alone else together(kept, salvage(look.data))
    try:
        session = session_of(tables, path)
    except Damaged:
        raise damage from None
    if session != look.session:
        raise damage
    with contextlib.suppress(
        Unable
    ):  # a script that is not known here: the lines are worth having all the same
        tables = with_script(tables, path)
    copy = put_aside(path, look.data, damage.what, at, disk)
    found = Found(tables, owed=True)
    lines = len(tables.get("entries", {}))
    said = (
        ngettext(
            "{name} was damaged ({what}). It was made again from the journal, with {n} line; the damaged "
            "file is kept as {copy}.",
            "{name} was damaged ({what}). It was made again from the journal, with {n} lines; the damaged "
            "file is kept as {copy}.",
            lines,
        )
        if kept
        else ngettext(
            "{name} was damaged ({what}). It was made again from what could still be read of it, with {n} "
            "line; the damaged file is kept as {copy}.",
            "{name} was damaged ({what}). It was made again from what could still be read of it, with {n} "
            "lines; the damaged file is kept as {copy}.",
            lines,
        )
    )
    found.notes.append(
        said.format(name=clean_line(path.name), what=damage.what, n=lines, copy=clean_line(str(copy)))
    )
    return found


def _take_in_copies(found: Found, session: str, path: Path, disk: Disk) -> None:
    for copy, data, tables in copies_of(path, session, disk):
        united, clashes = unite(tables, found.tables)
        found.owed = found.owed or united != found.tables
        found.clashes += tuple(clash for clash in clashes if not is_empty(clash.other))
        found.tables = united
        found.copies.append((copy, data))
    if found.copies:
        many = len(found.copies)
        found.notes.append(
            ngettext(
                "The synchroniser had left a copy of this session beside it; all lines are in one file "
                "again.",
                "The synchroniser had left {n} copies of this session beside it; all lines are in one file "
                "again.",
                many,
            ).format(n=many)
        )
