"""The parts an artefact is laid out from: answers to questions, lines of a kind, and what is still to settle.

A layout names its parts in order. A part that has nothing to say is left out; one that is `wanted` is then
named among what is still to settle, so that a charter without a rhythm says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from kmfacilitate.language import N_, _
from kmfacilitate.session.earlier import Earlier
from kmfacilitate.session.keeping import consent_at
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Check, Rating
from kmfacilitate.session.kinds.commitments import Action, Contact, Recommendation
from kmfacilitate.session.kinds.happenings import Quote, Story
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.kinds.notes import Parked, Private
from kmfacilitate.session.walk import Place
from kmfacilitate.session.wording import count

from ..blocks import Block, Bullet, Section
from ..lines import bullets
from ..sections import lay_out
from ..telling import Rows, Telling


@dataclass(frozen=True)
class Material:
    """What an artefact is made of.

    `tellings` are the editions it joins, its own session first. `folded` are lines of other sessions that it
    takes in, by `session/entry`, as those sessions let them leave.
    """

    tellings: tuple[Telling, ...]
    at: datetime
    folded: Mapping[str, Earlier] = field(default_factory=dict)

    @property
    def own(self) -> Telling:
        """The session the artefact is asked of."""
        return self.tellings[0]

    @property
    def joined(self) -> bool:
        """Whether it is made of several sessions; the numbers of lines then say nothing."""
        return len(self.tellings) > 1


Make: TypeAlias = Callable[[Material], list[Block]]
Takes: TypeAlias = Callable[[Telling, Entry], bool]

_BESIDE: tuple[tuple[type[Entry], str], ...] = (
    (Action, N_("What else will be done")), (Recommendation, N_("For others")), (Lesson, N_("Lessons")),
    (Quote, N_("In their own words")),
)  # fmt: skip
"""Kinds a sign makes of a line at any question, and where they stand when no part of a layout takes them."""


def _takes_none(telling: Telling, entry: Entry) -> bool:
    return False


@dataclass(frozen=True)
class Part:
    """One section of an artefact: `make` gives its blocks; without any the section is left out."""

    key: str
    title: str
    make: Make
    wanted: bool = False
    questions: tuple[str, ...] = ()
    """The questions whose answers stand in it; they leave with the artefact under `share: summary`."""
    takes: Takes = _takes_none
    """Whether a line stands in it, so that no line stands twice and none is lost."""

    def section(self, material: Material) -> Section | None:
        """The section, or none where there is nothing to say."""
        blocks = self.make(material)
        if material.joined:
            blocks = [replace(block, number="") if isinstance(block, Bullet) else block for block in blocks]
        return Section(self.key, _(self.title), tuple(blocks)) if blocks else None


@dataclass(frozen=True)
class Layout:
    """How the artefact of a technique is laid out. `joins` names the technique whose sessions it joins.

    What was taken down with a sign at a question of another kind (an action under a story, say) follows after
    the parts, unless the artefact is `closed`: a log that must hold nothing but what it names.
    """

    name: str
    parts: tuple[Part, ...]
    joins: str = ""
    closed: bool = False

    @property
    def questions(self) -> frozenset[str]:
        """Every question whose answers stand in it."""
        return frozenset(question for part in self.parts for question in part.questions)

    def sections(self, material: Material) -> list[Section]:
        """The sections in order, and what is still to settle."""
        found: list[Section] = []
        missing: list[Block] = []
        for part in self.parts:
            section = part.section(material)
            if section is not None:
                found.append(section)
            elif part.wanted:
                missing.append(Bullet(_(part.title)))
        if not self.closed:
            found += self._beside(material)
        missing += _waiting(material)
        share = material.own.edition.share
        if missing and share in ("full", "open"):
            found.append(Section("to-settle", _("Still to settle"), tuple(missing), len(missing)))
        return found

    def _beside(self, material: Material) -> Iterator[Section]:
        telling = material.own
        for kind, title in _BESIDE:
            rows = [
                (id_, entry)
                for id_, entry in lines(telling, kind)
                if not any(part.takes(telling, entry) for part in self.parts)
            ]
            if rows:
                section = Part(kind.name, title, lambda _material, k=kind, r=rows: lay_out(k, r, telling))  # type: ignore[misc]
                found = section.section(material)
                if found is not None:
                    yield found


_CONSENTED = (Contact, Quote, Story)
"""Kinds that leave only where whoever they are of has agreed."""


def _waiting(material: Material) -> Iterator[Block]:
    """What is left out until somebody agrees to it: how many, never what."""
    for kind in _CONSENTED:
        waiting = sum(
            int(one.amount)
            for telling in material.tellings
            if telling.edition.share == "open"
            for one in telling.edition.left_out
            if one.kind == kind.name and one.amount.isdecimal()
        )
        if waiting:
            left = count(
                waiting, "{n} left out, consent is not ticked", "{n} left out, consent is not ticked"
            )
            yield Bullet(_(kind.plural).capitalize(), facts=(left,))


def answers(key: str, title: str, *questions: str, wanted: bool = True) -> Part:
    """What was said in answer to these questions, a line each, as it came."""

    def takes(telling: Telling, entry: Entry) -> bool:
        return entry.question in questions and _is_answer(telling, entry)

    return Part(key, title, lambda material: said_at(material, questions), wanted, questions, takes)


def of_kind(
    key: str, title: str, kind: type[Entry], *questions: str, but: tuple[str, ...] = (), wanted: bool = False
) -> Part:
    """The lines of a kind as that kind is laid out everywhere; of these questions, or of all but some."""

    def takes(telling: Telling, entry: Entry) -> bool:
        fits = (not questions or entry.question in questions) and entry.question not in but
        return type(entry) is kind and fits

    def make(material: Material) -> list[Block]:
        blocks: list[Block] = []
        for telling in material.tellings:
            rows = [(id_, entry) for id_, entry in lines(telling, kind) if takes(telling, entry)]
            blocks += lay_out(kind, rows, telling) if rows else []
        return blocks

    return Part(key, title, make, wanted, questions, takes)


def lines(telling: Telling, *kinds: type[Entry]) -> Iterator[tuple[str, Entry]]:
    """Lines of these kinds that leave, in order of time."""
    return (
        (id_, entry)
        for id_, entry in telling.session.live()
        if type(entry) in kinds and not telling.session.sealed(entry)
    )


def said_at(material: Material, questions: tuple[str, ...]) -> list[Block]:
    """Answers as lines of a list; what somebody keeps to themselves, or what is parked, is none."""
    blocks: list[Block] = []
    for question in questions:
        for telling in material.tellings:
            for id_, entry in told_at(telling, question):
                blocks += bullets(entry, id_, telling)
    return blocks


def told_at(telling: Telling, question: str) -> Rows:
    """The answers to one question; not a yes or no about keeping them."""
    session = telling.session
    return [
        (id_, entry)
        for id_, entry in session.answers(question)
        if not isinstance(entry, (Private, Parked))
        and not session.sealed(entry)
        and not (isinstance(entry, Check) and consent_at(session, Place(entry.stage, question, entry.under)))
        and (type(entry).typed or isinstance(entry, (Check, Rating)))
        and _is_answer(telling, entry)
    ]


def _is_answer(telling: Telling, entry: Entry) -> bool:
    """Whether a line answers its question; an action taken down under another question has its own place."""
    question = telling.session.template.question(entry.question)
    own = question is not None and question.capture.becomes == entry.kind
    return own or not isinstance(entry, tuple(kind for kind, _title in _BESIDE))
