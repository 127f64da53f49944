"""`room`: what the room may see, in a second terminal window or in a browser on this machine."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_error

from .opening import need_terminal, write_days_as_here
from .root import head_of, library_of, library_option, sessions_like, settings_in_use

if TYPE_CHECKING:
    from kmfacilitate.session.scene import RoomScene
    from kmfacilitate.store.following import Following, Target
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.places import Places
    from kmfacilitate.store.shelf import Head
    from kmfacilitate.store.wall import Looking


@click.command()
@click.argument("session", default="last", shell_complete=sessions_like)
@click.option("--browser", is_flag=True, help="A page in a browser on this machine instead of this window.")
@click.option("--yes", is_flag=True, help="Show a confidential session without being asked.")
@library_option
def room(session: str, browser: bool, yes: bool, library: str | None) -> int:
    """Show the room what it may see of SESSION, while another window runs it.

    Unless named it is the session that is open, or the first that is opened from now on, also of an example.

    Only the question, the agreed lines and when this part ends; never private notes, tips or counts.
    """
    from kmfacilitate.store.places import Places

    places = Places.here()
    named = library or click.get_current_context().find_root().obj
    shown = _shown(library_of(library), places, session, examples=not named)
    if shown.confidential and not yes:
        _confirm()
    looking = _looking(shown, session, yes)
    try:
        settings = settings_in_use()
        write_days_as_here(settings)
        if browser:
            return _in_browser(looking, places)
        need_terminal()
        from kmfacilitate.ui.room_window import show_room

        return show_room(looking, settings)
    finally:
        looking.close()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A session that may be shown, and the libraries in which another one may be opened."""

    target: Target
    confidential: bool
    shelves: Sequence[tuple[Library, Places]]


def _shown(library: Library, places: Places, session: str, *, examples: bool) -> _Shown:
    """The session that is meant: the one named, else one that is open now, else the newest.

    An example that is open in another window counts as this library's, where none was named.

    Raises:
        Unable: There is none.
    """
    shelves = [(library, places), *(_examples(places) if examples else ())]
    from kmfacilitate.store.following import Target

    if session == "last" and (found := _open_in(shelves)):
        head, its = found[0]
    else:
        head, its = _named_in(shelves, session)
    return _Shown(Target(head.id, its), _is_confidential(head), shelves)


def _named_in(shelves: Sequence[tuple[Library, Places]], session: str) -> tuple[Head, Places]:
    refused: Unable | None = None
    for library, places in shelves:
        try:
            return head_of(library, session), places
        except Unable as unable:
            refused = refused or unable
    assert refused is not None
    raise refused


def _examples(places: Places) -> Iterator[tuple[Library, Places]]:
    from kmfacilitate.example.running import running
    from kmfacilitate.store.library import Library

    for folder, its in running(places):
        with contextlib.suppress(Unable):
            yield Library.open(str(folder), places=its), its


def _open_in(shelves: Sequence[tuple[Library, Places]]) -> list[tuple[Head, Places]]:
    """The sessions of these libraries that a window has open."""
    from kmfacilitate.store.following import open_now
    from kmfacilitate.store.shelf import find

    found = []
    for library, places in shelves:
        for session in open_now(places):
            with contextlib.suppress(Unable):  # it is of another library
                found.append((find(library, session), places))
    return found


def _is_confidential(head: Head) -> bool:
    return head.confidential or head.family == "confidential"


def _looking(shown: _Shown, session: str, yes: bool) -> Looking | Following:
    """Look at the session that was named, or at whichever is open; a confidential one only if asked for."""
    from kmfacilitate.store.following import Following, Target
    from kmfacilitate.store.wall import Looking

    if session != "last":
        return Looking(shown.target.session, shown.target.places)

    def others() -> list[Target]:
        found = _open_in(shown.shelves)
        return [Target(head.id, places) for head, places in found if yes or not _is_confidential(head)]

    return Following(shown.target, others)


def _confirm() -> None:
    words = _("This session is confidential. Show the room its clock and the title of the stage?")
    if not sys.stdin.isatty():
        raise Unable(_("This session is confidential; to show the room its clock all the same, add --yes."))
    if not click.confirm(words, default=False, err=True):
        raise Unable(_("Nothing is shown."))


def _in_browser(looking: Looking | Following, places: Places) -> int:
    """Serve the page until Ctrl+C."""
    import webbrowser

    from kmfacilitate.page.server import RoomServer
    from kmfacilitate.plain.listening import end_when_told
    from kmfacilitate.session.wall import scene_of

    def look() -> RoomScene | None:
        view = looking.look()
        return scene_of(view) if view is not None else None

    end_when_told()  # a closed terminal ends it as Ctrl+C does, and leaves no file behind
    server = RoomServer(look)
    try:
        with contextlib.suppress(KeyboardInterrupt), _way_in(server.door, places) as way:
            opened = False
            with contextlib.suppress(webbrowser.Error, OSError):
                opened = webbrowser.open(way.as_uri())
            if opened:
                say_error(_("The room view is in your browser. Ctrl+C here ends it."))
            else:
                say_error(_("No browser could be opened; open this address in one. Ctrl+C here ends it."))
            say(server.address)
            Event().wait()
    finally:
        server.close()
    return 0


@contextlib.contextmanager
def _way_in(door: str, places: Places) -> Iterator[Path]:
    """A file that leads to the page, readable by its owner alone: the address stands in no process list."""
    from kmfacilitate.store.places import private_folder

    path = private_folder(places.room) / f"way-in.{os.getpid()}.html"
    path.unlink(missing_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                f'<!doctype html><meta charset="utf-8"><title>{escape(_("Room view"))}</title>'
                f'<meta http-equiv="refresh" content="0; url={door}">\n'
            )
    except OSError as error:
        raise Unable(_("The page can't be opened: {strerror}.").format(strerror=why(error))) from None
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
