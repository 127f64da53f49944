"""`list`, `show`, `export` and `where`: what stands in the library, and what leaves it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.speech import say, say_data, say_error

from .root import head_of, library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.report.deliver import Delivery
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import Head

_EDITIONS = click.Choice(("shared", "full"))


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@library_option
def list_(as_json: bool, library: str | None) -> None:
    """The sessions of the library, newest first."""
    from kmfacilitate.store.shelf import heads

    found = heads(library_of(library))
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


@click.command()
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--edition", "which", type=_EDITIONS, default="full", help="What is shown; full unless said.")
@library_option
def show(session: str, as_json: bool, which: str, library: str | None) -> None:
    """Show SESSION: the report as it stands, or everything as JSON."""
    say_data(_delivery(library_of(library), session, which, "json" if as_json else "md").text)


def _delivery(library: Library, session: str, which: str, form: str, *, artefact: bool = False) -> Delivery:
    from kmfacilitate.report.deliver import deliver
    from kmfacilitate.report.edition import edition
    from kmfacilitate.session.facilitation import last_sign
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile

    read = Session.read(SessionFile.open(head_of(library, session).path).documents)
    at = last_sign(read) or datetime.now(UTC)  # the same data gives the same bytes, whenever it is asked
    if artefact:
        from kmfacilitate.commands.artefacts import artefact_of

        return artefact_of(library, read, at, "full" if which == "full" else "shared")
    return deliver(
        edition(read, "full" if which == "full" else "shared"), at, "json" if form == "json" else "md"
    )


@click.command()
@click.argument("sessions", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every session that may be shared.")
@click.option("--to", "to", default="", metavar="DIR|-", help="The folder, or - for standard output.")
@click.option("--format", "form", type=click.Choice(("md", "json")), default="md")
@click.option("--edition", "which", type=_EDITIONS, default="shared", help="What leaves; shared unless said.")
@click.option("--artefact", is_flag=True, help="What the room goes home with (a charter, a plan, a pack).")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@library_option
def export(
    sessions: tuple[str, ...],
    everything: bool,
    to: str,
    form: str,
    which: str,
    artefact: bool,
    force: bool,
    library: str | None,
) -> None:
    """Write the reports of SESSIONS (ids, parts of ids, or last) as Markdown or JSON."""
    opened = library_of(library)
    if everything and sessions:
        raise WrongUse("Name sessions or say --all, not both.")
    if artefact and form != "md":
        raise WrongUse("An artefact is Markdown; --format json gives the whole session.")
    wanted = _may_leave(opened) if everything else list(sessions) or ["last"]
    if to == "-" and form == "json" and len(wanted) > 1:
        raise WrongUse("Several sessions on one standard output are no JSON; give a folder with --to.")
    written: set[Path] = set()
    failed = 0
    for name in wanted:
        try:
            made = _delivery(opened, name, which, form, artefact=artefact)
            if to == "-":
                say_data(made.text)
            else:
                say(str(_write(Path(to or "."), made, force, written)))
        except Unable as unable:
            if len(wanted) == 1:
                raise
            failed += 1
            say_error(str(unable))
    if failed:
        raise Unable(f"{failed} of {len(wanted)} could not be written.")


def _may_leave(library: Library) -> list[str]:
    from kmfacilitate.store.shelf import heads

    return [h.id for h in heads(library) if not h.broken and not h.confidential and h.share != "nothing"]


def _write(folder: Path, made: Delivery, force: bool, written: set[Path]) -> Path:
    """Write a report; two sessions of one day and title get names of their own."""
    from kmfacilitate.store.outfile import write_text

    path = folder / made.name
    number = 2
    while path in written:
        path = folder / f"{Path(made.name).stem}-{number}{Path(made.name).suffix}"
        number += 1
    write_text(path, made.text, over=force)
    written.add(path)
    return path


@click.command()
@library_option
def where(library: str | None) -> None:
    """The folders in use."""
    from kmfacilitate.store.places import Places
    from kmfacilitate.templates.shelf import shipped_folder

    opened, places = library_of(library), Places.here()
    synced = f" (synced: {opened.synced})" if opened.synced else ""
    say(f"library    {opened.folder}{synced}")
    say(f"sessions   {opened.sessions_folder}")
    say(f"reports    {opened.folder / 'reports'}")
    say(f"templates  {opened.templates_folder} (your own), {shipped_folder()} (shipped)")
    say(f"state      {places.state}")
