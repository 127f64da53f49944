"""A report ready to be saved: the name of its file and its text. Writing it is the caller's."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from kmfacilitate.session import clock
from kmfacilitate.session.session import Session

from .dates import day_of
from .edition import Edition
from .jsonview import show_json
from .markdown import Tasks, markdown
from .outline import outline

Format: TypeAlias = Literal["md", "json"]
LONGEST_SLUG = 40
"""The most letters of a title in a file name."""
NOT_FOR_SHARING = "FULL-not-for-sharing"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to be: its name, and its text (UTF-8, line feeds)."""

    name: str
    text: str


def deliver(
    edition: Edition,
    at: datetime,
    form: Format = "md",
    *,
    tasks: Tasks = "github",
    layout: Path | None = None,
) -> Delivery:
    """A report of an edition in one format.

    Args:
        edition: What leaves.
        at: Now (aware).
        form: `md` or `json`.
        tasks: How Markdown writes actions.
        layout: An organisation's own layout for Markdown.

    Raises:
        Unable: The layout can't be read or has a mistake.
    """
    if form == "json":
        text = json.dumps(show_json(edition, at), ensure_ascii=False, indent=2) + "\n"
    else:
        text = markdown(outline(edition, at), tasks=tasks, layout=layout)
    return Delivery(file_name(edition, at, form), text)


def file_name(edition: Edition, at: datetime, form: Format = "md") -> str:
    """`2018-01-16-after-action-review-false-alert.md`; a confidential one has no title in it."""
    session = edition.session
    title = "" if session.meeting.confidential else slug(session.meeting.title)
    full = NOT_FOR_SHARING if edition.which == "full" else ""
    parts = (day_of(session, clock.sittings(session, at)).isoformat(), _template(session), title, full)
    return "-".join(part for part in parts if part) + f".{form}"


def slug(title: str) -> str:
    """A title as part of a file name: ASCII letters and digits, at most 40, cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    found = words[0][:LONGEST_SLUG] if words else ""
    for word in words[1:]:
        if len(found) + 1 + len(word) > LONGEST_SLUG:
            break
        found += f"-{word}"
    return found


def _template(session: Session) -> str:
    """The template's id; read leniently from a snapshot, it may hold anything."""
    return slug(session.template.id) or "session"
