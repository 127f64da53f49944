"""The cue card: one page for the facilitator alone, a block a stage, to lie beside the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.language import _
from kmfacilitate.report.blocks import Block, Bullet, Outline, Paragraph, Section

from .briefing import Briefing, Part
from .for_the_room import head, stage_title

MOST_TIPS = 3
"""Tips of a stage that stand on the card, where there is room for them."""
_COLUMN, _PAGE = 236, 3 * 535
"""Points: the width of one of the three columns on Letter across, and the height of all of them."""
_LETTER = 0.56
"""The width of a letter in ems, of a wide typeface."""
_SMALLEST, _LEGIBLE, _LARGEST = 6.5, 7.0, 10.0


def cue_card(briefing: Briefing) -> Outline:
    """When, what to say and ask, tips and what to do when it is stuck, of every stage.

    Where it would become too small to read on one page, it has fewer tips.
    """
    cards = (_card(briefing, tips) for tips in range(MOST_TIPS, 0, -1))
    return next((card for card in cards if type_size(card) >= _LEGIBLE), _card(briefing, 1))


def _card(briefing: Briefing, tips: int) -> Outline:
    sections = tuple(
        Section("stage", f"{part.at} · {stage_title(part)}", tuple(_blocks(part, tips)))
        for part in briefing.parts
    )
    return Outline(
        briefing.title,
        (" · ".join((*head(briefing), briefing.how_long) if briefing.when else head(briefing)),),
        sections,
        front=(),
        warning=_("For you alone: the tips are not for the room."),
        language=briefing.language,
    )


def type_size(card: Outline) -> float:
    """Points of the letters with which a card just fills one page, A4 or Letter, whatever the typeface."""
    tenths = range(int(_LARGEST * 10), int(_SMALLEST * 10), -1)
    return next((size / 10 for size in tenths if _height(card, size / 10) <= _PAGE), _SMALLEST)


def _height(card: Outline, size: float) -> float:
    """How long its columns are together, in points, as `papers.css` sets them."""
    letters = int(_COLUMN / (size * _LETTER))
    ems = 0.0
    for section in card.sections:
        ems += 0.8 + 1.5 * -(-len(section.title) // int(letters / 1.2))
        for block in section.blocks:
            ems += 0.2 + 1.22 * -(-_length(block) // letters)
    return ems * size


def _length(block: Block) -> int:
    match block:
        case Bullet():
            return len(block.text) + len(block.label) + 2 + sum(len(fact) + 3 for fact in block.facts)
        case Paragraph():
            return len(block.text)
    return 0


def _blocks(part: Part, tips: int) -> Iterator[Block]:
    minutes = _("{minutes} minutes").format(minutes=part.minutes)
    if part.kept:
        minutes = _("{minutes} minutes, kept").format(minutes=part.minutes)
    yield Paragraph(", ".join(words for words in (minutes, part.usual) if words))
    if part.say:
        yield Bullet(part.say, label=_("Say"))
    for ask in part.asks:
        if ask.say:
            yield Bullet(ask.say, label=_("Say"))
        facts = tuple(fact for fact in (ask.how, ask.repeated) if fact)
        yield Bullet(ask.ask, label=_("Ask {place}").format(place=ask.place).strip(), facts=facts)
    for at, words in part.cues:
        yield Bullet(words, label=_("At {time}").format(time=at))
    for tip in part.tips[:tips]:
        yield Bullet(tip, label=_("Tip"))
    for title, words in part.stuck:
        yield Bullet(words, label=title.rstrip("?"))
