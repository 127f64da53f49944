"""Lines: adding late, changing, moving, taking out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _
from kmfacilitate.session import clock, walk
from kmfacilitate.session.acts import activities, correct
from kmfacilitate.session.acts import redact as redaction
from kmfacilitate.session.answering import (
    answer,
    asking,
    entry_named,
    room_at,
)
from kmfacilitate.session.edits import Act, Refused, Step
from kmfacilitate.session.kinds import KINDS, kind_class
from kmfacilitate.session.line import read_line
from kmfacilitate.session.rows import row, stage_rows
from kmfacilitate.session.scene import LineRow
from kmfacilitate.session.scribe import hidden_notes
from kmfacilitate.session.staging import rows
from kmfacilitate.session.tidy_words import tidy_lines
from kmfacilitate.session.walk import Place

from .outcome import Command, Outcome, did
from .stages import stage_names


def late_line(desk: Desk, number: str, rest: str) -> Outcome:
    """Add a line to another stage: to the question last open there, else the first that takes lines."""
    stage = next((s for s in desk.f.session.plan if s.number == number), None)
    if stage is None:
        raise Refused(_("There is no stage {number}.").format(number=number))
    if not rest.strip():
        raise Refused(
            _("Say what to add: :{number} and the line. :go {number} goes there.").format(number=number)
        )
    return capture_at(desk, rest, _open_question(desk, stage.id))


def _open_question(desk: Desk, stage_id: str) -> Place:
    stage = desk.f.session.stage(stage_id)
    assert stage is not None
    takes = {q.id for q in walk.asked_questions(stage) if stage.way(q) in ("list", "round", "slips", "form")}
    for mark in reversed(clock.marks(desk.f.session)):
        if mark.where == "stage" and mark.stage == stage_id and mark.question in takes:
            return Place(stage_id, mark.question, mark.under)
    places = walk.places(desk.f.session, stage, desk.f.roster)
    return next((place for place in places if place.question in takes), places[0])


def capture_at(desk: Desk, typed: str, place: Place) -> Outcome:
    """Capture a line at a place that need not be where the room is."""
    line = read_line(typed, room_at(desk.f, place))
    if line.what not in ("entry", "go-on"):
        raise Refused(_("That is no line to add."))
    return did(desk.f.do("capture", answer(desk.f, typed, line, place)))


def add(desk: Desk, rest: str) -> Outcome:
    """Add a line here, as Enter does."""
    if not rest.strip():
        raise Refused(_("Type the line, then Enter: nothing else is needed."))
    return capture_at(desk, rest, desk.f.here)


def form(desk: Desk, rest: str) -> Outcome:
    """Ask for the fields of a line one by one: of the line with that number, else of the last one."""
    if rest.strip():
        id_ = entry_named(desk.f, rest)
        if desk.f.session.entries[id_].deleted:
            raise Refused(
                _("{rest} was taken out. :restore {rest} brings it back.").format(rest=rest.strip())
            )
    else:
        here = desk.f.here
        own = [i for i, e in desk.f.session.live() if e.stage == here.stage and kind_class(e.kind).fields()]
        own = [i for i in own if kind_class(desk.f.session.entries[i].kind).typed]
        if not own:
            raise Refused(_("There is no line here to fill in. Type the line first, then :form."))
        id_ = own[-1]
    entry = desk.f.session.entries[id_]
    if desk.f.session.sealed(entry):
        raise Refused(_("That slip is sealed until :reveal."))
    if not kind_class(entry.kind).typed:
        raise Refused(_("{number} has no fields to fill in.").format(number=desk.f.session.number(id_)))
    return Outcome(
        _("filling in {number}").format(number=desk.f.session.number(id_)), front="form", about=id_
    )


def redact(desk: Desk, rest: str) -> Outcome:
    """Take a name out of this session's words: `Kate`, or `Kate = the buyer`."""
    name, _rest, instead = clean_line(rest).partition("=")
    if not name.strip():
        raise Refused(_("Say which name: :redact Kate, or :redact Kate = the buyer"))
    instead = instead.strip() or redaction.somebody(desk.f.session)
    change = desk.f.do("redact", redaction.redact(name.strip(), instead))
    desk.f.roster = tuple(instead if p.casefold() == name.strip().casefold() else p for p in desk.f.roster)
    return did(change)


