"""`hub`: share chosen sessions with the team, and have theirs here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.wording import count
from kmfacilitate.speech import say, say_error

from .hub_told import tell, warn_what_stays
from .root import Commands, head_of, library_of, library_option, need_yes, sessions_like

if TYPE_CHECKING:
    from kmfacilitate.hub.asking import Hub
    from kmfacilitate.hub.exchange import Exchange
    from kmfacilitate.hub.settings import Settings
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.places import Places

_SHOWN = ("session", "people", "entries", "conflicts")
"""The tables in which people's words stand."""
_DECISIONS = ("checked", "validated", "information", "merged", "superseded", "rejected")


@click.group(cls=Commands)
def hub() -> None:
    """Pool chosen sessions with a team, on a PostgreSQL of your organisation's own."""


@hub.command()
@click.argument("url")
@click.option("--organisation", default="team", show_default=True, help="Whose hub it is.")
@library_option
def init(url: str, organisation: str, library: str | None) -> None:
    """Name the hub at URL (postgresql://user@host/database?sslmode=verify-full); made if it is not there."""
    from random import SystemRandom

    from kmfacilitate.hub.joining import join

    joined = join(library_of(library), _places(), url, organisation, SystemRandom())
    say(_("The hub was made or brought up to date.") if joined.made else _("The hub is there."))
    if joined.known:
        say(_("Sessions of yours that it has already: {known}.").format(known=joined.known))
    say(_("Nothing was sent. Choose sessions with kmfacilitate hub share SESSION, then push."))


@hub.command()
@click.argument("session", shell_complete=sessions_like)
@library_option
def share(session: str, library: str | None) -> None:
    """Mark SESSION for sharing; it leaves with the next push, in the shared edition."""
    from kmfacilitate.hub.leaving import may_leave
    from kmfacilitate.hub.settings import write_settings

    opened, places, settings = _opened(library)
    head = head_of(opened, session)
    may_leave(head)
    settings.share(head.id)
    write_settings(opened, places, settings)
    say(_("{id} leaves with the next push.").format(id=head.id))


@hub.command()
@click.argument("session", shell_complete=sessions_like)
@library_option
def unshare(session: str, library: str | None) -> None:
    """Take SESSION back: the next push removes it from the hub."""
    from kmfacilitate.hub.settings import write_settings

    opened, places, settings = _opened(library)
    id_ = session if session in settings.shared else head_of(opened, session).id
    settings.unshare(id_)
    write_settings(opened, places, settings)
    say(_("The next push takes {id} away from the hub.").format(id=id_))
    warn_what_stays()


@hub.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def push(yes: bool, library: str | None) -> None:
    """Send what changed in the sessions that are shared. What leaves first is shown, and asked."""
    _push(*_opened(library), yes)


@hub.command()
@library_option
def pull(library: str | None) -> None:
    """Bring what changed in the team's sessions."""
    tell(_exchange(*_opened(library)).pull())


@hub.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def sync(yes: bool, library: str | None) -> None:
    """Push, then pull."""
    opened = _opened(library)
    _push(*opened, yes)
    tell(_exchange(*opened).pull())


@hub.command()
@library_option
def status(library: str | None) -> None:
    """Say where the hub is, what is shared, and what is here of the team's. Asks nobody."""
    from kmfacilitate.hub.team import Team

    opened, places, settings = _opened(library)
    say(
        _("Hub: {url}, organisation {organisation}").format(
            url=clean_line(settings.url), organisation=settings.organisation
        )
    )
    say(
        _("Shared from here: {n}; taken back: {n_2}").format(
            n=len(settings.shared), n_2=len(settings.withdrawn)
        )
    )
    say(_("The team's sessions here: {n}").format(n=len(Team(opened, places).sessions())))


