"""What Home offers where there is nothing yet: a first session that explains itself, and an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kmfacilitate.language import N_

First: TypeAlias = Literal["guided", "example"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something for a first look: its key, its name, and what comes of it."""

    id: First
    key: str
    name: str
    about: str


OFFERS = (
    Offer("guided", "G", N_("A first session, guided"), N_("ten minutes, step by step")),
    Offer("example", "E", N_("An example to look at"), N_("half a year, made up")),
)
EXAMPLE_NOTE = N_("An example, made up. Change what you like: it is gone when you leave.")
