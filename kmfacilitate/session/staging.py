"""Makes scenes: what the facilitator and the room see of a session, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from . import clock, walk
from .acts import activities, voting
from .answering import (
    Asking,
    asking,
    group_pool,
    next_field,
    next_to_score,
    round_order,
    score_items,
    turn_of,
    whose_turn,
)
from .facilitation import Facilitation, zone
from .kinds import KINDS, kind_class
from .kinds.activities import Rating, Vote
from .material import material, vote_at
from .moments import moment
from .rows import ballot_rows, grouped_rows, heading, reviewed_rows, row, scored_rows, stage_rows
from .scene import Activity, Asked, ClockWords, LineRow, Note, RoomScene, Said, Scene, StageRow
from .tidy import to_tidy
from .wording import count, hour, stopwatch

STUCK_TITLES = {
    "quiet": "Gone quiet?",
    "blame": "Someone blamed?",
    "dominated": "One voice filling the room?",
    "complaining": "Only complaints?",
}
_COUNTED = (
    ("!", "actions", "action"), ("*", "lessons", "lesson"), (">", "for others", "recommendation"),
    ("?", "parked", "parked"), ('"', "quotes", "quote"), ("~", "only you", "private"),
)  # fmt: skip


def scene(f: Facilitation, *, close_page: int = 1) -> Scene:
    """Everything the facilitator's view shows of the room as it is now."""
    session, now = f.session, asking(f)
    at = f.moment()
    closing = now.stage is not None and now.stage.script.close
    return Scene(
        technique=session.template.title,
        subject=session.meeting.title if session.meeting.title != session.template.title else "",
        family={"confidential": "confidential", "conversation": "nothing is kept"}.get(
            session.meeting.family, ""
        ),
        stages=stage_list(f, at),
        asked=asked(f, now, close_page if closing else 0),
        rows=tuple(rows(f, now, close_page)),
        empty=_empty(now),
        activity=activity(f, now),
        clock=clock_words(f, at),
        only_you=only_you(f, now, at, close_page if closing else 0),
        counts=tuple((mark, word, len(session.of_kind(kind))) for mark, word, kind in _COUNTED),
        captured=sum(1 for _, e in session.live() if kind_class(e.kind).typed),
        next_place=next_place(f),
        placeholder=_placeholder(f, now),
        close_page=close_page if closing else 0,
    )


def stage_list(f: Facilitation, at: datetime) -> tuple[StageRow, ...]:
    """The stages with their state and minutes."""
    spent = clock.used(f.session, at)
    here = f.here.stage
    found = []
    for stage in f.session.plan:
        state: Literal["done", "now", "todo", "skipped"] = "todo"
        if stage.id == here:
            state = "now"
        elif stage.record.state:
            state = "skipped" if stage.record.state == "skipped" else "done"
        found.append(
            StageRow(
                number=stage.number,
                name=stage.script.name,
                title=stage.script.title,
                state=state,
                used=spent.get(stage.id, 0),
                planned=stage.record.minutes,
                kept=stage.script.protected,
                pause=stage.script.break_,
            )
        )
    return tuple(found)


def asked(f: Facilitation, now: Asking, close_page: int = 0) -> Asked:
    """The question being asked, with where it stands."""
    stage = now.stage
    if stage is None:
        return Asked("", "", "", f.session.template.title, "", ())
    if close_page == 2:
        things = len(to_tidy(f.session, f.roster))
        words = f"{count(things, 'thing', 'things')} to tidy" if things else "Nothing is left to tidy"
        return Asked("", stage.script.title, "page 2 of 2, for you, now or tomorrow", words, "", ())
    questions = walk.asked_questions(stage)
    question = now.question
    if question is None:
        words = "Break" if stage.script.break_ else stage.script.title
        return Asked(walk.letter(f.session, now.place), stage.script.title, "", words, stage.script.say, ())
    index = [q.id for q in questions].index(question.id) + 1 if question in questions else 1
    progress = f"{index} of {len(questions)}" if len(questions) > 1 else ""
    about = ""
    if now.place.under:
        repeated = walk.items(f.session, stage, question, f.roster)
        entry = f.session.entries.get(now.place.under)
        about = entry.text if entry else now.place.under
        if now.place.under in repeated:
            progress = f"{'person' if entry is None else 'line'} {repeated.index(now.place.under) + 1} of {len(repeated)}"
    first = index == 1 or not question.say
    say = question.say or (stage.script.say if first and index == 1 else "")
    return Asked(
        walk.letter(f.session, now.place),
        stage.script.title,
        progress,
        question.ask,
        say,
        question.probes,
        about,
    )


