"""Pre-mortem: the record, with ranked causes, first visible signs, and what changes in the plan."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds.commitments import Action, Commitment
from kmfacilitate.session.kinds.insights import Risk

from ..blocks import Block, Table
from ..risks import risk_sections
from .parts import Layout, Material, Part, answers, lines, of_kind


def _ranked(material: Material) -> list[Block]:
    ranked, _appendix = risk_sections(material.own)
    return list(ranked.blocks) if ranked else []


def _appendix(material: Material) -> list[Block]:
    _ranked, appendix = risk_sections(material.own)
    return list(appendix.blocks) if appendix else []


def _signs(material: Material) -> list[Block]:
    """The signs to watch for, one row each, so that this page can hang on a wall."""
    telling = material.own
    risks = [risk for _id, risk in lines(telling, Risk) if isinstance(risk, Risk) and risk.sign]
    risks.sort(key=lambda risk: -risk.score)
    if not risks:
        return []
    rows = tuple((risk.sign, risk.watcher or risk.owner, risk.text, risk.fallback) for risk in risks)
    heads = (_("First visible sign"), _("Who would see it"), _("Of"), _("What then"))
    return [Table(heads, rows)]


LAYOUT = Layout(
    N_("Pre-mortem record"),
    (
        answers("plan", N_("The plan"), "plan"),
        answers("scenario", N_("How it failed"), "scenario"),
        Part("causes", N_("Ranked causes"), _ranked, True),
        Part("signs", N_("Early-warning signs"), _signs, True),
        answers("changes", N_("What changes in the plan"), "changes"),
        of_kind("actions", N_("What will be done"), Action, but=("review",)),
        of_kind("promises", N_("Promises"), Commitment),
        answers("review", N_("When we read this again"), "review"),
        Part("appendix", N_("Appendix: all causes named"), _appendix),
    ),
)
