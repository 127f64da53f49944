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

from .planning import PLANNED, moment_said, plan_options, plan_said
from .root import head_of, library_of, library_option, sessions_like, templates_like

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kmfacilitate.report.papers.briefing import Briefing
    from kmfacilitate.session.usual import Usual
    from kmfacilitate.store.library import Library
    from kmfacilitate.templates.model import Template

_PAPERS = ("invitation", "agenda", "cue-card", "questions", "slips", "calendar")
_FORMS = ("each", "html", "md", "ics")


def _either(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    return [*templates_like(ctx, param, begun), *sessions_like(ctx, param, begun)]


@click.command()
@click.argument("what", metavar="SESSION|TEMPLATE", shell_complete=_either)
@plan_options
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
    what: str, to: str, form: str, only: tuple[str, ...], language: str, force: bool, **said: Any
) -> None:
    """Write the papers of SESSION, or of a session of TEMPLATE that is to come.

    They are an invitation to send, an agenda, a cue card for the facilitator, a sheet of questions, slips to
    print and cut, and an entry for the calendar; each in the form it is used in, unless --format says.
    """
    library = library_of(said.pop("library"))
    briefing = _briefing(library, what, _spoken(language), said)
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
    if not to:
        say_error(_("Written in {folder}.").format(folder=clean_line(str(Path.cwd()))))


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


def _briefing(library: Library, what: str, language: str, said: Mapping[str, Any]) -> Briefing:
    from kmfacilitate.report.papers.briefing import brief
    from kmfacilitate.templates.shelf import TemplateShelf

    shelf = TemplateShelf.for_library(library.folder)
    if any(title.id == what for title in shelf.titles()):
        script = shelf.get(what)
        from kmfacilitate.desk.paperwork import planned

        plan = plan_said(library, script, said)
        session = planned(script, plan, datetime.now(UTC))
        return brief(
            session,
            begins=plan.begins,
            usual=_usual(library, script, session.meeting.variant),
            language=language,
        )
    wrong = next((option for name, option in PLANNED.items() if said[name] and name != "begins"), "")
    if wrong:
        raise WrongUse(
            _("--{option} is for a template; the session {what} says that itself.").format(
                option=wrong, what=clean_line(what)
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
    return _of_session(library, head.path, said["begins"], language)


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
