"""Moments and days as they are stored: UTC with milliseconds, and ISO days."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """A moment as it is stored: `2026-11-22T09:46:12.508Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(stamped: str) -> datetime:
    """The moment that a stored stamp names (timezone UTC)."""
    return datetime.fromisoformat(stamped)
