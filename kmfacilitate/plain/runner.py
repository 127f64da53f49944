"""A whole session on standard input and output: one line read, one answer printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.commands.stages import stage_lines
from kmfacilitate.commands.view import activity_words
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.session import clock
from kmfacilitate.session.acts.capture import NOTHING_KEPT, capture
from kmfacilitate.session.answering import asking
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.line import Line
from kmfacilitate.session.rows import row
from kmfacilitate.session.staging import asked
from kmfacilitate.session.wording import count
from kmfacilitate.verbs import VERBS, enter

from .listening import Heard
from .speech import say, say_error


class PlainSession:
    """Runs a desk from lines. `piped` is whether nobody sits at the other end: then nothing is asked twice.

    `run` returns the exit code: 1 when a line could not be carried out or something could not be saved.
    """

    def __init__(self, desk: Desk, *, piped: bool) -> None:
        self._desk = desk
        self._piped = piped
        self._failed = False
        self._place = ""
        self._over = False
        self._guessed = False

    def run(self, lines: Iterable[Heard], notes: Sequence[str] = ()) -> int:
        """Take lines until they end or the session is left; then the clock stops and everything is saved."""
        for note in notes:
            say(note)
        self._announce()
        self._offer_half_typed()
        try:
            for heard in lines:
                self._take(heard)
                if self._over:
                    break
        except KeyboardInterrupt:
            say_error("Leaving; everything is saved.")
        return self._leave()

    def _take(self, heard: Heard) -> None:
        if heard.guessed and not self._guessed:
            self._guessed = True
            say_error(f"line {heard.number}: this is not UTF-8; it is read as Windows-1252.")
        slept = self._desk.tick()
        if slept:
            say(slept)
        try:
            outcome = enter(self._desk, heard.text)
        except Refused as refused:
            self._refused(heard, str(refused))
            return
        self._answer(outcome)

    def _refused(self, heard: Heard, why: str) -> None:
        """Say why a line was not taken; from a pipe its words are kept as a private note."""
        if not self._piped:
            say(why)
            return
        self._failed = True
        kept = ""
        confidential = self._desk.f.session.meeting.family == "confidential"
        if clean(heard.text).strip() and why != NOTHING_KEPT and not confidential:
            line = Line("entry", kind="private", text=clean(heard.text).strip(), marked=True, fields={})
            self._desk.f.do("capture", capture(self._desk.f.here, line))
            kept = " Kept as a private note."
        say_error(f"line {heard.number}: {why}{kept}")

    def _answer(self, outcome: Outcome) -> None:
        saved = self._desk.flush()
        if outcome.entry and outcome.entry in self._desk.f.session.entries:
            say(self._entry_words(outcome.entry))
        elif outcome.says and outcome.front != "moved":  # where we are is announced
            say(outcome.says)
        for note in outcome.notes:
            say(f"({note})")
        for line in outcome.lines:
            say(line)
        if not saved:
            self._failed = True
            say_error(f"{self._desk.saved_words()}. The line is kept and tried again.")
        self._front(outcome)
        self._announce()

    def _front(self, outcome: Outcome) -> None:
        if outcome.front == "quit":
            self._over = True
        elif outcome.front == "finish" or outcome.front in ("report",):
            self._write_report()
        elif outcome.front == "stages":
            for line in outcome.lines or stage_lines(self._desk):
                say(line)
        elif outcome.front == "help":
            self._help()
        elif outcome.front in ("words", "palette"):
            for verb in VERBS:
                say(f":{verb.word}{' ' + verb.takes if verb.takes else ''}  {verb.help}")

    def _entry_words(self, id_: str) -> str:
        """A line as it is acknowledged: `6.1 action: order a second key, Sam, 27 Nov`."""
        session = self._desk.f.session
        entry = session.entries[id_]
        if session.sealed(entry):
            return "slip kept"
        shown = row(session, id_, self._desk.f.now().today, expected=entry.kind)
        parts = [shown.number, kind_class(entry.kind).label if entry.kind != "point" else ""]
        parts += [shown.lead if shown.lead != kind_class(entry.kind).label else "", shown.mark]
        head = " ".join(part for part in parts if part)
        facts = "".join(f", {fact.text.removeprefix('! ')}" for fact in shown.facts)
        under = "".join(f"; {said.text}" for said in shown.under)
        taken = ", deleted" if entry.deleted else ""
        return f"{head}: {shown.text}{facts}{under}{taken}"

    def _announce(self) -> None:
        """Say where the room is, when that is new; in a round or activity, what is expected next."""
        desk = self._desk
        now = asking(desk.f)
        question = asked(desk.f, now, desk.close_page if desk.closing else 0)
        place = f"{now.place}/{desk.close_page if desk.closing else ''}"
        if place != self._place:
            self._place = place
            stage = now.stage
            numbered = [s for s in desk.f.session.plan if s.number]
            if stage is not None:
                number = f"Stage {stage.number} of {len(numbered)}: " if stage.number else ""
                say(f"{number}{stage.script.title} ({count(stage.record.minutes, 'minute', 'minutes')})")
            about = f" ({question.about})" if question.about else ""
            say(f"{question.place} {question.ask}{about}".strip())
            if question.say:
                say(f"Say: {question.say}")
            for then in question.then:
                say(f"Then: {then}")
            if clock.state(desk.f.session) == "not started":
                say("The clock has not started: :start, or :next.")
        if not self._piped:
            words = activity_words(desk)
            if words:
                say(words)

    def _offer_half_typed(self) -> None:
        left = self._desk.half_typed
        if left is not None:
            say(f"Half typed when this was left, not entered: {clean_line(left.text)}")

    def _help(self) -> None:
        question = asked(self._desk.f, asking(self._desk.f))
        say(f"You are at {question.place} {question.ask}")
        say("Type what the room says, then Enter. Signs at the start: ! action, * lesson, > for others,")
        say('? parked, ~ only you; "…" a quotation. @name, #tag, ^date, | field: value.')
        say(":next goes on, :back goes back, :list shows the lines, :undo takes back, :stuck helps,")
        say(":time says how late it is, :finish ends, :quit leaves. :words lists every word.")

    def _write_report(self) -> None:
        try:
            say(f"report: {self._desk.write_report()}")
        except Unable as unable:
            say_error(str(unable))
            self._failed = self._failed or not self._desk.nothing_leaves

    def _leave(self) -> int:
        desk = self._desk
        finished = desk.f.session.meeting.state == "finished"
        try:
            rescue = desk.close()
        except Unable as unable:
            say_error(str(unable))
            return 1
        if rescue is not None:
            say_error(f"Not everything could be saved ({desk.saved_words()}). It is in {rescue}")
            return 1
        if finished:
            desk.drop()
        else:
            say(f"Saved and paused. kmfacilitate resume {desk.f.session.id} goes on.")
        return 1 if self._failed else 0
