"""The report as data: sections in the order they are read, from which every outlet is drawn."""

from __future__ import annotations

from datetime import datetime

from kmfacilitate.language import N_, _, ngettext, speaking
from kmfacilitate.session import clock
from kmfacilitate.session.acts.keyboard import in_words
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.kinds.activities import Pairs, Rating, Verdict, Vote
from kmfacilitate.session.kinds.commitments import Action, Commitment, Contact, Recommendation
from kmfacilitate.session.kinds.happenings import Cause, Difference, Event, Story
from kmfacilitate.session.kinds.insights import Gap, Lesson, Risk
from kmfacilitate.session.kinds.notes import Parked, Private
from kmfacilitate.session.lesson_life import Standing, tally

from .blocks import Block, Bullet, Outline, Section
from .carried_over import verdict_sections
from .dates import moment_in_words, stretch_in_words, zone
from .discussion import discussion, minutes
from .edition import Edition
from .front import front_matter, headline, people_in_words, took
from .risks import risk_sections
from .sections import heading_of_kind, lay_out
from .still_open import still_open
from .telling import Telling

WARNING = N_(
    "Full edition, not for sharing: it holds private notes, and names that were not agreed to leave the room."
)
_FIRST: tuple[type[Entry], ...] = (Action, Recommendation)
_MADE: tuple[type[Entry], ...] = (Gap, Difference, Event, Vote, Cause, Story)
_AFTER: tuple[type[Entry], ...] = (Commitment, Rating, Pairs, Contact)
_LAST: tuple[type[Entry], ...] = (Parked,)
_OWN: tuple[type[Entry], ...] = (Lesson, Risk, Verdict, Private)
"""Kinds with a place of their own below; kinds that are named nowhere here come before what is parked."""
_LESSONS: tuple[tuple[str, str, Standing], ...] = (
    ("lessons", N_("Lessons identified"), "identified"),
    ("lessons-learned", N_("Lessons learned"), "learned"),
    ("lessons-aside", N_("Lessons set aside"), "set aside"),
)
_SHARES = {
    "open": N_("all that was said but private notes"),
    "summary": N_("summary"),
    "actions": N_("actions only"),
}
_NAMES = {"all": N_("names agreed"), "owners": N_("names of owners only"), "none": N_("no names")}


def outline(edition: Edition, at: datetime) -> Outline:
    """The report of an edition, in the language of its session.

    Args:
        edition: What leaves.
        at: Now (aware); it matters only while the session is running.
    """
    with speaking(edition.session.meeting.language):
        return _outline(edition, at)


def _outline(edition: Edition, at: datetime) -> Outline:
    telling = Telling(edition)
    made: list[Section | None] = []
    if edition.share == "actions":
        made = _by_heading((Action,), telling, always=True)
    else:
        ranked, appendix = risk_sections(telling)
        used = clock.used(edition.session, at)
        made = [
            *_lessons(telling),
            *_by_heading(_FIRST, telling, always=True),
            ranked,
            *_by_heading(_MADE, telling),
            *verdict_sections(telling),
            *_by_heading(_AFTER, telling),
            *_by_heading(_unnamed(), telling),
            *_by_heading(_LAST, telling),
            minutes(telling, used) if edition.share == "summary" else discussion(telling, used),
            _not_discussed(edition),
            _still_open(edition),
            appendix,
            *_by_heading((Private,), telling),
            _sittings(edition, at),
            _people(edition),
            _history(edition),
        ]
    return Outline(
        title=headline(edition.session),
        about=_about(edition, at),
        sections=tuple(section for section in made if section is not None),
        front=tuple(front_matter(edition, at).items()),
        warning=_(WARNING) if edition.which == "full" else "",
        language=edition.session.meeting.language,
    )


def _unnamed() -> tuple[type[Entry], ...]:
    named = {*_FIRST, *_MADE, *_AFTER, *_LAST, *_OWN}
    return tuple(kind for kind in KINDS.values() if kind not in named and kind.heading != Entry.heading)


