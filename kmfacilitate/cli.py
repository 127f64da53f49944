"""The command line: thin, and nothing heavy is imported until it is needed.

Data goes to standard output, words about it to standard error. Exit codes: 0 done, 1 it could not be done (one
line says why and what to do), 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate import __version__
from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.plain.speech import say, say_data, say_error

if TYPE_CHECKING:
    from kmfacilitate.session.beginning import Plan
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import Head

_SHARES = click.Choice(("open", "summary", "actions", "nothing"))
_NAMES = click.Choice(("all", "owners", "none"))
_EDITIONS = click.Choice(("shared", "full"))


class _Commands(click.Group):
    """Names the nearest command when one is unknown."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = nearest(args[0], self.list_commands(ctx)) if args else None
            if near and isinstance(error, click.UsageError):
                error.message = f"There is no command {clean_line(args[0])}; did you mean {near}?"
            raise


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--library", "library", metavar="DIR", help="The library to work in.")
@click.version_option(__version__, prog_name="kmfacilitate", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: str | None) -> None:
    """Walk a facilitator, live in a room, through the techniques of the Knowledge Management Toolbox.

    Without a command the app opens.
    """
    ctx.obj = library
    if ctx.invoked_subcommand is None:
        _app(_library(library))


def _library_option(command: Any) -> Any:
    return click.option("--library", "library", metavar="DIR", help="The library to work in.")(command)


def _library(given: str | None) -> Library:
    from kmfacilitate.store.library import Library

    context = click.get_current_context(silent=True)
    root = context.find_root().obj if context else None
    return Library.open(given or root)


@cli.command()
@click.argument("template")
@click.option("--title", default="", help="What the session is about.")
@click.option("--project", default="", help="The project or team it belongs to.")
@click.option("--place", default="", help="Where it is held.")
@click.option("--facilitator", default="", help="Who facilitates.")
@click.option("--with", "people", default="", metavar="NAMES", help='Who is in the room: "Ana;Sam", FILE.csv, or last.')
@click.option("--people", "head_count", type=click.IntRange(1, 500), help="How many are in the room.")
@click.option("--variant", default="", help="quick, standard or extended.")
@click.option("--minutes", type=click.IntRange(5, 2880), help="Another length.")
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end.")
@click.option("--share", type=_SHARES, help="What leaves the room.")
@click.option("--names", type=_NAMES, help="Whose names leave the room.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@_library_option
def start(template: str, plain: bool, people: str, head_count: int | None, **said: Any) -> None:
    """Start a session of TEMPLATE. With a title (or --plain) it begins at once, else Prepare opens."""
    library = _library(said.pop("library"))
    from kmfacilitate.templates.shelf import TemplateShelf

    script = TemplateShelf.for_library(library.folder).get(template)
    plan = _plan(_people(library, people, said["project"]), head_count, **said)
    if not plain and not said["title"]:
        _app(library, prepare=template, plan=plan)
        return
    from kmfacilitate.desk import Desk

    desk = Desk.begin(library, script, plan)
    if plain:
        say_error(f"Session {desk.f.session.id} in {desk.file.path}")
        _plain(desk, ())
    else:
        _app(library, desk=desk)


def _plan(
    roster: Sequence[str], head_count: int | None, *, hard_end: str, minutes: int | None, **said: Any
) -> Plan:
    from kmfacilitate.desk import local_zone
    from kmfacilitate.session.beginning import Plan

    zone = local_zone()
    return Plan(
        title=said["title"],
        project=said["project"],
        place=said["place"],
        facilitator=said["facilitator"],
        variant=said["variant"],
        minutes=minutes or 0,
        people=tuple(roster),
        head_count=head_count or 0,
        hard_end=_time_of_day(hard_end, zone),
        share=said["share"] or "",
        names=said["names"] or "",
        tz=zone,
    )


def _time_of_day(words: str, zone: str) -> datetime | None:
    """The next moment with that time of day; none where none is said."""
    if not words:
        return None
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    hour, parted, minute = words.replace(".", ":").partition(":")
    if not (parted and hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise WrongUse(f"--end takes a time like 10:30, not {clean_line(words)}.")
    now = datetime.now(UTC).astimezone(ZoneInfo(zone))
    at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)


def _people(library: Library, words: str, project: str) -> tuple[str, ...]:
    """Names parted by ; or , a CSV file with a column name, or those of this project's last session."""
    if not words:
        return ()
    from kmfacilitate.session.beginning import names_in

    if words.strip().casefold() == "last":
        return _last_people(library, project)
    if words.casefold().endswith(".csv"):
        import csv

        from kmfacilitate.store.fsio import read_text

        rows = list(csv.DictReader(read_text(Path(words)).splitlines()))
        column = next((c for c in (rows[0] if rows else {}) if c and c.strip().casefold() == "name"), None)
        if column is None:
            raise Unable(f"{words} has no column called name.")
        return tuple(name for name in (clean_line(row[column] or "") for row in rows) if name)
    return tuple(names_in(words))


def _last_people(library: Library, project: str) -> tuple[str, ...]:
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile
    from kmfacilitate.store.shelf import heads

    for head in heads(library):
        if not head.broken and (not project or head.project == project):
            names = Session.read(SessionFile.open(head.path).documents).names()
            if names:
                return names
    raise Unable("No earlier session keeps a list of people; name them with --with.")


@cli.command()
@click.argument("session", default="")
@click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end of this sitting.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen.")
@_library_option
def resume(session: str, hard_end: str, plain: bool, library: str | None) -> None:
    """Go on with SESSION (its id, part of it, or last) where it was left; a finished one is opened again."""
    opened = _library(library)
    head = _head(opened, session or _newest_unfinished(opened))
    from kmfacilitate.desk import Desk
    from kmfacilitate.session.acts.meeting import settle
    from kmfacilitate.session.moments import stamp

    desk, notes = Desk.resume(opened, head.path)
    said = desk.f.reopen()
    notes = (*notes, *([said] if said else []))
    if hard_end:
        at = _time_of_day(hard_end, desk.f.session.meeting.tz or "UTC")
        desk.f.settle(settle({"hard_end": stamp(at) if at else ""}, "hard end set"))
    if plain:
        _plain(desk, notes)
    else:
        _app(opened, desk=desk, notes=notes)


def _newest_unfinished(library: Library) -> str:
    from kmfacilitate.store.shelf import heads

    return next((head.id for head in heads(library) if head.unfinished), "last")


def _head(library: Library, session: str) -> Head:
    from kmfacilitate.store.shelf import find

    head = find(library, session)
    if head.broken:
        raise Unable(head.broken)
    return head


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_library_option
def list_(as_json: bool, library: str | None) -> None:
    """The sessions of the library, newest first."""
    from kmfacilitate.store.shelf import heads

    found = heads(_library(library))
    if as_json:
        say_data(json.dumps([_head_json(head) for head in found], ensure_ascii=False, indent=2))
        return
    if not found:
        say_error("No sessions yet. kmfacilitate start after-action-review begins one.")
    for head in found:
        if head.broken:
            say_error(head.broken)
            continue
        title = "" if head.confidential else head.title
        say("  ".join(part for part in (head.id, head.date, head.state, head.technique, title) if part))


def _head_json(head: Head) -> dict[str, Any]:
    if head.broken:
        return {"path": str(head.path), "broken": head.broken}
    title = "" if head.confidential else head.title
    return {
        "session": head.id, "title": title, "technique": head.technique, "template": head.template,
        "variant": head.variant, "project": "" if head.confidential else head.project, "state": head.state,
        "date": head.date, "created": head.created, "started": head.started, "ended": head.ended,
        "family": head.family, "share": head.share, "path": str(head.path),
    }  # fmt: skip


@cli.command()
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help="As JSON, whole (docs/report.md).")
@click.option("--edition", "which", type=_EDITIONS, default="full", help="What is shown; full unless said.")
@_library_option
def show(session: str, as_json: bool, which: str, library: str | None) -> None:
    """Show SESSION: the report as it stands, or everything as JSON."""
    say_data(_delivery(_library(library), session, which, "json" if as_json else "md").text)


