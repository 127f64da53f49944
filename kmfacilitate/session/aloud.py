"""A session for the ear: where the room is, what can be typed, how the time stands, in sentences.

What stands on a screen side by side is heard one thing after the other, once. So a clock is minutes and not
`5:27 of 8:00`, a row of numbers names what they are of, and a key is the word that is typed instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kmfacilitate.language import _, ngettext

from . import clock, coach, tables, walk
from .acts import voting
from .acts.reviews import verdict_on
from .answering import Asking, asking, next_field, next_to_score, review_hint, score_items
from .board import asked
from .catching_up import Proposal, changes
from .facilitation import Facilitation, zone
from .keeping import consent_to_ask
from .kinds import kind_class
from .material import totals, vote_at
from .moments import moment
from .pairs import groups_words
from .past import current, text_of, to_review
from .rounds import turn_of, turns_left, whose_turn
from .session import Session
from .turns import turn_clock
from .wording import count, hour


def stage_words(f: Facilitation, now: Asking) -> str:
    """`Stage 3 of 7: What actually happened? (8 minutes)`; empty where there is no stage."""
    stage = now.stage
    if stage is None:
        return ""
    numbered = sum(1 for each in f.session.plan if each.number)
    number = _("Stage {number} of {all}: ").format(number=stage.number, all=numbered) if stage.number else ""
    return f"{number}{stage.script.title} ({minutes_words(stage.record.minutes)})"


def question_words(f: Facilitation, now: Asking, close_page: int = 0) -> str:
    """`4b What made that possible? About: Live alert sent (line 1 of 3)`."""
    said = asked(f, now, close_page)
    about = (
        _(" About: {about} ({progress})").format(about=said.about, progress=said.progress)
        if said.about
        else ""
    )
    return f"{said.place} {said.ask}{about}".strip()


def script_words(f: Facilitation, now: Asking, close_page: int = 0) -> Iterator[str]:
    """What to say at the question at hand, and what to ask then, a line each."""
    said = asked(f, now, close_page)
    for words in said.say.splitlines():
        yield _("Say: {words}").format(words=words)
    for then in said.then:
        yield _("Then: {words}").format(words=then)


def minutes_words(minutes: int) -> str:
    """`8 minutes`."""
    return count(minutes, "{n} minute", "{n} minutes")


# What can be typed


def how_words(f: Facilitation, now: Asking, close_page: int = 0) -> str:
    """What can be typed at the question at hand, where it is not simply what the room says."""
    if close_page == 2:
        return ""
    if now.way == "none" and now.stage is not None and now.stage.script.break_:
        return _("A break. :next goes on.")
    if now.kind == "none" or now.way == "none":
        if close_page:
            return _("Nothing is kept here. :edit and a number changes a line, ! adds an action, * a lesson.")
        return _("Nothing is kept here: listen. ~ keeps a note for you, ! an action.")
    consent = _consent_words(f, now)
    if consent:
        return consent
    low, high = now.question.capture.scale if now.question else (1, 5)
    ways = {
        "round": _("Type what each one says, a line each; :pass where somebody passes.") if f.roster else "",
        "vote": _("Type each slip as a line of its numbers, 2 1 5; or the totals, :vote 1=6 2=5."),
        "slips": _("Type one slip a line. They stay hidden until :reveal shuffles and shows them."),
        "score": _("Type two numbers for each, how likely and how bad, from 1 to 5: 4 5"),
        "complete": _("Type the answer; :pass leaves it empty."),
        "rate": _("Type the marks, from {low} to {high}, parted by spaces.").format(low=low, high=high),
        "check": _("Type yes or no, and a note after it if you like."),
        "group": _("Type the numbers of lines that belong together, and a name for them."),
        "rank": _("Type the numbers in their order, the first one first."),
        "pairs": _(":draw draws by chance."),
    }
    if now.kind == "event":
        return ways.get(now.way) or _(
            "Type the time, how it went, and what happened, as in 08:05 - Keys were locked in. "
            "Minus is worse, plus is better, equals is as expected, a question mark is unclear."
        )
    if now.kind == "action":
        return ways.get(now.way) or _("Type what will be done, who and by when: Order a second key @sam ^fri")
    return ways.get(now.way, "")


def review_words(f: Facilitation, now: Asking) -> str:
    """How the lines of a review are judged; empty where there are none."""
    if now.way != "review" or not to_review(f, now.place):
        return ""
    return _("Type {words}. :review 2 takes line 2; :next leaves the rest for later.").format(
        words=review_hint(f, now)
    )


def _consent_words(f: Facilitation, now: Asking) -> str:
    match consent_to_ask(f.session, now.place):
        case "before":
            return _("Ask whether it may be kept. Type yes, then the lines.")
        case "after":
            return _("Type yes to keep the lines for next time, or no and a folder to hand out a card.")
        case _:
            return ""


# What is going on


def activity_words(f: Facilitation, now: Asking) -> str:
    """How the activity at hand stands, in one sentence or two; empty for a plain list."""
    return _ACTIVITIES[now.way](f, now) if now.way in _ACTIVITIES else ""


def _votes(f: Facilitation, now: Asking) -> str:
    vote = vote_at(f.session, now.place.question)
    if vote and vote[1].complete:
        says = _("All slips are counted.") if vote[1].voters else _("The votes are counted.")
        return _("{says} :next goes on with the first.").format(says=says)
    if vote is None and not voting.ballot(f.session, now.place):
        return _(voting.NOTHING_TO_VOTE_ON)
    slips, expected = vote[1].voters if vote else 0, voting.expected_slips(f.session, now.place, f.voters)
    if expected:
        return _("{n} of {all} slips are in; nothing is counted aloud before.").format(n=slips, all=expected)
    return ngettext(
        "{n} slip is in; :reveal counts them.", "{n} slips are in; :reveal counts them.", slips
    ).format(n=slips)


def _slips(f: Facilitation, now: Asking) -> str:
    if now.stage is not None and now.place.question in now.stage.record.revealed:
        return ""
    kept = sum(1 for _id, entry in f.session.answers(now.place.question) if f.session.sealed(entry))
    return ngettext("{n} slip is typed.", "{n} slips are typed.", kept).format(n=kept)


def _round(f: Facilitation, now: Asking) -> str:
    who = whose_turn(f, now.place)
    if not who:
        if turn_of(f, now.place) > 0:
            return _("The round is done. :next goes on, :turn and a name gives another turn.")
        return _("In a round, each in turn.")
    left = turns_left(f, now.place) - 1
    if not left:
        return _("Round: {who} next, the last one.").format(who=who)
    return _("Round: {who} next, {left} to go after that.").format(who=who, left=left)


def _draw(f: Facilitation, now: Asking) -> str:
    drawn = tables.drawn_at(f, now.place)
    if drawn is None:
        return _("Nothing is drawn yet.")
    known = tables.tables_of(f, *drawn)
    if not known:
        return _("The names were not kept; :draw draws anew.")
    parts = (_("Drawn: {groups}").format(groups=groups_words(known)), drawn[1].unmet)
    words = "; ".join(part for part in parts if part)
    return _("{words}. :draw draws again.").format(words=words)


def _score(f: Facilitation, now: Asking) -> str:
    waiting = next_to_score(f, now.place)
    if waiting is not None:
        return _("Score: {line}").format(line=f.session.entries[waiting].text)
    return _("All are scored. :next goes on.") if score_items(f, now.place) else _("Nothing to score yet.")


def _complete(f: Facilitation, now: Asking) -> str:
    field = next_field(f, now.place)
    if field is None:
        done = score_items(f, now.place)
        return _("All is filled in. :next goes on.") if done else _("Nothing to fill in yet.")
    question = now.question
    one = question is not None and len(question.capture.fields) == 1
    asks = question.ask if question and one else _(kind_class(now.kind).speech(field[1]).ask)
    return _("Fill in: {line}. {asks}").format(line=f.session.entries[field[0]].text.rstrip("."), asks=asks)


def _review(f: Facilitation, now: Asking) -> str:
    to_do = to_review(f, now.place)
    waiting = current(f, now.place)
    if not waiting:
        return _("All are reviewed. :next goes on.") if to_do else _("Nothing to review.")
    done = sum(1 for id_ in to_do if verdict_on(f.session, id_))
    return _("Review {n} of {all}: {line}").format(n=done + 1, all=len(to_do), line=text_of(f, waiting))


_ACTIVITIES = {
    "vote": _votes,
    "slips": _slips,
    "round": _round,
    "pairs": _draw,
    "score": _score,
    "complete": _complete,
    "review": _review,
}


def votes_counted(session: Session, question: str) -> tuple[int, ...]:
    """The totals of a vote, so that it is noticed when they change; empty while it is going on."""
    vote = vote_at(session, question)
    return tuple(totals(vote[1]).values()) if vote and vote[1].complete else ()


# The time


def time_words(f: Facilitation, at: datetime) -> tuple[str, ...]:
    """How the time stands, a sentence each: this stage, this turn, the whole session."""
    state = clock.state(f.session)
    if state == "finished":
        return (_("The session is finished."),)
    return tuple(
        words for words in (clock_words(f), *_stage(f, at, state), *_turn(f, at), _course(f, at)) if words
    )


def clock_words(f: Facilitation) -> str:
    """Why the clock does not go, and what starts it; empty while it goes, and after the finish."""
    state, mark = clock.state(f.session), clock.last_mark(f.session)
    if state == "not started":
        return _("The clock has not started: :start, or :next.")
    if state in ("running", "finished") or mark is None:
        return ""
    says = _("A break.") if state == "break" else _("The clock stands still.")
    if mark.reason and mark.reason != "left":
        says = _("The clock stands still: {reason}.").format(reason=mark.reason)
    if mark.back:
        back = hour(moment(mark.back).astimezone(zone(f.session)))
        return _("{says} Back at {time}; :start goes on.").format(says=says, time=back)
    return _("{says} :start goes on.").format(says=says)


def _stage(f: Facilitation, at: datetime, state: str) -> Iterator[str]:
    stage, turn = f.stage, turn_clock(f, at)
    if stage is None or (turn is not None and turn.is_person and turn.planned):
        return
    planned, used = stage.record.minutes, clock.used(f.session, at).get(stage.id, 0)
    if not planned:
        return
    if state == "not started":
        yield _("{stage}: {minutes}.").format(stage=stage.named, minutes=minutes_words(planned))
    else:
        yield _left(stage.named, used, planned)


def _turn(f: Facilitation, at: datetime) -> Iterator[str]:
    turn = turn_clock(f, at)
    if turn is not None and turn.planned:
        yield _left(turn.progress, turn.used, turn.planned // 60)
    question = walk.question_at(f.session, f.here)
    minutes = question.minutes_in(f.session.meeting.variant) if question else 0
    if minutes:
        here = f.here
        used = clock.used_at(f.session, at, here.stage, question=here.question, under=here.under)
        yield _left(_("This question"), used, minutes)


def _left(what: str, used: int, planned: int) -> str:
    """`3 Actual: 5 of 8 minutes are left`. Seconds used, minutes planned."""
    left = planned * 60 - used
    if left < -59:
        over = minutes_words(-left // 60)
        return _("{what}: over its {planned} by {over}.").format(
            what=what, planned=minutes_words(planned), over=over
        )
    if left < 60:
        return (
            _("{what}: its {planned} are over.").format(what=what, planned=minutes_words(planned))
            if (left <= 0)
            else _("{what}: less than a minute is left of {n}.").format(what=what, n=planned)
        )
    return ngettext(
        "{what}: {left} minute of {n} is left.", "{what}: {left} minutes of {n} are left.", left // 60
    ).format(what=what, left=left // 60, n=planned)


def _course(f: Facilitation, at: datetime) -> str:
    behind = coach.late_words(f, at)
    if behind:
        return _("{words} :fit catches up.").format(words=behind)
    course = clock.course(f.session, at, f.here.stage)
    ends = hour(course.ends.astimezone(zone(f.session)))
    early = -course.behind_minutes
    due = hour(course.due.astimezone(zone(f.session)))
    if not f.session.meeting.started and course.hard:
        return _("It would end at {ends}; the hard end is {due}.").format(ends=ends, due=due)
    if f.session.meeting.started and course.behind <= -60:
        return ngettext(
            "{n} minute ahead: it would end at {ends}, not {due}.",
            "{n} minutes ahead: it would end at {ends}, not {due}.",
            early,
        ).format(n=early, ends=ends, due=due)
    return _("It would end at {ends}.").format(ends=ends)


def changes_words(f: Facilitation, at: datetime, proposal: Proposal) -> str:
    """What a way to end on time does to the stages to come: `4 Why 8 minutes instead of 15`."""
    changed = [one for one in changes(f.session, at, f.here.stage, proposal) if not one.skipped]
    first, more = _("{stage} {n} minutes instead of {was}"), _("{stage} {n} instead of {was}")
    return ", ".join(
        (more if place else first).format(stage=one.stage.named, n=one.minutes, was=one.changed)
        for place, one in enumerate(changed)
    )


def here_words(f: Facilitation, close_page: int = 0) -> Iterator[str]:
    """Where the room is, all of it again: stage, question, what to say and to ask then, how it stands."""
    now = asking(f)
    stage, question = stage_words(f, now), question_words(f, now, close_page)
    yield from (words for words in (stage, question) if words)
    yield from script_words(f, now, close_page)
    typed = (how_words(f, now, close_page), review_words(f, now))
    after = (*typed, activity_words(f, now), clock_words(f))
    yield from (words for words in after if words)
