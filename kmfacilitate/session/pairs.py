"""Draws pairs and tables: by chance, the same again from the same seed, and as near to the wishes as can be.

Pairs are a minimum-weight perfect matching, so that what can't be met is the least that can't be met, not
what shuffling happened to leave. Tables of three or more have no such algorithm; they are tried one by one
while there are few ways, and improved by exchanging people where there are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import TypeAlias

from kmfacilitate.language import _, ngettext

from .matching import pairs_and_a_trio
from .seating import seat
from .wording import count

Tables: TypeAlias = tuple[tuple[str, ...], ...]
"""Who is with whom: names, table by table."""

LARGEST_SEED = 9_999
"""The largest seed made here: four digits can be called across a room."""


class Impossible(Exception):
    """No draw keeps everybody apart who must be; nobody is named."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a draw should heed.

    `apart` is kept to absolutely. Then comes, in this order: nobody meets again who met in `earlier`, nobody
    shares a value of an attribute in `avoid`, all share those in `same`, and those in `mix` differ.
    """

    avoid: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    mix: tuple[str, ...] = ()
    apart: Collection[frozenset[str]] = ()
    """Sets of two names."""
    earlier: Collection[Tables] = ()
    """The tables of every earlier round."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn: tables, names in order, and how many twos are not as wished."""

    tables: Tables
    again: int = 0
    """Twos that met before."""
    shared: Mapping[str, int] = field(default_factory=dict)
    """Twos that share a value that was to be avoided, by attribute."""
    parted: Mapping[str, int] = field(default_factory=dict)
    """Twos without the value in common that they should have, by attribute."""
    unmixed: Mapping[str, int] = field(default_factory=dict)
    """Twos that share a value that was to be mixed, by attribute."""

    @property
    def unmet(self) -> tuple[str, ...]:
        """What could not be met, in counts, a sentence each; never a name."""
        found: list[str] = []
        if self.again:
            found.append(
                ngettext(
                    "{n} pair has met before; it could not be avoided",
                    "{n} pairs have met before; it could not be avoided",
                    self.again,
                ).format(n=self.again)
            )
        for name, n in self.shared.items():
            said = ngettext(
                "{n} pair shares a {what}; it could not be avoided",
                "{n} pairs share a {what}; it could not be avoided",
                n,
            )
            found.append(said.format(n=n, what=name))
        for name, n in self.parted.items():
            said = ngettext(
                "{n} pair is not of the same {what}; it could not be avoided",
                "{n} pairs are not of the same {what}; it could not be avoided",
                n,
            )
            found.append(said.format(n=n, what=name))
        for name, n in self.unmixed.items():
            said = ngettext(
                "{n} pair is not mixed by {what}; it could not be avoided",
                "{n} pairs are not mixed by {what}; it could not be avoided",
                n,
            )
            found.append(said.format(n=n, what=name))
        return tuple(found)


def draw(
    people: Mapping[str, Mapping[str, str]] | Iterable[str],
    seed: int,
    wishes: Wishes = Wishes(),
    size: int = 2,
) -> Draw:
    """Draw tables of `size`; nobody is alone, so with pairs an odd number gives one trio.

    The same people, wishes and seed give the same draw, whatever the order of the people.

    Args:
        people: names, each once, with their attributes where wishes need them.
        seed: where chance begins.
        wishes: what to heed.
        size: people at a table, two or more; the last tables may be one larger or smaller.

    Raises:
        Impossible: those who must be kept apart can't be, or there are fewer than two people.
    """
    given = people if isinstance(people, Mapping) else {name: {} for name in people}
    names = sorted(given)
    if len(names) < 2:
        raise Impossible
    chance = Random(seed)
    chance.shuffle(names)
    costs = _Costs(names, given, wishes)
    sizes = table_sizes(len(names), size)
    if size == 2:
        found = pairs_and_a_trio(len(names), costs.between, chance)
    else:
        found = seat(sizes, costs.between, costs.forbidden, chance)
    if found is None:
        raise Impossible
    tables = sorted(tuple(sorted(names[one] for one in table)) for table in found)
    return _counted(tuple(tables), given, wishes)


