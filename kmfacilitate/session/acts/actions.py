"""What became of an action after it was agreed: done, dropped with a reason, or open again."""

from __future__ import annotations

from ..documents import Value
from ..edits import Act, Change, Now, Refused, change
from ..kinds import kind_class
from ..kinds.commitments import Action
from ..session import Session

STATES = ("done", "dropped", "open")


def settle(id_: str, state: str, *, reason: str = "", day: str = "") -> Act:
    """Say that an action is done (today, or on a stored day), dropped and why, or open again.

    Raises:
        Refused: It is no action, there is no such state, or a dropped one has no reason.
    """

    def act(session: Session, now: Now) -> Change:
        action = action_at(session, id_)
        number = session.number(id_)
        fields: dict[str, Value]
        match state:
            case "done":
                fields = {"done": day or now.today.isoformat(), "dropped": ""}
            case "dropped":
                if not reason.strip():
                    raise Refused(f"Say why {number} is dropped: :drop {number} and the reason.")
                fields = {"done": "", "dropped": reason.strip()}
            case "open":
                fields = {"done": "", "dropped": ""}
            case _:
                raise Refused(f"An action is one of: {', '.join(STATES)}.")
        if action.state == state and state != "dropped":
            return Change(f"{number} is {state} already", entry=id_)
        raw = session.raw("entries", id_)
        edit = change("entries", id_, raw, {**fields, "edited": now.stamp})
        return Change(f"{number} is {'open again' if state == 'open' else state}", (edit,), entry=id_)

    return act


def action_at(session: Session, id_: str) -> Action:
    """The action with that id.

    Raises:
        Refused: It is none, or it was taken out.
    """
    entry = session.entries.get(id_)
    if entry is None or entry.forgotten or session.sealed(entry):
        raise Refused("There is no such action.")
    number = session.number(id_)
    if entry.deleted:
        raise Refused(f"{number} was taken out. :restore {number} brings it back.")
    if not isinstance(entry, Action):
        label = kind_class(entry.kind).label
        raise Refused(f"{number} is {'an' if label[:1] in 'aeiou' else 'a'} {label}, not an action.")
    return entry
