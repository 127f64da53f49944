"""What is said of a line after its session: one change to its own file, from the library or the command line.

Both open the session, do one thing through the same words as in the room, and let go; what another window on
that session writes meanwhile stays. A session whose clock is running is left to its window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kmfacilitate.desk import Desk
from kmfacilitate.desk.machine_time import Time
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.folding import settles
from kmfacilitate.library.index import update
from kmfacilitate.session import clock
from kmfacilitate.session.acts import actions, correct
from kmfacilitate.session.acts import lessons as lives
from kmfacilitate.session.answering import entry_named, field_value
from kmfacilitate.session.documents import Value
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.lesson_life import LEARNED, STATES, state_named
from kmfacilitate.session.line.words import choice_at_start
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

from . import lessons
from .outcome import READ_ONLY, Outcome, did

if TYPE_CHECKING:
    from kmfacilitate.library.gatherer import Gatherer

Saying: TypeAlias = Callable[[Desk], Outcome]
"""One thing that is said at an open session."""


def say_of(
    library: Library,
    path: Path,
    saying: Saying,
    *,
    places: Places | None = None,
    time_: Time | None = None,
    gatherer: Gatherer | None = None,
) -> Outcome:
    """Open a session, say one thing, and let go of it; it is on the disk when this returns.

    Args:
        library: The library.
        path: The session's file.
        saying: What is said.
        places: The folders of this machine.
        time_: Where the moment comes from.
        gatherer: Told that the file was written, so that the index has it soon.

    Raises:
        Unable: The session can't be read or saved; its clock is running, so that it is open in a window, or
            was left by one that is gone; or it was made by a newer version.
        Refused: It can't be said so.
    """
    file = SessionFile.open(path, places=places)
    if file.read_only:
        raise Unable(_(READ_ONLY))
    if clock.state(Session.read(file.documents)) == "running":
        raise Unable(
            _("The clock of this session is running: say it there with :state, or pause or finish it first.")
        )
    desk, notes = Desk.resume(library, path, alone=True, places=places, time_=time_)
    desk.gatherer = gatherer
    try:
        outcome = saying(desk)
    finally:
        rescue = desk.close()
    if rescue is not None:
        raise Unable(_("That could not be saved; it is in {rescue}").format(rescue=rescue))
    return replace(outcome, notes=(*notes, *outcome.notes))


def lesson(
    number: str, state: str, note: str, given: Mapping[str, str], *,
    other: str = "", reopened: bool = False, command: str = "",
) -> Saying:  # fmt: skip
    """Bring a lesson into a state, or set fields of it.

    Args:
        number: Its number or id.
        state: The word for a state, or `again`; empty: only fields are set.
        note: What the state asks for, in words.
        given: Fields by name, as they were typed.
        other: The lesson that stands in its place (`session/entry`), known to be there.
        reopened: Whether a later session said that it happened again, which its own file does not know yet.
        command: How a state is said where this is shown (`lessons.where_it_stands`).
    """

    def saying(desk: Desk) -> Outcome:
        id_ = _line(desk, number)
        fields = _read(desk, "lesson", given)
        if other:
            fields["replaced_by"] = other
        if state.casefold() == "again":
            return did(desk.f.do("again", lives.again(id_, note=note)))
        if not state and not fields:
            return lessons.where_it_stands(desk, id_, command)
        if not state:
            return lessons.fill(desk, id_, fields)
        there = choice_at_start(state, STATES, desk.f.session.meeting.language)
        to = there[0] if there is not None and not there[1] else state_named(state)
        if reopened and to != "reopened" and lives.lesson_at(desk.f.session, id_).state in LEARNED:
            lessons.advance(desk, id_, "reopened", "", {})
        return lessons.advance(desk, id_, to, note, fields)

    return saying


def route(number: str, where: str) -> Saying:
    """Say where a lesson goes."""
    return lambda desk: did(desk.f.do("route", lives.route(_line(desk, number), where)))


def effect(number: str, note: str, review: str = "") -> Saying:
    """Say what came of a lesson, and when it is looked at again, as typed."""

    def saying(desk: Desk) -> Outcome:
        day = _read(desk, "lesson", {"review": review}) if review.strip() else {}
        return did(desk.f.do("effect", lives.effect(_line(desk, number), note, str(day.get("review", "")))))

    return saying


def action(
    number: str, state: str, reason: str, given: Mapping[str, str], *, closed: bool | None = None
) -> Saying:
    """Say what became of an action (done, dropped, open), or set its owner and day.

    Args:
        number: Its number or id.
        state: The state; empty: only fields are set.
        reason: Why it was dropped; of one that is done the day, if it was not today.
        given: Fields by name, as they were typed.
        closed: Whether a later session settled it, of which its own file knows nothing; none: the library is
            asked.
    """

    def saying(desk: Desk) -> Outcome:
        id_ = _line(desk, number)
        actions.action_at(desk.f.session, id_)
        fields = _read(desk, "action", given)
        outcome = Outcome()
        if fields:
            outcome = did(desk.f.do("fill", correct.fill(id_, fields)))
        if state == "open" and (_settled_later(desk, id_) if closed is None else closed):
            outcome = did(desk.f.do(state, actions.open_after_all(id_)))
        elif state:
            day = str(_read(desk, "action", {"due": reason})["due"]) if state == "done" and reason else ""
            outcome = did(desk.f.do(state, actions.settle(id_, state, reason=reason, day=day)))
        if not state and not fields:
            raise Refused(_("Say what became of it: done, dropped and why, open, or who and by when."))
        return outcome

    return saying


def again_here(on: str, text: str, note: str) -> Saying:
    """Say at one session that a lesson of another (`session/entry`) happened again: a verdict on it."""
    return lambda desk: lessons.again_elsewhere(desk, on, text, note)


def take_back(says: str = "") -> Saying:
    """Take back the last thing that was said at a session on this machine.

    Args:
        says: What it must have been; empty: whatever it was.

    Raises:
        Refused: Something else was said since, or there is nothing to take back.
    """

    def saying(desk: Desk) -> Outcome:
        last = desk.f.can_undo
        if last is None:
            raise Refused(_("There is nothing to take back on this machine."))
        if says and last != says:
            raise Refused(
                _("Something else was said since: {last}. It can be taken back in its session.").format(
                    last=last
                )
            )
        return Outcome(desk.f.undo())

    return saying


def _settled_later(desk: Desk, id_: str) -> bool:
    """Whether the newest word of later sessions settled an action, as the index of the library has it."""
    update(desk.library, desk.places)
    ask = Ask(desk.library, desk.places)
    try:
        line = ask.line(desk.f.session.id, id_)
        return line is not None and settles(ask.said_of(line))
    finally:
        ask.close()


def _line(desk: Desk, number: str) -> str:
    """The line that a number or an id names."""
    if number in desk.f.session.entries and "." not in number:
        return number
    return entry_named(desk.f, number)


def _read(desk: Desk, kind: str, given: Mapping[str, str]) -> dict[str, Value]:
    """Fields as they are stored, from what was typed for each."""
    fields: dict[str, Value] = {}
    for name, words in given.items():
        if name in ("effect", "replaced_by"):
            fields[name] = lessons.lesson_named(desk, words) if name == "replaced_by" else words
            continue
        read = field_value(desk.f, kind, "due" if name == "review" else name, words)
        fields[name] = next(iter(read.values()))
    return fields
