"""What a line means at the question at hand: an activity reads its own lines first, then the grammar does.

A line with a sign (`! * > ? ~`, a quotation, `:kind`) is captured in any activity. What does not fit an
activity is refused with a sentence and stays in the capture line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kmfacilitate.clean import clean
from kmfacilitate.language import N_, _
from kmfacilitate.templates.model import Question

from . import walk
from .acts import activities, capture, correct, reviews, voting
from .documents import Value, is_empty
from .edits import Act, Now, Refused
from .facilitation import Facilitation
from .keeping import consent_at, decision
from .kinds import is_list, is_number, kind_class
from .line import Line, Room, read_line
from .line.vocabulary import field_word
from .local_words import local
from .material import is_there, material, vote_at
from .past import current, earlier_line, past_at, to_review
from .rounds import round_order as round_order
from .rounds import turn_of as turn_of
from .rounds import whose_turn as whose_turn
from .scribe import hidden_notes, how_to_open
from .session import PlannedStage
from .unforeseen import unforeseen
from .verdicts import UNFORESEEN, verdict_in
from .walk import Place
from .yes_no import said_yes

DEFAULT_VERDICTS = ("applies", "partly", "no")
_MOST_DIGITS = 6
_PAIR = re.compile(r"([\w.]+)\s*=\s*(\d+(?:\s*,\s*\d+(?!\d*\s*=))*)")
_NUMBERS = re.compile(r"\d+(?:[\s,]+\d+)*")
_TOTALS = re.compile(r"[\w.]+\s*=\s*\d+(?:[\s;,]+[\w.]+\s*=\s*\d+)*")
_SCORES = re.compile(r"[\w.]+\s*=\s*\d+\s*,\s*\d+(?:[\s;]+[\w.]+\s*=\s*\d+\s*,\s*\d+)*")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is asked now: where, which way, and what lines become."""

    place: Place
    stage: PlannedStage | None
    question: Question | None
    way: str
    kind: str

    @property
    def reads_down(self) -> bool:
        """Whether its rows are read from the first (a ballot, a ranking, the close), not from the newest."""
        closing = self.stage is not None and self.stage.script.close
        return closing or self.way in ("vote", "score", "complete", "review", "rank", "pairs")


def asking(f: Facilitation, place: Place | None = None) -> Asking:
    """How the question at a place (the room's, unless said) is asked."""
    place = place or f.here
    stage = f.session.stage(place.stage)
    question = stage.question(place.question) if stage else None
    if stage is None or question is None:
        pause = stage is not None and stage.script.break_
        return Asking(place, stage, None, "none" if pause else "list", "none" if pause else "point")
    way = stage.way(question)
    kind = "none" if way == "none" else question.capture.becomes
    if kind == "none" and way not in ("none", question.capture.way):
        kind = "point"  # asked in another way today, so that lines are kept after all
    return Asking(place, stage, question, way, kind)


def room_at(f: Facilitation, place: Place | None = None, *, kind: str = "") -> Room:
    """What the reader of a line may know at a place."""
    now = asking(f, place)
    read_as = kind or now.kind
    if read_as != "none" and not kind_class(read_as).typed:
        read_as = "point"
    answers = f.session.answers(now.place.question, now.place.under) if now.place.question else []
    own = [entry for _id, entry in answers if entry.kind not in ("private", "parked")]
    return Room(
        kind=read_as,
        people=f.roster,
        today=f.now().today,
        language=f.session.meeting.language,
        day_first=local().day_first,
        follows_cause=bool(own) and own[-1].kind == "cause" and not f.session.sealed(own[-1]),
    )


def answer(f: Facilitation, typed: str, line: Line, place: Place | None = None) -> Act:
    """The act that a line stands for at a place.

    Raises:
        Refused: When the line does not fit the activity at hand; it stays in the capture line.
    """
    now = asking(f, place)
    if line.what == "go-on":
        return capture.go_on(now.place, line.text)
    if line.marked:
        return capture.capture(now.place, line)
    _check_consent(f, now)
    words = clean(typed).strip()
    if now.way == "vote":
        return _vote(f, now, words)
    if now.way == "score":
        return _score(f, now, words)
    if now.way == "rate":
        return activities.rate(now.place, numbers_in(words))
    if now.way == "check":
        return _check(now, words)
    if now.way == "review":
        return _review(f, now, words)
    if now.way == "complete":
        return _complete(f, now, words)
    if now.way == "group":
        return _group(f, now, words, line)
    if now.way == "rank":
        return voting.rank(now.place, [entry_named(f, part, now.place) for part in words.split()])
    if now.way == "pairs":
        raise Refused(_("Pairs are drawn with :draw."))
    if now.way == "round":
        return _turn(f, now, line)
    return capture.capture(now.place, line)


