"""What became of an action after it was agreed: done, dropped with a reason, or open again."""

from __future__ import annotations

from dataclasses import replace

from kmfacilitate.language import _

from ..documents import Value
from ..edits import Act, Change, Now, Refused, change, create
from ..kinds.commitments import Action
from ..session import Session
from ..there import line_of
from .reviews import verdict_on

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
                    raise Refused(
                        _("Say why {number} is dropped: :drop {number} and the reason.").format(number=number)
                    )
                fields = {"done": "", "dropped": reason.strip()}
            case "open":
                fields = {"done": "", "dropped": ""}
            case _:
                raise Refused(_("An action is one of: {states}.").format(states=", ".join(STATES)))
        if action.state == state and state != "dropped":
            return Change(_("{number} is {state} already").format(number=number, state=_(state)), entry=id_)
        raw = session.raw("entries", id_)
        edit = change("entries", id_, raw, {**fields, "edited": now.stamp})
        return Change(
            _("{number} is {state}").format(
                number=number, state=_("open again") if state == "open" else _(state)
            ),
            (edit,),
            entry=id_,
        )

    return act


def open_after_all(id_: str) -> Act:
    """Open an action again that a later session settled: a verdict on it, said now, which is the newest.

    What the later session said stays there; of all that is said of an action the newest counts.
    """

    def act(session: Session, now: Now) -> Change:
        action = action_at(session, id_)
        own = settle(id_, "open")(session, now)
        given = verdict_on(session, id_)
        fields: dict[str, Value] = {"says": "open", "reason": ""}
        if given is not None:
            said = change(
                "entries", given[0], session.raw("entries", given[0]), {**fields, "edited": now.stamp}
            )
        else:
            said = create("entries", now.new_id(), {
                "kind": "verdict", "stage": action.stage, "question": action.question, "under": action.under,
                "n": session.next_n(action.stage), "at": now.stamp, "on": f"{session.id}/{id_}",
                "of": "action", "what": action.text, **fields,
            })  # fmt: skip
        told = _("{number} is {state}").format(number=session.number(id_), state=_("open again"))
        return replace(own, says=told, edits=(*own.edits, said))

    return act


def action_at(session: Session, id_: str) -> Action:
    """The action with that id.

    Raises:
        Refused: It is none, or it was taken out.
    """
    return line_of(
        session,
        id_,
        Action,
        _("There is no such action."),
        _("{number} is {kind}, not an action."),
    )
