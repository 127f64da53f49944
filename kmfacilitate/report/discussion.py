"""The discussion, stage by stage: what was said at each question, and the minutes planned and used."""

from __future__ import annotations

from collections.abc import Mapping

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.happenings import Theme
from kmfacilitate.session.kinds.insights import Risk
from kmfacilitate.session.session import PlannedStage

from .blocks import Block, Bullet, Heading, Paragraph, Section, Table
from .carried_over import heading_of
from .dates import whole_minutes
from .lines import bullets
from .risks import in_appendix, is_told_with_risks
from .sections import heading_of_kind
from .telling import Rows, Telling

ELSEWHERE = N_("At no stage of the plan")


def discussion(telling: Telling, used: Mapping[str, int]) -> Section:
    """The section of the discussion. `used` is seconds by stage id."""
    blocks: list[Block] = []
    count = 0
    plan = telling.session.plan
    for stage in plan:
        rows = [
            (id_, e)
            for id_, e in telling.session.live()
            if e.stage == stage.id and not telling.session.sealed(e)
        ]
        if stage.record.state == "skipped" and not rows:
            continue
        blocks.append(Heading(stage.script.title, number=stage.number, note=_minutes(stage, used)))
        told: list[Block] = []
        elsewhere: list[tuple[str, Entry]] = []
        for question in ("", *(q.id for q in stage.script.questions)):
            here = [row for row in rows if _question(stage, row[1]) == question]
            lines = told_in_groups(here, telling)
            script = stage.question(question)
            if not lines:
                elsewhere += here
                continue
            if script is not None:
                told.append(Heading(script.ask, level=4))
            told += [*lines, *_told_above(here, telling)]
            count += sum(1 for _id, entry in here if entry.heading == Entry.heading)
        blocks += [*_told_above(elsewhere, telling), *told]
    known = {stage.id for stage in plan}
    lost = [(id_, e) for id_, e in telling.session.live() if e.stage not in known]
    lines = told_in_groups(lost, telling)
    if lines:
        blocks += [Heading(_(ELSEWHERE)), *lines]
    return Section("discussion", _("Discussion"), tuple(blocks), count)


def minutes(telling: Telling, used: Mapping[str, int]) -> Section:
    """The stages with their minutes alone, for an edition without the discussion."""
    rows = tuple(
        (f"{stage.number} {stage.script.title}".strip(), str(stage.record.minutes),
         str(whole_minutes(used.get(stage.id, 0))))
        for stage in telling.session.plan
        if stage.record.state != "skipped"
    )  # fmt: skip
    return Section(
        "minutes", _("Minutes"), (Table((_("Stage"), _("Planned"), _("Took")), rows),) if rows else ()
    )


def told_in_groups(rows: Rows, telling: Telling) -> list[Block]:
    """Lines of discussion as they came, those of a group under its name, items of a repeat apart."""
    lines: list[Block] = []
    about = ""
    for id_, entry in rows:
        if entry.heading != Entry.heading or in_appendix(id_, entry, telling) or telling.group(entry):
            continue
        if entry.under != about:
            about = entry.under
            item = telling.live(about)
            lines += [Bullet(item.text if item else about, label=_("About"))] if about else []
        depth = 1 if about else 0
        lines += bullets(entry, id_, telling, depth)
        if isinstance(entry, Theme):
            for member_id, member in telling.members(id_):
                lines += bullets(member, member_id, telling, depth + 1)
    return lines


def _question(stage: PlannedStage, entry: Entry) -> str:
    return entry.question if stage.question(entry.question) else ""


def _told_above(rows: Rows, telling: Telling) -> list[Block]:
    headings: dict[str, int] = {}
    for id_, entry in rows:
        if entry.heading != Entry.heading and entry.kind in KINDS and not is_told_with_risks(entry, telling):
            heading = _stands_under(id_, entry, telling)
            headings[heading] = headings.get(heading, 0) + 1
    if not headings:
        return []
    said = ", ".join(f"{heading} ({count})" for heading, count in headings.items())
    return [Paragraph(_("See {said}.").format(said=said))]


def _stands_under(id_: str, entry: Entry, telling: Telling) -> str:
    if isinstance(entry, Verdict):
        return _(heading_of(entry, telling))
    return heading_of_kind(Risk if in_appendix(id_, entry, telling) else type(entry), telling)


def _minutes(stage: PlannedStage, used: Mapping[str, int]) -> str:
    took = whole_minutes(used.get(stage.id, 0))
    if not stage.record.minutes and not took:  # lessons that were brought in
        return ""
    planned = _("planned {minutes} min").format(minutes=stage.record.minutes)
    return _("{planned}, took {took}").format(planned=planned, took=took) if took else planned
