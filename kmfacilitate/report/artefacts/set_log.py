"""Action learning: the log of the set. Dates, how many came, what became of actions; never content."""

from __future__ import annotations

from collections import Counter

from kmfacilitate.language import N_, _
from kmfacilitate.session import clock
from kmfacilitate.session.kinds.activities import Check, Verdict
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.verdicts import in_words
from kmfacilitate.session.wording import count

from ..blocks import Block, Bullet
from ..dates import stretch_in_words, zone
from ..front import people_in_words
from .parts import Layout, Material, Part, lines, of_kind


def _dates(material: Material) -> list[Block]:
    session = material.own.session
    tz, language = zone(session), session.meeting.language
    return [
        Bullet(stretch_in_words(s.start.astimezone(tz), s.end.astimezone(tz), language))
        for s in clock.sittings(session, material.at)
    ]


def _attendance(material: Material) -> list[Block]:
    words = people_in_words(material.own.session.meeting)
    return [Bullet(words)] if words else []


def _became(material: Material) -> list[Block]:
    said = Counter(in_words(v.says) for _id, v in lines(material.own, Verdict) if isinstance(v, Verdict))
    return [
        Bullet(count(number, "{n} action", "{n} actions"), facts=(word,)) for word, number in said.items()
    ]


def _handed_over(material: Material) -> list[Block]:
    asked = [
        q.id for s in material.own.session.template.stages for q in s.questions if q.capture.keep == "ask"
    ]
    return [
        Bullet(check.text, facts=(_("given to the presenter, not kept"),))
        for _id, check in lines(material.own, Check)
        if isinstance(check, Check) and check.question in asked and check.answer == "no" and check.text
    ]


LAYOUT = Layout(
    N_("Log of the set"),
    (
        Part("dates", N_("Met"), _dates, True),
        Part("attendance", N_("Present"), _attendance),
        Part("became", N_("What became of the last actions"), _became),
        of_kind("actions", N_("Actions that may be asked about next time"), Action),
        Part("handed-over", N_("Actions handed over"), _handed_over),
    ),
    closed=True,
)
