"""What became of a lesson: what stands in its place, its effect, and its history by days."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.language import _
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import AGAIN, CHANGED, Row, in_words
from kmfacilitate.session.trace import changed_afterwards

from .blocks import Bullet
from .telling import TAKEN_OUT, Telling


def became(lesson: Lesson, telling: Telling) -> Iterator[Bullet]:
    """What became of a lesson, a line each; nothing for one that is as it was captured."""
    if lesson.replaced_by:
        label = _("Merged into") if lesson.state == "merged" else _("Superseded by")
        yield Bullet(_other(lesson.replaced_by, telling), label=label)
    if lesson.effect:
        yield Bullet(lesson.effect, label=_("Effect"))
    if lesson.review:
        yield Bullet(telling.day(lesson.review), label=_("To be looked at again"))
    history = [words for words in _history(lesson, telling) if words]
    if history:
        yield Bullet(_("; ").join(history), label=_("History"))


def changed_words(entry: Entry, telling: Telling) -> str:
    """`changed on 3 December 2026`, of a line that was changed after its session was over; else nothing."""
    if not changed_afterwards(telling.session, entry):
        return ""
    return _("changed on {day}").format(day=telling.day(entry.edited[:10]))


def _other(reference: str, telling: Telling) -> str:
    """The words of the lesson that stands in the place of this one, as far as they may be said."""
    session, _rest, id_ = reference.partition("/")
    if session != telling.session.id:
        return _("a lesson of session {session}").format(session=session)
    other = telling.live(id_)
    number = telling.number(id_)
    return f"{telling.says(other)} ({number})" if other is not None and number else _(TAKEN_OUT)


def _history(lesson: Lesson, telling: Telling) -> Iterator[str]:
    by_day: dict[str, list[str]] = {}
    for row in lesson.history:
        if len(row) > 2 and row[1] == CHANGED:
            by_day.setdefault(row[0], []).extend(row[2].split(", "))
    said: set[str] = set()
    for row in lesson.history:
        if len(row) > 1 and row[1] == CHANGED:
            fields = dict.fromkeys(by_day.get(row[0], ()))
            if row[0] not in said:
                yield _("changed on {day}: {fields}").format(
                    day=telling.day(row[0]), fields=", ".join(map(_, fields))
                )
            said.add(row[0])
        elif len(row) > 1:
            yield _row(row, telling)
    if lesson.edited[:10] not in said:
        yield changed_words(lesson, telling)


def _row(row: Row, telling: Telling) -> str:
    what = _("happened again on") if row[1] == AGAIN else in_words(row[1])
    note = row[2] if len(row) > 2 else ""
    return f"{what} {telling.day(row[0])}{f': {note}' if note else ''}"
