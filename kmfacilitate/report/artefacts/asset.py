"""Knowledge asset: advice for somebody who was not there, with the earlier lessons that it takes in."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action, Contact
from kmfacilitate.session.kinds.happenings import Quote, Story
from kmfacilitate.session.kinds.insights import Gap, Lesson
from kmfacilitate.session.lesson_life import in_words as state_in_words
from kmfacilitate.session.verdicts import in_words

from ..blocks import Block, Bullet, Heading
from ..lines import below, bullets
from .parts import Layout, Material, Part, answers, lines, of_kind, told_at

_NO = ("no", "not", "dropped")


def _advice(material: Material) -> list[Block]:
    """The user's questions, each with the advice on it; advice on none of them comes last."""
    telling = material.own
    asked = told_at(telling, "outline")
    lessons = [(id_, e) for id_, e in lines(telling, Lesson)]
    blocks: list[Block] = []
    for id_, question in asked:
        own = [row for row in lessons if row[1].under == id_ or row[1].source == id_]
        blocks.append(Heading(question.text, number=telling.number(id_)))
        blocks += [line for i, lesson in own for line in bullets(lesson, i, telling)]
        if not own:
            blocks.append(Bullet(_("No advice yet.")))
    known = {id_ for id_, _question in asked}
    loose = [(i, e) for i, e in lessons if e.under not in known and e.source not in known]
    if loose:
        blocks += [Heading(_("And besides"))] if asked else []
        blocks += [line for i, lesson in loose for line in bullets(lesson, i, telling)]
    return blocks


def _folded(material: Material) -> list[Block]:
    """Earlier lessons that apply, each under its id, with its why, its evidence, its owner and its review."""
    telling = material.own
    blocks: list[Block] = []
    for _id, verdict in lines(telling, Verdict):
        if not isinstance(verdict, Verdict) or telling.is_own(verdict) or verdict.says in _NO:
            continue
        found = material.folded.get(verdict.on)
        lesson = found.entry if found is not None else None
        text = found.text if found is not None else verdict.what or _("(a line that was taken out)")
        says = in_words(verdict.says)
        facts = [_("applies: {says}").format(says=says) if verdict.says != "applies" else says]
        if isinstance(lesson, Lesson):
            facts += [_("owner {name}").format(name=lesson.owner)] if lesson.owner else []
            facts += [_("review {day}").format(day=telling.day(lesson.review))] if lesson.review else []
            facts += [_("status {state}").format(state=state_in_words(lesson.state))]
        blocks.append(Bullet(text, facts=tuple(facts), number=verdict.on))
        if isinstance(lesson, Lesson):
            blocks += below(lesson, telling, 1)
        if verdict.reason:
            blocks.append(Bullet(verdict.reason, 1, label=_("Said about it")))
    return blocks


LAYOUT = Layout(
    N_("Knowledge asset"),
    (
        answers("summary", N_("In one sentence"), "summary"),
        answers("customer", N_("For whom, and when"), "customer"),
        answers("purpose", N_("What it lets you do"), "purpose"),
        Part(
            "advice",
            N_("Questions and advice"),
            _advice,
            True,
            ("outline",),
            lambda _telling, e: isinstance(e, Lesson),
        ),
        answers("checklist", N_("Checklist"), "checklist"),
        Part("folded", N_("Earlier lessons taken in"), _folded),
        of_kind("stories", N_("Stories"), Story, wanted=True),
        of_kind("quotes", N_("In their own words"), Quote),
        of_kind("people", N_("Whom to ask"), Contact, wanted=True),
        answers("documents", N_("Documents"), "documents"),
        answers("confidence", N_("How sure we are, and on what basis"), "confidence", "basis"),
        of_kind("gaps", N_("What is not known yet"), Gap),
        of_kind("owner", N_("Owner, checks and review"), Action, wanted=True),
    ),
)
