"""A report ready to be saved: the name of its file and its bytes. Writing it is the caller's."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, for_reader, speaking
from kmfacilitate.session import clock
from kmfacilitate.session.session import Session

from .blocks import Outline
from .dates import day_of
from .edition import Edition
from .jsonview import show_json
from .markdown import Tasks, markdown
from .outline import outline

Format: TypeAlias = Literal["md", "html", "docx", "csv", "ics", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
LONGEST_SLUG = 40
"""The most letters of a title in a file name."""
NOT_FOR_SHARING = "FULL-not-for-sharing"
NOTHING_DUE = N_("Nothing that is open has a day by which it is due, so there is nothing for a calendar.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to be: its name (perhaps with folders, parted by `/`) and its bytes."""

    name: str
    data: bytes

    @classmethod
    def of_text(cls, name: str, text: str) -> Delivery:
        """A file of text, in UTF-8."""
        return cls(name, text.encode("utf-8", "replace"))

    @property
    def text(self) -> str:
        """The text of the file; a Word file has none."""
        return self.data.decode("utf-8")


def deliver(
    edition: Edition,
    at: datetime,
    form: Format = "md",
    *,
    tasks: Tasks = "github",
    layout: Path | None = None,
) -> Delivery:
    """An edition of one session in one format; the same edition gives the same bytes.

    Args:
        edition: What leaves.
        at: Now (aware); it matters only while the session is running.
        form: `md`, `html` and `docx` are the report; `json` is the session as data, `csv` its lines as a
            table, `ics` the days by which something is due.
        tasks: How Markdown writes actions.
        layout: An organisation's own layout for Markdown.

    Raises:
        Unable: The layout can't be read or has a mistake; there is nothing due; Word can't be written here.
    """
    with speaking("en" if form in ("json", "csv") else edition.session.meeting.language):
        return _delivered(edition, at, form, tasks, layout)


def _delivered(edition: Edition, at: datetime, form: Format, tasks: Tasks, layout: Path | None) -> Delivery:
    name = file_name(edition, at, form)
    match form:
        case "json":
            text = json.dumps(show_json(edition, at), ensure_ascii=False, indent=2) + "\n"
            return Delivery.of_text(name, text)
        case "csv":
            from .sheets import LINES

            return Delivery(name, LINES.head() + LINES.body(edition, at))
        case "ics":
            from .due_dates import FOOT, HEAD, body

            dates = body(edition, at)
            if not dates:
                raise Unable(for_reader(NOTHING_DUE))
            return Delivery(name, HEAD + dates + FOOT)
        case "md":
            return Delivery.of_text(name, markdown(outline(edition, at), tasks=tasks, layout=layout))
        case _:
            return Delivery(name, PAGES[form](outline(edition, at)))


def _html(report: Outline) -> bytes:
    from .html import html

    return html(report).encode()


def _word(report: Outline) -> bytes:
    from .word import word

    return word(report)


PAGES: Mapping[str, Callable[[Outline], bytes]] = {
    "md": lambda report: markdown(report).encode("utf-8", "replace"),
    "html": _html,
    "docx": _word,
}
"""The formats that a laid-out page can be written in."""


def file_name(edition: Edition, at: datetime, form: str = "md") -> str:
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
