"""A lesson as it stood elsewhere: names and texts, and the file and line it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Said = str | tuple[str, ...]
"""What stands under one name: a text, or several."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stood: the name of the file, its line (from 1), and the place in the file (from 0)."""

    file: str
    line: int = 0
    position: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Record:
    """One lesson as it was kept elsewhere: its fields under the names they had there."""

    source: Source
    fields: Mapping[str, Said] = field(default_factory=dict)
    alone: bool = False
    """Whether it had a file to itself, so that it is a meeting of its own."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A session that was exported as JSON."""

    source: Source
    shown: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, and why, in words."""

    source: Source
    why: str

    def __str__(self) -> str:
        return f"{self.source}: {self.why}"


Found = Record | Exported | Unread
