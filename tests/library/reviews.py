"""A made-up corpus of published reviews: kinds of events, each told several times in other words.

Every fact has two wordings, and each review takes one of them by chance; beside the facts of its kind stand
sentences that any review might have. So a new review of a kind shares some words with the old ones, and
others with reviews of quite another kind, as it is in life.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

_BLOCKS = [
    block.splitlines()
    for block in Path(__file__).with_name("reviews.txt").read_text("utf-8").split("\n\n")
    if not block.startswith("#")
]
KINDS = {rows[0].partition(" | ")[0]: [tuple(row.split(" | ")) for row in rows] for rows in _BLOCKS[:-1]}
"""Kind of event → titles of its reviews, then its facts in two wordings each."""
ANYWHERE = tuple(_BLOCKS[-1])
PLACES = ("Northam", "Easterby", "Wesdale", "Suthwick", "Midford", "Highcliffe", "Lowmoor", "Oakley")


@dataclass(frozen=True, slots=True)
class Review:
    """A review: the kind of event it is about, its title, and its sentences."""

    kind: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.lines))


def reviews(seed: int = 5) -> tuple[list[Review], list[Review]]:
    """Old reviews, four of each kind of event and some of none, and a new one of each kind."""
    chance = Random(seed)
    old: list[Review] = []
    new: list[Review] = []
    for kind, (titles, *facts) in KINDS.items():
        for at, title in enumerate(titles):
            told = chance.sample(facts, k=4 if at else 3)
            lines = [chance.choice(fact) for fact in told] + chance.sample(
                ANYWHERE, k=chance.choice((3, 5, 5, 14))
            )
            chance.shuffle(lines)
            review = Review(
                kind, f"{title}, {chance.choice(PLACES)}" if at else f"{title} review", tuple(lines)
            )
            (new if at == 0 else old).append(review)
    for number in range(16):
        lines = tuple(chance.sample(ANYWHERE, k=8))
        old.append(Review("", f"Annual exercise {number + 1}, {chance.choice(PLACES)}", lines))
    chance.shuffle(old)
    return old, new
