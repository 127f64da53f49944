"""Leavers: the handover pack, which joins plan, interview, audience and close-out of one person."""

from __future__ import annotations

from kmfacilitate.session.kinds.activities import Check, Verdict
from kmfacilitate.session.kinds.commitments import Action, Commitment, Contact
from kmfacilitate.session.kinds.happenings import Quote, Story
from kmfacilitate.session.kinds.insights import Gap, Lesson, Risk

from ..blocks import Block, Bullet, Table
from ..dates import day_in_words, day_of
from .parts import Layout, Material, Part, answers, lines, of_kind

_DONE = "passed on"


def _priorities(material: Material) -> list[Block]:
    """Area, how critical, recipient, method, date, and whether it was passed on; each area once."""
    became = _became(material)
    areas: dict[str, tuple[int, tuple[str, ...]]] = {}
    for telling in material.tellings:
        for id_, gap in lines(telling, Gap):
            assert isinstance(gap, Gap)
            key = gap.text.casefold()
            if key in areas:
                continue
            said = became.get(f"{telling.session.id}/{id_}") or became.get(key, "")
            how = "; ".join(part for part in (gap.where_from, gap.method) if part)
            weight = gap.importance * 100 + (telling.votes(id_) or 0)
            critical = str(gap.importance or "")
            day = telling.day(gap.due) if gap.due else ""
            areas[key] = (weight, (telling.says(gap), critical, gap.owner, how, day, said or "open"))
    if not areas:
        return []
    rows = tuple(row for _, row in sorted(areas.values(), key=lambda area: -area[0]))
    return [Table(("Area", "How critical", "Who receives it", "How", "By when", "Done"), rows)]


def _became(material: Material) -> dict[str, str]:
    """What the close-out said of each area, by its id and by its words; the last word counts."""
    said: dict[str, str] = {}
    for telling in material.tellings:
        for _, verdict in lines(telling, Verdict):
            assert isinstance(verdict, Verdict)
            said[verdict.on] = verdict.says
            if verdict.what:
                said[verdict.what.casefold()] = verdict.says
    return said


def _residual(material: Material) -> list[Block]:
    """What nobody could pass on, with whoever owns it now, and the risks that remain."""
    became = _became(material)
    blocks: list[Block] = []
    seen: set[str] = set()
    for telling in material.tellings:
        for id_, gap in lines(telling, Gap):
            assert isinstance(gap, Gap)
            said = became.get(f"{telling.session.id}/{id_}") or became.get(gap.text.casefold(), "")
            if said == _DONE or gap.text.casefold() in seen or not (said or not gap.owner):
                continue
            seen.add(gap.text.casefold())
            facts = (said or "nobody receives it", f"owner {gap.owner}" if gap.owner else "no owner")
            blocks.append(Bullet(gap.text, facts=facts))
    return blocks


def _sessions(material: Material) -> list[Block]:
    found: list[Block] = []
    sessions = (telling.session for telling in material.tellings)
    for session in sorted(sessions, key=lambda session: (day_of(session), session.meeting.started)):
        day = day_in_words(day_of(session), session.meeting.language)
        found.append(Bullet(session.template.title, facts=(day,)))
    return found


LAYOUT = Layout(
    "Handover pack",
    (
        answers("role", "Role and person", "bio"),
        Part("priorities", "What must be passed on", _priorities, True),
        answers("valuable", "Most valuable, and known to nobody else", "valuable"),
        answers("how", "How the work really runs", "work"),
        answers("advice", "To the successor", "advice"),
        of_kind("contacts", "People", Contact, wanted=True),
        of_kind("decisions", "History and decisions", Lesson),
        of_kind("stories", "Stories", Story),
        of_kind("quotes", "In their own words", Quote),
        answers("floor", "Questions and answers", "floor", wanted=False),
        answers("keep", "What the others want to keep", "keep", wanted=False),
        of_kind("open-work", "Open work", Action),
        of_kind("risks", "What is fragile", Risk),
        answers("where", "Where things are", "where"),
        of_kind("promises", "Who keeps it alive", Commitment),
        of_kind("checks", "Checked at the end", Check, "table", "folder", "mail", "contacts", "approve"),
        Part("residual", "What is left", _residual),
        Part("sessions", "Made of", _sessions),
    ),
    joins="movers-and-leavers",
)
