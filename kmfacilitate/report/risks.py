"""Risks: the ranked ones with all that is known of them, and all causes named, as an appendix."""

from __future__ import annotations

from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.happenings import Theme
from kmfacilitate.session.kinds.insights import Risk

from .blocks import Block, Bullet, Heading, Section
from .lines import below, bullets, short_facts
from .telling import Telling, counted


def risk_sections(telling: Telling) -> tuple[Section | None, Section | None]:
    """The ranked risks and the appendix of causes; without any score, one list of risks and no appendix."""
    risks = [(id_, e) for id_, e in telling.session.live() if isinstance(e, Risk)]
    ranked = sorted(
        (row for row in risks if row[1].score),
        key=lambda row: (-row[1].score, -(telling.votes(row[0]) or 0), len(row[0]), row[0]),
    )
    groups = [(id_, e) for id_, e in telling.session.live() if is_group_of_risks(id_, e, telling)]
    if not ranked and not groups:
        lines = [line for id_, risk in risks for line in bullets(risk, id_, telling)]
        return (Section("risks", "Risks", tuple(lines), len(risks)) if risks else None), None
    first: list[Block] = []
    for place, (id_, risk) in enumerate(ranked, start=1):
        first += _ranked(place, id_, risk, telling)
    appendix = _appendix(
        {id_: place for place, (id_, _) in enumerate(ranked, start=1)}, risks, groups, telling
    )
    return (
        Section("risks", "Ranked risks", tuple(first), len(ranked)) if ranked else None,
        Section("causes-named", "Appendix: all causes named", tuple(appendix)) if appendix else None,
    )


def is_group_of_risks(id_: str, entry: Entry, telling: Telling) -> bool:
    """Whether an entry is a group (a theme, or a risk made of one) whose lines are risks."""
    return isinstance(entry, (Theme, Risk)) and any(isinstance(e, Risk) for _, e in telling.members(id_))


def _ranked(place: int, id_: str, risk: Risk, telling: Telling) -> list[Block]:
    votes = telling.votes(id_)
    blocks: list[Block] = [Heading(risk.text, number=str(place))]
    if votes is not None:
        blocks.append(Bullet(str(votes), label="Votes"))
    score = f"{risk.likelihood} × {risk.impact} = {risk.score}"
    blocks.append(Bullet(score, label="Likelihood × impact"))
    blocks += below(risk, telling, 0)
    facts = short_facts(risk, telling, skip=("likelihood", "impact", "owner"))
    blocks.append(Bullet(", ".join([risk.owner or "no owner", *facts]), label="Who, by when"))
    named = telling.members(id_)
    if named:
        blocks.append(Bullet("", label="Named as"))
        blocks += [Bullet(e.text, 1, number=telling.number(i)) for i, e in named]
    return blocks


def _appendix(
    places: dict[str, int], risks: list[tuple[str, Risk]], groups: list[tuple[str, Entry]], telling: Telling
) -> list[Block]:
    blocks: list[Block] = []
    for id_, group in groups:
        facts = []
        if id_ in places:
            facts.append(f"ranked {places[id_]}")
        votes = telling.votes(id_)
        if votes is not None:
            facts.append(counted(votes, "vote", "votes"))
        blocks.append(Bullet(group.text, facts=tuple(facts), number=telling.number(id_)))
        blocks += [line for i, e in telling.members(id_) for line in bullets(e, i, telling, 1)]
    heads = {id_ for id_, _ in groups}
    for id_, risk in risks:
        if id_ not in heads and id_ not in places and not telling.group(risk):
            blocks += bullets(risk, id_, telling)
    return blocks
