"""Moments and days as they are stored: UTC with milliseconds, and ISO days."""

from __future__ import annotations

import re
from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """A moment as it is stored: `2026-11-22T09:46:12.508Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(stamped: str) -> datetime:
    """The moment that a stored stamp names (timezone UTC)."""
    return datetime.fromisoformat(stamped)


_LENGTH = re.compile(
    r"(?:(?:in|dans)\s+)?(\d{1,3}|an?|une)\s*(?:(m(?:in(?:ute)?s?)?)|h(?:ours?|eures?)?)\.?", re.IGNORECASE
)


def minutes_in(words: str) -> int | None:
    """A length as it is typed, in minutes: `45 min`, `in 60 minutes`, `an hour`, `2 h`; else none."""
    match = _LENGTH.fullmatch(words.strip())
    if match is None:
        return None
    number = int(match[1]) if match[1].isdecimal() else 1
    return number if match[2] else number * 60
