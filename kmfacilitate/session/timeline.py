"""The order of a timeline: lines with a time sort among themselves, the others stay where they were typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from . import clock
from .kinds import Entry
from .session import Session

Row: TypeAlias = tuple[str, Entry]
"""An entry with its id."""
Instant: TypeAlias = tuple[str, int]
"""Day and second of it (-1: a day alone). The day is `1998-12-11`, or, while none was said, empty and after
midnight `+001`."""

NEXT_DAY = "next day"
"""Before a time: it is that of the day after the line before."""
_NIGHT = 12 * 3600
"""A time that is earlier than the one before by more than this may be the next day's."""

_DAY = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)(?:[t ,]+|$)")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<mark>[:.h]?)(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?|(?P<hours>h(?:rs?)?))?"
)


def instant(when: str, day: str = "") -> Instant | None:
    """The day and second that the words of a `when` name; none for a label such as `T+5`.

    Args:
        when: As it was typed: `08:05`, `8.05am`, `0805h`, `1998-12-11`, `1998-12-11 08:05`, `next day 00:10`.
        day: The day that a time alone belongs to.
    """
    words = " ".join(when.lower().split())
    if words.startswith(f"{NEXT_DAY} "):
        day, words = day_after(day), words.removeprefix(f"{NEXT_DAY} ")
    named = _DAY.match(words)
    if named:
        day, words = named[1], words[named.end() :]
        if not words:
            return day, -1
    time = _TIME.fullmatch(words)
    if time is None or not (time["mark"] or time["half"] or time["hours"]) or int(time["hour"]) > 24:
        return None
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"] == "p" else 0)
    return day, hour * 3600 + int(time["minute"] or 0) * 60 + int(time["second"] or 0)


def day_after(day: str) -> str:
    """The day after one, as an `Instant` names it."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):  # a month alone, or no day was said: the nights since are counted
        named, _, nights = day.partition("+")
        return f"{named}+{int(nights or 0) + 1:03d}"


def over_midnight(entries: Sequence[Row], when: str) -> str:
    """The time before `when`, if that is more than twelve hours later, so that a night may lie between.

    Asked once: not where a line among `entries` has such a time already and was left as it is.
    """
    day, last, said = "", -1, ""
    for _, entry in entries:
        found = instant(str(getattr(entry, "when", "")), day)
        if found is None or found[1] < 0:
            continue
        if found[0] == day and last - found[1] > _NIGHT:
            return ""
        day, last, said = found[0], found[1], str(getattr(entry, "when", ""))
    now = instant(when, day)
    return said if now is not None and now[0] == day and 0 <= now[1] < last - _NIGHT else ""


def on_the_next_day(entries: Sequence[Row], id_: str) -> str:
    """The `when` of a line, put on the day after that of the line before it; empty: it has no time alone."""
    day = ""
    for other, entry in entries:
        when = str(getattr(entry, "when", ""))
        found = instant(when, day)
        if other == id_:
            alone = found is not None and found[0] == day and found[1] >= 0 and not _DAY.match(when.strip())
            after = day_after(day)
            return f"{after if _DAY.fullmatch(after) else NEXT_DAY} {when.strip()}" if alone else ""
        day = found[0] if found is not None else day
    return ""


def timeline_order(entries: Sequence[Row], late: Collection[str] = ()) -> list[Row]:
    """Lines of a timeline in the order to show them; their numbers do not change.

    Lines with a time sort by day, then time; a time alone belongs to the day said before it. A line without
    a time stays below the line it was typed after, but a late one goes last. A line that was moved after
    another stands there, whatever its time.

    Args:
        entries: The lines with their ids, in the order they were typed.
        late: Ids of lines typed while the room was at another stage.
    """
    first: list[Row] = []
    blocks: list[tuple[Instant, list[Row]]] = []
    last: list[Row] = []
    day = ""
    there = {id_ for id_, _ in entries}
    moved = {id_: entry for id_, entry in entries if entry.after in there and entry.after != id_}
    for id_, entry in (row for row in entries if row[0] not in moved):
        said = instant(str(getattr(entry, "when", "")), day)
        if said is not None:
            day = said[0]
            blocks.append((said, [(id_, entry)]))
        elif id_ in late:
            last.append((id_, entry))
        else:
            (blocks[-1][1] if blocks else first).append((id_, entry))
    blocks.sort(key=lambda block: block[0])
    return _moved(first + [row for _, block in blocks for row in block] + last, list(moved.items()))


def _moved(rows: list[Row], moved: list[Row]) -> list[Row]:
    waiting = list(reversed(moved))
    while waiting:
        placed = [id_ for id_, _ in rows]
        found = next((row for row in waiting if row[1].after in placed), None)
        if found is None:  # lines moved after each other
            return rows + waiting[::-1]
        waiting.remove(found)
        rows.insert(placed.index(found[1].after) + 1, found)
    return rows


def late_lines(session: Session) -> set[str]:
    """Ids of lines that were typed while the room was at another stage (`:3 TEXT`)."""
    marks = sorted(
        (int(id_), mark.stage)
        for id_, mark in session.clock.items()
        if mark.where == "stage" and not mark.deleted and id_.isdigit()
    )
    found: set[str] = set()
    place, here = 0, ""
    for id_, entry in sorted(
        ((int(i), e) for i, e in session.entries.items() if i.isdigit()), key=lambda r: r[0]
    ):
        while place < len(marks) and marks[place][0] < id_:
            here = marks[place][1]
            place += 1
        if here and entry.stage != here:
            found.add(str(id_))
    return found


def timeline(session: Session, entries: Sequence[Row]) -> list[Row]:
    """Lines of this session in the order of a timeline (`timeline_order`)."""
    return timeline_order(entries, late_lines(session)) if clock.marks(session) else timeline_order(entries)
