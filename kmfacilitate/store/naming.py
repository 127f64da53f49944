"""The name of a session file, and what can be read from a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from kmfacilitate.session.documents import Raw
from kmfacilitate.session.moments import moment

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-.*)?--([0-9a-z]{4})(?:-\d+)?\.json")
_LONGEST = 40


def slug(text: str) -> str:
    """A text as part of a file name: `a-z 0-9 -`, at most 40 characters, cut between words."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    if len(words) <= _LONGEST:
        return words
    cut = words[: _LONGEST + 1]
    return cut[: cut.rfind("-")] if "-" in cut else cut[:_LONGEST]


def day_of(meeting: Raw) -> date:
    """The day of a meeting where it is held."""
    created = str(meeting.get("created", ""))
    try:
        when = moment(created)
    except ValueError:
        when = datetime.fromtimestamp(0, UTC)
    try:
        from zoneinfo import ZoneInfo

        return when.astimezone(ZoneInfo(str(meeting.get("tz") or "UTC"))).date()
    except (KeyError, ValueError, OSError):
        return when.date()


def file_name(meeting: Raw, session: str, attempt: int = 1) -> str:
    """The name of a new session file; a confidential one says only day and id.

    Args:
        meeting: the document of the meeting.
        session: its id; the first four characters are in the name.
        attempt: 1, or the number to add where names clash.
    """
    parts = [day_of(meeting).isoformat()]
    if not meeting.get("confidential"):
        parts += [slug(str(meeting.get("template", ""))), slug(str(meeting.get("title", "")))]
    name = "-".join(part for part in parts if part) + "--" + slug(session)[:4]
    return f"{name}-{attempt}.json" if attempt > 1 else f"{name}.json"


def read_name(name: str) -> tuple[str, str] | None:
    """The day (`2026-11-22`) and the first four characters of the id; none: not a name of ours."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None