def table_sizes(people: int, size: int) -> list[int]:
    """How many sit at each table: as near to `size` as can be, as even as can be, nobody alone."""
    tables = max(1, (2 * people + size) // (2 * size))
    while tables > 1 and people // tables < 2:
        tables -= 1
    small, larger = divmod(people, tables)
    return [small + 1] * larger + [small] * (tables - larger)


def groups_words(tables: Tables) -> str:
    """How many were drawn: `5 pairs and 1 trio`, `3 tables`."""
    sizes = [len(table) for table in tables]
    if sizes.count(2) + sizes.count(3) == len(sizes) and (2 in sizes or len(sizes) == 1):
        pairs = count(sizes.count(2), "{n} pair", "{n} pairs")
        trios = count(sizes.count(3), "{n} trio", "{n} trios")
        if 2 in sizes and 3 in sizes:
            return _("{pairs} and {trios}").format(pairs=pairs, trios=trios)
        return pairs if 2 in sizes else trios
    return count(len(sizes), "{n} table", "{n} tables")


class _Costs:
    """What it costs to put two people together, as one number: a worse kind outweighs all of the milder."""

    def __init__(self, names: Sequence[str], people: Mapping[str, Mapping[str, str]], wishes: Wishes) -> None:
        place = {name: at for at, name in enumerate(names)}
        n = len(names)
        twos = n * (n - 1) // 2 + 1
        met = met_before(wishes.earlier)
        rounds = max(met.values(), default=0) + 1
        weight = 1
        rows = [[0] * n for _row in range(n)]
        for attribute in reversed((*wishes.avoid, *wishes.same, *wishes.mix)):
            values = [_value(people[name], attribute) for name in names]
            together = attribute in wishes.same and attribute not in wishes.avoid
            for i, row in enumerate(rows):
                mine = values[i]
                for j, other in enumerate(values):
                    if (mine != other or not mine) if together else (mine == other and mine):
                        row[j] += weight
            weight *= twos
        for two, times in met.items():
            i, j = (place.get(name, -1) for name in two)
            if i >= 0 and j >= 0:
                # fewer twos that meet again first, then those that met less often
                rows[i][j] = rows[j][i] = rows[i][j] + weight * (twos * rounds + times)
        self._rows: list[list[int | None]] = [list(row) for row in rows]
        self.forbidden = False
        """Whether anybody must be kept apart."""
        for two in wishes.apart:
            i, j = (place.get(name, -1) for name in two) if len(two) == 2 else (-1, -1)
            if i >= 0 and j >= 0:
                self._rows[i][j] = self._rows[j][i] = None
                self.forbidden = True

    def between(self, one: int, other: int) -> int | None:
        """The cost of a two; none where they must be apart."""
        return self._rows[one][other]


def met_before(earlier: Iterable[Tables]) -> Counter[frozenset[str]]:
    """How often each two sat together."""
    return Counter(
        frozenset(two) for tables in earlier for table in tables for two in combinations(set(table), 2)
    )


def _value(attributes: Mapping[str, str], name: str) -> str:
    return attributes.get(name, "").strip().casefold()


def _counted(tables: Tables, people: Mapping[str, Mapping[str, str]], wishes: Wishes) -> Draw:
    """The draw with what is not as wished."""
    met = met_before(wishes.earlier)
    twos = [two for table in tables for two in combinations(table, 2)]

    def sharing(attribute: str, *, wanted: bool) -> int:
        number = 0
        for one, other in twos:
            mine, others = _value(people[one], attribute), _value(people[other], attribute)
            number += (mine != others or not mine) if wanted else bool(mine and mine == others)
        return number

    def only(counts: dict[str, int]) -> dict[str, int]:
        return {name: number for name, number in counts.items() if number}

    return Draw(
        tables,
        sum(1 for two in twos if met[frozenset(two)]),
        only({name: sharing(name, wanted=False) for name in wishes.avoid}),
        only({name: sharing(name, wanted=True) for name in wishes.same}),
        only({name: sharing(name, wanted=False) for name in wishes.mix}),
    )


def rejoin(
    tables: Tables,
    leaver: str,
    people: Mapping[str, Mapping[str, str]],
    wishes: Wishes,
    seed: int,
) -> Draw:
    """Take somebody out of a draw, changing only what that frees.

    Whoever is left alone joins one of the smallest tables, where it costs least; everybody else stays.

    Raises:
        Impossible: there is no table that the one left alone may join.
    """
    left = [tuple(name for name in table if name != leaver) for table in tables]
    alone = [table[0] for table in left if len(table) == 1]
    kept = [table for table in left if len(table) > 1]
    chance = Random(seed)
    for name in alone:
        names = [name, *(one for table in kept for one in table)]
        costs = _Costs(names, people, wishes)
        at = {one: number for number, one in enumerate(names)}
        offers = []
        for number, table in enumerate(kept):
            prices = [costs.between(0, at[one]) for one in table]
            if None not in prices:
                offers.append((len(table), sum(p for p in prices if p), chance.random(), number))
        if not offers:
            raise Impossible
        chosen = min(offers)[-1]
        kept[chosen] = tuple(sorted((*kept[chosen], name)))
    return _counted(tuple(sorted(kept)), people, wishes)
