"""Where the room is, and what comes next: stages, their questions, and the items of a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kmfacilitate.templates.model import Question, Repeat

from . import clock
from .material import material, ranking, vote_at
from .session import PlannedStage, Session


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the room: stage, question, and the item of a repeat (a person's name or an entry's id)."""

    stage: str
    question: str = ""
    under: str = ""


def items(
    session: Session, stage: PlannedStage, question: Question, roster: Sequence[str] = ()
) -> tuple[str, ...]:
    """What a question is repeated for, in order; empty where it is asked once."""
    repeat = question.repeat or (None if question.once else stage.script.repeat)
    if repeat is None:
        return ()
    if repeat.people:
        return _turns(session, stage, repeat, tuple(roster) or session.present())
    vote = vote_at(session, repeat.of)
    if vote is not None:
        return ranking(session, vote[1])[: repeat.top] if vote[1].complete else ()
    return tuple(id_ for id_ in material(session, repeat.of))[: repeat.top]


def _turns(session: Session, stage: PlannedStage, repeat: Repeat, people: tuple[str, ...]) -> tuple[str, ...]:
    """Who has a turn of their own. What is kept under a turn bears a name only where names are kept."""
    present = len(people) or session.meeting.later_count or session.meeting.head_count
    seats = stage.record.turns or repeat.seats_in(session.meeting.variant) or present
    seats = min(seats, present) if present else seats
    if people and session.meeting.names == "all":
        return people[:seats]
    return tuple(f"{repeat.called or 'seat'} {number}" for number in range(1, seats + 1))


def repeat_at(session: Session, place: Place) -> Repeat | None:
    """The repeat that the item of a place belongs to; none where the place is no item."""
    stage, question = session.stage(place.stage), question_at(session, place)
    if stage is None or question is None or not place.under:
        return None
    return question.repeat or (None if question.once else stage.script.repeat)


def turn_minutes(session: Session, place: Place, turns: int) -> int:
    """Minutes planned for the item at a place: its share of the stage, and what it was given on top.

    Args:
        session: The session.
        place: A place with an item.
        turns: How many items there are.
    """
    stage, question = session.stage(place.stage), question_at(session, place)
    if stage is None or question is None or not turns:
        return 0
    more = stage.record.more
    variant = session.meeting.variant
    if question.repeat is not None:
        return question.minutes_in(variant) + more.get(place.under, 0)
    once = sum(q.minutes_in(variant) for q in asked_questions(stage) if q.once)
    share = max(0, stage.record.minutes - once - sum(more.values())) // turns
    return share + more.get(place.under, 0)


def asked_questions(stage: PlannedStage) -> tuple[Question, ...]:
    """The questions of a stage that are on: optional ones only when chosen."""
    return tuple(q for q in stage.script.questions if not q.optional or q.id in stage.record.chosen)


def places(session: Session, stage: PlannedStage, roster: Sequence[str] = ()) -> list[Place]:
    """The places of one stage in order: questions asked once, then every question for each item."""
    questions = asked_questions(stage)
    if not questions:
        return [Place(stage.id)]
    found: list[Place] = []
    index = 0
    while index < len(questions):
        repeated = items(session, stage, questions[index], roster)
        if not repeated:
            found.append(Place(stage.id, questions[index].id))
            index += 1
            continue
        block = [questions[index]]
        while index + len(block) < len(questions):
            following = questions[index + len(block)]
            if following.repeat or items(session, stage, following, roster) != repeated:
                break
            block.append(following)
        found += [Place(stage.id, q.id, item) for item in repeated for q in block]
        index += len(block)
    return found


def here(session: Session) -> Place:
    """Where the room is: the last mark of a stage, else the first place of the plan."""
    for mark in reversed(clock.marks(session)):
        stage = session.stage(mark.stage) if mark.where == "stage" else None
        if stage is not None:
            return Place(mark.stage, mark.question or places(session, stage)[0].question, mark.under)
    return places(session, session.plan[0])[0] if session.plan else Place("")


def following(session: Session, place: Place, roster: Sequence[str] = ()) -> Place | None:
    """What comes next: the next question, item or stage that is not skipped; none at the end."""
    return _neighbour(session, place, roster, 1)


def preceding(session: Session, place: Place, roster: Sequence[str] = ()) -> Place | None:
    """What came before; skipped stages are passed over."""
    return _neighbour(session, place, roster, -1)


def _neighbour(session: Session, place: Place, roster: Sequence[str], step: int) -> Place | None:
    plan = session.plan
    index = next((i for i, stage in enumerate(plan) if stage.id == place.stage), None)
    if index is None:
        return None
    inside = places(session, plan[index], roster)
    at = _index(inside, place)
    if step > 0 and place not in inside and inside[at].question == place.question:
        return inside[at]  # the question is repeated by now: its first item comes next
    if 0 <= at + step < len(inside):
        return inside[at + step]
    index += step
    while 0 <= index < len(plan):
        if plan[index].record.state != "skipped":
            return places(session, plan[index], roster)[0 if step > 0 else -1]
        index += step
    return None


def _index(inside: list[Place], place: Place) -> int:
    if place in inside:
        return inside.index(place)
    same_question = [i for i, other in enumerate(inside) if other.question == place.question]
    return same_question[0] if same_question else 0


def named(session: Session, words: str, roster: Sequence[str] = ()) -> Place | None:
    """The place that `4`, `4b`, or the beginning of a stage's title names; none if there is none."""
    wanted = words.strip().casefold()
    if not wanted:
        return None
    for stage in session.plan:
        inside = places(session, stage, roster)
        if wanted == stage.number:
            return inside[0]
        for place in inside:
            if stage.number and wanted == f"{stage.number}{stage.letter(place.question)}":
                return place
    for titles in (lambda s: (s.script.title, s.script.short, s.id), lambda s: s.script.title.split()):
        for stage in session.plan:
            if any(str(title).casefold().startswith(wanted) for title in titles(stage)):
                return places(session, stage, roster)[0]
    return None


def question_at(session: Session, place: Place) -> Question | None:
    """The question asked at a place."""
    stage = session.stage(place.stage)
    return stage.question(place.question) if stage else None


def letter(session: Session, place: Place) -> str:
    """A place in short: `3a`; a break has no number."""
    stage = session.stage(place.stage)
    if stage is None:
        return ""
    if not stage.number:
        return stage.script.name.lower()
    return f"{stage.number}{stage.letter(place.question) if len(asked_questions(stage)) > 1 else ''}"
