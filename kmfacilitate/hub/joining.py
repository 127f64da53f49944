"""Naming a hub: it is made or brought up to date, and what it knows of this person's sessions is taken on."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .connection import connect, hub_of, set_up, talking
from .settings import Settings, read_settings, settings_path, write_settings

if TYPE_CHECKING:
    from .connection import Connect


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of naming a hub."""

    made: bool
    """Whether the hub or the organisation was made, or brought up to date."""
    known: int
    """Sessions of this person that are shared there already."""


def join(
    library: Library,
    places: Places,
    url: str,
    organisation: str,
    chance: Random,
    *,
    connected: Connect = connect,
    disk: Disk = DISK,
) -> Joined:
    """Name the hub of a library; nothing is sent. The same hub again keeps what was chosen.

    Raises:
        Unable: The hub can't be reached or made, or the library has another one.
    """
    settings = Settings.new(url, organisation, chance)
    with talking(url, connected) as connection:
        made = set_up(connection, organisation)
        hub = hub_of(connection)
        rows = connection.execute(
            "SELECT session, generation, gone FROM kmhub.sessions WHERE org = %s AND owner = session_user",
            (organisation,),
        ).fetchall()
    try:
        disk.stat(settings_path(library, places))
    except OSError:
        pass
    else:
        before = read_settings(library, places, disk)
        if before.organisation != organisation or before.hub not in ("", hub):
            raise Unable(_("This library has another hub; kmfacilitate hub leave lets go of it first."))
        before.url, settings = url, before
    settings.hub = hub
    for session, generation, gone in rows:
        settings.adopt(session, generation, gone)
    write_settings(library, places, settings, disk)
    return Joined(made, sum(1 for _rest, _more, gone in rows if not gone))
