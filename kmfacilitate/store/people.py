"""Who was in the room last time: so that people are not typed again."""

from __future__ import annotations

from kmfacilitate.errors import Unable
from kmfacilitate.session.session import Session

from .library import Library
from .session_file import SessionFile
from .shelf import heads


def last_people(library: Library, project: str = "") -> tuple[str, ...]:
    """The people of the newest session that keeps a list, of a project if one is named.

    Raises:
        Unable: no session keeps one.
    """
    for head in heads(library):
        if not head.broken and not head.confidential and (not project or head.project == project):
            names = Session.read(SessionFile.open(head.path).documents).names()
            if names:
                return names
    raise Unable("No earlier session keeps a list of people; only those with names all do.")
