"""What becomes of a lesson: its state, its route, what stands in its place, and that it happened again."""

from __future__ import annotations

from collections.abc import Mapping

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.acts import correct, lessons
from kmfacilitate.session.answering import entry_named, room_at
from kmfacilitate.session.documents import Value
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds.insights import ROUTES, Lesson
from kmfacilitate.session.lesson_life import (
    FROM_ANY,
    STATES,
    in_words,
    open_from,
    recurrences,
    state_named,
    word,
)
from kmfacilitate.session.line import read_line
from kmfacilitate.session.line.vocabulary import find_choice
from kmfacilitate.session.line.words import choice_at_start
from kmfacilitate.session.seen import Seen
from kmfacilitate.session.seen_before import is_number, named
from kmfacilitate.session.session import Session
from kmfacilitate.session.wording import count
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import find

from .outcome import Outcome, did

_MERGING = ("merged", "superseded")


def state(desk: Desk, rest: str) -> Outcome:
    """Bring a lesson into a state: `5.1 assigned @Ana ^2w | target: the call-out list`.

    With the number alone, say where it stands and what can follow.
    """
    number, _rest, words = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which lesson and its state: :state 5.1 checked"))
    id_ = entry_named(desk.f, number)
    if not words.strip():
        return where_it_stands(desk, id_)
    to, said = _state_and_rest(words.strip(), desk.f.session.meeting.language)
    note, fields = read_fields(desk, said)
    return advance(desk, id_, to, note, fields)


def advance(desk: Desk, id_: str, to: str, note: str, fields: Mapping[str, Value]) -> Outcome:
    """Bring a lesson into a state; the words after *merged* and *superseded* begin with the other lesson.

    Args:
        desk: The session.
        id_: The lesson.
        to: The state as stored.
        note: What the state asks for, in words.
        fields: Fields to be set with it; a date means the day to look again where the lesson is closed.

    Raises:
        Refused: It does not follow, or something is missing; the sentence asks for it.
    """
    given = dict(fields)
    if to == "closed" and "due" in given and "review" not in given:
        given["review"] = given.pop("due")
    if to in _MERGING and note and "replaced_by" not in given:
        other, _rest, note = note.partition(" ")
        given["replaced_by"] = lesson_named(desk, other)
    return did(desk.f.do("state", lessons.advance(id_, to, note.strip(), given)))


def fill(desk: Desk, id_: str, fields: Mapping[str, Value]) -> Outcome:
    """Set fields of a lesson (owner, due, target, route, …) without changing its state."""
    lessons.lesson_at(desk.f.session, id_)
    return did(desk.f.do("fill", correct.fill(id_, dict(fields))))


def _state_and_rest(words: str, language: str) -> tuple[str, str]:
    """The state that words begin with, and what follows it."""
    if (there := choice_at_start(words, STATES, language)) is not None:
        return there
    first, _rest, rest = words.partition(" ")
    second, _rest, after = rest.strip().partition(" ")
    if second and f"{first} {second}".casefold() == word("information"):
        return "information", after.strip()
    return state_named(first), rest.strip()


def read_fields(desk: Desk, typed: str) -> tuple[str, dict[str, Value]]:
    """The words, and the fields of a lesson, in what follows a state: `agreed @Ana ^2w | target: …`.

    Raises:
        Refused: Something looks like a field or a date and can't be read as one.
    """
    line = read_line(f"x {typed}", room_at(desk.f, kind="lesson"))
    if line.notes:
        raise Refused(f"{line.notes[0][:1].upper()}{line.notes[0][1:]}.")
    return line.text.removeprefix("x").strip(), dict(line.fields)


def where_it_stands(desk: Desk, id_: str, command: str = "") -> Outcome:
    """The state of a lesson, its history, and what can follow.

    Args:
        desk: The open session.
        id_: Of the lesson.
        command: What brings it on where it is said; empty: the word with its number, `:state 5.1`.
    """
    lesson = lessons.lesson_at(desk.f.session, id_)
    number = desk.f.session.number(id_)
    means = f": {_(STATES[lesson.state].means)}" if lesson.state in STATES else ""
    lines = [
        _("{number} is {state}{means}.").format(number=number, state=in_words(lesson.state), means=means)
    ]
    times = recurrences(lesson.history)
    if times:
        lines.append(count(times, "It happened again {n} time.", "It happened again {n} times."))
    for to in open_from(lesson.state, lesson.history):
        if to not in FROM_ANY:
            needs = ", ".join(_(need.words) for need in STATES[to].needs)
            asks = _(" (needs {needs})").format(needs=needs) if needs else ""
            lines.append(f"{command or f':state {number}'} {to or word(to)}  {_(STATES[to].means)}{asks}")
    lines.append(_("At any time: {states}.").format(states=", ".join(FROM_ANY)))
    return Outcome(front="list", lines=tuple(lines))


