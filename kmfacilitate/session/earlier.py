"""What earlier sessions left to this one: lines to be reviewed, whose words stay where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from kmfacilitate.templates.model import Question

from .kinds import Entry
from .kinds.commitments import Action, Commitment
from .looking_back import KIND_OF_PAST, asked_about, looks_back_on, past_of
from .session import PlannedStage, Session

MOST_LESSONS = 12
"""Lessons that are gone through at one question; a room takes in no more."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A line of an earlier session.

    `id` is `session/entry`; `kind` is as what it is brought in, which a count of forgotten lines shares with
    the lines themselves; `day` is the day of that session; `quoted` is whether its words may be written here;
    `said` is the last verdict on it in another session, with its day; `here` is whether that session was of
    the same team.
    """

    id: str
    kind: str
    text: str
    entry: Entry
    day: str = ""
    quoted: bool = True
    said: str = ""
    here: bool = True

    @property
    def due(self) -> str:
        """The day it is due, where it has one."""
        return self.entry.due if isinstance(self.entry, Action | Commitment) else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Owner and date, else the day of its session; and what was said of it before."""
        owner = self.entry.owner if isinstance(self.entry, Action | Commitment) else ""
        known = tuple(part for part in (owner, self.due) if part)
        if not known:
            known = (self.day,) if self.day else ()
        kind = ("parked",) if self.kind == "parked" else ()
        return (*kind, *known, *((self.said,) if self.said else ()))


def brought_in(
    session: Session, stage: PlannedStage | None, question: Question | None, past: Sequence[Earlier]
) -> tuple[Earlier, ...]:
    """The earlier lines that a review at this question is about; none where it reviews lines of its own."""
    if stage is None or question is None or question.capture.of is not None:
        return ()
    if question.capture.way != "review":
        return ()
    words = asked_about(question)
    if words:
        words = tuple(word for word in words if word in stage.record.past)
    else:
        words = past_of(session.template, stage.script)
    kinds = [KIND_OF_PAST.get(word, word) for word in words]
    found = [line for kind in dict.fromkeys(kinds) for line in past if line.kind == kind]
    lessons = [line for line in found if line.kind == "lesson"]
    return tuple(line for line in found if line not in lessons[MOST_LESSONS:])


def wanted_kinds(session: Session) -> set[str]:
    """The kinds of earlier lines that any question of a session reviews, or could open a stage with."""
    words = {word for each in looks_back_on(session.template).values() for word in each}
    for stage in session.plan:
        if any(q.capture.way == "review" and q.capture.of is None for q in stage.script.questions):
            words |= {*past_of(session.template, stage.script), *stage.record.past}
    return {KIND_OF_PAST.get(word, word) for word in words}


def to_open_with(session: Session, past: Collection[Earlier]) -> dict[str, tuple[str, ...]]:
    """What each stage not come to yet opens with (stage id → words of `past:`), where that changes.

    A stage that was opened stays as it was: nothing turns up behind the facilitator's back.
    """
    there = {line.kind for line in past}
    been = {mark.stage for mark in session.clock.values() if not mark.deleted}
    judged = {entry.stage for _, entry in session.of_kind("verdict")}
    wanted = looks_back_on(session.template)
    found: dict[str, tuple[str, ...]] = {}
    for stage in session.plan:
        if stage.record.state or stage.record.asked or stage.id in been or stage.id in judged:
            continue
        words = tuple(w for w in wanted.get(stage.id, ()) if KIND_OF_PAST.get(w, w) in there)
        if words != stage.record.past:
            found[stage.id] = words
    return found


def words_of(session: Session) -> str:
    """What a session is about, as far as is known: its title, its project, and what was said so far."""
    said = [
        entry.text
        for _, entry in session.live()
        if entry.leaves
        and entry.kind not in ("verdict", "vote", "rating", "check")
        and not session.sealed(entry)
    ]
    meeting = session.meeting
    title = meeting.title if meeting.title != session.template.title else ""
    return "\n".join(part for part in (title, meeting.project, *said) if part)


def by_likeness(text: str, lines: Sequence[Earlier]) -> tuple[Earlier, ...]:
    """Lines by how many rare words they share with a text, then as they came.

    Those of the same team come before those of others where the words say nothing.
    """
    spoken = [_words(line) for line in lines]
    spread = Counter(word for words in spoken for word in words)
    wanted = set(_WORD.findall(text.casefold()))
    weight = {word: log(1 + len(lines) / spread[word]) for word in wanted if word in spread}
    ranked = sorted(
        range(len(lines)),
        key=lambda at: (-sum(weight.get(word, 0.0) for word in spoken[at]), not lines[at].here, at),
    )
    return tuple(lines[at] for at in ranked)


def first_of(best: Iterable[Earlier], others: Iterable[Earlier]) -> tuple[Earlier, ...]:
    """The best first, then the others; nothing twice."""
    return tuple({line.id: line for line in (*best, *others)}.values())


_WORD = re.compile(r"\w{4,}")


def _words(line: Earlier) -> set[str]:
    entry = line.entry
    more = [str(value) for name in type(entry).fields() if (value := getattr(entry, name, None))]
    return set(_WORD.findall(" ".join((line.text, *more)).casefold()))
