"""`lessons --check`: what a careful colleague would ask about the lessons that are kept."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.speech import say, say_data, say_error

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library


def say_advice(library: Library, sessions: Container[str] | None = None, *, as_json: bool = False) -> int:
    """Say what to ask about the lessons of a library, a lesson and its questions in one line; advice only.

    Confidential sessions, and those of which nothing is shared, are left alone.

    Args:
        library: The library.
        sessions: Ids of the sessions to look at; none: all.
        as_json: Whether to write JSON instead.

    Returns:
        How many lessons there is something to ask about.
    """
    import json

    found = list(_checked(library, sessions))
    if as_json:
        say_data(json.dumps(found, ensure_ascii=False, indent=2))
        return len(found)
    for each in found:
        asked = " ".join(one["asks"] for one in each["advice"])
        say(f"{each['session']}/{each['number']}  {clean_line(each['text'])}  {asked}")
    say_error(f"{len(found)} {'lesson' if len(found) == 1 else 'lessons'} to look at again.")
    return len(found)


def _checked(library: Library, sessions: Container[str] | None) -> list[dict[str, Any]]:
    from kmfacilitate.session.advising import check_lessons
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile
    from kmfacilitate.store.shelf import heads

    found: list[dict[str, Any]] = []
    for head in heads(library):
        private = head.broken or head.confidential or head.share == "nothing" or head.state == "discarded"
        if private or (sessions is not None and head.id not in sessions):
            continue
        try:
            session = Session.read(SessionFile.open(head.path).documents)
        except Unable as unable:
            say_error(str(unable))
            continue
        found += [
            {
                "session": head.id,
                "number": each.number,
                "text": each.text,
                "advice": [{"field": one.field, "asks": one.words} for one in each.advice],
            }
            for each in check_lessons(session)
        ]
    return found
