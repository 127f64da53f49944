"""How long it takes to pair 500 people, in processor seconds; the aim is under 2.

Run it: python benchmarks/pairs.py
"""

from __future__ import annotations

import time
from random import Random

from kmfacilitate.session.pairs import Tables, Wishes, draw

PEOPLE = 500
ROUNDS = 6


def main() -> None:
    """Pair them at random, then over months with wishes, then where the wishes can't all be met."""
    chance = Random(1)
    people = {
        f"Person {number:03}": {
            "team": str(chance.randrange(40)),
            "site": str(chance.randrange(25)),
            "directorate": "large" if number < 300 else "small",
        }
        for number in range(PEOPLE)
    }
    _measured("no wishes", people, Wishes())
    earlier: list[Tables] = []
    for number in range(ROUNDS):
        wishes = Wishes(avoid=("team",), same=("site",), earlier=tuple(earlier))
        earlier.append(_measured(f"other team, same site, round {number + 1}", people, wishes))
    _measured("300 of one directorate", people, Wishes(avoid=("directorate",)))
    _measured("the same, and the same site", people, Wishes(avoid=("directorate",), same=("site",)))
    _measured("tables of four", people, Wishes(), 4)


def _measured(what: str, people: dict[str, dict[str, str]], wishes: Wishes, size: int = 2) -> Tables:
    begun = time.process_time()
    drawn = draw(people, 7, wishes, size)
    seconds = time.process_time() - begun
    print(f"{what:34} {seconds:5.2f} s  {'; '.join(drawn.unmet) or 'all met'}")
    return drawn.tables


if __name__ == "__main__":
    main()