def taken_at(f: Facilitation, typed: str, line: Line, place: Place) -> bool:
    """Whether a place would take a line as it stands; nothing is done."""
    try:
        answer(f, typed, line, place)(f.session, unused(f))
    except Refused:
        return False
    return True


def unused(f: Facilitation) -> Now:
    """A moment for an act whose change is only looked at: no id is used up."""
    world = f.now()
    return Now(world.at, world.today, lambda: "0", world.chance)


ASK_FIRST = N_("Nothing is kept unless the room agrees. Ask them, then type yes; ~ keeps a note for you.")
NO_MORE = N_("That was answered with no, so nothing more is kept here. ~ keeps a note for you.")


def _check_consent(f: Facilitation, now: Asking) -> None:
    consent = consent_at(f.session, now.place)
    said = decision(f.session, now.place)
    if consent == "before" and (said is None or said[1].answer != "yes"):
        raise Refused(_(ASK_FIRST))
    if consent == "after" and said is not None and said[1].answer == "no":
        raise Refused(_(NO_MORE))


def entry_named(f: Facilitation, reference: str, place: Place | None = None, *, earlier: bool = False) -> str:
    """The id of the line that `3.2`, `p1`, or in short `2` names at a place (the room's, unless said).

    A bare number is one of the ballot in a vote or score, else a line of the stage.

    Args:
        f: The room.
        reference: What was typed.
        place: Where it was typed.
        earlier: Whether a line of an earlier session may be meant (`session/entry`).

    Raises:
        Refused: When no line has that number.
    """
    wanted = reference.strip().rstrip(":").lower()
    found = f.session.numbered(wanted)
    if found is None and _is_number(wanted):
        now = asking(f, place)
        over = _ballot(f, now)
        if over and 1 <= int(wanted) <= len(over):
            found = over[int(wanted) - 1]
            if "/" in found and not earlier:
                raise Refused(
                    _("{wanted} is a line of an earlier session: its verdict can be said, no more.").format(
                        wanted=wanted
                    )
                )
            return found
        stage = now.stage
        found = f.session.numbered(f"{stage.number}.{wanted}") if stage else None
    if found is None:
        raise Refused(_("No line has the number {reference}.").format(reference=reference))
    if found in hidden_notes(f.session):
        before = _("{number} was noted before somebody else took the keyboard").format(number=reference)
        raise Refused(f"{before}; {how_to_open()}.")
    return found


def numbers_in(words: str) -> tuple[int, ...]:
    """Numbers parted by spaces or commas.

    Raises:
        Refused: When there is anything else.
    """
    if not _NUMBERS.fullmatch(words.strip()):
        raise Refused(_("Type the numbers alone, parted by spaces; words stay with a sign: ~ for a note."))
    parts = re.findall(r"\d+", words)
    if any(len(part) > _MOST_DIGITS for part in parts):
        raise Refused(_("That number is too long; type the numbers parted by spaces."))
    return tuple(int(part) for part in parts)


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) <= _MOST_DIGITS


