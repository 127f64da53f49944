"""Tables of three or more at the least cost: every way while there are few, exchanges where many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from random import Random

from .matching import Cost, Groups, total

_WAYS = 6_000
"""Up to so many ways to seat everybody, all are tried."""
_STARTS = 40
"""From so many different starts people are exchanged; fewer where there are many people."""


def seat(sizes: Sequence[int], cost: Cost, forbidden: bool, chance: Random) -> Groups | None:
    """Seat 0 … n - 1 at tables of these sizes (n is their sum), at the least cost that is found.

    With up to 6,000 ways (nine people at tables of three, twelve at tables of four) it is the least there is.

    Args:
        sizes: how many sit at each table.
        cost: what it costs to put two people together; none where they must not be.
        forbidden: whether any two must not be.
        chance: decides among equals.

    Returns:
        The tables; none where no way was found to keep apart those who must be.
    """
    n = sum(sizes)
    # one who must not sit with another costs more than everything else together
    costs = [[cost(i, j) if i != j else 0 for j in range(n)] for i in range(n)]
    most = 1 + sum(price or 0 for row in costs for price in row) if forbidden else 0
    plain = [[most if price is None else price for price in row] for row in costs]
    if _ways(sizes) <= _WAYS:
        best = min(_every_way(tuple(range(n)), tuple(sizes)), key=lambda way: _price(way, plain))
    else:
        best = _by_exchange(sizes, plain, chance)
    if any(costs[i][j] is None for table in best for i, j in combinations(table, 2)):
        return None
    return best


def _ways(sizes: Sequence[int]) -> int:
    """In how many ways people can sit, at most (tables of one size may be counted more than once)."""
    ways, left = 1, sum(sizes)
    for at, size in enumerate(sizes):
        ways *= comb(left - 1, size - 1) if len(set(sizes[at:])) == 1 else comb(left, size)
        left -= size
    return ways


def _every_way(people: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[Groups]:
    if not sizes:
        yield []
        return
    size, rest = sizes[0], sizes[1:]
    if len(set(sizes)) == 1:  # tables alike: the first person may as well sit at the first
        firsts: Iterator[tuple[int, ...]] = (
            (people[0], *others) for others in combinations(people[1:], size - 1)
        )
    else:
        firsts = combinations(people, size)
    for first in firsts:
        left = tuple(one for one in people if one not in first)
        for others in _every_way(left, rest):
            yield [first, *others]


def _price(tables: Groups, costs: list[list[int]]) -> int:
    return sum(costs[i][j] for table in tables for i, j in combinations(table, 2))


def _by_exchange(sizes: Sequence[int], costs: list[list[int]], chance: Random) -> Groups:
    n = sum(sizes)
    best: Groups = []
    least = -1
    for _ in range(max(2, min(_STARTS, 4_000 // n))):
        found = _Seating(sizes, costs, chance)
        found.improve()
        tables: Groups = [tuple(table) for table in found.tables]
        price = total(tables, lambda i, j: costs[i][j])
        if least < 0 or price < least:
            best, least = tables, price
        if least == 0:
            break
    return best


class _Seating:
    """People at tables, made better by exchanging two of them at a time."""

    def __init__(self, sizes: Sequence[int], costs: list[list[int]], chance: Random) -> None:
        self._costs = costs
        self._chance = chance
        self.tables: list[list[int]] = [[] for _ in sizes]
        self._table = [0] * len(costs)
        self._with = [[0] * len(sizes) for _ in costs]
        """What it costs each person to sit with those who are at each table."""
        order = list(range(len(costs)))
        chance.shuffle(order)
        for one in order:
            free = [t for t, size in enumerate(sizes) if len(self.tables[t]) < size]
            chance.shuffle(free)
            self._sit(one, min(free, key=lambda t: self._with[one][t]))

    def _sit(self, one: int, table: int) -> None:
        self.tables[table].append(one)
        self._table[one] = table
        self._recount(one, table, 1)

    def _recount(self, one: int, table: int, sign: int) -> None:
        for other, price in enumerate(self._costs[one]):
            if price:
                self._with[other][table] += sign * price

    def improve(self) -> None:
        """Exchange two people while that makes it cheaper."""
        while True:
            unhappy = [one for one, table in enumerate(self._table) if self._with[one][table]]
            self._chance.shuffle(unhappy)
            exchanged = [self._exchange_best(one) for one in unhappy]  # all of them, not up to the first
            if not any(exchanged):
                return

    def _exchange_best(self, one: int) -> bool:
        mine, here = self._with[one], self._table[one]
        best, gain = -1, 0
        for other, there in enumerate(self._table):
            if there == here:
                continue
            theirs = self._with[other]
            twice = 2 * self._costs[one][other]
            won = mine[here] + theirs[there] - mine[there] - theirs[here] + twice
            if won > gain:
                best, gain = other, won
        if best < 0:
            return False
        there = self._table[best]
        for person, old, new in ((one, here, there), (best, there, here)):
            self.tables[old].remove(person)
            self._recount(person, old, -1)
            self._sit(person, new)
        return True
