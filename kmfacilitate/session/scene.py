"""What is to be seen of a session, in words: the same for the app, the room view and plain mode.

A front end only draws these; it decides nothing about what stands where, what is hidden or how it is worded.
`staging.py` makes them from a `Facilitation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["plain", "muted", "strong", "accent", "warning", "error", "success"]
"""How a piece of text is meant; never the only sign of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text and how it is meant."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage in rail and strip: `number` empty for a break, `used` in seconds, `planned` in minutes."""

    number: str
    name: str
    title: str
    state: Literal["done", "now", "todo", "skipped"]
    used: int
    planned: int
    kept: bool = False
    pause: bool = False
    """A break."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """One captured line in the list.

    `lead` is its time or the word of its kind; `mark` is `+ - = ?` of an event, with `mark_role`; `facts`
    stand after the text (owner, date, `no owner`); `under` are lines below it (how others saw it, whys,
    members).
    """

    id: str
    number: str
    lead: str
    mark: str
    mark_role: Role
    text: str
    facts: tuple[Said, ...] = ()
    under: tuple[Said, ...] = ()
    heading: bool = False
    """A heading among the lines (`Actions 4`), not a line that can be picked."""
    current: bool = False
    """The line of a review that the next verdict is about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question being asked. `place` is `3a`, `progress` is `1 of 2`, `about` the item of a repeat."""

    place: str
    stage: str
    progress: str
    ask: str
    say: str
    then: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """The row over the capture line: slips in, whose turn, what is being voted on."""

    label: str
    words: tuple[Said, ...]
    done: int = 0
    total: int = 0
    """Dots: so many filled of so many; 0 shows none."""
    right: str = ""


@dataclass(frozen=True, slots=True)
class ClockWords:
    """The clock of the stage on the left, of the session on the right."""

    used: str
    planned: str
    left: Said
    item: str = ""
    """Where a stage is repeated, the item's own clock: `line 2 of 3, 03:10 of 05:00`. That of a person stands
    on the left already."""
    step: str = ""
    """The clock of the question at hand, where it has minutes of its own: `01:20 of 03:00`."""
    overall: tuple[Said, ...] = ()
    """`2 min behind`, `ends 10:32`, `hard end 10:30`, `:fit catch up`, in that order, those that apply."""
    state: str = "running"
    """`not started`, `running`, `paused`, `break`, `away` or `finished`, in every language."""


@dataclass(frozen=True, slots=True)
class Note:
    """A titled piece of "Only you": watch for, gone quiet, your notes."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that nothing is kept of: a clock to be read from the back, what to ask, and the move."""

    left: str
    """Time left, in large: `7:24`; `+0:40` once it is over."""
    over: bool
    under: str
    """What stands under it: `left of 12 minutes, tables move at 15:00`."""
    ask: tuple[str, ...] = ()
    move: str = ""
    """What to say when the tables move; empty where nothing moves next."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the facilitator's view shows, but for what is being typed and whether it is saved."""

    technique: str
    subject: str
    family: str
    """`confidential`, `nothing is kept`, or empty."""
    stages: tuple[StageRow, ...]
    asked: Asked
    rows: tuple[LineRow, ...]
    empty: str
    """What stands where no lines are yet."""
    activity: Activity | None
    clock: ClockWords
    only_you: tuple[Note, ...]
    counts: tuple[tuple[str, str, int], ...]
    """Mark, word and number of what was captured."""
    captured: int
    next_place: str
    """Where F2 goes: `3b`, `4`, `finish`."""
    placeholder: str
    close_page: int = 0
    """1 or 2 on the Close stage, else 0."""
    reads_down: bool = False
    """Whether the rows are read from the first (a ballot, a ranking, the close), not from the newest."""
    talk: Talk | None = None
    """In a conversation, where the question keeps nothing."""
    guide: str = ""
    """What to do at this step, for whoever wants to be told."""
    answered: bool = False
    """Whether the room has answered the question at hand; `Say` folds away then."""


@dataclass(frozen=True, slots=True)
class RoomScene:
    """What the room may see, and nothing else."""

    technique: str
    subject: str
    stage: str
    progress: str
    ask: str
    rows: tuple[LineRow, ...]
    ends: str
    """When this part ends (`09:50`), or empty."""
    blank: str = ""
    """`Back in a moment` (and when), instead of everything else."""
    language: str = "en"
    """Of the session, for those who read aloud or hyphenate."""
    about: str = ""
    """The line that the question is about, where it is asked of several."""
    reads_down: bool = False
    """Whether all rows count and are read from the first (a ballot, the close), not the newest alone. A row
    has a number where the room calls it by that."""
    hidden_input: bool = False
    """Whether what is typed is masked whatever it starts with (slips, ballots, the safety check)."""
    drawn: bool = False
    """Whether nobody said the rows (who is with whom, the ground rules): nobody is asked whether they did."""
