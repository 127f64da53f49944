"""A record from elsewhere as a lesson of ours: which of its fields are known, and what else it said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kmfacilitate.clean import LONGEST
from kmfacilitate.language import _
from kmfacilitate.session.ids import is_session_id
from kmfacilitate.session.kinds.base import is_list, is_number
from kmfacilitate.session.kinds.insights import ROUTES, STATES, TYPES, Lesson
from kmfacilitate.session.line.days import read_day

from .columns import OF_MEETING, WRITTEN, name_of
from .records import Record, Said
from .sentences import LONGEST_TITLE, first_sentence

_BELOW = 10**18
"""Ids of what was imported are below those that the clock gives."""
_DERIVED = ("number", "votes", "group_name", "count", "lowest", "highest", "rev", "deleted", "id")
_OWN_ID = re.compile(r"(?:[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-)?([1-9]\d{0,18})")
_IMPACTS = {"1", "2", "3", "4", "5"}
_STATES: Mapping[str, str] = {
    "captured": "", "identified": "", "new": "", "open": "", "submitted": "", "draft": "",
    "reviewed": "checked", "approved": "validated", "verified": "validated", "in progress": "assigned",
    "implemented": "actioned", "done": "actioned", "completed": "actioned", "learned": "embedded",
    "learnt": "embedded", "institutionalised": "embedded", "archived": "information", "duplicate": "merged",
    **{state: state for state in STATES},
}  # fmt: skip
_TYPES: Mapping[str, str] = {
    "notable practice": "notable", "good practice": "notable", "best practice": "notable",
    **{type_: type_ for type_ in TYPES},
}  # fmt: skip
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "state": _STATES,
    "type": _TYPES,
    "route": {route: route for route in ROUTES},
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A lesson as it will be kept.

    `id` is that of its entry and stays the same for one record; `fields` are the fields of the entry;
    `meeting` says what was told of the meeting it comes from. `kept` names what is no field of ours and is
    kept under its own name, `unfit` what is one and holds something else (no day, no state that is known).
    """

    id: str
    fields: Mapping[str, Any]
    meeting: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    session: str = ""
    """The session of ours that it was exported from; empty: it was kept elsewhere."""


def lesson_of(record: Record, columns: Mapping[str, str]) -> Taken | str:
    """The lesson that a record is; a sentence where it is none.

    Args:
        record: As it stood.
        columns: Which field each of its names is (`columns.matched`).
    """
    fields: dict[str, Any] = {"kind": "lesson"}
    meeting: dict[str, str] = {}
    extra: dict[str, Said] = {}
    kept: list[str] = []
    unfit: list[str] = []
    own_id = session = ""
    for column, said in sorted(record.fields.items(), key=lambda one: name_of(one[0]) in WRITTEN):
        name = columns.get(column, "")
        if name == "id":
            own_id = _one(said)
            fits = False
        elif name == "session" and is_session_id(_one(said)):
            session = _one(said)
            fits = False
            name = "id"
        elif name in OF_MEETING:
            fits = _put_meeting(meeting, name, said)
        elif name:
            fits = _put(fields, name, said)
        else:
            kept.append(column)
            fits = False
        if fits:
            continue
        _put_extra(extra, column, said)
        if name in meeting:  # a second one
            kept.append(column)
        elif name and name != "id":
            unfit.append(column)
    _give_a_title(fields)
    if not fields.get("text"):
        return _("there is no text that says the lesson")
    if meeting.get("day"):
        fields["at"] = f"{meeting['day']}T12:00:00.000Z"
    fields |= {name: said if isinstance(said, str) else list(said) for name, said in extra.items()}
    ours = _OWN_ID.fullmatch(own_id) if session else None
    id_ = ours[1] if ours else entry_id(record, own_id)
    return Taken(id_, fields, meeting, tuple(kept), tuple(unfit), session if ours else "")


def entry_id(record: Record, own_id: str = "") -> str:
    """The id of what a record becomes: from the file's name and its own number there, or else its place."""
    place = f"id {own_id}" if own_id else f"place {record.source.position}"
    return str(_hash(f"{record.source.file}\0{place}") % (_BELOW - 1) + 1)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16])


