"""What only the facilitator sees: cues, what to watch for, what to do when stuck, own notes."""

from __future__ import annotations

from datetime import datetime

from kmfacilitate.language import N_, _

from . import coach
from .acts import voting
from .answering import Asking
from .facilitation import Facilitation, zone
from .kinds.activities import Rating
from .scene import Note
from .scribe import hidden_notes, how_to_open
from .seen_before import beside_note
from .wording import count, hour, marks_of, spread

_SEEN_ELSEWHERE = ("cue", *coach.IN_THE_CLOCK)
"""What the coach says that stands in a place of its own: under *Say now*, and in the words of the clock."""
STUCK_TITLES = {
    "quiet": N_("Gone quiet?"),
    "blame": N_("Someone blamed?"),
    "dominated": N_("One voice filling the room?"),
    "complaining": N_("Only complaints?"),
    "tired": N_("Tired?"),
    "unclear": N_("Unclear?"),
}


def only_you(f: Facilitation, now: Asking, at: datetime, close_page: int = 0) -> tuple[Note, ...]:
    """What only the facilitator sees: cues, what to watch for, what to do when stuck, own notes."""
    found: list[Note] = []
    stage = now.stage
    if close_page == 2:
        found.append(
            Note(_("All of it can wait"), (_("None of this blocks. Home will say what is left to tidy."),))
        )
    if stage is not None and not close_page:
        cue, _rest = coach.cue_at(f, at)
        if cue:
            found.append(Note(_("Say now"), (cue,)))
    if now.way == "vote" and stage is not None:
        over = voting.ballot(f.session, now.place)
        dots = voting.dots_each(f.session, now.place)
        total = _(", {dots} in all").format(dots=dots * f.voters) if f.voters else ""
        found.append(
            Note(
                _("Dots"),
                (
                    _("{dots} each, {lines}{total}").format(
                        dots=dots, lines=count(len(over), "{n} line", "{n} lines"), total=total
                    ),
                ),
            )
        )
    if now.way == "slips":
        sealed = [e for _id, e in f.session.answers(now.place.question) if f.session.sealed(e)]
        if sealed:
            found.append(Note(_("Last slip"), (sealed[-1].text,)))
    seen = beside_note(f)
    if seen is not None and not close_page:
        found.append(seen)
    time = tuple(hint.words for hint in coach.hints(f, at) if not hint.key.startswith(_SEEN_ELSEWHERE))
    if time:
        found.append(Note(_("Time"), time))
    late = coach.ways(f, at)
    if late:
        tz = zone(f.session)
        lines = tuple(
            _("{says}: ends {hour}").format(says=p.says, hour=hour(p.ends.astimezone(tz))) for p in late
        )
        found.append(Note(_("Catch up  :fit"), lines))
    safety = [e for _id, e in f.session.live() if isinstance(e, Rating) and e.private and e.complete]
    if safety and now.place.stage == safety[-1].stage:
        found.append(Note(_("Safety"), safety_words(safety[-1], f.voters)))
    hidden = hidden_notes(f.session)
    notes = [f"{f.session.number(i)}  {e.text}" for i, e in f.session.of_kind("private") if i not in hidden]
    if hidden:
        before = count(len(hidden), "{n} from before", "{n} from before")
        notes = [f"{before}  {how_to_open()}", *notes[-5:]]
    if notes:
        found.append(Note(_("Your notes"), tuple(notes[-6:])))
    if stage is not None:
        if stage.script.watch_for:
            found.append(Note(_("Watch for"), stage.script.watch_for))
        if stage.script.tips:
            found.append(Note(_("Tips"), stage.script.tips))
        for key, line in stage.script.if_stuck.items():
            found.append(Note(_(STUCK_TITLES.get(key, f"{key[:1].upper()}{key[1:]}?")), (line,)))
    return tuple(found)


def safety_words(rating: Rating, people: int = 0) -> tuple[str, ...]:
    """The safety check for the facilitator: the spread, and what two low marks suggest."""
    said = _("{marks}, {spread}").format(
        marks=marks_of(len(rating.values), people), spread=spread(rating.values)
    )
    if sum(1 for value in rating.values if value <= 2) >= 2:
        return (said, _("Two or more are low. :how slips asks the next question on paper."))
    return (said,)
