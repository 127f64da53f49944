"""How long the stages of a script usually take in this library, and what that says of the minutes planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kmfacilitate.language import _, ngettext

from . import clock
from .session import Session

FEWEST = 3
"""Finished sessions from which on there is something usual to speak of."""
WORTH_SAYING = 2
"""Minutes by which the usual must differ from the plan before it is said."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a stage usually takes: half of so many sessions needed these minutes or less."""

    minutes: int
    sessions: int

    def words(self, planned: int) -> str:
        """`usually 14 min here`; empty where that is about what is planned."""
        if abs(self.minutes - planned) < WORTH_SAYING:
            return ""
        return _("usually {minutes} min here").format(minutes=self.minutes)


def usual_of(seconds: Mapping[str, Sequence[int]]) -> dict[str, Usual]:
    """The usual minutes of stages.

    Args:
        seconds: Stage id → what it took in each finished session, in any order.
    """
    return {
        stage: Usual(max(1, round(_median(taken) / 60)), len(taken))
        for stage, taken in seconds.items()
        if len(taken) >= FEWEST
    }


def _median(numbers: Sequence[int]) -> float:
    """The middle one; by hand, for `statistics` takes longer to import than the whole engine."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def minutes_of(usual: Mapping[str, Usual]) -> dict[str, int]:
    """Stage id → usual minutes."""
    return {stage: each.minutes for stage, each in usual.items()}


def usual_end(
    session: Session, at: datetime, here: str, usual: Mapping[str, Usual]
) -> tuple[int, tuple[str, ...]]:
    """How much longer than planned the rest takes at the usual pace.

    Returns:
        Minutes more (negative: fewer) than the plan has for what is to come, and the stages that take most
        of them, in words; 0 and nothing where too little is known.
    """
    spent = clock.used(session, at)
    more: dict[str, int] = {}
    for id_ in clock.to_come(session, at, here):
        stage, known = session.stage(id_), usual.get(id_)
        if stage is not None and known is not None:
            used = spent.get(id_, 0) // 60
            more[id_] = max(used, known.minutes) - max(used, stage.record.minutes)
    total = sum(more.values())
    told = sorted((id_ for id_ in more if more[id_] * total > 0), key=lambda id_: -abs(more[id_]))[:2]
    words = []
    for id_ in told:
        stage, known = session.stage(id_), usual[id_]
        if stage is not None:
            words.append(
                ngettext(
                    "{stage} usually takes {minutes} min ({n} session)",
                    "{stage} usually takes {minutes} min ({n} sessions)",
                    known.sessions,
                ).format(stage=stage.named, minutes=known.minutes, n=known.sessions)
            )
    return total, tuple(words)
