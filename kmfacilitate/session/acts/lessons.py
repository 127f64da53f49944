"""What becomes of a lesson after it was captured: its states, its route, and when it happens again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kmfacilitate.language import _

from ..documents import Value, plain
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds.activities import Verdict
from ..kinds.insights import ROUTES, Lesson
from ..lesson_life import (
    AGAIN,
    ASIDE,
    LEARNED,
    Need,
    ask_for,
    in_words,
    missing,
    open_from,
    recurrences,
    refusal,
    row_of,
)
from ..session import Session
from ..there import line_of, stage_there
from ..trace import traced
from ..walk import Place
from ..wording import count
from .correct import gained


class Lacking(Refused):
    """A state needs what was not said; `to` and `needs` are for those outside a session."""

    def __init__(self, number: str, to: str, needs: Sequence[Need]) -> None:
        super().__init__(ask_for(number, to, needs))
        self.to = to
        self.needs = needs


def advance(id_: str, state: str, note: str = "", fields: Mapping[str, Value] | None = None) -> Act:
    """Bring a lesson into a state, with a dated row in its history.

    Args:
        id_: The lesson.
        state: The state as stored (empty: captured).
        note: What was done, where the changed thing is, the effect, the reason: what the state asks for.
        fields: Fields set in the same step, by stored name; `review`, `effect` and `replaced_by` too.

    Raises:
        Refused: The state does not follow from where it stands, or something it needs is missing; the
            sentence says what follows, or asks for what is missing.
    """

    def act(session: Session, now: Now) -> Change:
        lesson = lesson_at(session, id_)
        number = session.number(id_)
        known = {*Lesson.fields(), "review", "effect", "replaced_by"}
        strange = next((name for name in fields or {} if name not in known), "")
        if strange:
            raise Refused(
                _("A lesson has no {strange}: it has {fields}.").format(
                    strange=strange, fields=", ".join(Lesson.fields())
                )
            )
        said = dict(fields or {})
        if state == lesson.state:
            return _filled(
                session,
                now,
                id_,
                said,
                _("{number} is {state} already").format(number=number, state=in_words(state)),
            )
        why = refusal(lesson.state, state, lesson.history)
        if why:
            raise Refused(f"{number}: {why}")
        if state == "closed" and note:
            said.setdefault("effect", note)
        raw = session.raw("entries", id_)
        if lesson.route == "reject" and state not in ASIDE:
            said.setdefault("route", "")  # it is taken up again, and goes some way
        needs = missing(state, {**raw, **said, "note": note})
        if needs:
            raise Lacking(number, state, needs)
        said |= _settled(session, id_, lesson, state, said)
        history = [*plain(lesson.history), row_of(now.today, state, note)]
        edit = change("entries", id_, raw, {**said, "state": state, "history": history})
        taken_in = _taken_in(session, now, id_, said) if state == "merged" else ()
        return Change(
            _("{number} is {state} now").format(number=number, state=in_words(state)),
            (edit, *taken_in),
            entry=id_,
        )

    return act


def route(id_: str, where: str, reason: str = "") -> Act:
    """Say where a lesson goes; `reject` takes it out of the count and needs a reason.

    Raises:
        Refused: There is no such route, or a rejected lesson has no reason.
    """
    if where == "reject":
        return reject(id_, reason)

    def act(session: Session, now: Now) -> Change:
        lesson_at(session, id_)
        if where not in ROUTES:
            raise Refused(_("A lesson goes one of these ways: {routes}.").format(routes=", ".join(ROUTES)))
        number = session.number(id_)
        edit = change("entries", id_, session.raw("entries", id_), {"route": where})
        if not edit.after:
            return Change(_("{number} goes to {where} already").format(number=number, where=where), entry=id_)
        return _filled(
            session,
            now,
            id_,
            {"route": where},
            _("{number} goes to: {where}").format(number=number, where=where),
        )

    return act


def reject(id_: str, reason: str = "") -> Act:
    """Set a lesson aside, with the reason."""
    return advance(id_, "rejected", reason)


def supersede(id_: str, by: str, note: str = "") -> Act:
    """Let a newer lesson (its id, or `session/entry` of another session) stand in a lesson's place."""
    return advance(id_, "superseded", note, {"replaced_by": by})


def again(*ids: str, note: str = "") -> Act:
    """Count that lessons of this session happened again; one that was learned is reopened."""

    def act(session: Session, now: Now) -> Change:
        edits: list[Edit] = []
        says: list[str] = []
        for id_ in dict.fromkeys(ids):
            lesson = lesson_at(session, id_)
            history = [*plain(lesson.history), row_of(now.today, AGAIN, note)]
            fields: dict[str, Value] = {"history": history}
            number = session.number(id_)
            times = count(recurrences(lesson.history) + 1, "{n} time", "{n} times")
            says.append(_("{number} happened again ({times})").format(number=number, times=times))
            if lesson.state in LEARNED:
                history.append(row_of(now.today, "reopened"))
                fields["state"] = "reopened"
                says[-1] += _(", so it is reopened")
            edits.append(change("entries", id_, session.raw("entries", id_), fields))
        if not edits:
            raise Refused(_("Say which lesson happened again: :again 5.1"))
        return Change(_("; ").join(says), tuple(edits), entry=ids[-1])

    return act


