"""What the desk asks the store to keep: the edits of one act, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass, field

from kmfacilitate.session.edits import Edit, Step


@dataclass(frozen=True, slots=True)
class About:
    """What edits are about, so that undo can survive a restart.

    `step` is the number of the step done; `undo` or `redo` the number of the one taken back or done again.
    All are 0 for what is no step: moving between stages, marks of the clock.
    """

    verb: str = ""
    says: str = ""
    step: int = 0
    undo: int = 0
    redo: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """Edits that belong together: all of them are kept, or none."""

    edits: tuple[Edit, ...]
    about: About = field(default_factory=About)


@dataclass(frozen=True, slots=True)
class History:
    """The steps of the last window on this machine: those that can be taken back, and those that were."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
