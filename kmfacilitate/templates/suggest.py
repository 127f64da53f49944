"""Which tool do I need? A short list of templates for a goal, each with its reasons.

Everything is read off the heads of the templates, in the toolbox's own terms; no technique is named here, so
an organisation's own templates are suggested like the shipped ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.templates.shelf import Title

_DOES = {
    "connect": N_("connects people"),
    "collect": N_("collects what is known"),
    "create": N_("creates knowledge"),
}
_WHEN = {
    "before": N_("for learning before"),
    "during": N_("for learning during"),
    "after": N_("for learning after"),
}
_KEEPS = {
    "structured": N_("notes what is said"),
    "conversation": N_("notes nothing, the talk itself counts"),
    "confidential": N_("what is said stays in the room"),
}
_KEPT_WELL = {
    "open": {"structured": 2, "conversation": 2, "confidential": 1},
    "careful": {"structured": 1, "conversation": 2, "confidential": 2},
    "private": {"structured": 0, "conversation": 1, "confidential": 2},
}
"""Whether a way of keeping fits: 2 it does, 1 with care, 0 it does not."""
_CARE = {
    ("open", "confidential"): N_("keeps little, as what is said stays in the room"),
    ("careful", "structured"): N_("notes what is said; agree first what leaves the room, and whose names"),
    ("private", "conversation"): N_("promises nothing beyond the room; agree on it first"),
    ("private", "structured"): N_("notes what is said"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody wants to do; what is empty or 0 does not matter."""

    purpose: str = ""
    """connect, collect or create."""
    learning: str = ""
    """before, during or after."""
    people: int = 0
    minutes: int = 0
    sensitive: str = ""
    """One of `words.SENSITIVE`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A template that fits, and why; `but` is what does not fit quite."""

    title: Title
    variant: str
    minutes: int
    reasons: tuple[str, ...]
    but: tuple[str, ...] = ()


def suggest(titles: Iterable[Title], need: Need, most: int = 5) -> list[Suggestion]:
    """The templates that fit a need, best first; where none fits whole, those that miss least.

    Args:
        titles: the heads of the templates there are.
        need: what is wanted.
        most: how many to name.
    """
    found = []
    for place, title in enumerate(titles):
        if not title.problem and title.variants:
            missed, careful, suggestion = _judged(title, need)
            found.append((missed, careful, place, suggestion))
    least = min((missed for missed, *_more in found), default=0)
    best = sorted((each for each in found if each[0] == least), key=lambda each: each[:3])
    return [suggestion for *_rest, suggestion in best[:most]]


def _judged(title: Title, need: Need) -> tuple[int, int, Suggestion]:
    """How much a template misses, with how much care it would fit, and what to say."""
    variant = _variant(title, need.minutes)
    minutes = title.variants[variant]
    reasons: list[str] = []
    but: list[str] = []
    missed = careful = 0
    checks: tuple[Callable[[], tuple[int, str]], ...] = (
        lambda: _purpose(title, need.purpose),
        lambda: _learning(title, need.learning),
        lambda: _people(title, need.people),
        lambda: _minutes(minutes, need.minutes),
        lambda: _sensitive(title, need.sensitive),
    )
    for check in checks:
        fits, words = check()
        (reasons if fits == 2 else but).append(words)
        missed += fits == 0
        careful += fits == 1
    return missed, careful, Suggestion(title, variant, minutes, tuple(filter(None, reasons)), tuple(but))


def _variant(title: Title, minutes: int) -> str:
    """The longest variant that the time allows, else the shortest; without a time the usual one."""
    if not minutes:
        return title.default_variant
    fitting = [name for name, length in title.variants.items() if length <= minutes]
    if fitting:
        return max(fitting, key=lambda name: title.variants[name])
    return min(title.variants, key=lambda name: title.variants[name])


def _purpose(title: Title, wanted: str) -> tuple[int, str]:
    said = _(" and ").join(_(_DOES[each]) for each in title.purpose if each in _DOES)
    if not wanted or wanted in title.purpose:
        return 2, said
    return 0, _("{said}, not “{wanted}”").format(said=said or _("does something else"), wanted=wanted)


def _learning(title: Title, wanted: str) -> tuple[int, str]:
    said = _(_WHEN.get(title.learning, ""))
    return (
        (2, said)
        if not wanted or wanted == title.learning
        else (0, _("{said}, not {wanted}").format(said=said, wanted=wanted))
    )


def _people(title: Title, number: int) -> tuple[int, str]:
    low, high = title.people
    said = (
        ngettext("{n} person", "{n} people", low).format(n=low)
        if low == high
        else _("{low} to {high} people").format(low=low, high=high)
    )
    if not number or low <= number <= high:
        return 2, said
    near = low * 0.75 <= number <= high * 1.25
    return (1 if near else 0), _("meant for {said}, not {number}").format(said=said, number=number)


def _minutes(minutes: int, given: int) -> tuple[int, str]:
    if not given or minutes <= given:
        return 2, ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return (1 if minutes <= given * 1.34 else 0), _("takes {minutes} minutes, not {given}").format(
        minutes=minutes, given=given
    )


def _sensitive(title: Title, wanted: str) -> tuple[int, str]:
    fits = _KEPT_WELL.get(wanted, {}).get(title.family, 2)
    if fits == 2:
        return 2, _(_KEEPS.get(title.family, "")) if wanted else ""
    return fits, _(_CARE[wanted, title.family])
