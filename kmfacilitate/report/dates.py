"""Days, times and sittings in words, in the time zone and language of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kmfacilitate.language import _
from kmfacilitate.session.clock import Sitting
from kmfacilitate.session.local_words import ENGLISH
from kmfacilitate.session.moments import moment
from kmfacilitate.session.session import Session

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def zone(session: Session) -> tzinfo:
    """The time zone of the meeting; UTC where its name is not known here."""
    try:
        return ZoneInfo(session.meeting.tz or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day_in_words(day: date | str, language: str = "en") -> str:
    """`27 November 2026`; what is no day stays as it is."""
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    if language.partition("-")[0] in ("en", ""):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    from babel.core import UnknownLocaleError  # Babel takes longer to import than the whole report
    from babel.dates import format_date

    try:
        return format_date(day, format="long", locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day_in_words(day)


def weekday_in_words(day: datetime, language: str = "en") -> str:
    """`Friday`."""
    if language.partition("-")[0] in ("en", ""):
        return ENGLISH.weekdays[day.weekday()]
    from babel.core import UnknownLocaleError
    from babel.dates import format_date

    try:
        return format_date(day.date(), format="EEEE", locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ENGLISH.weekdays[day.weekday()]


def stretch_in_words(start: datetime, end: datetime, language: str = "en") -> str:
    """`16 January 2018, 09:30 to 10:31`; over midnight, both days."""
    first = f"{day_in_words(start.date(), language)}, {start:%H:%M}"
    if end.date() == start.date():
        hour = f"{end:%H:%M}"
        return first if hour == f"{start:%H:%M}" else _("{first} to {hour}").format(first=first, hour=hour)
    return _("{first} to {day_in_words}, {end:%H:%M}").format(
        first=first, day_in_words=day_in_words(end.date(), language), end=end
    )


def moment_in_words(stamped: str, tz: tzinfo, language: str = "en") -> str:
    """A stored moment: `16 January 2018, 09:30`."""
    local = moment(stamped).astimezone(tz)
    return stretch_in_words(local, local, language)


def held(session: Session, sittings: Sequence[Sitting]) -> tuple[datetime, datetime] | None:
    """When the meeting began and ended, in its own time zone; none before it began."""
    tz = zone(session)
    if sittings:
        return sittings[0].start.astimezone(tz), sittings[-1].end.astimezone(tz)
    meeting = session.meeting
    if not meeting.started:
        return None
    start = moment(meeting.started).astimezone(tz)
    return start, moment(meeting.ended).astimezone(tz) if meeting.ended else start


def day_of(session: Session, sittings: Sequence[Sitting] = ()) -> date:
    """The day a report is filed under: when the meeting began, else when it was prepared."""
    when = held(session, sittings)
    if when:
        return when[0].date()
    created = session.meeting.created
    return moment(created).astimezone(zone(session)).date() if created else date(1970, 1, 1)


def whole_minutes(seconds: int) -> int:
    """Seconds as minutes to the nearest one; what took any time took at least one."""
    return max(1, (seconds + 30) // 60) if seconds > 0 else 0
