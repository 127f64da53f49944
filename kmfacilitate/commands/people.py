"""Who is in the room, and whose turn it is."""

from __future__ import annotations

import re
from dataclasses import replace

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.acts import activities, meeting
from kmfacilitate.session.answering import (
    asking,
    next_field,
    round_order,
    turn_of,
    whose_turn,
)
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.wording import count

from .outcome import Outcome, did


def who(desk: Desk, rest: str) -> Outcome:
    """Who is in the room; `+Priya; Jo` have come, `-Ana` has left."""
    words = clean_line(rest)
    if not words:
        number = count(desk.f.voters, "{n} person", "{n} people") if desk.f.voters else _("Nobody is named")
        return Outcome(f"{number}: {', '.join(desk.f.roster)}" if desk.f.roster else number)
    sign, name = (words[0], words[1:].strip()) if words[0] in "+-−" else ("+", words)
    if not name:
        raise Refused(_("Say who: :who +Priya"))
    if sign == "+":
        come = [each for each in map(clean_line, name.split(";")) if each]
        said = [did(desk.f.do("who", meeting.add_person(each))) for each in come]
        desk.f.roster = tuple(dict.fromkeys((*desk.f.roster, *come)))
        return said[-1] if len(said) == 1 else replace(said[-1], says=", ".join(one.says for one in said))
    found = next((p for p in desk.f.roster if p.casefold() == name.casefold()), None)
    if found is None and desk.f.roster:
        near = nearest(name, desk.f.roster)
        hint = _("; did you mean {near}?").format(near=near) if near else "."
        raise Refused(_("{name} is not on the list{hint}").format(name=name, hint=hint))
    change = desk.f.do("who", meeting.remove_person(found or name))
    desk.f.roster = tuple(p for p in desk.f.roster if p != found)
    return did(change)


def pass_(desk: Desk, rest: str) -> Outcome:
    """In a round: pass the turn on. In a form: leave the field empty."""
    now = asking(desk.f)
    if now.way == "complete":
        waiting = next_field(desk.f, now.place)
        if waiting is None:
            raise Refused(_("Everything is filled in."))
        return did(desk.f.do("pass", activities.pass_over_field(now.place, *waiting)))
    if now.way != "round":
        raise Refused(_("Nobody has the turn: this question is not asked in a round."))
    who_now = whose_turn(desk.f, now.place)
    if not who_now:
        raise Refused(_("The round is done. F2 goes on."))
    desk.f.settle(activities.turn(now.place, turn_of(desk.f, now.place) + 1, "passed"))
    return Outcome(_("passed"))


def turn(desk: Desk, rest: str) -> Outcome:
    """In a round: give the turn to somebody."""
    now = asking(desk.f)
    if now.way != "round":
        raise Refused(_("This question is not asked in a round."))
    order = round_order(desk.f, now.place)
    name = clean_line(rest)
    if not order:
        name = re.sub(r"^\D*(?=\d+$)", "", name)  # "seat 3", as it is called on the screen
    fits = [i for i, p in enumerate(order) if name and p.casefold().startswith(name.casefold())]
    if name.isdigit() and 1 <= int(name) <= max(len(order), desk.f.voters):
        fits = [int(name) - 1]
    if len(fits) != 1:
        raise Refused(
            _("Who has the turn? {order}").format(order=", ".join(order))
            if order
            else _("Say the seat: :turn 3")
        )
    desk.f.settle(activities.turn(now.place, fits[0], "turn"))
    return Outcome(_("{name} next").format(name=whose_turn(desk.f, now.place)))
