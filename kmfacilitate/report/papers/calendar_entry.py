"""The session as an event for a calendar, in its own time zone. No names but that of who leads it."""

from __future__ import annotations

from datetime import UTC, timedelta
from hashlib import sha256

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.report.blocks import Bullet, Outline, Table
from kmfacilitate.session.moments import moment

from .briefing import Briefing


def calendar_entry(briefing: Briefing, invited: Outline) -> bytes:
    """An iCalendar file with one event; the same briefing gives the same bytes.

    Args:
        briefing: The session; it must be known when it begins.
        invited: The invitation, which is its description.
    """
    from icalendar import Calendar, Event

    assert briefing.begins is not None
    assert briefing.ends is not None
    event = Event()
    event.add("uid", f"{_id(briefing)}@kmfacilitate")
    # Not the moment of writing: the same session is the same file.
    event.add("dtstamp", moment(briefing.created) if briefing.session else briefing.begins)
    begins, ends = briefing.begins, briefing.ends
    if begins.fold or ends.fold:  # an hour that comes twice is read as the first of the two
        begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", clean_line(briefing.title))
    if briefing.place:
        event.add("location", clean_line(briefing.place))
    event.add("description", plain(invited))
    event.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", "-//kmfacilitate//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    around = timedelta(days=400)  # a calendar needs the clocks of the year, not of the century
    calendar.add_missing_timezones(briefing.begins.date() - around, briefing.ends.date() + around)
    return bytes(calendar.to_ical())


def _id(briefing: Briefing) -> str:
    """Of a session that is not begun yet, what it is and when: changed, it is another event."""
    if briefing.session:
        return f"{briefing.session}-start"
    known = f"{briefing.title}\n{briefing.place}\n{briefing.begins}"
    return sha256(known.encode("utf-8", "replace")).hexdigest()[:20]


def plain(outline: Outline) -> str:
    """A paper as plain text, for places that show no markup."""
    lines: list[str] = [*outline.about]
    for section in outline.sections:
        lines += ["", section.title]
        for block in section.blocks:
            match block:
                case Bullet():
                    lines.append(f"- {block.label + ': ' if block.label else ''}{block.text}")
                case Table():
                    lines += ["  ".join(row) for row in block.rows]
                case _:
                    lines.append(block.text)
    return "\n".join(clean(line) for line in lines).strip()
