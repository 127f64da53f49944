"""Several pasted lines: one entry a line, without bullets, and no sign read."""

from __future__ import annotations

import re

from ...clean import clean
from ..kinds import kind_class
from .lines import Room
from .write import write_line

_BULLET = re.compile(r"(?:[-–*•·◦▪‣]|\d{1,3}[.)])(?:\s+|\Z)")


def pasted_lines(text: str) -> list[str]:
    """The lines of a pasted text that say something, without their bullets and numbers."""
    lines = (_BULLET.sub("", line.strip(), count=1).strip() for line in clean(text).split("\n"))
    return [line for line in lines if line]


def as_plain_text(line: str, room: Room) -> str:
    """The line with backslashes where something in it would be read, so that it is taken as text.

    A line that has no such form (a `?` alone) is handed back as it is.
    """
    text = clean(line).strip()
    return write_line(kind_class(room.kind)(kind=room.kind, text=text), room) or text
