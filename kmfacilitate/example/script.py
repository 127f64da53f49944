"""A session of the example library as a file: a head, then what is typed in each of its sittings.

The head has a line for each thing that is settled beforehand (`title: The false alert`). A sitting begins
with `== 25 tue 09:50`: the Tuesday of the week 25 weeks before this one; or `== yesterday 16:00`. What
follows is what a facilitator types; `[timeline]` goes to the question, or the stage, of that name, so that a
script stays right when questions are added. `{words}` stands for the number of the line that has these words,
for where slips were shuffled nobody knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import PurePath
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BEGINS = "== "


@dataclass(frozen=True, slots=True)
class Sitting:
    """When lines are typed, in words, and the lines."""

    when: str
    lines: tuple[str, ...]

    def at(self, today: date, zone: str) -> datetime:
        """The moment it begins, seen from a day."""
        *day, clock = self.when.split()
        if day == ["yesterday"]:
            on = today - timedelta(days=1)
        else:
            weeks, name = day
            monday = today - timedelta(days=today.weekday(), weeks=int(weeks))
            on = monday + timedelta(days=_DAYS.index(name))
        return datetime.combine(on, time.fromisoformat(clock), ZoneInfo(zone))


@dataclass(frozen=True)
class Script:
    """One session of the example library."""

    name: str
    head: Mapping[str, str]
    sittings: tuple[Sitting, ...]

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Who is in the room."""
        return tuple(part.strip() for part in self.head.get("people", "").split(";") if part.strip())


def read_script(name: str, text: str) -> Script:
    """Read a script.

    Args:
        name: what it is called, for what depends on chance.
        text: the file.
    """
    head: dict[str, str] = {}
    when = ""
    lines: list[str] = []
    sittings: list[Sitting] = []
    for line in [*text.splitlines(), _BEGINS]:
        if line.startswith(_BEGINS):
            if when:
                sittings.append(Sitting(when, tuple(lines)))
            when, lines = line.removeprefix(_BEGINS).strip(), []
        elif when and line.strip():
            lines.append(line)
        elif line.strip():
            key, _, value = line.partition(":")
            head[key.strip()] = value.strip()
    return Script(name, head, tuple(sittings))


def scripts() -> Iterator[Script]:
    """All scripts of the example library, by name."""
    folder = files(__package__) / "sessions"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".txt"):
            yield read_script(PurePath(file.name).stem, file.read_text("utf-8"))
