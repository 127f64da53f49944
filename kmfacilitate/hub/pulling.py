"""Pull: bring what changed at the hub since the last one, page by page.

Changes are read up to one horizon, below which every transaction has ended, so that none is passed over
(`docs/hub.md` shows why). What was read is noted after it is on the disk, and the hub counted it.
"""

from __future__ import annotations

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.place import forget_index

from .memory import Place
from .talk import BATCH, Talk
from .team import Arrived, Decision

_SESSIONS = """
SELECT changed, session, generation, gone FROM kmhub.sessions
WHERE org = %s AND (changed, session) > (%s, %s) AND changed < %s ORDER BY org, changed, session
"""
_ENTRIES = """
SELECT changed, session, tab, id, rev, cut, digest, json FROM kmhub.entries
WHERE org = %s AND (changed, session, tab, id) > (%s, %s, %s, %s) AND changed < %s
ORDER BY org, changed, session, tab, id LIMIT %s
"""
_DECISIONS = """
SELECT changed, session, id, n, says, other, note, keeper,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM kmhub.decisions
WHERE org = %s AND (changed, session, id, n) > (%s, %s, %s, %s) AND changed < %s
ORDER BY org, changed, session, id, n LIMIT %s
"""
_CONFLICTS = """
SELECT changed, session FROM kmhub.conflicts c
WHERE org = %s AND changed > %s AND changed < %s AND kmhub.owner_of(org, session) = session_user
ORDER BY org, changed
"""


def pull(talk: Talk) -> None:
    """Bring what changed: sessions that are gone, documents, decisions of keepers."""
    (horizon,) = talk.row("SELECT kmhub.horizon(%s)", talk.organisation)
    generations, sessions_place = _sessions(talk, horizon)
    _entries(talk, horizon, generations)
    _decisions(talk, horizon)
    _conflicts(talk, horizon)
    if sessions_place is not None:  # noted last: a generation counts until its documents are here
        _note(talk, "sessions", sessions_place)
    (talk.told.waiting,) = talk.row(
        "SELECT EXISTS (SELECT FROM kmhub.entries WHERE org = %s AND changed >= %s)",
        talk.organisation,
        horizon,
    )


def _sessions(talk: Talk, horizon: int) -> tuple[dict[str, int], Place | None]:
    """Let go of what is shared no more, or was shared anew; returns the generations that changed."""
    rows = talk.rows(_SESSIONS, talk.organisation, *(talk.memory.place("sessions") or [0, ""]), horizon)
    for _rest, session, generation, gone in rows:
        held = talk.team.generation(session)
        if held is None or (held >= generation and not gone):
            continue
        if not talk.team.drop(session):
            raise Unable(
                _("{path} can't be removed; remove it by hand.").format(path=talk.team.path(session))
            )
        talk.told.removed += gone
    if talk.told.removed:  # its words stand in the index too
        forget_index(talk.library, talk.places, talk.disk)
    return {row[1]: row[2] for row in rows}, list(rows[-1][:2]) if rows else None


def _entries(talk: Talk, horizon: int, generations: dict[str, int]) -> None:
    place = talk.memory.place("entries") or [0, "", "", ""]
    while rows := talk.rows(_ENTRIES, talk.organisation, *place, horizon, BATCH):
        talk.told.taken += talk.team.take((Arrived(*row[1:]) for row in rows), generations)
        place = list(rows[-1][:4])
        _note(talk, "entries", place)
        if len(rows) < BATCH:
            break


def _decisions(talk: Talk, horizon: int) -> None:
    place = talk.memory.place("decisions") or [0, "", "", 0]
    while rows := talk.rows(_DECISIONS, talk.organisation, *place, horizon, BATCH):
        talk.told.decided += talk.team.decide(Decision(*row[1:]) for row in rows)
        place = list(rows[-1][:4])
        _note(talk, "decisions", place)
        if len(rows) < BATCH:
            break


def _conflicts(talk: Talk, horizon: int) -> None:
    rows = talk.rows(_CONFLICTS, talk.organisation, *(talk.memory.place("conflicts") or [0]), horizon)
    if rows:
        talk.told.conflicts += len(rows)
        _note(talk, "conflicts", [rows[-1][0]])


def _note(talk: Talk, table: str, place: Place) -> None:
    (answered,) = talk.row("SELECT kmhub.answer(%s, %s)", talk.organisation, talk.settings.laptop)
    talk.memory.read_to(table, place, answered)
