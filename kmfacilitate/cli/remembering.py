"""`search`, `lessons` and `actions`: what the library remembers, found through its index."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import WrongUse
from kmfacilitate.language import N_, _
from kmfacilitate.speech import say, say_data, say_error

from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.found import Filters, Found, Held
    from kmfacilitate.store.library import Library

_PATIENCE = 1.0
"""Seconds after which it is said why nothing is seen yet."""
_FILTERS = (
    ("technique", "NAME", N_("Sessions of this technique (after-action-review).")),
    ("project", "NAME", N_("Sessions of this project.")),
    ("person", "NAME", N_("Lines somebody owns or said, and sessions they were in.")),
    ("tag", "TAG", N_("Lines with this tag.")),
    ("state", "STATE", N_("Lines or sessions in this state (open, embedded, finished).")),
    ("since", "DAY", N_("Sessions on this day or later (2026-11-22, 2026-11 or 2026).")),
    ("until", "DAY", N_("Sessions on this day or earlier.")),
)
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters as options; it gets them as `filters`, an `index.found.Filters` or none."""

    @wraps(command)
    def filtered(**options: Any) -> Any:
        given = {name: options.pop(name) for name, _rest, _more in _FILTERS}
        return command(filters=_filters(given) if any(given.values()) else None, **options)

    made: Callable[..., Any] = filtered
    for name, what, says in reversed(_FILTERS):
        made = click.option(f"--{name}", default="", metavar=what, help=says)(made)
    return made


def _filters(given: dict[str, str]) -> Filters:
    from kmfacilitate.library.narrowing import fault_of, filters_of

    for name, value in given.items():
        if value and (fault := fault_of(name, value)):
            raise WrongUse(f"--{fault}")
    return filters_of(given)


def asked(library: Library) -> Ask:
    """What answers questions to the library, after the index was brought up to date."""
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.index import update

    def bring_up_to_date() -> bool:
        waiting = _Waiting()
        try:
            update(library, progress=waiting)
        finally:
            waiting.end()
        return True

    bring_up_to_date()
    return Ask(library, mend=bring_up_to_date)


