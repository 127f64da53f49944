"""How an entry of each kind reads as a line of a list.

`bullets` works for any kind from its fields; a kind that reads better another way registers its own.
"""

from __future__ import annotations

from collections import Counter
from functools import singledispatch
from typing import Any

from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.session.document import Day
from kmfacilitate.session.keeping import consent_at
from kmfacilitate.session.kinds import Entry, Says, is_list, is_number
from kmfacilitate.session.kinds.activities import Check, Pairs, Rating, Verdict
from kmfacilitate.session.kinds.commitments import Action, Recommendation
from kmfacilitate.session.kinds.happenings import Cause, Event, Quote
from kmfacilitate.session.kinds.notes import Parked
from kmfacilitate.session.session import people_in
from kmfacilitate.session.verdicts import in_words
from kmfacilitate.session.walk import Place
from kmfacilitate.session.wording import count, quoted

from .blocks import Bullet, Task
from .lesson_history import changed_words
from .points import pointed
from .redaction import AGREED, owner_in_words
from .telling import Telling

_BECAME = {"action": N_("became an action"), "lesson": N_("became a lesson"),
           "question": N_("kept as a question"), "dropped": N_("dropped")}  # fmt: skip
_OUTCOMES = {"expected": N_("as expected")}


@singledispatch
def bullets(entry: Entry, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    """One entry as lines of a list: its words with short facts after them, longer fields below."""
    return told(entry, id_, telling, depth)


def told(
    entry: Entry,
    id_: str,
    telling: Telling,
    depth: int = 0,
    *,
    first: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    lead: str = "",
    text: str = "",
) -> list[Bullet]:
    """One entry from its fields. `first` are facts before all others, `skip` fields that are said already."""
    facts = [*first, *short_facts(entry, telling, skip)]
    if telling.edition.which == "full" and entry.by and "by" not in type(entry).fields():
        facts.append(_("said by {by}").format(by=entry.by))
    if changed := changed_words(entry, telling):
        facts.append(changed)
    votes = telling.votes(id_)
    if votes:
        facts.append(count(votes, "{n} vote", "{n} votes"))
    top = Bullet(
        text or telling.says(entry), depth, lead=lead, facts=tuple(facts), number=telling.number(id_)
    )
    return [top, *below(entry, telling, depth + 1, skip)]


def short_facts(entry: Entry, telling: Telling, skip: tuple[str, ...] = ()) -> list[str]:
    """Fields that are a name, a day, a number or a choice: `due 27 November 2026`, `impact 4`."""
    return [
        _fact(says, _in_words(type(entry), name, value, telling))
        for name, says, value in _filled(entry, skip)
        if not _long(type(entry), name, says)
    ]


def below(entry: Entry, telling: Telling, depth: int, skip: tuple[str, ...] = ()) -> list[Bullet]:
    """Fields that are sentences, a line each."""
    return [
        bullet
        for name, says, value in _filled(entry, skip)
        if _long(type(entry), name, says)
        for bullet in pointed(
            _in_words(type(entry), name, value, telling), depth, label=_(says.label).capitalize()
        )
    ]


def _filled(entry: Entry, skip: tuple[str, ...]) -> list[tuple[str, Says, Any]]:
    return [
        (name, says, value)
        for name, says in type(entry).fields().items()
        if name not in skip and name != "consent" and (value := getattr(entry, name, None))
    ]


def _long(kind: type[Entry], name: str, says: Says) -> bool:
    short = says.sign or says.choices or is_number(kind, name) or _is_day(kind, name)
    return not short or (is_list(kind, name) and name != "tags")


def _is_day(kind: type[Entry], name: str) -> bool:
    return kind.model_fields[name].annotation is str and any(
        part in getattr(Day, "__metadata__", ()) for part in kind.model_fields[name].metadata
    )


def _fact(says: Says, words: str) -> str:
    if says.choices and says.label == "outcome":
        return words
    return f"{_(says.label)} {words}" if says.sign != "@" or says.label != "owner" else words


def _in_words(kind: type[Entry], name: str, value: Any, telling: Telling) -> str:
    if isinstance(value, (list, tuple)):
        return (", " if name == "tags" else "; ").join(str(part) for part in value)
    if _is_day(kind, name):
        return telling.day(str(value))
    if kind.speech(name).choices:
        return _(_OUTCOMES.get(str(value), str(value)))
    return owner_in_words(str(value)) if kind.speech(name).sign == "@" else str(value)


@bullets.register
def _bullets_event(entry: Event, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    group = telling.group(entry)
    first = (_("in {group}").format(group=group),) if group else ()
    return told(entry, id_, telling, depth, first=first, skip=("when",), lead=entry.when)


@bullets.register
def _bullets_action(entry: Action, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    due = _("due {day}").format(day=telling.day(entry.due)) if entry.due else _("no date")
    if entry.done:
        due = _("done {day}").format(day=telling.day(entry.done))
    elif entry.dropped:
        due = _("dropped: {reason}").format(reason=entry.dropped)
    dated = due if entry.due or entry.done else ""
    task = Task(entry.owner, entry.at[:10], entry.due, entry.done, entry.dropped, dated)
    top, *rest = told(
        entry,
        id_,
        telling,
        depth,
        first=(owner_in_words(entry.owner) or _("no owner"), due),
        skip=("owner", "due", "done"),
    )
    box = {"open": "open", "done": "done", "dropped": ""}[entry.state]
    return [Bullet(top.text, depth, facts=top.facts, number=top.number, box=box, task=task), *rest]  # type: ignore[arg-type]


@bullets.register
def _bullets_recommendation(
    entry: Recommendation, id_: str, telling: Telling, depth: int = 0
) -> list[Bullet]:
    carrier = (
        _("carrier agreed") if entry.owner == AGREED else _("carried by {owner}").format(owner=entry.owner)
    )
    return told(
        entry,
        id_,
        telling,
        depth,
        lead=f"{entry.to}:" if entry.to else "",
        first=(carrier if entry.owner else _("no carrier"),),
        skip=("to", "owner"),
    )


@bullets.register
def _bullets_cause(entry: Cause, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    chain = entry.chain or (telling.says(entry),)
    top, *rest = told(entry, id_, telling, depth, text=chain[0])
    whys = [Bullet(why, depth + 1, label=_("Because")) for why in chain[1:]]
    return [top, *whys, *rest]


@bullets.register
def _bullets_quote(entry: Quote, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    return told(entry, id_, telling, depth, text=quoted(entry.text) if entry.text else "")


@bullets.register
def _bullets_check(entry: Check, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    ask = telling.ask(entry)
    if consent_at(telling.session, Place(entry.stage, entry.question, entry.under)):
        said = _("agreed to keep") if entry.answer == "yes" else _("not kept")
        return told(entry, id_, telling, depth, text=entry.text or ask, first=(said,), skip=("answer",))
    first = (_(entry.answer) or _("no answer"), *((entry.text,) if ask and entry.text else ()))
    return told(entry, id_, telling, depth, text=ask, first=first, skip=("answer",))


@bullets.register
def _bullets_rating(entry: Rating, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    spread = telling.spread(id_)
    people = people_in(telling.session)
    facts = [
        _("{count} of {people} answered").format(count=spread.count, people=people)
        if people > spread.count
        else ngettext("{n} answered", "{n} answered", spread.count).format(n=spread.count)
    ]
    if spread.lowest is not None:
        low, high = entry.scale
        among = (
            str(spread.lowest)
            if spread.lowest == spread.highest
            else _("{low} to {high}").format(low=spread.lowest, high=spread.highest)
        )
        facts.append(_("{among} on a scale of {low} to {high}").format(among=among, low=low, high=high))
    return told(entry, id_, telling, depth, first=tuple(facts))


@bullets.register
def _bullets_pairs(entry: Pairs, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    facts = (_sizes_words(entry),) if entry.sizes and not entry.tables else ()
    top, *rest = told(entry, id_, telling, depth, first=facts)
    tables = [Bullet(", ".join(table), depth + 1) for table in entry.tables]
    unmet = [Bullet(entry.unmet, depth + 1, label=_("Not met"))] if entry.unmet else []
    return [top, *tables, *unmet, *rest]


@bullets.register
def _bullets_verdict(entry: Verdict, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    judged = telling.live(entry.on.rpartition("/")[2])
    about = entry.what or (judged.text if judged else "") or entry.text or _("(a line that was taken out)")
    facts = tuple(part for part in (in_words(entry.says), entry.reason) if part)
    top, *rest = told(entry, id_, telling, depth, text=about, first=facts, skip=("reason",))
    return [Bullet(top.text, depth, facts=top.facts, number=top.number,
                   box="done" if entry.says == "done" else ""), *rest]  # fmt: skip


@bullets.register
def _bullets_parked(entry: Parked, id_: str, telling: Telling, depth: int = 0) -> list[Bullet]:
    fate: tuple[str, ...] = ()
    if entry.became:
        fate = (_fate(entry.became, telling.number(entry.became)),)
    reason = (entry.reason,) if entry.reason else ()
    return told(entry, id_, telling, depth, first=(*fate, *reason))


def _fate(became: str, number: str) -> str:
    if became in _BECAME:
        return _(_BECAME[became])
    return _("became {number}").format(number=number) if number else _("became a line of its own")


def _sizes_words(entry: Pairs) -> str:
    """`3 × 4, 1 × 3 people`: how they sat, where it is not said who with whom."""
    sizes = sorted(Counter(entry.sizes).items(), reverse=True)
    return _("{tables} people").format(tables=", ".join(f"{number} × {size}" for size, number in sizes))
