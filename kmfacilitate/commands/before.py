"""Lessons of earlier sessions beside this one: looking for them, reading them."""

from __future__ import annotations

from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.seen_before import is_number, named

from .outcome import Outcome

NOTHING_LIKE = N_("The library knows no earlier lesson like that.")


def seen_before(desk: Desk, rest: str) -> Outcome:
    """Earlier lessons: those about the line at hand, one of them (`b2`), or those about these words."""
    words = rest.strip()
    if desk.f.session.meeting.family == "confidential" and not words:
        raise Refused(
            _("What is said here is not looked for elsewhere. :before and some words looks for those.")
        )
    if is_number(words):
        return Outcome(front="before", about=named(desk.f, words).on)
    return Outcome(front="before", lines=(words,) if words else ())
