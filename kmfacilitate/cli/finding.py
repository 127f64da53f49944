"""Which lines an export is about: those that `search` finds, so that both mean the same by the same words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kmfacilitate.library.found import Filters
from kmfacilitate.store.library import Library

from .asking import asked

_ALL = 1_000_000


def lines_with(library: Library, words: str, kind: str = "") -> Mapping[str, Collection[str]]:
    """The lines in which all these words stand, of one kind or any: session id → ids of entries.

    Brings the index of the library up to date first. Nothing of a confidential session is in it.

    Raises:
        Unable: The index can't be written.
    """
    with asked(library) as ask:
        findings = ask.search(f"{words} ", Filters(kinds=(kind,) if kind else ()), limit=_ALL)
    found: dict[str, set[str]] = {}
    if findings.wide != "some":  # then no line has all the words
        for line in findings.found:
            found.setdefault(line.session, set()).add(line.entry)
    return found
