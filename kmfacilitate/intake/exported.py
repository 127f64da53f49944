"""A session exported as JSON, as the documents it was made from. What is derived there is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kmfacilitate import __version__
from kmfacilitate.clean import clean, clean_line
from kmfacilitate.language import _
from kmfacilitate.session.documents import TABLES, Documents
from kmfacilitate.session.ids import is_session_id
from kmfacilitate.store.migrations import SCHEMA

_ID = re.compile(r"[1-9]\d{0,18}")
_OF_SESSION = ("id", "schema", "app", "participants", "paused", "sealed", "stages")
_OF_STAGE = ("key", "number", "id", "title", "planned", "used", "sealed", "state")
_OF_ENTRY = ("id", "number", "votes", "group_name", "count", "lowest", "highest")
_KEPT_STATES = ("done", "skipped")
_DEEPEST = 12


class Unusable(Exception):
    """What was exported is not what it should be; the words say what of it."""


def documents_of(shown: Mapping[str, Any]) -> Documents:
    """The documents that were shown.

    Raises:
        Unusable: It is no session, or one of a newer version.
    """
    meeting = _map(shown.get("session"), "session")
    id_ = meeting.get("id")
    if not isinstance(id_, str) or not is_session_id(id_):
        raise Unusable(_("the session has no id"))
    schema = meeting.get("schema", 1)
    if not isinstance(schema, int) or schema > SCHEMA:
        raise Unusable(_("it was exported by a newer kmfacilitate; update it"))
    app = meeting.get("app")
    tables: dict[str, dict[str, Any]] = {
        "_meta": {
            "1": {"schema": SCHEMA, "what": "session", "session": id_, "app": app if app else __version__}
        },
        "session": {"1": _document(meeting, _OF_SESSION, "session")},
        "stages": _stages(meeting.get("stages", [])),
        "people": _table(shown, "people"),
        "clock": _table(shown, "clock"),
        "entries": {row_id: _entry(row) for row_id, row in _table(shown, "entries", kept=("id",)).items()},
        "conflicts": {
            _id(row.get("key"), "conflicts"): _document(row, ("key",), "conflicts")
            for row in _rows(shown.get("conflicts", []), "conflicts")
        },
    }
    template = _map(shown.get("template", {}), "template")
    tables["template"] = {"1": _document(template, (), "template")} if template else {}
    for name, rows in _map(shown.get("unknown", {}), "unknown").items():
        if name not in TABLES:
            tables[clean_line(name)] = _table({name: rows}, name)
    return tables


def _stages(rows: Any) -> dict[str, Any]:
    found = {}
    for row in _rows(rows, "stages"):
        record = _document(row, _OF_STAGE, "stages")
        record["stage"] = clean_line(str(row.get("id", "")))
        planned = row.get("planned", 0)
        if isinstance(planned, int) and planned >= 60:
            record["minutes"] = planned // 60
        if row.get("state") in _KEPT_STATES:
            record["state"] = row["state"]
        found[_id(row.get("key"), "stages")] = record
    return found


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    derived = (*_OF_ENTRY, "state") if row.get("kind") == "action" else _OF_ENTRY
    return {name: value for name, value in row.items() if name not in derived}


def _table(shown: Mapping[str, Any], name: str, kept: Sequence[str] = ()) -> dict[str, Any]:
    left_out = () if "id" in kept else ("id",)
    rows = _rows(shown.get(name, []), name)
    return {_id(row.get("id"), name): _document(row, left_out, name) for row in rows}


def _rows(rows: Any, name: str) -> list[Mapping[str, Any]]:
    if not isinstance(rows, list):
        raise Unusable(_("{name} must be a list").format(name=clean_line(name)))
    return [_map(row, name) for row in rows]


def _map(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(_("{name} must have names and values").format(name=clean_line(name)))
    return value


def _id(value: Any, name: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value) or int(value) >= 2**63:
        raise Unusable(_("a line in {name} has no id").format(name=clean_line(name)))
    return value


def _document(row: Mapping[str, Any], derived: Sequence[str], name: str) -> dict[str, Any]:
    found = {clean_line(key): _cleaned(value, 1) for key, value in row.items() if key not in derived}
    rev = found.get("rev", 1)
    if isinstance(rev, bool) or not isinstance(rev, int) or not 0 <= rev < 2**53:
        raise Unusable(_("a line in {name} has no revision that is a number").format(name=clean_line(name)))
    found["rev"] = max(rev, 1)
    return found


def _cleaned(value: Any, level: int) -> Any:
    if level > _DEEPEST:
        raise Unusable(_("it is nested too deeply"))
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(part, level + 1) for part in value]
    if isinstance(value, dict):
        return {clean_line(key): _cleaned(part, level + 1) for key, part in value.items()}
    return value
