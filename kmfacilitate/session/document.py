"""A stored document as a typed, frozen view; what a stored time and a stored day look like."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Document(BaseModel):
    """A stored document, read. Frozen; keeps fields that this version does not know."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    rev: int = 0
    deleted: bool = False


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
