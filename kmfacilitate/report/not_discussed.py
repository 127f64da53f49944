"""What the room did not come to: stages skipped, questions not asked."""

from __future__ import annotations

from dataclasses import dataclass

from kmfacilitate.language import _
from kmfacilitate.session import walk
from kmfacilitate.session.clock import marks
from kmfacilitate.session.session import PlannedStage, Session


@dataclass(frozen=True, slots=True)
class NotDiscussed:
    """A stage (`question` is empty) or a question that was not asked; `about` is the item of a repeat."""

    stage: str
    question: str = ""
    about: str = ""
    reason: str = ""


def not_discussed(whole: Session, kept: Session) -> tuple[NotDiscussed, ...]:
    """Stages skipped or not reached, and questions not asked in the others.

    Args:
        whole: The session, from which it is seen what was asked.
        kept: What leaves of it: items of a repeat are named only if they are in it.
    """
    been = {(mark.stage, mark.question, mark.under) for mark in marks(whole) if mark.where == "stage"}
    found: list[NotDiscussed] = []
    for stage in whole.plan:
        title = f"{stage.number} {stage.script.title}".strip()
        if stage.script.break_:
            continue
        if stage.record.state == "skipped":
            there = kept.stages.get(stage.key)
            found.append(NotDiscussed(title, reason=there.reason if there else ""))
        elif not (stage.record.state or stage.record.asked or any(s == stage.id for s, _rest, _more in been)):
            if not any(entry.stage == stage.id for _id, entry in whole.live()):
                found.append(NotDiscussed(title, reason=_("not reached")))
        else:
            found += _questions(whole, kept, stage, been)
    return tuple(found)


def _questions(
    whole: Session, kept: Session, stage: PlannedStage, been: set[tuple[str, str, str]]
) -> list[NotDiscussed]:
    asked = {tuple(place.partition("/")[::2]) for place in stage.record.asked}
    asked |= {(question, under) for in_stage, question, under in been if in_stage == stage.id}
    asked |= {(entry.question, entry.under) for _id, entry in whole.live() if entry.stage == stage.id}
    at_all = {question for question, _rest in asked}
    found: dict[NotDiscussed, None] = {}
    for place in walk.places(whole, stage):
        if not place.question or (place.question, place.under) in asked:
            continue
        if place.question in at_all and place.under not in kept.entries:
            continue  # asked of somebody, or of an item that stays in the room
        question = stage.question(place.question)
        item = kept.entries.get(place.under)
        if question is not None:
            title = f"{stage.number} {stage.script.title}".strip()
            found[NotDiscussed(title, question.ask, item.text if item else "")] = None
    return list(found)
