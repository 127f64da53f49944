"""The lesson that is meant: `session/entry` as the hub has it, or `k3x9/5.1` as a list of lessons says it."""

from __future__ import annotations

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

_LINES = (
    "SELECT s.id, l.entry FROM lines l JOIN sessions s ON s.sid = l.sid "
    "WHERE substr(s.id, 1, ?) = ? AND l.number = ? AND l.kind = 'lesson'"
)


def lesson_named(library: Library, places: Places, typed: str) -> str:
    """The lesson as the hub names it; a number is looked up among our sessions and what was pulled.

    Raises:
        Unable: None or several are meant.
    """
    session, _rest, number = typed.partition("/")
    if "." not in number:
        return typed
    update(library, places)
    asked = Ask(library, places)
    try:
        found = asked.query(_LINES, (len(session), session, number))
    finally:
        asked.close()
    if len(found) != 1:
        what = _("Several lessons are") if found else _("No lesson is")
        raise Unable(
            _("{what} meant by {typed}; give more of the session's id.").format(
                what=what, typed=clean_line(typed)
            )
        )
    return f"{found[0][0]}/{found[0][1]}"
