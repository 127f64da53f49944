"""Rounds of coffees: the next one drawn, or the latest mended after somebody left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _

from .pairs import Draw, Impossible, Tables, Wishes, draw, rejoin
from .programme import Programme, Round
from .sign_up import SignUp, named


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """A round as drawn, and the programme with it."""

    programme: Programme
    round: Round
    draw: Draw
    wishes: Wishes
    changed: Collection[tuple[str, ...]]
    """The tables that are new: all, or of a round redone those that its leaver changed."""
    leaver: str = ""
    """Who left, where the round was redone."""


def next_round(
    programme: Programme, signed_up: SignUp, wishes: Wishes, others: Collection[Tables], *,
    size: int, seed: int, at: str,
) -> DrawnRound:  # fmt: skip
    """Draw the next round of a programme.

    Args:
        programme: what was drawn before.
        signed_up: who takes part.
        wishes: what to heed; what was drawn earlier is added here.
        others: the tables of all rounds of other programmes.
        size: how many meet.
        seed: where chance begins.
        at: the stamp of now.

    Raises:
        Unable: there are fewer than two people, or those who must be apart can't be; nobody is named.
    """
    wishes = replace(wishes, earlier=(*others, *(each.tables for each in programme.rounds())))
    try:
        drawn = draw(signed_up.people, seed, wishes, size)
    except Impossible:
        raise Unable(_impossible(len(signed_up.people))) from None
    after = programme.with_round(drawn.tables, seed, size, wishes, at)
    return DrawnRound(after, after.rounds()[-1], drawn, wishes, drawn.tables)


def _impossible(people: int) -> str:
    if people < 2:
        return _("It takes two people to draw a pair; sign up more, or see whether out says y for too many.")
    return _("No draw keeps everybody apart who must be; sign up more people, or keep fewer apart.")


def redo(
    programme: Programme, signed_up: SignUp, wishes: Wishes, others: Collection[Tables], leaver: str, *,
    apart_given: bool,
) -> DrawnRound:  # fmt: skip
    """Mend the latest round after somebody left it; only what that frees is drawn again.

    Wishes that are not given again are those of the round.

    Raises:
        Unable: there is no round, nobody of that name in it, or no table for the one left alone.
        WrongUse: the round kept people apart, and nobody says any more who they are.
    """
    rounds = programme.rounds()
    if not rounds:
        raise Unable(
            _("The programme {name} has no round yet, so there is nothing to redo.").format(
                name=programme.name
            )
        )
    latest = rounds[-1]
    if latest.kept_apart and not apart_given:
        raise WrongUse(_("This round kept people apart; give --apart again, so that they stay apart."))
    name = _one_named(leaver, [name for table in latest.tables for name in table])

    def still(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column for column in columns if column in signed_up.columns)

    wishes = replace(
        wishes,
        avoid=wishes.avoid or still(latest.avoid),
        same=wishes.same or still(latest.same),
        mix=wishes.mix or still(latest.mix),
        earlier=(*others, *(each.tables for each in rounds[:-1])),
    )
    people = {one: signed_up.people.get(one, {}) for table in latest.tables for one in table}
    try:
        drawn = rejoin(latest.tables, name, people, wishes, latest.seed)
    except Impossible:
        raise Unable(_("There is no pair that the one left alone may join; draw the round anew.")) from None
    after = programme.without_leaver(latest.number, name, drawn.tables)
    changed = tuple(table for table in drawn.tables if table not in latest.tables)
    return DrawnRound(after, after.rounds()[-1], drawn, wishes, changed, name)


def _one_named(wanted: str, people: list[str]) -> str:
    found = named(wanted, people)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unable(
            _("{wanted} fits {n} people of this round; give the whole name.").format(
                wanted=clean_line(wanted), n=len(found)
            )
        )
    near = nearest(clean_line(wanted), people)
    hint = _("; did you mean {near}?").format(near=near) if near else "."
    raise Unable(_("{wanted} is not in the latest round{hint}").format(wanted=clean_line(wanted), hint=hint))
