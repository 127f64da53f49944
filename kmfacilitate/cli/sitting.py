"""`start` and `resume`: a session in the app, or line by line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say_error

from .opening import need_terminal, open_app, wants_plain, write_days_as_here
from .planning import hard_end_said, plan_options, plan_said, time_of_day
from .root import head_of, library_of, library_option, sessions_like, settings_in_use, templates_like

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk
    from kmfacilitate.store.library import Library


@click.command()
@click.argument("template", default="", shell_complete=templates_like)
@plan_options
@click.option("--yes", "agreed", is_flag=True, help="Agree to what a confidential session keeps.")
@click.option(
    "--guided",
    is_flag=True,
    help="Each step says what to do; without TEMPLATE, a small review for a first time.",
)
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@library_option
def start(template: str, plain: bool, guided: bool, **said: Any) -> None:
    """Start a session of TEMPLATE. With a title, --plain or --guided it begins at once; else Prepare."""
    if not template and not guided:
        raise WrongUse(
            _(
                "Name a template: kmfacilitate templates list shows them; start --guided begins "
                "a first session."
            )
        )
    settings = settings_in_use()
    plain = plain or wants_plain(settings)
    if not plain:
        need_terminal()
    library = library_of(said.pop("library"))
    from kmfacilitate.session import guide
    from kmfacilitate.session.beginning import usual_minutes
    from kmfacilitate.templates.shelf import TemplateShelf

    if not template:
        template, said["title"] = guide.FIRST_TEMPLATE, said["title"] or _(guide.FIRST_TITLE)
        said["variant"] = said["variant"] or ("" if said["minutes"] else guide.FIRST_VARIANT)
    script = TemplateShelf.for_library(library.folder).get(template)
    plan = plan_said(library, script, said)
    usual = usual_minutes(script, plan.head_count or len(plan.people))
    if usual and not (plan.minutes or plan.variant):
        say_error(
            _("So many people usually need {usual} minutes; --minutes {usual} plans them.").format(
                usual=usual
            )
        )
    if not (plain or guided or said["title"]):
        open_app(library, settings_in_use(), prepare=template, plan=plan)
        return
    from kmfacilitate.desk import Desk

    desk = Desk.begin(library, script, plan)
    desk.f.guided = guided
    if plain:
        hold_plainly(desk, (), begun=True)
    else:
        open_app(library, settings_in_use(), desk=desk)


@click.command()
@click.argument("session", default="", shell_complete=sessions_like)
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end of this sitting.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@library_option
def resume(session: str, hard_end: str, plain: bool, library: str | None) -> None:
    """Go on with SESSION (its id, part of it, or last) where it was left; a finished one is opened again."""
    plain = plain or wants_plain(settings_in_use())
    if not plain:
        need_terminal()
    if hard_end:
        time_of_day(hard_end)  # wrong use is said before anything is opened
    opened = library_of(library)
    head = head_of(opened, session or _newest_unfinished(opened))
    from kmfacilitate.desk import Desk

    desk, notes = Desk.resume(opened, head.path)
    if not desk.file.read_only:
        notes = (*notes, *desk.go_on(hard_end_said(hard_end, desk.f.session.meeting.tz or "UTC")))
    if plain:
        hold_plainly(desk, notes)
    else:
        open_app(opened, settings_in_use(), desk=desk, notes=notes)


def _newest_unfinished(library: Library) -> str:
    from kmfacilitate.store.shelf import heads

    found = heads(library)
    unfinished = next((head.id for head in found if head.unfinished), "")
    if found and not unfinished:
        raise Unable(_("Every session is finished; kmfacilitate resume last opens the last one again."))
    return unfinished or "last"


def hold_plainly(desk: Desk, notes: Sequence[str], *, begun: bool = False, throw_away: bool = False) -> None:
    """Hold a session line by line on standard input and output, and leave with its exit code.

    Args:
        desk: the session.
        notes: what to say about it first.
        begun: whether its file is new; a pipe is told where it is.
        throw_away: whether its library is gone afterwards.
    """
    import io

    from kmfacilitate.plain.listening import Listening, Piped, Typed, end_when_told
    from kmfacilitate.plain.runner import PlainSession
    from kmfacilitate.settings.wishes import all_faults

    end_when_told()
    settings = settings_in_use()
    write_days_as_here(settings)
    if settings.faults:
        say_error(all_faults(settings.faults))
    listening: Listening
    typed = piped = False
    if sys.stdin is None or sys.stdin.closed:
        listening, piped = Piped(io.BytesIO()), True
    elif sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty():
        listening, typed = Typed(), True
    else:
        listening, piped = Piped(sys.stdin.buffer), not sys.stdin.isatty()
    if begun and not typed:
        say_error(_("Session {id} in {path}").format(id=desk.f.session.id, path=desk.file.path))
    session = PlainSession(
        desk,
        listening,
        piped=piped,
        editor=settings.editor if typed else "",
        throw_away=throw_away,
        bell=typed and settings.sounds == "on",
        warns=typed and settings.warnings == "on",
    )
    sys.exit(session.run(notes))
