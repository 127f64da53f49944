"""Verdicts on lines of this and of earlier sessions, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kmfacilitate.language import _

from ..documents import Value
from ..earlier import Earlier
from ..edits import Act, Change, Now, change
from ..kinds.activities import Verdict
from ..lesson_life import AGAIN
from ..line import Line
from ..material import check_there, material
from ..session import Session
from ..verdicts import kept_as
from ..walk import Place, question_at
from .activities import again, new


def to_review(session: Session, place: Place, past: Sequence[Earlier] = ()) -> tuple[str, ...]:
    """Ids of the lines a review at this place is about; of earlier ones (`past`) `session/entry`."""
    question = question_at(session, place)
    if question is not None and question.capture.of is not None:
        return material(session, question.capture.of)
    return tuple(line.id for line in past)


def verdict_on(session: Session, id_: str) -> tuple[str, Verdict] | None:
    """What this session said about a line when it was reviewed; that it happened again is no such verdict."""
    on = _on(session, id_)
    found = [(v, e) for v, e in session.live() if isinstance(e, Verdict) and e.on == on and e.says != AGAIN]
    return found[-1] if found else None


def _on(session: Session, id_: str) -> str:
    return id_ if "/" in id_ else f"{session.id}/{id_}"


def review(place: Place, id_: str, says: str, reason: str = "", past: Sequence[Earlier] = ()) -> Act:
    """Keep the room's verdict on a line of this or an earlier session; said again, it replaces the first.

    Of an earlier confidential session the words are not written down again.

    Args:
        place: Where it is said.
        id_: The line; of an earlier session `session/entry`.
        says: The word of the verdict, as the room says it.
        reason: What was said about it.
        past: The earlier lines that are gone through here, in their order.
    """

    def act(session: Session, now: Now) -> Change:
        line = next((line for line in past if line.id == id_), None)
        if line is None:
            check_there(session, (id_,))
        number = session.number(id_) if line is None else str(1 + [each.id for each in past].index(id_))
        words = f"{number} {says}"
        given = verdict_on(session, id_)
        text = session.entries[id_].text if line is None else line.text if line.quoted else ""
        fields: dict[str, Value] = {
            "on": _on(session, id_),
            "says": kept_as(says),
            "what": text,
            "of": session.entries[id_].kind if line is None else line.kind,
            "reason": reason,
        }
        notes = (_("Say why as well: dropped, and the reason."),) if says == "dropped" and not reason else ()
        if given:
            return replace(again(session, now, given[0], fields, words), entry="", notes=notes)
        return Change(words, (new(session, now, place, "verdict", "", fields),), notes=notes)

    return act


def take_up(place: Place, id_: str, says: str, line: Line, past: Sequence[Earlier] = ()) -> Act:
    """Make something of an earlier line, an action or a change of the plan, which is a verdict on it as well.

    What is made points to the verdict (`source`), and the verdict to the earlier line (`on`).
    """

    def act(session: Session, now: Now) -> Change:
        judged = review(place, id_, says, past=past)(session, now)
        given = verdict_on(session, id_)
        verdict = given[0] if given else judged.edits[0].id
        ahead = 0 if given else 1
        fields: dict[str, Value] = {
            **line.fields,
            "source": verdict,
            "n": session.next_n(place.stage) + ahead,
        }
        made = new(session, now, place, line.kind, line.text, fields)
        return Change(f"{judged.says}: {line.text}", (*judged.edits, made), entry=made.id, notes=line.notes)

    return act


def mark(ids: Sequence[str], tag: str) -> Act:
    """Give lines a tag; where all of them have it already, take it away."""

    def act(session: Session, now: Now) -> Change:
        check_there(session, ids)
        bare = [id_ for id_ in ids if tag not in session.entries[id_].tags]
        edits = []
        for id_ in bare or ids:
            tags = [*session.entries[id_].tags, tag] if bare else _without(session.entries[id_].tags, tag)
            edits.append(change("entries", id_, session.raw("entries", id_), {"tags": tags}))
        numbers = ", ".join(session.number(id_) for id_ in bare or ids)
        return Change(
            (_("{numbers} marked {tag}") if bare else _("{numbers} no longer marked {tag}")).format(
                numbers=numbers, tag=tag
            ),
            tuple(edits),
        )

    return act


def _without(tags: Sequence[str], tag: str) -> list[str]:
    return [each for each in tags if each != tag]
