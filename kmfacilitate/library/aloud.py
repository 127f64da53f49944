"""What was found in the library, in a sentence for the ear; what names it to a command comes last."""

from __future__ import annotations

from datetime import date

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.wording import short_day

from .found import Found


def found_words(line: Found, today: date) -> str:
    """`lesson 5.1 of Dinner, 29 Nov: One person watches the stove, validated; k3x9/5.1`."""
    when = short_day(date.fromisoformat(line.day), today) if line.day else ""
    where = ", ".join(part for part in (clean_line(line.title), when) if part)
    if not line.entry:
        return _("session {where}").format(where=where)
    due = _("by {day}").format(day=short_day(date.fromisoformat(line.due), today)) if line.due else ""
    facts = "".join(f", {fact}" for fact in (line.owner, due, line.state) if fact)
    return _("{kind} {number} of {where}: {text}").format(
        kind=_(kind_class(line.kind).label),
        number=line.number,
        where=where,
        text=f"{clean_line(line.text or line.more)}{facts}; {line.session.partition('-')[0]}/{line.number}",
    )
