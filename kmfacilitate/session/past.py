"""What is looked at again at a place of the room, in the order in which it is gone through."""

from __future__ import annotations

from . import walk
from .acts import reviews
from .earlier import Earlier, brought_in, by_likeness, first_of, words_of
from .facilitation import Facilitation
from .walk import Place


def past_at(f: Facilitation, place: Place) -> tuple[Earlier, ...]:
    """The earlier lines that a review at a place is about; empty where it is about lines of this session.

    Lessons stand in the order in which they fit what was said so far. It is settled when the room comes to
    the question, so that no number changes while they are gone through.
    """
    stage = f.session.stage(place.stage)
    question = walk.question_at(f.session, place)
    if question is None or question.capture.way != "review":
        return ()
    known = f.lined_up.get(question.id)
    if known is not None:
        return known
    found = brought_in(f.session, stage, question, f.past)
    if any(line.kind == "lesson" for line in found):
        found = brought_in(f.session, stage, question, _lessons_first(f))
    if f.here == place:
        f.lined_up[question.id] = found
    return found


def _lessons_first(f: Facilitation) -> tuple[Earlier, ...]:
    """Earlier lines, the lessons among them by how well they fit; those judged here stand first.

    Where the library found some that fit, other teams' lessons that it did not find are left out.
    """
    text = words_of(f.session)
    lessons = [line for line in f.past if line.kind == "lesson"]
    best = f.related(text) if f.related is not None else ()
    judged = [line for line in (*best, *lessons) if reviews.verdict_on(f.session, line.id) is not None]
    others = [line for line in lessons if line.here or not best]
    ranked = first_of(judged, first_of(best, by_likeness(text, others)))
    return (*ranked, *(line for line in f.past if line.kind != "lesson"))


def to_review(f: Facilitation, place: Place) -> tuple[str, ...]:
    """Ids of the lines a review at a place is about; of earlier ones `session/entry`."""
    return reviews.to_review(f.session, place, past_at(f, place))


def current(f: Facilitation, place: Place) -> str | None:
    """The line that a verdict typed now is about: the one picked, else the first without one."""
    ids = to_review(f, place)
    if f.picked is not None:
        id_, said = f.picked
        if id_ in ids and _verdict(f, id_) == said:
            return id_
    return next((id_ for id_ in ids if _verdict(f, id_) is None), None)


def pick(f: Facilitation, place: Place, id_: str) -> bool:
    """Make a line of a review the one that the next verdict is about; says whether it is one of them."""
    if id_ not in to_review(f, place):
        return False
    f.picked = (id_, _verdict(f, id_))
    return True


def earlier_line(f: Facilitation, id_: str) -> Earlier | None:
    """The earlier line with that id (`session/entry`), if it was brought in."""
    lines = (line for found in (f.past, *f.lined_up.values()) for line in found)
    return next((line for line in lines if line.id == id_), None)


def text_of(f: Facilitation, id_: str) -> str:
    """The words of a line that is reviewed."""
    line = earlier_line(f, id_)
    return line.text if line is not None else f.session.entries[id_].text


def _verdict(f: Facilitation, id_: str) -> tuple[str, str] | None:
    """What was said of a line, and why; none while nothing was."""
    found = reviews.verdict_on(f.session, id_)
    return (found[1].says, found[1].reason) if found else None
