"""Conversations: what the room asked to have kept, which is often nothing."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds.activities import Check, Pairs, Rating
from kmfacilitate.session.kinds.commitments import Commitment

from ..blocks import Block, Paragraph
from .parts import Layout, Material, Part, answers, of_kind

NOTHING = N_("Nothing was written down. What came of it is in people's heads, and in who knows whom.")


def _nothing(material: Material) -> list[Block]:
    """The sentence that stands where nothing was kept, so that nobody looks for a page that is lost."""
    kept = any(
        type(entry).typed or isinstance(entry, (Rating, Pairs)) for _id, entry in material.own.session.live()
    )
    return [] if kept else [Paragraph(_(NOTHING))]


CAFE = Layout(
    N_("What people take home"),
    (
        answers("promises", N_("Promises, of those who wanted theirs kept"), "promise", wanted=False),
        answers("taken", N_("What people take away"), "take-away", wanted=False),
        answers("themes", N_("Themes of the host, read back to the room"), "themes", wanted=False),
        of_kind("promised", N_("Promises besides"), Commitment, but=("promise",)),
        Part("nothing", N_("Often nothing"), _nothing),
    ),
)
COFFEE = Layout(
    N_("Coffees of the day"),
    (
        of_kind("pairs", N_("Who met"), Pairs),
        answers("discovered", N_("What people discovered, as they allowed it"), "kept", wanted=False),
        of_kind("again", N_("Would they do it again?"), Check, "again"),
        of_kind("worth", N_("Was it worth the time?"), Rating, "worth"),
        Part("nothing", N_("Often nothing"), _nothing),
    ),
)
