"""What happened although nobody had feared it, said where the fears are gone through."""

from __future__ import annotations

from dataclasses import replace

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _

from .acts import capture, reviews
from .edits import Act, Refused
from .kinds.happenings import Event
from .line import Room, read_line
from .session import Session
from .verdicts import UNFORESEEN
from .walk import Place


def unforeseen(session: Session, place: Place, words: str, room: Room) -> Act:
    """`unforeseen 3.2` marks a line, `unforeseen The lift stood still` keeps what happened.

    Words that stand in the timeline already are not kept a second time: that line is marked.

    Raises:
        Refused: It says nothing, or what it says is marked already.
    """
    rest = words[len(UNFORESEEN) :].strip(" :")
    if not rest:
        raise Refused(_("Say what happened unforeseen, or the number of its line: unforeseen 3.2"))
    ids = [session.numbered(part) for part in rest.replace(",", " ").split()]
    if all(ids):
        return reviews.mark([id_ for id_ in ids if id_], UNFORESEEN)
    line = read_line(f":event {rest}", room)
    told = _told_already(session, line.text)
    if told is not None and UNFORESEEN in session.entries[told].tags:
        raise Refused(_("{number} is marked unforeseen already.").format(number=session.number(told)))
    if told is not None:
        return reviews.mark([told], UNFORESEEN)
    said = line.fields.get("tags")
    tags = [str(tag) for tag in said] if isinstance(said, list | tuple) else []
    return capture.capture(
        place, replace(line, fields={**line.fields, "tags": [*dict.fromkeys((*tags, UNFORESEEN))]})
    )


def _told_already(session: Session, text: str) -> str | None:
    """The event with the same words, if there is one."""
    same = clean_line(text).casefold()
    return next(
        (
            id_
            for id_, entry in session.live()
            if isinstance(entry, Event) and clean_line(entry.text).casefold() == same
        ),
        None,
    )
