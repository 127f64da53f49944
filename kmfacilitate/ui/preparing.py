"""What Prepare needs and gives: the agenda with clock times, and the plan of the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from textual import on
from textual.widgets import TextArea

from kmfacilitate.desk import local_zone
from kmfacilitate.errors import Unable
from kmfacilitate.session.beginning import Plan, default_share, stage_minutes, usual_minutes
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.store.library import Library
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.screens.prepare import AgendaRow, Prepared, PrepareScreen, clock_times

TYPED_SECONDS = 0.3
"""So long nothing is typed before the library is asked."""
_WAYS = {
    "round": "in turn",
    "slips": "slips",
    "vote": "vote on slips",
    "score": "scores",
    "review": "verdicts",
}


class TemplatePreparation(PrepareScreen):
    """Prepare, knowing which template is prepared."""

    def __init__(
        self,
        template: Template,
        prepared: Prepared,
        *,
        library: str,
        last: Callable[[str], Sequence[str]] = lambda project: (),
    ) -> None:
        self.template = template
        self._people_of = last
        self._asked_for = ""
        variants = template.variants
        optional = [q for stage in template.stages for q in stage.questions if q.optional]
        super().__init__(
            template.title,
            variants,
            prepared,
            lambda filled: agenda(template, filled),
            library=library,
            optional=[(q.id, "a safety check, 3 minutes" if q.capture.private else q.ask) for q in optional],
            about=about(template),
            usual=lambda people: usual_minutes(template, people),
        )

    def on_mount(self) -> None:
        """Offer the people of the project that is named already."""
        super().on_mount()
        self._look_who_came()

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
    number = f"{people.min} to {people.max}" if people.max > people.min else f"{people.min}"
    pieces = [
        ("Before you begin", template.prepare),
        ("Who", (f"{number} people", people.who) if people.who else (f"{number} people",)),
        ("Roles", template.roles),
        ("Ground rules", template.ground_rules),
        ("Pitfalls", template.pitfalls),
        ("When", (template.when_to_use,)),
        ("Not for", (template.not_for,)),
    ]
    return [(heading, lines) for heading, said in pieces if (lines := tuple(line for line in said if line))]


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
    )

    def last(project: str) -> Sequence[str]:
        from kmfacilitate.library.earlier import last_people

        try:
            return last_people(library, project)
        except Unable:
            return ()

    return TemplatePreparation(template, prepared, library=library.label, last=last)


def agenda(template: Template, prepared: Prepared) -> Sequence[AgendaRow]:
    """The stages with the times they begin at, counted back from a hard end, else from now."""
    try:
        planned = stage_minutes(template, prepared.variant, prepared.minutes, prepared.optional)
    except (Unable, ValueError):
        planned = stage_minutes(template, prepared.variant, optional=prepared.optional)
    stages = [stage for stage in template.stages if stage.id in planned]
    rows = [(s.title, _how(template, s.id), planned[s.id]) for s in stages]
    now = datetime.now().astimezone()
    begin = now + timedelta(minutes=-now.minute % 5)
    return clock_times(begin, rows, kept=[s.protected for s in stages])


def _how(template: Template, stage_id: str) -> str:
    stage = template.stage(stage_id)
    ways = [_WAYS.get(q.capture.way, "") for q in stage.questions if not q.optional] if stage else []
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
        hard_end=_today_at(prepared.hard_end),
        share=prepared.share,
        names=prepared.names,
        facilitator=prepared.facilitator,
        optional=prepared.optional,
        tz=local_zone(),
    )


def _today_at(words: str) -> datetime | None:
    if not words:
        return None
    hour, _, minute = words.partition(":")
    now = datetime.now().astimezone()
    at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return (at if at > now else at + timedelta(days=1)).astimezone(UTC)