def again_elsewhere(place: Place, on: str, what: str = "", *, reason: str = "", source: str = "") -> Act:
    """Say here that a lesson of an earlier session happened again: a verdict, which the library folds in.

    Args:
        place: Where it is said.
        on: `session/entry` of the lesson.
        what: Its words; empty where they may not be written down here.
        reason: What was said about it.
        source: Id of the line of this session that brought it up, if there is one.
    """

    def act(session: Session, now: Now) -> Change:
        stage_there(session, place.stage)
        fields: dict[str, Value] = {
            "says": AGAIN, "of": "lesson", "what": what, "reason": reason, "source": source,
        }  # fmt: skip
        says = _("happened again: {what}").format(what=what) if what else _("happened again")
        given = next(
            (i for i, e in session.live() if isinstance(e, Verdict) and (e.on, e.says) == (on, AGAIN)), None
        )
        if given is not None:
            raw = session.raw("entries", given)
            more = {name: value for name, value in fields.items() if value}
            edit = change("entries", given, raw, more)
            if not edit.after:
                return Change(_("that is counted already"))
            return Change(says, (change("entries", given, raw, {**more, "edited": now.stamp}),))
        where: dict[str, Value] = {
            "kind": "verdict", "stage": place.stage, "question": place.question, "under": place.under,
            "n": session.next_n(place.stage), "at": now.stamp, "on": on,
        }  # fmt: skip
        new = now.new_id()
        return Change(says, (create("entries", new, {**where, **fields}),))

    return act


def effect(id_: str, note: str, review: str = "") -> Act:
    """Say what came of a lesson that was learned, and when it is looked at again (a stored day).

    Raises:
        Refused: It was not learned yet, or nothing is said.
    """

    def act(session: Session, now: Now) -> Change:
        lesson = lesson_at(session, id_)
        number = session.number(id_)
        if not note.strip():
            raise Refused(
                _("Say what came of it: :effect {number} no wrong list in three exercises ^6m").format(
                    number=number
                )
            )
        if lesson.state not in LEARNED:
            raise Refused(
                _("{number} is {state}: its effect shows once it is embedded. Next: {following}.").format(
                    number=number,
                    state=in_words(lesson.state),
                    following=in_words(open_from(lesson.state, lesson.history)[0]),
                )
            )
        fields: dict[str, Value] = {"effect": note, **({"review": review} if review else {})}
        return _filled(session, now, id_, fields, _("the effect of {number} is noted").format(number=number))

    return act


def lesson_at(session: Session, id_: str) -> Lesson:
    """The lesson with that id.

    Raises:
        Refused: It is none, or it was taken out.
    """
    return line_of(
        session,
        id_,
        Lesson,
        _("There is no such lesson."),
        _("{number} is {kind}, not a lesson. :kind {number} lesson makes it one."),
    )


def _filled(session: Session, now: Now, id_: str, fields: Mapping[str, Value], says: str) -> Change:
    """Set fields, with what an edit leaves behind."""
    raw = session.raw("entries", id_)
    edit = change("entries", id_, raw, fields)
    if not edit.after:
        return Change(says, entry=id_)
    stamped = {**fields, "edited": now.stamp, **traced(session, id_, edit.after, now.today)}
    return Change(says, (change("entries", id_, raw, stamped),), entry=id_)


def _settled(
    session: Session, id_: str, lesson: Lesson, state: str, said: Mapping[str, Value]
) -> dict[str, Value]:
    """Fields that go with a state: the other lesson's full id, no other lesson once it is back."""
    fields: dict[str, Value] = {}
    if state == "information":
        fields["route"] = "information"
    if lesson.replaced_by and state not in ("merged", "superseded"):
        fields["replaced_by"] = ""
    other = str(said.get("replaced_by") or "")
    if not other:
        return fields
    full = other if "/" in other else f"{session.id}/{other}"
    if full == f"{session.id}/{id_}":
        raise Refused(_("A lesson can't take its own place; say the number of the other one."))
    owned, _rest, entry = full.partition("/")
    if owned == session.id and lesson_at(session, entry).state in ASIDE:
        number = session.number(entry)
        raise Refused(
            _("{number} is {state} itself; say the one that stands.").format(
                number=number, state=in_words(lesson_at(session, entry).state)
            )
        )
    return {**fields, "replaced_by": full}


def _taken_in(session: Session, now: Now, id_: str, said: Mapping[str, Value]) -> tuple[Edit, ...]:
    """What the other lesson of this session gains from one that is merged into it."""
    owned, _rest, other = str(said.get("replaced_by") or "").partition("/")
    if owned != session.id or other not in session.entries:
        return ()
    first, second = session.entries[other], session.entries[id_]
    fields = {**gained(session, other, id_), "tags": list(dict.fromkeys((*first.tags, *second.tags)))}
    edit = change("entries", other, session.raw("entries", other), fields)
    if not edit.after:
        return ()
    stamped = {**fields, "edited": now.stamp, **traced(session, other, edit.after, now.today)}
    return (change("entries", other, session.raw("entries", other), stamped),)
