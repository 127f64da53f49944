"""The words of a search: parted, folded as the index folds them, asked for, and found again in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kmfacilitate.clean import clean_line

MOST_WORDS = 12
"""Words of a search that are looked for; more narrow nothing down."""
Span = tuple[int, int]
"""Where a found word stands in a text: first letter, and one after the last."""


def fold(text: str) -> str:
    """Text as it is compared: lower case, without accents."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in parted if not "\u0300" <= sign <= "\u0331")


@lru_cache(maxsize=4096)
def _in_word(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LN" or category in ("Mn", "Mc", "Co")


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as the index parts them: folded, with first place and one after the last."""
    found: list[tuple[str, int, int]] = []
    start = -1
    for at, sign in enumerate(text):
        if _in_word(sign):
            if start < 0:
                start = at
        elif start >= 0:
            found.append((fold(text[start:at]), start, at))
            start = -1
    if start >= 0:
        found.append((fold(text[start:]), start, len(text)))
    return found


def words_of(typed: str) -> list[str]:
    """The words that are looked for, as typed; what has no letter or figure is none."""
    parts = clean_line(typed[:1000]).split()
    return list(dict.fromkeys(part for part in parts if any(map(_in_word, part))))[:MOST_WORDS]


def quoted(word: str) -> str:
    """A word as MATCH takes it, whatever signs it holds."""
    return '"' + word.replace('"', '""') + '"'


def all_of(words: Iterable[str], *, last_begins: bool = False) -> str:
    """The MATCH expression for lines that hold all these words, the last one perhaps only begun."""
    return " ".join(map(quoted, words)) + ("*" if last_begins else "")


def any_of(words: Iterable[str]) -> str:
    """The MATCH expression for lines that hold one of these words at least."""
    return " OR ".join(map(quoted, words))


def spans(text: str, words: Iterable[str], *, alike: bool = False) -> tuple[Span, ...]:
    """Where words stand in a text: whole, the last one of them also begun.

    Args:
        text: The text as it is shown.
        words: As they were looked for.
        alike: Take words of the same stem too (`communicate`, `communications`).
    """
    wanted = [token for word in words for token, _, _ in tokens(word)]
    if not wanted:
        return ()
    whole, begun = set(wanted), wanted[-1]
    found: list[Span] = []
    for token, start, end in tokens(text):
        if token in whole:
            found.append((start, end))
        elif token.startswith(begun):
            found.append((start, start + len(begun) if end - start == len(token) else end))
        elif alike and any(same_stem(token, word) for word in wanted):
            found.append((start, end))
    return tuple(found)


def same_stem(one: str, other: str) -> bool:
    """Whether two words look like forms of one: all but their endings is the same."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same >= 3 and max(len(one), len(other)) - same <= 4 and min(len(one), len(other)) - same <= 3


def near(word: str, other: str, most: int = 2) -> int | None:
    """How many letters were mistyped, at most so many: left out, added, changed or swapped; none: more."""
    if abs(len(word) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and word[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
