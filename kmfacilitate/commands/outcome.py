"""What came of a line or a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from kmfacilitate.desk import Desk
from kmfacilitate.language import N_
from kmfacilitate.session.edits import Change, Told

READ_ONLY = N_(
    "This session was changed by a newer kmfacilitate; it can be read but not changed, so update to go on."
)
"""Why a session of a newer version takes nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line or a word.

    `taken` is whether the line leaves the capture line; `front` names a wish to the front end (`help`,
    `quit`, `edit`, `list`, …) and `about` what it is about; `lines` are more to say, a line each; `told` is
    that of a `Change`.
    """

    says: str = ""
    taken: bool = True
    notes: tuple[str, ...] = ()
    entry: str = ""
    front: str = ""
    about: str = ""
    lines: tuple[str, ...] = field(default=())
    changed: bool = True
    """Whether anything is other than before, where it was an act."""
    told: Told = "both"


Command: TypeAlias = Callable[[Desk, str], Outcome]


def did(change: Change) -> Outcome:
    """The outcome of an act."""
    changed = bool(change.edits or change.forgets)
    return Outcome(change.says, notes=change.notes, entry=change.entry, told=change.told, changed=changed)


def front(wish: str) -> Command:
    """A command that only the front end can carry out."""

    def command(desk: Desk, rest: str) -> Outcome:
        return Outcome(front=wish, about=rest)

    return command
