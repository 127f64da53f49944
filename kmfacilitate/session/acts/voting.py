"""Voting on slips, scoring and ranking. Only totals are kept, and none is shown before all are in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kmfacilitate.language import N_, _
from kmfacilitate.templates.model import Question

from ..documents import Value
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds import kind_class
from ..kinds.activities import Vote
from ..material import check_there, material, vote_at
from ..session import Session
from ..walk import Place, question_at
from ..wording import count

NOTHING_TO_VOTE_ON = N_("There is nothing to vote on yet. F3 goes back to the lines.")


def ballot(session: Session, place: Place) -> tuple[str, ...]:
    """Ids of the lines to vote on, in ballot order: frozen once the vote has begun."""
    begun = vote_at(session, place.question)
    if begun is not None:
        return begun[1].over
    question = question_at(session, place)
    return material(session, question.capture.of) if question and question.capture.of else ()


def dots_each(session: Session, place: Place) -> int:
    """Dots a person: as the template says, else the square root of the number of lines."""
    question = question_at(session, place)
    if question and question.capture.dots:
        return question.capture.dots
    return max(1, round(math.sqrt(len(ballot(session, place)))))


def expected_slips(session: Session, place: Place, voters: int) -> int:
    """How many slips make the vote complete; 0 where nobody said how many people there are."""
    begun = vote_at(session, place.question)
    return (begun[1].expected if begun and begun[1].voters else 0) or voters


def slip(place: Place, numbers: Sequence[int], voters: int) -> Act:
    """Count one slip: ballot numbers, one that comes twice is two dots, `0` is blank.

    The vote is complete with the slip that makes `voters` (0: unknown, `reveal` ends it). Who comes or goes
    while it is taken counts from the next vote: `voters` holds from the first slip on.
    """

    def act(session: Session, now: Now) -> Change:
        over = _over(session, place)
        begun = vote_at(session, place.question)
        if begun and begun[1].complete:
            raise Refused(
                _("All slips are in. :vote with totals corrects the count, ^Z takes the last slip back.")
            )
        chosen = [number for number in numbers if number]
        wrong = next((number for number in chosen if number > len(over)), None)
        if wrong is not None:
            raise Refused(
                _("There is no {wrong} on the ballot: it has 1 to {n}.").format(wrong=wrong, n=len(over))
            )
        dots = dots_each(session, place)
        if len(chosen) > dots:
            raise Refused(
                _("{n} numbers on one slip, but {count} each. Which count?").format(
                    n=len(chosen), count=count(dots, "{n} dot", "{n} dots")
                )
            )
        counted = dict(begun[1].tally) if begun else {}
        for number in chosen:
            counted[over[number - 1]] = counted.get(over[number - 1], 0) + 1
        slips = (begun[1].voters if begun else 0) + 1
        expected = expected_slips(session, place, voters)
        complete = bool(expected) and slips >= expected
        fields: dict[str, Value] = {
            "tally": [[id_, counted[id_]] for id_ in over if counted.get(id_)],
            "voters": slips,
            "complete": complete,
        }
        if begun is None or not begun[1].voters:
            fields["expected"] = expected
        said = (
            _("slip {slips} of {expected} in").format(slips=slips, expected=expected)
            if expected
            else _("slip {slips} in").format(slips=slips)
        )
        return _vote(
            session,
            now,
            place,
            fields,
            said + (_(", all in") if complete else ""),
        )

    return act


def reveal_vote(place: Place) -> Act:
    """End the vote: its totals are shown from now on."""

    def act(session: Session, now: Now) -> Change:
        begun = vote_at(session, place.question)
        if begun is None:
            raise Refused(_("No slip is in yet. Type the numbers of one slip, then Enter."))
        return _vote(session, now, place, {"complete": True}, _("vote shown"))

    return act


def vote_totals(place: Place, votes: dict[str, int]) -> Act:
    """Take totals counted by hand (entry id → votes); the vote is complete."""

    def act(session: Session, now: Now) -> Change:
        over = _over(session, place)
        strange = next((id_ for id_ in votes if id_ not in over), None)
        if strange is not None:
            raise Refused(_("{number} is not on the ballot.").format(number=session.number(strange)))
        tally = [[id_, votes[id_]] for id_ in over if votes.get(id_)]
        fields: dict[str, Value] = {"tally": tally, "complete": True, "chosen": []}
        return _vote(session, now, place, fields, _("votes taken"))

    return act


def choose(place: Place, ids: Sequence[str]) -> Act:
    """Go on with these lines, whatever the count says."""

    def act(session: Session, now: Now) -> Change:
        if vote_at(session, place.question) is None:
            raise Refused(_("Nothing was voted on here yet."))
        check_there(session, ids)
        return _vote(session, now, place, {"chosen": list(ids)}, _("going on with {n}").format(n=len(ids)))

    return act


def score(place: Place, scores: dict[str, tuple[int, int]]) -> Act:
    """Score lines, likelihood × impact from 1 to 5 (entry id → both); they become the question's kind."""

    def act(session: Session, now: Now) -> Change:
        if not scores:
            raise Refused(_("Say which line, how likely and how bad: 2=5,5 1=4,5"))
        check_there(session, scores)
        question = question_at(session, place)
        kind = question.capture.becomes if question and question.capture.way == "score" else "risk"
        edits: list[Edit] = []
        for id_, (likelihood, impact) in scores.items():
            for number in (likelihood, impact):
                if not 1 <= number <= 5:
                    raise Refused(_("Scores go from 1 to 5; {number} is not one.").format(number=number))
            raw = session.raw("entries", id_)
            fields: dict[str, Value] = {"likelihood": likelihood, "impact": impact, "edited": now.stamp}
            if kind != "vote" and "likelihood" in kind_class(kind).fields():
                fields["kind"] = kind
            edits.append(change("entries", id_, raw, fields))
        done = next((e for e in session.live() if isinstance(e[1], Vote) and e[1].method == "score"
                     and e[1].question == place.question), None)  # fmt: skip
        all_scores = (
            {row[0]: (row[1], row[2]) for row in done[1].scores} if done and isinstance(done[1], Vote) else {}
        )
        all_scores.update(scores)
        listed = [[id_, *pair] for id_, pair in all_scores.items()]
        if done:
            raw = session.raw("entries", done[0])
            edits.append(change("entries", done[0], raw, {"scores": listed, "over": list(all_scores)}))
            edits = [edit for edit in edits if edit.after]
        else:
            taken = {"method": "score", "scores": listed, "over": list(all_scores), "complete": True}
            edits.append(_create(session, now, place, question, taken))
        words = ", ".join(f"{session.number(id_)} {a} × {b} = {a * b}" for id_, (a, b) in scores.items())
        return Change(
            _("scored {words}").format(words=words), tuple(edits), entry=next(iter(scores), ""), told="words"
        )

    return act