def _put(fields: dict[str, Any], name: str, said: Said) -> bool:
    """Put a text where it belongs; false where it does not fit there."""
    if name == "text":
        if "text" in fields:
            return _put(fields, "context" if len(_one(said)) < len(str(fields["text"])) else "happened", said)
        fields["text"] = _one(said)
        return True
    if name == "tags":
        fields["tags"] = list(dict.fromkeys([*fields.get("tags", ()), *_tags(said)]))
        return True
    if name in _CHOICES:
        choice = _CHOICES[name].get(name_of(_one(said)), _CHOICES[name].get(_one(said).casefold()))
        if choice:
            fields[name] = choice
        return choice is not None
    if name == "due":
        day = day_in(_one(said))
        if day:
            fields["due"] = day
        return bool(day)
    if name in Lesson.model_fields and is_number(Lesson, name):
        if _one(said) in _IMPACTS:
            fields[name] = int(_one(said))
        return _one(said) in _IMPACTS
    if name in Lesson.model_fields and is_list(Lesson, name):
        parts = said if isinstance(said, tuple) else _points(said)
        fields[name] = [*fields.get(name, ()), *parts]
        return True
    text = _one(said, "\n") if not isinstance(said, str) else said
    before = fields.get(name)
    if before and (name in ("owner", "by") or len(before) + len(text) + 2 > LONGEST):
        return False
    fields[name] = f"{before}\n\n{text}" if before else text
    return True


def _give_a_title(fields: dict[str, Any]) -> None:
    """One sentence that is the lesson; where it is long, the rest of it stands in another field."""
    if not fields.get("text"):
        for name in ("recommendation", "happened", "context"):
            if fields.get(name):
                fields["text"] = first_sentence(str(fields[name]))
                return
        return
    text = str(fields["text"])
    if len(text) > LONGEST_TITLE or "\n" in text:
        more = fields.get("recommendation")
        fields["recommendation"] = f"{text}\n\n{more}" if more else text
        fields["text"] = first_sentence(text)


def _put_meeting(meeting: dict[str, str], name: str, said: Said) -> bool:
    text = _one(said)
    if name == "day":
        text = day_in(text)
    if not text or name in meeting:
        return False
    meeting[name] = ", ".join(text.split("\n"))[:LONGEST_TITLE]
    return True


def _put_extra(extra: dict[str, Said], column: str, said: Said) -> None:
    name = column
    while name in Lesson.model_fields or name in _DERIVED or name in extra:
        name = f"imported {name}"
    extra[name] = said


def _one(said: Said, between: str = "; ") -> str:
    return said.strip() if isinstance(said, str) else between.join(said)


_POINT = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


def _points(text: str) -> list[str]:
    """The points of a text that is a list; else the text as one."""
    if not _POINT.match(text):
        return [text] if text else []
    return [part for part in (" ".join(each.split()) for each in _POINT.split(text)) if part]


def _tags(said: Said) -> list[str]:
    parts = said if isinstance(said, tuple) else re.split(r"[,;|\n]", said)
    found = (re.sub(r"[\s,#]+", "-", part.strip().strip("[]\"'#")).strip("-") for part in parts)
    return [tag for tag in found if tag][:50]


_YEAR = re.compile(r"(?:19|20)\d\d")


def day_in(text: str) -> str:
    """The day that a text names with its year, as it is stored; empty where it names none."""
    text = text.strip()
    if re.match(r"\d{4}-\d\d-\d\d(?:[T ].*)?$", text):
        text = text[:10]
    elif re.fullmatch(r"\d{4}-\d\d", text):
        text += "-01"
    elif _YEAR.fullmatch(text):
        text += "-01-01"
    elif not _YEAR.search(text):
        return ""
    day = read_day(text.replace("/", "-") if re.match(r"\d{4}/", text) else text, date(2000, 1, 1))
    return day.isoformat() if day else ""
