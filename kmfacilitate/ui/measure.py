"""How text fits: widths in cells, wrapping, balancing, cutting at a word."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

_WORD = re.compile(r" *[^ ]+")
_JOINT = re.compile(r"[^-/_\\]*[-/_\\]+|[^-/_\\]+")
"""A part of a long word, up to where a name of a file or a path can be broken."""


def width_of(text: str) -> int:
    """How many cells a terminal gives to `text`."""
    return len(text) if text.isascii() else cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """Text as lines of at most `width` cells, broken at spaces.

    A word is broken only when it is longer than a line, after a hyphen or a slash where it has one. Newlines
    end a line; a tab is shown as a space. No text is one empty line.
    """
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.replace("\t", " ").split("\n"):
        lines += _wrap_paragraph(paragraph, width)
    return lines


def _wrap_paragraph(text: str, width: int) -> list[str]:
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for found in _WORD.finditer(text):
        word = found[0]
        long = width_of(word)
        if used + long <= width:
            line, used = line + word, used + long
            continue
        if line:
            lines.append(line)
        word = word.lstrip(" ")
        long = width_of(word)
        if long > width:
            *full, word = _broken(word, width)
            lines += full
            long = width_of(word)
        line, used = word, long
    if line or not lines:
        lines.append(line)
    return lines


def _broken(word: str, width: int) -> list[str]:
    """A word that is longer than a line, in parts that are not."""
    parts, line, used = [], "", 0
    for found in _JOINT.finditer(word):
        joint = found[0]
        long = width_of(joint)
        if used + long > width:
            if line:
                parts.append(line)
            line, used = "", 0
        if long > width:
            *full, joint = chop_cells(joint, width)
            parts += full
            long = width_of(joint)
        line, used = line + joint, used + long
    return [*parts, line]


def balanced(text: str, width: int) -> list[str]:
    """Text wrapped so that its lines are about equally long: no last line of one word.

    A break after a colon, comma or full stop is preferred where it costs little.
    """
    plain = wrap(text, width)
    if len(plain) < 2:
        return plain
    narrow, wide = max(1, width // 3), width
    while narrow < wide:
        middle = (narrow + wide) // 2
        if len(wrap(text, middle)) <= len(plain):
            wide = middle
        else:
            narrow = middle + 1
    candidates = [wrap(text, at) for at in range(wide, min(width, wide + 8) + 1)]
    return max(
        candidates, key=lambda lines: sum(line.endswith((":", ",", ".", ";", "?")) for line in lines[:-1])
    )


def cut(text: str, width: int, sign: str = "…") -> str:
    """One line of text that fits `width` cells, shortened at a word and ended with `sign` if it must be."""
    text = text.replace("\n", " ").replace("\t", " ")
    if width_of(text) <= width:
        return text
    room = width - width_of(sign)
    if room < 1:
        return ""
    kept = _wrap_paragraph(text, room)[0].rstrip()
    return (kept.rstrip(" ,;:·") or kept) + sign
