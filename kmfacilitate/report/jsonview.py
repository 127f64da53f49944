"""A session as one JSON object: `show --json` and `export --format json`.

`docs/report.md` has its layout. What is derived (`number`, `votes`, `group_name`, an action's `state`,
`participants`, `used`, `sealed`, a rating's `count`) is ignored by an import.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kmfacilitate.session import clock
from kmfacilitate.session.documents import TABLES, Raw, plain
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Rating
from kmfacilitate.session.kinds.commitments import Action

from .edition import Edition
from .telling import Telling

FORMAT = "kmfacilitate/1"


def show_json(edition: Edition, at: datetime) -> dict[str, Any]:
    """An edition as plain data; ids are strings, durations seconds, what is empty is not there.

    Slips that are not opened are a number, `sealed`, of their stage and in all; a vote or rating that is not
    complete is without its numbers. All else of the session is in the full edition, lines taken out too.

    Args:
        edition: What leaves.
        at: Now (aware): until when the minutes of a running session count.
    """
    telling = Telling(edition)
    documents = edition.session.documents
    shown: dict[str, Any] = {
        "format": FORMAT,
        "edition": edition.which,
        "session": _session(edition, at),
        "people": _rows(documents.get("people", {})),
        "clock": _rows(documents.get("clock", {})),
        "entries": [show_entry(id_, raw, telling) for id_, raw in documents.get("entries", {}).items()],
        "conflicts": [  # whose own `id` is that of the line whose value did not win
            {"key": id_} | plain_fields(raw) for id_, raw in documents.get("conflicts", {}).items()
        ],
        "template": _one(documents.get("template", {})),
    }
    unknown = {name: _rows(table) for name, table in documents.items() if name not in TABLES and table}
    return shown | ({"unknown": unknown} if unknown else {})


def _session(edition: Edition, at: datetime) -> dict[str, Any]:
    session = edition.session
    meta = _one(session.documents.get("_meta", {}))
    return {
        **_one(session.documents.get("session", {})),
        "id": session.id,
        "schema": meta.get("schema", 1),
        "app": meta.get("app", ""),
        "state": session.meeting.state,
        "names": session.meeting.names,
        "share": session.meeting.share,
        "participants": list(session.names()),
        "paused": clock.state(session) in ("paused", "break", "away"),
        "sealed": sum(edition.sealed.values()),
        "stages": _stages(edition, at),
    }


def _stages(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    session = edition.session
    used = clock.used(session, at)
    last = clock.last_mark(session)
    here = last.stage if last and session.meeting.state == "running" else ""
    numbers = {stage.key: stage for stage in session.plan}
    found = []
    for key, raw in session.documents.get("stages", {}).items():
        planned = numbers.get(key)
        record = dict(plain(raw))
        id_ = str(record.pop("stage", ""))
        state = record.pop("state", "")
        found.append(
            record
            | {
                "key": key,
                "number": planned.number if planned else "",
                "id": id_,
                "title": planned.script.title if planned else "",
                "state": state or ("now" if id_ == here else "to do"),
                "planned": int(record.pop("minutes", 0) or 0) * 60,
                "used": used.get(id_, 0),
                "sealed": edition.sealed.get(id_, 0),
            }
        )
    return found


def show_entry(id_: str, raw: Raw, telling: Telling) -> dict[str, Any]:
    """An entry as plain data, with what is derived."""
    shown: dict[str, Any] = {"id": id_, **plain_fields(raw)}
    entry = telling.session.entries.get(id_)
    if entry is None:
        return shown
    shown["number"] = telling.number(id_)
    votes = telling.votes(id_)
    if votes is not None:
        shown["votes"] = votes
    if group := telling.group(entry):
        shown["group_name"] = group
    return shown | derived(entry, id_, telling)


def derived(entry: Entry, id_: str, telling: Telling) -> dict[str, Any]:
    """What follows from an entry and is not stored: the state of an action, the spread of a rating."""
    if isinstance(entry, Action):
        return {"state": entry.state}
    if isinstance(entry, Rating):
        spread = telling.spread(id_)
        ends = {"lowest": spread.lowest, "highest": spread.highest}
        return {"count": spread.count} | {name: value for name, value in ends.items() if value is not None}
    return {}


def plain_fields(raw: Raw) -> dict[str, Any]:
    """The fields of a document as JSON has them."""
    return {name: plain(value) for name, value in raw.items()}


def _rows(table: Mapping[str, Raw]) -> list[dict[str, Any]]:
    return [{"id": id_} | plain_fields(raw) for id_, raw in table.items()]


def _one(table: Mapping[str, Raw]) -> dict[str, Any]:
    return next((plain_fields(raw) for raw in table.values()), {})
