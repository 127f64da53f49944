"""What only the facilitator sees: cues, what to watch for, what to do when stuck, own notes."""

from __future__ import annotations

from datetime import datetime

from . import clock
from .acts import voting
from .answering import Asking
from .facilitation import Facilitation, zone
from .kinds.activities import Rating
from .scene import Note
from .wording import count, hour, spread

STUCK_TITLES = {
    "quiet": "Gone quiet?",
    "blame": "Someone blamed?",
    "dominated": "One voice filling the room?",
    "complaining": "Only complaints?",
}


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
        found.append(Note("Dots", (f"{dots} each, {count(len(over), '{n} line', '{n} lines')}{total}",)))
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
    notes = [f"{f.session.number(i)}  {e.text}" for i, e in f.session.of_kind("private")]
    if notes:
        found.append(Note("Your notes", tuple(notes[-6:])))
    if stage is not None:
        if stage.script.watch_for:
            found.append(Note("Watch for", stage.script.watch_for))
        if stage.script.tips:
            found.append(Note("Tips", stage.script.tips))
        for key, line in stage.script.if_stuck.items():
            found.append(Note(STUCK_TITLES.get(key, f"{key[:1].upper()}{key[1:]}?"), (line,)))
    return tuple(found)


def safety_words(rating: Rating) -> tuple[str, ...]:
    """The safety check for the facilitator: the spread, and what two low marks suggest."""
    said = f"{count(len(rating.values), '{n} mark', '{n} marks')}, {spread(rating.values)}"
    if sum(1 for value in rating.values if value <= 2) >= 2:
        return (said, "Two or more are low. :how slips asks the next question on paper.")
    return (said,)


def _percent(words: str) -> float:
    digits = words.strip().rstrip("%").strip()
    return min(1.0, int(digits) / 100) if digits.isdigit() else 1.0
