"""The rows of a session in the index, as they are put into its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class SessionRow(NamedTuple):
    """A session as the index keeps it; seconds for `planned` and `used`."""

    id: str
    day: str
    title: str
    project: str
    technique: str
    template: str
    variant: str
    family: str
    state: str
    share: str
    names: str
    facilitator: str
    who: str
    created: str
    started: str
    ended: str
    people: int
    planned: int
    used: int


class LineRow(NamedTuple):
    """A line as the index keeps it. `since` is the day since which it has its state.

    Of a lesson `review` is the day to look again, `effect` whether its effect was said; of an action that its
    own session says is done or dropped, `settled` is when it was last changed.
    """

    entry: str
    number: str
    kind: str
    stage: str
    text: str
    more: str
    tags: str
    keys: str
    owner: str
    by: str
    who: str
    due: str
    at: str
    type: str
    route: str
    theme: str
    target: str
    state: str
    since: str
    reason: str
    offered: bool
    review: str = ""
    effect: bool = False
    settled: str = ""


class VerdictRow(NamedTuple):
    """What a session says of a line of this or another one."""

    entry: str
    on_session: str
    on_entry: str
    says: str
    what: str
    reason: str
    at: str
    day: str


class StageRow(NamedTuple):
    """How long a stage was planned to be, and was; seconds."""

    stage: str
    title: str
    state: str
    planned: int
    used: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything of one session. No session: nothing of it may be indexed."""

    session: SessionRow | None = None
    lines: list[LineRow] = field(default_factory=list)
    verdicts: list[VerdictRow] = field(default_factory=list)
    stages: list[StageRow] = field(default_factory=list)
    withheld: bool = False
    """Whether none of its words may stand anywhere outside its file."""


NOTHING = Rows()
"""Of a session of which nothing may be indexed."""
WITHHELD = Rows(withheld=True)
"""Of a confidential one, and of one that shares nothing."""
