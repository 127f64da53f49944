"""What is left to tidy after a session: none of it blocks, all of it can wait until tomorrow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from kmfacilitate.language import N_, _

from .kinds import Entry
from .kinds.commitments import Action, Contact, Recommendation
from .kinds.happenings import Quote, Story
from .kinds.insights import Lesson
from .kinds.notes import Parked
from .session import Session


@dataclass(frozen=True, slots=True)
class Tidy:
    """One thing to tidy: the heading it stands under, the entry, what is missing, and one-key answers.

    `keys` maps a letter to what it sets: `field=value`.
    """

    heading: str
    id: str
    missing: str
    keys: tuple[tuple[str, str, str], ...] = ()
    """Letter, word, `field=value`."""


ROUTE_KEYS = (
    ("l", N_("local"), "route=local"), ("p", N_("process"), "route=process"),
    ("t", N_("tell"), "route=tell"), ("i", N_("information"), "route=information"),
    ("k", N_("known"), "route=known"), ("r", N_("reject"), "route=reject"),
)  # fmt: skip
FATE_KEYS = (
    ("a", N_("action"), "became=action"), ("l", N_("lesson"), "became=lesson"),
    ("q", N_("question"), "became=question"), ("d", N_("dropped"), "became=dropped"),
)  # fmt: skip
CONSENT_KEYS = (("y", N_("may leave"), "consent=yes"), ("n", N_("stays"), "consent=no"))
NAMED_KEYS = (
    ("y", N_("may leave, with the name"), "consent=yes"), ("u", N_("without it"), "consent=unnamed"),
    ("n", N_("stays"), "consent=no"),
)  # fmt: skip
"""Of a line whose speaker's name could leave with it."""


HEADINGS = (
    N_("Actions without owner or date"), N_("For others, without a carrier"), N_("Lessons without a route"),
    N_("Lessons without a why"), N_("Parked"), N_("Quotes and stories"), N_("Contacts"),
    N_("Names found in texts"),
)  # fmt: skip
"""The headings of the page, in their order."""


@singledispatch
def lacks(entry: Entry) -> tuple[str, ...]:
    """What an entry lacks, in words (`no owner`); register what else a kind should have."""
    return entry.missing()


@lacks.register
def _lacks_action(entry: Action) -> tuple[str, ...]:
    return entry.missing() if entry.state == "open" else ()


@lacks.register
def _lacks_lesson(entry: Lesson) -> tuple[str, ...]:
    if entry.standing == "set aside":
        return ()
    route = () if entry.route or entry.state not in ("", "checked") else (N_("no route"),)
    why = () if entry.why or entry.source else (N_("no why"),)
    return (*entry.missing(), *route, *why)


def to_tidy(session: Session, names: Sequence[str] = ()) -> list[Tidy]:
    """Everything left to tidy, in the order of the page: what is missing first, consent and names last."""
    found: list[Tidy] = []
    for kind, tidy in (
        (Action, _incomplete), (Recommendation, _incomplete), (Lesson, _lesson), (Parked, _parked),
        (Quote, _consent), (Story, _consent), (Contact, _consent),
    ):  # fmt: skip
        for id_, entry in session.live():
            if isinstance(entry, kind) and not session.sealed(entry):
                found += tidy(id_, entry)
    if session.meeting.names == "all":
        found = [_named_too(session, thing) for thing in found]
    found += _named(session, names)
    return found


def _incomplete(id_: str, entry: Entry) -> list[Tidy]:
    heading = (
        N_("Actions without owner or date")
        if isinstance(entry, Action)
        else N_("For others, without a carrier")
    )
    return [Tidy(heading, id_, ", ".join(map(_, lacks(entry))))] if lacks(entry) else []


def _lesson(id_: str, entry: Entry) -> list[Tidy]:
    pages = {
        N_("no route"): Tidy(N_("Lessons without a route"), id_, _("no route"), ROUTE_KEYS),
        N_("no why"): Tidy(N_("Lessons without a why"), id_, _("no why")),
    }
    return [pages[word] for word in lacks(entry) if word in pages]


def _parked(id_: str, entry: Entry) -> list[Tidy]:
    assert isinstance(entry, Parked)
    return [] if entry.became else [Tidy(N_("Parked"), id_, _("no fate"), FATE_KEYS)]


def _consent(id_: str, entry: Entry) -> list[Tidy]:
    heading = N_("Contacts") if isinstance(entry, Contact) else N_("Quotes and stories")
    return [] if getattr(entry, "consent", "") else [Tidy(heading, id_, _("not shared"), CONSENT_KEYS)]


def _named_too(session: Session, thing: Tidy) -> Tidy:
    """Of a quote or story whose speaker is known, the name is asked for as well."""
    entry = session.entries[thing.id]
    known = thing.keys == CONSENT_KEYS and isinstance(entry, (Quote, Story)) and bool(entry.by)
    return replace(thing, keys=NAMED_KEYS) if known else thing


def _named(session: Session, names: Sequence[str]) -> list[Tidy]:
    if session.meeting.names == "all" or not names:
        return []
    pattern = re.compile(
        r"\b(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b", re.IGNORECASE
    )
    found = []
    for id_, entry in session.live():
        match = pattern.search(entry.text) if entry.leaves and not session.sealed(entry) else None
        if match:
            found.append(Tidy(N_("Names found in texts"), id_, match[1]))
    return found
