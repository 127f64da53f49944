"""`lessons --check`: what a careful colleague would ask about the lessons that are kept."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import ngettext
from kmfacilitate.speech import say, say_error

from .as_json import say_json

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library


def say_advice(
    library: Library,
    lessons: Container[str] | None = None,
    elsewhere: Mapping[str, str] | None = None,
    *,
    as_json: bool = False,
) -> int:
    """Say what to ask about the lessons of a library, a lesson and its questions in one line; advice only.

    Confidential sessions, and those of which nothing is shared, are left alone.

    Args:
        library: The library.
        lessons: The lessons to look at (`session/entry`); none: all.
        elsewhere: Of lessons that look like one of another session (`session/entry`), how that is called.
        as_json: Whether to write JSON instead.

    Returns:
        How many lessons there is something to ask about.
    """
    found = list(_checked(library, lessons, elsewhere or {}))
    if as_json:
        say_json(found)
        return len(found)
    for each in found:
        asked = " ".join(one["asks"] for one in each["advice"])
        say(f"{each['session']}/{each['number']}  {clean_line(each['text'])}  {asked}")
    say_error(
        ngettext("{n} lesson to look at again.", "{n} lessons to look at again.", len(found)).format(
            n=len(found)
        )
    )
    return len(found)


def _checked(
    library: Library, lessons: Container[str] | None, elsewhere: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    from kmfacilitate.session.advising import check_lessons
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile
    from kmfacilitate.store.shelf import heads

    for head in heads(library):
        if head.broken or head.confidential or head.share == "nothing" or head.state == "discarded":
            continue
        try:
            session = Session.read(SessionFile.open(head.path).documents)
        except Unable as unable:
            say_error(str(unable))
            continue
        others = {
            entry: other
            for on, other in elsewhere.items()
            for named, _rest, entry in (on.partition("/"),)
            if named == head.id
        }
        for each in check_lessons(session, elsewhere=others):
            if lessons is None or f"{head.id}/{each.id}" in lessons:
                yield {
                    "session": head.id,
                    "number": each.number,
                    "text": each.text,
                    "advice": [{"field": one.field, "asks": one.words} for one in each.advice],
                }
