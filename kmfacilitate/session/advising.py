"""Advice where it is given: on the line that is being typed, on one just taken, on all of a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .advice import Advice, Around, Wording, advise, same_as
from .advice_words import telling_words
from .kinds.commitments import Action
from .kinds.insights import Lesson
from .line import Line
from .seen import Seen, SeenBefore
from .session import Session

_MOST_COMPARED = 100
"""The newest lessons that a line being typed is compared with."""


def wording_of(lesson: Lesson) -> Wording:
    """The words of a lesson that was captured."""
    return Wording(
        lesson.text,
        lesson.recommendation,
        lesson.why,
        lesson.source,
        lesson.state,
        lesson.route,
        lesson.owner,
    )


def _typed(line: Line, before: Lesson | None) -> Wording:
    """The words of a lesson that is being typed, or of one that is being changed."""
    said = line.fields
    why = tuple(said.get("why", ()))
    return Wording(line.text, said.get("recommendation", ""), why, before.source if before else "")


class Room(Protocol):
    """What of a running session is asked for advice."""

    session: Session
    roster: tuple[str, ...]
    seen: SeenBefore


class Adviser:
    """Advice on the lessons of a running session. It keeps what is the same from key to key."""

    def __init__(self) -> None:
        self._known: tuple[Session, str, tuple[str, ...], SeenBefore, Around] | None = None

    def on_line(self, room: Room, line: Line, *, editing: str = "", source: str = "") -> tuple[Advice, ...]:
        """What to ask about a half-typed line; nothing where it is no lesson.

        Args:
            room: The running session.
            line: What was read of the line.
            editing: The lesson that is being changed.
            source: The line that a new lesson would be taken from, which holds its why.
        """
        if line.what != "entry" or line.kind != "lesson":
            return ()
        before = room.session.entries.get(editing)
        wording = _typed(line, before if isinstance(before, Lesson) else None)
        if source and not wording.source:
            wording = replace(wording, source=source)
        return advise(wording, self._around(room, editing), typing=True)

    def on_lesson(self, room: Room, id_: str) -> tuple[Advice, ...]:
        """What to ask about a lesson that was just taken."""
        lesson = room.session.entries.get(id_)
        if not isinstance(lesson, Lesson) or room.session.sealed(lesson):
            return ()
        return advise(wording_of(lesson), self._around(room, id_))

    def _around(self, room: Room, id_: str) -> Around:
        known = self._known
        about = id_, room.roster, room.seen
        if known is None or known[0] is not room.session or known[1:4] != about:
            found = around(room.session, room.roster, without=id_, seen=room.seen.lines)
            self._known = known = room.session, *about, found
        return known[4]


def around(
    session: Session, people: Sequence[str] = (), *, without: str = "", seen: Sequence[Seen] = ()
) -> Around:
    """What is known around a lesson of a session.

    Args:
        session: The session.
        people: Names in the room that are kept in memory only.
        without: The lesson itself; only lines before it count as read before.
        seen: Lessons of earlier sessions that are at hand.
    """
    language = session.meeting.language
    newest = [(id_, e) for id_, e in _lessons(session) if id_ != without][-_MOST_COMPARED:]
    lessons = [(session.number(id_), telling_words(e.text, language)) for id_, e in newest]
    return Around(
        people=tuple(dict.fromkeys((*people, *session.names()))),
        language=language,
        seen=_seen_before(session, without),
        others=lessons,
        before=[(f"b{at}", telling_words(each.text, language)) for at, each in enumerate(seen, 1)],
        open_actions=sum(1 for _, e in session.live() if isinstance(e, Action) and e.state == "open"),
    )


def _lessons(session: Session) -> list[tuple[str, Lesson]]:
    """The lessons that still count."""
    return [
        (id_, entry)
        for id_, entry in session.live()
        if isinstance(entry, Lesson) and entry.standing != "set aside" and not session.sealed(entry)
    ]


def _seen_before(session: Session, id_: str) -> Callable[[str], bool]:
    def seen(capitals: str) -> bool:
        if capitals in session.meeting.title or capitals in session.meeting.project:
            return True
        for other, entry in session.live():
            if other == id_:
                return False
            if capitals in entry.text and not session.sealed(entry):
                return True
        return False

    return seen


@dataclass(frozen=True, slots=True)
class Checked:
    """A lesson looked over: its id, number and words, and what to ask about it."""

    id: str
    number: str
    text: str
    advice: tuple[Advice, ...]


def check_lessons(
    session: Session, people: Sequence[str] = (), elsewhere: Mapping[str, str] | None = None
) -> tuple[Checked, ...]:
    """Look over the lessons of a session, as `lessons --check` does; only those with something to ask.

    A pair that looks alike is asked about once, at the later one; what is about the session and not about a
    lesson (too many open actions) is said with the last.

    Args:
        session: The session.
        people: Names in the room that are kept in memory only.
        elsewhere: Of lessons (by id) that look like one of another session, how that is called.
    """
    found: list[Checked] = []
    lessons = _lessons(session)
    language = session.meeting.language
    room = around(session, people)
    earlier: list[tuple[str, frozenset[str]]] = []
    for id_, lesson in lessons:
        number = session.number(id_)
        last = id_ == lessons[-1][0]
        here = Around(
            room.people,
            language,
            (),
            _seen_before(session, id_),
            tuple(earlier),
            open_actions=room.open_actions if last else 0,
        )
        asked = advise(wording_of(lesson), here, closing=True)
        if other := (elsewhere or {}).get(id_, ""):
            asked = (*asked, same_as(other))
        if asked:
            found.append(Checked(id_, number, lesson.text, asked))
        earlier.append((number, telling_words(lesson.text, language)))
    return tuple(found)
