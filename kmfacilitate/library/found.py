"""What the index gives: lines, sessions, counts, and the filters they are asked with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kmfacilitate.session.lesson_life import standing

from .words import Span, fold, spans

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines or sessions are meant; what is empty is not looked at, and all that is said must be so.

    `technique` and `template` are ids; `project`, `person` and `tag` are compared without case and accents.
    `person` is any of somebody's names (*Sam* is *Sam Okoro*): lines they own or said, sessions they were in.
    `kinds` and `states` are alternatives. `since` and `until` are days (`2026-11-22`) of the session, both
    included.
    """

    technique: str = ""
    template: str = ""
    project: str = ""
    person: str = ""
    tag: str = ""
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    route: str = ""
    session: str = ""
    since: str = ""
    until: str = ""

    def sql(self, *, lines: bool = True) -> tuple[list[str], list[object]]:
        """Conditions on `l` (lines, if asked for) and `s` (sessions), and their values."""
        said: list[str] = []
        values: list[object] = []

        def add(condition: str, *more: object) -> None:
            said.append(condition)
            values.extend(more)

        if self.technique:
            add("s.technique = ?", slug(self.technique))
        if self.template:
            add("s.template = ?", slug(self.template))
        if self.project:
            add("s.project_key = ?", fold(" ".join(self.project.split())))
        if self.session:
            add("s.id = ?", self.session)
        if self.since:
            add("s.day >= ?", self.since)
        if self.until:
            add("s.day <= ?", self.until)
        person = f" {fold(' '.join(self.person.split()))} " if self.person.strip() else ""
        if not lines:
            if person:
                on_a_line = "EXISTS (SELECT 1 FROM lines p WHERE p.sid = s.sid AND instr(p.who, ?))"
                add(f"(instr(s.who, ?) OR {on_a_line})", person, person)
            if self.tag:
                key = _tag(self.tag)
                add("EXISTS (SELECT 1 FROM lines p WHERE p.sid = s.sid AND instr(p.keys, ?))", key)
            if self.states:
                add(f"s.state IN ({', '.join('?' * len(self.states))})", *self.states)
            return said, values
        if person:
            add("instr(l.who, ?)", person)
        if self.tag:
            add("instr(l.keys, ?)", _tag(self.tag))
        if self.kinds:
            add(f"l.kind IN ({', '.join('?' * len(self.kinds))})", *self.kinds)
        if self.states:
            add(f"l.state IN ({', '.join('?' * len(self.states))})", *self.states)
        if self.route:
            add("l.route = ?", self.route if self.route != "none" else "")
        return said, values


