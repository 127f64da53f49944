"""Which field of a lesson a column of somebody else's table is, matched by name.

The names of our own fields are read off the class; the others are what lessons systems call them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.session.kinds.insights import Lesson

OF_MEETING = ("session", "project", "place", "technique", "language", "day")
"""What a column may say of the meeting that a lesson comes from."""
OF_LESSON = ("text", "tags", "by", "state", "id", *(f for f in Lesson.fields() if f not in ("tags", "but")))
KEEP = "keep"
"""Said of a column that is kept under its own name."""

_OFTEN: Mapping[str, str] = {
    "text": "title, subject, headline, name, name of issue, issue, lesson title, short description",
    "context": (
        "abstract, summary, background, setting, overview, introduction, brief description, body, "
        "conditions, what was expected, expected"
    ),
    "happened": (
        "event, driving event, observation, description, incident, timeline, outcome, impact on project, "
        "what went wrong, what went badly, what did not go well, what went well, details, problem, "
        "situation, impact and timeline"
    ),
    "why": "cause, root cause, contributing factor, discussion, analysis, rationale, reason, trigger",
    "recommendation": (
        "lesson, lesson learned, lesson learnt, lesson identified, recommended action, action, conclusion, "
        "insight, remedial action, what to do, advice, resolution, follow up, next step, action item, "
        "what we will do, corrective action, mitigation, remediation"
    ),
    "applies": "for whom, audience, applicability, applicable to, customer",
    "evidence": "evidence of recurrence control effectiveness, source, url, link, reference",
    "tags": "tag, category, keyword, topic, theme, label, subject area",
    "target": "target document, process, policy, related policy, what would have to change",
    "owner": "responsible, assigned to, assignee, action owner, action body",
    "due": "due date, deadline, target date, by when",
    "by": "author, contact, contact person, originator, collector, submitted by",
    "state": "status",
    "id": "number, ref, reference number, lesson number, key, uuid, guid",
    "session": "session title, review, meeting, event name, workshop",
    "project": "programme, program, mission, team, organisation, organization, company, service",
    "place": "location, site, venue, country",
    "technique": "method, type of review, review type",
    "language": "lang",
    "day": (
        "date, date of event, event date, lesson date, date lesson occurred, incident date, "
        "date of incident, start date, start time, started, occurred, happened on, year, "
        "created, created at, published, published at, publication date, date published, source published at"
    ),
}
WRITTEN = frozenset(
    ("created", "created at", "published", "published at", "publication date", "date published",
     "source published at")
)  # fmt: skip
"""Names of a day on which something was written down, which counts where none says when it happened."""
_ALIKE = 0.8
"""From here on two names differ by a typing error only: titel and title do, product and project do not."""


def name_of(column: str) -> str:
    """A name as it is compared: lower case, words parted by one space, none of them in the plural."""
    words = re.sub(r"\(s\)|[^\w]+|_", " ", column.casefold()).split()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


@cache
def _known() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for field, names in _OFTEN.items():
        known |= dict.fromkeys(map(name_of, names.split(",")), field)
    for field in OF_MEETING:
        known[name_of(field)] = field
    for field, says in Lesson.fields().items():
        for name in (field, says.label, *(short for short in says.short if len(short) > 2)):
            known.setdefault(name_of(name), field)
    known |= {name_of(field): field for field in ("text", "state", "by", "id")}
    return known


def field_of(column: str) -> str:
    """The field that a column is by its name; empty where it is none that is known."""
    named = name_of(column)
    known = _known()
    if named in known:
        return known[named]
    near = nearest(named, (name for name in known if len(name) > 4)) if len(named) > 4 else None
    if near is None or abs(len(near) - len(named)) > 1 or near[0] != named[0]:
        return ""
    return known[near] if SequenceMatcher(None, near, named).ratio() >= _ALIKE else ""


def matched(columns: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which field each column is: as was said (`--map`), else by its name, else empty.

    Where no column is the lesson itself, what was learned or recommended becomes it.
    """
    said = {name_of(column): field for column, field in (given or {}).items()}
    columns = list(dict.fromkeys(columns))
    found: dict[str, str] = {}
    for column in columns:
        field = said.get(name_of(column)) or field_of(column)
        found[column] = "" if field == KEEP else field
    if "text" not in found.values():
        for column, field in found.items():
            if field == "recommendation" and name_of(column) not in said:
                found[column] = "text"
                break
    return found


def read_map(words: Iterable[str]) -> dict[str, str]:
    """What `--map COLUMN=FIELD` says.

    Raises:
        WrongUse: It is not written so, or there is no such field.
    """
    found: dict[str, str] = {}
    fields = (*OF_LESSON, *OF_MEETING, KEEP)
    for word in words:
        column, sign, field = word.rpartition("=")
        field = field.strip().casefold()
        if not sign or not column.strip():
            raise WrongUse(_("--map is written COLUMN=FIELD, not {word}.").format(word=clean_line(word)))
        field = field if field in fields else field_of(field)
        if not field:
            raise WrongUse(
                _("There is no field {rpartition}; there are {fields}.").format(
                    rpartition=clean_line(word.rpartition("=")[2]), fields=", ".join(fields)
                )
            )
        found[clean_line(column)] = field
    return found
