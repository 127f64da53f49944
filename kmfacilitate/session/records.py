"""The tables of a session other than its entries: meeting, stages, people, marks of the clock, conflicts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .document import Document, Moment

Share = Literal["open", "summary", "actions", "nothing"]
Names = Literal["all", "owners", "none"]
Where = Literal["stage", "pause", "break", "away", "end"]


class Meta(Document):
    """What the file is."""

    schema_: int = Field(default=1, alias="schema")
    what: str = "session"
    session: str = ""
    app: str = ""


class Meeting(Document):
    """The meeting itself (table `session`)."""

    title: str = ""
    project: str = ""
    place: str = ""
    template: str = ""
    technique: str = ""
    variant: str = ""
    family: Literal["structured", "conversation", "confidential"] = "structured"
    language: str = "en"
    facilitator: str = ""
    head_count: int = 0
    length: int = 0
    """Minutes promised: planned at the start, and extended by since. 0: the plan as it stands."""
    later_count: int = 0
    """Participants after somebody came late; 0: nobody did."""
    tz: str = "UTC"
    state: Literal["planned", "running", "finished", "discarded"] = "planned"
    created: Moment = ""
    begins: Moment = ""
    """When it is to begin, as those who come were told; empty: nobody said."""
    started: Moment = ""
    ended: Moment = ""
    hard_end: Moment = ""
    confidential: bool = False
    agreed: bool = False
    """Of a confidential session: what is kept, and where, was said and agreed before it began."""
    names: Names = "owners"
    share: Share = "open"
    scribe: Moment = ""
    """Since when somebody else types: private notes up to then are out of sight."""
    history: tuple[tuple[str, str], ...] = ()
    """`[time, what]`: reopened, sharing loosened."""


class StageRecord(Document):
    """A stage of the plan, as it is now; its key is its place in the plan."""

    stage: str = ""
    minutes: int = 0
    state: Literal["", "done", "skipped"] = ""
    reason: str = ""
    revealed: tuple[str, ...] = ()
    """Questions whose slips are shown."""
    ways: dict[str, str] = Field(default_factory=dict)
    """Questions asked in another way on the day: question → list, round, slips, none."""
    asked: tuple[str, ...] = ()
    """Places the room has been at: `question` or `question/under`."""
    chosen: tuple[str, ...] = ()
    """Optional questions that are on."""
    past: tuple[str, ...] = ()
    """What of earlier sessions it opens with, as words of a template's `past:`."""
    passed: tuple[str, ...] = ()
    """Fields passed over in `complete`: `entry/field`."""
    turns: int = 0
    """How many have a turn in a stage repeated for people, as settled on the day; 0: as the template says."""
    more: dict[str, int] = Field(default_factory=dict)
    """Item of a repeat → minutes it was given on top of its share."""
    rounds: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Question → `{turn: places passed or spoken so far}`; never who passed."""


class Person(Document):
    """Someone in the room; kept only when names may be kept."""

    name: str = ""
    role: str = ""
    team: str = ""
    site: str = ""
    email: str = ""
    left: bool = False


class Mark(Document):
    """From `at` on, the room is here."""

    at: Moment = ""
    where: Where = "stage"
    stage: str = ""
    question: str = ""
    under: str = ""
    reason: str = ""
    back: Moment = ""
    """When a pause or break is meant to end."""


class Conflict(Document):
    """A value that did not win when two windows changed one field."""

    table: str = ""
    id: str = ""
    field: str = ""
    other: Any = None
    at: Moment = ""
