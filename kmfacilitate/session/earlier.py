"""What earlier sessions left to this one: lines to be reviewed, whose words stay where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kmfacilitate.templates.model import Question

from .kinds import Entry
from .kinds.commitments import Action
from .session import PlannedStage, Session

KIND_OF_PAST = {"lessons": "lesson", "actions": "action", "gaps": "gap", "risks": "risk"}
"""What a stage may bring in (`past:`) → the kind it is."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A line of an earlier session.

    `id` is `session/entry`; `kind` is as what it is brought in, which a count of forgotten lines shares with
    the lines themselves; `day` is the day of that session; `quoted` is whether its words may be written here.
    """

    id: str
    kind: str
    text: str
    entry: Entry
    day: str = ""
    quoted: bool = True

    @property
    def facts(self) -> tuple[str, ...]:
        """Owner and date, where it has them."""
        if not isinstance(self.entry, Action):
            return (self.day,) if self.day else ()
        return tuple(part for part in (self.entry.owner, self.entry.due) if part)


def brought_in(
    stage: PlannedStage | None, question: Question | None, past: Sequence[Earlier]
) -> tuple[Earlier, ...]:
    """The earlier lines that a review at this question is about; none where it reviews lines of its own."""
    if stage is None or question is None or question.capture.of is not None:
        return ()
    if question.capture.way != "review":
        return ()
    kinds = [KIND_OF_PAST.get(word, word) for word in stage.script.past]
    return tuple(line for line in past if line.kind in kinds)


def wanted_kinds(session: Session) -> set[str]:
    """The kinds of earlier lines that any question of a session reviews."""
    return {
        KIND_OF_PAST.get(word, word)
        for stage in session.plan
        if any(q.capture.way == "review" and q.capture.of is None for q in stage.script.questions)
        for word in stage.script.past
    }
