"""Who types."""

from __future__ import annotations

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.acts import keyboard
from kmfacilitate.session.scribe import hidden_notes, how_to_open
from kmfacilitate.session.wording import count

from .outcome import Outcome


def scribe(desk: Desk, rest: str) -> Outcome:
    """Hand the keyboard to somebody (`Ana`), or take it back (`back`); alone, say who has it."""
    name = clean_line(rest)
    if not name:
        theirs = _("a scribe types; :scribe back takes over")
        mine = _("you type; :scribe Ana hands over")
        return Outcome(theirs if desk.f.session.meeting.scribe else mine)
    if name.casefold() in ("back", "me", "off"):
        return Outcome(desk.f.settle(keyboard.take_back()).says, front="only-you")
    says = desk.f.settle(keyboard.hand_over(name)).says
    notes = len(hidden_notes(desk.f.session))
    hidden = count(notes, "{n} note of yours is out of sight", "{n} notes of yours are out of sight")
    return Outcome(says, notes=(f"{hidden}; {how_to_open()}",) if notes else (), front="fold")
