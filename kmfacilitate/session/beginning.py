"""A new session: the documents it starts with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.templates.model import Template

from .documents import Documents, Value, without_empty
from .ids import Ids
from .moments import stamp


@dataclass(frozen=True, slots=True)
class Plan:
    """What was settled before a session starts.

    `minutes` scales the variant to another length; `optional` names the optional questions that are on.
    """

    title: str = ""
    project: str = ""
    place: str = ""
    facilitator: str = ""
    variant: str = ""
    minutes: int = 0
    people: tuple[str, ...] = ()
    about: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What is known of them (team, site, …), by name."""
    head_count: int = 0
    begins: datetime | None = None
    """When it is to begin (aware); none: nobody said, or now."""
    hard_end: datetime | None = None
    share: str = ""
    names: str = ""
    optional: tuple[str, ...] = ()
    agreed: bool = False
    """Of a confidential session: what it keeps was said and agreed."""
    tz: str = "UTC"


def default_share(template: Template) -> str:
    """What leaves the room unless it is said: all but private lines; nothing of a confidential session."""
    return "nothing" if template.family == "confidential" else "open"


def stage_minutes(
    template: Template, variant: str, minutes: int = 0, optional: Collection[str] = ()
) -> Mapping[str, int]:
    """Planned minutes of each stage in a variant; with `minutes`, shared out in proportion to that length.

    Optional questions that are on (`optional`) bring their minutes with them.
    """
    planned = {
        stage.id: whole
        + sum(q.minutes_in(variant) for q in stage.questions if q.optional and q.id in optional)
        for stage in template.stages
        if (whole := stage.minutes_in(variant))
    }
    if minutes and sum(planned.values()) != minutes:
        from .catching_up import largest_remainder

        planned = largest_remainder(planned, minutes, dict.fromkeys(planned, 1))
    return planned


def _person(name: str, plan: Plan) -> dict[str, Value]:
    """A person as kept; an address is not."""
    about = plan.about.get(name, {})
    known = {what: clean_line(about.get(what, "")) for what in ("role", "team", "site")}
    return {"rev": 1, "name": name, **without_empty(known)}


def usual_minutes(template: Template, people: int) -> int:
    """Minutes that so many people usually need, where length scales with their number; 0: it does not."""
    return template.per_head * people


def begin(template: Template, plan: Plan, session_id: str, at: datetime, ids: Ids, app: str) -> Documents:
    """The documents of a new session of a template.

    Raises:
        WrongUse: When the variant is none of the template's, or there are fewer minutes than stages.
    """
    variant = plan.variant or template.default_variant()
    if template.variants and variant not in template.variants:
        raise WrongUse(
            _("{title} has no variant {variant}: it has {variants}.").format(
                title=template.title, variant=variant, variants=", ".join(template.variants)
            )
        )
    minutes = stage_minutes(template, variant, plan.minutes, plan.optional)
    if plan.minutes and plan.minutes < len(minutes):
        raise WrongUse(
            _("{minutes} minutes are too few: {title} has {n} parts.").format(
                minutes=plan.minutes, title=template.title, n=len(minutes)
            )
        )
    people = [name for name in map(clean_line, plan.people) if name]
    names = plan.names or "owners"
    optional = set(plan.optional)
    meeting: dict[str, Value] = {
        "title": clean_line(plan.title) or template.title,
        "project": clean_line(plan.project),
        "place": clean_line(plan.place),
        "template": template.id,
        "technique": template.technique,
        "variant": variant,
        "family": template.family,
        "language": template.language,
        "facilitator": clean_line(plan.facilitator),
        "head_count": plan.head_count or len(people),
        "length": sum(minutes.values()),
        "tz": plan.tz,
        "state": "planned",
        "created": stamp(at),
        "begins": stamp(plan.begins) if plan.begins else "",
        "hard_end": stamp(plan.hard_end) if plan.hard_end else "",
        "confidential": template.family == "confidential",
        "agreed": plan.agreed and template.family == "confidential",
        "names": names,
        "share": plan.share or default_share(template),
    }
    stages: dict[str, dict[str, Value]] = {}
    for stage in template.stages:
        if stage.id in minutes:
            chosen = [q.id for q in stage.questions if q.optional and q.id in optional]
            record = {"stage": stage.id, "minutes": minutes[stage.id], "chosen": chosen}
            stages[str(len(stages) + 1)] = {"rev": 1, **without_empty(record)}
    roster = {ids.new(at): _person(name, plan) for name in people} if names == "all" else {}
    snapshot = template.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {
        "_meta": {"1": {"schema": 1, "what": "session", "session": session_id, "app": app}},
        "session": {"1": {"rev": 1, **without_empty(meeting)}},
        "stages": stages,
        "people": roster,
        "clock": {},
        "entries": {},
        "conflicts": {},
        "template": {"1": {"rev": 1, **snapshot}},
    }


def names_in(text: str) -> Sequence[str]:
    """Names typed in one go, parted by `;` or `,`."""
    return [name for name in (clean_line(part) for part in text.replace(",", ";").split(";")) if name]
