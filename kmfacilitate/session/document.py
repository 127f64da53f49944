"""A stored document as a typed, frozen view; what a stored time and a stored day look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

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


M = TypeVar("M", bound=BaseModel)
_MOST_MENDED = 50


def read_leniently(model: type[M], raw: Mapping[str, Any]) -> M | None:
    """The document without the parts that can't be read (a newer version's); none if nothing is left.

    What is left out is left out of the view only: the stored document keeps it.
    """
    data: Any = dict(raw)
    for _ in range(_MOST_MENDED):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            where = error.errors(include_url=False, include_input=False)[0]["loc"]
            reached = _reached(data, where)
            if not reached:
                return None
            data = _left_out(data, reached)
    return None


def _reached(data: Any, where: Sequence[int | str]) -> list[Any]:
    """As much of the way to an error as is in the data; names of types on the way are passed over."""
    found: list[Any] = []
    for step in where:
        if isinstance(data, Mapping):
            inside = step in data
        else:
            inside = isinstance(data, (list, tuple)) and isinstance(step, int) and step < len(data)
        if inside:
            data = data[step]
            found.append(step)
    return found


def _left_out(data: Any, way: Sequence[Any]) -> Any:
    first, rest = way[0], way[1:]
    kept: Any = dict(data) if isinstance(data, Mapping) else list(data)
    if rest:
        kept[first] = _left_out(kept[first], rest)
    else:
        del kept[first]
    return kept
