"""`search`, `lessons` and `actions`: what the library remembers, found through its index."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_error

from .as_json import json_option, say_json
from .asking import asked, filter_options
from .found_words import line_json, line_words
from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.library.found import Filters


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Lines of this kind (lesson).")
@click.option("--limit", default=60, metavar="N", help="The most that are shown; 0 is all.")
@filter_options
@json_option
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
    with asked(library_of(library)) as ask:
        answer = ask.search(typed.words, wanted, limit if limit > 0 else 1_000_000)
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
@json_option
@library_option
def lessons(
    route: str, check: bool, waiting: str, filters: Filters | None, as_json: bool, library: str | None
) -> None:
    """The lessons of all sessions, newest first; those learned are counted apart from those identified."""
    from dataclasses import replace

    from kmfacilitate.library.found import Filters
    from kmfacilitate.session.lesson_life import tally

    opened = library_of(library)
    wanted = replace(filters or Filters(), route=route)
    with asked(opened) as ask:
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
    if as_json:
        say_json(line_json(line) | {"learned": line.learned} for line in found)
        return
    for line in found:
        say(line_words(line))
    none = (
        _("No lessons yet, or none that their sessions share.")
        if wanted == Filters()
        else _("There is no such lesson.")
    )
    say_error(f"{tally(line.state for line in found)}." if found else none)


@click.command()
@click.option("--overdue", is_flag=True, help="Only open ones whose day is over.")
@filter_options
@json_option
@library_option
def actions(overdue: bool, filters: Filters | None, as_json: bool, library: str | None) -> None:
    """The actions of all sessions: open ones by the day they are due, then the others."""
    from kmfacilitate.library.found import Filters

    with asked(library_of(library)) as ask:
        found = ask.actions(filters or Filters(), overdue=date.today() if overdue else None, limit=0)
    if as_json:
        say_json(line_json(line) | {"done": line.since if line.state == "done" else ""} for line in found)
        return
    for line in found:
        say(line_words(line))
    if not found:
        say_error(_("Nothing is overdue.") if overdue else _("There is no such action."))
