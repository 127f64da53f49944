"""Whom a name after `@` means: the longest name on the list, a beginning, initials, or someone new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .words import fold, has_word, in_word

_INSIDE = "'’_-"
_APOSTROPHES = "'’"
_QUOTED = re.compile(r'"([^"\n]+)"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»')
_NEXT_WORDS = re.compile(r"(?:[ \u00a0]+[^\s|@#^]+){1,4}")
_CLOSING = ".,;:!?)"


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a person, read."""

    name: str
    """As stored: the name on the list, or the words as typed."""
    end: int
    """Where the reference ends in the text."""
    fits: tuple[str, ...] = ()
    """The people it may mean, when there are several; then `name` is as typed."""
    new: bool = False
    """Whether it is a bare word that nobody on the list is called by."""


def read_name(text: str, start: int, people: tuple[str, ...]) -> Named | None:
    """The reference that begins at `start` (after the `@`), or none if no name can begin there."""
    if quoted := _QUOTED.match(text, start):
        words = next(part for part in quoted.groups() if part).strip()
        same = next((known.name for known in _known(people) if known.folded == fold(words)), words)
        return Named(same, quoted.end()) if has_word(words) else None
    for known in _by_length(people):
        end = start + len(known.name)
        if fold(text[start:end]) == known.folded and _ends(text, end):
            return Named(known.name, end)
    end = _word_end(text, start)
    if end == start:
        return None
    following = _NEXT_WORDS.match(text, end)
    steps = [m.end() for m in re.finditer(r"\S+", following[0])] if following else []
    for step in reversed(steps):
        phrase = fold(" ".join(text[start : end + step].split()).rstrip(_CLOSING))
        fits = tuple(known.name for known in _known(people) if known.has_words(phrase))
        if len(fits) == 1:
            return Named(fits[0], start + len(text[start : end + step].rstrip(_CLOSING)))
    typed = text[start:end].replace("_", " ")
    said = fold(typed)
    fits = tuple(known.name for known in _known(people) if known.begins(said))
    fits = fits or tuple(known.name for known in _known(people) if known.initials == said)
    if len(fits) == 1:
        return Named(fits[0], end)
    return Named(typed, end, fits, new=not fits)


def find_person(words: str, people: tuple[str, ...]) -> Named:
    """Whom some words mean as a whole, as after ` | owner:`."""
    words = words.strip().removeprefix("@").strip()
    found = read_name(words, 0, people)
    if found and found.end == len(words):
        return found
    return Named(words, len(words), new=True)


def people_like(words: str, people: tuple[str, ...]) -> list[str]:
    """The people that a beginning may mean, in the order of the list."""
    said = fold(words)
    return [known.name for known in _known(people) if known.begins(said) or known.initials == said]


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    folded: str
    initials: str

    def begins(self, said: str) -> bool:
        """Whether the name, or a word in it, begins so."""
        return f" {said}" in f" {self.folded}"

    def has_words(self, said: str) -> bool:
        """Whether these are whole words of the name, in a row."""
        return f" {said} " in f" {self.folded} "


@lru_cache(maxsize=32)
def _known(people: tuple[str, ...]) -> tuple[_Known, ...]:
    known = []
    for name in dict.fromkeys(people):
        folded = " ".join(fold(name).split())
        parts = folded.replace("-", " ").split()
        known.append(_Known(name, folded, "".join(part[0] for part in parts) if len(parts) > 1 else ""))
    return tuple(known)


@lru_cache(maxsize=32)
def _by_length(people: tuple[str, ...]) -> tuple[_Known, ...]:
    return tuple(sorted((known for known in _known(people) if known.name), key=lambda k: -len(k.name)))


def _word_end(text: str, start: int) -> int:
    """Where the word ends that begins with a letter at `start`; a possessive 's is not part of it."""
    if start >= len(text) or not text[start].isalpha():
        return start
    end = start + 1
    while end < len(text) and (text[end] in _INSIDE or in_word(text[end])):
        end += 1
    while text[end - 1] in _INSIDE:
        end -= 1
    if end - start > 2 and text[end - 2] in _APOSTROPHES and text[end - 1] in "sS":
        end -= 2
    return end


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: not inside `Anne-Marie` or `O'Brien`, but before `'s`."""
    if end >= len(text) or not (text[end] in _INSIDE or in_word(text[end])):
        return True
    after = text[end + 1 : end + 3]
    if text[end] in _APOSTROPHES and after[:1] in ("s", "S"):
        return len(after) < 2 or not in_word(after[1])
    return text[end] in _INSIDE and not (after and in_word(after[0]))
