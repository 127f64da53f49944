"""Community launch: the charter on a page."""

from __future__ import annotations

from kmfacilitate.language import N_
from kmfacilitate.session.kinds.activities import Vote
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.wording import count

from ..blocks import Block, Bullet
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
            facts=(count(votes, "{n} vote", "{n} votes"),) if (votes := telling.votes(id_)) else (),
            number=telling.number(id_),
        )
        for id_, entry in said
    ]


def _voted(material: Material) -> list[Block]:
    telling = material.own
    votes = [vote for _id, vote in lines(telling, Vote) if isinstance(vote, Vote) and vote.complete]
    if not votes:
        return []
    counts = dict(votes[-1].tally)
    best = sorted((id_ for id_ in votes[-1].over if counts.get(id_)), key=lambda id_: -counts[id_])[:_FIRST]
    return [Bullet(entry.text) for id_ in best if (entry := telling.live(id_)) is not None]


LAYOUT = Layout(
    N_("Charter"),
    (
        answers("need", N_("The need we meet"), "sentence"),
        answers("scope", N_("What we care about"), "domain"),
        answers("outside", N_("What is outside"), "outside"),
        answers("gain", N_("What is in it for members"), "why", wanted=False),
        Part("focus", N_("What we will make, share and mend"), _focus, True, ("practice",)),
        Part("first", N_("To begin with"), _voted),
        of_kind("activities", N_("First activities"), Action, "action", wanted=True),
        answers("members", N_("Members, and who is missing"), "members", wanted=False),
        answers("membership", N_("Who may join, and how one leaves"), "membership"),
        answers("behaviours", N_("How we behave"), "behave"),
        answers("rhythm", N_("Roles, rhythm and where we talk"), "rhythm"),
        answers("support", N_("What we need from the sponsor"), "support"),
        answers("value", N_("How we will know that it is worth it"), "value"),
        answers("review", N_("When we look at this again"), "review"),
        answers("agreed", N_("Agreed"), "charter", wanted=False),
    ),
)
