"""Somebody else at the keyboard: what was noted for the facilitator alone before that stays out of sight."""

from __future__ import annotations

from kmfacilitate.language import _

from .session import Session


def how_to_open() -> str:
    """How they are opened."""
    return _(":scribe back shows all of yours")


def hidden_notes(session: Session) -> tuple[str, ...]:
    """Ids of the private notes that may not be shown while somebody else types."""
    since = session.meeting.scribe
    if not since:
        return ()
    return tuple(id_ for id_, entry in session.of_kind("private") if entry.at <= since)
