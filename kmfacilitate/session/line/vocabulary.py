"""Which field a typed word names, and which value: exact, an unambiguous beginning, or a typing error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kmfacilitate.language import spoken

from ..kinds import KINDS, Entry, Says, kind_class
from .words import fold, rows

_SHORTEST_BEGINNING = 2
"""Letters below which a word is no beginning: in `either a | b: c` a letter is a letter."""
_SHORTEST_WITH_ERROR = 4
"""Letters below which a word with a wrong letter is simply another word."""
_TWO_ERRORS_FROM = 6


def field_word(name: str, says: Says) -> str:
    """The one word by which a field is written on the line."""
    words = (says.label, *says.short, name)
    return next((word for word in words if word.isalpha()), name)


def field_names(kind: str, language: str) -> Mapping[str, str]:
    """Every word, folded, that names a field of the kind, and the field."""
    return _field_names(kind, language, spoken())


@lru_cache(maxsize=128)
def _field_names(kind: str, language: str, reader: str) -> Mapping[str, str]:
    fields = kind_class(kind).fields()
    found: dict[str, str] = {}
    for name, says in fields.items():
        for word in (says.label, name, *says.short):
            found.setdefault(fold(word), name)
    for row in rows(language):
        for word, name in row.fields.items():
            if name in fields:
                found.setdefault(word, name)
    return found


def find_field(kind: str, typed: str, language: str) -> tuple[str, bool] | None:
    """The field of the kind that a word names, and whether a typing error was forgiven; or none."""
    return _find_field(kind, typed, language, spoken())


@lru_cache(maxsize=2048)
def _find_field(kind: str, typed: str, language: str, reader: str) -> tuple[str, bool] | None:
    names = field_names(kind, language)
    said = " ".join(fold(typed).split())
    if said in names:
        return names[said], False
    begun = {field for word, field in names.items() if word.startswith(said)}
    if len(said) < _SHORTEST_BEGINNING:
        return None
    if begun:
        return (begun.pop(), False) if len(begun) == 1 else None
    if len(said) < _SHORTEST_WITH_ERROR:
        return None
    most = 2 if len(said) >= _TWO_ERRORS_FROM else 1
    near: dict[int, set[str]] = {}
    for word, field in names.items():
        if len(word) >= _SHORTEST_WITH_ERROR and abs(len(word) - len(said)) <= most:
            errors = typing_errors(said, word)
            if errors <= most and (errors < 2 or len(word) >= _TWO_ERRORS_FROM):
                near.setdefault(errors, set()).add(field)
    best = near[min(near)] if near else set()
    return (best.pop(), True) if len(best) == 1 else None


def typing_errors(one: str, other: str) -> int:
    """Letters added, left out, changed or swapped with their neighbour between two short words."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            errors = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                errors = min(errors, before[j - 2] + 1)
            row.append(errors)
        before, above = above, row
    return above[-1]


def find_choice(typed: str, choices: Iterable[str], language: str) -> str | None:
    """The choice that some words name: itself, a word for it, or its unambiguous beginning."""
    said = " ".join(fold(typed).split())
    named = {fold(choice): choice for choice in choices}
    for row in rows(language):
        named |= {word: choice for word, choice in row.choices.items() if choice in named.values()}
    if said in named:
        return named[said]
    fits = {choice for word, choice in named.items() if said and word.startswith(said)}
    return fits.pop() if len(fits) == 1 else None


def kind_words(language: str) -> Mapping[str, str]:
    """The words after `:` that make a line of a kind, and the kind."""
    return _kind_words(language, spoken())


@lru_cache(maxsize=16)
def _kind_words(language: str, reader: str) -> Mapping[str, str]:
    english = {name: name for name, kind in KINDS.items() if kind.typed}
    return {**{word: kind for row in rows(language) for word, kind in row.kinds.items()}, **english}


@lru_cache(maxsize=64)
def signs(kind: str) -> Mapping[str, str]:
    """The signs that a kind has a use for (`@ # ^`), and the field each sets."""
    found: dict[str, str] = {}
    for name, says in kind_class(kind).fields().items():
        if says.sign:
            found.setdefault(says.sign, name)
    return found


@lru_cache(maxsize=1)
def kind_marks() -> Mapping[str, type[Entry]]:
    """The signs that make a line a kind, but the quotation mark."""
    return {kind.mark: kind for kind in KINDS.values() if kind.mark and kind.mark != '"'}