def rows(f: Facilitation, now: Asking, close_page: int = 1) -> list[LineRow]:
    """The lines at the question at hand."""
    session, today = f.session, f.now().today
    if now.stage is not None and now.stage.script.close:
        return tidy_rows(f) if close_page == 2 else close_rows(f)
    if now.way == "vote":
        vote = vote_at(session, now.place.question)
        over = voting.ballot(session, now.place)
        return ballot_rows(session, vote[1] if vote else None, over, today) + _beside(f, now)
    if now.way == "group":
        pool = group_pool(f, now.place)
        groups = [i for i, e in session.of_kind("theme", "risk") if e.question == now.place.question]
        return grouped_rows(session, pool, groups, today) + _beside(f, now, ("theme", "risk"))
    if now.way in ("score", "complete"):
        ids = score_items(f, now.place)
        return scored_rows(session, ids, today) + _beside(f, now)
    if now.way == "review":
        return reviewed_rows(session, activities.to_review(session, now.place), today) + _beside(f, now)
    return stage_rows(session, now.place.stage, today, now.kind)


def _beside(f: Facilitation, now: Asking, but: Sequence[str] = ()) -> list[LineRow]:
    """Lines captured during an activity, below what it works on."""
    today = f.now().today
    found = [
        row(f.session, id_, today)
        for id_, e in f.session.answers(now.place.question)
        if kind_class(e.kind).typed and e.kind not in ("private", *but) and not e.group
    ]
    return [heading("Also said", len(found)), *found] if found else []


def close_rows(f: Facilitation) -> list[LineRow]:
    """Page one of Close, for the room: actions (incomplete first), lessons, for others, what leaves."""
    session, today = f.session, f.now().today
    found: list[LineRow] = []
    for kind, title in (("action", "Actions"), ("lesson", "Lessons"), ("recommendation", "For others")):
        lines = session.of_kind(kind)
        if kind == "action":
            lines = sorted(lines, key=lambda line: not line[1].missing())
        after = "what is missing first" if any(e.missing() for _, e in lines) and kind == "action" else ""
        if lines or kind != "recommendation":
            found.append(heading(title, len(lines), after))
        for id_, _ in lines:
            line = row(session, id_, today, expected=kind)
            under = () if kind == "lesson" else line.under
            found.append(LineRow(id_, line.number, line.lead, "", "plain", line.text, line.facts, under))
    found.append(heading("Leaves the room", None, leaves_words(f)))
    own = stage_rows(session, f.here.stage, today, "point")
    shown = {r.id for r in found}
    said = [r for r in own if r.id not in shown]
    return found + ([heading("Said at the close", len(said)), *said] if said else [])


def tidy_rows(f: Facilitation) -> list[LineRow]:
    """Page two of Close, for the facilitator: what is left to tidy."""
    session, today = f.session, f.now().today
    found: list[LineRow] = []
    things = to_tidy(session, f.roster)
    for title in dict.fromkeys(thing.heading for thing in things):
        inside = [thing for thing in things if thing.heading == title]
        found.append(heading(title, len(inside)))
        for thing in inside:
            line = row(session, thing.id, today, expected=session.entries[thing.id].kind)
            keys = "  ".join(f"{letter.upper()} {word}" for letter, word, _ in thing.keys)
            facts = (Said(f"! {thing.missing}", "warning"),)
            under = (Said(keys, "muted"),) if keys else ()
            found.append(LineRow(thing.id, line.number, line.lead, "", "plain", line.text, facts, under))
    return found


def leaves_words(f: Facilitation) -> str:
    """What leaves the room, in words."""
    share = {
        "open": "all but private notes",
        "summary": "lessons, actions and for others; no lines of discussion",
        "actions": "actions only",
        "nothing": "nothing",
    }[f.session.meeting.share]
    names = {"all": "with names", "owners": "names of owners only", "none": "no names"}[
        f.session.meeting.names
    ]
    return share if f.session.meeting.share == "nothing" else f"{share}, {names}"


