"""Whether the parts of a template fit together: what activities work on, who has a turn, what is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kmfacilitate.language import _
from kmfacilitate.templates.model import Question, Repeat, Stage, Template
from kmfacilitate.templates.problem import Place, shown
from kmfacilitate.templates.runnable import Remark, Rule, questions, stages

_KEYS_OF: Mapping[str, str] = {
    "dots": "vote", "verdicts": "review", "fields": "complete", "scale": "rate", "size": "pairs",
    "avoid": "pairs", "order": "round",
}  # fmt: skip
"""Keys of a capture that only one way of asking reads."""

_PROMISES: Mapping[str, str] = {
    "lessons": "lesson", "actions": "action", "recommendations": "recommendation", "risks": "risk",
    "contacts": "contact", "stories": "story", "promises": "commitment", "commitments": "commitment",
    "votes": "vote", "pairs": "pairs", "gaps": "gap", "causes": "cause", "timeline": "event",
    "ratings": "rating",
}  # fmt: skip
"""Words of an output that name a kind, and the kind that must then be captured somewhere."""

_MADE_BY_ACTIVITIES = ("theme", "vote", "rating", "check", "verdict", "pairs")


def _worked_on(template: Template) -> Iterator[Remark]:
    earlier: list[Question] = []
    for place, stage, question in questions(template):
        of, way = question.capture.of, question.capture.way
        if of is not None and of.question:
            source = next((each for each in earlier if each.id == of.question), None)
            if source is not None and source.capture.becomes == "none":
                what = _("a {way} on nothing: the question {id} keeps nothing").format(way=way, id=source.id)
                yield "error", (*place, "capture", "of"), what
        elif of is not None and of.kind and not _given(of.kind, [*earlier, question], stage):
            what = _("a {way} on nothing: no earlier question gives a {kind}").format(way=way, kind=of.kind)
            yield "advice", (*place, "capture", "of"), what
        earlier.append(question)


def _given(kind: str, asked: list[Question], stage: Stage) -> bool:
    return kind in {question.capture.becomes for question in asked} or f"{kind}s" in stage.past


def _read_keys(template: Template) -> Iterator[Remark]:
    for place, _rest, question in questions(template):
        capture = question.capture
        for key, way in _KEYS_OF.items():
            if key in capture.model_fields_set and capture.way != way:
                what = _("only how: {way} reads {key}; here answers arrive by {way_2}").format(
                    way=way, key=key, way_2=capture.way
                )
                yield "advice", (*place, "capture", key), what
        if capture.becomes == "none" and capture.keep != "yes":
            yield (
                "advice",
                (*place, "capture", "keep"),
                _("kind: none keeps nothing, so there is nothing to ask"),
            )


def _turns(template: Template) -> Iterator[Remark]:
    for place, stage in stages(template):
        yield from _turn(place, stage.repeat, stage.questions)
        for at, question in enumerate(stage.questions):
            yield from _turn((*place, "questions", at), question.repeat, (question,))


def _turn(place: Place, repeat: Repeat | None, asked: tuple[Question, ...]) -> Iterator[Remark]:
    if repeat is None:
        return
    if not repeat.people:
        if {"seats", "called"} & repeat.model_fields_set:
            yield "advice", (*place, "repeat"), _("seats and called are for people; top is for lines")
        return
    timed = any(question.minutes is not None for question in asked)
    if not timed and not any(question.capture.way == "round" for question in asked):
        what = _(
            "each person has a turn and no turn has a clock; give the questions minutes, or ask in a round"
        )
        yield "advice", (*place, "repeat"), what


def _protected(template: Template) -> Iterator[Remark]:
    if template.stages and not any(stage.protected for stage in template.stages):
        what = _("no stage is protected, so all may be cut; protected: yes keeps what the session is for")
        yield "advice", ("stages",), what


def _conversation(template: Template) -> Iterator[Remark]:
    if template.family != "conversation":
        return
    for place, _rest, question in questions(template):
        kind = question.capture.becomes
        if question.capture.keep == "yes" and kind not in ("none", *_MADE_BY_ACTIVITIES):
            what = _("a conversation keeps nothing: kind: none, or keep: ask where somebody wants it kept")
            yield "advice", (*place, "capture"), what


def _promised(template: Template) -> Iterator[Remark]:
    kept = {question.capture.becomes for _rest, _more, question in questions(template)}
    kept |= {past.removesuffix("s") for _other, stage in stages(template) for past in stage.past}
    ids = {question.id for _last, _further, question in questions(template)}
    for at, output in enumerate(template.outputs):
        if output in ids:
            continue
        for word in re.findall(r"\w+", output.lower()):
            kind = _PROMISES.get(word)
            if kind and kind not in kept:
                what = _("{output} is promised, and no question captures a {kind}").format(
                    output=shown(output), kind=kind
                )
                yield "advice", ("outputs", at), what


FITTING: tuple[Rule, ...] = (_worked_on, _read_keys, _turns, _protected, _conversation, _promised)
"""The rules of this module, in the order in which they are tried."""
