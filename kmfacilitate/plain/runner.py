"""A whole session on standard input and output: one line heard, one answer said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.commands.filling import Filling
from kmfacilitate.commands.keeping import kept_words, needs_yes
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.commands.stages import stage_lines
from kmfacilitate.desk import Desk
from kmfacilitate.desk.clipboard import COPIED, not_copied, put_on_clipboard
from kmfacilitate.desk.editor import editor_command, write_in_editor
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session import clock
from kmfacilitate.session.acts.capture import NOTHING_KEPT, capture
from kmfacilitate.session.advising import Adviser
from kmfacilitate.session.answering import asking
from kmfacilitate.session.line import Line
from kmfacilitate.speech import say_error
from kmfacilitate.verbs import edited, enter

from .announcing import Announcer, say_all
from .before import EarlierLessons
from .finding import found_lines
from .listening import Ended, Heard, Listening
from .report import report_lines
from .telling import (
    OFTEN_MEANT,
    advice_words,
    counted,
    entry_parts,
    entry_words,
    form_words,
    help_words,
    meant_words,
    opening_words,
    place_words,
    room_words,
    without_keys,
    words_of_verbs,
)
from .wrapping import tell


class PlainSession:
    """Runs a desk line by line. `run` returns the exit code: 1 if a line failed or something was not saved.

    Args:
        desk: The session.
        listening: Where lines come from.
        piped: Whether nobody sits at the other end: then nothing is asked twice.
        editor: The command for a long text; empty: that of the environment.
        throw_away: Whether the library is gone afterwards.
        bell: Whether a bell rings when two minutes of a stage are left.
        warns: Whether what is due is said while a line is waited for, or only after it.
    """

    def __init__(
        self,
        desk: Desk,
        listening: Listening,
        *,
        piped: bool = True,
        editor: str = "",
        throw_away: bool = False,
        bell: bool = False,
        warns: bool = True,
    ) -> None:
        self._desk = desk
        self._listening = listening
        self._piped = piped
        self._editor = editor
        self._throw_away = throw_away
        self._failed = False
        self._over = False
        self._announcer = Announcer(desk, piped=piped, bell=bell)
        self._warns = warns and not piped
        self._adviser = Adviser()
        self._before = EarlierLessons(desk, patient=piped)
        self._filling: Filling | None = None
        self._editing = self._offered = ""
        self._half_typed = self._refused_line = ""
        self._parts: dict[str, tuple[str, ...]] = {}
        self._interrupted = False

    def run(self, notes: Sequence[str] = ()) -> int:
        """Take lines until they end or the session is left; then the clock stops and everything is saved."""
        if not self._piped:
            say_all(opening_words(self._desk))
        say_all(notes)
        try:
            self._before.prepare()
            self._offer_half_typed()
            if needs_yes(self._desk):
                say_all((*kept_words(self._desk, in_short=True), _("Type yes to begin, :quit to leave.")))
            self._announcer.place()
            if clock.state(self._desk.f.session) in ("paused", "break", "away"):
                tell(_("The clock stands still: :start lets it go on."))
            while not self._over:
                heard = self._hear()
                if heard is None:
                    break
                self._take(heard)
        except KeyboardInterrupt:
            say_error(_("Leaving; everything is saved."))
        except BaseException:
            with suppress(Exception):
                self._desk.close()
            raise
        return self._leave()

    # Hearing

    def _hear(self) -> Heard | None:
        """The next line. At a keyboard Ctrl+C only clears the line; twice in a row it leaves."""
        while True:
            offered, self._offered = self._offered, ""
            try:
                heard = self._listening.hear(
                    self._prompt,
                    offered,
                    recalled=self._refused_line,
                    meanwhile=self._announcer.meanwhile if self._warns else None,
                )
            except KeyboardInterrupt as interrupt:
                if self._piped or self._interrupted or isinstance(interrupt, Ended):
                    raise
                self._interrupted = True
                self._editing, self._filling = "", None
                tell(_("\nThe line is cleared. Ctrl+C again, or :quit, leaves; nothing is lost."))
                continue
            self._interrupted = False
            return heard

    @property
    def _prompt(self) -> str:
        """What the line is for: the place, the line that is changed, the field that is asked for."""
        if self._filling is not None:
            words = self._filling.label
        elif self._editing:
            words = self._desk.f.session.number(self._editing)
        else:
            words = place_words(self._desk)
        return f"{words}: "

    def _take(self, heard: Heard) -> None:
        if heard.guessed:
            self._once(
                "guessed",
                _("line {number}: this is not UTF-8; it is read as Windows-1252.").format(
                    number=heard.number
                ),
            )
        if heard.part > 1:
            self._once(
                f"long {heard.number}",
                _("line {number} is too long for one line; it is parted.").format(number=heard.number),
            )
        slept = self._desk.tick()
        if slept:
            tell(slept)
        try:
            self._answer(self._entered(heard.text))
        except Unable as refused:
            self._refused(heard, str(refused))
        self._ask_field()

    def _once(self, what: str, sentence: str) -> None:
        if self._announcer.first(what):
            say_error(sentence)

    def _entered(self, typed: str) -> Outcome:
        words = clean(typed).strip()
        if not words:
            if self._filling is not None and not self._piped:
                tell(form_words())
            return Outcome(taken=False)
        if self._filling is not None:
            if not words.startswith(":"):
                change = self._filling.answer(words)
                return Outcome(change.says, notes=change.notes)
            if words.casefold() == ":pass":
                self._filling.leave_out()
                return Outcome(_("left empty"))
            self._filling = None
        if self._editing:
            outcome = edited(self._desk, self._editing, typed)
            self._editing = ""
            return outcome
        outcome = enter(self._desk, typed)
        if outcome.entry or outcome.front == "moved":
            self._refused_line = ""
        if outcome.entry and not self._piped and words.casefold() in OFTEN_MEANT:
            outcome = replace(outcome, notes=(*outcome.notes, meant_words(words.casefold())))
        if self._half_typed and not self._piped:
            self._half_typed = ""
            self._desk.draft.keep("")
        return outcome

    def _refused(self, heard: Heard, why: str) -> None:
        """Say why a line was not taken; from a pipe its words are kept as a private note."""
        said = without_keys(why)
        if not self._piped:
            tell(said)
            if self._listening.offers:
                self._give_back(clean_line(heard.text))
            return
        self._failed = True
        words = clean(heard.text).strip()
        meeting = self._desk.f.session.meeting
        kept = ""
        if (
            words
            and why != _(NOTHING_KEPT)
            and not self._desk.file.read_only
            and meeting.family == "structured"
        ):
            line = Line("entry", kind="private", text=words, marked=True, fields={})
            self._desk.f.do("capture", capture(self._desk.f.here, line))
            kept = _(" It is kept as a private note.")
            self._saved()
        say_error(_("line {number}: {said}{kept}").format(number=heard.number, said=said, kept=kept))

    def _give_back(self, line: str) -> None:
        """Keep a line that was not taken within reach, out of the way of the next one.

        Who does not see it would type on behind it; but a line that is being changed is expected there.
        """
        if self._editing:
            self._offered = line
            tell(_("It is still in the line."))
            return
        self._refused_line = line
        if line and self._announcer.first("refused"):
            tell(_("Arrow up brings the line back, to be changed."))

    # Saying

    def _answer(self, outcome: Outcome) -> None:
        saved = self._saved()
        say_all(self._words(outcome))
        say_all(_("Note: {note}").format(note=note) for note in outcome.notes)
        self._announcer.heard(outcome.says, *outcome.notes)
        if outcome.told == "line":
            say_all(self._before.beside(outcome.entry))
        self._advise(outcome)
        say_all(self._desk.take_news())
        if not saved:
            self._failed = True
            say_error(
                _("{saving}. The line is kept and tried again.").format(saving=self._desk.saved_words())
            )
        self._front(outcome)
        self._announcer.place()
        say_all(self._announcer.time())

    def _advise(self, outcome: Outcome) -> None:
        """Ask one thing about a lesson that was just taken; the same question is not asked twice."""
        if outcome.told == "line":
            for advice in self._adviser.on_lesson(self._desk.f, outcome.entry)[:1]:
                if self._announcer.first(advice.words):
                    tell(advice_words(self._desk, outcome.entry, advice))

    def _saved(self) -> bool:
        return self._desk.file.read_only or self._desk.flush()

    def _words(self, outcome: Outcome) -> Iterable[str]:
        """What changed first, then the line as it stands."""
        entry = self._desk.f.session.entries.get(outcome.entry)
        shown = entry is not None and not entry.deleted and outcome.told != "words"
        if outcome.says and outcome.front != "moved" and not (shown and outcome.told == "line"):
            yield without_keys(outcome.says)
        if shown:
            yield self._line_words(outcome.entry)

    def _line_words(self, id_: str) -> str:
        """A line as it stands; where it is filled in field by field, only what is new in it."""
        if self._desk.f.session.sealed(self._desk.f.session.entries[id_]):
            return entry_words(self._desk, id_)
        _head, parts = entry_parts(self._desk, id_)
        known, self._parts[id_] = self._parts.get(id_), parts
        new = [part for part in parts if known is not None and part not in known]
        if new and asking(self._desk.f).way == "complete":
            return f"{self._desk.f.session.number(id_)} {''.join(new).lstrip(',; ')}"
        return entry_words(self._desk, id_)

    def _front(self, outcome: Outcome) -> None:
        lines = outcome.lines
        match outcome.front:
            case "quit":
                self._over = True
            case "finish":
                self._write_report()
            case "report":
                lines = self._report(outcome.about)
            case "stages":
                lines = lines or stage_lines(self._desk)
            case "list":
                lines = lines if self._piped else tuple(counted(lines))
            case "help":
                lines = tuple(help_words(self._desk))
            case "words" | "palette":
                lines = tuple(words_of_verbs(outcome.about))
            case "room":
                lines = tuple(room_words(self._desk))
            case "form":
                self._filling = Filling(self._desk, outcome.about)
            case "editor":
                self._write_elsewhere(outcome.about)
            case "before":
                lines = tuple(self._before.asked(outcome))
            case "copy":
                lines = (self._copied(lines),)
            case "find":
                lines = tuple(found_lines(self._desk, outcome.about))
            case "settings":
                lines = (_("kmfacilitate settings NAME VALUE sets one; they count from the next start on."),)
            case "edit":
                lines = self._edit(outcome.about, lines[0] if lines else "")
        say_all(lines)
        if not self._piped and outcome.entry and asking(self._desk.f).way == "form":
            self._filling = Filling(self._desk, outcome.entry)

    def _report(self, words: str) -> tuple[str, ...]:
        """The report as it stands; it is written, too, where all of it was asked for."""
        try:
            lines = tuple(report_lines(self._desk, words))
        except Unable as unable:
            return (str(unable),)
        if not words.strip():
            self._write_report()
        return lines

    def _edit(self, entry: str, typed: str) -> tuple[str, ...]:
        """Offer a line to be changed, where there is line editing; else say it as it would be typed."""
        number = self._desk.f.session.number(entry)
        if not typed or "\n" in typed:
            return (
                _("{number} is no line that can be typed; :form {number} asks for its fields.").format(
                    number=number
                ),
            )
        if self._listening.offers:
            self._editing, self._offered = entry, typed
            return (_("Change {number}, then Enter.").format(number=number),)
        return (typed,)

    def _write_elsewhere(self, entry: str) -> None:
        """Have a line written in an editor: a new one, or the entry changed; at a keyboard only."""
        if self._piped:
            say_error(_("An editor needs a terminal; :edit 3.2 and the new line changes one."))
            self._failed = True
            return
        try:
            before = (self._desk.as_typed(entry) or "") if entry else ""
            written = write_in_editor(before, editor_command(self._editor), self._desk.places)
        except Unable as unable:
            say_error(str(unable))
            return
        text = written.text.strip()
        if written.trouble:
            tell(written.trouble)
        if not text or text == before:
            tell(_("Nothing was changed."))
        elif written.trouble:
            self._offer(entry, text)
        else:
            try:
                self._answer(edited(self._desk, entry, text) if entry else enter(self._desk, text))
            except Unable as refused:
                tell(without_keys(str(refused)))
                self._offer(entry, text)

    def _offer(self, entry: str, text: str) -> None:
        """What came back but was not taken is not lost: it stands in the line, or is said."""
        self._editing = entry if self._listening.offers else ""
        if self._listening.offers:
            self._offered = clean_line(text)
        else:
            tell(clean_line(text))

    def _copied(self, texts: Sequence[str]) -> str:
        return _(COPIED) if put_on_clipboard("\n".join(texts)) else not_copied()

    def _ask_field(self) -> None:
        if self._filling is None:
            return
        if self._filling.ask:
            if not self._piped and self._announcer.first("form"):
                tell(form_words())
            tell(self._filling.ask)
            return
        number = self._desk.f.session.number(self._filling.entry)
        self._filling = None
        tell(_("{number} is filled in.").format(number=number))

    def _offer_half_typed(self) -> None:
        left = self._desk.half_typed
        if left is not None:
            self._half_typed = left.text
            if self._listening.offers:
                self._offered = clean_line(left.text)
            tell(_("Half typed when this was left, not entered: {text}").format(text=clean_line(left.text)))

    # Leaving

    def _write_report(self) -> None:
        if self._desk.nothing_leaves:
            tell(_("No report is written: nothing leaves this room."))
            return
        try:
            tell(_("report: {path}").format(path=self._desk.write_report()))
            if not self._piped and self._announcer.first("report"):
                tell(_(":report reads it out, part by part."))
                if self._desk.f.session.meeting.state == "finished":
                    tell(_(":tidy says what is left to tidy; :quit leaves."))
        except Unable as unable:
            say_error(str(unable))
            self._failed = True

    def _leave(self) -> int:
        desk = self._desk
        finished = desk.f.session.meeting.state == "finished"
        try:
            self._before.close()
            rescue = desk.close()
        except Unable as unable:
            say_error(str(unable))
            return 1
        if rescue is not None:
            say_error(
                _("Not everything could be saved ({saving}). It is in {rescue}").format(
                    saving=desk.saved_words(), rescue=rescue
                )
            )
            return 1
        if desk.file.read_only:
            tell(_("Nothing was changed."))
        elif not finished and not self._throw_away:
            tell(_("Saved and paused."))
            tell(_("kmfacilitate resume {id} goes on.").format(id=desk.f.session.id))
        elif not self._half_typed:
            desk.drop()
        return 1 if self._failed else 0