def of_kind(desk: Desk, kind: str, rest: str) -> Outcome:
    """Say what a kind is, where its word stands without a text."""
    says = kind_class(kind)
    return Outcome(_(":{kind} and {asks}").format(kind=kind, asks=_(says.asks)), taken=False)


def list_(desk: Desk, rest: str) -> Outcome:
    """The lines of this stage (in an activity, what it works on), of stage N, or of a kind."""
    session, today = desk.f.session, desk.f.now().today
    wanted = rest.strip().casefold()
    stage = next((s for s in session.plan if s.number and s.number == wanted), None)
    if not wanted and desk.closing and desk.close_page == 2:
        return Outcome(front="list", lines=tuple(tidy_lines(desk.f)))
    if not wanted:
        found = rows(desk.f, asking(desk.f), desk.close_page if desk.closing else 1)
    elif stage is not None:
        questions = walk.asked_questions(stage)
        expected = questions[0].capture.becomes if questions else "point"
        found = stage_rows(session, stage.id, today, expected)
    else:
        kind_ = _kind_listed(wanted)
        if kind_ is None:
            raise Refused(
                _("There is no stage or kind {rest}. Stages: {stages}.").format(
                    rest=rest.strip(), stages=", ".join(stage_names(desk))
                )
            )
        unseen = hidden_notes(session)
        ids = [i for i, entry in session.of_kind(kind_) if not session.sealed(entry) and i not in unseen]
        found = [row(session, id_, today, expected=kind_) for id_ in ids]
    lines = tuple(line for each in found for line in row_lines(each))
    return Outcome("" if lines else _("No lines yet."), front="list", lines=lines)


def _kind_listed(word: str) -> str | None:
    for name, cls in KINDS.items():
        if cls.typed and word in (name, cls.label.casefold(), cls.plural.casefold(), f"{name}s"):
            return name
    return "theme" if word in ("group", "groups", "theme", "themes") else None


def row_lines(line: LineRow) -> list[str]:
    """A row in words: `3.2 08:06 unclear: Day officer took it as real`, and below it what belongs to it."""
    if line.heading:
        after = "".join(f"{', ' if line.number else ': '}{fact.text}" for fact in line.facts)
        return [f"{line.text}{' ' + line.number if line.number else ''}{after}"]
    lead = " ".join(part for part in (line.lead, _(OUTCOME_WORDS.get(line.mark, line.mark))) if part)
    facts = "".join(f", {fact.text.removeprefix('! ')}" for fact in line.facts)
    number = f"{line.number} " if line.number else ""
    return [
        f"{number}{lead + ': ' if lead else ''}{line.text}{facts}",
        *(f"  {said.text}" for said in line.under),
    ]


OUTCOME_WORDS = {"+": N_("better"), "-": N_("worse"), "=": N_("as expected"), "?": N_("unclear")}
"""The marks of an event as they are said aloud."""


def edit(desk: Desk, rest: str) -> Outcome:
    """Change a line: with its number alone it comes into the capture line as it would be typed."""
    number, _rest, typed = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which line: :edit 3.2"))
    id_ = entry_named(desk.f, number)
    if not typed.strip():
        return Outcome(front="edit", about=id_, lines=(desk.as_typed(id_) or "",))
    return reword(desk, id_, typed)


def reword(desk: Desk, id_: str, typed: str) -> Outcome:
    """Keep a changed line: read it as it would be read where the entry is, in its own kind."""
    entry = desk.f.session.entries[id_]
    room = room_at(desk.f, Place(entry.stage, entry.question, entry.under), kind=entry.kind)
    line = read_line(typed, room)
    if line.what == "command":
        raise Refused(_("A change begins with the words; a backslash keeps a colon: \\:"))
    if line.what == "to-stage":
        return _reword_and_move(desk, id_, line.word, line.text)
    return did(desk.f.do("edit", correct.reword(id_, line)))


