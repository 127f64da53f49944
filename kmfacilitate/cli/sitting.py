"""`start` and `resume`: a session in the app, or line by line."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say_error

from .opening import need_terminal, open_app, write_days_as_here
from .root import head_of, library_of, library_option, sessions_like, settings_in_use, templates_like

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk
    from kmfacilitate.session.beginning import Plan
    from kmfacilitate.store.library import Library

_SHARES = click.Choice(("open", "summary", "actions", "nothing"))
_NAMES = click.Choice(("all", "owners", "none"))


@click.command()
@click.argument("template", default="", shell_complete=templates_like)
@click.option("--title", default="", help="What the session is about.")
@click.option("--project", default="", help="The project or team it belongs to.")
@click.option("--place", default="", help="Where it is held.")
@click.option("--facilitator", default="", help="Who facilitates.")
@click.option(
    "--with", "people", default="", metavar="NAMES", help='Who is in the room: "Ana;Sam", FILE.csv, or last.'
)
@click.option(
    "--people", "head_count", metavar="N", type=click.IntRange(1, 500), help="How many are in the room."
)
@click.option("--variant", default="", help="quick, standard or extended.")
@click.option("--minutes", metavar="N", type=click.IntRange(5, 2880), help="Another length.")
@click.option(
    "--at", "begins", default="", metavar="WHEN", help='When it is to begin: "fri 10:30", "2026-12-03 10:00".'
)
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end.")
@click.option("--share", type=_SHARES, help="What leaves the room.")
@click.option("--names", type=_NAMES, help="Whose names leave the room.")
@click.option("--yes", "agreed", is_flag=True, help="Agree to what a confidential session keeps.")
@click.option(
    "--guided",
    is_flag=True,
    help="Each step says what to do; without TEMPLATE, a small review for a first time.",
)
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@library_option
def start(template: str, plain: bool, guided: bool, people: str, head_count: int | None, **said: Any) -> None:
    """Start a session of TEMPLATE. With a title, --plain or --guided it begins at once; else Prepare."""
    if not template and not guided:
        raise WrongUse(
            _(
                "Name a template: kmfacilitate templates list shows them; start --guided begins "
                "a first session."
            )
        )
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
    settings = settings_in_use()
    said["facilitator"] = said["facilitator"] or settings.name
    if not said["minutes"]:
        said["variant"] = said["variant"] or settings.variant_among(script.variants)
    roster = people_named(library, people, said["project"])
    plan = plan_said(roster, head_count, language=script.language, **said)
    usual = usual_minutes(script, head_count or len(plan.people))
    if usual and not (said["minutes"] or said["variant"]):
        say_error(
            _("So many people usually need {usual} minutes; --minutes {usual} plans them.").format(
                usual=usual
            )
        )
    if not (plain or guided or said["title"]):
        open_app(library, settings, prepare=template, plan=plan)
        return
    from kmfacilitate.desk import Desk

    desk = Desk.begin(library, script, plan)
    desk.f.guided = guided
    if plain:
        say_error(_("Session {id} in {path}").format(id=desk.f.session.id, path=desk.file.path))
        hold_plainly(desk, ())
    else:
        open_app(library, settings, desk=desk)


@click.command()
@click.argument("session", default="", shell_complete=sessions_like)
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end of this sitting.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@library_option
def resume(session: str, hard_end: str, plain: bool, library: str | None) -> None:
    """Go on with SESSION (its id, part of it, or last) where it was left; a finished one is opened again."""
    if not plain:
        need_terminal()
    if hard_end:
        time_of_day(hard_end)  # wrong use is said before anything is opened
    opened = library_of(library)
    head = head_of(opened, session or _newest_unfinished(opened))
    from kmfacilitate.desk import Desk

    desk, notes = Desk.resume(opened, head.path)
    if not desk.file.read_only:
        notes = (*notes, *desk.go_on(_hard_end(hard_end, desk.f.session.meeting.tz or "UTC")))
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


def hold_plainly(desk: Desk, notes: Sequence[str], *, throw_away: bool = False) -> None:
    """Hold a session line by line on standard input and output, and leave with its exit code.

    Args:
        desk: the session.
        notes: what to say about it first.
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


