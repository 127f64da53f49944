"""Words that are known but can't be done yet: they say so, and what to do meanwhile."""

from __future__ import annotations

from kmfacilitate.desk import Desk
from kmfacilitate.session.edits import Refused

from .outcome import Command, Outcome


def _not_yet(sentence: str) -> Command:
    def command(desk: Desk, rest: str) -> Outcome:
        raise Refused(sentence)

    return command


seen_before = _not_yet(
    "Lessons of earlier sessions can't be looked up from here yet; :export writes this one."
)
