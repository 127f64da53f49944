"""What a session may keep, where its family says so: nothing without consent, nothing longer than agreed.

A *conversation* keeps what the room has agreed to keep before it is typed. A *confidential* session keeps
what its template allows; what belongs to one person (`keep: ask`) stays only if that person says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kmfacilitate.language import N_, _
from kmfacilitate.templates.model import Question, Template

from .kinds import KINDS, Entry
from .kinds.activities import Check
from .session import Session
from .walk import Place, question_at
from .wording import count

Consent = Literal["", "before", "after"]
_TAKES_LINES = ("list", "round", "slips", "form")


def consent_at(session: Session, place: Place) -> Consent:
    """Whether somebody must agree to keep the lines of a place: before they are typed, after, or nobody."""
    stage, question = session.stage(place.stage), question_at(session, place)
    if stage is None or question is None or stage.way(question) not in _TAKES_LINES:
        return ""
    asks = question.capture.keep == "ask"
    match session.meeting.family:
        case "conversation":
            on_the_day = question.capture.becomes == "none" and question.id in stage.record.ways
            return "before" if asks or on_the_day else ""
        case "confidential":
            return "after" if asks else ""
        case _:
            return ""


def asked_to_keep(session: Session, place: Place) -> Place | None:
    """The place where it is asked whether lines may be kept: this one, else the one of the item at hand."""
    if consent_at(session, place):
        return place
    stage = session.stage(place.stage)
    if stage is not None and place.under:
        for question in stage.script.questions:
            other = Place(place.stage, question.id, place.under)
            if consent_at(session, other):
                return other
    return None


def decision(session: Session, place: Place) -> tuple[str, Check] | None:
    """What was said about keeping the lines of a place, with its id; none while nothing was said."""
    found = [
        (id_, entry)
        for id_, entry in session.answers(place.question, place.under)
        if isinstance(entry, Check)
    ]
    return found[-1] if found and consent_at(session, place) else None


def consent_to_ask(session: Session, place: Place) -> Consent:
    """What is still to be asked about keeping the lines of a place: before they come, or of those there."""
    when = consent_at(session, place)
    if not when or decision(session, place) is not None:
        return ""
    return when if when == "before" or lines_of(session, place) else ""


def agreed(session: Session, place: Place) -> bool:
    """Whether the lines of a place may be kept."""
    said = decision(session, place)
    return said is not None and said[1].answer == "yes"


def lines_of(session: Session, place: Place) -> list[tuple[str, Entry]]:
    """The live lines that a decision about a place is about: those typed there, and the item's actions."""
    question = question_at(session, place)
    kind = question.capture.becomes if question else ""
    return [
        (id_, entry)
        for id_, entry in session.live()
        if entry.kind in (kind, "point" if kind == "none" else kind)
        and entry.stage == place.stage
        and entry.under == place.under
        and (entry.question == place.question or place.under)
    ]


def all_of(session: Session, place: Place) -> tuple[str, ...]:
    """Ids of everything ever typed there, lines that were taken out included."""
    live = {id_ for id_, _rest in lines_of(session, place)}
    gone = {
        id_ for id_, e in session.entries.items()
        if e.question == place.question and e.under == place.under and e.deleted and not e.forgotten
    }  # fmt: skip
    return tuple(id_ for id_ in session.entries if id_ in live | gone)


def undecided(session: Session) -> Iterator[tuple[Place, int]]:
    """Places with lines that nobody has decided about yet, and how many they are."""
    for stage in session.plan:
        for question in stage.script.questions:
            unders = dict.fromkeys(e.under for _id, e in session.live() if e.stage == stage.id)
            for under in unders:
                place = Place(stage.id, question.id, under)
                if consent_at(session, place) == "after" and decision(session, place) is None:
                    lines = lines_of(session, place)
                    if lines:
                        yield place, len(lines)


def must_go(session: Session) -> tuple[str, ...]:
    """Ids of what may not outlast the end of a confidential session; nothing of any other."""
    if session.meeting.family != "confidential":
        return ()
    return tuple(
        id_ for id_, entry in session.entries.items() if not entry.forgotten and not _outlasts(session, entry)
    )


def _outlasts(session: Session, entry: Entry) -> bool:
    if entry.deleted:
        return False
    cls = KINDS.get(entry.kind)
    if cls is not None and not cls.typed:
        return True  # numbers, a yes or no, a verdict
    place = Place(entry.stage, entry.question, entry.under)
    stage, question = session.stage(entry.stage), question_at(session, place)
    if stage is None or question is None:
        return entry.kind == "action"
    if entry.kind == question.capture.becomes and question.capture.becomes != "none":
        kept = question.capture.keep
        return kept == "yes" or (kept == "ask" and agreed(session, place))
    if entry.kind != "action":
        return False
    asked = asked_to_keep(session, place)
    return asked is None or agreed(session, asked)


def kept_words(template: Template, folder: str, synced: str = "") -> tuple[str, str]:
    """What a confidential session keeps and where, in two sentences to be said before it begins.

    Args:
        template: What is going to be run.
        folder: Where its file will be.
        synced: What seems to copy that folder elsewhere, if anything does.
    """
    kept = [_("the date, how many came, and how long each part took")]
    kept += dict.fromkeys(_plural(q) for q in _asking(template, "yes"))
    asked = dict.fromkeys(_plural(q) for q in _asking(template, "ask"))
    kept += [_("{words} of whoever says yes").format(words=words) for words in asked]
    what = _("Confidential. Kept: {kept}. All else is forgotten at the finish.").format(
        kept=_("; ").join(kept)
    )
    where = _("It is kept in {folder} and nowhere else.").format(folder=folder)
    if synced:
        where = _(
            "It is kept in {folder}, which {synced} seems to copy elsewhere; kmfacilitate "
            "start with --library and a folder of its own keeps it on this computer only."
        ).format(folder=folder, synced=synced)
    return what, where


def _asking(template: Template, keep: str) -> Iterator[Question]:
    for stage in template.stages:
        for question in stage.questions:
            capture = question.capture
            if capture.keep == keep and capture.way != "none" and capture.becomes != "none":
                yield question


_SAID_AS = {
    "check": N_("a yes or no"),
    "rating": N_("marks without names"),
    "verdict": N_("what became of earlier actions"),
}
_IN_ANSWER = ("lines", "points", "answers")


def _plural(question: Question) -> str:
    kind = KINDS.get(question.capture.becomes)
    words = (
        kind.plural if kind is not None and kind.plural not in _IN_ANSWER else N_("what is typed in answer")
    )
    return _(_SAID_AS.get(question.capture.becomes, words))


def kept_count(session: Session, place: Place, lines: int) -> str:
    """`2 actions`."""
    question = question_at(session, place)
    kind = KINDS.get(question.capture.becomes) if question else None
    if kind is None:
        return count(lines, "{n} line", "{n} lines")
    return f"{lines} {_(kind.label if lines == 1 else kind.plural)}"
