"""Working out loud: the drafted posts, each ready to be pasted, and where and when they appear."""

from __future__ import annotations

from ..blocks import Block, Heading, Paragraph
from .parts import Layout, Material, Part, answers, told_at


def _posts(material: Material) -> list[Block]:
    telling = material.own
    blocks: list[Block] = []
    for place, (_, entry) in enumerate(told_at(telling, "draft"), start=1):
        blocks += [Heading(f"Post {place}"), Paragraph(entry.text)]
    return blocks


def _improved(material: Material) -> list[Block]:
    return [Paragraph(entry.text) for _, entry in told_at(material.own, "improve")]


LAYOUT = Layout(
    "Drafted posts",
    (
        Part("posts", "Posts", _posts, True, ("draft",)),
        Part("improved", "What would make somebody reply", _improved, False, ("improve",)),
        answers("offers", "What others could use", "choose"),
        answers("cadence", "Where, when, and who answers", "where"),
        answers("first", "What appears first", "first"),
    ),
)
