"""What the reader of a capture line may know, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from ..documents import Value

What: TypeAlias = Literal["nothing", "help", "command", "to-stage", "go-on", "entry"]


@dataclass(frozen=True, slots=True)
class Room:
    """What the reader of a line may know about the moment at which it is typed."""

    kind: str = "point"
    """Kind of the question; `none` where nothing is kept."""
    people: tuple[str, ...] = ()
    """Names as they are stored."""
    today: date = field(kw_only=True)
    language: str = "en"
    """Of the session: its words are read beside the English ones."""
    day_first: bool = True
    """Whether `3/4` is the third of April."""
    follows_cause: bool = False
    """Whether the question's last entry is a cause, so that a line starting with `->` goes on from it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line, understood."""

    what: What
    kind: str = ""
    """Of an entry."""
    text: str = ""
    """Of an entry or of what goes on; unread for a late line; what follows the word of a command."""
    word: str = ""
    """A command's word without its colon, or the number of the stage, as typed."""
    marked: bool = False
    """Whether a sign, a quotation or `:KIND` set the kind: such a line is captured in any activity."""
    fields: Mapping[str, Value] = field(default_factory=dict)
    """Stored field names and values as stored: days as `2026-11-27`, lists as lists, numbers as integers."""
    notes: tuple[str, ...] = ()
    """What was not understood, or understood otherwise than typed, in words."""
    unsure: tuple[str, ...] = ()
    """Fields whose words fit several people and were kept as typed."""
