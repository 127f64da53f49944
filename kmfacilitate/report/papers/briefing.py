"""All that the papers say of a session, taken out of it once: nothing that was captured, and no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.language import _, speaking
from kmfacilitate.report.dates import day_in_words, weekday_in_words, zone
from kmfacilitate.session import clock, walk
from kmfacilitate.session.agenda import Slot, agenda, agenda_now
from kmfacilitate.session.moments import moment
from kmfacilitate.session.only_you import STUCK_TITLES
from kmfacilitate.session.records import Meeting
from kmfacilitate.session.session import PlannedStage, Session
from kmfacilitate.session.usual import Usual
from kmfacilitate.templates.model import Question


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the room: its place (`2a`), what to say before it, how it is worked, and how often.

    `way` is the id of how answers arrive, `dots` and `scale` belong to votes and ratings, `private` is seen
    by the facilitator alone.
    """

    place: str
    ask: str
    say: str
    how: str
    repeated: str
    way: str
    dots: int
    scale: tuple[int, int]
    private: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A stage on paper: `at` is its clock time, or how long after the start it begins (`0:18`)."""

    at: str
    number: str
    title: str
    minutes: int
    kept: bool
    usual: str
    say: str
    asks: tuple[Ask, ...]
    cues: tuple[tuple[str, str], ...]
    tips: tuple[str, ...]
    stuck: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A session as its papers know it; `begins` and `hard_end` are moments in its own zone."""

    session: str
    technique: str
    subject: str
    summary: str
    who: str
    count: int
    """How many are expected; 0: nobody said."""
    place: str
    facilitator: str
    begins: datetime | None
    ends: datetime | None
    hard_end: datetime | None
    length: int
    parts: tuple[Part, ...]
    rules: tuple[str, ...]
    rules_short: str
    outputs: tuple[str, ...]
    leaves: tuple[str, ...]
    language: str
    created: str

    @property
    def title(self) -> str:
        """`After action review: False alert`; of a confidential session never more than the technique."""
        return f"{self.technique}: {self.subject}" if self.subject else self.technique

    @property
    def when(self) -> str:
        """`Thursday 3 December 2026, 10:00 to 11:00`; empty where nobody knows."""
        if self.begins is None or self.ends is None:
            return ""
        weekday = weekday_in_words(self.begins, self.language)
        day = f"{weekday} {day_in_words(self.begins.date(), self.language)}"
        return _("{day}, {begins} to {ends}").format(
            day=day, begins=f"{self.begins:%H:%M}", ends=f"{self.ends:%H:%M}"
        )

    @property
    def how_long(self) -> str:
        """`60 minutes`, or `240 minutes` with what a hard end says."""
        said = _("{minutes} minutes").format(minutes=self.length)
        if self.hard_end is None:
            return said
        return _("{minutes} minutes; the room must be left at {time}").format(
            minutes=self.length, time=f"{self.hard_end:%H:%M}"
        )


def brief(
    session: Session,
    *,
    begins: datetime | None = None,
    at: datetime | None = None,
    usual: Mapping[str, Usual] | None = None,
    language: str = "",
) -> Briefing:
    """The briefing of a session, one that is only planned or one that is being held.

    Args:
        session: The session; one that was never stored will do.
        begins: When it is to begin (aware); none: as the session says, and where it does not know the papers
            count minutes.
        at: Now, for a session that was begun: then its times are those of the day.
        usual: What its stages usually take.
        language: That of the headings and of all that is not the script's; empty: the script's own.
    """
    language = language or session.meeting.language
    with speaking(language):
        return replace(_brief(session, begins, at, usual or {}), language=language)


