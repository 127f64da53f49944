"""What is in no edition: what is not opened yet, and what the facilitator alone may see."""

from __future__ import annotations

from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.session import Session


def never_leaves(session: Session, entry: Entry) -> bool:
    """Whether an entry is in no edition at all: a sealed slip, the safety check."""
    if session.sealed(entry) or getattr(entry, "private", "") == "yes":
        return True
    question = session.template.question(entry.question)
    return bool(question and question.capture.private and entry.kind == question.capture.becomes)


def not_yet(entry: Entry) -> bool:
    """Whether an entry's numbers may not be shown because they are not all in."""
    return entry.in_room == "when complete" and not getattr(entry, "complete", True)
