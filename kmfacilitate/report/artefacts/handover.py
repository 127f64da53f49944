"""Leavers: the handover pack, which joins plan, interview, audience and close-out of one person."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds.activities import Check, Verdict
from kmfacilitate.session.kinds.commitments import Action, Commitment, Contact
from kmfacilitate.session.kinds.happenings import Quote, Story
from kmfacilitate.session.kinds.insights import Gap, Lesson, Risk
from kmfacilitate.session.verdicts import in_words

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
            done = in_words(said) if said else _("open")
            areas[key] = (weight, (telling.says(gap), critical, gap.owner, how, day, done))
    if not areas:
        return []
    heads = (_("Area"), _("How critical"), _("Who receives it"), _("How"), _("By when"), _("Done"))
    rows = tuple(row for _weight, row in sorted(areas.values(), key=lambda area: -area[0]))
    return [Table(heads, rows)]


def _became(material: Material) -> dict[str, str]:
    """What the close-out said of each area, by its id and by its words; the last word counts."""
    said: dict[str, str] = {}
    for telling in material.tellings:
        for _id, verdict in lines(telling, Verdict):
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
            became_of = in_words(said) if said else _("nobody receives it")
            owner = _("owner {name}").format(name=gap.owner) if gap.owner else _("no owner")
            facts = (became_of, owner)
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
    N_("Handover pack"),
    (
        answers("role", N_("Role and person"), "bio"),
        Part("priorities", N_("What must be passed on"), _priorities, True),
        answers("valuable", N_("Most valuable, and known to nobody else"), "valuable"),
        answers("how", N_("How the work really runs"), "work"),
        answers("advice", N_("To the successor"), "advice"),
        of_kind("contacts", N_("People"), Contact, wanted=True),
        of_kind("decisions", N_("History and decisions"), Lesson),
        of_kind("stories", N_("Stories"), Story),
        of_kind("quotes", N_("In their own words"), Quote),
        answers("floor", N_("Questions and answers"), "floor", wanted=False),
        answers("keep", N_("What the others want to keep"), "keep", wanted=False),
        of_kind("open-work", N_("Open work"), Action),
        of_kind("risks", N_("What is fragile"), Risk),
        answers("where", N_("Where things are"), "where"),
        of_kind("promises", N_("Who keeps it alive"), Commitment),
        of_kind("checks", N_("Checked at the end"), Check, "table", "folder", "mail", "contacts", "approve"),
        Part("residual", N_("What is left"), _residual),
        Part("sessions", N_("Made of"), _sessions),
    ),
    joins="movers-and-leavers",
)