def rank(place: Place, order: Sequence[str]) -> Act:
    """Put lines in the order the room agreed."""

    def act(session: Session, now: Now) -> Change:
        if not order:
            raise Refused(_("Say the order, first to last: 3 1 2"))
        twice = next((id_ for id_ in order if order.count(id_) > 1), None)
        if twice is not None:
            raise Refused(_("{number} stands there twice.").format(number=session.number(twice)))
        check_there(session, order)
        question = question_at(session, place)
        ranked = [(i, e) for i, e in session.live()
                  if isinstance(e, Vote) and e.method == "rank" and e.question == place.question]  # fmt: skip
        fields: dict[str, Value] = {"order": list(order), "over": list(order), "complete": True}
        says = _("ranked {order}").format(order=", ".join(session.number(id_) for id_ in order))
        if ranked:
            edit = change("entries", ranked[-1][0], session.raw("entries", ranked[-1][0]), fields)
            return Change(says, (edit,) if edit.after else ())
        return Change(says, (_create(session, now, place, question, {"method": "rank", **fields}),))

    return act


def _over(session: Session, place: Place) -> tuple[str, ...]:
    over = ballot(session, place)
    if not over:
        raise Refused(_(NOTHING_TO_VOTE_ON))
    return over


def _vote(session: Session, now: Now, place: Place, fields: dict[str, Value], says: str) -> Change:
    begun = vote_at(session, place.question)
    if begun is not None:
        edit = change("entries", begun[0], session.raw("entries", begun[0]), fields)
        return Change(says, (edit,) if edit.after else ())
    question = question_at(session, place)
    start: dict[str, Value] = {
        "method": "dots",
        "dots": dots_each(session, place),
        "over": list(ballot(session, place)),
        **fields,
    }
    return Change(says, (_create(session, now, place, question, start),))


def _create(
    session: Session, now: Now, place: Place, question: Question | None, fields: dict[str, Value]
) -> Edit:
    return create(
        "entries",
        now.new_id(),
        {
            "kind": "vote",
            "stage": place.stage,
            "question": place.question,
            "under": place.under,
            "n": session.next_n(place.stage),
            "text": question.ask if question else "",
            "at": now.stamp,
            **fields,
        },
    )
