"""Whether a template can be run: its ids, the kinds it names, and what its activities work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kmfacilitate.clean import nearest
from kmfacilitate.language import N_, _
from kmfacilitate.templates.model import Capture, Question, Repeat, Stage, Template
from kmfacilitate.templates.problem import Place, shown, where
from kmfacilitate.templates.words import FIELDS, ID, KINDS
from kmfacilitate.templates.yaml_events import Tree

Severity = Literal["error", "advice"]
_SEVERITIES = (N_("error"), N_("advice"))
"""Shown by `_`; a finding says which by its English word."""
Remark: TypeAlias = tuple[Severity, Place, str]
"""How grave, where, and what to say."""
Rule: TypeAlias = Callable[[Template], Iterator[Remark]]

_NEEDS_MATERIAL = ("vote", "score", "complete", "group", "rank")


@dataclass(frozen=True)
class Finding:
    """Something a careful colleague would say about a template; `line` is 0 where no file is at hand."""

    severity: Severity
    where: str
    what: str
    line: int = 0

    def __str__(self) -> str:
        return ": ".join(part for part in (_(self.severity), self.where, self.what) if part)


def unrunnable(template: Template, tree: Tree | None = None) -> list[Finding]:
    """What keeps a session from being run on this template; such a file is refused when it is loaded."""
    return findings(template, tree, (_no_stages, _ids, _kinds, _materials, _repeats, _variants, _numbers))


def findings(template: Template, tree: Tree | None, rules: Iterable[Rule]) -> list[Finding]:
    """What the rules say about a template, with lines where its tree is given, in the order of the file."""

    def name_of(place: Place) -> str:
        stage = template.stages[int(place[1])]
        return stage.title or stage.id if len(place) == 2 else stage.questions[int(place[3])].id

    found = [
        Finding(severity, where(place, name_of), what, tree.line_of(place) if tree else 0)
        for rule in rules
        for severity, place, what in rule(template)
    ]
    return sorted(found, key=lambda finding: finding.line)


def stages(template: Template) -> Iterator[tuple[Place, Stage]]:
    """The stages with their places."""
    for at, stage in enumerate(template.stages):
        yield ("stages", at), stage


def questions(template: Template) -> Iterator[tuple[Place, Stage, Question]]:
    """All questions with their places and stages, in the order they are asked."""
    for place, stage in stages(template):
        for at, question in enumerate(stage.questions):
            yield (*place, "questions", at), stage, question


def numbered(template: Template) -> dict[int, Stage]:
    """The stages under their numbers, from 1; a break has none."""
    return dict(enumerate((stage for stage in template.stages if not stage.break_), start=1))


def _no_stages(template: Template) -> Iterator[Remark]:
    if not template.stages:
        yield "error", (), _("there are no stages; a template needs at least one")
    if not template.variants:
        yield (
            "error",
            (),
            _("variants is missing: the names of its lengths and their minutes, as in {standard: 60}"),
        )


def _ids(template: Template) -> Iterator[Remark]:
    yield from _id((), template.id, {})
    seen: dict[str, str] = {}
    for place, stage in stages(template):
        yield from _id(place, stage.id, seen)
    seen = {}
    for place, _rest, question in questions(template):
        yield from _id(place, question.id, seen)


def _id(place: Place, id_: str, seen: dict[str, str]) -> Iterator[Remark]:
    if not ID.fullmatch(id_):
        yield (
            "error",
            (*place, "id"),
            _("an id has small letters a-z, digits and hyphens; {id} has others").format(id=shown(id_)),
        )
    elif id_ in seen:
        yield (
            "error",
            (*place, "id"),
            _("the id {id} is used twice; give one of the two another").format(id=id_),
        )
    seen[id_] = id_


def _kinds(template: Template) -> Iterator[Remark]:
    for place, _rest, question in questions(template):
        capture = question.capture
        named: list[tuple[Place, str]] = [(("capture", "kind"), capture.kind)]
        if capture.of:
            named.append((("capture", "of", "kind"), capture.of.kind))
        for key, kind in named:
            if kind and kind not in KINDS:
                yield (
                    "error",
                    (*place, *key),
                    _("there is no kind {kind}{meant}").format(kind=shown(kind), meant=_meant(kind, KINDS)),
                )


def _materials(template: Template) -> Iterator[Remark]:
    asked: list[str] = []
    for place, stage, question in questions(template):
        capture = question.capture
        at = (*place, "capture")
        if capture.of and capture.of.question and capture.of.question not in asked:
            wanted = capture.of.question
            yield (
                "error",
                (*at, "of"),
                _("no earlier question is called {wanted}{meant}").format(
                    wanted=shown(wanted), meant=_meant(wanted, asked)
                ),
            )
        nothing = not capture.of or not (capture.of.question or capture.of.kind)
        if nothing and (capture.way in _NEEDS_MATERIAL or (capture.way == "review" and not stage.past)):
            yield (
                "error",
                at,
                _("a {way} works on something; say which question with of:").format(way=capture.way),
            )
        if capture.way == "complete":
            yield from _fields(at, capture)
        if capture.way == "review" and not capture.verdicts:
            yield "error", at, _("a review needs its words: verdicts: [exceeded, met, partly, missed]")
        asked.append(question.id)


def _fields(place: Place, capture: Capture) -> Iterator[Remark]:
    known = FIELDS.get(capture.becomes, ())
    if not capture.fields:
        yield (
            "error",
            place,
            _("fields is missing: which to ask for, as in {list}")
            .format(list=list(known[:2]))
            .replace("'", ""),
        )
    for field in capture.fields:
        if field not in known:
            yield (
                "error",
                (*place, "fields"),
                _("a {becomes} has no field {field}{meant}").format(
                    becomes=capture.becomes, field=shown(field), meant=_meant(field, known)
                ),
            )


def _repeats(template: Template) -> Iterator[Remark]:
    asked: list[str] = []
    for place, stage in stages(template):
        once = [question.id for question in stage.questions if question.once]
        yield from _repeat(place, stage.repeat, [*asked, *once])
        for at, question in enumerate(stage.questions):
            yield from _repeat((*place, "questions", at), question.repeat, asked)
            asked.append(question.id)


def _repeat(place: Place, repeat: Repeat | None, asked: list[str]) -> Iterator[Remark]:
    if repeat is None or (repeat.people and not repeat.of):
        return
    if repeat.of not in asked:
        hint = _meant(repeat.of, asked) or _(
            "; it names one asked before, or one of this stage with once: yes"
        )
        yield (
            "error",
            (*place, "repeat"),
            _("repeat: no earlier question is called {of}{hint}").format(of=shown(repeat.of), hint=hint),
        )


def _variants(template: Template) -> Iterator[Remark]:
    for place, stage in stages(template):
        given = [(place, stage.minutes)]
        for at, question in enumerate(stage.questions):
            if question.minutes is not None:
                given.append(((*place, "questions", at), question.minutes))
        for owner, minutes in given:
            if not isinstance(minutes, dict):
                continue
            for name in minutes:
                if name not in template.variants:
                    hint = _meant(name, template.variants)
                    yield (
                        "error",
                        (*owner, "minutes", name),
                        _("there is no variant {name}{hint}").format(name=shown(name), hint=hint),
                    )
            for name in template.variants:
                if name not in minutes:
                    yield (
                        "error",
                        (*owner, "minutes"),
                        _("the variant {name} is missing; 0 leaves the stage out").format(name=name),
                    )


def _numbers(template: Template) -> Iterator[Remark]:
    if template.drop_first and template.drop_first not in numbered(template):
        yield (
            "error",
            ("drop_first",),
            _("there is no stage {drop_first}").format(drop_first=template.drop_first),
        )
    for place, _rest, question in questions(template):
        low, high = question.capture.scale
        if low >= high:
            yield (
                "error",
                (*place, "capture", "scale"),
                _("goes from the lower to the higher number, not {low} to {high}").format(low=low, high=high),
            )
    for place, stage in stages(template):
        for at, cue in enumerate(stage.cues):
            if cue.share is None:
                yield (
                    "error",
                    (*place, "cues", at, "at"),
                    _("must be a percentage from 0% to 100%, not {at}").format(at=shown(cue.at)),
                )


def _meant(word: str, known: Iterable[str]) -> str:
    meant = nearest(word, known)
    return _("; did you mean {meant}?").format(meant=meant) if meant else ""
