"""Community launch: the charter on a page."""

from __future__ import annotations

from kmfacilitate.session.kinds.activities import Vote
from kmfacilitate.session.kinds.commitments import Action

from ..blocks import Block, Bullet
from ..telling import counted
from .parts import Layout, Material, Part, answers, lines, of_kind

_FIRST = 3


def _focus(material: Material) -> list[Block]:
    """What the community will make, share and mend: most votes first."""
    telling = material.own
    said = [(id_, e) for id_, e in telling.session.answers("practice") if type(e).typed and e.kind == "point"]
    said.sort(key=lambda row: -(telling.votes(row[0]) or 0))
    return [
        Bullet(
            entry.text,
            facts=(counted(votes, "vote", "votes"),) if (votes := telling.votes(id_)) else (),
            number=telling.number(id_),
        )
        for id_, entry in said
    ]


def _voted(material: Material) -> list[Block]:
    telling = material.own
    votes = [vote for _, vote in lines(telling, Vote) if isinstance(vote, Vote) and vote.complete]
    if not votes:
        return []
    counts = dict(votes[-1].tally)
    best = sorted((id_ for id_ in votes[-1].over if counts.get(id_)), key=lambda id_: -counts[id_])[:_FIRST]
    return [Bullet(entry.text) for id_ in best if (entry := telling.live(id_)) is not None]


LAYOUT = Layout(
    "Charter",
    (
        answers("need", "The need we meet", "sentence"),
        answers("scope", "What we care about", "domain"),
        answers("outside", "What is outside", "outside"),
        answers("gain", "What is in it for members", "why", wanted=False),
        Part("focus", "What we will make, share and mend", _focus, True, ("practice",)),
        Part("first", "To begin with", _voted),
        of_kind("activities", "First activities", Action, "action", wanted=True),
        answers("members", "Members, and who is missing", "members", wanted=False),
        answers("membership", "Who may join, and how one leaves", "membership"),
        answers("behaviours", "How we behave", "behave"),
        answers("rhythm", "Roles, rhythm and where we talk", "rhythm"),
        answers("support", "What we need from the sponsor", "support"),
        answers("value", "How we will know that it is worth it", "value"),
        answers("review", "When we look at this again", "review"),
        answers("agreed", "Agreed", "charter", wanted=False),
    ),
)
