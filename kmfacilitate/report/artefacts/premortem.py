"""Pre-mortem: the record, with ranked causes, first visible signs, and what changes in the plan."""

from __future__ import annotations

from kmfacilitate.session.kinds.commitments import Action, Commitment
from kmfacilitate.session.kinds.insights import Risk

from ..blocks import Block, Table
from ..risks import risk_sections
from .parts import Layout, Material, Part, answers, lines, of_kind


def _ranked(material: Material) -> list[Block]:
    ranked, _ = risk_sections(material.own)
    return list(ranked.blocks) if ranked else []


def _appendix(material: Material) -> list[Block]:
    _, appendix = risk_sections(material.own)
    return list(appendix.blocks) if appendix else []


def _signs(material: Material) -> list[Block]:
    """The signs to watch for, one row each, so that this page can hang on a wall."""
    telling = material.own
    risks = [risk for _, risk in lines(telling, Risk) if isinstance(risk, Risk) and risk.sign]
    risks.sort(key=lambda risk: -risk.score)
    if not risks:
        return []
    rows = tuple((risk.sign, risk.watcher or risk.owner, risk.text, risk.fallback) for risk in risks)
    return [Table(("First visible sign", "Who would see it", "Of", "What then"), rows)]


LAYOUT = Layout(
    "Pre-mortem record",
    (
        answers("plan", "The plan", "plan"),
        answers("scenario", "How it failed", "scenario"),
        Part("causes", "Ranked causes", _ranked, True),
        Part("signs", "Early-warning signs", _signs, True),
        answers("changes", "What changes in the plan", "changes"),
        of_kind("actions", "What will be done", Action, but=("review",)),
        of_kind("promises", "Promises", Commitment),
        answers("review", "When we read this again", "review"),
        Part("appendix", "Appendix: all causes named", _appendix),
    ),
)
