"""`doctor`, `purge` and `forget`: is all well, and what must go for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _, ngettext
from kmfacilitate.session.wording import count
from kmfacilitate.speech import say, say_error

from .root import library_of, library_option, need_yes, sessions_like

if TYPE_CHECKING:
    from kmfacilitate.store.forgetting import Named
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.places import Places

_SIGNS = {"well": "✓", "note": "·", "damaged": "✗"}


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended.")
@library_option
def doctor(repair: bool, library: str | None) -> int:
    """Look the library over: damage, what was recovered, journals, drafts, permissions, free space."""
    from kmfacilitate.store.doctor import examine

    damaged = False
    opened = library_of(library, notes=False)
    for finding in examine(opened, repair=repair):
        damaged = damaged or finding.grade == "damaged"
        say(f"{_SIGNS[finding.grade]} {finding.says}")
    grade, says = _index(opened, repair)
    say(f"{_SIGNS[grade]} {says}")
    return 1 if damaged else 0


def _index(library: Library, repair: bool) -> tuple[str, str]:
    """How the index is; with `repair` it is taken away, to be made anew."""
    from kmfacilitate.library.index import health
    from kmfacilitate.library.place import forget_index

    if repair:
        left = forget_index(library)
        if left:
            return "note", _("The index could not be removed: {left}.").format(left=clean_line(str(left[0])))
        return "note", _("The index for searching is made anew when it is next used.")
    found = health(library)
    if not found.there:
        return "well", _("There is no index for searching yet; it is made when it is first used.")
    if not found.whole:
        return "note", _("The index for searching is damaged; it is made anew when it is next used.")
    size = _("{sessions} sessions, {lines} lines, {size} MB").format(
        sessions=found.sessions, lines=found.lines, size=found.size >> 20
    )
    if found.behind:
        return "note", _("The index for searching ({size}) is behind by {behind} session files.").format(
            size=size, behind=found.behind
        )
    return "well", _("The index for searching is up to date ({size}).").format(size=size)


@click.command()
@click.argument("session", shell_complete=sessions_like)
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def purge(session: str, yes: bool, library: str | None) -> None:
    """Take SESSION away for good: its file, journals, half-typed line and what is in quarantine."""
    from kmfacilitate.hub.team import let_go
    from kmfacilitate.library.place import forget_index
    from kmfacilitate.store.forgetting import purge as take_away
    from kmfacilitate.store.forgetting import unreachable
    from kmfacilitate.store.places import Places
    from kmfacilitate.store.shelf import find

    opened = library_of(library)
    head = find(opened, session)
    say(
        _("{name} and all that is kept of it here will be gone for good.").format(
            name=clean_line(head.path.name)
        )
    )
    _need_yes(yes)
    places = Places.here()
    left = [*take_away(head.path, head.id, places), *forget_index(opened, places)]
    for path in left:
        say_error(_("{path} could not be removed; remove it by hand.").format(path=path))
    if let_go(opened, places, head.id):
        say_error(
            _("It was shared with the team; the next kmfacilitate hub push takes it away from the hub.")
        )
    _say_limits(opened, unreachable(opened))
    if left:
        raise Unable(_("Not everything is gone."))


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def forget(name: str, yes: bool, library: str | None) -> None:
    """Replace NAME by "someone" in sessions and programmes; journals and quarantine are cleared of it."""
    from datetime import UTC, datetime

    from kmfacilitate.hub.settings import shares_anything
    from kmfacilitate.library.place import forget_index
    from kmfacilitate.session.programme import SOMEONE
    from kmfacilitate.store import programmes
    from kmfacilitate.store.forgetting import find_named, unreachable
    from kmfacilitate.store.places import Places

    wanted = clean_line(name)
    if not any(map(str.isalnum, wanted)):
        raise WrongUse(_("Whom? Give the name as it is written, in quotes."))
    opened, places = library_of(library), Places.here()
    found = list(find_named(opened, wanted, SOMEONE, lambda: datetime.now(UTC), places))
    coffees = programmes.mentions(opened, wanted)
    if not found and not coffees:
        raise Unable(_("{wanted} is in no session or programme of this library.").format(wanted=wanted))
    for named in found:
        say(_where(named))
    for programme, number in coffees.items():
        say(
            ngettext("programme {programme}  {n} place", "programme {programme}  {n} places", number).format(
                programme=programme, n=number
            )
        )
    _need_yes(yes)
    failed = sum(not _taken_out(named, places) for named in found)
    if coffees:
        programmes.forget(opened, wanted, places)
    for path in forget_index(opened, places):
        say_error(_("{path} could not be removed; remove it by hand.").format(path=clean_line(str(path))))
    if shares_anything(opened, places):
        say_error(
            _("Sessions are shared with the team; the next kmfacilitate hub push brings the change there.")
        )
    _say_limits(opened, unreachable(opened))
    if failed:
        raise Unable(
            _("In {failed} of {n} sessions the name is still there.").format(failed=failed, n=len(found))
        )


def _taken_out(named: Named, places: Places) -> bool:
    """Whether the name is gone from the session; says why not, and what can't be changed."""
    from kmfacilitate.store.session_file import SessionFile

    gone = True
    try:
        file = SessionFile.open(named.path, places=places)
        file.reword(named.edits)
        file.close()
    except Unable as unable:
        gone = False
        say_error(f"{clean_line(named.path.name)}: {unable}")
    if named.in_file_name:
        say_error(
            _("The name is in the name of the file {name}; that stays.").format(
                name=clean_line(named.path.name)
            )
        )
    return gone


def _where(named: Named) -> str:
    lines = count(named.lines, "{n} line", "{n} lines")
    title = f"  {named.title}" if named.title else ""
    return f"{named.session}  {lines}{title}"


def _need_yes(yes: bool) -> None:
    need_yes(
        yes,
        _("This can't be undone. Type yes to do it"),
        _("This can't be undone; say --yes to do it."),
        _("Nothing was changed."),
    )


def _say_limits(library: Library, limits: list[str]) -> None:
    say_error(_("Gone from this library and this machine's own folders."))
    for what in ("reports", "papers"):
        folder = library.folder / what
        if folder.is_dir() and any(folder.iterdir()):
            say_error(
                _("{what} that were written stay: look through {folder}.").format(
                    what=what.capitalize(), folder=clean_line(str(folder))
                )
            )
    for limit in limits:
        say_error(limit)
