"""A walk through any template: fitting lines for each question in order, as a facilitator would type them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from kmfacilitate.session import keeping, walk
from kmfacilitate.session.acts import activities, voting
from kmfacilitate.session.acts import keeping as consent
from kmfacilitate.session.answering import (
    Asking,
    answer,
    asking,
    group_pool,
    next_field,
    next_to_score,
    room_at,
    verdicts,
)
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.kinds import is_number, kind_class
from kmfacilitate.session.line import read_line
from kmfacilitate.session.past import to_review
from kmfacilitate.session.rounds import turns_left
from kmfacilitate.session.session import Session
from kmfacilitate.session.tables import draw_here
from kmfacilitate.templates.model import Template

AT = datetime(2026, 11, 22, 9, 50, tzinfo=UTC)
PEOPLE = ("Ana", "Bo", "Cy", "Dee")
MOST_PLACES = 300
"""More than any script has: a walk that goes round in a circle fails, and does not hang."""


@dataclass
class Walk:
    """The lines of a walk, and the texts that must be found again."""

    lines: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def walk_through(
    template: Template,
    variant: str = "",
    people: tuple[str, ...] = PEOPLE,
    look: Callable[[Facilitation], None] = lambda f: None,
) -> Walk:
    """Walk through a template in memory, answering each question fitly; `look` is called at each place."""
    plan = Plan(variant=variant, people=people, head_count=len(people or PEOPLE))
    documents = dict(begin(template, plan, "k3x9-7fq2-m8t4", AT, Ids(Random(7)), "0.1.0"))
    f = Facilitation(Session.read(documents), lambda: AT, Random(7), roster=people)
    found = Walk()
    if template.family == "confidential":
        found.lines.append("yes")
        f.settle(consent.agree())
    f.start()
    for _ in range(MOST_PLACES):
        found.lines += _with_consent(f, found)
        look(f)
        if f.next() is None:
            found.lines.append(":finish")
            return found
        found.lines.append(":next")
    raise AssertionError(f"{template.id} does not end; it is at {f.here}")


def _with_consent(f: Facilitation, found: Walk) -> Iterator[str]:
    """The answers at a place, and the yes of whoever they belong to, before or after."""
    when = keeping.consent_at(f.session, f.here)
    if when == "before":
        yield _yes(f)
    yield from _answers(f, found)
    if when == "after":
        yield _yes(f)


def _yes(f: Facilitation) -> str:
    f.do("keep", consent.decide(f.here, True))
    return "yes"


def _answers(f: Facilitation, found: Walk) -> Iterator[str]:
    now = asking(f)
    match now.way:
        case "list" | "form":
            for text in _said(f, now, found, 2):
                yield _type(f, text)
        case "round":
            yield from _round(f, now, found)
        case "slips":
            for text in _said(f, now, found, 3):
                yield _type(f, text)
            f.do("reveal", activities.reveal_slips(now.place))
            yield ":reveal"
        case "vote":
            if voting.ballot(f.session, now.place):
                for _ in range(f.voters):
                    yield _type(f, "1")
        case "score":
            while before := next_to_score(f, now.place):
                yield _type(f, "3 4")
                assert next_to_score(f, now.place) != before, "the scores were not taken"
        case "complete":
            while waiting := next_field(f, now.place):
                yield _type(f, _value(now, waiting[1]))
                assert next_field(f, now.place) != waiting, "the field was not taken"
        case "group":
            if len(group_pool(f, now.place)) > 1:
                yield _type(f, f"1 2 Group of {now.place.question}")
        case "rank":
            over = group_pool(f, now.place)
            yield _type(f, " ".join(f.session.number(id_) for id_ in reversed(over)))
        case "pairs":
            if f.roster:
                draw_here(f, now.place, 7)
                yield ":draw 7"
        case "rate":
            low, high = now.question.capture.scale if now.question else (1, 5)
            yield _type(f, " ".join(str(n) for n in (low, high, high)))
        case "check":
            yield _type(f, "yes as agreed")
        case "review":
            for _ in to_review(f, now.place):
                yield _type(f, f"{verdicts(now.question)[0]} as we saw")


def _round(f: Facilitation, now: Asking, found: Walk) -> Iterator[str]:
    while left := turns_left(f, now.place):
        if now.kind == "none" or turns_left(f, now.place) == 1:
            turn = f.voters - turns_left(f, now.place) + 1
            f.settle(activities.turn(now.place, turn, "passed"))
            yield ":pass"
        else:
            for text in _said(f, now, found, 1):
                yield _type(f, text)
        assert turns_left(f, now.place) < left, "the turn was not taken"


def _said(f: Facilitation, now: Asking, found: Walk, how_many: int) -> Iterator[str]:
    """Lines that nothing else in the walk says, in the form their kind likes."""
    if now.kind == "none":
        return
    for _ in range(how_many):
        text = f"{walk.letter(f.session, now.place)} said {len(found.texts) + 1} at {now.place.question}"
        found.texts.append(text)
        match now.kind:
            case "cause":
                yield f"{text} -> it was so"
            case "lesson":
                yield f"keep: {text} | why: it worked"
            case "action" | "commitment" | "gap" | "risk":
                yield f"{text} @{PEOPLE[0]} ^2w"
            case _:
                yield text


def _value(now: Asking, name: str) -> str:
    cls = kind_class(now.kind)
    says = cls.speech(name)
    if is_number(cls, name):
        return "4"
    if says.choices:
        return next(iter(says.choices))
    return {"^": "2w", "@": PEOPLE[1]}.get(says.sign, f"the {name}")


def _type(f: Facilitation, typed: str) -> str:
    f.do("capture", answer(f, typed, read_line(typed, room_at(f))))
    return typed