def _reword_and_move(desk: Desk, id_: str, stage: str, typed: str) -> Outcome:
    """A changed line that begins with `:3`: it goes to that stage, with its words as they were changed."""
    moved = move(desk, f"{desk.f.session.number(id_)} {stage}")
    if not typed.strip():
        return moved
    kept = reword(desk, id_, typed)
    return replace(kept, says=moved.says)


def fill(desk: Desk, rest: str) -> Outcome:
    """Set fields of a line: `3.2 | why: … | owner: Sam`."""
    number, _rest, typed = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which line and what: :fill 3.2 | why: …"))
    id_ = entry_named(desk.f, number)
    entry, now = desk.f.session.entries[id_], asking(desk.f)
    kind = now.kind if now.way in ("complete", "score") and now.kind in KINDS else entry.kind
    if not kind_class(kind).typed:
        kind = entry.kind
    typed = typed.strip() if typed.strip().startswith("|") else f"| {typed.strip()}"
    line = read_line(f"x {typed}", room_at(desk.f, kind=kind))
    if not line.fields:
        fields = ", ".join(kind_class(kind).fields())
        raise Refused(
            _("No field was read. {label} has: {fields}.").format(
                label=_(kind_class(kind).label).capitalize(), fields=fields
            )
        )
    outcome = did(desk.f.do("fill", correct.fill(id_, dict(line.fields), kind=kind)))
    notes = (
        line.notes
        if line.text == "x"
        else (
            *line.notes,
            _("not read: {words}").format(words=line.text.removeprefix("x").strip()),
        )
    )
    return Outcome(outcome.says, notes=notes, entry=id_)


def kind(desk: Desk, rest: str) -> Outcome:
    """Make a line another kind: `3.2 lesson`."""
    number, _rest, word = rest.strip().partition(" ")
    if not number or not word:
        raise Refused(_("Say which line and which kind: :kind 3.2 lesson"))
    return did(desk.f.do("retype", correct.retype(entry_named(desk.f, number), kind_named(word))))


def kind_named(word: str) -> str:
    """The kind that a word means, by its name, its label or a beginning.

    Raises:
        Refused: When it means none.
    """
    wanted = word.strip().casefold()
    names = {"group": "theme"} | {name: name for name, cls in KINDS.items() if cls.typed}
    names |= {cls.label.casefold(): name for name, cls in KINDS.items() if cls.typed}
    if wanted in names:
        return names[wanted]
    fits = sorted({kind for name, kind in names.items() if wanted and name.startswith(wanted)})
    if len(fits) == 1:
        return fits[0]
    near = nearest(wanted, names)
    hint = _("; did you mean {near}?").format(near=near) if near else "."
    raise Refused(_("There is no kind {word}{hint}").format(word=word.strip(), hint=hint))


def move(desk: Desk, rest: str) -> Outcome:
    """Move lines to another stage (`3.2 3.4 4`; `4`: the last), or one below another (`3.5 after 3.2`)."""
    words = rest.split()
    if len(words) == 3 and words[1].casefold() == "after":
        id_, other = entry_named(desk.f, words[0]), entry_named(desk.f, words[2])
        return did(desk.f.do("move", correct.move(id_, Place(""), after=other)))
    *numbers, last = words or [""]
    while last and not numbers and re.fullmatch(r"p?\d+\.\d+", last):  # lines, and nowhere to go
        numbers, last = [last], ""
    if not last:
        raise Refused(_("Say which line and where to: :move 3.2 4"))
    to_words = [last]
    while numbers and not re.fullmatch(r"p?\d+(\.\d+)?", numbers[-1]):
        to_words.insert(0, numbers.pop())
    to = _where_to(desk, " ".join(to_words))
    ids = [entry_named(desk.f, number) for number in numbers] or _last_line(desk)
    said = [did(desk.f.do("move", correct.move(id_, to))) for id_ in ids]
    return replace(said[-1], says=", ".join(one.says for one in said))


def _where_to(desk: Desk, words: str) -> Place:
    """The place that a stage, or a question of it (`3b`), names to a line that goes there."""
    place = walk.named(desk.f.session, words, desk.f.roster)
    if place is None:
        raise Refused(
            _("There is no stage {words}. Stages: {stages}.").format(
                words=words, stages=", ".join(stage_names(desk))
            )
        )
    return place if re.fullmatch(r"\d+[a-z]", words) else _open_question(desk, place.stage)


