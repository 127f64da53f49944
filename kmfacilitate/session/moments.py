"""Moments and days as they are stored: UTC with milliseconds, and ISO days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def stamp(moment: datetime) -> str:
    """A moment as it is stored: `2026-11-22T09:46:12.508Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(stamped: str) -> datetime:
    """The moment that a stored stamp names (timezone UTC)."""
    return datetime.fromisoformat(stamped)


def _check_moment(value: str) -> str:
    if value and not _MOMENT.fullmatch(value):
        raise ValueError("a time is written 2026-11-22T09:46:12.508Z")
    if value:
        datetime.fromisoformat(value)
    return value


def _check_day(value: str) -> str:
    if value:
        if len(value) != 10:
            raise ValueError("a day is written 2026-11-27")
        date.fromisoformat(value)
    return value


Moment = Annotated[str, AfterValidator(_check_moment)]
"""A stored time, or empty."""
Day = Annotated[str, AfterValidator(_check_day)]
"""A stored day, or empty."""
