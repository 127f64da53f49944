"""Taking names and other words out of texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _

SOMEBODY = N_("[name]")
"""What stands in place of a participant's name."""
LEFT_OUT = N_("[left out]")
"""What stands in place of a word that was asked to be left out."""
AGREED = N_("owner agreed")
"""What stands in place of whoever took something on, in an edition and in data."""
_MARKS = "\u0300-\u036f"


class Redaction:
    """Replaces these names in texts: whole words, the longest first, however they are capitalised."""

    def __init__(self, names: Iterable[str], instead: str = SOMEBODY) -> None:
        self._instead = instead
        lines = {clean_line(name) for name in names}
        spellings = {
            unicodedata.normalize(form, line)
            for line in lines
            if any(map(str.isalnum, line))
            for form in ("NFC", "NFD")
        }
        words = [r"\s+".join(map(re.escape, name.split())) for name in sorted(spellings, key=_longest_first)]
        self._found = (
            re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_]|[{_MARKS}])", re.IGNORECASE)
            if words
            else None
        )

    def text(self, text: str) -> str:
        """The text with `[name]` (or what else was asked for) where a name stood."""
        return self._found.sub(lambda _found: self._instead, text) if self._found else text

    def deep(self, value: Any) -> Any:
        """The same for every text in a value as JSON has it."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (list, tuple)):
            return [self.deep(part) for part in value]
        if isinstance(value, Mapping):
            return {name: self.deep(part) for name, part in value.items()}
        return value

    def names(self, text: str) -> bool:
        """Whether the text holds one of the names."""
        return bool(self._found and self._found.search(text))


def owner_in_words(owner: str) -> str:
    """Whoever took something on, as a report says it in its language."""
    return _(AGREED) if owner == AGREED else owner


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name
