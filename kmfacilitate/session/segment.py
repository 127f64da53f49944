"""A stretch of a session's time between two marks of its clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from .records import Mark, Where


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which the room was in one place."""

    where: Where
    stage: str
    start: datetime
    end: datetime
    reason: str
    question: str = ""
    under: str = ""

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.start


def begun(start: datetime, mark: Mark, end: datetime) -> Segment:
    """The stretch that began with a mark."""
    return Segment(mark.where, mark.stage, start, end, mark.reason, mark.question, mark.under)


def segments_over(marks: Sequence[tuple[datetime, Mark]]) -> tuple[Segment, ...]:
    """The stretches that are over, of marks in order of time: all but that of the last mark."""
    return tuple(begun(start, mark, end) for (start, mark), (end, _next) in pairwise(marks))


def with_time(used: Mapping[str, timedelta], segments: Iterable[Segment]) -> dict[str, timedelta]:
    """Time used by stages, with that of more stretches."""
    total = dict(used)
    for segment in segments:
        if segment.where == "stage":
            total[segment.stage] = total.get(segment.stage, timedelta()) + segment.length
    return total
