"""What a careful colleague would say about a template that can be run."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.language import N_, _
from kmfacilitate.templates.fitting import FITTING
from kmfacilitate.templates.model import Stage, Template
from kmfacilitate.templates.problem import shown
from kmfacilitate.templates.runnable import (
    Finding,
    Remark,
    Rule,
    findings,
    numbered,
    questions,
    stages,
    unrunnable,
)
from kmfacilitate.templates.words import (
    LONGEST_QUESTION,
    LONGEST_RULES,
    LONGEST_SHORT,
    LONGEST_TAGLINE,
    PAST,
    PURPOSES,
    STUCK,
    TECHNIQUES,
    VERDICTS,
)
from kmfacilitate.templates.yaml_events import Tree

__all__ = ["Finding", "check"]


def check(template: Template, tree: Tree | None = None) -> list[Finding]:
    """Everything to put right in a template, in the order of its file; lines where its tree is given.

    An *error* makes a session impossible or its clock wrong; *advice* is what the room would be better for.
    """
    return sorted(
        unrunnable(template, tree) + findings(template, tree, (*_RULES, *FITTING)),
        key=lambda finding: finding.line,
    )


def _add_up(template: Template) -> Iterator[Remark]:
    for name, total in template.variants.items():
        planned = sum(stage.minutes_in(name) for stage in template.stages)
        if planned != total:
            yield (
                "error",
                ("variants", name),
                _("the stages of {name} add up to {planned} minutes, not {total}").format(
                    name=name, planned=planned, total=total
                ),
            )
    for place, stage in stages(template):
        always = [question for question in stage.questions if not question.optional]
        if not any(question.minutes is not None for question in always):
            continue
        for name in template.variants:
            once = sum(question.minutes_in(name) for question in always if question.once)
            each = sum(question.minutes_in(name) for question in always if not question.once)
            turns = _turns(stage, name)
            planned = once + each * turns
            if planned != stage.minutes_in(name):
                times = _(", {turns} turns of {each},").format(turns=turns, each=each) if turns > 1 else ""
                wanted = stage.minutes_in(name)
                what = _("its questions{times} add up to {planned} minutes in {name}, not {wanted}").format(
                    times=times, planned=planned, name=name, wanted=wanted
                )
                yield "error", (*place, "minutes"), what


def _turns(stage: Stage, variant: str) -> int:
    """How often the questions of a stage are planned to be asked; 1 where it depends on who comes."""
    return (stage.repeat.seats_in(variant) if stage.repeat and stage.repeat.people else 0) or 1


def _least(template: Template) -> Iterator[Remark]:
    for place, stage in stages(template):
        planned = [minutes for name in template.variants if (minutes := stage.minutes_in(name))]
        if planned and stage.least > min(planned):
            yield (
                "error",
                (*place, "least"),
                _("{least} minutes are more than the {planned} it has in a variant").format(
                    least=stage.least, planned=min(planned)
                ),
            )


def _close(template: Template) -> Iterator[Remark]:
    closing = [place for place, stage in stages(template) if stage.close]
    if not closing:
        yield "advice", ("stages",), _("no stage has close: yes, so the session ends without reading back")
    for place, stage in stages(template):
        if stage.close and stage is not template.stages[-1]:
            yield "advice", place, _("it closes the session but is not the last stage")
        if stage.close and not stage.protected:
            yield (
                "advice",
                place,
                _("protected: yes is missing; the close is what gets cut when time is short"),
            )
        if not stage.protected and any(question.capture.becomes == "action" for question in stage.questions):
            yield (
                "advice",
                place,
                _("it asks for actions; protected: yes keeps their minutes when time is short"),
            )
    first = numbered(template).get(template.drop_first)
    if first and (first.protected or first.close):
        yield (
            "advice",
            ("drop_first",),
            _("stage {drop_first} is protected, so it cannot be the first to go").format(
                drop_first=template.drop_first
            ),
        )


def _room_view(template: Template) -> Iterator[Remark]:
    for place, _rest, question in questions(template):
        words = len(question.ask.split())
        if words > LONGEST_QUESTION:
            what = _("the question has {words} words; at most {LONGEST_QUESTION} fit the room view").format(
                words=words, LONGEST_QUESTION=LONGEST_QUESTION
            )
            yield "advice", (*place, "ask"), what
        if not question.ask.strip():
            yield "error", (*place, "ask"), _("the question is empty")
    for place, stage in stages(template):
        if len(stage.short or stage.title) > LONGEST_SHORT:
            key = "short" if stage.short else "title"
            yield (
                "advice",
                (*place, key),
                _("give it a short title of at most {LONGEST_SHORT} letters (short:)").format(
                    LONGEST_SHORT=LONGEST_SHORT
                ),
            )
    if len(template.tagline.split()) > LONGEST_TAGLINE:
        yield (
            "advice",
            ("tagline",),
            _("at most {LONGEST_TAGLINE} words fit under the title").format(LONGEST_TAGLINE=LONGEST_TAGLINE),
        )
    if (words := len(template.ground_rules_short.split())) > LONGEST_RULES:
        yield (
            "advice",
            ("ground_rules_short",),
            _("{words} words are long to read aloud; {LONGEST_RULES} are enough").format(
                words=words, LONGEST_RULES=LONGEST_RULES
            ),
        )


def _words(template: Template) -> Iterator[Remark]:
    known = TECHNIQUES.get(template.technique)
    if known is None:
        yield (
            "advice",
            ("technique",),
            _("{technique} is none of the toolbox; it is listed as your own").format(
                technique=shown(template.technique)
            ),
        )
    elif known != template.learning:
        yield (
            "advice",
            ("learning",),
            _("the toolbox has this technique under learning {known}").format(known=known),
        )
    for purpose in template.purpose:
        if purpose not in PURPOSES:
            yield (
                "advice",
                ("purpose",),
                _("{purpose} is none of {PURPOSES}").format(
                    purpose=shown(purpose), PURPOSES=", ".join(PURPOSES)
                ),
            )
    for place, stage in stages(template):
        for past in stage.past:
            if past not in PAST:
                yield (
                    "error",
                    (*place, "past"),
                    _("{past} cannot be brought in; these can: {PAST}").format(
                        past=shown(past), PAST=", ".join(PAST)
                    ),
                )
        for way in stage.if_stuck:
            if way not in STUCK:
                yield (
                    "advice",
                    (*place, "if_stuck", way),
                    _("a room can be {STUCK}; {way} is never shown").format(STUCK=", ".join(STUCK), way=way),
                )
    for place, _rest, question in questions(template):
        verdicts = question.capture.verdicts
        if verdicts and verdicts not in VERDICTS:
            sets = " · ".join(", ".join(each) for each in VERDICTS)
            yield (
                "advice",
                (*place, "capture", "verdicts"),
                _("reports know these sets of verdicts: {sets}").format(sets=sets),
            )


def _people(template: Template) -> Iterator[Remark]:
    if template.people.min > template.people.max:
        what = _("at least {min} and at most {max} people cannot both be").format(
            min=template.people.min, max=template.people.max
        )
        yield "error", ("people",), what


_WANTED = {
    "tagline": N_("a tagline says in a few words on Home what it is for"),
    "summary": N_("a summary says what it does"),
    "when_to_use": N_("when_to_use says when it fits"),
    "not_for": N_("not_for says when something else fits better"),
    "roles": N_("roles says who does what in the room"),
    "prepare": N_("prepare says what to do beforehand"),
    "ground_rules": N_("ground rules are agreed at the start"),
    "ground_rules_short": N_("ground_rules_short can be read aloud"),
    "pitfalls": N_("pitfalls say what commonly goes wrong"),
    "origin": N_("origin credits where the method comes from"),
    "outputs": N_("outputs says what the room goes home with"),
}


def _complete(template: Template) -> Iterator[Remark]:
    for key, why in _WANTED.items():
        if not getattr(template, key):
            yield "advice", (), _("{key} is missing; {why}").format(key=key, why=_(why))
    for place, stage in stages(template):
        if not _spoken(stage):
            yield "advice", place, _("say is missing; the facilitator reads it aloud")
        if not stage.break_ and not stage.questions:
            yield "advice", place, _("it asks nothing; give it a question, of kind none if nothing is kept")


def _spoken(stage: Stage) -> bool:
    return bool(stage.say) or any(question.say for question in stage.questions)


_RULES: tuple[Rule, ...] = (_add_up, _least, _close, _room_view, _words, _people, _complete)
