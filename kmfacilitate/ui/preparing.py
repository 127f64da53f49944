"""What Prepare needs and gives: the agenda with clock times, and the plan of the session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from textual import on
from textual.widgets import TextArea

from kmfacilitate.desk import local_zone
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import ENGLISH, _, known, ngettext, spoken
from kmfacilitate.report.papers.briefing import way_words
from kmfacilitate.session.beginning import Plan, default_share, stage_minutes, usual_minutes
from kmfacilitate.session.usual import Usual
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.store.library import Library
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.screens.prepare import Prepared, PrepareScreen
from kmfacilitate.ui.widgets.agenda import AgendaRow, clock_times

TYPED_SECONDS = 0.3
"""So long nothing is typed before the library is asked."""
_ASKS_AFTER = (0.0, 0.5, 2.0)
"""Seconds after which the library is asked what is usual, until it knows something."""

UsualOf: TypeAlias = Mapping[str, Mapping[str, Usual]]
"""What the stages of each variant usually take here."""


class TemplatePreparation(PrepareScreen):
    """Prepare, knowing which template is prepared."""

    def __init__(
        self,
        template: Template,
        prepared: Prepared,
        *,
        library: str,
        last: Callable[[str], Sequence[str]] = lambda project: (),
        learn: Callable[[], UsualOf] = dict,
        papers: Callable[[Prepared, Mapping[str, Usual]], str] = lambda prepared, usual: "",
    ) -> None:
        self.template = template
        self._people_of = last
        self._learn = learn
        self._usually: UsualOf = {}
        self._asked_for = ""
        variants = template.variants
        optional = [q for stage in template.stages for q in stage.questions if q.optional]
        super().__init__(
            template.title,
            variants,
            prepared,
            lambda filled: agenda(template, filled, self._usual_now(filled)),
            library=library,
            optional=[
                (q.id, _("a safety check, 3 minutes") if q.capture.private else q.ask) for q in optional
            ],
            about=about(template),
            usual=lambda people: usual_minutes(template, people),
            papers=lambda filled: papers(filled, self._usual_now(filled)),
            papers_in=tuple(dict.fromkeys((known(template.language) or ENGLISH, spoken()))),
        )

    def on_mount(self) -> None:
        """Offer the people of the project that is named already."""
        super().on_mount()
        self._look_who_came()
        self.look_again()

    def look_again(self) -> None:
        """The library holds something new, perhaps of how long the stages take."""
        self.run_worker(self._learn_what_is_usual(), group="usual", exclusive=True, exit_on_error=False)

    async def _learn_what_is_usual(self) -> None:
        """Ask the library in another thread how long the stages really take, and say so in the agenda.

        More than once, for an index that is being made has nothing to say for a moment.
        """
        for wait in _ASKS_AFTER:
            await asyncio.sleep(wait)
            if any((found := await asyncio.to_thread(self._learn)).values()):
                self._usually = found
                if self.is_attached:
                    self.show_agenda()
                return

    def _usual_now(self, filled: Prepared) -> Mapping[str, Usual]:
        """What is usual at the length that is chosen; of another number of minutes nothing is known."""
        return {} if filled.minutes else self._usually.get(filled.variant, {})

    @on(TextArea.Changed)
    def _look_who_came(self) -> None:
        project = self.prepared.project
        if project != self._asked_for:
            self._asked_for = project
            self.run_worker(self._offer_last(project), group="last", exclusive=True, exit_on_error=False)

    async def _offer_last(self, project: str) -> None:
        """Look in another thread who came last time, once the name of the project stands still."""
        await asyncio.sleep(TYPED_SECONDS)
        names = await asyncio.to_thread(self._people_of, project) if project else ()
        if self.is_attached:
            self.offer_people(names)


def about(template: Template) -> list[tuple[str, tuple[str, ...]]]:
    """What to know of a script before the room fills, as heading and lines."""
    people = template.people
    said = (
        _("{low} to {high} people").format(low=people.min, high=people.max)
        if people.max > people.min
        else ngettext("{n} person", "{n} people", people.min).format(n=people.min)
    )
    pieces = [
        (_("Before you begin"), template.prepare),
        (_("Who"), (said, people.who) if people.who else (said,)),
        (_("Roles"), template.roles),
        (_("Ground rules"), template.ground_rules),
        (_("Pitfalls"), template.pitfalls),
        (_("When"), (template.when_to_use,)),
        (_("Not for"), (template.not_for,)),
    ]
    return [(heading, lines) for heading, told in pieces if (lines := tuple(line for line in told if line))]


def prepare_screen(
    library: Library, template_id: str, plan: Plan | None = None, settings: Settings | None = None
) -> TemplatePreparation:
    """Prepare for a template, filled in with what is settled already, else as the user has set it.

    Raises:
        Unable: There is no such template, or it can't be read.
    """
    template = TemplateShelf.for_library(library.folder).get(template_id)
    begun, settings = plan or Plan(), settings or Settings()
    usual = settings.variant_among(template.variants) or template.default_variant()
    prepared = Prepared(
        title=begun.title,
        project=begun.project,
        people=begun.people,
        head_count=begun.head_count,
        variant=begun.variant or usual,
        minutes=begun.minutes,
        hard_end=f"{begun.hard_end.astimezone():%H:%M}" if begun.hard_end else "",
        share=begun.share or default_share(template),
        names=begun.names or "owners",
        facilitator=begun.facilitator or settings.name,
        optional=begun.optional,
        begins=begun.begins,
    )

    def last(project: str) -> Sequence[str]:
        from kmfacilitate.library.earlier import last_people

        try:
            return last_people(library, project)
        except Unable:
            return ()

    return TemplatePreparation(
        template,
        prepared,
        library=library.label,
        last=last,
        learn=lambda: _usual_in(library, template),
        papers=lambda filled, usual: _write_papers(library, template, filled, usual),
    )


def _usual_in(library: Library, template: Template) -> UsualOf:
    """What is usual at each length, after the index was brought up to date. Not for the event loop."""
    from kmfacilitate.desk.paperwork import usual_here
    from kmfacilitate.library.index import update

    for wait in (0.1, 0.3, 1.0, 3.0):  # the thread that gathers may be at it, or begin the index anew
        try:
            if not update(library):
                break
        except Unable:
            time.sleep(wait)
    return {variant: usual_here(library, template, variant) for variant in template.variants}


def _write_papers(library: Library, template: Template, filled: Prepared, usual: Mapping[str, Usual]) -> str:
    """Write the papers of what is filled in, and say where they are. Not for the event loop."""
    from kmfacilitate.desk.paperwork import planned, write_papers
    from kmfacilitate.report.papers.briefing import brief
    from kmfacilitate.store.places import Places

    try:
        session = planned(template, plan_of(filled, template), datetime.now(UTC))
        folder, count, missing = write_papers(
            library,
            brief(session, begins=filled.begins, usual=usual, language=filled.papers_in),
            Places.here(),
        )
    except (Unable, WrongUse) as refused:
        return str(refused)
    says = ngettext("{n} paper written to {folder}", "{n} papers written to {folder}", count)
    return " ".join((says.format(n=count, folder=folder) + ".", *missing))


def agenda(
    template: Template, prepared: Prepared, usual: Mapping[str, Usual] | None = None
) -> Sequence[AgendaRow]:
    """The stages with the times they begin at: when it is to begin, else from now."""
    try:
        planned = stage_minutes(template, prepared.variant, prepared.minutes, prepared.optional)
    except (Unable, ValueError):
        planned = stage_minutes(template, prepared.variant, optional=prepared.optional)
    stages = [stage for stage in template.stages if stage.id in planned]
    rows = [(s.title, _how(template, s.id), planned[s.id]) for s in stages]
    now = datetime.now().astimezone()
    # from the next five minutes on; where the room must be left, those few minutes count
    begin = prepared.begins or (now if prepared.hard_end else now + timedelta(minutes=-now.minute % 5))
    known = usual or {}
    said = [known[s.id].words(planned[s.id]) if s.id in known else "" for s in stages]
    return clock_times(begin, rows, kept=[s.protected for s in stages], usual=said)


def _how(template: Template, stage_id: str) -> str:
    stage = template.stage(stage_id)
    ways = [way_words(q.capture.way) for q in stage.questions if not q.optional] if stage else []
    return ", ".join(dict.fromkeys(way for way in ways if way))


def plan_of(prepared: Prepared, template: Template) -> Plan:
    """The plan that was filled in."""
    return Plan(
        title=prepared.title or template.title,
        project=prepared.project,
        variant=prepared.variant,
        minutes=prepared.minutes,
        people=prepared.people,
        head_count=prepared.head_count,
        begins=prepared.begins,
        hard_end=_at(prepared.hard_end, prepared.begins),
        share=prepared.share,
        names=prepared.names,
        facilitator=prepared.facilitator,
        optional=prepared.optional,
        tz=local_zone(),
    )


def _at(words: str, begins: datetime | None) -> datetime | None:
    """The next moment with that time of day, from now on or from when it begins."""
    if not words:
        return None
    hour, _rest, minute = words.partition(":")
    first = begins or datetime.now().astimezone()
    at = first.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return (at if at > first else at + timedelta(days=1)).astimezone(UTC)
