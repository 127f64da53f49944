"""Push and pull: the union by id and revision with the hub, a step at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.place import mark_keeper
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .connection import connect, hub_of, talking
from .leaving import Leaving, leaving
from .memory import Memory, memory_path, talking_alone
from .pulling import pull
from .pushing import push, to_look_at
from .settings import Settings
from .talk import Talk
from .team import Team
from .told import Told

if TYPE_CHECKING:
    from .connection import Connect


class Exchange:
    """A library and its hub. Every step may be cut off and done again.

    Args:
        library: The library.
        places: The folders of this machine.
        settings: Its hub.
        connected: Opens a connection.
        disk: The disk.
    """

    def __init__(
        self,
        library: Library,
        places: Places,
        settings: Settings,
        *,
        connected: Connect = connect,
        disk: Disk = DISK,
    ) -> None:
        self._library, self._places, self._settings = library, places, settings
        self._connected, self._disk = connected, disk

    def would_leave(self) -> list[Leaving]:
        """What a push would send of sessions of which that was not shown yet, as far as they can be read."""
        settings = self._settings
        not_shown = {session: settings.shared[session] for session in sorted(settings.to_show)}
        found = []
        for _rest, _more, path in to_look_at(self._library, not_shown, self._disk):
            with contextlib.suppress(Unable):
                found.append(leaving(path, self._disk))
        return [one for one in found if one is not None]

    def push(self) -> Told:
        """Send what changed since the last push, and take away what is shared no more.

        Raises:
            Unable: The hub can't be reached or refuses; what it acknowledged stays, and a push goes on there.
        """
        return self._talk(push)

    def pull(self) -> Told:
        """Bring what changed at the hub since the last pull.

        Raises:
            Unable: The hub can't be reached; what was brought stays, and a pull goes on there.
        """
        return self._talk(pull)

    def _talk(self, does: Callable[[Talk], None]) -> Told:
        told = Told()
        with talking_alone(self._library, self._places, self._disk):
            self._meet(does, told)
        return told

    def _meet(self, does: Callable[[Talk], None], told: Told) -> None:
        memory = Memory(memory_path(self._library, self._places), self._disk)
        try:
            with talking(self._settings.url, self._connected) as connection:
                team = Team(self._library, self._places, self._disk)
                talk = Talk(
                    connection, self._library, self._places, self._settings, memory, team, told, self._disk
                )
                _greet(talk)
                does(talk)
        finally:
            memory.close()


def _greet(talk: Talk) -> None:
    """Compare what each remembers of the other: a hub that counts fewer answers is an older one."""
    hub = hub_of(talk.connection)
    role, answered = talk.row(
        "SELECT role, answered FROM kmhub.greet(%s, %s)", talk.organisation, talk.settings.laptop
    )
    if role is None:
        raise Unable(
            _("You are no member of {organisation} at this hub; ask its keeper to admit you.").format(
                organisation=talk.organisation
            )
        )
    mark_keeper(talk.library, talk.places, role == "keeper", talk.disk)
    if talk.memory.hub != hub or answered < talk.memory.answered:
        talk.told.compared_again = bool(talk.memory.hub)
        talk.memory.start_again(hub, answered)
