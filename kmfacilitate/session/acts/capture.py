"""Taking down what the room says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kmfacilitate.language import N_, _

from ..documents import Value
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds.happenings import Cause
from ..line import Line
from ..names import may_keep_speaker
from ..session import PlannedStage, Session
from ..there import stage_there
from ..timeline import over_midnight
from ..walk import Place

NOTHING_KEPT = N_("Nothing is kept here. ~ keeps a note for you, ! an action.")


def capture(place: Place, line: Line, *, by: str = "", turn: int | None = None) -> Act:
    """Add a line at a place, as it was read.

    Args:
        place: Where it belongs; it need not be where the room is.
        line: What was read (`what` is `entry`).
        by: Who said it, where that may be kept.
        turn: In a round, how many have now had their turn; stored with the line, so that undo gives it back.

    Raises:
        Refused: When the question keeps nothing and no sign set a kind.
    """

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, place.stage)
        question = stage.question(place.question)
        kind = line.kind
        if kind == "none":
            raise Refused(_(NOTHING_KEPT))
        fields: dict[str, Value] = {**line.fields}
        slip = (
            question is not None
            and stage.way(question) == "slips"
            and question.id not in stage.record.revealed
            and not line.marked
        )
        private = kind == "private"
        fields.update(
            kind=kind,
            stage=place.stage,
            question=place.question,
            under=place.under,
            n=0 if slip else session.next_n(place.stage, private=private),
            text=line.text,
            at=now.stamp,
            slip=slip,
        )
        fields.setdefault("by", "" if slip else by)
        notes = (*line.notes, *speaker_notes(session, kind, line), *_night_notes(session, place, fields))
        if "" < str(fields.get("due") or "") < now.today.isoformat():
            notes = (*notes, _("that day is past"))
        if slip or not may_keep_speaker(session, kind):
            del fields["by"]
        if place.under in session.entries and kind in ("cause", "lesson", "action", "recommendation"):
            fields["source"] = place.under
        if kind in ("action", "commitment") and place.under and place.under not in session.entries:
            fields.setdefault("owner", place.under)  # whose turn it is
        if kind == "commitment" and turn is not None and by and session.meeting.names != "none":
            fields.setdefault("owner", by)  # a promise is that of who makes it
        if kind == "lesson" and "why" not in fields and place.under in session.entries:
            fields.update(_known_why(session, place))
        id_ = now.new_id()
        edits = [create("entries", id_, fields)]
        if turn is not None:
            edits.append(turn_edit(stage, round_key(place), turn))
        says = (
            _("slip kept")
            if slip
            else (_("kept for you alone, {number}") if private else _("added {number}")).format(
                number=_number(stage, int(fields["n"]), private)
            )
        )
        return Change(says, tuple(edits), entry=id_, notes=notes, told="line")

    return act


def _night_notes(session: Session, place: Place, fields: Mapping[str, Value]) -> tuple[str, ...]:
    """Asks where a time is so much earlier than the one before that a night may lie between."""
    when = str(fields.get("when") or "")
    before = over_midnight(session.answers(place.question, place.under), when) if when else ""
    asks = _("{when} after {before}: is that the next day? :nextday puts it there")
    return (asks.format(when=when, before=before),) if before else ()


def speaker_notes(session: Session, kind: str, line: Line) -> tuple[str, ...]:
    """Says so where the name of who said a line was typed but may not be kept."""
    if line.fields.get("by") and not may_keep_speaker(session, kind):
        return (_("no names are kept: who said it was left out"),)
    return ()


def go_on(place: Place, text: str) -> Act:
    """Add a why to the last cause of the question (`-> never tried under stress`)."""

    def act(session: Session, now: Now) -> Change:
        causes = [(i, e) for i, e in session.answers(place.question, place.under) if e.kind == "cause"]
        if not causes:
            raise Refused(_("There is no cause above to go on from; type the difference first."))
        id_, cause = causes[-1]
        raw = session.raw("entries", id_)
        edit = change("entries", id_, raw, {"text": f"{cause.text} -> {text}", "edited": now.stamp})
        return Change(_("went on with {number}").format(number=session.number(id_)), (edit,), entry=id_)

    return act


def round_key(place: Place) -> str:
    """What a round is kept under: its question, and the item where the question is repeated."""
    return f"{place.question}/{place.under}" if place.under else place.question


def turn_edit(stage: PlannedStage, round_: str, turn: int) -> Edit:
    """The edit that says how many had their turn in a round (`round_key`)."""
    rounds: dict[str, Any] = {**stage.record.rounds}
    rounds[round_] = {**rounds.get(round_, {}), "turn": turn}
    return Edit("stages", stage.key, {"rounds": dict(stage.record.rounds) or None}, {"rounds": rounds})


def _known_why(session: Session, place: Place) -> Mapping[str, Value]:
    """The whys already found for the difference a lesson is taken from."""
    for _id, entry in reversed(list(session.live())):
        if isinstance(entry, Cause) and entry.under == place.under:
            chain = list(entry.chain[1:])
            return {"why": chain} if chain else {}
    return {}


def _number(stage: PlannedStage, n: int, private: bool) -> str:
    return f"p{n}" if private else f"{stage.number or '0'}.{n}"
