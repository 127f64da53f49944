"""The toolbox as it is shown: its techniques in order, those with several scripts under one name.

Imports nothing heavy: Home shows it before anything else is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kmfacilitate.language import N_, _

from .shelf import Title

NAMES: Mapping[str, tuple[str, str]] = {
    "community-of-practice": (N_("Community of practice"), N_("Learn together on a topic")),
    "coffee-trial": (N_("Randomised coffee trial"), N_("Pair people at random")),
    "coaching-and-mentoring": (N_("Coaching and mentoring"), N_("Grow one person’s skill")),
    "working-out-loud": (N_("Working out loud"), N_("Show work as it happens")),
    "movers-and-leavers": (N_("Movers and leavers"), N_("Keep what a leaver knows")),
}
"""Name and tagline of the techniques that have several scripts; the others are called as their script is."""


def techniques(titles: Sequence[Title]) -> list[Title]:
    """One title a technique, in the order of `titles`; one that stands for several scripts has no id."""
    found: list[Title] = []
    for title in titles:
        same = scripts(titles, title.technique)
        if title.problem or len(same) < 2:
            found.append(title)
        elif title is same[0]:
            plain = title.technique.replace("-", " ").capitalize()
            name, tagline = NAMES.get(title.technique, (plain, ""))
            found.append(replace(title, id="", title=_(name), tagline=_(tagline)))
    return found


def scripts(titles: Sequence[Title], technique: str) -> list[Title]:
    """The scripts of a technique that can be started."""
    return [title for title in titles if title.technique == technique and not title.problem]
