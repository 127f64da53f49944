"""Ratings, checks, groups, rounds, slips and draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kmfacilitate.language import N_, _

from ..documents import Value
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds.activities import Rating
from ..material import check_there, members
from ..pairs import Draw
from ..session import Session, people_in
from ..there import stage_there
from ..walk import Place, question_at
from ..wording import count, marks_of, spread
from .capture import round_key, turn_edit


def rate(place: Place, values: Sequence[int]) -> Act:
    """Take the room's ratings; typed again, they replace the earlier ones."""

    def act(session: Session, now: Now) -> Change:
        question = question_at(session, place)
        low, high = question.capture.scale if question else (1, 5)
        if not values:
            raise Refused(
                _("Type the numbers, {low} to {high}, parted by spaces.").format(low=low, high=high)
            )
        wrong = next((value for value in values if not low <= value <= high), None)
        if wrong is not None:
            apart = " ".join(str(wrong))
            hint = (
                _(" Did you mean {apart}?").format(apart=apart)
                if all(low <= int(d) <= high for d in str(wrong))
                else ""
            )
            raise Refused(
                _("{wrong} is outside {low} to {high}.{hint}").format(
                    wrong=wrong, low=low, high=high, hint=hint
                )
            )
        fields: dict[str, Value] = {"values": list(values), "scale": [low, high], "complete": True}
        if question and question.capture.private:
            fields["private"] = "yes"
        given = [(id_, e) for id_, e in session.answers(place.question, place.under) if isinstance(e, Rating)]
        says = _("{marks} kept").format(marks=marks_of(len(values), people_in(session)))
        if not (question and question.capture.private):
            says += f", {spread(values)}"
        if given:
            return again(session, now, given[-1][0], fields, says)
        return Change(says, (new(session, now, place, "rating", question.ask if question else "", fields),))

    return act


def check(place: Place, yes: bool, note: str = "") -> Act:
    """Keep a yes or no, with what was said about it; typed again, it replaces the earlier one."""

    def act(session: Session, now: Now) -> Change:
        answer = "yes" if yes else "no"
        given = [(id_, e) for id_, e in session.answers(place.question, place.under) if e.kind == "check"]
        fields: dict[str, Value] = {"answer": answer, "text": note}
        says = _("noted: {answer}").format(answer=_(answer))
        if given:
            return again(session, now, given[-1][0], fields, says)
        return Change(says, (new(session, now, place, "check", note, fields),))

    return act


WHICH_LINES = N_("Say which lines, then the name of the group: 1 6 11 Untested")


def group(place: Place, ids: Sequence[str], name: str) -> Act:
    """Put lines in a group of that name; a group of that name that is there already takes them too."""

    def act(session: Session, now: Now) -> Change:
        if not name.strip() and not ids:
            raise Refused(_(WHICH_LINES))
        check_there(session, ids)
        same = next(
            (i for i, e in session.of_kind("theme") if e.text.casefold() == name.strip().casefold()), None
        )
        heads = [i for i in ids if i in session.entries and session.entries[i].kind == "theme"]
        edits: list[Edit] = []
        head = same or (heads[0] if heads and not name.strip() else "")
        if not head:
            if not name.strip():
                raise Refused(_("The group needs a name after the numbers."))
            head = now.new_id()
            edits.append(new(session, now, place, "theme", name.strip(), {}, head))
        moved = [i for i in ids if i != head and i not in heads]
        for other in heads:  # a group put into a group hands over its lines
            if other != head:
                moved += members(session, other)
                edits.append(Edit("entries", other, {"deleted": None}, {"deleted": True}))
        for id_ in dict.fromkeys(moved):
            edits.append(change("entries", id_, session.raw("entries", id_), {"group": head}))
        edits = [edit for edit in edits if edit.after]
        if head in session.entries:
            number = session.number(head)
        else:
            stage = session.stage(place.stage)
            number = f"{(stage.number if stage else '') or '0'}.{session.next_n(place.stage)}"
        lines = count(len(set(moved)), "{n} line", "{n} lines")
        return Change(
            _("{lines} in group {number}").format(lines=lines, number=number), tuple(edits), entry=head
        )

    return act


