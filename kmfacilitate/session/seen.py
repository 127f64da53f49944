"""A lesson of an earlier session as it is offered beside a line, and those at hand now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """A lesson of an earlier session.

    `on` is `session/entry`, `title` and `day` are those of its session, `again` counts how often it was said
    to have happened again.
    """

    on: str
    text: str
    title: str = ""
    day: str = ""
    state: str = ""
    again: int = 0


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """The earlier lessons at hand, best first, and the line of this session they were looked up for.

    `source` is the id of that line, empty while it is half typed or where words of their own were looked for.
    """

    lines: tuple[Seen, ...] = ()
    source: str = ""