def _brief(
    session: Session, begins: datetime | None, at: datetime | None, usual: Mapping[str, Usual]
) -> Briefing:
    meeting, tz = session.meeting, zone(session)
    begun = at is not None and bool(meeting.started)
    here = walk.here(session).stage
    if begins is None and meeting.begins:
        begins = moment(meeting.begins)
    slots = agenda_now(session, at, here) if at is not None and begun else agenda(session, begins)
    first = slots[0].begins if slots else None
    last = slots[-1].begins if slots else None
    template = session.template
    confidential = meeting.family == "confidential"
    subject = "" if confidential or meeting.title == template.title else clean_line(meeting.title)
    return Briefing(
        session=session.id,
        technique=clean_line(template.title),
        subject=subject,
        summary=clean(template.summary),
        who=clean_line(template.people.who),
        count=meeting.later_count or meeting.head_count,
        place=clean_line(meeting.place),
        facilitator="" if meeting.names == "none" else clean_line(meeting.facilitator),
        begins=first.astimezone(tz) if first else None,
        ends=(last + timedelta(minutes=slots[-1].minutes)).astimezone(tz) if last else None,
        hard_end=moment(meeting.hard_end).astimezone(tz) if meeting.hard_end else None,
        length=clock.planned(session),
        parts=tuple(_part(session, slot, usual) for slot in slots),
        rules=template.ground_rules,
        rules_short=template.ground_rules_short,
        outputs=template.outputs,
        leaves=_leaves(meeting),
        language=meeting.language,
        created=meeting.created,
    )


def _part(session: Session, slot: Slot, usual: Mapping[str, Usual]) -> Part:
    stage, script, tz = slot.stage, slot.stage.script, zone(session)
    known = usual.get(stage.id)
    cues = []
    for cue in script.cues:
        into = timedelta(minutes=slot.minutes * (1.0 if cue.share is None else cue.share))
        said = f"{(slot.begins + into).astimezone(tz):%H:%M}" if slot.begins else cue.at
        cues.append((said, cue.say))
    questions = walk.asked_questions(stage)
    return Part(
        at=f"{slot.begins.astimezone(tz):%H:%M}"
        if slot.begins
        else f"{slot.after // 60}:{slot.after % 60:02}",
        number=stage.number,
        title=clean_line(script.title),
        minutes=slot.minutes,
        kept=script.protected,
        usual=known.words(stage.record.minutes) if known else "",
        say=clean(script.say),
        asks=tuple(_ask(session, stage, question, len(questions) > 1) for question in questions),
        cues=tuple(cues),
        tips=script.tips,
        stuck=tuple(
            (_(STUCK_TITLES.get(key, f"{key.capitalize()}?")), line) for key, line in script.if_stuck.items()
        ),
    )


def _ask(session: Session, stage: PlannedStage, question: Question, several: bool) -> Ask:
    repeat = question.repeat or (None if question.once else stage.script.repeat)
    repeated = ""
    if repeat is not None and repeat.people:
        repeated = _("for each {called} in turn").format(called=repeat.called or _("person"))
    elif repeat is not None:
        repeated = _("for each of the {n} chosen").format(n=repeat.top)
    way, capture = stage.way(question), question.capture
    return Ask(
        place=f"{stage.number}{stage.letter(question.id) if several else ''}",
        ask=clean_line(question.ask),
        say=clean(question.say),
        how=way_words(way),
        repeated=repeated,
        way=way,
        dots=capture.dots,
        scale=capture.scale,
        private=capture.private,
    )


def way_words(way: str) -> str:
    """How a question is worked, in short: `in turn`, `vote on slips`; empty for a plain list."""
    match way:
        case "round":
            return _("in turn")
        case "slips":
            return _("slips")
        case "vote":
            return _("vote on slips")
        case "score":
            return _("scores")
        case "review":
            return _("verdicts")
    return ""


def _leaves(meeting: Meeting) -> tuple[str, ...]:
    """What leaves the room, in sentences: it is promised in the invitation."""
    if meeting.family == "confidential":
        return (_("What is said stays in the room. What is somebody’s own is kept only if they agree."),)
    match meeting.share:
        case "open":
            share = _("A report of what was said leaves the room; private notes do not.")
        case "summary":
            share = _("The lessons, actions and recommendations leave the room; what else was said does not.")
        case "actions":
            share = _("Only the actions leave the room.")
        case _:
            return (_("Nothing leaves the room."),)
    match meeting.names:
        case "all":
            names = _("It may say who said what.")
        case "owners":
            names = _("Of names it has only those of people who take something on.")
        case _:
            names = _("It has no names.")
    return (share, names)
