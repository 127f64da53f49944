"""The signs of the chrome, in two sets: Unicode, and ASCII where a terminal cannot show the first.

Only signs the program draws are chosen here; what people wrote is never changed by it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs. Every one of them stands beside its word."""

    done: str = "✓"
    saved: str = "✓ "
    """In front of the word `saved`; empty in ASCII, where the word is enough."""
    now: str = "▶"
    todo: str = "·"
    skipped: str = "–"
    worse: str = "−"
    dot: str = "·"
    """Between facts, and after the number of a line on its way to disk."""
    used: str = "━"
    left: str = "─"
    chosen: str = "●"
    free: str = "○"
    unticked: str = "□"
    bar: str = "▌"
    edge: str = "┊"
    up: str = "↑"
    down: str = "↓"
    hidden: str = "•"
    cut: str = "…"
    ascii: bool = False

    def for_mark(self, mark: str) -> str:
        """The sign drawn for the mark of a line (`-` is drawn as a minus sign where there is one)."""
        return self.worse if mark in {"-", "−"} else mark

    def words(self, text: str) -> str:
        """A sentence of the program's own in signs this set has; text of others must not come here."""
        return text.translate(_TO_ASCII) if self.ascii else text


UNICODE = Glyphs()
ASCII = Glyphs(
    done="x",
    saved="",
    now=">",
    todo=".",
    skipped="-",
    worse="-",
    dot="-",
    used="=",
    left="-",
    chosen="o",
    free=".",
    unticked="[ ]",
    bar="|",
    edge=":",
    up="^",
    down="v",
    hidden="*",
    cut="...",
    ascii=True,
)

_TO_ASCII = str.maketrans(
    {
        "✓": "x",
        "·": "-",
        "↑": "^",
        "↓": "v",
        "…": "...",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "−": "-",
    }
)


def chosen_glyphs(
    setting: str = "", *, environ: Mapping[str, str] | None = None, stdout: TextIO | None = None
) -> Glyphs:
    """The set to draw with.

    Args:
        setting: `ascii` or `unicode` decides; anything else leaves the choice to the terminal.
        environ: variables to read `TERM` from; None: those of this process.
        stdout: where will be drawn; None: standard output.
    """
    if setting in {"ascii", "unicode"}:
        return ASCII if setting == "ascii" else UNICODE
    term = (os.environ if environ is None else environ).get("TERM", "")
    encoding = getattr(sys.__stdout__ if stdout is None else stdout, "encoding", None) or ""
    speaks_utf8 = encoding.lower().replace("-", "").replace("_", "") in {"utf8", "utf8sig"}
    return UNICODE if speaks_utf8 and term not in {"linux", "dumb"} else ASCII