def _by_heading(
    kinds: tuple[type[Entry], ...], telling: Telling, *, always: bool = False
) -> list[Section | None]:
    found: list[Section | None] = []
    for kind in kinds:
        rows = [
            (id_, e) for id_, e in telling.session.live() if type(e) is kind and not telling.session.sealed(e)
        ]
        blocks = lay_out(kind, rows, telling) if rows else []
        if blocks or (always and kind is Action):
            found.append(Section(kind.name, heading_of_kind(kind, telling), tuple(blocks), len(rows)))
    return found


def _lessons(telling: Telling) -> list[Section | None]:
    lessons = [(id_, e) for id_, e in telling.session.live() if isinstance(e, Lesson)]
    found: list[Section | None] = []
    for key, title, counted in _LESSONS:
        rows = [row for row in lessons if row[1].standing == counted]
        if rows:
            found.append(Section(key, _(title), tuple(lay_out(Lesson, rows, telling)), len(rows)))
    return found


def _not_discussed(edition: Edition) -> Section:
    lines: list[Block] = []
    for left in edition.not_discussed:
        facts = (left.reason,) if left.reason else ()
        if left.question:
            about = (_("about: {what}").format(what=left.about),) if left.about else ()
            lines.append(Bullet(left.question, facts=(_("in {stage}").format(stage=left.stage), *about)))
        else:
            lines.append(Bullet(left.stage, facts=facts))
    nothing = [Bullet(_("Nothing was passed over."))]
    return Section("not-discussed", _("Not discussed"), tuple(lines or nothing), len(edition.not_discussed))


def _still_open(edition: Edition) -> Section | None:
    lines = [str(line) for line in still_open(edition.session)]
    lines += [
        ngettext("{n} slip not opened yet", "{n} slips not opened yet", n).format(n=n)
        for n in edition.sealed.values()
    ]
    if edition.unread:
        lines.append(
            ngettext("{n} line could not be read", "{n} lines could not be read", edition.unread).format(
                n=edition.unread
            )
        )
    return (
        Section("still-open", _("Still open"), tuple(Bullet(line) for line in lines), len(lines))
        if lines
        else None
    )


def _sittings(edition: Edition, at: datetime) -> Section | None:
    session = edition.session
    sittings = clock.sittings(session, at)
    if len(sittings) < 2:
        return None
    tz, language = zone(session), session.meeting.language
    return Section("sittings", _("When we met"), tuple(
        Bullet(stretch_in_words(s.start.astimezone(tz), s.end.astimezone(tz), language),
               facts=(s.reason,) if s.reason else ())
        for s in sittings
    ))  # fmt: skip


def _people(edition: Edition) -> Section | None:
    people = [person for person in edition.session.people.values() if not person.deleted]
    if edition.names != "all" or not people:
        return None
    early = _("left early")
    return Section("people", _("Who took part"), tuple(
        Bullet(p.name, facts=tuple(part for part in (p.role, p.team, early if p.left else "") if part))
        for p in people
    ), len(people))  # fmt: skip


def _history(edition: Edition) -> Section | None:
    session = edition.session
    tz, language = zone(session), session.meeting.language
    lines = tuple(
        Bullet(in_words(what), lead=moment_in_words(when, tz, language))
        for when, what in session.meeting.history
    )
    return Section("history", _("History"), lines) if lines else None


def _about(edition: Edition, at: datetime) -> tuple[str, ...]:
    session = edition.session
    meeting = session.meeting
    facts = [took(edition, at), people_in_words(meeting), meeting.place]
    if meeting.facilitator:
        facts.append(_("facilitated by {name}").format(name=meeting.facilitator))
    lines = [" · ".join(fact for fact in facts if fact)]
    if meeting.project:
        lines.append(_("Project: {name}").format(name=meeting.project))
    if edition.share != "actions":
        lines.append(str(tally(e.counted_state for _id, e in session.live() if isinstance(e, Lesson))))
    if edition.which == "shared":
        lines.append(
            _("Shared edition: {share}, {names}.").format(
                share=_(_SHARES[edition.share]), names=_(_NAMES[edition.names])
            )
        )
    if meeting.state == "running":
        lines.append(_("Written while the session was still running."))
    return tuple(line for line in lines if line)
