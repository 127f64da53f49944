"""Questions that open a stage with what earlier sessions left: promises, lessons, fears, open questions.

A stage names what it looks back on (`past:`). Where it has no review of its own, it opens with one of these
questions as soon as there is something to look at. Promises need no template: the first stage of every
structured session opens with them, unless another stage of its script asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kmfacilitate.language import ENGLISH, N_, _, speaking
from kmfacilitate.templates.model import Capture, Question, Stage, Template

KIND_OF_PAST: Mapping[str, str] = {
    "lessons": "lesson", "actions": "action", "gaps": "gap", "risks": "risk", "causes": "cause",
    "parked": "parked", "commitments": "commitment",
}  # fmt: skip
"""What a stage may bring in (`past:`) → the kind it is."""


@dataclass(frozen=True, slots=True)
class LookingBack:
    """A question about what earlier sessions left, and the words of `past:` that it is asked for."""

    past: tuple[str, ...]
    question: Question


def _review(id_: str, ask: str, verdicts: tuple[str, ...], say: str, *probes: str) -> Question:
    capture = Capture(kind="verdict", how="review", verdicts=verdicts)
    return Question(id=id_, ask=ask, say=say, probes=probes, capture=capture, once=True)


LOOKING_BACK: tuple[LookingBack, ...] = (
    LookingBack(
        ("actions", "commitments", "parked"),
        _review(
            "earlier-actions",
            N_("What came of what we agreed and set aside before?"),
            ("done", "still open", "dropped"),
            N_("First, what we promised before, one at a time. Is it done, still open, or dropped, and why?"),
            N_("What got in the way, and does it still need doing?"),
        ),
    ),
    LookingBack(
        ("lessons",),
        _review(
            "earlier-lessons",
            N_("Which of these earlier lessons apply here?"),
            ("applies", "partly", "no"),
            N_("Other teams have been here. One lesson at a time. Does it apply to us, partly, or not?"),
            N_("What would we do differently because of it?"),
        ),
    ),
    LookingBack(
        ("risks", "causes"),
        _review(
            "earlier-risks",
            N_("Which of the things we feared beforehand happened?"),
            ("happened", "nearly", "did not"),
            N_("Beforehand we said what could go wrong. One at a time, did it happen, nearly, or not?"),
            N_("What stopped it, and what happened that none of us had foreseen?"),
        ),
    ),
    LookingBack(
        ("gaps",),
        _review(
            "earlier-gaps",
            N_("Which of our open questions are answered by now?"),
            ("answered", "partly", "not"),
            N_("These questions were open last time. Is it answered, answered in part, or not?"),
            N_("What is the answer, and who has it?"),
        ),
    ),
)
"""The questions, in the order in which a stage opens with them."""


def looks_back_on(template: Template) -> Mapping[str, tuple[str, ...]]:
    """What each stage would open with if earlier sessions left it (stage id → words of `past:`).

    Stages that ask about it in a question of their own are not among them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for stage in template.stages:
        words = () if _has_own_review(stage) else past_of(template, stage)
        if words:
            found[stage.id] = words
    if template.family != "structured" or not template.stages:
        return found
    named = {word for stage in template.stages for word in past_of(template, stage)}
    owed = tuple(word for word in ("actions", "parked") if word not in named)
    first = next((stage for stage in template.stages if not stage.break_), template.stages[0])
    if owed and not _has_own_review(first):
        found[first.id] = tuple(dict.fromkeys((*found.get(first.id, ()), *owed)))
    return found


def past_of(template: Template, stage: Stage) -> tuple[str, ...]:
    """What a stage looks back on: what it names, and what was parked along with actions."""
    along = (
        template.family == "structured"
        and "actions" in stage.past
        and not any("parked" in each.past for each in template.stages)
    )
    return (*stage.past, "parked") if along else stage.past


def opening_with(stage: Stage, past: Collection[str], language: str = ENGLISH) -> Stage:
    """A stage that opens with the questions about these earlier things, before its own, in its language."""
    with speaking(language):
        first = tuple(_spoken(each.question) for each in LOOKING_BACK if set(each.past) & set(past))
    own = {question.id for question in stage.questions}
    first = tuple(question for question in first if question.id not in own)
    return stage.model_copy(update={"questions": (*first, *stage.questions)}) if first else stage


def _spoken(question: Question) -> Question:
    probes = tuple(_(probe) for probe in question.probes)
    return question.model_copy(update={"ask": _(question.ask), "say": _(question.say), "probes": probes})


def asked_about(question: Question) -> tuple[str, ...]:
    """The words of `past:` that one of these questions is about; empty for a question of a template."""
    return next((each.past for each in LOOKING_BACK if each.question.id == question.id), ())


def _has_own_review(stage: Stage) -> bool:
    return any(q.capture.way == "review" and q.capture.of is None for q in stage.questions)