def activity(f: Facilitation, now: Asking) -> Activity | None:
    """The row over the capture line."""
    session = f.session
    if now.way == "vote":
        vote = vote_at(session, now.place.question)
        slips = vote[1].voters if vote else 0
        if vote and vote[1].complete:
            return Activity(
                "Votes", (Said("all in" if slips else "as counted"),), right="F2 goes on with the first"
            )
        words = () if f.voters else (Said(str(slips), "strong"),)
        return Activity("Slips in", words, slips, f.voters, "counts hidden")
    if now.way == "slips":
        kept = [e for _, e in session.answers(now.place.question) if session.sealed(e)]
        if now.stage is not None and now.place.question in now.stage.record.revealed:
            return None
        return Activity(
            "Slips",
            (Said(str(len(kept)), "strong"), Said("typed, hidden")),
            right=":reveal shuffles and shows",
        )
    if now.way == "round":
        return _round_activity(f, now)
    if now.way == "score":
        waiting = next_to_score(f, now.place)
        if waiting is None:
            return Activity("Score", (Said("all scored"),))
        return Activity(
            "Score", (Said(session.entries[waiting].text, "strong"),), right="likely, bad: 1 to 5"
        )
    if now.way == "complete":
        field = next_field(f, now.place)
        if field is None:
            return Activity("Fill in", (Said("all filled in"),))
        says = kind_class(now.kind).speech(field[1])
        entry = session.entries[field[0]]
        return Activity("Fill in", (Said(entry.text, "strong"), Said(says.ask)), right="Tab leaves it empty")
    if now.way == "review":
        to_do = activities.to_review(session, now.place)
        waiting = activities.next_to_review(session, now.place)
        done = sum(1 for id_ in to_do if activities.verdict_on(session, id_))
        said = Said(session.entries[waiting].text, "strong") if waiting else Said("all reviewed")
        return Activity("Review", (said,), done, len(to_do))
    return None


def _round_activity(f: Facilitation, now: Asking) -> Activity:
    turn, people = turn_of(f, now.place), f.voters
    who = whose_turn(f, now.place)
    if not who:
        done = bool(people) and turn >= people
        words = (Said("done"), Said("F2 next", "muted")) if done else (Said("each in turn"),)
        return Activity("Round", words, right=":turn for another" if done else "")
    left = max(0, (len(round_order(f, now.place)) or people) - turn - 1)
    return Activity(
        "Round",
        (Said(who, "strong"), Said("next")),
        right=f"{left} to go  :pass" if left else "last one  :pass",
    )


def clock_words(f: Facilitation, at: datetime) -> ClockWords:
    """The clock in words: this stage on the left, the whole session on the right."""
    session, here = f.session, f.here.stage
    stage = session.stage(here)
    planned = (stage.record.minutes if stage else 0) * 60
    spent = clock.used(session, at).get(here, 0)
    state = clock.state(session)
    tz = zone(session)
    course = clock.course(session, at, here)
    overall: list[Said] = []
    if state in ("running", "paused", "break") and session.meeting.started:
        if course.behind >= 60:
            overall.append(Said(f"{course.behind_minutes} min behind", "warning"))
        elif course.behind <= -60:
            overall.append(Said(f"{-course.behind_minutes} min ahead"))
    if state != "finished":
        overall.append(Said(f"ends {hour(course.ends.astimezone(tz))}"))
    if course.hard:
        overall.append(Said(f"hard end {hour(course.due.astimezone(tz))}"))
    if overall and overall[0].role == "warning":
        overall.append(Said(":fit catch up", "muted"))
    return ClockWords(stopwatch(spent), stopwatch(planned), _left(f, spent, planned, state), tuple(overall))