def ungroup(id_: str) -> Act:
    """Take a line out of its group; of a group, take all its lines out and the group away."""

    def act(session: Session, now: Now) -> Change:
        entry = session.entries.get(id_)
        if entry is None or entry.deleted:
            raise Refused(_("There is no such line."))
        inside = [i for i, e in session.live() if e.group == id_]
        if inside or entry.kind == "theme":
            edits = [change("entries", i, session.raw("entries", i), {"group": ""}) for i in inside]
            if entry.kind == "theme":
                edits.append(Edit("entries", id_, {"deleted": None}, {"deleted": True}))
            return Change(_("took the group {number} apart").format(number=session.number(id_)), tuple(edits))
        if not entry.group:
            raise Refused(_("{number} is in no group.").format(number=session.number(id_)))
        edit = change("entries", id_, session.raw("entries", id_), {"group": ""})
        return Change(
            _("{number} is out of its group").format(number=session.number(id_)), (edit,), entry=id_
        )

    return act


def turn(place: Place, number: int, says: str) -> Act:
    """Say how many had their turn in a round (passing on, or giving a turn back)."""

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, place.stage)
        return Change(says, (turn_edit(stage, round_key(place), number),))

    return act


def pass_over_field(place: Place, id_: str, field: str) -> Act:
    """Leave a field of `complete` empty and go on to the next."""

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, place.stage)
        passed = (*stage.record.passed, f"{id_}/{field}")
        raw = session.raw("stages", stage.key)
        return Change(_("left empty"), (change("stages", stage.key, raw, {"passed": list(passed)}),))

    return act


def reveal_slips(place: Place) -> Act:
    """Shuffle the slips of a question and show them: new ids and numbers, one common time, no author.

    The sealed originals are forgotten, so that nothing tells who wrote which; this is not undone.
    """

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(place.stage)
        sealed = [(id_, e) for id_, e in session.answers(place.question) if session.sealed(e)]
        if stage is None or not sealed:
            raise Refused(_("There are no slips to show yet."))
        order = [id_ for id_, _rest in sealed]
        now.chance.shuffle(order)
        first = session.next_n(place.stage)
        edits: list[Edit] = []
        for index, id_ in enumerate(order):
            raw = session.raw("entries", id_)
            dropped = ("rev", "at", "edited", "by", "slip", "n", "earlier")
            fields = {name: value for name, value in raw.items() if name not in dropped}
            edits.append(create("entries", now.new_id(), {**fields, "n": first + index, "at": now.stamp}))
        revealed = [*stage.record.revealed, place.question]
        edits.append(change("stages", stage.key, session.raw("stages", stage.key), {"revealed": revealed}))
        taken = tuple(id_ for id_, e in session.entries.items() if e.slip and e.question == place.question)
        return Change(
            count(len(order), "{n} slip shuffled and shown", "{n} slips shuffled and shown"),
            tuple(edits),
            forgets=taken,
        )

    return act


def keep_draw(place: Place, drawn: Draw, seed: int, *, names: bool, words: str) -> Act:
    """Keep the pairs or tables drawn; drawn again, they replace the earlier ones.

    Args:
        place: the question they were drawn for.
        drawn: what was drawn.
        seed: from which seed.
        names: whether the names may be kept; without them only the seed and the sizes are.
        words: how many were drawn, in words.
    """

    def act(session: Session, now: Now) -> Change:
        fields: dict[str, Value] = {
            "tables": [list(table) for table in drawn.tables] if names else [],
            "sizes": [len(table) for table in drawn.tables],
            "seed": seed,
            "unmet": "; ".join(drawn.unmet),
        }
        says = _("{words} drawn, seed {seed}").format(words=words, seed=seed)
        given = [(id_, e) for id_, e in session.answers(place.question, place.under) if e.kind == "pairs"]
        if given:
            return replace(again(session, now, given[-1][0], fields, says), notes=drawn.unmet)
        question = question_at(session, place)
        edit = new(session, now, place, "pairs", question.ask if question else "", fields)
        return Change(says, (edit,), entry=edit.id, notes=drawn.unmet)

    return act


def again(session: Session, now: Now, id_: str, fields: dict[str, Value], says: str) -> Change:
    """An answer given again: it replaces the earlier one."""
    edit = change("entries", id_, session.raw("entries", id_), fields)
    if not edit.after:
        return Change(says, entry=id_)
    stamped = {**fields, "edited": now.stamp}
    return Change(says, (change("entries", id_, session.raw("entries", id_), stamped),), entry=id_)


def new(
    session: Session, now: Now, place: Place, kind: str, text: str, fields: dict[str, Value], id_: str = ""
) -> Edit:
    """The edit that adds an entry at a place, with the next number there."""
    return create(
        "entries",
        id_ or now.new_id(),
        {
            "kind": kind,
            "stage": place.stage,
            "question": place.question,
            "under": place.under,
            "n": session.next_n(place.stage),
            "text": text,
            "at": now.stamp,
            **fields,
        },
    )
