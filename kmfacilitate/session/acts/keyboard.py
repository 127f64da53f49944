"""Handing the keyboard to a scribe, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from kmfacilitate.language import N_, _

from ..documents import Value
from ..edits import Act, Change, Now, Refused, change
from ..session import Session

_FROM_HERE = " types from here"
_SOMEBODY = N_("somebody else types from here")
_BACK = N_("the facilitator types again")


def hand_over(name: str) -> Act:
    """Let a scribe type from now on; the history says who, where names may be kept.

    Args:
        name: Who types; empty: nobody is named.
    """

    def act(session: Session, now: Now) -> Change:
        who = f"{name}{_FROM_HERE}" if name and session.meeting.names == "all" else _SOMEBODY
        says = _("{name} types now").format(name=name) if name else _("somebody else types now")
        return _settled(session, {"scribe": now.stamp}, now, who, says)

    return act


def take_back() -> Act:
    """The facilitator types again, and the notes from before may be seen.

    Raises:
        Refused: Nobody else has the keyboard.
    """

    def act(session: Session, now: Now) -> Change:
        if not session.meeting.scribe:
            raise Refused(_("The keyboard is yours. :scribe Ana hands it to somebody."))
        return _settled(session, {"scribe": ""}, now, _BACK, _("you type again"))

    return act


def without_scribes(history: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of a history without the names of those who typed."""
    return [[at, _SOMEBODY if what.endswith(_FROM_HERE) else what] for at, what in history]


def in_words(what: str) -> str:
    """A row of a session's history as it is read: who typed from then on, that it was opened again."""
    if what.endswith(_FROM_HERE):
        return _("{name} types from here").format(name=what.removesuffix(_FROM_HERE))
    return _(what) if what in (_SOMEBODY, _BACK, "reopened") else what


def _settled(session: Session, fields: dict[str, Value], now: Now, what: str, says: str) -> Change:
    history = [*[list(row) for row in session.meeting.history], [now.stamp, what]]
    edit = change("session", "1", session.raw("session", "1"), {**fields, "history": history})
    return Change(says, (edit,))
