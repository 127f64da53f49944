"""Risks: the ranked ones with all that is known of them, and all causes named, as an appendix."""

from __future__ import annotations

from collections.abc import Mapping

from kmfacilitate.language import _
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Vote
from kmfacilitate.session.kinds.happenings import Cause, Theme
from kmfacilitate.session.kinds.insights import Risk
from kmfacilitate.session.wording import count

from .blocks import Block, Bullet, Heading, Section
from .lines import below, bullets, short_facts
from .redaction import owner_in_words
from .telling import Rows, Telling


def risk_sections(telling: Telling) -> tuple[Section | None, Section | None]:
    """The ranked risks and the appendix of causes; without any score, one list of risks and no appendix."""
    risks = [(id_, e) for id_, e in telling.session.live() if isinstance(e, Risk)]
    ranked = sorted(
        (row for row in risks if row[1].score),
        key=lambda row: (-row[1].score, -(telling.votes(row[0]) or 0), len(row[0]), row[0]),
    )
    named = [(id_, e) for id_, e in telling.session.live() if in_appendix(id_, e, telling)]
    if not ranked and not any(isinstance(e, Theme) or telling.members(id_) for id_, e in named):
        lines = [line for id_, risk in risks for line in bullets(risk, id_, telling)]
        return (Section("risks", _("Risks"), tuple(lines), len(risks)) if risks else None), None
    first: list[Block] = []
    places: dict[str, int] = {}
    for place, (id_, risk) in enumerate(ranked, start=1):
        places[id_] = place
        first += _ranked(place, id_, risk, telling)
    appendix = _appendix(places, named, telling)
    return (
        Section("risks", _("Ranked risks"), tuple(first), len(ranked)) if ranked else None,
        Section("causes-named", _("Appendix: all causes named"), tuple(appendix)) if appendix else None,
    )


def in_appendix(id_: str, entry: Entry, telling: Telling) -> bool:
    """Whether an entry stands in the appendix: risks and, where there are any, groups and loose causes."""
    if isinstance(entry, Risk):
        return True
    if not telling.has_risks:
        return False
    if isinstance(entry, Theme):
        return all(isinstance(member, (Risk, Cause)) for _rest, member in telling.members(id_))
    return isinstance(entry, Cause) and not entry.source


def is_told_with_risks(vote: Entry, telling: Telling) -> bool:
    """Whether a scoring needs no table of its own, because its lines stand among the ranked risks."""
    if not isinstance(vote, Vote) or vote.method != "score":
        return False
    scored = [telling.live(id_) for id_, _rest, _more in vote.scores]
    return all(isinstance(entry, Risk) and entry.score for entry in scored if entry is not None)


def _ranked(place: int, id_: str, risk: Risk, telling: Telling) -> list[Block]:
    votes = telling.votes(id_)
    blocks: list[Block] = [Heading(risk.text, number=str(place))]
    if votes is not None:
        blocks.append(Bullet(str(votes), label=_("Votes")))
    score = f"{risk.likelihood} × {risk.impact} = {risk.score}"
    blocks.append(Bullet(score, label=_("Likelihood × impact")))
    blocks += below(risk, telling, 0)
    facts = short_facts(risk, telling, skip=("likelihood", "impact", "owner"))
    blocks.append(
        Bullet(", ".join([owner_in_words(risk.owner) or _("no owner"), *facts]), label=_("Who, by when"))
    )
    named = telling.members(id_)
    if named:
        blocks.append(Bullet("", label=_("Named as")))
        blocks += [Bullet(e.text, 1, number=telling.number(i)) for i, e in named]
    return blocks


def _appendix(places: Mapping[str, int], named: Rows, telling: Telling) -> list[Block]:
    blocks: list[Block] = []
    for id_, entry in named:
        under = telling.members(id_)
        if telling.group(entry) or (id_ in places and not under):
            continue
        if id_ not in places and not under and not isinstance(entry, Theme):
            blocks += bullets(entry, id_, telling)
            continue
        votes = telling.votes(id_)
        ranked = (_("ranked {place}").format(place=places[id_]),) if id_ in places else ()
        facts = (*ranked, *((count(votes, "{n} vote", "{n} votes"),) if votes else ()))
        blocks.append(Bullet(entry.text, facts=facts, number=telling.number(id_)))
        blocks += [line for i, e in under for line in bullets(e, i, telling, 1)]
    return blocks
