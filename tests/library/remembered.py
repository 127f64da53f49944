"""How lines of sessions that the tests write are named."""

from __future__ import annotations

from kmfacilitate.session.ids import session_id_from


def entry(number: int) -> str:
    """The id of the n-th line of a session that was written."""
    return str(10**18 + number)


def on(title: str, number: int) -> str:
    """What a verdict on the n-th line of a session points to."""
    return f"{session_id_from(title)}/{entry(number)}"
