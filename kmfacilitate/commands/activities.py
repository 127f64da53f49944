"""Slips, groups, votes, scores, ratings, checks and verdicts."""

from __future__ import annotations

import re
from dataclasses import replace

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session import walk
from kmfacilitate.session.acts import activities, meeting, voting
from kmfacilitate.session.acts.reviews import mark
from kmfacilitate.session.answering import (
    asking,
    entry_named,
    numbers_in,
    pairs_in,
    verdict_on,
)
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.past import pick, text_of
from kmfacilitate.session.rows import stage_rows
from kmfacilitate.session.tables import draw_here, table_rows
from kmfacilitate.session.verdicts import UNFORESEEN
from kmfacilitate.session.walk import Place

from .notes import row_lines
from .outcome import Outcome, did


def how(desk: Desk, rest: str) -> Outcome:
    """Ask the question at hand as a list, in a round, on slips, or keep nothing."""
    way = rest.strip().casefold()
    if not way:
        return Outcome(
            _("asked as {way}; :how list, round, slips or none changes it").format(way=_(asking(desk.f).way))
        )
    return did(desk.f.do("how", meeting.ask_by(desk.f.here, way)))


def reveal(desk: Desk, rest: str) -> Outcome:
    """Show what was hidden: shuffle the slips, or end the vote."""
    now = asking(desk.f)
    if now.way == "vote":
        return did(desk.f.do("reveal", voting.reveal_vote(now.place)))
    waiting = [s for s in (now.place, *_slip_places(desk)) if _sealed_at(desk, s)]
    if not waiting:
        raise Refused(_("There is nothing hidden here."))
    done = did(desk.f.do("reveal", activities.reveal_slips(waiting[0])))
    shown = stage_rows(desk.f.session, waiting[0].stage, desk.f.now().today, asking(desk.f, waiting[0]).kind)
    return replace(done, lines=tuple(line for each in shown for line in row_lines(each)))


def _slip_places(desk: Desk) -> list[Place]:
    return [Place(s.id, q.id) for s in desk.f.session.plan for q in s.script.questions]


def _sealed_at(desk: Desk, place: Place) -> bool:
    return any(desk.f.session.sealed(e) for _id, e in desk.f.session.answers(place.question))


def group(desk: Desk, rest: str) -> Outcome:
    """Put lines in a group: `1 6 11 Untested complexity`."""
    match = re.match(r"((?:[p\d][\d.]*[\s,]+)*[p\d][\d.]*)(?=[\s:,]|$)[\s:,]*(.*)$", rest.strip(), re.DOTALL)
    if match is None:
        raise Refused(_("Say which lines, then the name: :group 1 6 11 Untested"))
    ids = [entry_named(desk.f, part) for part in re.split(r"[\s,]+", match[1].strip(" ,"))]
    return did(desk.f.do("group", activities.group(desk.f.here, ids, clean_line(match[2]))))


def _place_asking(desk: Desk, way: str) -> Place:
    """Where a question of this way is asked: here, else in this stage, else anywhere."""
    now = asking(desk.f)
    if now.way == way:
        return now.place
    plan = list(desk.f.session.plan)
    plan.sort(key=lambda s: (s.id != now.place.stage, not s.script.close))
    for stage in plan:
        for question in walk.asked_questions(stage):
            if stage.way(question) == way and not question.capture.private:
                return Place(stage.id, question.id)
    raise Refused({
        "vote": _("This session has no vote."),
        "score": _("This session scores nothing."),
        "rate": _("This session has no rating."),
        "check": _("This session has no check."),
        "review": _("This session reviews nothing."),
        "rank": _("This session ranks nothing."),
        "pairs": _("No question of this session draws pairs."),
    }.get(way, _("There is nothing of that here.")))  # fmt: skip


def vote(desk: Desk, rest: str) -> Outcome:
    """Take totals counted by hand (`1=9 2=6`), or one slip (`2 1 5`)."""
    place = _place_asking(desk, "vote")
    words = rest.strip()
    if not words:
        raise Refused(_("Type totals, :vote 1=9 2=6, or the numbers of one slip."))
    if "=" in words:
        votes = {id_: values[0] for id_, values in pairs_in(desk.f, words, place).items()}
        left = re.sub(r"[\w.]+\s*=\s*\d+", "", words).strip(" ,;")
        if left or not votes:
            raise Refused(_("That isn't read: {left}. Totals are 1=9 2=6.").format(left=left or words))
        return did(desk.f.do("vote", voting.vote_totals(place, votes)))
    return did(desk.f.do("vote", voting.slip(place, numbers_in(words), desk.f.voters)))


