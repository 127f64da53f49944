"""Working out loud: the drafted posts, each ready to be pasted, and where and when they appear."""

from __future__ import annotations

from kmfacilitate.language import N_, _

from ..blocks import Block, Heading, Paragraph
from .parts import Layout, Material, Part, answers, told_at


def _posts(material: Material) -> list[Block]:
    telling = material.own
    blocks: list[Block] = []
    for place, (_id, entry) in enumerate(told_at(telling, "draft"), start=1):
        blocks += [Heading(_("Post {n}").format(n=place)), Paragraph(entry.text)]
    return blocks


def _improved(material: Material) -> list[Block]:
    return [Paragraph(entry.text) for _id, entry in told_at(material.own, "improve")]


LAYOUT = Layout(
    N_("Drafted posts"),
    (
        Part("posts", N_("Posts"), _posts, True, ("draft",)),
        Part("improved", N_("What would make somebody reply"), _improved, False, ("improve",)),
        answers("offers", N_("What others could use"), "choose"),
        answers("cadence", N_("Where, when, and who answers"), "where"),
        answers("first", N_("What appears first"), "first"),
    ),
)