@hub.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", default="", help="Only lines of one kind: lesson, action, risk …")
@click.option("--alike", is_flag=True, help="WORDS are a lesson: find those that say nearly the same.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1, 200),
    default=20,
    show_default=True,
    help="How many at most.",
)
@library_option
def search(words: tuple[str, ...], kind: str, alike: bool, limit: int, library: str | None) -> None:
    """Search all that the team shares, at the hub itself; kmfacilitate search works without it."""
    typed, asked = " ".join(words), _hub(library)
    if alike:
        hits, by_trigrams = asked.alike(typed, limit=limit)
        if not by_trigrams:
            say_error(_("Compared by whole words: pg_trgm is not installed at the hub."))
    else:
        hits = asked.search(typed, kind, limit)
    for hit in hits:
        like = "  " + _("{share} alike").format(share=f"{hit.fit:.0%}") if alike else ""
        say(f"{hit.kind}  {hit.text}{like}")
        say(f"    {hit.title or _('without title')}, {hit.year}  {hit.on}")
    if not hits:
        raise Unable(
            _("Nothing at the hub says nearly the same.") if alike else _("The hub has no such line.")
        )


@hub.command()
@click.argument("lesson")
@click.argument("says", type=click.Choice(_DECISIONS))
@click.option("--into", default="", metavar="LESSON", help="The lesson that stands in its place.")
@click.option("--note", default="", help="Why.")
@library_option
def decide(lesson: str, says: str, into: str, note: str, library: str | None) -> None:
    """As a keeper, say how LESSON (k3x9/5.1, or as hub search names it) stands; its words stay."""
    from kmfacilitate.hub.deciding import decide

    say(decide(library_of(library), _places(), lesson, says, into, note))


@hub.command()
@library_option
def conflicts(library: str | None) -> None:
    """Show lines of yours that were changed in two places at once, as they stand and the other version."""
    found = _hub(library).versions()
    for one in found:
        say(f"{one.session}/{one.entry}")
        say(_("  stands:  {stands}").format(stands=one.stands))
        say(_("  other:   {other}").format(other=one.other))
    say(
        _("Change the line once more to settle it.")
        if found
        else _("Nothing was changed in two places at once.")
    )


@hub.command()
@library_option
def leave(library: str | None) -> None:
    """Forget the hub, and what was pulled from it. What was shared stays there; unshare it first."""
    from kmfacilitate.hub.settings import forget_settings
    from kmfacilitate.hub.team import forget_team

    opened, places, settings = _opened(library)
    left = forget_team(opened, places)
    forget_settings(opened, places)
    for path in left:
        say_error(_("{path} could not be removed; remove it by hand.").format(path=path))
    say(_("This library has no hub any more."))
    if settings.shared:
        say_error(
            count(
                len(settings.shared),
                "{n} session that was shared from here is still at the hub.",
                "{n} sessions that were shared from here are still at the hub.",
            )
        )


def _places() -> Places:
    from kmfacilitate.store.places import Places

    return Places.here()


def _opened(library: str | None) -> tuple[Library, Places, Settings]:
    from kmfacilitate.hub.settings import read_settings

    opened, places = library_of(library), _places()
    return opened, places, read_settings(opened, places)


def _hub(library: str | None) -> Hub:
    from kmfacilitate.hub.asking import Hub

    return Hub(_opened(library)[2])


def _exchange(library: Library, places: Places, settings: Settings) -> Exchange:
    from kmfacilitate.hub.exchange import Exchange

    return Exchange(library, places, settings)


def _push(library: Library, places: Places, settings: Settings, yes: bool) -> None:
    from kmfacilitate.hub.settings import write_settings

    exchange = _exchange(library, places, settings)
    shown = exchange.would_leave()
    for one in shown:
        say(f"{one.session}  {clean_line(one.title)}")
        for (table, _rest), (_more, document) in one.documents.items():
            if table in _SHOWN:
                told = (f"{name}: {value}" for name, value in document.items() if name != "rev")
                say(f"  {table}  {clean_line('; '.join(told))}")
        say(_("  and its plan, its times and its script"))
    if shown:
        need_yes(
            yes,
            _("Send this? Type yes to do it"),
            _("Nothing was sent; say --yes to send what is shown."),
            _("Nothing was sent."),
        )
        for one in shown:
            settings.agreed[one.session] = settings.shared[one.session]
        write_settings(library, places, settings)
    tell(exchange.push())
