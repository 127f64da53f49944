"""The meeting itself: minutes of stages, ways of asking, people, what leaves the room."""

from __future__ import annotations

from collections.abc import Mapping

from ..clock import Proposal
from ..documents import Value
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..session import Session
from ..walk import Place

WAYS = ("list", "round", "slips", "none")


def extend(stage_id: str, minutes: int) -> Act:
    """Give a stage more minutes (fewer, with a negative number)."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(stage_id)
        if stage is None:
            raise Refused("This session has no such stage.")
        new = max(0, stage.record.minutes + minutes)
        edit = change("stages", stage.key, session.documents["stages"][stage.key], {"minutes": new})
        return Change(
            f"{stage.number or stage.script.name} has {new} minutes now", (edit,) if edit.after else ()
        )

    return act


def plan_minutes(minutes: Mapping[str, int], says: str) -> Act:
    """Set the planned minutes of stages (stage id → minutes)."""

    def act(session: Session, now: Now) -> Change:
        edits = []
        for stage in session.plan:
            if stage.id in minutes:
                raw = session.documents["stages"][stage.key]
                edits.append(change("stages", stage.key, raw, {"minutes": minutes[stage.id]}))
        return Change(says, tuple(edit for edit in edits if edit.after))

    return act


def fit(proposal: Proposal) -> Act:
    """Take one of the clock's proposals to end on time."""
    if proposal.skips:
        return skip(proposal.skips, "short of time")
    return plan_minutes(proposal.minutes, proposal.says)


def skip(stage_id: str, reason: str) -> Act:
    """Leave a stage out, with a reason; going there later opens it again."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(stage_id)
        if stage is None:
            raise Refused("This session has no such stage.")
        raw = session.documents["stages"][stage.key]
        edit = change("stages", stage.key, raw, {"state": "skipped", "reason": reason})
        return Change(f"{stage.number or stage.script.name} skipped", (edit,) if edit.after else ())

    return act


def ask_by(place: Place, way: str) -> Act:
    """Ask the question at hand in another way today: list, round, slips or none."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(place.stage)
        question = stage.question(place.question) if stage else None
        if stage is None or question is None:
            raise Refused("There is no question here.")
        if way not in WAYS:
            raise Refused(f"There is no way {way}: list, round, slips or none.")
        if question.capture.way not in (*WAYS, "form"):
            raise Refused("This question is an activity of its own; its way can't be changed.")
        raw = session.documents["stages"][stage.key]
        ways = {**stage.record.ways, question.id: way}
        edit = Edit("stages", stage.key, {"ways": raw.get("ways")}, {"ways": ways})
        return Change(f"asked as {way} now", (edit,))

    return act


def add_person(name: str) -> Act:
    """Someone came late (or was forgotten): they join the end of the round and count from the next vote."""

    def act(session: Session, now: Now) -> Change:
        edits: list[Edit] = []
        if session.meeting.names == "all":
            if name.casefold() in (known.casefold() for known in session.names()):
                raise Refused(f"{name} is on the list already.")
            edits.append(create("people", now.new_id(), {"name": name}))
        edits += _count(session, 1)
        return Change(f"{name} is in", tuple(edits))

    return act


def remove_person(name: str) -> Act:
    """Someone left; what they said stays."""

    def act(session: Session, now: Now) -> Change:
        edits: list[Edit] = []
        for id_, person in session.people.items():
            if person.name.casefold() == name.casefold() and not person.left:
                edits.append(Edit("people", id_, {"left": None}, {"left": True}))
        edits += _count(session, -1)
        return Change(f"{name} has left", tuple(edits))

    return act


def _count(session: Session, by: int) -> list[Edit]:
    raw = session.documents["session"]["1"]
    meeting = session.meeting
    fields: dict[str, Value]
    if not meeting.head_count:
        return []
    if meeting.started:
        fields = {"later_count": max(0, (meeting.later_count or meeting.head_count) + by)}
    else:
        fields = {"head_count": max(0, meeting.head_count + by)}
    return [change("session", "1", raw, fields)]


def settle(fields: Mapping[str, Value], says: str) -> Act:
    """Set fields of the meeting: title, hard end, sharing, names."""

    def act(session: Session, now: Now) -> Change:
        edit = change("session", "1", session.documents["session"]["1"], fields)
        return Change(says, (edit,) if edit.after else ())

    return act


LOOSER = ("nothing", "actions", "summary", "open")
"""Ways of sharing, tightest first."""
MORE_NAMES = ("none", "owners", "all")


def agree_sharing(share: str = "", names: str = "") -> Act:
    """Settle what leaves the room; tightening is free, loosening is dated in the history."""

    def act(session: Session, now: Now) -> Change:
        meeting = session.meeting
        fields: dict[str, Value] = {}
        loosened = []
        if share:
            fields["share"] = share
            if LOOSER.index(share) > LOOSER.index(meeting.share):
                loosened.append(f"shared as {share}, was {meeting.share}")
        if names:
            fields["names"] = names
            if MORE_NAMES.index(names) > MORE_NAMES.index(meeting.names):
                loosened.append(f"names {names}, were {meeting.names}")
        if loosened and meeting.started:
            fields["history"] = [
                *[list(row) for row in meeting.history],
                *[[now.stamp, what] for what in loosened],
            ]
        edits = [change("session", "1", session.documents["session"]["1"], fields)]
        gone: tuple[str, ...] = ()
        if names and names != "all":
            edits += _without_speakers(session)
            gone = tuple(session.people)
        said = " ".join(part for part in (share or meeting.share, "names", names or meeting.names) if part)
        return Change(f"leaves the room: {said}", tuple(edit for edit in edits if edit.after), forgets=gone)

    return act


def _without_speakers(session: Session) -> list[Edit]:
    """With fewer names than all, who said a line is no longer kept (but what was typed as a quote or story)."""
    return [
        change("entries", id_, session.documents["entries"][id_], {"by": ""})
        for id_, entry in session.entries.items()
        if entry.by and entry.kind not in ("quote", "story")
    ]


def choose_questions(stage_id: str, questions: tuple[str, ...]) -> Act:
    """Switch the optional questions of a stage on; those not named are off."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(stage_id)
        if stage is None:
            raise Refused("This session has no such stage.")
        raw = session.documents["stages"][stage.key]
        edit = change("stages", stage.key, raw, {"chosen": list(questions)})
        return Change("questions chosen", (edit,) if edit.after else ())

    return act