def _left(f: Facilitation, spent: int, planned: int, state: str) -> Said:
    mark = clock.last_mark(f.session)
    if state == "not started":
        return Said("not started  F5 start")
    if state in ("paused", "break") and mark is not None:
        back = f", back at {hour(moment(mark.back).astimezone(zone(f.session)))}" if mark.back else ""
        why = f" ({mark.reason})" if mark.reason and mark.reason != "left" else ""
        return Said(f"{'break' if state == 'break' else 'paused'}{why}{back}")
    if state == "finished":
        return Said("finished")
    left = planned - spent
    if left < 0:
        return Said(f"! over by {stopwatch(-left)}", "error")
    if planned and left <= planned * 0.05:
        return Said(f"{stopwatch(left)}, wrap up", "error")
    if planned and left <= planned * 0.2:
        return Said(f"{stopwatch(left)}, nearly up", "warning")
    return Said(f"{stopwatch(left)} left")


def only_you(f: Facilitation, now: Asking, at: datetime, close_page: int = 0) -> tuple[Note, ...]:
    """What only the facilitator sees: cues, what to watch for, what to do when stuck, own notes."""
    found: list[Note] = []
    stage = now.stage
    if close_page == 2:
        found.append(
            Note("All of it can wait", ("None of this blocks. Home will say what is left to tidy.",))
        )
    if stage is not None and not close_page:
        spent = clock.used(f.session, at).get(stage.id, 0)
        planned = stage.record.minutes * 60
        cues = [c.say for c in stage.script.cues if planned and spent >= planned * _percent(c.at)]
        if cues:
            found.append(Note("Say now", (cues[-1],)))
    if now.way == "vote" and stage is not None:
        over = voting.ballot(f.session, now.place)
        dots = voting.dots_each(f.session, now.place)
        total = f", {dots * f.voters} in all" if f.voters else ""
        found.append(Note("Dots", (f"{dots} each, {count(len(over), 'line', 'lines')}{total}",)))
    if now.way == "slips":
        sealed = [e for _, e in f.session.answers(now.place.question) if f.session.sealed(e)]
        if sealed:
            found.append(Note("Last slip", (sealed[-1].text,)))
    late = clock.proposals(f.session, at, now.place.stage)
    if late:
        tz = zone(f.session)
        lines = tuple(f"{p.says}: ends {hour(p.ends.astimezone(tz))}" for p in late)
        found.append(Note("Catch up  :fit", lines))
    safety = [e for _, e in f.session.live() if isinstance(e, Rating) and e.private and e.complete]
    if safety and now.place.stage == safety[-1].stage:
        found.append(Note("Safety", safety_words(safety[-1])))
    if stage is not None:
        if stage.script.watch_for:
            found.append(Note("Watch for", stage.script.watch_for))
        if stage.script.tips:
            found.append(Note("Tips", stage.script.tips))
        for key, line in stage.script.if_stuck.items():
            found.append(Note(STUCK_TITLES.get(key, f"{key[:1].upper()}{key[1:]}?"), (line,)))
    notes = [f"{f.session.number(i)}  {e.text}" for i, e in f.session.of_kind("private")]
    if notes:
        found.append(Note("Your notes", tuple(notes[-6:])))
    return tuple(found)


def safety_words(rating: Rating) -> tuple[str, ...]:
    """The safety check for the facilitator: the spread, and what two low marks suggest."""
    spread = f"{len(rating.values)} marks, {min(rating.values)} to {max(rating.values)}"
    if sum(1 for value in rating.values if value <= 2) >= 2:
        return (spread, "Two or more are low. :how slips asks the next question on paper.")
    return (spread,)


def _percent(words: str) -> float:
    digits = words.strip().rstrip("%").strip()
    return min(1.0, int(digits) / 100) if digits.isdigit() else 1.0


def next_place(f: Facilitation) -> str:
    """Where F2 goes, in short: `3b`, `4`, `finish` at the end."""
    here = f.here
    place = walk.following(f.session, here, f.roster)
    if place is None:
        return "finish"
    words = walk.letter(f.session, place)
    if place.under and place.question == here.question and place.stage == here.stage:
        entry = f.session.entries.get(place.under)
        return f"{words}, next {'line' if entry else 'person'}"
    return words


def _empty(now: Asking) -> str:
    if now.way == "none" and now.stage is not None and now.stage.script.break_:
        return "A break. F2 goes on."
    if now.way == "none" or now.kind == "none":
        return "Nothing is kept here. Listen."
    if now.way == "slips":
        return "Slips stay hidden until all are in. Type one, then Enter."
    if now.way in ("vote", "score", "complete", "review", "group"):
        return "There are no lines to work on yet. F3 goes back."
    return "No lines yet. Type what the room says, then Enter."