def _delivery(library: Library, session: str, which: str, form: str) -> Any:
    from kmfacilitate.report.deliver import deliver
    from kmfacilitate.report.edition import edition
    from kmfacilitate.session.facilitation import last_sign
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile

    read = Session.read(SessionFile.open(_head(library, session).path).documents)
    at = last_sign(read) or datetime.now(UTC)  # the same data gives the same bytes, whenever it is asked
    return deliver(edition(read, "full" if which == "full" else "shared"), at, "json" if form == "json" else "md")


@cli.command()
@click.argument("sessions", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every session that may be shared.")
@click.option("--to", "to", default="", metavar="DIR|-", help="The folder, or - for standard output.")
@click.option("--format", "form", type=click.Choice(("md", "json")), default="md")
@click.option("--edition", "which", type=_EDITIONS, default="shared", help="What leaves; shared unless said.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@_library_option
def export(
    sessions: tuple[str, ...], everything: bool, to: str, form: str, which: str, force: bool, library: str | None
) -> None:
    """Write the reports of SESSIONS (ids, parts of ids, or last) as Markdown or JSON."""
    opened = _library(library)
    if everything and sessions:
        raise WrongUse("Name sessions or say --all, not both.")
    wanted = list(sessions) or ([] if everything else ["last"])
    failed = 0
    if everything:
        from kmfacilitate.store.shelf import heads

        wanted = [h.id for h in heads(opened) if not h.broken and not h.confidential and h.share != "nothing"]
    for name in wanted:
        try:
            _export_one(opened, name, to, form, which, force)
        except Unable as unable:
            if len(wanted) == 1:
                raise
            failed += 1
            say_error(str(unable))
    if failed:
        raise Unable(f"{failed} of {len(wanted)} could not be written.")


def _export_one(library: Library, name: str, to: str, form: str, which: str, force: bool) -> None:
    made = _delivery(library, name, which, form)
    if to == "-":
        say_data(made.text)
        return
    from kmfacilitate.store.outfile import write_text

    path = Path(to or ".") / made.name
    write_text(path, made.text, over=force)
    say(str(path))


@cli.group(invoke_without_command=True)
@click.pass_context
def templates(ctx: click.Context) -> None:
    """The scripts that sessions follow."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(templates_list, as_json=False, library=None)


@templates.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_library_option
def templates_list(as_json: bool, library: str | None) -> None:
    """The templates that can be started."""
    from kmfacilitate.templates.shelf import TemplateShelf

    titles = TemplateShelf.for_library(_library(library).folder).titles()
    if as_json:
        fields = ("id", "technique", "title", "learning", "purpose", "family", "variants", "summary")
        data = [{name: getattr(title, name) for name in fields} for title in titles if not title.problem]
        say_data(json.dumps(data, ensure_ascii=False, indent=2, default=list))
        return
    for title in titles:
        if title.problem:
            say_error(str(title.problem))
            continue
        lengths = ", ".join(f"{name} {minutes} min" for name, minutes in title.variants.items())
        say(f"{title.id}  {title.title}  ({lengths})")


@templates.command("show")
@click.argument("template")
@click.option("--json", "as_json", is_flag=True, help="The whole template as JSON.")
@_library_option
def templates_show(template: str, as_json: bool, library: str | None) -> None:
    """Show one template: its stages, what is said and asked."""
    from kmfacilitate.templates.shelf import TemplateShelf

    script = TemplateShelf.for_library(_library(library).folder).get(template)
    if as_json:
        say_data(json.dumps(script.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2))
        return
    say(script.title)
    say(script.summary)
    for title, lines in (
        ("When to use it", (script.when_to_use,)), ("Not for", (script.not_for,)), ("Roles", script.roles),
        ("Prepare", script.prepare), ("Ground rules", script.ground_rules), ("Pitfalls", script.pitfalls),
    ):  # fmt: skip
        if any(lines):
            say(f"\n{title}")
            for line in lines:
                say(f"  {line}")
    number = 0
    for stage in script.stages:
        number += not stage.break_
        lengths = ", ".join(f"{name} {stage.minutes_in(name)}" for name in script.variants)
        say(f"\n{'Break' if stage.break_ else f'{number} {stage.title}'}  ({lengths} min)")
        if stage.say:
            say(f"  Say: {stage.say}")
        for question in stage.questions:
            say(f"  Ask: {question.ask}")
            for probe in question.probes:
                say(f"    {probe}")
    if script.origin:
        say("\nOrigins")
        for origin in script.origin:
            say(f"  {', '.join(part for part in (origin.title, origin.publisher, origin.url) if part)}")


@templates.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_library_option
def templates_check(files: tuple[Path, ...], library: str | None) -> None:
    """Find what a careful colleague would find in FILES (all templates, unless named)."""
    from kmfacilitate.templates.load import check_file
    from kmfacilitate.templates.shelf import TemplateShelf

    if not files:
        titles = TemplateShelf.for_library(_library(library).folder).titles()
        files = tuple(title.path for title in titles)
    wrong = 0
    for path in files:
        for finding in check_file(path):
            wrong += finding.severity == "error"
            line = f":{finding.line}" if finding.line else ""
            say(f"{path.name}{line}: {finding}")
    if wrong:
        raise Unable(f"{wrong} {'thing has' if wrong == 1 else 'things have'} to be put right.")
    say_error(f"{len(files)} checked; they can be run.")


@templates.command("schema")
def templates_schema() -> None:
    """The JSON Schema of a template, for editors."""
    from kmfacilitate.templates.schema import schema_text

    say_data(schema_text())


@cli.command()
@_library_option
def where(library: str | None) -> None:
    """The folders in use."""
    from kmfacilitate.store.places import Places
    from kmfacilitate.templates.shelf import shipped_folder

    opened, places = _library(library), Places.here()
    synced = f" (synced: {opened.synced})" if opened.synced else ""
    say(f"library    {opened.folder}{synced}")
    say(f"sessions   {opened.sessions_folder}")
    say(f"reports    {opened.folder / 'reports'}")
    say(f"templates  {opened.templates_folder} (your own), {shipped_folder()} (shipped)")
    say(f"state      {places.state}")


def _plain(desk: Any, notes: Sequence[str]) -> None:
    from kmfacilitate.plain.listening import lines
    from kmfacilitate.plain.runner import PlainSession

    code = PlainSession(desk, piped=not sys.stdin.isatty()).run(lines(sys.stdin.buffer), notes)
    sys.exit(code)


def _app(library: Library, **opening: Any) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse("The app needs a terminal. Use --plain to read lines from a pipe.")
    from kmfacilitate.ui.open import open_app

    sys.exit(open_app(library, **opening))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; what went wrong is one sentence, never a traceback."""
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        say_error("Left; everything is saved.")
        sys.exit(1)
    except click.ClickException as error:
        say_error(error.format_message())
        sys.exit(2)
    except Unable as unable:
        say_error(str(unable))
        sys.exit(unable.exit_code)
    except OSError as error:
        say_error(f"It could not be done: {error.strerror or type(error).__name__}.")
        sys.exit(1)


if __name__ == "__main__":
    main()