def score(desk: Desk, rest: str) -> Outcome:
    """Score lines, likelihood and impact from 1 to 5: `1=5,5 2=3,4`."""
    place = _place_asking(desk, "score")
    pairs = pairs_in(desk.f, rest, place)
    if not pairs or any(len(values) != 2 for values in pairs.values()):
        raise Refused(_("Two numbers from 1 to 5 a line: :score 1=5,5 2=3,4"))
    return did(desk.f.do("score", voting.score(place, {id_: (v[0], v[1]) for id_, v in pairs.items()})))


def rank(desk: Desk, rest: str) -> Outcome:
    """Put lines in the order agreed: `3 1 2`."""
    ids = [entry_named(desk.f, part) for part in rest.replace(",", " ").split()]
    if not ids:
        raise Refused(_("Say the order, first to last: :rank 3 1 2"))
    return did(desk.f.do("rank", voting.rank(desk.f.here, ids)))


def rate(desk: Desk, rest: str) -> Outcome:
    """Take the room's marks: `4 4 5`."""
    return did(desk.f.do("rate", activities.rate(_place_asking(desk, "rate"), numbers_in(rest))))


def review(desk: Desk, rest: str) -> Outcome:
    """Keep a verdict on a line: `2.1 met better than planned`; of a number alone, make that line the next."""
    number, _rest, words = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which line and the verdict: :review 2.1 met"))
    now = asking(desk.f, _place_asking(desk, "review"))
    line = entry_named(desk.f, number, now.place, earlier=True)
    if words.strip():
        return did(desk.f.do("review", verdict_on(desk.f, now, line, words.strip())))
    if not pick(desk.f, now.place, line):
        raise Refused(_("{number} is not reviewed here.").format(number=number))
    return Outcome(f"{number}: {text_of(desk.f, line)}")


def unforeseen(desk: Desk, rest: str) -> Outcome:
    """Mark lines as what nobody foresaw, or take the mark away: `3.2 3.4`."""
    ids = [entry_named(desk.f, part) for part in rest.replace(",", " ").split()]
    if not ids:
        raise Refused(_("Say which line nobody had foreseen: :unforeseen 3.2"))
    return did(desk.f.do("unforeseen", mark(ids, UNFORESEEN)))


def check(desk: Desk, rest: str) -> Outcome:
    """Keep a yes or no, with a note."""
    word, _rest, note = rest.strip().partition(" ")
    if word.casefold() not in ("yes", "no", "y", "n"):
        raise Refused(_("Say yes or no: :check yes"))
    place = _place_asking(desk, "check")
    return did(desk.f.do("check", activities.check(place, word.casefold().startswith("y"), clean_line(note))))


def draw(desk: Desk, rest: str) -> Outcome:
    """Draw pairs or tables at random; a number is the seed, which draws the same again."""
    words = rest.strip()
    if words and not (words.isascii() and words.isdigit() and len(words) <= 9):
        raise Refused(_("A seed is a number: :draw 7"))
    place = _place_asking(desk, "pairs")
    made = draw_here(desk.f, place, int(words) if words else None)
    return replace(
        did(made), lines=tuple(line for each in table_rows(desk.f, place) for line in row_lines(each))
    )


def safety(desk: Desk, rest: str) -> Outcome:
    """Switch an optional question of this stage on (or off again)."""
    stage = desk.f.stage
    optional = [q for q in stage.script.questions if q.optional] if stage else []
    if stage is None or not optional:
        raise Refused(_("This stage has no question to add."))
    chosen = () if stage.record.chosen else tuple(q.id for q in optional)
    desk.f.settle(meeting.choose_questions(stage.id, chosen))
    words = _("added: {question}") if chosen else _("left out: {question}")
    return Outcome(words.format(question=optional[0].ask))
