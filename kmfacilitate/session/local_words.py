"""How days and times are written here: names, order, 12 or 24 hours. One way for a process, set at its start.

English with the day first and 24 hours unless `use` was told another. Screens and plain mode write so; a
report follows the language of its session, and what is stored is always ISO 8601.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_FIELD = re.compile(r"'([^']*)'|([EMLdyahHkKmsc])\2*")


@dataclass(frozen=True, slots=True)
class LocalWords:
    """Names of days and months, and patterns in the letters of CLDR (`E d MMM`)."""

    months: tuple[str, ...] = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    short_months: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip
    weekdays: tuple[str, ...] = (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    )  # fmt: skip
    short_weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    halves: tuple[str, str] = ("am", "pm")
    day: str = "d MMMM"
    short_day: str = "d MMM"
    short_day_year: str = "d MMM y"
    long_day: str = "E d MMMM"
    long_day_year: str = "E d MMMM y"
    full_day: str = "EEEE d MMMM y"
    middle_day: str = "E d MMM y"
    hour: str = "HH:mm"
    hour_second: str = "HH:mm:ss"
    first_weekday: int = 0
    """The weekday a calendar begins with, Monday is 0."""
    weekend: tuple[int, ...] = (5, 6)
    day_first: bool = True
    """Whether `3/4` is the third of April."""

    @property
    def work_week(self) -> tuple[int, int]:
        """The first and the last working day of a week."""
        days = [(self.first_weekday + n) % 7 for n in range(7)]
        work = [day for day in days if day not in self.weekend] or days
        # A weekend in the middle of the calendar's week still stands at the end of the work.
        after = next((at for at, day in enumerate(work) if (day - 1) % 7 in self.weekend), 0)
        return work[after], work[after - 1]

    def write(self, pattern: str, moment: date) -> str:
        """A day, or a moment, by a pattern of CLDR."""
        return _FIELD.sub(lambda found: self._field(found, moment), pattern)

    def _field(self, found: re.Match[str], at: date) -> str:
        letters = found[0]
        match letters[0]:
            case "'":
                return found[1] or "'"
            case "E" | "c":
                return (self.weekdays if len(letters) == 4 else self.short_weekdays)[at.weekday()]
            case "M" | "L" if len(letters) > 2:
                return (self.months if len(letters) == 4 else self.short_months)[at.month - 1]
            case "M" | "L":
                return f"{at.month:0{len(letters)}}"
            case "d":
                return f"{at.day:0{len(letters)}}"
            case "y":
                return f"{at.year % 100:02}" if len(letters) == 2 else str(at.year)
        if not isinstance(at, datetime):
            return ""
        hours = {"H": at.hour, "k": at.hour or 24, "h": at.hour % 12 or 12, "K": at.hour % 12}
        number = hours.get(letters[0], at.minute if letters[0] == "m" else at.second)
        return self.halves[at.hour >= 12] if letters[0] == "a" else f"{number:0{min(len(letters), 2)}}"


ENGLISH = LocalWords()
AMERICAN = LocalWords(
    halves=("AM", "PM"),
    day="MMMM d",
    short_day="MMM d",
    short_day_year="MMM d, y",
    long_day="E, MMMM d",
    long_day_year="E, MMMM d, y",
    full_day="EEEE, MMMM d, y",
    middle_day="E, MMM d, y",
    hour="h:mm a",
    hour_second="h:mm:ss a",
    first_weekday=6,
    day_first=False,
)
_in_use = ENGLISH


def month_written(day: str) -> str:
    """The month of a stored day as it is written here, `Jan 2018`; what is no day stays as it is."""
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return day[:7]
    return f"{_in_use.short_months[at.month - 1]} {at.year}"


def use(words: LocalWords) -> None:
    """Write days and times so from now on, in the whole process."""
    global _in_use
    _in_use = words


def local() -> LocalWords:
    """How days and times are written now."""
    return _in_use


def day_written(day: str) -> str:
    """A stored day as it is written here; as it is where it is none."""
    try:
        return _in_use.write(_in_use.middle_day, date.fromisoformat(day))
    except ValueError:
        return day
