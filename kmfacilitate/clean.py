"""The one door for text from outside: typed, pasted, piped, a template, a file, a name, an error message.

A terminal obeys control characters found in what it is asked to show (ESC ] 52 writes the clipboard), and
bidirectional overrides make a line read as something else. They go, on the way in and on the way out;
every script, the joiners of Persian and Hindi, and emoji stay.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

LONGEST = 200_000
"""The most characters one entry holds."""

_TAKEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 but tab and newline
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides and isolates
    "\u2028\u2029\ufeff]"  # line and paragraph separators, byte order mark
)
_LONE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text as it may be stored and shown: without controls, overrides and lone surrogates.

    All newlines become line feeds. Nothing else is normalised; cleaning twice changes nothing.
    """
    return without_controls(text)[:LONGEST]


def without_controls(text: str) -> str:
    """The same for text of any length: a whole report, or data for another program."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE.sub("\ufffd", _TAKEN.sub("", text))


def clean_line(text: str) -> str:
    """Cleaned text on one line: newlines and tabs become spaces, the ends are trimmed."""
    return re.sub(r"[\t\n]+", " ", clean(text)).strip()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or none."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None
