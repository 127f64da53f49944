"""Everybody in pairs at the least cost: a minimum-weight perfect matching, with a trio of an odd number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import TypeAlias

Cost: TypeAlias = Callable[[int, int], int | None]
"""What it costs to put two people together; none where they must not be."""
Groups: TypeAlias = list[tuple[int, ...]]

_DENSE = 100
"""Up to so many people every possible pair is looked at; a matching of more takes seconds."""
_CANDIDATES = (3, 6, 12)
"""Where there are more: partners drawn for each person from each of the cheapest classes of partners."""
_CLASSES = 4
_EVERY_TRIO = 11
"""Up to so many people every possible trio is tried."""
_LEFT_OVER = 12
"""How many people are tried as the third of a trio where there are more, up to 100."""


def pairs_and_a_trio(people: int, cost: Cost, chance: Random) -> Groups | None:
    """Put 0 … `people` - 1 in pairs at the least cost in all; of an odd number three are together.

    The cost is the least there is where it is zero, and up to 100 people (with a trio: up to 11). With more
    people, only some partners of each are looked at, drawn from the cheapest; that costs a tenth of the time,
    and is done again with twice as many until no less is found.

    Returns:
        The groups; none where no way keeps apart those who must be.
    """
    everybody = range(people)
    if people % 2 == 0:
        return _as_groups(_matched(everybody, cost, chance))
    if people <= _EVERY_TRIO:
        return _with_every_trio(everybody, cost, chance)
    return _with_left_over(everybody, cost, chance)


def total(groups: Iterable[Sequence[int]], cost: Cost) -> int:
    """The cost of all twos in all groups."""
    return sum(cost(*two) or 0 for group in groups for two in combinations(group, 2))


def _as_groups(pairs: list[tuple[int, int]] | None) -> Groups | None:
    return None if pairs is None else list(pairs)


def _with_every_trio(everybody: range, cost: Cost, chance: Random) -> Groups | None:
    best: Groups | None = None
    least = -1
    trios = list(combinations(everybody, 3))
    chance.shuffle(trios)
    for trio in trios:
        prices = [cost(*two) for two in combinations(trio, 2)]
        if None in prices or (best is not None and sum(p or 0 for p in prices) >= least):
            continue
        pairs = _matched([one for one in everybody if one not in trio], cost, chance)
        if pairs is None:
            continue
        found = [*pairs, trio]
        price = total(found, cost)
        if best is None or price < least:
            best, least = found, price
        if least == 0:
            break
    return best


def _with_left_over(everybody: range, cost: Cost, chance: Random) -> Groups | None:
    """Pair all but one, who joins the pair where it costs least."""
    best: Groups | None = None
    least = -1
    free = list(everybody)
    chance.shuffle(free)
    nobody = len(everybody)
    # first whoever is best left over, then one after another
    tried = free[: _LEFT_OVER if nobody <= _DENSE else 0]
    for candidates in (set(everybody), *({one} for one in tried)):

        def with_nobody(one: int, other: int, may: set[int] = candidates) -> int | None:
            if nobody in (one, other):
                return 0 if min(one, other) in may else None
            return cost(one, other)

        pairs = _matched(range(nobody + 1), with_nobody, chance)
        if pairs is None:
            continue
        found = _joined(pairs, nobody, cost, chance)
        if found is not None and (best is None or total(found, cost) < least):
            best, least = found, total(found, cost)
        if least == 0 or (best is not None and least == total((p for p in pairs if nobody not in p), cost)):
            break
    return best


def _joined(pairs: list[tuple[int, int]], nobody: int, cost: Cost, chance: Random) -> Groups | None:
    alone = next(min(pair) for pair in pairs if nobody in pair)
    rest = [pair for pair in pairs if nobody not in pair]
    offers = []
    for number, (one, other) in enumerate(rest):
        first, second = cost(alone, one), cost(alone, other)
        if first is not None and second is not None:
            offers.append((first + second, chance.random(), number))
    if not offers:
        return None
    chosen = min(offers)[-1]
    return [*rest[:chosen], *rest[chosen + 1 :], (*rest[chosen], alone)]


def _matched(people: Sequence[int], cost: Cost, chance: Random) -> list[tuple[int, int]] | None:
    """A perfect matching of an even number of people at the least cost; none where there is none."""
    if len(people) <= _DENSE:
        return _solved(people, combinations(people, 2), cost)
    best: list[tuple[int, int]] | None = None
    least = 0
    for most in _CANDIDATES:
        pairs = _solved(people, _candidates(people, most, cost, chance), cost)
        if pairs is None:
            continue
        price = total(pairs, cost)
        if price == 0 or (best is not None and price >= least):
            return pairs if price == 0 else best
        best, least = pairs, price
    return best or _solved(people, combinations(people, 2), cost)


def _candidates(people: Sequence[int], most: int, cost: Cost, chance: Random) -> Iterator[tuple[int, int]]:
    """For each person some partners of each of the cheapest costs.

    Not simply the cheapest: whoever has to take a dearer partner must find one that is the cheapest of those.
    """
    order = list(people)
    chance.shuffle(order)
    for one in people:
        classes: dict[int, list[int]] = {}
        for other in order:
            if other != one and (price := cost(one, other)) is not None:
                classes.setdefault(price, []).append(other)
        for price in sorted(classes)[:_CLASSES]:
            others = classes[price]
            yield from ((one, other) for other in chance.sample(others, min(most, len(others))))


def _solved(
    people: Sequence[int], twos: Iterable[tuple[int, int]], cost: Cost
) -> list[tuple[int, int]] | None:
    """The cheapest perfect matching that uses only these twos; none where there is none."""
    if not people:
        return []
    import networkx  # a quarter of a second, which nobody should wait for who draws nothing

    priced = [(one, other, price) for one, other in twos if (price := cost(one, other)) is not None]
    dearest = max((price for _, _, price in priced), default=0)
    graph = networkx.Graph()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from((one, other, dearest - price) for one, other, price in priced)
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return sorted((min(two), max(two)) for two in found) if 2 * len(found) == len(people) else None
