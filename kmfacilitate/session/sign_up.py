"""What comes in for a programme of coffees: who signed up, who is kept apart, what was said afterwards."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _

_YES = ("y", "yes", "true", "1", "x")
_HEADINGS = ("name", "names", "name 1", "name 2", "a", "b", "one", "other", "first", "second", "person",
             "person 1", "person 2", "email", "")  # fmt: skip
"""What the first line of a list of twos may hold where it is a heading."""
BEST = 5
"""The best mark of what a meeting was worth."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """Who takes part: their attributes by name, and how many are out this time."""

    people: Mapping[str, Mapping[str, str]]
    columns: tuple[str, ...]
    out: int = 0

    def column(self, wanted: str, option: str) -> str:
        """The column that an option means.

        Raises:
            WrongUse: there is no such column; the nearest is named.
        """
        name = clean_line(wanted).casefold()
        if name in self.columns:
            return name
        near = nearest(name, self.columns)
        hint = (
            _("did you mean {near}?").format(near=near)
            if near
            else _("there are {columns}.").format(columns=", ".join(self.columns))
        )
        raise WrongUse(
            _("{option}: the list of people has no column {wanted}; {hint}").format(
                option=option, wanted=clean_line(wanted), hint=hint
            )
        )


def rows_of(text: str) -> list[list[str]]:
    """The rows of a CSV text, cells cleaned; commas, semicolons or tabs part them, whichever are most.

    Raises:
        Unable: it is no CSV.
    """
    parting = max(",;\t", key=text.partition("\n")[0].count)  # half of Europe's spreadsheets use semicolons
    try:
        rows = [
            [clean_line(cell) for cell in row] for row in csv.reader(text.splitlines(True), delimiter=parting)
        ]
    except csv.Error:
        raise Unable(_("It is no CSV file that can be read; save it as CSV from the spreadsheet.")) from None
    return [row for row in rows if any(row)]


def _by_column(text: str, needs: Sequence[str], what: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    rows = rows_of(text)
    columns = tuple(cell.casefold() for cell in rows[0]) if rows else ()
    missing = next((name for name in needs if name not in columns), None)
    if missing:
        raise Unable(
            _("{what} needs a column {missing}: its first line names the columns.").format(
                what=what, missing=missing
            )
        )
    return columns, [dict(zip(columns, row, strict=False)) for row in rows[1:]]


def read_people(text: str) -> SignUp:
    """Who signed up: a column `name`, and any others; `out` = y leaves somebody out this time.

    Raises:
        Unable: there is no column `name`, or two people cannot be told apart by their names.
    """
    columns, rows = _by_column(text, ("name",), _("The list of people"))
    people: dict[str, Mapping[str, str]] = {}
    out = 0
    seen: dict[str, dict[str, str]] = {}
    for row in rows:
        name = row["name"]
        if not name:
            continue
        twin = seen.setdefault(name.casefold(), row)
        if twin is not row:
            if twin == row:
                continue
            raise Unable(
                _("Two people are called {name}; write their names so that they can be told apart.").format(
                    name=name
                )
            )
        if is_yes(row.get("out", "")):
            out += 1
        else:
            people[name] = row
    return SignUp(people, columns, out)


def is_yes(cell: str) -> bool:
    """Whether a cell says yes."""
    return cell.casefold() in _YES


def named(wanted: str, people: Iterable[str]) -> list[str]:
    """Those whom a name means: the one called so, else all whose name begins so."""
    words = clean_line(wanted).casefold()
    everybody = list(people)
    exactly = [name for name in everybody if name.casefold() == words]
    return exactly or [name for name in everybody if words and name.casefold().startswith(words + " ")]


def read_apart(text: str, people: Mapping[str, Mapping[str, str]]) -> tuple[set[frozenset[str]], int]:
    """Who must never be put together: each row two names or addresses (of more, every two).

    A name that fits several people keeps all of them apart: too many is safe, too few is not.

    Returns:
        The twos, and how many names fit nobody on the list.
    """
    apart: set[frozenset[str]] = set()
    unknown = 0
    for number, row in enumerate(rows_of(text)):
        cells = [cell for cell in row if cell]
        found = [_meant(cell, people) for cell in cells]
        if number == 0 and not any(found) and all(cell.casefold() in _HEADINGS for cell in cells):
            continue
        unknown += sum(1 for each in found if not each)
        for some, others in combinations(found, 2):
            apart |= {frozenset((one, other)) for one in some for other in others if one != other}
    return apart, unknown


def _meant(cell: str, people: Mapping[str, Mapping[str, str]]) -> Collection[str]:
    by_address = [name for name, row in people.items() if row.get("email", "").casefold() == cell.casefold()]
    return by_address or named(cell, people)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came back after a round: counts, and the words of those who agreed to share them; no names."""

    answers: int
    met: int
    worth: tuple[int, ...]
    """How many gave each mark, from 1 up."""
    again: int
    asked_again: int
    """How many said whether they would meet again."""
    quotes: tuple[str, ...]
    unread: int = 0
    """Marks that are no number from 1 to 5."""

    @property
    def median(self) -> float | None:
        """The middle mark; none where nobody gave one."""
        marks = [mark for mark, number in enumerate(self.worth, 1) for _n in range(number)]
        return median(marks) if marks else None


def read_feedback(text: str) -> Feedback:
    """What came back: columns `met`, and `worth`, `gained`, `share`, `again` where they were asked.

    Raises:
        Unable: there is no column `met`, or no row.
    """
    _rest, rows = _by_column(text, ("met",), _("Feedback"))
    if not rows:
        raise Unable(_("There are no answers in it yet."))
    marks = [row.get("worth", "") for row in rows]
    known = [str(mark) for mark in range(1, BEST + 1)]
    read = [int(mark) for mark in marks if mark in known]
    again = [row["again"] for row in rows if row.get("again")]
    return Feedback(
        answers=len(rows),
        met=sum(1 for row in rows if is_yes(row.get("met", ""))),
        worth=tuple(read.count(mark) for mark in range(1, BEST + 1)),
        again=sum(map(is_yes, again)),
        asked_again=len(again),
        quotes=tuple(row["gained"] for row in rows if row.get("gained") and is_yes(row.get("share", ""))),
        unread=sum(1 for mark in marks if mark) - len(read),
    )
