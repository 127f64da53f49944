"""Days as people type them after `^`: `fri`, `2w`, `in 2 weeks`, `15 feb`, `3/4`, `eom`."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ..local_words import local
from .words import Unit, calendars, fold, rows

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_NUMERIC = re.compile(r"(\d\d?)(?:/(\d\d?)(?:/(\d{4}|\d\d))?|\.(\d\d?)(?:\.(\d{4}|\d\d)?)?)")
_SPAN = re.compile(r"(\d{1,4}) ?([^\W\d_]+)")
_NAMED = re.compile(
    r"(?:(?P<day>\d\d?)(?P<end>[^\W\d_]*)\.? (?:of )?(?P<month>[^\W\d_]+)"
    r"|(?P<month2>[^\W\d_]+)\.? (?P<day2>\d\d?)(?P<end2>[^\W\d_]*))\.?(?:,? (?P<year>\d{4}))?"
)
_SHORTEST = 3
"""Letters a beginning of a weekday or month needs."""
_LEAP_GAP = 8
"""Years within which the 29th of February comes again, at the most."""


def read_day(words: str, today: date, language: str = "en", day_first: bool = True) -> date | None:
    """The day that some words name, or none.

    A weekday is the next one after today; a day without a year is the next one, today included.
    """
    said = " ".join(fold(words).split())
    if not said or len(said) > 60:
        return None
    try:
        return (
            _phrase(said, today, language)
            or _exact(said, today, day_first)
            or _weekday(said, today, language)
            or _span(said, today, language)
            or _named(said, today, language)
        )
    except (ValueError, OverflowError):
        return None


def _phrase(said: str, today: date, language: str) -> date | None:
    phrase = next((row.phrases[said] for row in rows(language) if said in row.phrases), None)
    match phrase:
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case "next week":
            first, _ = local().work_week
            return today + timedelta(days=(first - today.weekday() - 1) % 7 + 1)
        case "next month":
            return _later(today.replace(day=1), 1, "month")
        case "end of week":
            _, last = local().work_week
            return today + timedelta(days=(last - today.weekday()) % 7)
        case "end of month":
            return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    return None


def _exact(said: str, today: date, day_first: bool) -> date | None:
    if found := _ISO.fullmatch(said):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    if not (found := _NUMERIC.fullmatch(said)):
        return None
    dotted = found[4] is not None
    first, second = int(found[1]), int(found[4] or found[2] or 0)
    if not dotted and found[2] is None:
        return None
    day, month = (first, second) if dotted or day_first else (second, first)
    if month > 12 and not dotted:
        day, month = month, day
    year_said = found[5] or found[3] or ""
    return _next(day, month, today, int(year_said) + (2000 if len(year_said) == 2 else 0) if year_said else 0)


def _weekday(said: str, today: date, language: str) -> date | None:
    for weekdays, _ in calendars(language):
        number = _beginning(said, weekdays)
        if number is not None:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


def _span(said: str, today: date, language: str) -> date | None:
    for row in rows(language):
        rest = next((said[len(w) + 1 :] for w in row.within if said.startswith(w + " ")), said)
        found = _SPAN.fullmatch(rest)
        if found and found[2] in row.units:
            return _later(today, int(found[1]), row.units[found[2]])
    return None


def _named(said: str, today: date, language: str) -> date | None:
    found = _NAMED.fullmatch(said)
    if not found:
        return None
    endings = {ending for row in rows(language) for ending in row.ordinals}
    if (found["end"] or found["end2"] or "st") not in endings | {"st"}:
        return None
    for _, months in calendars(language):
        number = _beginning(found["month"] or found["month2"], months)
        if number is not None:
            return _next(int(found["day"] or found["day2"]), number + 1, today, int(found["year"] or 0))
    return None


def _beginning(said: str, names: tuple[str, ...]) -> int | None:
    if said in names:
        return names.index(said)
    fits = [n for n, name in enumerate(names) if len(said) >= _SHORTEST and name.startswith(said)]
    return fits[0] if len(fits) == 1 else None


def _next(day: int, month: int, today: date, year: int) -> date | None:
    if year:
        return date(year, month, day)
    for later in range(today.year, today.year + _LEAP_GAP + 1):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(later, month)[1]:
            found = date(later, month, day)
            if found >= today:
                return found
    return None


def _later(today: date, count: int, unit: Unit) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
