"""What later sessions said of a line, folded into its state: done, applied, happened again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from kmfacilitate.session.lesson_life import LEARNED, after_decision

from .decisions import KEEPER
from .found import Later
from .words import fold

_OF_ACTION = {
    "done": "done", "dropped": "dropped", "open": "open", "still open": "open", "passed on": "passed on",
}  # fmt: skip
_COUNTED = {"applies": "applied", "partly": "partly", "no": "no", "again": "again"}


def fold_verdicts(connection: sqlite3.Connection, targets: Iterable[tuple[str, str]]) -> None:
    """Set the state of lines anew: as their own session says, then by the verdicts on them in order of time.

    Args:
        connection: to the cache, in a transaction.
        targets: sessions and entries; those that are not there are passed over.
    """
    for session, entry in targets:
        line = connection.execute(
            "SELECT l.id, l.kind, l.own_state, l.own_since, l.reason, l.settled FROM lines l "
            "JOIN sessions s ON s.sid = l.sid WHERE l.entry = ? AND s.id = ?",
            (entry, session),
        ).fetchone()
        if line is None:
            continue
        verdicts = connection.execute(
            "SELECT says, day, reason, at, substr(entry, 1, 7) = ? FROM verdicts "
            "WHERE on_session = ? AND on_entry = ? ORDER BY 5 DESC, at, entry",
            (KEEPER, session, entry),
        ).fetchall()
        id_, kind, state, since, reason, settled = line
        counts = dict.fromkeys(_COUNTED.values(), 0)
        for says, day, why, at, is_decision in verdicts:
            if is_decision:  # of a keeper: comes first, and looks at no clock but that of the hub
                decided = after_decision(state, says) if kind == "lesson" else state
                if decided != state:
                    state, since, reason = decided, max(since, day), why
                continue
            said = fold(says)
            if said in _COUNTED:
                counts[_COUNTED[said]] += 1
            after = _after(kind, state, said)
            if after and day >= since and (not settled or at > settled):
                state, since, reason = after, day, why or reason
        connection.execute(
            "UPDATE lines SET state = ?, since = ?, reason = ?, applied = ?, partly = ?, no = ?, again = ? "
            "WHERE id = ?",
            (state, since, reason, *counts.values(), id_),
        )


def settles(said: Sequence[Later]) -> bool:
    """Whether the newest word of later sessions on an action (`Ask.said_of`) settled it."""
    states = (_OF_ACTION.get(fold(one.says), "") for one in said)
    return next((state for state in states if state), "open") != "open"


def _after(kind: str, state: str, said: str) -> str:
    """The state a verdict leaves a line in; empty: as it was."""
    if kind in ("action", "commitment"):
        return _OF_ACTION.get(said, "")
    if kind == "lesson":
        return "reopened" if said == "again" and state in LEARNED else ""
    return said
