"""What an activity works on: lines of a question or kind, groups in place of their members, the top few."""

from __future__ import annotations

from collections.abc import Iterable

from kmfacilitate.language import _
from kmfacilitate.templates.model import Capture, Material

from .edits import Refused
from .kinds import KINDS
from .kinds.activities import Vote
from .session import Session


def vote_at(session: Session, question: str) -> tuple[str, Vote] | None:
    """The vote taken (or being taken) at a question; a later one counts."""
    votes = [
        (id_, entry)
        for id_, entry in session.live()
        if entry.question == question and isinstance(entry, Vote) and entry.method == "dots"
    ]
    return votes[-1] if votes else None


def totals(vote: Vote) -> dict[str, int]:
    """Votes a line, in ballot order."""
    counted = dict(vote.tally)
    return {id_: counted.get(id_, 0) for id_ in vote.over}


def ranking(session: Session, vote: Vote) -> tuple[str, ...]:
    """Lines of a vote, most votes first; those without a vote, and those taken out since, are left out."""
    chosen = vote.chosen or vote.order
    if chosen:
        return tuple(id_ for id_ in chosen if is_there(session, id_))
    counted = totals(vote)
    place = {id_: index for index, id_ in enumerate(vote.over)}
    there = [id_ for id_ in counted if counted[id_] and is_there(session, id_)]
    return tuple(sorted(there, key=lambda id_: (-counted[id_], place[id_])))


def is_there(session: Session, id_: str) -> bool:
    """Whether a line can be worked on in the room: not taken out, not hidden, not made a private note."""
    entry = session.entries.get(id_)
    return entry is not None and not entry.deleted and entry.kind != "private" and not session.sealed(entry)


def check_there(session: Session, ids: Iterable[str]) -> None:
    """Raises `Refused` where one of the lines can't be worked on in the room."""
    for id_ in ids:
        entry = session.entries.get(id_)
        if entry is not None and entry.kind == "private":
            raise Refused(
                _("{number} is a private note; it stays out of the room's work.").format(
                    number=session.number(id_)
                )
            )
        if not is_there(session, id_):
            raise Refused(
                _("{number} was taken out. :restore brings a line back.").format(
                    number=session.number(id_) or _("That line")
                )
            )
        if entry is not None and entry.kind in KINDS and not KINDS[entry.kind].typed:
            raise Refused(
                _("{number} is {kind}, no line to work on.").format(
                    number=session.number(id_), kind=_(entry.kind)
                )
            )


def material(session: Session, of: str | Material) -> tuple[str, ...]:
    """Ids of the lines an activity works on, in the order of its ballot."""
    wanted = Material(question=of) if isinstance(of, str) else of
    vote = vote_at(session, wanted.question) if wanted.question else None
    if vote is not None:
        found = ranking(session, vote[1]) if vote[1].complete else ()
    elif wanted.question and not wanted.kind:
        found = _of_question(session, wanted.question)
    else:
        found = _in_groups(session, [
            id_ for id_, entry in session.live()
            if entry.kind == wanted.kind and (not wanted.question or entry.question == wanted.question)
            and not session.sealed(entry)
        ])  # fmt: skip
    return found[: wanted.top] if wanted.top else found


def _of_question(session: Session, question_id: str) -> tuple[str, ...]:
    question = session.template.question(question_id)
    capture = question.capture if question else Capture()
    own = [
        id_
        for id_, entry in session.answers(question_id)
        if entry.kind in (capture.becomes, "theme", "risk") and not session.sealed(entry)
    ]
    if capture.way == "group":
        pool = material(session, capture.of) if capture.of else ()
        own = [*own, *(id_ for id_ in pool if id_ not in own)]
    return _in_groups(session, own)


def _in_groups(session: Session, ids: list[str]) -> tuple[str, ...]:
    """Members of a group make room for their group, which stands where the first of them stood."""
    found: list[str] = []
    for id_ in ids:
        group = session.entries[id_].group
        head = group if is_there(session, group) else id_
        if head not in found:
            found.append(head)
    return tuple(found)


def members(session: Session, group: str) -> list[str]:
    """Ids of the lines of a group that are there."""
    return [id_ for id_, entry in session.live() if entry.group == group and is_there(session, id_)]