def slug(name: str) -> str:
    """The id that a technique or template is meant by (`After action review`)."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _tag(tag: str) -> str:
    return f" {fold(tag.strip().lstrip('#')).replace(' ', '-')} "


class Found(NamedTuple):
    """A line of a session, as it is now: with what later sessions said of it.

    `kind` is that of the entry, or `session` for a session by its title; then `entry` and `number` are empty.
    `more` is everything else in the line that is words, a part a line. `state` is that of a lesson (captured,
    checked, …, reopened) or action (open, done, dropped), since the day `since`; `reason` is why. `applied`,
    `partly`, `no` and `again` count what later sessions said. `offered`: may be shown beside lines of others.
    """

    session: str
    file: str
    entry: str
    number: str
    kind: str
    state: str
    text: str
    more: str
    title: str
    day: str
    project: str
    technique: str
    stage: str
    owner: str
    by: str
    due: str
    at: str
    tags: str
    type: str
    route: str
    target: str
    theme: str
    since: str
    reason: str
    applied: int
    partly: int
    no: int
    again: int
    offered: int
    words: tuple[str, ...] = ()
    """What was looked for."""
    alike: bool = False
    """Whether it was found by the stems of the words."""
    score: float = 0.0
    """How well it fits; greater is better, and comparable only within one answer."""

    @property
    def path(self) -> Path:
        """The session file."""
        return Path(self.file)

    @property
    def on(self) -> str:
        """What a verdict on it points to: `session/entry`."""
        return f"{self.session}/{self.entry}"

    @property
    def learned(self) -> bool:
        """Whether it is a lesson that may be counted as learned."""
        return self.kind == "lesson" and standing(self.state) == "learned"

    @property
    def aside(self) -> bool:
        """Whether it is a lesson that counts neither as identified nor as learned."""
        return self.kind == "lesson" and standing(self.state) == "set aside"

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand in `text`, to be marked."""
        return spans(self.text, self.words, alike=self.alike)

    @property
    def excerpt(self) -> tuple[str, tuple[Span, ...]]:
        """Where they stand in `more`, if not in `text`: some words around them, and their places in these."""
        if not self.words or self.spans:
            return "", ()
        for part in self.more.split("\n"):
            found = spans(part, self.words, alike=self.alike)
            if found:
                start = max(0, found[0][0] - _EXCERPT // 3)
                start = part.find(" ", start) + 1 if start else 0
                start = min(start, found[0][0])
                shown = part[start : start + _EXCERPT]
                before, after = "… " if start else "", "…" if start + _EXCERPT < len(part) else ""
                shift = start - len(before)
                inside = ((a - shift, b - shift) for a, b in found if b <= start + _EXCERPT)
                return before + shown + after, tuple(inside)
        return "", ()


COLUMNS = (
    "s.id, s.path, l.entry, l.number, l.kind, l.state, l.text, l.more, s.title, s.day, s.project, "
    "s.technique, l.stage, l.owner, l.by, l.due, l.at, l.tags, l.type, l.route, l.target, l.theme, l.since, "
    "l.reason, l.applied, l.partly, l.no, l.again, l.offered"
)
"""Those of `Found`, in its order; `s.path` is below the library's folder."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to a search.

    `wide` says how far it had to be looked: `""` all words as typed; `stems` some lines only by the stems of
    the words; `some` no line has all words, these have the most. `meant` is what was probably meant, where
    nothing was found. `more`: there are more than were asked for. `ready`: there was an index to ask.
    """

    found: tuple[Found, ...] = ()
    wide: str = ""
    meant: str = ""
    more: bool = False
    ready: bool = True


class Held(NamedTuple):
    """A session of the library. `planned` and `used` are seconds, `lines` all lines but its own.

    `lessons` are those that count (not merged, rejected or superseded), `learned` those of them that changed
    something.
    """

    session: str
    file: str
    day: str
    title: str
    project: str
    technique: str
    template: str
    variant: str
    family: str
    state: str
    share: str
    names: str
    facilitator: str
    created: str
    started: str
    ended: str
    people: int
    planned: int
    used: int
    lines: int
    lessons: int
    learned: int
    actions: int
    open: int
    score: float = 0.0
    """How well it fits, where that was asked; greater is better."""

    @property
    def path(self) -> Path:
        """The session file."""
        return Path(self.file)


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What needs attention, as numbers: Home shows these and nothing of what they count.

    Open actions that are `overdue`, due `today`, due within seven days (`soon`, today among them), and `open`
    in all. `unrouted` lessons have no route and no end.
    `identified` and `learned` are lessons, apart. What other people's libraries hold, and lessons that were
    imported, wait for nobody here: they are in none of the numbers but the last two.
    """

    overdue: int = 0
    today: int = 0
    soon: int = 0
    open: int = 0
    unrouted: int = 0
    identified: int = 0
    learned: int = 0
    ready: bool = True
    """Whether there was an index to ask."""


class Later(NamedTuple):
    """What a later session said of a line: day, verdict, why, and the title and id of that session."""

    day: str
    says: str
    reason: str
    title: str
    session: str = ""


class Named(NamedTuple):
    """Somebody who owns lines, said something or facilitated, and how often; `open` counts open actions."""

    name: str
    lines: int
    open: int
