"""Step 6: a line that is one quotation, perhaps with who said it, tags or fields after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import Room
from .names import find_person

PARTNERS = {'"': '"', "“": "”", "„": "“”", "«": "»"}
"""Opening quotation marks, and what closes them."""
_SAID_BY = re.compile(r"\s*[-–—−][^\S\n]+(?P<who>[^\s|@#^][^|@#^\n]{0,60})")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, taken apart."""

    words: str
    """What was said; verbatim where the quotation is closed."""
    closed: bool
    who: str = ""
    """The name after a dash."""
    tail: str = ""
    """What follows: tokens and fields, if it is a quotation at all."""


def read_quotation(line: str, room: Room) -> Quotation | None:
    """The quotation that a line opens with; or none where words are quoted inside a sentence.

    Whether the tail holds only tokens and fields is for the caller to see.
    """
    partners = PARTNERS.get(line[:1])
    if not partners:
        return None
    end = next((at for at, char in enumerate(line) if at and char in partners), 0)
    if not end:
        return Quotation(line[1:].strip(), closed=False)
    words, tail = line[1:end].strip(), line[end + 1 :]
    who = ""
    said_by = _SAID_BY.match(tail)
    if said_by and _is_name(said_by["who"].strip(), room):
        who, tail = said_by["who"].strip(), tail[said_by.end() :]
    if not words or (tail and not who and not (tail[0].isspace() or tail[0] == "|")):
        return None
    return Quotation(words, True, who, tail.strip())


def _is_name(words: str, room: Room) -> bool:
    """Whether some words after a dash can be a name: somebody on the list, or no word begins small."""
    parts = words.split()
    if len(parts) > _MOST_WORDS:
        return False
    person = find_person(words, room.people)
    return not person.new or not any(part[0].islower() or not part[0].isalpha() for part in parts)
