"""What is seen, what leaves the room, and the end."""

from __future__ import annotations

from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.report.deliver import FORMATS, Format
from kmfacilitate.report.edition import Which
from kmfacilitate.session import aloud
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.answering import (
    asking,
)
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import tally
from kmfacilitate.session.moments import stamp
from kmfacilitate.session.staging import leaves_words, only_you
from kmfacilitate.session.tidy import to_tidy
from kmfacilitate.session.wording import count

from .artefacts import artefact_of
from .keeping import kept_words, needs_yes, waiting_words
from .outcome import Outcome


def show(desk: Desk, rest: str) -> Outcome:
    """What the room view shows: question, lines, blank or off."""
    mode, _rest, word = rest.strip().casefold().partition(" ")
    if mode in ("", "on"):
        mode = desk.room_mode
    if mode == "off":
        desk.room_on = False
        return Outcome(_("room view off"), front="room")
    if mode not in ("question", "lines", "blank"):
        raise Refused(_("The room view shows: question, lines, blank or off."))
    if mode == "lines" and desk.f.session.meeting.family == "confidential" and not desk.lines_in_confidence:
        if word not in ("yes", "y"):
            raise Refused(_("This session is confidential. To show its lines all the same: :show lines yes"))
        desk.lines_in_confidence = True
    desk.room_mode = mode  # type: ignore[assignment]  # one of the three was checked above
    desk.room_mode_chosen = True
    desk.room_on = desk.room_on or not desk.wall.wanted  # a window of its own shows it: this one stays yours
    return Outcome(_("the room sees: {mode}").format(mode=_(mode)), front="room")


def room(desk: Desk, rest: str) -> Outcome:
    """Turn this window into the room view, and back."""
    desk.room_on = not desk.room_on
    return Outcome(_("room view") if desk.room_on else _("your view"), front="room")


def hold(desk: Desk, rest: str) -> Outcome:
    """Keep new lines off the room view until they are released."""
    if not desk.held_since:
        desk.held_since = stamp(desk.f.moment())
    return Outcome(_("new lines are held back from the room; :release shows them"))


def release(desk: Desk, rest: str) -> Outcome:
    """Show the room the lines that were held back."""
    if not desk.held_since:
        raise Refused(_("Nothing is held back from the room."))
    desk.held_since = ""
    return Outcome(_("the room sees all lines again"))


SHARES = ("open", "summary", "actions", "nothing")
NAMES = ("all", "owners", "none")


def share(desk: Desk, rest: str) -> Outcome:
    """What leaves the room: `summary`, and whose names: `names none`."""
    words = rest.replace(",", " ").casefold().split()
    chosen_share = chosen_names = ""
    index = 0
    while index < len(words):
        if words[index] == "names" and index + 1 < len(words):
            chosen_names = _choice(words[index + 1], NAMES, _("Names are: all, owners or none."))
            index += 2
        else:
            chosen_share = _choice(
                words[index], SHARES, _("Share is: open, summary, actions or nothing; names none.")
            )
            index += 1
    if chosen_share or chosen_names:
        desk.f.settle(meeting.agree_sharing(chosen_share, chosen_names))
    return Outcome(_("leaves the room: {said}").format(said=leaves_words(desk.f)))


def _choice(word: str, allowed: tuple[str, ...], otherwise: str) -> str:
    fits = [choice for choice in allowed if choice.startswith(word)]
    if len(fits) != 1:
        raise Refused(otherwise)
    return fits[0]


def title(desk: Desk, rest: str) -> Outcome:
    """Give the session another title."""
    words = clean_line(rest)
    if not words:
        return Outcome(desk.f.session.meeting.title)
    desk.f.settle(meeting.settle({"title": words}, _("title set")))
    return Outcome(_("title: {words}").format(words=words))


def finish(desk: Desk, rest: str) -> Outcome:
    """End the session: stamps the time and writes the report; everything stays open to change."""
    waiting = waiting_words(desk)
    if waiting and rest.strip().casefold() not in ("yes", "y"):
        raise Refused(waiting)
    says = desk.f.finish()
    left = len(to_tidy(desk.f.session, desk.f.roster))
    lessons = (e.counted_state for _id, e in desk.f.session.live() if isinstance(e, Lesson))
    tidy = (
        count(left, "{n} thing to tidy, now or tomorrow", "{n} things to tidy, now or tomorrow")
        if left
        else ""
    )
    notes = tuple(words for words in (str(tally(lessons)), tidy) if words)
    return Outcome(says, notes=notes, front="finish")


def export(desk: Desk, rest: str) -> Outcome:
    """Write the report as it stands, in a format; `full` for the full edition; `artefact`; a folder."""
    which: Which = "shared"
    form: Format = "md"
    words = rest.split()
    made = False
    while words and words[0].casefold() in (*FORMATS, "full", "shared", "artefact"):
        word = words.pop(0).casefold()
        if word in ("full", "shared"):
            which = "full" if word == "full" else "shared"
        elif word == "artefact":
            made = True
        else:
            form = next(each for each in FORMATS if each == word)
    folder = Path(clean_line(" ".join(words))).expanduser() if words else None
    if folder is not None and not folder.is_dir():
        forms = ", ".join((*FORMATS, "artefact"))
        raise Refused(
            _("There is no folder {folder}. :export {forms}, full, and a folder.").format(
                folder=clean_line(str(folder)), forms=forms
            )
        )
    try:
        if made:
            delivery = artefact_of(desk.library, desk.f.session, desk.f.moment(), which, desk.f.roster)
            return Outcome(_("written: {path}").format(path=desk.write_delivery(delivery, folder)))
        return Outcome(_("written: {path}").format(path=desk.write_report(which, folder, form)))
    except Unable as unable:
        raise Refused(str(unable)) from None


def stuck(desk: Desk, rest: str) -> Outcome:
    """What only you see: what to watch for, what to do when the room is stuck, your notes."""
    now = asking(desk.f)
    lines: list[str] = []
    for note in only_you(desk.f, now, desk.f.moment(), desk.close_page if desk.closing else 0):
        lines.append(" ".join(note.title.split()))
        lines += [f"    {' '.join(line.split())}" for line in note.lines]
    return Outcome(
        "" if lines else _("There are no tips for this stage."), front="only-you", lines=tuple(lines)
    )


def guide(desk: Desk, rest: str) -> Outcome:
    """Say at each step what to do, or stop that."""
    desk.f.guided = not desk.f.guided
    return Outcome("" if desk.f.guided else _("No more is said of each step; :guide says it again."))


def here(desk: Desk, rest: str) -> Outcome:
    """Where the room is, all of it again: stage, question, what to say and to ask then, how it stands."""
    if needs_yes(desk):
        return Outcome(front="say", lines=(*kept_words(desk), _("Type yes to begin, :quit to leave.")))
    lines = tuple(aloud.here_words(desk.f, desk.close_page if desk.closing else 0))
    return Outcome(front="say", lines=lines)


def rules(desk: Desk, rest: str) -> Outcome:
    """The ground rules, to read aloud."""
    template = desk.f.session.template
    short = (template.ground_rules_short,) if template.ground_rules_short else ()
    lines = template.ground_rules if rest.strip() == "all" or not short else short
    return Outcome("" if lines else _("This session has no ground rules."), front="say", lines=tuple(lines))


def saved(desk: Desk, rest: str) -> Outcome:
    """Whether everything is on disk, and since when: nothing ever needs saving."""
    return Outcome(desk.saved_words())
