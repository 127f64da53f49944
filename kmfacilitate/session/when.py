"""When a meeting is to begin, as people type it: `10:30`, `fri 10:30`, `2026-12-03 9am`, `15 feb 14.00`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from .line.days import read_day
from .local_words import local

_HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m)?|(\d{2})(\d{2})h?", re.IGNORECASE)
_ISO = re.compile(r"(?<=\d)T(?=\d)")
_LONGEST = 100
_END = re.compile(r"^(.*?)[,\s]*\b(?:at )?(\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]m)?|\d{4}h?)$", re.IGNORECASE)


def read_hour(words: str) -> time | None:
    """A time of day: `10:30`, `10.30`, `1030`, `9am`; none where it is no time."""
    found = _HOUR.fullmatch(words.strip())
    if found is None:
        return None
    if found[4]:
        hour, minute = int(found[4]), int(found[5])
    elif found[2] or found[3]:
        hour, minute = int(found[1]), int(found[2] or 0)
    else:
        return None  # a bare number is no time
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_when(words: str, now: datetime, zone: tzinfo, language: str = "en") -> datetime | None:
    """The moment (aware, in the zone) that is meant, or none.

    A time alone is the next one; with a day (see `line.days`) it is of that day. Two hours that are one, in
    the night in which the clocks go back, are the first of them.
    """
    found = _END.match(_ISO.sub(" ", " ".join(words[:_LONGEST].split())))
    hour = read_hour(found[2]) if found else None
    if found is None or hour is None:
        return None
    today = now.astimezone(zone).date()
    if found[1].strip(" ,"):
        day = read_day(found[1].strip(" ,"), today, language, local().day_first)
        return None if day is None else _at(datetime.combine(day, hour), zone)
    at = _at(datetime.combine(today, hour), zone)
    return at if at > now else _at(datetime.combine(today + timedelta(days=1), hour), zone)


def _at(wall: datetime, zone: tzinfo) -> datetime:
    """The moment of a time on the wall; one that the clocks jump over is as much later."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
