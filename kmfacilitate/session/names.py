"""Whose names a session may hold."""

from __future__ import annotations

from .session import Session

SPOKEN_KINDS = ("quote", "story")
"""Kinds whose speaker was typed with the words, as a part of them."""


def may_keep_speaker(session: Session, kind: str) -> bool:
    """Whether who said a line may be kept with it: with all names any, with none no speaker at all."""
    names = session.meeting.names
    return names == "all" or (names == "owners" and kind in SPOKEN_KINDS)
