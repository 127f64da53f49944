"""`prepare`: the papers of a session, of one that is there or of one that is to come."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _, known, languages
from kmfacilitate.speech import say, say_bytes, say_data, say_error

from .root import head_of, library_of, library_option, sessions_like, settings_in_use, templates_like
from .sitting import moment_said, people_named, plan_said

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kmfacilitate.report.papers.briefing import Briefing
    from kmfacilitate.session.beginning import Plan
    from kmfacilitate.session.usual import Usual
    from kmfacilitate.store.library import Library
    from kmfacilitate.templates.model import Template

_PAPERS = ("invitation", "agenda", "cue-card", "questions", "slips", "calendar")
_FORMS = ("each", "html", "md", "ics")
_OF_A_SCRIPT = (
    "title", "project", "place", "facilitator", "people", "head_count", "variant", "minutes", "share",
    "names", "hard_end",
)  # fmt: skip
"""Options that say what a session shall be; one that is there says so itself."""


def _either(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    return [*templates_like(ctx, param, begun), *sessions_like(ctx, param, begun)]


@click.command()
@click.argument("what", metavar="SESSION|TEMPLATE", shell_complete=_either)
@click.option("--title", default="", help="What the session is about.")
@click.option("--project", default="", help="The project or team it belongs to.")
@click.option("--place", default="", help="Where it is held.")
@click.option("--facilitator", default="", help="Who facilitates.")
@click.option(
    "--with", "people", default="", metavar="NAMES", help='Who comes: "Ana;Sam", FILE.csv, or last.'
)
@click.option("--people", "head_count", metavar="N", type=click.IntRange(1, 500), help="How many come.")
@click.option("--variant", default="", help="quick, standard or extended.")
@click.option("--minutes", metavar="N", type=click.IntRange(5, 2880), help="Another length.")
@click.option(
    "--at", "begins", default="", metavar="WHEN", help='When it begins: "fri 10:30", "2026-12-03 10:00".'
)
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end.")
@click.option(
    "--share", type=click.Choice(("open", "summary", "actions", "nothing")), help="What leaves the room."
)
@click.option("--names", type=click.Choice(("all", "owners", "none")), help="Whose names leave the room.")
@click.option("--to", "to", default="", metavar="DIR|-", help="The folder, or - for standard output.")
@click.option("--format", "form", type=click.Choice(_FORMS), default="each", show_default=True)
@click.option(
    "--only", "only", multiple=True, type=click.Choice(_PAPERS), help="This paper alone; may be repeated."
)
@click.option(
    "--language",
    default="",
    metavar="CODE",
    help="Of the headings, en or fr; that of the script unless said.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@library_option
def prepare(
    what: str,
    begins: str,
    to: str,
    form: str,
    only: tuple[str, ...],
    language: str,
    force: bool,
    **said: Any,
) -> None:
    """Write the papers of SESSION, or of a session of TEMPLATE that is to come.

    They are an invitation to send, an agenda, a cue card for the facilitator, a sheet of questions, slips to
    print and cut, and an entry for the calendar; each in the form it is used in, unless --format says.
    """
    library = library_of(said.pop("library"))
    briefing = _briefing(library, what, begins, _spoken(language), said)
    from kmfacilitate.report.papers.papers import papers

    made, missing = papers(briefing, form, only)  # type: ignore[arg-type]
    for words in missing:
        say_error(words)
    if to == "-":
        _to_output([(paper.name, paper.data) for paper in made], form)
        return
    from kmfacilitate.store.outfile import write_bytes

    folder = Path(to or ".").expanduser()
    there = next((folder / paper.name for paper in made if (folder / paper.name).exists()), None)
    if there is not None and not force:
        raise Unable(
            _("{there} is there already; --force writes over it.").format(there=clean_line(str(there)))
        )
    for paper in made:
        write_bytes(folder / paper.name, paper.data, over=force)
        say(str(folder / paper.name))


def _to_output(made: list[tuple[str, bytes]], form: str) -> None:
    """Markdown one after the other; of pages only one.

    Raises:
        WrongUse: Several files do not go into one.
    """
    if len(made) > 1 and form != "md":
        raise WrongUse(_("Several papers do not go into one file; name one with --only, or --format md."))
    if len(made) == 1 and made[0][0].endswith(".ics"):
        say_bytes(made[0][1])
        return
    for at, (_name, data) in enumerate(made):
        say_data(("\n---\n\n" if at else "") + data.decode("utf-8").rstrip("\n"))
    sys.stdout.flush()


def _spoken(language: str) -> str:
    """The language that is asked for; empty: none.

    Raises:
        WrongUse: The papers can't be in it.
    """
    if language and not known(language):
        raise WrongUse(
            _("The papers can't be in {language}; they can be in {known}.").format(
                language=clean_line(language), known=", ".join(languages())
            )
        )
    return known(language)


def _briefing(library: Library, what: str, begins: str, language: str, said: dict[str, Any]) -> Briefing:
    from kmfacilitate.report.papers.briefing import brief
    from kmfacilitate.templates.shelf import TemplateShelf

    shelf = TemplateShelf.for_library(library.folder)
    if any(title.id == what for title in shelf.titles()):
        script = shelf.get(what)
        plan, at = _plan(library, script, begins, said)
        from kmfacilitate.desk.paperwork import planned

        session = planned(script, plan, datetime.now(UTC))
        return brief(
            session, begins=at, usual=_usual(library, script, session.meeting.variant), language=language
        )
    wrong = [name for name in _OF_A_SCRIPT if said[name]]
    if wrong:
        option = {"people": "with", "head_count": "people", "hard_end": "end"}.get(wrong[0], wrong[0])
        raise WrongUse(
            _("--{option} is for a template; the session {what} says that itself.").format(
                option=option, what=clean_line(what)
            )
        )
    try:
        head = head_of(library, what)
    except Unable as unable:
        near = nearest(what, [title.id for title in shelf.titles()])
        if near is None:
            raise
        raise Unable(
            _("{unable} Did you mean the template {near}?").format(unable=unable, near=near)
        ) from None
    return _of_session(library, head.path, begins, language)


def _of_session(library: Library, path: Path, begins: str, language: str) -> Briefing:
    from kmfacilitate.report.dates import zone
    from kmfacilitate.report.papers.briefing import brief
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile

    session = Session.read(SessionFile.open(path).documents)
    meeting = session.meeting
    now = datetime.now(UTC)
    at = moment_said(begins, now, zone(session), meeting.language)
    if at is not None and meeting.started:
        raise WrongUse(_("That session was begun already; leave --at out."))
    return brief(
        session,
        begins=at,
        at=now,
        usual=_usual(library, session.template, meeting.variant),
        language=language,
    )


def _usual(library: Library, script: Template, variant: str) -> Mapping[str, Usual]:
    """What the stages usually take here; nothing where the index can't be written."""
    from kmfacilitate.library.usual_times import usual_times

    from .asking import asked

    try:
        with asked(library) as ask:
            return usual_times(ask, script, variant)
    except Unable:
        return {}


def _plan(
    library: Library, script: Template, begins: str, said: Mapping[str, Any]
) -> tuple[Plan, datetime | None]:
    """The plan that is meant, and when it begins; a hard end is of that day."""
    settings = settings_in_use()
    words = {**said, "agreed": False}
    people, head_count = words.pop("people"), words.pop("head_count")
    words["facilitator"] = words["facilitator"] or settings.name
    if not words["minutes"]:
        words["variant"] = words["variant"] or settings.variant_among(script.variants)
    roster = people_named(library, people, words["project"])
    plan = plan_said(roster, head_count, begins=begins, language=script.language, **words)
    return plan, plan.begins
