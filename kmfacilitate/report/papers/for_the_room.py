"""The papers that everybody may see: invitation, agenda, question sheet, slips."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.language import _
from kmfacilitate.report.blocks import Block, Bullet, Heading, Outline, Paragraph, Section, Table

from .briefing import Ask, Briefing, Part

SLIPS_ON_A_PAGE = 8
"""Pages of slips are filled: there is one for everybody, and some to spare."""
_ON_SLIPS = ("slips", "vote")
_LINE = "_" * 8


def invitation(briefing: Briefing) -> Outline:
    """What people are told before: when, where, what for, how it works, and what leaves the room."""
    facts = [
        Bullet(briefing.when, label=_("When")) if briefing.when else None,
        Bullet(briefing.how_long, label=_("How long")),
        Bullet(briefing.place, label=_("Where")) if briefing.place else None,
        Bullet(briefing.facilitator, label=_("Led by")) if briefing.facilitator else None,
        Bullet(briefing.who, label=_("Who")) if briefing.who else None,
    ]
    stages = [Bullet(part.title) for part in briefing.parts]
    sections = [
        Section("facts", _("You are invited"), tuple(fact for fact in facts if fact)),
        Section("why", _("What it is"), (Paragraph(briefing.summary),) if briefing.summary else ()),
        Section("way", _("What we will do"), tuple(stages)),
        Section("rules", _("How we work together"), tuple(_rules(briefing))),
        Section("leaves", _("What leaves the room"), tuple(Paragraph(words) for words in briefing.leaves)),
        Section("gain", _("What we go home with"), tuple(Bullet(words) for words in briefing.outputs)),
    ]
    return _paper(briefing, briefing.title, (), sections)


def agenda(briefing: Briefing) -> Outline:
    """The stages with clock times (minutes from the start, where nobody knows when that is)."""
    first = _("Time") if briefing.begins else _("From the start")
    rows = [(part.at, stage_title(part), str(part.minutes)) for part in briefing.parts]
    end = f"{briefing.ends:%H:%M}" if briefing.ends else f"{briefing.length // 60}:{briefing.length % 60:02}"
    rows.append((end, _("End"), str(sum(part.minutes for part in briefing.parts))))
    sections = [
        Section("stages", _("Agenda"), (Table((first, _("What"), _("Minutes")), tuple(rows)),)),
        Section("rules", _("How we work together"), tuple(_rules(briefing))),
        Section("gain", _("What we go home with"), tuple(Bullet(words) for words in briefing.outputs)),
    ]
    return _paper(briefing, briefing.title, head(briefing), sections)


def question_sheet(briefing: Briefing) -> Outline:
    """Every question of the room with space below it, to hang up or hand out; none that is for one alone."""
    sections = []
    for part in briefing.parts:
        asks = [ask for ask in part.asks if not ask.private]
        blocks: list[Block] = [Heading(ask.ask, number=ask.place, note=ask.repeated) for ask in asks]
        if blocks:
            sections.append(Section("stage", stage_title(part), tuple(blocks)))
    return _paper(briefing, _("Questions: {title}").format(title=briefing.title), (), sections)


def questions_on_slips(briefing: Briefing) -> Iterator[Ask]:
    """The questions that are answered on slips of paper."""
    for part in briefing.parts:
        for ask in part.asks:
            if ask.way in _ON_SLIPS or ask.private:
                yield ask


def slips(briefing: Briefing) -> Outline:
    """A slip a person for each question that is answered on slips, to print and cut."""
    sections = [
        Section("slip", ask.ask, tuple(_slip(ask)))
        for ask in questions_on_slips(briefing)
        for _number in range(_how_many(briefing))
    ]
    return _paper(briefing, _slips_title(briefing), (), sections)


def slips_in_tables(briefing: Briefing) -> Outline:
    """The same for a program that prints Markdown: two slips a row, cut along the lines of the table."""
    each = _how_many(briefing)
    sections = []
    for ask in questions_on_slips(briefing):
        lines = [block.text for block in _slip(ask)]
        cells = ["\n".join((ask.ask, *lines, _LINE * 4))] * each
        rows = tuple(zip(cells[::2], cells[1::2], strict=True))
        sections.append(Section("slips", f"{ask.place} {ask.ask}", (Table(("", ""), rows),)))
    return _paper(briefing, _slips_title(briefing), (), sections)


def _how_many(briefing: Briefing) -> int:
    return max(1, -(-briefing.count // SLIPS_ON_A_PAGE)) * SLIPS_ON_A_PAGE


def _slips_title(briefing: Briefing) -> str:
    return _("Slips: {title}").format(title=briefing.title)


def _slip(ask: Ask) -> Iterator[Paragraph]:
    if ask.way == "vote":
        yield Paragraph("   ".join([_LINE] * (ask.dots or 3)))
        yield Paragraph(
            _("Write numbers of lines. Two of the same number are two votes for it. Fold the slip.")
        )
    elif ask.way == "rate":
        low, high = ask.scale
        yield Paragraph("     ".join(str(number) for number in range(low, high + 1)))
        yield Paragraph(_("Ring one number and fold the slip. Nobody sees who wrote what."))
    else:
        yield Paragraph(_("One thing a slip. Write no name, and fold it."))


def _rules(briefing: Briefing) -> Iterator[Block]:
    if briefing.rules_short:
        yield Paragraph(briefing.rules_short)
        return
    for rule in briefing.rules:
        yield Bullet(rule)


def head(briefing: Briefing) -> tuple[str, ...]:
    """What stands under the title of a paper: when, where, who leads, and when the room must be left."""
    said = (
        briefing.when or briefing.how_long,
        briefing.place,
        _("Led by {name}").format(name=briefing.facilitator) if briefing.facilitator else "",
        _("The room must be left at {time}.").format(time=f"{briefing.hard_end:%H:%M}")
        if briefing.hard_end and briefing.when  # how long it is says so, too
        else "",
    )
    return tuple(line for line in said if line)


def stage_title(part: Part) -> str:
    """A stage with its number; a break has none."""
    return f"{part.number} {part.title}" if part.number else part.title


def _paper(briefing: Briefing, title: str, about: tuple[str, ...], sections: list[Section]) -> Outline:
    filled = tuple(section for section in sections if section.blocks)
    return Outline(title, about, filled, front=(), language=briefing.language)