def _last_line(desk: Desk) -> list[str]:
    """The last line of the stage at hand."""
    here = desk.f.here.stage
    own = [i for i, e in desk.f.session.live() if e.stage == here and kind_class(e.kind).typed]
    if not own:
        raise Refused(_("Say which line and where to: :move 3.2 4"))
    return own[-1:]


def _one(verb: str, act: Callable[[str], Act]) -> Command:
    def command(desk: Desk, rest: str) -> Outcome:
        if not rest.strip():
            raise Refused(_("Say which line: :{verb} 3.2").format(verb=verb))
        return did(desk.f.do(verb, act(entry_named(desk.f, rest))))

    return command


def next_day(desk: Desk, rest: str) -> Outcome:
    """Put a line of a timeline on the next day: the one named, else the last one with a time here."""
    if rest.strip():
        id_ = entry_named(desk.f, rest)
    else:
        here = desk.f.here
        timed = [i for i, e in desk.f.session.answers(here.question, here.under) if getattr(e, "when", "")]
        if not timed:
            raise Refused(_("There is no line with a time here. Say which: :nextday 3.5"))
        id_ = timed[-1]
    return did(desk.f.do("next-day", correct.to_next_day(id_)))


delete = _one("delete", correct.delete)
restore = _one("restore", correct.restore)
ungroup = _one("ungroup", activities.ungroup)


def merge(desk: Desk, rest: str) -> Outcome:
    """Join lines: `3.2 3.5` puts the second one's words to the first."""
    words = rest.split()
    if len(words) < 2:
        raise Refused(_("Say which lines: :merge 3.2 3.5"))
    first = entry_named(desk.f, words[0])
    outcome = Outcome()
    for other in words[1:]:
        outcome = did(desk.f.do("merge", correct.merge(first, entry_named(desk.f, other))))
    return outcome


def split(desk: Desk, rest: str) -> Outcome:
    """Part a line in two: `3.2`, or `3.2` and the first words of the second part."""
    number, _rest, at = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which line: :split 3.2"))
    return did(desk.f.do("split", correct.split(entry_named(desk.f, number), at)))


def strike(desk: Desk, rest: str) -> Outcome:
    """Remove a line's words for good: `3.2 yes`."""
    number, _rest, word = rest.strip().partition(" ")
    if not number:
        raise Refused(_("Say which line: :strike 3.2 yes"))
    yes = word.strip().casefold() in ("yes", "y")
    return did(desk.f.do("strike", correct.strike(entry_named(desk.f, number), yes)))


def undo(desk: Desk, rest: str) -> Outcome:
    """Take back the last thing done."""
    steps = desk.f.steps()
    says = desk.f.undo()
    return Outcome(says, lines=tuple(_as_they_stand(desk, steps[-1])) if steps else ())


def redo(desk: Desk, rest: str) -> Outcome:
    """Bring back what was taken back."""
    says = desk.f.redo()
    steps = desk.f.steps()
    return Outcome(says, lines=tuple(_as_they_stand(desk, steps[-1])) if steps else ())


_FEW = 3
"""Lines that are read out again after undo or redo."""


def _as_they_stand(desk: Desk, step: Step) -> Iterator[str]:
    """The lines that a step was about as they stand now, where they are few; those that are gone, too."""
    session, today = desk.f.session, desk.f.now().today
    unseen = hidden_notes(session)
    ids = dict.fromkeys(edit.id for edit in step.edits if edit.table == "entries")
    found = [
        (id_, session.entries[id_])
        for id_ in ids
        if id_ in session.entries and id_ not in unseen and kind_class(session.entries[id_].kind).typed
    ]
    if len(found) > _FEW:
        return
    for id_, entry in found:
        if not session.sealed(entry) and not entry.forgotten:
            first = row_lines(row(session, id_, today, expected=entry.kind))[0]
            yield _("gone: {line}").format(line=first) if entry.deleted else first
