"""What became of an action: `:done 6.1`, `:drop 6.1 REASON`, `:open 6.1`."""

from __future__ import annotations

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.acts import actions
from kmfacilitate.session.answering import entry_named, field_value
from kmfacilitate.session.edits import Refused

from .outcome import Outcome, did


def done(desk: Desk, rest: str) -> Outcome:
    """Say that an action is done: `6.1`, or `6.1 2026-11-20` with the day."""
    number, _rest, words = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which action is done: :done 6.1"))
    day = str(field_value(desk.f, "action", "due", words)["due"]) if words.strip() else ""
    return did(desk.f.do("done", actions.settle(entry_named(desk.f, number), "done", day=day)))


def drop(desk: Desk, rest: str) -> Outcome:
    """Say that an action is dropped, and why: `6.1 the supplier is gone`."""
    number, _rest, reason = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which action is dropped, and why: :drop 6.1 the supplier is gone"))
    return did(desk.f.do("drop", actions.settle(entry_named(desk.f, number), "dropped", reason=reason)))


def open_again(desk: Desk, rest: str) -> Outcome:
    """Say that an action is open after all: `6.1`."""
    if not rest.strip():
        raise Refused(_("Say which action is open again: :open 6.1"))
    return did(desk.f.do("open", actions.settle(entry_named(desk.f, rest), "open")))
