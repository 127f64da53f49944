"""Rounds: each in turn. Who speaks next, where people come late, leave, or are known by number alone."""

from __future__ import annotations

from random import Random

from . import walk
from .acts.capture import round_key
from .facilitation import Facilitation
from .walk import Place


def round_order(f: Facilitation, place: Place) -> tuple[str, ...]:
    """The people in the order of the round: as they are on the list, or by a chance of the session's own.

    A random order is by each name's own draw: after a restart it is the same, however the list is typed.

    The order holds from the first look on: who comes late is last, who left keeps their seat and is passed
    over, so that nobody else is left out or asked twice.
    """
    key = round_key(place)
    order = f.orders.get(key)
    if order is None:
        question = walk.question_at(f.session, place)
        people = list(f.roster)
        if question is not None and question.capture.order == "random":
            people.sort(key=lambda name: Random(f"{f.session.id}/{place.question}/{name}").random())
        order = tuple(people)
    order = (*order, *(name for name in f.roster if name not in order))
    f.orders[key] = order
    return order


def turn_of(f: Facilitation, place: Place) -> int:
    """How many seats had their turn in the round at a place; seats of people who left count as such."""
    stage = f.session.stage(place.stage)
    turn = int(stage.record.rounds.get(round_key(place), {}).get("turn", 0)) if stage else 0
    order = round_order(f, place)
    while turn < len(order) and order[turn] not in f.roster:
        turn += 1
    return turn


def whose_turn(f: Facilitation, place: Place) -> str:
    """Who speaks next in a round (`seat 4` where no names are known); empty when it is done or unknown."""
    order = round_order(f, place)
    turn = turn_of(f, place)
    if order:
        return order[turn] if turn < len(order) else ""
    return f"seat {turn + 1}" if turn < f.voters else ""


def turns_left(f: Facilitation, place: Place) -> int:
    """How many are still to speak, the one whose turn it is included."""
    order, turn = round_order(f, place), turn_of(f, place)
    if order:
        return sum(1 for name in order[turn:] if name in f.roster)
    return max(0, f.voters - turn)