def plan_said(
    roster: Mapping[str, Mapping[str, str]],
    head_count: int | None,
    *,
    begins: str,
    hard_end: str,
    minutes: int | None,
    language: str,
    **said: Any,
) -> Plan:
    """The plan that the options of a command make; a hard end is of the day on which it begins."""
    from zoneinfo import ZoneInfo

    from kmfacilitate.desk import local_zone
    from kmfacilitate.session.beginning import Plan

    zone = local_zone()
    at = moment_said(begins, datetime.now(UTC), ZoneInfo(zone), language)
    return Plan(
        title=said["title"],
        project=said["project"],
        place=said["place"],
        facilitator=said["facilitator"],
        variant=said["variant"],
        minutes=minutes or 0,
        people=tuple(roster),
        about=roster,
        head_count=head_count or 0,
        begins=at,
        hard_end=_hard_end(hard_end, zone, at),
        share=said["share"] or "",
        names=said["names"] or "",
        agreed=said["agreed"],
        tz=zone,
    )


def time_of_day(words: str) -> tuple[int, int]:
    """Hour and minute of `10:30`.

    Raises:
        WrongUse: It is no time of day.
    """
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})", words.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise WrongUse(_("--end takes a time like 10:30, not {words}.").format(words=clean_line(words)))
    return int(found[1]), int(found[2])


def moment_said(words: str, now: datetime, zone: tzinfo, language: str) -> datetime | None:
    """The moment that --at means; none where it says nothing.

    Raises:
        WrongUse: It is no time.
    """
    if not words:
        return None
    from kmfacilitate.session.when import read_when

    at = read_when(words, now, zone, language)
    if at is None:
        raise WrongUse(
            _('--at takes a time, or a day and a time, like "fri 10:30", not {words}.').format(
                words=clean_line(words)
            )
        )
    return at


def _hard_end(words: str, zone: str, begins: datetime | None = None) -> datetime | None:
    """The next moment with that time of day, from now or from when it begins.

    A time that is over today means tomorrow; unless somebody said when it begins, that is said.
    """
    if not words:
        return None
    from zoneinfo import ZoneInfo

    hour, minute = time_of_day(words)
    now = (begins or datetime.now(UTC)).astimezone(ZoneInfo(zone))
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if at > now:
        return at
    if begins is not None:
        return at + timedelta(days=1)
    say_error(
        _("{hour:02d}:{minute:02d} is over today, so the hard end is tomorrow at that time.").format(
            hour=hour, minute=minute
        )
    )
    return at + timedelta(days=1)


def people_named(library: Library, words: str, project: str) -> dict[str, dict[str, str]]:
    """Names parted by ; or , a CSV file with a column name, or those of this project's last session.

    Returns:
        Names in seat order, with the columns of the file.
    """
    if not words:
        return {}
    from kmfacilitate.session.beginning import names_in

    if words.strip().casefold() == "last":
        from kmfacilitate.library.earlier import last_people

        try:
            return {name: {} for name in last_people(library, project)}
        except Unable:
            raise Unable(
                _(
                    "No earlier session keeps a list of people (only those with --names all do); "
                    "name them with --with."
                )
            ) from None
    if words.casefold().endswith(".csv"):
        return _people_in(Path(words))
    return {name: {} for name in names_in(words)}


def _people_in(path: Path) -> dict[str, dict[str, str]]:
    from kmfacilitate.session.sign_up import rows_of
    from kmfacilitate.store.infile import read_text

    heads, *rows = rows_of(read_text(path)) or [[]]
    columns = [head.casefold() for head in heads]
    if "name" not in columns:
        raise Unable(
            _("{path} has no people in it: its first line must name a column name.").format(
                path=clean_line(str(path))
            )
        )
    people = (dict(zip(columns, row, strict=False)) for row in rows)
    return {person["name"]: person for person in people if person.get("name")}
