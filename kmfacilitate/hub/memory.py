"""What a laptop remembers of its talks with the hub: how far it read, and what the hub has from it.

It stands in the cache and may be lost at any time: then everything is compared again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kmfacilitate.library.place import team_folder
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .settings import write_own

Key = list[str]


@dataclass(slots=True)
class Sent:
    """What the hub has of one session from here."""

    stamp: list[int] = field(default_factory=list)
    """The file as it was then; the same file needs no second look."""
    generation: int = 0
    documents: dict[str, list[object]] = field(default_factory=dict)
    """`table/id` → revision and digest."""


@dataclass(slots=True)
class Memory:
    """The talks with one hub."""

    hub: str = ""
    answered: int = 0
    """How often the hub acknowledged something to this laptop."""
    cursor: Key = field(default_factory=lambda: ["0", "", "", ""])
    """The place in the hub's changes up to which all was read: transaction, session, table, id."""
    sessions_cursor: str = "0"
    sent: dict[str, Sent] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    """Sessions the hub was told to take away."""

    def start_again(self, hub: str) -> None:
        """Forget all that was believed of the hub, so that everything is compared; what was pulled stays."""
        self.hub, self.answered = hub, 0
        self.cursor, self.sessions_cursor = ["0", "", "", ""], "0"
        self.sent, self.withdrawn = {}, {}


def memory_path(library: Library, places: Places) -> Path:
    """Where the memory of a library's hub stands."""
    return team_folder(library, places) / "memory.json"


def read_memory(library: Library, places: Places, disk: Disk = DISK) -> Memory:
    """What is remembered; nothing, where there is nothing that can be read."""
    try:
        data, _ = disk.read(memory_path(library, places))
        found = json.loads(data)
        found["sent"] = {session: Sent(**sent) for session, sent in found["sent"].items()}
        return Memory(**found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def write_memory(library: Library, places: Places, memory: Memory, disk: Disk = DISK) -> None:
    """Keep what is remembered.

    Raises:
        Unable: It can't be written.
    """
    write_own(memory_path(library, places), asdict(memory), disk)