def pairs_in(f: Facilitation, words: str, place: Place | None = None) -> dict[str, tuple[int, ...]]:
    """`3.1=4 3.2=2` or `2=5,5 1=4,5` as entry id → numbers.

    Raises:
        Refused: When a line has no such number, or comes twice.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name, values in _PAIR.findall(words):
        id_ = entry_named(f, name, place)
        if id_ in found:
            raise Refused(_("{name} comes twice. Which one counts?").format(name=name))
        found[id_] = numbers_in(values)
    return found


def verdicts(question: Question | None) -> tuple[str, ...]:
    """The words a review can end in."""
    return (question.capture.verdicts if question else ()) or DEFAULT_VERDICTS


def score_items(f: Facilitation, place: Place) -> tuple[str, ...]:
    """Ids of the lines to be scored at a place."""
    question = walk.question_at(f.session, place)
    found = material(f.session, question.capture.of) if question and question.capture.of else ()
    return tuple(id_ for id_ in found if is_there(f.session, id_))


def next_to_score(f: Facilitation, place: Place) -> str | None:
    """The first line of a score without both numbers."""
    for id_ in score_items(f, place):
        raw = f.session.raw("entries", id_)
        if not raw.get("likelihood") or not raw.get("impact"):
            return id_
    return None


def next_field(f: Facilitation, place: Place) -> tuple[str, str] | None:
    """The entry and the field that `complete` asks for next; none when all are filled or passed over."""
    now = asking(f, place)
    if now.question is None or now.stage is None or now.question.capture.of is None:
        return None
    fields = now.question.capture.fields or tuple(kind_class(now.kind).fields())
    for id_ in score_items(f, now.place):
        raw = f.session.raw("entries", id_)
        for field in fields:
            if is_empty(raw.get(field)) and f"{id_}/{field}" not in now.stage.record.passed:
                return id_, field
    return None


def field_value(f: Facilitation, kind: str, field: str, words: str) -> dict[str, Value]:
    """What a field holds when these words are typed for it.

    Raises:
        Refused: When they can't be read as such a field (a date that is none, a number outside its scale).
    """
    cls = kind_class(kind)
    says = cls.speech(field)
    if not (says.sign or says.choices or is_number(cls, field)):
        return {field: [words] if is_list(cls, field) else words}
    line = read_line(f"x | {field_word(field, says)}: {' '.join(words.split())}", room_at(f, kind=kind))
    if field in line.fields and line.text == "x":
        return {field: line.fields[field]}
    why = (
        line.notes[0].removesuffix(_("; kept as text"))
        if line.notes
        else _("that can't be read as {label}").format(label=_(says.label))
    )
    raise Refused(f"{why[0].upper()}{why[1:]}. {_(says.ask)}")


def _ballot(f: Facilitation, now: Asking) -> tuple[str, ...]:
    if now.way == "vote":
        return voting.ballot(f.session, now.place)
    if now.way in ("score", "complete", "rank") and now.question and now.question.capture.of:
        vote = vote_at(f.session, now.question.capture.of.question)
        return vote[1].over if vote else material(f.session, now.question.capture.of)
    if now.way == "group" and now.question and now.question.capture.of:
        return group_pool(f, now.place)
    if now.way == "review":
        return to_review(f, now.place)
    return ()


def group_pool(f: Facilitation, place: Place) -> tuple[str, ...]:
    """Ids of the lines to be grouped, each keeping its place whether it is in a group or not."""
    question = walk.question_at(f.session, place)
    if question is None or question.capture.of is None:
        return ()
    of = question.capture.of
    return tuple(
        id_
        for id_, entry in f.session.live()
        if (not of.kind or entry.kind == of.kind)
        and (not of.question or entry.question == of.question)
        and entry.kind not in ("theme", "private", "parked", "vote", "check", "rating")
        and not f.session.sealed(entry)
    )


def _vote(f: Facilitation, now: Asking, words: str) -> Act:
    if _TOTALS.fullmatch(words):
        return voting.vote_totals(now.place, {id_: n[0] for id_, n in pairs_in(f, words, now.place).items()})
    if not _NUMBERS.fullmatch(words):
        raise Refused(
            _("A slip is numbers: 2 1 5; 0 is a blank slip. For words, F2 goes on; ~ keeps a note.")
        )
    return voting.slip(now.place, numbers_in(words), f.voters)


def _score(f: Facilitation, now: Asking, words: str) -> Act:
    if _SCORES.fullmatch(words):
        return voting.score(
            now.place, {id_: (n[0], n[1]) for id_, n in pairs_in(f, words, now.place).items()}
        )
    numbers = numbers_in(words) if _NUMBERS.fullmatch(words) else ()
    waiting = next_to_score(f, now.place)
    if len(numbers) != 2:
        raise Refused(_("Two numbers from 1 to 5: how likely, how bad. Or 2=5,5 1=4,5."))
    if not score_items(f, now.place):
        raise Refused(_("There is nothing to score yet. F3 goes back to the vote."))
    if waiting is None:
        raise Refused(_("All are scored. Change one with 2=5,4."))
    return voting.score(now.place, {waiting: (numbers[0], numbers[1])})


def _check(now: Asking, words: str) -> Act:
    first, _rest, note = words.partition(" ")
    said = said_yes(first)
    if said is None:
        raise Refused(_("Type yes or no, and a note after it if you like."))
    return activities.check(now.place, said, note.strip())


def nothing_to_review(now: Asking) -> str:
    """What to say where a review has no lines: those of this session may still come, earlier ones won't."""
    if now.question is not None and now.question.capture.of is None:
        return _("No earlier line was brought in, so there is nothing to review. F2 goes on.")
    return _("There is nothing to review yet. F3 goes back.")