def _placeholder(f: Facilitation, now: Asking) -> str:
    if now.kind == "none" or now.way == "none":
        return "Nothing is kept here.  ~ a note for you   ! an action"
    if now.way == "round":
        who = whose_turn(f, now.place)
        return f"what {who} says, then Enter" if who else "what the room says, then Enter"
    if now.way == "complete":
        field = next_field(f, now.place)
        return kind_class(now.kind).speech(field[1]).ask if field else "all filled in; F2 goes on"
    low, high = now.question.capture.scale if now.question else (1, 5)
    ways = {
        "vote": "the numbers on one slip, then Enter",
        "slips": "one slip, then Enter",
        "score": "two numbers: how likely, how bad",
        "rate": f"the numbers, {low} to {high}, parted by spaces",
        "check": "yes or no, and a note",
        "group": "numbers, then the name of the group",
        "review": "begin with the verdict: "
        + ", ".join(now.question.capture.verdicts if now.question else ()),
        "rank": "numbers in order, first to last",
    }
    return ways.get(now.way, "what the room says, then Enter")


RoomMode = Literal["question", "lines", "blank"]


def room_scene(f: Facilitation, mode: RoomMode, *, lines_in_confidence: bool = False) -> RoomScene:
    """What the room may see: never private or parked lines, sealed slips, counts before all are in, or names."""
    session, now = f.session, asking(f)
    stage = now.stage
    numbered = [s for s in session.plan if s.number]
    confidential = session.meeting.family == "confidential"
    shown: list[LineRow] = []
    if mode == "lines" and (not confidential or lines_in_confidence):
        source = close_rows(f) if stage is not None and stage.script.close else rows(f, now)
        shown = [_for_room(line) for line in source if _room_may_see(f, line)]
    at = f.moment()
    ends = ""
    if stage is not None and clock.state(session) == "running":
        left = stage.record.minutes * 60 - clock.used(session, at).get(stage.id, 0)
        if left > 0:
            ends = hour((at + timedelta(seconds=left)).astimezone(zone(session)))
    mark = clock.last_mark(session)
    back = mark is not None and mark.back and clock.state(session) in ("paused", "break")
    blank = ""
    if mode == "blank" or (mark is not None and clock.state(session) == "break"):
        until = hour(moment(mark.back).astimezone(zone(session))) if back and mark is not None else ""
        blank = f"Back at {until}" if until else "Back in a moment"
    safety = now.question is not None and now.question.capture.private
    return RoomScene(
        technique=session.template.title,
        subject="" if confidential else session.meeting.title,
        stage=stage.script.title if stage else "",
        progress=f"{stage.number} of {len(numbered)}" if stage and stage.number else "",
        ask="" if confidential and not lines_in_confidence else asked(f, now).ask,
        rows=tuple(shown),
        ends=ends,
        blank=blank,
        hidden_input=now.way in ("slips", "vote", "rate") or safety,
    )


def _room_may_see(f: Facilitation, line: LineRow) -> bool:
    if line.heading:
        return line.text not in ("Leaves the room", "Parked")
    entry = f.session.entries.get(line.id)
    if entry is None:
        return False
    cls = KINDS.get(entry.kind)
    if cls is None or not cls.leaves or cls.in_room == "no":
        return False
    if cls.in_room == "when complete":
        return isinstance(entry, Vote) and entry.complete
    return not f.session.sealed(entry)


def _for_room(line: LineRow) -> LineRow:
    """A row without owners, speakers and what is missing: no name stands on the wall."""
    facts = tuple(fact for fact in line.facts if fact.role in ("strong", "success", "accent"))
    return LineRow(
        line.id, line.number, line.lead, line.mark, line.mark_role, line.text, facts, line.under, line.heading
    )


def group_heads(f: Facilitation) -> tuple[str, ...]:
    """Ids of the groups of the session."""
    return tuple(i for i, _ in f.session.of_kind("theme"))


def items_of(f: Facilitation, question: str) -> tuple[str, ...]:
    """Ids of the lines a question of the template works on, as they stand now."""
    return material(f.session, question)
