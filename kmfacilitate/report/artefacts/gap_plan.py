"""Before action review: the knowledge-gap plan."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Gap

from ..blocks import Block, Table
from ..carried_over import CONSULTED, consulted
from .parts import Layout, Material, Part, answers, lines, of_kind


def gap_table(material: Material) -> list[Block]:
    """Every question with what is had and needed, where the answer comes from, who gets it, and by when."""
    telling = material.own
    gaps = [(id_, gap) for id_, gap in lines(telling, Gap) if isinstance(gap, Gap)]
    gaps.sort(key=lambda row: (-(telling.votes(row[0]) or 0), -row[1].importance))
    rows = tuple(
        (
            telling.number(id_), telling.says(gap), gap.have, gap.need, str(telling.votes(id_) or ""),
            str(gap.importance or ""), "; ".join(part for part in (gap.where_from, gap.method) if part),
            gap.owner, telling.day(gap.due) if gap.due else "", gap.answer or _("open"),
        )
        for id_, gap in gaps
    )  # fmt: skip
    columns = (
        "", N_("Question"), N_("Have"), N_("Need"), N_("Votes"), N_("Importance"), N_("From where and how"),
        N_("Who"), N_("By when"), N_("Answered?"),
    )  # fmt: skip
    kept = [i for i, name in enumerate(columns) if name in _ALWAYS or any(row[i] for row in rows)]
    if not rows:
        return []
    return [Table(tuple(_(columns[i]) for i in kept), tuple(tuple(row[i] for i in kept) for row in rows))]


def _consulted(material: Material) -> list[Block]:
    telling = material.own
    found = consulted(telling, [row for row in lines(telling, Verdict) if not _is_promise(row[1])])
    return list(found.blocks) if found else []


def _is_promise(verdict: Entry) -> bool:
    return isinstance(verdict, Verdict) and verdict.of not in ("", "lesson")


_ALWAYS = ("", "Question", "From where and how", "Who", "By when", "Answered?")

LAYOUT = Layout(
    N_("Knowledge-gap plan"),
    (
        answers("intent", N_("Intent"), "intent"),
        answers("measures", N_("How we will know that it went well"), "measures"),
        answers("challenges", N_("Challenges"), "challenges"),
        answers("held", N_("Knowledge held, and by whom"), "have"),
        Part("consulted", CONSULTED, _consulted),
        Part("gaps", N_("Questions to be answered"), gap_table, True),
        answers("difference", N_("What will make the biggest difference"), "difference"),
        of_kind("actions", N_("What else will be done"), Action, but=("review",)),
        answers("review", N_("After action review"), "review"),
    ),
)
