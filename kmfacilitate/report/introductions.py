"""What a pair gets: an introduction, a row for a mail merge, an invitation for a proposed time."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kmfacilitate.language import N_, _, spoken
from kmfacilitate.session.pairs import Wishes

from .dates import day_in_words, weekday_in_words
from .sheets import harmless

_IN_LETTERS = {3: N_("three"), 4: N_("four"), 5: N_("five"), 6: N_("six")}


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposed time: when it begins (aware) and how many minutes it takes."""

    begins: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Coffee:
    """People who are to meet: their names, and their addresses where they are known."""

    number: int
    people: tuple[str, ...]
    addresses: Mapping[str, str]


def introduction(coffee: Coffee, wishes: Wishes, slot: Slot | None = None) -> str:
    """The text that introduces people to each other; how chance was helped is said, who is apart is not."""
    parts = [_("Hello {people},").format(people=_list(coffee.people)), _drawn(len(coffee.people))]
    helped = _how_drawn(wishes)
    if helped:
        parts.append(helped)
    known = [f"{name}: {coffee.addresses[name]}" for name in coffee.people if coffee.addresses.get(name)]
    if known:
        parts.append("\n".join(known))
    if slot:
        at = slot.begins
        parts.append(
            _("Proposed: {day}, {hour}, for {minutes} minutes. Move it if it does not suit.").format(
                day=f"{weekday_in_words(at, spoken())} {day_in_words(at.date(), spoken())}",
                hour=f"{at:%H:%M}",
                minutes=slot.minutes,
            )
        )
    else:
        parts.append(_("{name}, would you propose a time?").format(name=coffee.people[0]))
    parts.append(
        _(
            "If you are looking for a way in: What are you working on that more people should know about? "
            "What surprised you this month? Whom else should I meet?"
        )
    )
    return "\n\n".join(parts) + "\n"


def _drawn(number: int) -> str:
    if number == 2:
        return _(
            "You two were drawn to have a coffee together: about half an hour, face to face or online, when "
            "it suits you both. There is no agenda. Everybody talks, everybody listens, and what is said "
            "stays with you unless you agree otherwise."
        )
    return _(
        "You {number} were drawn to have a coffee together: about half an hour, face to face or online, when "
        "it suits you all. There is no agenda. Everybody talks, everybody listens, and what is said stays "
        "with you unless you agree otherwise."
    ).format(number=_(_IN_LETTERS.get(number, str(number))))


def _how_drawn(wishes: Wishes) -> str:
    rules = [_("not of the same {column}").format(column=name) for name in (*wishes.avoid, *wishes.mix)]
    rules += [_("of the same {column}").format(column=name) for name in wishes.same]
    if not rules:
        return ""
    return _("Chance had some help: those drawn together are, where possible, {rules}.").format(
        rules=_list(rules)
    )


def _list(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])


def pairs_csv(coffees: Sequence[Coffee], texts: Mapping[int, str], seats: int) -> str:
    """One row for those who meet: names, addresses, all addresses in one cell, and the introduction.

    Args:
        coffees: who meets.
        texts: the introduction of each, by number.
        seats: for how many people there are columns, at least.
    """
    seats = max([seats, *(len(coffee.people) for coffee in coffees)])
    heads = [f"{what}_{seat}" for seat in range(1, seats + 1) for what in ("name", "email")]
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["pair", *heads, "to", "introduction"])
    for coffee in coffees:
        cells = [cell for name in coffee.people for cell in (name, coffee.addresses.get(name, ""))]
        cells += [""] * (len(heads) - len(cells))
        to = "; ".join(a for name in coffee.people if (a := coffee.addresses.get(name, "")))
        write.writerow([str(coffee.number), *map(harmless, (*cells, to, texts[coffee.number]))])
    return out.getvalue()


def invitation(coffee: Coffee, programme: str, round_: int, slot: Slot, text: str) -> bytes:
    """An iCalendar file that proposes the slot to those who meet; the same data gives the same bytes."""
    from icalendar import Calendar, Event, vCalAddress

    begins = slot.begins.astimezone(UTC)
    event = Event()
    known = "\n".join((programme, str(round_), *coffee.people))
    event.add("uid", f"{hashlib.sha256(known.encode()).hexdigest()[:20]}@kmfacilitate")
    event.add("dtstamp", begins)  # not the time of writing: the same draw is the same file
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=slot.minutes))
    event.add("summary", _("Coffee: {people}").format(people=_list(coffee.people)))
    event.add("description", text)
    for name, address in _attendees(coffee):
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["CN"] = name
        event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//kmfacilitate//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _attendees(coffee: Coffee) -> Iterable[tuple[str, str]]:
    for name in coffee.people:
        address = coffee.addresses.get(name, "")
        if address and not any(sign.isspace() for sign in address):
            yield name.replace('"', "'"), address
