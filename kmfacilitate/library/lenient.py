"""Fields of raw documents as what they should be; what is something else is taken for empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kmfacilitate.clean import LONGEST, clean, clean_line
from kmfacilitate.session.documents import Documents, Raw

from .words import fold


def first_of(documents: Documents, table: str) -> Raw:
    """The only document of a table; empty where there is none."""
    for raw in documents.get(table, {}).values():
        if isinstance(raw, Mapping):
            return raw
    return {}


def known_of(raw: Raw, name: str, known: tuple[str, ...], usual: str, tightest: str) -> str:
    """A choice; of one that can't be read the most careful is assumed."""
    value = raw.get(name)
    if value is None or value == "":
        return usual
    return value if isinstance(value, str) and value in known else tightest


def text_of(raw: Raw | None, name: str) -> str:
    """A text field on one line; empty where it holds something else."""
    value = raw.get(name) if raw else None
    if not value or not isinstance(value, str):
        return ""
    return value.strip() if value.isprintable() else clean_line(value)


def prose_of(value: Any) -> str:
    """A text of several lines; empty where it is something else."""
    if not isinstance(value, str):
        return ""
    return value[:LONGEST].strip() if value.isprintable() else clean(value).strip()


def number_of(raw: Raw, name: str) -> int:
    """A whole number; 0 where it is something else."""
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def texts_of(value: Any) -> list[str]:
    """The texts in a list, each on one line."""
    return [clean_line(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def maps_of(value: Any) -> list[Raw]:
    """The maps in a list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def key_of(names: Iterable[str]) -> str:
    """Names as they are compared: folded, every word between spaces; empty where there are none."""
    words = " | ".join(" ".join(fold(name).split()) for name in names if name)
    return f" {words} " if words else ""