def route(desk: Desk, rest: str) -> Outcome:
    """Say where a lesson goes: `5.1 process`; *reject* with a reason."""
    number, _rest, words = rest.strip().partition(" ")
    way, _rest, reason = words.strip().partition(" ")
    if not number or not way:
        raise Refused(
            _("Say which lesson and where it goes: :route 5.1 process. Ways: {routes}.").format(
                routes=", ".join(ROUTES)
            )
        )
    chosen = find_choice(way, ROUTES, desk.f.session.meeting.language)
    if chosen is None:
        raise Refused(_("A lesson goes one of these ways: {routes}.").format(routes=", ".join(ROUTES)))
    return did(desk.f.do("route", lessons.route(entry_named(desk.f, number), chosen, reason.strip())))


def supersede(desk: Desk, rest: str) -> Outcome:
    """Let a newer lesson stand in a lesson's place: `5.1 5.4`, or `5.1 SESSION/4.2`."""
    number, _rest, words = rest.strip().partition(" ")
    by, _rest, note = words.strip().partition(" ")
    if not number or not by:
        raise Refused(_("Say which lesson, then the newer one: :supersede 5.1 5.4"))
    id_ = entry_named(desk.f, number)
    return did(desk.f.do("supersede", lessons.supersede(id_, lesson_named(desk, by), note.strip())))


def effect(desk: Desk, rest: str) -> Outcome:
    """Say what came of a lesson, and when to look again: `5.1 no wrong list in three exercises ^6m`."""
    number, _rest, words = rest.strip().partition(" ")
    if not number or not words.strip():
        raise Refused(
            _("Say which lesson and what came of it: :effect 5.1 no wrong list in three exercises ^6m")
        )
    note, fields = read_fields(desk, words)
    act = lessons.effect(entry_named(desk.f, number), note, str(fields.get("due", "")))
    return did(desk.f.do("effect", act))


def again(desk: Desk, rest: str) -> Outcome:
    """Count that a lesson happened again: `5.1`, `b1` of those seen before, `SESSION/5.1` of any other."""
    reference, _rest, note = rest.strip().partition(" ")
    if not reference:
        raise Refused(_("Say which lesson happened again: :again 5.1"))
    if reference[:1] in "bB" and is_number(reference):
        return again_before(desk, named(desk.f, reference), note.strip())
    if "/" not in reference:
        id_ = entry_named(desk.f, reference, earlier=True)
        if "/" not in id_:
            return did(desk.f.do("again", lessons.again(id_, note=note.strip())))
        text = next((line.text for line in desk.f.past if line.id == id_ and line.quoted), "")
        return again_elsewhere(desk, id_, text, note.strip())
    session, id_ = find_lesson(desk, reference)
    if session.id == desk.f.session.id:
        return did(desk.f.do("again", lessons.again(id_, note=note.strip())))
    quoted = session.meeting.family != "confidential" and session.meeting.share in ("open", "summary")
    text = session.entries[id_].text if quoted else ""
    return again_elsewhere(desk, f"{session.id}/{id_}", text, note.strip())


def again_before(desk: Desk, seen: Seen, note: str = "") -> Outcome:
    """Say that a lesson of those at hand happened again; the line that brought it up is named with it."""
    source = desk.f.seen.source
    entry = desk.f.session.entries.get(source)
    there = entry is not None and not entry.deleted
    return again_elsewhere(desk, seen.on, seen.text, note, source if there else "")


def again_elsewhere(desk: Desk, on: str, text: str, note: str = "", source: str = "") -> Outcome:
    """Say here that a lesson of an earlier session (`session/entry`) happened again."""
    act = lessons.again_elsewhere(desk.f.here, on, text, reason=note, source=source)
    return did(desk.f.do("again", act))


def lesson_named(desk: Desk, reference: str) -> str:
    """`session/entry` of the lesson that `5.4`, `b1` or `SESSION/4.2` names. Reads that session's file.

    Raises:
        Refused: There is no such session or lesson.
    """
    if "/" in reference:
        session, id_ = find_lesson(desk, reference)
        return f"{session.id}/{id_}"
    if reference[:1] in "bB" and is_number(reference):
        return named(desk.f, reference).on
    id_ = entry_named(desk.f, reference)
    lessons.lesson_at(desk.f.session, id_)
    return f"{desk.f.session.id}/{id_}"


def find_lesson(desk: Desk, reference: str) -> tuple[Session, str]:
    """The session and the lesson that `SESSION/4.2` names.

    Raises:
        Refused: There is no such session or lesson.
    """
    name, _rest, number = reference.rpartition("/")
    session = desk.f.session
    if name != session.id:
        try:
            session = Session.read(SessionFile.open(find(desk.library, name).path).documents)
        except Unable as unable:
            raise Refused(str(unable)) from None
    id_ = session.numbered(number)
    lesson = session.entries.get(id_ or "")
    if id_ is None or not isinstance(lesson, Lesson) or lesson.deleted or session.sealed(lesson):
        raise Refused(_("Session {name} has no lesson {number}.").format(name=name, number=number))
    return session, id_
