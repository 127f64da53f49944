"""What a keeper decides of a team's lesson, wherever it is said: sent to the hub, and known here at once."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.place import mark_keeper
from kmfacilitate.session.lesson_life import in_words
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .asking import Hub
from .connection import NotAllowed, Unreachable, connect
from .memory import talking_alone
from .naming import lesson_named
from .settings import Settings, read_settings
from .team import Team

if TYPE_CHECKING:
    from .connection import Connect


def decide(
    library: Library,
    places: Places,
    lesson: str,
    says: str,
    into: str = "",
    note: str = "",
    *,
    called: str = "",
    connected: Connect = connect,
    disk: Disk = DISK,
) -> str:
    """Decide of a lesson as a keeper; waits for the hub.

    Args:
        library: The library whose hub it is.
        places: The folders of this machine.
        lesson: The lesson, as a list of lessons or the hub names it (`k3x9/5.1`, `session/entry`).
        says: One of `DECISIONS`.
        into: The lesson that stands in its place, named likewise.
        note: Why.
        called: How the sentence names the lesson; empty: as it was named.
        connected: Opens a connection.
        disk: The disk.

    Returns:
        What came of it, in a sentence.

    Raises:
        Unable: There is no hub, it can't be reached, whoever is connected is no keeper, or that can't be
            decided.
    """
    settings = read_settings(library, places, disk)
    meant = lesson_named(library, places, lesson)
    other = _other(library, places, settings, meant, into) if into else ""
    try:
        decision = Hub(settings, connected).decide(meant, says, other, note)
    except NotAllowed:
        mark_keeper(library, places, False, disk)
        raise Unable(
            _("Only a keeper decides of the team’s lessons, and at this hub you are none; ask a keeper.")
        ) from None
    except Unreachable as unable:
        raise Unable(_("The hub can’t be reached ({why}); try again later.").format(why=unable.why)) from None
    # What can't be kept now comes with the next pull: at the hub it is decided.
    with contextlib.suppress(Unable), talking_alone(library, places, disk):
        mark_keeper(library, places, True, disk)
        team = Team(library, places, disk)
        if team.generation(decision.session) is not None:
            team.decide([decision])
    return _("{lesson} is {state}; everybody has it with their next pull.").format(
        lesson=clean_line(called or lesson), state=in_words(says)
    )


def at_the_hub(library: Library, places: Places, disk: Disk = DISK) -> frozenset[str]:
    """Sessions of ours that the team has."""
    try:
        return frozenset(read_settings(library, places, disk).shared)
    except Unable:
        return frozenset()


def _other(library: Library, places: Places, settings: Settings, meant: str, into: str) -> str:
    """The lesson that is to stand in another one's place; everybody must be able to read it."""
    other = lesson_named(library, places, into)
    if other == meant:
        raise Unable(_("A lesson can’t take its own place; say the number of the other one."))
    session, _sign, entry = other.partition("/")
    ask = Ask(library, places)
    try:
        line = ask.line(session, entry)
    finally:
        ask.close()
    if line is not None and line.path.is_relative_to(library.folder) and session not in settings.shared:
        raise Unable(
            _("{lesson} is of a session of yours that the team does not have; share it first.").format(
                lesson=clean_line(into)
            )
        )
    return other
