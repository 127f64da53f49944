"""Numbers of lines: given once, never again, whatever is moved, taken out or brought back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from .documents import plain
from .edits import Edit

if TYPE_CHECKING:
    from .kinds import Entry
    from .session import Session

Series: TypeAlias = str
"""Lines that are numbered together: those of a stage (its id), or all private notes (empty)."""


def series(entry: Entry) -> Series:
    """The series that a line is numbered in."""
    return "" if entry.kind == "private" else entry.stage


def given(entry: Entry) -> Iterator[tuple[Series, int]]:
    """Every number the line has, or had before it was moved or became another kind."""
    if entry.n:
        yield series(entry), entry.n
    yield from entry.earlier


def greatest_numbers(
    entries: Iterable[Entry], known: Mapping[Series, int] = MappingProxyType({})
) -> Mapping[Series, int]:
    """The greatest number ever given in each series, by these lines or as known before."""
    greatest = dict(known)
    for entry in entries:
        for place, n in given(entry):
            if n > greatest.get(place, 0):
                greatest[place] = n
    return greatest


def twins(entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """Letters for lines that two windows gave one number at once: the later one is `3.2b`.

    It stays so where the other one is moved away.
    """
    seen: dict[tuple[Series, int], int] = {}
    letters: dict[str, str] = {}
    for id_, entry in entries.items():
        for number in set(given(entry)):
            before = seen.get(number, 0)
            seen[number] = before + 1
            if before and number == (series(entry), entry.n):
                letters[id_] = _letters(before)
    return letters


def kept_numbers(before: Session, after: Session, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that note on each line the number it gave up, so that no other line gets it.

    They belong to no step: taking a move back frees no number either.
    """
    noted: list[Edit] = []
    for id_ in dict.fromkeys(edit.id for edit in edits if edit.table == "entries"):
        old, new = before.entries.get(id_), after.entries.get(id_)
        if old is None or new is None or not old.n or (series(old), old.n) == (series(new), new.n):
            continue
        if (series(old), old.n) not in new.earlier:
            was = plain(new.earlier)
            noted.append(Edit("entries", id_, {"earlier": was}, {"earlier": [*was, [series(old), old.n]]}))
    return tuple(noted)


def _letters(place: int) -> str:
    """`a`, `b`, … `z`, `aa`, `ab`, …: for places from 0."""
    said = ""
    place += 1
    while place:
        place, at = divmod(place - 1, 26)
        said = chr(ord("a") + at) + said
    return said
