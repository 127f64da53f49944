"""The meeting that imported lessons stand in: the documents of a session that was held elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kmfacilitate import __version__
from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _, speaking
from kmfacilitate.session.documents import Documents, without_empty
from kmfacilitate.session.moments import stamp

from .lessons import Taken

STAGE = "imported"
QUESTION = "lessons"
_SCRIPT: Mapping[str, Any] = {
    "rev": 1,
    "id": "imported",
    "title": N_("Imported"),
    "summary": N_("Lessons that were kept elsewhere."),
    "learning": "after",
    "family": "structured",
    "stages": [
        {
            "id": STAGE,
            "title": N_("Lessons from elsewhere"),
            "short": N_("Imported"),
            "minutes": 0,
            "questions": [{"id": QUESTION, "ask": N_("What was learned?"), "capture": {"kind": "lesson"}}],
        }
    ],
}

_SAID = frozenset({"title", "summary", "short", "ask"})
"""What of it is said in words."""


def technique_of(text: str) -> str:
    """A technique by its name, as an id (`after-action-review`)."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60]


def meeting_of(id_: str, title: str, lessons: Sequence[Taken], source: str, at: datetime) -> Documents:
    """The documents of the session that these lessons stand in.

    Args:
        id_: Its id.
        title: What it is called.
        lessons: What it holds, in the order they are numbered; of the first that says it are project, place,
            technique and language, and the earliest day is its day.
        source: The file it came from.
        at: Now; also the day of a meeting of which none is told.
    """

    def told(name: str) -> str:
        return next((one.meeting[name] for one in lessons if one.meeting.get(name)), "")

    days = sorted(one.meeting["day"] for one in lessons if one.meeting.get("day"))
    created = f"{days[0]}T12:00:00.000Z" if days else stamp(at)
    technique = technique_of(told("technique"))
    language = told("language").casefold()
    meeting = {
        "title": clean_line(title),
        "project": told("project"),
        "place": told("place"),
        "template": "imported",
        "technique": technique,
        "family": "structured",
        "language": language if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", language) else "en",
        "tz": "UTC",
        "state": "finished",
        "created": created,
        "started": created,
        "ended": created,
        "names": "owners",
        "share": "open",
        "history": [[stamp(at), _("imported from {source}").format(source=clean_line(source))]],
    }
    return {
        "_meta": {"1": {"schema": 1, "what": "session", "session": id_, "app": __version__}},
        "session": {"1": {"rev": 1, **without_empty(meeting)}},
        "stages": {"1": {"rev": 1, "stage": STAGE, "state": "done"}},
        "people": {},
        "clock": {},
        "entries": entries_of(lessons, created, 1),
        "conflicts": {},
        "template": {"1": {**_script(str(meeting["language"])), "technique": technique}},
    }


def _script(language: str) -> dict[str, Any]:
    """The script that imported lessons stand in, in their language."""

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: _(part) if key in _SAID else told(part) for key, part in value.items()}
        return [told(part) for part in value] if isinstance(value, list) else value

    with speaking(language):
        return {**told(dict(_SCRIPT)), **({} if language == "en" else {"language": language})}


def entries_of(lessons: Sequence[Taken], created: str, first: int) -> dict[str, dict[str, Any]]:
    """The entries of these lessons, numbered from `first`; `created` is when, where it isn't told."""
    found: dict[str, dict[str, Any]] = {}
    for number, one in enumerate(lessons, first):
        fields = {"stage": STAGE, "question": QUESTION, "n": number, "at": created, **one.fields}
        if fields.get("state"):
            fields["history"] = [[str(fields["at"])[:10], fields["state"], "imported"]]
        found[one.id] = {"rev": 1, **without_empty(fields)}
    return dict(sorted(found.items(), key=lambda row: (len(row[0]), row[0])))
