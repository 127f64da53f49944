"""`list`, `show` and `where`: what stands in the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.language import _
from kmfacilitate.session.wording import short_day
from kmfacilitate.speech import say, say_data, say_error

from .as_json import json_option, say_json
from .asking import asked, filter_options
from .found_words import session_json
from .opening import is_heard
from .root import head_of, library_of, library_option, sessions_like

if TYPE_CHECKING:
    from kmfacilitate.library.found import Filters
    from kmfacilitate.report.deliver import Delivery
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import Head

_EDITIONS = click.Choice(("shared", "full"))


@click.command("list")
@filter_options
@json_option
@library_option
def list_(filters: Filters | None, as_json: bool, library: str | None) -> None:
    """The sessions of the library, newest first; with filters, confidential ones stay out."""
    if filters is not None:
        _list_some(library_of(library), filters, as_json)
        return
    from kmfacilitate.store.shelf import heads

    found = heads(library_of(library))
    if as_json:
        say_json([_head_json(head) for head in found])
        return
    if not found:
        say_error(_("No sessions yet. kmfacilitate start after-action-review begins one."))
    for head in found:
        if head.broken:
            say_error(head.broken)
            continue
        say(head_line(head))


def head_line(head: Head) -> str:
    """A session in one line; of a confidential one no title."""
    title = "" if head.confidential else head.title
    return in_columns(head.id, head.date, head.state, head.technique, title)


def in_columns(id_: str, day: str, state: str, technique: str, title: str) -> str:
    """A session in columns; for who listens its words first, and its id last."""
    if is_heard():
        held = short_day(date.fromisoformat(day), date.today()) if day else ""
        return ", ".join(part for part in (title, technique, held, state, id_.partition("-")[0]) if part)
    return "  ".join(part for part in (id_, day, state, technique, title) if part)


def _list_some(library: Library, filters: Filters, as_json: bool) -> None:
    with asked(library) as ask:
        found = [session_json(held) for held in ask.sessions(filters, limit=0)]
    if as_json:
        say_json(found)
        return
    if not found:
        say_error(_("There is no such session."))
    for one in found:
        say(in_columns(one["session"], one["date"], one["state"], one["technique"], one["title"]))


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
@click.argument("session", shell_complete=sessions_like)
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--edition", "which", type=_EDITIONS, default="full", help="What is shown; full unless said.")
@click.option("--plain", is_flag=True, help="The report in lines to listen to, without marks.")
@library_option
def show(session: str, as_json: bool, which: str, plain: bool, library: str | None) -> None:
    """Show SESSION: the report as it stands, or everything as JSON."""
    if (plain or is_heard()) and not as_json:
        _read_out(library_of(library), session, which)
        return
    say_data(_delivery(library_of(library), session, which, "json" if as_json else "md").text)


def _read_out(library: Library, session: str, which: str) -> None:
    from kmfacilitate.report.aloud import all_lines
    from kmfacilitate.report.edition import edition
    from kmfacilitate.report.outline import outline

    from .exporting import read_session

    read, at = read_session(head_of(library, session).path)
    for line in all_lines(outline(edition(read, "full" if which == "full" else "shared"), at)):
        say(line)


def _delivery(library: Library, session: str, which: str, form: str) -> Delivery:
    from kmfacilitate.report.deliver import deliver
    from kmfacilitate.report.edition import edition

    from .exporting import read_session

    read, at = read_session(head_of(library, session).path)
    return deliver(
        edition(read, "full" if which == "full" else "shared"), at, "json" if form == "json" else "md"
    )


@click.command()
@library_option
def where(library: str | None) -> None:
    """The folders in use."""
    from kmfacilitate.settings.reading import settings_path
    from kmfacilitate.store.places import Places
    from kmfacilitate.templates.shelf import shipped_folder

    opened, places = library_of(library), Places.here()
    synced = " " + _("(synced: {by})").format(by=opened.synced) if opened.synced else ""
    templates = _("{own} (your own), {shipped} (shipped)").format(
        own=opened.templates_folder, shipped=shipped_folder()
    )
    rows = (
        (_("library"), f"{opened.folder}{synced}"),
        (_("sessions"), opened.sessions_folder),
        (_("reports"), opened.folder / "reports"),
        (_("papers"), opened.folder / "papers"),
        (_("templates"), templates),
        (_("settings"), settings_path(places)),
        (_("state"), places.state),
    )
    width = max(len(label) for label, _value in rows) + 2
    for label, value in rows:
        say(f"{label:{width}}{value}")