class _Waiting:
    """Says on standard error how far it is, once that takes longer than a moment."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._said = 0.0
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._begun < _PATIENCE or (self._said and (now - self._said < 0.2 or not self._terminal)):
            return
        self._said = now
        words = _("Bringing the index up to date: {done} of {total} session files").format(
            done=done, total=total
        )
        if self._terminal:
            click.echo(f"\r{words} ", nl=False, err=True)
        else:
            say_error(f"{words} …")

    def end(self) -> None:
        """The line is done with."""
        if self._said and self._terminal:
            click.echo("", err=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Lines of this kind (lesson).")
@click.option("--limit", default=60, metavar="N", help="The most that are shown; 0 is all.")
@filter_options
@_JSON
@library_option
def search(
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    filters: Filters | None,
    as_json: bool,
    library: str | None,
) -> None:
    """Find WORDS in all sessions, lessons, actions and lines.

    All words must stand in a line, the last one perhaps only begun. Where no line has them all, those with
    the most of them are shown. Filters may stand among the words, as in the search box of the app
    (project:"The Clinic" since:2026). Confidential sessions stay out.
    """
    from dataclasses import replace

    from kmfacilitate.library.found import Filters
    from kmfacilitate.library.grouping import in_groups
    from kmfacilitate.library.narrowing import both, read_typed

    typed = read_typed(" ".join(words))
    for fault in typed.faults:
        raise WrongUse(fault)
    narrowed = both(filters or Filters(), typed.filters)
    wanted = replace(narrowed, kinds=tuple(kind.strip().casefold() for kind in kinds))
    ask = asked(library_of(library))
    try:
        answer = ask.search(typed.words, wanted, limit if limit > 0 else 1_000_000)
    finally:
        ask.close()
    found = in_groups(answer.found)
    if answer.wide == "some":
        say_error(_("No line has all of these words; these have the most of them."))
    if answer.meant:
        say_error(_("Did you mean {meant}?").format(meant=answer.meant))
    if as_json:
        say_json(line_json(line) for line in found)
        return
    if not found and not answer.meant:
        say_error(_("Nothing was found."))
    for line in found:
        say(line_words(line))
        where, _rest = line.excerpt
        if where:
            say(f"    {clean_line(where)}")
    if answer.more:
        say_error(_("There are more than these {limit}; --limit 0 shows all.").format(limit=limit))


@click.command()
@click.option("--route", default="", metavar="ROUTE", help="Lessons that go there; none: those without.")
@click.option("--check", is_flag=True, help="What a careful colleague would ask about each.")
@click.option(
    "--waiting",
    is_flag=False,
    flag_value="all",
    default="",
    metavar="[FOR]",
    help="What waits: overdue, effect, embed, check, validate, route, own, stalled, alike; or all.",
)
@filter_options
@_JSON
@library_option
def lessons(
    route: str, check: bool, waiting: str, filters: Filters | None, as_json: bool, library: str | None
) -> None:
    """The lessons of all sessions, newest first; those learned are counted apart from those identified."""
    from dataclasses import replace

    from kmfacilitate.library.found import Filters
    from kmfacilitate.session.lesson_life import tally

    opened = library_of(library)
    ask = asked(opened)
    wanted = replace(filters or Filters(), route=route)
    try:
        if waiting:
            from .waiting import say_waiting

            say_waiting(ask, waiting.strip().casefold(), wanted, as_json=as_json)
            return
        found = ask.lessons(wanted, limit=0)
        if check:
            from .checking import say_advice
            from .waiting import elsewhere

            say_advice(opened, {line.on for line in found}, elsewhere(ask, found), as_json=as_json)
            return
    finally:
        ask.close()
    if as_json:
        say_json(line_json(line) | {"learned": line.learned} for line in found)
        return
    for line in found:
        say(line_words(line))
    say_error(f"{tally(line.state for line in found) or _('No lessons yet')}.")


@click.command()
@click.option("--overdue", is_flag=True, help="Only open ones whose day is over.")
@filter_options
@_JSON
@library_option
def actions(overdue: bool, filters: Filters | None, as_json: bool, library: str | None) -> None:
    """The actions of all sessions: open ones by the day they are due, then the others."""
    from kmfacilitate.library.found import Filters

    ask = asked(library_of(library))
    try:
        today = date.today() if overdue else None
        found = ask.actions(filters or Filters(), overdue=today, limit=0)
    finally:
        ask.close()
    if as_json:
        say_json(line_json(line) | {"done": line.since if line.state == "done" else ""} for line in found)
        return
    for line in found:
        say(line_words(line))
    if not found:
        say_error(_("Nothing is overdue.") if overdue else _("There is no such action."))


def sessions(library: Library, filters: Filters) -> list[dict[str, Any]]:
    """Sessions that filters let through, newest first, as `list --json` has them."""
    ask = asked(library)
    try:
        return [_session_json(held) for held in ask.sessions(filters, limit=0)]
    finally:
        ask.close()


def _session_json(held: Held) -> dict[str, Any]:
    return {
        "session": held.session, "title": held.title, "technique": held.technique, "template": held.template,
        "variant": held.variant, "project": held.project, "state": held.state, "date": held.day,
        "created": held.created, "started": held.started, "ended": held.ended, "family": held.family,
        "share": held.share, "path": held.file,
    }  # fmt: skip


def line_json(line: Found) -> dict[str, Any]:
    """A line as `search`, `lessons` and `actions` give it with `--json`; every field is always there."""
    return {
        "session": line.session, "entry": line.entry, "number": line.number, "kind": line.kind,
        "text": line.text, "state": line.state, "since": line.since, "reason": line.reason,
        "title": line.title, "date": line.day, "project": line.project, "technique": line.technique,
        "stage": line.stage, "owner": line.owner, "due": line.due, "by": line.by, "tags": line.tags.split(),
        "type": line.type, "route": line.route, "target": line.target, "more": line.more,
        "applied": line.applied, "partly": line.partly, "no": line.no, "again": line.again, "path": line.file,
    }  # fmt: skip


def line_words(line: Found) -> str:
    """A line as it is listed: where it stands, what it is, its words."""
    text = clean_line(line.text or line.more)
    facts = [line.owner, f"by {line.due}" if line.due else ""] if line.kind == "action" else []
    counts = (
        ("applied", line.applied),
        (_("applied in part"), line.partly),
        ("not", line.no),
        ("again", line.again),
    )
    facts += [f"{said} {count} ×" for said, count in counts if count]
    where = ", ".join(part for part in (*facts, clean_line(line.title), line.day) if part and part != text)
    parts = (line.session, line.number, line.kind, line.state, text, f"({where})" if where else "")
    return "  ".join(part for part in parts if part)


def say_json(rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as a JSON array."""
    say_data(json.dumps(list(rows), ensure_ascii=False, indent=2))
