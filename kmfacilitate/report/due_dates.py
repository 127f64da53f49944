"""What is due, for a calendar: each open day as a task and as an all-day event.

Calendars that know tasks (Thunderbird, Apple, Nextcloud) show the task; Google and Outlook read events only.
The same line has the same UID in every export, so a second import changes what is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.language import _
from kmfacilitate.session import clock
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import ASIDE
from kmfacilitate.session.moments import moment

from .dates import day_in_words, day_of
from .edition import Edition
from .front import headline
from .redaction import owner_in_words

if TYPE_CHECKING:
    from icalendar import Event, Todo

_SET_ASIDE = (*ASIDE, "information")
"""States of a lesson in which nobody waits for it any more."""
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A day that waits for somebody: the entry, the day, what for (`due` or `review`)."""

    id: str
    entry: Entry
    day: date
    what: str


HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kmfacilitate//EN\r\nCALSCALE:GREGORIAN\r\n"
FOOT = b"END:VCALENDAR\r\n"
"""What stands before and after the days in an iCalendar file."""


def body(edition: Edition, at: datetime, ids: Collection[str] | None = None) -> bytes:
    """The open days of an edition as parts of a calendar; the same edition gives the same bytes.

    Args:
        edition: What leaves.
        at: Now (aware); it matters only for what was never dated.
        ids: The entries that are meant; none: all.
    """
    return b"".join(
        part(each, edition, at)
        for each in due(edition)
        if ids is None or each.id in ids
        for part in (_todo, _event)
    )


def due(edition: Edition) -> Iterator[Due]:
    """The open days of an edition: of whatever has a day by which it is due, and reviews of lessons."""
    for id_, entry in edition.session.live():
        lesson = entry if isinstance(entry, Lesson) else None
        if lesson and lesson.review and lesson.state not in _SET_ASIDE:
            yield Due(id_, entry, date.fromisoformat(lesson.review), "review")
        by = getattr(entry, "due", "")
        over = lesson is not None and (lesson.learned or lesson.state in _SET_ASIDE)
        if by and not over and getattr(entry, "state", "") not in ("done", "dropped"):
            yield Due(id_, entry, date.fromisoformat(by), "due")


def _todo(each: Due, edition: Edition, at: datetime) -> bytes:
    from icalendar import Todo

    todo = Todo()
    _fill(todo, each, edition, at, "task")
    todo.add("due", each.day)
    todo.add("status", "NEEDS-ACTION")
    return bytes(todo.to_ical())


def _event(each: Due, edition: Edition, at: datetime) -> bytes:
    from icalendar import Event

    event = Event()
    _fill(event, each, edition, at, "day")
    event.add("dtstart", each.day)
    if each.day < date.max:
        event.add("dtend", each.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the day stays free
    return bytes(event.to_ical())


def _fill(component: Todo | Event, each: Due, edition: Edition, at: datetime, form: str) -> None:
    session, entry = edition.session, each.entry
    component.add("uid", f"{session.id}-{each.id}-{each.what}-{form}@kmfacilitate")
    component.add("dtstamp", _last_changed(entry, edition, at))
    component.add("sequence", entry.rev)
    component.add("summary", _summary(each))
    component.add("description", _description(each, edition, at))
    component.add("categories", [_(type(entry).label), *map(clean_line, entry.tags)])


def _summary(each: Due) -> str:
    text = clean_line(each.entry.text)
    if len(text) > _LONGEST_SUMMARY:
        text = f"{text[: _LONGEST_SUMMARY - 1]}…"
    owner = clean_line(owner_in_words(getattr(each.entry, "owner", "")))
    if each.what == "review":
        text = _("Review: {text}").format(text=text)
    return f"{text} ({owner})" if owner else text


def _description(each: Due, edition: Edition, at: datetime) -> str:
    session, entry = edition.session, each.entry
    day = day_in_words(day_of(session, clock.sittings(session, at)), session.meeting.language)
    number = edition.numbers.get(each.id, "")
    said = [
        clean(entry.text),
        clean(getattr(entry, "recommendation", "")),
        f"{headline(session)}, {day}" + (f", {number}" if number else ""),
    ]
    return "\n".join(line for line in said if line)


def _last_changed(entry: Entry, edition: Edition, at: datetime) -> datetime:
    """When the line was last changed, not when it was written here: the same data is the same file."""
    stamped = entry.edited or entry.at or edition.session.meeting.created
    return moment(stamped) if stamped else at
