"""What stands before the report: its title, when and how long, and the YAML front matter's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _, ngettext
from kmfacilitate.session import clock
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.records import Meeting
from kmfacilitate.session.session import Session

from .dates import day_of, held, stretch_in_words, whole_minutes, zone
from .edition import Edition

_STATUS = {"finished": "complete", "running": "running", "planned": "planned", "discarded": "discarded"}


def headline(session: Session) -> str:
    """`After action review: False alert`."""
    kind, title = session.template.title, session.meeting.title
    return f"{kind}: {title}" if title else kind


def people_in_words(meeting: Meeting) -> str:
    """`8 people`, `8 people, later 9`, or nothing where nobody counted."""
    if not meeting.head_count:
        return ""
    words = ngettext("{n} person", "{n} people", meeting.head_count).format(n=meeting.head_count)
    return (
        _("{words}, later {n}").format(words=words, n=meeting.later_count) if meeting.later_count else words
    )


def took(edition: Edition, at: datetime) -> str:
    """`16 January 2018, 09:30 to 10:31 · 58 of 60 minutes`."""
    session = edition.session
    when = held(session, clock.sittings(session, at))
    if when is None:
        return ""
    words = stretch_in_words(*when, session.meeting.language)
    spent = sum(clock.used(session, at).values())
    if not spent:
        return words
    return _("{words} · {used} of {planned} minutes").format(
        words=words, used=whole_minutes(spent), planned=planned(session)
    )


def planned(session: Session) -> int:
    """The minutes that were promised, whatever was made of them on the way."""
    return session.meeting.length or clock.planned(session)


def front_matter(edition: Edition, at: datetime) -> dict[str, object]:
    """Flat fields with `tags` a list; what is empty is left out."""
    session, meeting = edition.session, edition.session.meeting
    sittings = clock.sittings(session, at)
    when = held(session, sittings)
    ended = when[1] if when and meeting.state == "finished" else None
    entries = [entry for _id, entry in session.live()]
    fields: dict[str, object] = {
        "title": clean_line(headline(session)),
        "type": "session",
        "id": session.id,
        "process": session.template.technique,
        "template": session.template.id,
        "variant": meeting.variant,
        "date": day_of(session, sittings),
        "started": when[0].isoformat(timespec="seconds") if when else "",
        "ended": ended.isoformat(timespec="seconds") if ended else "",
        "timezone": str(zone(session)) if when else "",
        "project": clean_line(meeting.project),
        "facilitator": clean_line(meeting.facilitator),
        "participants": meeting.later_count or meeting.head_count,
        "planned_minutes": planned(session),
        "actual_minutes": whole_minutes(sum(clock.used(session, at).values())),
        "lessons": sum(1 for entry in entries if entry.kind == "lesson"),
        "lessons_learned": sum(1 for entry in entries if isinstance(entry, Lesson) and entry.learned),
        "actions": sum(1 for entry in entries if entry.kind == "action"),
        "tags": _tags(edition),
        "status": _STATUS[meeting.state],
        "edition": edition.which,
    }
    counts = {"lessons", "lessons_learned", "actions"} if edition.share != "actions" else {"actions"}
    return {name: value for name, value in fields.items() if value or name in counts}


def _tags(edition: Edition) -> list[str]:
    said = {tag for _id, entry in edition.session.live() for tag in tags_of(entry.tags)}
    technique = tags_of((edition.session.template.technique,))  # none where lessons were brought in
    return [*technique, *sorted(said.difference(technique))]


def tags_of(tags: Iterable[str]) -> list[str]:
    """Tags as note-taking programs read them, each once."""
    return [tag for tag in dict.fromkeys(map(_tag, tags)) if tag]


def _tag(text: str) -> str:
    """A tag as note-taking programs read it: no `#`, no spaces."""
    return re.sub(r"[\s#,]+", "-", clean_line(text)).strip("-")
