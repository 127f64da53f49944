"""What an act asks of its stage and its line: that they are there, may be seen, and are of the right kind."""

from __future__ import annotations

from typing import TypeVar

from kmfacilitate.language import _

from .edits import Refused
from .kinds import Entry, kind_class
from .session import PlannedStage, Session
from .wording import with_article

Kind = TypeVar("Kind", bound=Entry)


def stage_there(session: Session, stage: str) -> PlannedStage:
    """The stage with that id.

    Raises:
        Refused: The session has no such stage.
    """
    found = session.stage(stage)
    if found is None:
        raise Refused(_("This session has no such stage."))
    return found


def line_there(session: Session, id_: str) -> Entry:
    """The line with that id, of whatever kind.

    Raises:
        Refused: It is not there, is gone for good, is a slip not shown yet, or was taken out.
    """
    entry = session.entries.get(id_)
    if entry is None:
        raise Refused(_("There is no such line."))
    if entry.forgotten:
        raise Refused(_("Those words are gone for good."))
    if session.sealed(entry):
        raise Refused(_("A slip can't be changed while it is hidden. :reveal shows them all."))
    if entry.deleted:
        raise Refused(_taken_out(session.number(id_)))
    return entry


def line_of(session: Session, id_: str, kind: type[Kind], none: str, another: str) -> Kind:
    """The line with that id, of one kind.

    Args:
        session: Where it stands.
        id_: Its id.
        kind: What it must be.
        none: What is said where it is not there, or may not be seen.
        another: What is said of a line of another kind, with `{number}` and `{kind}`.

    Raises:
        Refused: With one of these sentences, or since it was taken out.
    """
    entry = session.entries.get(id_)
    if entry is None or entry.forgotten or session.sealed(entry):
        raise Refused(none)
    number = session.number(id_)
    if entry.deleted:
        raise Refused(_taken_out(number))
    if not isinstance(entry, kind):
        raise Refused(another.format(number=number, kind=with_article(kind_class(entry.kind).label)))
    return entry


def _taken_out(number: str) -> str:
    return _("{number} was taken out. :restore {number} brings it back.").format(number=number)
