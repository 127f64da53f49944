"""The papers of a session written beside its library: of one that is open, or of one that is only planned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from random import Random

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.usual_times import usual_times
from kmfacilitate.report.papers.briefing import Briefing, brief
from kmfacilitate.report.papers.papers import Form, Paper, base_name, papers
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.session import Session
from kmfacilitate.session.usual import Usual
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.written import Written
from kmfacilitate.templates.model import Template

FOLDER = "papers"
"""Where papers stand in a library, a folder for each session."""


def planned(template: Template, plan: Plan, at: datetime) -> Session:
    """A session as it would begin, in memory alone; it has no id.

    Raises:
        WrongUse: The plan does not fit the template.
    """
    return Session.read(begin(template, plan, "", at, Ids(Random(0)), ""))


def usual_here(
    library: Library, template: Template, variant: str, places: Places | None = None
) -> dict[str, Usual]:
    """What the stages usually take in this library, from its index as it is. Not for the event loop."""
    ask = Ask(library, places)
    try:
        return usual_times(ask, template, variant)
    finally:
        ask.close()


def brief_of(f: Facilitation, begins: datetime | None = None, language: str = "") -> Briefing:
    """The briefing of a session that is open; once it was begun, its times are those of the day."""
    return brief(f.session, begins=begins, at=f.moment(), usual=f.usual, language=language)


def write_papers(
    library: Library,
    briefing: Briefing,
    places: Places,
    folder: Path | None = None,
    *,
    form: Form = "each",
    only: Collection[Paper] = (),
) -> tuple[Path, int, tuple[str, ...]]:
    """Write the papers into a folder (else one in the library), over earlier ones. Waits for the disk.

    One that somebody changed since stays, and the new one stands beside it with a number.

    Returns:
        The folder, how many there are, and what to say about those that there are not.

    Raises:
        Unable: They can't be written.
    """
    made, said = papers(briefing, form, only)
    folder = folder or library.folder / FOLDER / base_name(briefing)
    written = Written(places)
    for paper in made:
        written.write(folder / paper.name, paper.data, briefing.session)
    return folder, len(made), said
