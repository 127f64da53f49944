"""A lesson on a page of its own: to be listed, linked and found by whatever reads Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _, speaking
from kmfacilitate.session import clock
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import AGAIN, folded, standing, word
from kmfacilitate.session.lesson_life import in_words as state_in_words
from kmfacilitate.session.verdicts import in_words
from kmfacilitate.session.wording import count

from .blocks import Block, Bullet, Outline, Paragraph, Section
from .dates import day_of
from .edition import Edition
from .front import headline, tags_of
from .lesson_history import became
from .outline import WARNING
from .points import pointed
from .redaction import owner_in_words
from .telling import Telling

_APPLIES = ("applies", "partly")
"""Verdicts after which a lesson counts as used."""
_TAGS_BEFORE = "lesson"
_STANDINGS = {
    "identified": N_("Lesson identified"), "learned": N_("Lesson learned"),
    "set aside": N_("Lesson set aside"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a later session said of a line: the day, the verdict, and the reason."""

    day: str
    says: str
    reason: str = ""


@dataclass(slots=True)
class Later:
    """What later sessions said of earlier lines, by `session/entry`. Sessions are heard newest first."""

    said: dict[str, list[Said]] = field(default_factory=dict)

    def hear(self, edition: Edition, day: str) -> None:
        """Take in the verdicts of an edition."""
        for _id, entry in edition.session.live():
            if isinstance(entry, Verdict) and not entry.on.startswith(f"{edition.session.id}/"):
                self.said.setdefault(entry.on, []).append(Said(day, entry.says, entry.reason))

    def of(self, session: str, id_: str) -> tuple[Said, ...]:
        """What was said of a line, newest first."""
        return tuple(self.said.get(f"{session}/{id_}", ()))


def lesson_id(session: str, id_: str) -> str:
    """What a lesson is called outside its session, also as a file name."""
    return f"{session}-{id_}"


def state_of(lesson: Lesson, later: tuple[Said, ...] = ()) -> str:
    """How a lesson stands when what later sessions said is counted in."""
    return folded(lesson.state, lesson.history, [(said.day, said.says) for said in later])[0]


def lesson_page(
    edition: Edition, id_: str, at: datetime, *, later: tuple[Said, ...] = (), link: str = ""
) -> Outline:
    """The page of one lesson of an edition.

    Args:
        edition: What leaves.
        id_: The lesson's id in its session.
        at: Now (aware); it matters only while the session is running.
        later: What later sessions said of it, newest first.
        link: The path to the report of its session, from this page; empty: there is none.
    """
    with speaking(edition.session.meeting.language):
        return _lesson_page(edition, id_, at, later, link)


def _lesson_page(edition: Edition, id_: str, at: datetime, later: tuple[Said, ...], link: str) -> Outline:
    telling = Telling(edition)
    session = edition.session
    lesson = session.entries[id_]
    assert isinstance(lesson, Lesson)
    day = day_of(session, clock.sittings(session, at))
    sections = [
        _section("happened", _("What happened"), (*_said(lesson.context), *_said(lesson.happened))),
        _section("why", _("Why"), tuple(Bullet(why) for why in lesson.why)),
        _section("recommendation", _("Recommendation"), _said(lesson.recommendation)),
        _section("applies", _("For whom"), (*_said(lesson.applies), _labelled(_("Except"), lesson.not_when))),
        _section("evidence", _("Evidence"), (*_said(lesson.evidence), _impact(lesson))),
        _section("route", _("What is to change"), _route(lesson, telling)),
        _section("became", _("What became of it"), (*became(lesson, telling), *_later(later, telling))),
        _section("from", _("Where it comes from"), _source(edition, id_, day, link, telling)),
    ]
    return Outline(
        title=clean_line(lesson.text) or _("Lesson"),
        about=(_standing(lesson, later, day, telling),),
        sections=tuple(section for section in sections if section is not None),
        front=tuple(_front(edition, id_, lesson, day, later, link).items()),
        warning=_(WARNING) if edition.which == "full" else "",
        language=session.meeting.language,
    )


