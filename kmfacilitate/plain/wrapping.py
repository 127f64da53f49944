"""Long lines parted at their spaces, so that they fit the terminal; in a pipe a line stays a line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from unicodedata import combining, east_asian_width

from kmfacilitate.speech import say

NARROWEST = 20


def terminal_width() -> int:
    """How many cells a line has room for; 0 where standard output is no terminal: nothing is parted there."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0
    return max(NARROWEST, shutil.get_terminal_size().columns)


def wrapped(text: str, width: int) -> Iterator[str]:
    """A line as lines of at most `width` cells; what stands in front goes in front of all of them.

    A word that is longer than a line is left whole: the terminal parts it, and who listens hears one word.
    """
    words = text.lstrip(" ")
    lead = " " * min(len(text) - len(words), width // 2)
    if not width or cells(text) <= width:
        yield text
        return
    line = lead
    for word in words.split(" "):
        longer = f"{line}{'' if line == lead else ' '}{word}"
        if line != lead and cells(longer) > width:
            yield line
            longer = f"{lead}{word}"
        line = longer
    yield line


def tell(text: str = "") -> None:
    """Say a line on standard output, parted where the terminal is narrower."""
    for line in wrapped(text, terminal_width()):
        say(line)


def cells(text: str) -> int:
    """How many cells a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
