"""What waits for those who keep the lessons: to be checked, validated, routed, owned, looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from kmfacilitate.language import N_
from kmfacilitate.session.lesson_life import ASIDE, LEARNED

from .ask import Ask
from .found import Filters, Found

_EFFECT_AFTER = timedelta(days=183)
"""How long after it was embedded the effect of a lesson is due, where nobody set a day."""
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that lines wait for: how it is headed, and how it is ordered. `where` is SQL on `l`."""

    id: str
    words: str
    where: str
    order: str = "l.id"


def _in(states: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


_OVER = _in((*ASIDE, *LEARNED, "information"))
_LESSON = "l.kind = 'lesson' AND "
_WAITS = (
    Wait(
        "overdue", N_("overdue"),
        "l.due <> '' AND l.due < :today AND ((l.kind = 'action' AND l.state = 'open') "
        f"OR (l.kind = 'lesson' AND l.state <> 'actioned' AND l.state NOT IN {_OVER}))",
        "l.due, l.id",
    ),
    Wait(
        "effect", N_("effect to be checked"),
        f"{_LESSON}((l.review <> '' AND l.review <= :today AND l.state IN {_in(LEARNED)}) "
        "OR (l.state = 'embedded' AND l.review = '' AND NOT l.effect AND l.since <= :half_a_year))",
        "max(l.review, l.since), l.id",
    ),
    Wait("embed", N_("done, to be embedded"), f"{_LESSON}l.state = 'actioned'"),
    Wait("check", N_("to be checked"), f"{_LESSON}l.state IN ('captured', 'reopened')"),
    Wait("validate", N_("to be validated"), f"{_LESSON}l.state = 'checked'"),
    Wait(
        "route", N_("without a route"),
        f"{_LESSON}l.route = '' AND l.state IN ('captured', 'checked', 'validated', 'reopened', 'stalled')",
    ),
    Wait(
        "own", N_("without an owner"),
        f"{_LESSON}l.owner = '' AND l.state NOT IN {_OVER} "
        "AND (l.state IN ('validated', 'assigned', 'actioned') OR l.route IN ('local', 'process', 'tell'))",
    ),
    Wait("stalled", N_("stalled"), f"{_LESSON}l.state = 'stalled'"),
)  # fmt: skip
ALIKE = "alike"
"""Lessons that look like another one: they wait to be merged or kept apart (`alike.pairs`)."""
WAITS: Mapping[str, Wait] = MappingProxyType({wait.id: wait for wait in _WAITS})


def waiting_counts(ask: Ask, today: date, filters: Filters | None = None) -> Mapping[str, int]:
    """How many lines wait for each thing; without those that are alike, which only comparing can tell."""
    said, values = (filters or Filters()).sql()
    counted = ", ".join(f"count(CASE WHEN {_filled(wait.where, today)} THEN 1 END)" for wait in _WAITS)
    where = " AND ".join(("l.kind IN ('lesson', 'action')", *said))
    source = "sessions s CROSS JOIN lines l USING (sid)" if said else "lines l"
    rows = ask.query(f"SELECT {counted} FROM {source} WHERE {where}", values)
    return {wait.id: int(str(many)) for wait, many in zip(_WAITS, rows[0], strict=True)} if rows else {}


def waiting(
    ask: Ask, what: str, today: date, filters: Filters | None = None, *, limit: int = 0
) -> tuple[Found, ...]:
    """The lines that wait for one thing (an id of `WAITS`), those that wait longest first; 0: all."""
    wait = WAITS[what]
    return ask.where(_filled(wait.where, today), wait.order, filters or Filters(), limit or _ALL)


def _filled(where: str, today: date) -> str:
    day, before = today.isoformat(), (today - _EFFECT_AFTER).isoformat()
    return where.replace(":today", f"'{day}'").replace(":half_a_year", f"'{before}'")
