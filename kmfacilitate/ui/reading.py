"""Opening a past session to be read, and letting go of it; both wait for the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.index import Index
from kmfacilitate.store.library import Library
from kmfacilitate.store.shelf import read_head
from kmfacilitate.ui.saying import is_ours


@dataclass(frozen=True, slots=True)
class ToRead:
    """A session that is read: its desk, what to say about it, and whether it is another library's."""

    desk: Desk
    notes: tuple[str, ...] = ()
    theirs: bool = False


def to_be_read(library: Library, index: Index, path: Path) -> ToRead | None:
    """A session that is over, or the team's, opened alone; none where it is to be gone on with.

    Raises:
        Unable: It can't be read.
    """
    ours = is_ours(index, path)
    head = read_head(path)
    if ours and not head.broken and head.state != "finished":
        return None
    desk, notes = Desk.resume(library, path, alone=True)
    desk.gatherer = index.gatherer if ours else None
    return ToRead(desk, notes, theirs=not ours)


def let_go(desk: Desk) -> str:
    """Close a session that was read; a sentence where not everything could be saved, else empty."""
    try:
        rescue = desk.close()
    except Unable as unable:
        return str(unable)
    if rescue is not None:
        said = _("Not everything could be saved: {why}. It is in {file}")
        return said.format(why=desk.trouble, file=rescue)
    if desk.half_typed is None:
        desk.drop()
    return ""