def _section(key: str, title: str, blocks: tuple[Block | None, ...]) -> Section | None:
    kept = tuple(block for block in blocks if block is not None)
    return Section(key, title, kept) if kept else None


def _said(text: str) -> tuple[Block, ...]:
    """A paragraph, or a list where the text is one; what stands before its points stays a paragraph."""
    if not text:
        return ()
    first, *points = pointed(text, 0)
    if not points:
        return (Paragraph(text),)
    if points[0].depth:
        return (Paragraph(first.text), *(replace(point, depth=0) for point in points))
    return (first, *points)


def _labelled(label: str, text: str) -> Bullet | None:
    return Bullet(text, label=label) if text else None


def _impact(lesson: Lesson) -> Bullet | None:
    return Bullet(_("{n} of 5").format(n=lesson.impact), label=_("Impact")) if lesson.impact else None


def _route(lesson: Lesson, telling: Telling) -> tuple[Bullet | None, ...]:
    return (
        _labelled(_("Route"), _(lesson.route) if lesson.route else ""),
        _labelled(_("Target"), lesson.target),
        _labelled(_("Owner"), owner_in_words(lesson.owner)),
        _labelled(_("Due"), telling.day(lesson.due) if lesson.due else ""),
    )


def _later(later: tuple[Said, ...], telling: Telling) -> tuple[Bullet, ...]:
    return tuple(
        Bullet(in_words(said.says), lead=telling.day(said.day), facts=(said.reason,) if said.reason else ())
        for said in later
    )


def _source(edition: Edition, id_: str, day: date, link: str, telling: Telling) -> tuple[Bullet, ...]:
    lines = [Bullet(headline(edition.session), facts=(telling.day(day.isoformat()),),
                    number=telling.number(id_), link=link)]  # fmt: skip
    if edition.session.meeting.project:
        lines.append(Bullet(edition.session.meeting.project, label=_("Project")))
    return tuple(lines)


def _standing(lesson: Lesson, later: tuple[Said, ...], day: date, telling: Telling) -> str:
    state = state_of(lesson, later)
    facts = [_(_STANDINGS[standing(state)]), state_in_words(state), telling.day(day.isoformat())]
    used = _used(later)
    if used:
        facts.append(count(used, "used {n} time", "used {n} times"))
    return " · ".join(facts)


def _used(later: tuple[Said, ...]) -> int:
    return sum(1 for said in later if said.says in _APPLIES)


def _front(
    edition: Edition, id_: str, lesson: Lesson, day: date, later: tuple[Said, ...], link: str
) -> dict[str, object]:
    session = edition.session
    state = state_of(lesson, later)
    title = clean_line(lesson.text)
    again = folded(lesson.state, lesson.history, [(said.day, said.says) for said in later])[1]
    reviewed = max((row[0] for row in lesson.history if len(row) > 1 and row[1] != AGAIN), default="")
    fields: dict[str, object] = {
        "id": lesson_id(session.id, id_),
        "title": title,
        "aliases": [title],
        "status": standing(state),
        "state": word(state),
        "type": lesson.type,
        "route": lesson.route,
        "impact": lesson.impact,
        "owner": clean_line(lesson.owner),
        "due": _day(lesson.due),
        "project": clean_line(session.meeting.project),
        "technique": session.template.technique,
        "session": session.id,
        "session_title": clean_line(session.meeting.title),
        "session_file": link,
        "created": _day(lesson.at[:10]) or day,
        "reviewed": _day(reviewed),
        "review": _day(lesson.review),
        "reused": _used(later),
        "again": again,
        "tags": [_TAGS_BEFORE, *tags_of(lesson.tags)],
        "edition": edition.which,
    }
    return {name: value for name, value in fields.items() if value or name == "reused"}


def _day(stored: str) -> date | None:
    try:
        return date.fromisoformat(stored[:10])
    except ValueError:
        return None
