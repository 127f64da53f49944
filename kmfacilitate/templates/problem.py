"""What can be wrong with a template, said so that its author can put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _

Place: TypeAlias = tuple[str | int, ...]
"""The way to a part of a template from the top: keys and, counted from 0, positions in lists."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right in a template; `str()` is `file:line: where: what`.

    `line` counts from 1, 0 where it is not known; `where` is empty for the template as a whole.
    """

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.where, self.what) if part)


class TemplateError(Unable):
    """A template cannot be used; `problems` has everything found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        more = len(self.problems) - 1
        rest = _(" (and {more} more to put right)").format(more=more) if more > 0 else ""
        super().__init__(f"{self.problems[0]}{rest}")


def shown(text: str, longest: int = 40) -> str:
    """Text of the author's own in quotation marks, on one line, cut where it is long."""
    line = clean_line(text)
    return f'"{line}"' if len(line) <= longest else f'"{line[: longest - 1].rstrip()}…"'


def where(place: Place, name_of: Callable[[Place], str]) -> str:
    """A place in words: `stage "Why?", question "cause"`.

    `name_of` gives the title or id of the stage or question at a place, or an empty text.
    """
    words: list[str] = []
    for at, step in enumerate(place):
        before = place[at - 1] if at else ""
        if isinstance(step, int) and before in ("stages", "questions"):
            name = name_of(place[: at + 1])
            words.append(f"{str(before)[:-1]} {shown(name) if name else step + 1}")
        elif isinstance(step, str) and step not in ("stages", "questions"):
            words.append(step)
    return ", ".join(words)
