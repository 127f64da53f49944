"""How long the stages of a script really took: the index knows it of every finished session."""

from __future__ import annotations

from collections import defaultdict

from kmfacilitate.session.usual import Usual, usual_of
from kmfacilitate.templates.model import Template

from .ask import Ask

_TYPED_UP = 4
"""A session that used less than one part in so many of its minutes was typed up, not held."""
_CUT_SHORT = 0.75
"""One that was planned for less than this share of the script's minutes says nothing of the usual."""
_ROWS = (
    "SELECT t.stage, t.used FROM stage_times t JOIN sessions s USING (sid) "
    "WHERE s.template = ? AND s.variant = ? AND s.state = 'finished' AND s.share <> 'nothing' "
    "AND s.planned >= ? AND s.used * ? >= s.planned AND t.state <> 'skipped' AND t.used > 0 "
    "ORDER BY s.sid DESC LIMIT 2000"
)


def usual_times(ask: Ask, template: Template, variant: str) -> dict[str, Usual]:
    """What each stage of a script usually takes (stage id → minutes), where enough sessions tell.

    Of sessions that are confidential or shared as *nothing*, not even the minutes are looked at.

    Args:
        ask: The index; while there is none, nothing is known.
        template: The script.
        variant: The length that is meant; sessions of another one say nothing of it.
    """
    variant = variant or template.default_variant()
    whole = sum(stage.minutes_in(variant) for stage in template.stages) * 60
    taken: dict[str, list[int]] = defaultdict(list)
    for stage, used in ask.query(_ROWS, (template.id, variant, int(whole * _CUT_SHORT), _TYPED_UP)):
        taken[str(stage)].append(int(str(used)))
    return usual_of(taken)
