"""Filters as they are said: typed among the words (`project:Clinic`), chosen from a list, or as options."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.language import _
from kmfacilitate.session.lesson_life import ASIDE, LEARNED, STATES, word

from .found import Filters

NAMES = ("technique", "project", "person", "tag", "state", "since", "until")
"""What can be narrowed by, in the order in which it is offered."""
_IDENTIFIED = tuple(state or word(state) for state in STATES if state not in (*LEARNED, *ASIDE))
_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({"identified": _IDENTIFIED, "learned": LEARNED})
"""Words for several states of a lesson at once."""
_OTHERS = (
    "open", "done", "dropped", "passed on", "answered", "moved on", "planned", "running", "finished",
    "applies", "partly", "no", "yes", "again", "happened", "nearly", "did-not", "met", "not met",
)  # fmt: skip
_KNOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**{state: (state,) for state in (*_IDENTIFIED, *LEARNED, *ASIDE, *_OTHERS)}, **_GROUPS}
)
_SAID = ("open", "done", "dropped", "captured", "checked", "embedded", "learned", "finished")
"""States that are named where one is not known: not all of them."""
_TOKEN = re.compile(rf'(?<!\S)({"|".join(NAMES)}):("[^"]*"?|\S*)', re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")
_BEGUN_DAY = re.compile(r"\d{0,4}|\d{4}-\d{0,2}|\d{4}-\d\d?-\d{0,2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the search box: words to look for, filters, and sentences about what is no filter."""

    words: str
    filters: Filters
    said: Mapping[str, str]
    """The filters as they were said, by name."""
    faults: tuple[str, ...] = ()


def read_typed(typed: str) -> Typed:
    """Part what is typed into words and filters (`keys project:"The Clinic" since:2026`).

    A space in a value is typed as `_`, or the value stands in quotation marks. A filter that can't be
    understood is left out, and said, but not while it may only be begun.
    """
    said: dict[str, str] = {}
    faults: list[str] = []
    for found in _TOKEN.finditer(typed):
        name = found[1].casefold()
        value = found[2].strip('"') if found[2].startswith('"') else found[2].replace("_", " ")
        value = clean_line(value).strip()
        if not value:
            continue
        fault = fault_of(name, value)
        if not fault:
            said[name] = value
        elif found.end() < len(typed) or not _is_begun(name, value):
            faults.append(fault)
    words = _TOKEN.sub("", typed)
    return Typed(
        re.sub(r" {2,}", " ", words).lstrip(), filters_of(said), MappingProxyType(said), tuple(faults)
    )


def filters_of(said: Mapping[str, str]) -> Filters:
    """The filters that these words mean, by name; what can't be understood is left out (`fault_of`)."""
    given = {name: value for name, value in said.items() if value and not fault_of(name, value)}
    return Filters(
        technique=given.get("technique", ""),
        project=given.get("project", ""),
        person=given.get("person", ""),
        tag=given.get("tag", ""),
        states=_states(given.get("state", "")),
        since=day_of(given.get("since", ""), last=False),
        until=day_of(given.get("until", ""), last=True),
    )


def both(first: Filters, second: Filters) -> Filters:
    """The first filters, with what only the second say."""
    more = {
        each.name: getattr(second, each.name)
        for each in fields(Filters)
        if not getattr(first, each.name) and getattr(second, each.name)
    }
    return replace(first, **more)


def fault_of(name: str, value: str) -> str:
    """What is wrong with the value of a filter, in a sentence that begins with its name; empty: nothing."""
    if name in ("since", "until"):
        if day_of(value, last=False):
            return ""
        return _("{name} needs a day like 2026-11-22, a month or a year, not “{value}”.").format(
            name=name, value=clean_line(value)
        )
    if name == "state":
        for part in _parts(value):
            if part not in _KNOWN and part not in _aliases():
                near = nearest(part, [*_KNOWN])
                hint = (
                    _("did you mean {near}?").format(near=near)
                    if near
                    else _("there are {SAID} and others.").format(SAID=", ".join(_SAID))
                )
                return _("state has no “{part}”; {hint}").format(part=clean_line(part), hint=hint)
    return ""


def day_of(text: str, *, last: bool) -> str:
    """A day as it is stored; of a month or year the first day, or the `last`; empty: it is none."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return ""
    year, month, day = int(found[1]), found[2], found[3]
    try:
        in_month = int(month) if month else 12 if last else 1
        in_day = int(day) if day else monthrange(year, in_month)[1] if last else 1
        return date(year, in_month, in_day).isoformat()
    except ValueError:
        return ""


def as_typed(name: str, value: str) -> str:
    """A filter as it is typed into the box."""
    return f'{name}:"{value}"' if " " in value or "_" in value else f"{name}:{value}"


def _is_begun(name: str, value: str) -> bool:
    """Whether a value that means nothing yet may become one that does."""
    if name == "state":
        last = _parts(value)[-1:] or [""]
        return any(known.startswith(last[0]) for known in (*_KNOWN, *_aliases()))
    return bool(_BEGUN_DAY.fullmatch(value))


def _parts(value: str) -> list[str]:
    return [part for part in (" ".join(each.casefold().split()) for each in value.split(",")) if part]


def _aliases() -> Mapping[str, str]:
    """States by the words they are shown with."""
    return {word(state): state for state in STATES if state and word(state) != state}


def _states(value: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in _parts(value):
        found += _KNOWN.get(part) or (_aliases()[part],)
    return tuple(dict.fromkeys(found))