def _review(f: Facilitation, now: Asking, words: str) -> Act:
    if words.split(maxsplit=1)[0].casefold() == UNFORESEEN and looks_at_fears(f, now.place):
        return unforeseen(f.session, now.place, words, room_at(f, now.place, kind="event"))
    line = current(f, now.place)
    if not to_review(f, now.place):
        raise Refused(nothing_to_review(now))
    if line is None:
        raise Refused(_("Every line has its verdict. Change one with :review 2.1 and the word."))
    return verdict_on(f, now, line, words)


def verdict_on(f: Facilitation, now: Asking, id_: str, words: str) -> Act:
    """The act that gives a line its verdict, or makes something of it.

    Args:
        f: The room.
        now: The review.
        id_: The line; of an earlier session `session/entry`.
        words: `met better than planned`; of an earlier lesson also `action Train two people @ana ^fri`.

    Raises:
        Refused: When the words begin with no verdict of this review.
    """
    allowed = verdicts(now.question)
    past = past_at(f, now.place)
    first, _rest, rest = words.partition(" ")
    made = TAKEN_UP.get(first.casefold().rstrip(":"), "")
    line = earlier_line(f, id_)
    if made and line is not None and line.kind in MADE_OF and line.quoted:
        typed = rest.strip() or str(getattr(line.entry, "recommendation", "")) or line.text
        read = read_line(f":{made} {typed}", room_at(f, now.place, kind=made))
        return reviews.take_up(now.place, id_, allowed[0], read, past)
    says, note = verdict_in(words, allowed, f.session.meeting.language)
    return reviews.review(now.place, id_, says, note, past)


TAKEN_UP = {"action": "action", "plan": "text"}
"""Words that make something of an earlier line in a review → the kind it becomes."""
MADE_OF = ("lesson", "parked")
"""Kinds of earlier lines that something can be made of."""


def review_hint(f: Facilitation, now: Asking) -> str:
    """What may be typed in a review, in a sentence."""
    *most, last = verdicts(now.question)
    said = (
        _("{most} or {last}, and a word about it").format(most=", ".join(most), last=last) if most else last
    )
    if looks_at_fears(f, now.place):
        return _("{said}; unforeseen 3.2 marks what nobody had feared").format(said=said)
    line = earlier_line(f, current(f, now.place) or "")
    if line is not None and line.kind in MADE_OF:
        return _("{said}; action or plan makes something of it").format(said=said)
    return said


def looks_at_fears(f: Facilitation, place: Place) -> bool:
    """Whether a review at a place is about what was feared beforehand."""
    return any(line.kind in ("risk", "cause") for line in past_at(f, place))


def _complete(f: Facilitation, now: Asking, words: str) -> Act:
    waiting = next_field(f, now.place)
    if not score_items(f, now.place):
        raise Refused(_("There is nothing to fill in yet. F3 goes back to the vote."))
    if waiting is None:
        raise Refused(_("Everything is filled in. Change it with :fill 6.1 | owner: …"))
    id_, field = waiting
    return correct.fill(id_, field_value(f, now.kind, field, words), kind=now.kind)


def _group(f: Facilitation, now: Asking, words: str, line: Line) -> Act:
    match = re.match(r"((?:\d+(?:\.\d+)?[\s,]+)*\d+(?:\.\d+)?)(?=[\s:,]|$)[\s:,]*(.*)$", words, re.DOTALL)
    if match is None:
        raise Refused(_(activities.WHICH_LINES))
    ids = [entry_named(f, part, now.place) for part in re.split(r"[\s,]+", match[1])]
    return activities.group(now.place, ids, match[2] or "")


def _turn(f: Facilitation, now: Asking, line: Line) -> Act:
    if now.place != f.here:
        return capture.capture(now.place, line)  # a late line is nobody's turn
    who = whose_turn(f, now.place)
    named = who if f.roster and who in f.roster else ""
    passed = turn_of(f, now.place) + 1 if who else None
    return capture.capture(now.place, line, by=named, turn=passed)
