"""What settings and other programs do to the runner: other keys, another clock face, a line in an editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.message import Message

from kmfacilitate.desk.editor import Written, editor_command, write_in_editor
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.answering import asking
from kmfacilitate.session.coach import at_a_glance
from kmfacilitate.session.scene import ClockWords, Said, Talk
from kmfacilitate.session.staging import only_you
from kmfacilitate.settings.keymap import EVERYWHERE
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.clock_face import Bell, still, still_talk
from kmfacilitate.ui.drawing import WIDE
from kmfacilitate.ui.keys import key_of, keymap_of, rebind, respelled
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.runner_hints import clock_in_our_keys, is_late
from kmfacilitate.verbs import BY_ID, VERBS, edited

if TYPE_CHECKING:
    from .runner import RunnerScreen

_TEXT_FIRST = ("undo", "redo")
ADVISES_EVERY = 5
"""Seconds between two looks at what there is to say of the time: it speaks of minutes."""


def verb_bindings(*, keyless: bool = False) -> Iterator[Binding]:
    """The keys of the verbs; undo and redo first belong to the text, so they are no priority.

    With `keyless` also the verbs that have none of their own, for a user may give them one.
    """
    for verb in VERBS:
        if verb.id in EVERYWHERE or verb.id == "capture-to" or not (verb.keys or keyless):
            continue
        needs_words = not verb.keys and verb.takes and not verb.takes.startswith("[")
        action = f"word('{verb.word}')" if needs_words else f"verb('{verb.id}')"
        keys = ",".join(verb.keys)
        yield Binding(keys, action, verb.label, id=verb.id, priority=verb.id not in _TEXT_FIRST)


class OutsideMixin(KmScreen):
    """What the runner takes from the settings, and the way to the editor and back."""

    class Find(Message, namespace="runner_screen"):
        """These words are to be looked for in the library."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    _bell: Bell | None = None
    _was_late = False
    _advised = datetime.min.replace(tzinfo=UTC)

    @property
    def _wished(self) -> Settings:
        return self.app.settings if isinstance(self.app, KmApp) else Settings()

    # Keys

    def take_keys(self) -> None:
        """Take the keys that the user gave the verbs."""
        if isinstance(self.app, KmApp):
            self.app.know_all_keys()
        rebind(self, verb_bindings(keyless=True), keymap_of(self))

    def settings_changed(self) -> None:
        """Keys may be others now, and days and times written in another way."""
        self.take_keys()
        cast("RunnerScreen", self).draw()
        super().settings_changed()

    def in_keys(self, sentence: str) -> str:
        """A sentence with the keys that are in use."""
        return respelled(sentence, keymap_of(self), VERBS)

    def by_key(self, words: str) -> str:
        """Words about an unseen stretch name the key that swaps it: a half-typed line is in a word's way."""
        return words.replace(":away", key_of(BY_ID["away"], keymap_of(self)))

    # The clock

    def clock_shown(self, clock: ClockWords) -> ClockWords:
        """The words of the clock with the keys in use, and without seconds where nothing is to move."""
        shown = clock_in_our_keys(clock, keymap_of(self))
        return still(shown) if self._stands_still else shown

    def talk_shown(self, talk: Talk | None) -> Talk | None:
        """A conversation, with a clock of minutes where nothing is to move."""
        return still_talk(talk) if self._stands_still else talk

    @property
    def _stands_still(self) -> bool:
        """Whether nothing is to move each second: it is wished so, or another page lies over this one.

        Below one that lets it shine through, as the list of commands does, a second would paint both anew.
        """
        return self._wished.motion == "off" or not self.is_active

    def ring(self, clock: ClockWords, stage: str) -> None:
        """One bell as two minutes of the stage are left, where sounds are on."""
        self._bell = self._bell or Bell()
        if self._bell.rings(clock, stage) and self._wished.sounds == "on":
            self.app.bell()

    def advise(self, now: datetime, *, quiet: bool) -> None:
        """Every few seconds: what there is to say of the time, under the line too unless `quiet`."""
        if 0 <= (now - self._advised).total_seconds() < ADVISES_EVERY:
            return
        self._advised = now
        runner = cast("RunnerScreen", self)
        desk = runner.desk
        page = desk.close_page if desk.closing else 0
        runner.draw_sides(only_you(desk.f, asking(desk.f), now, page))
        if not quiet:
            runner.show_echo()
        late = is_late(desk)
        if late != self._was_late:
            self._was_late = late
            runner.show_footer()

    def coached(self) -> tuple[tuple[Said, ...], ...]:
        """What the coach has just come to say, where there is no room for "Only you"."""
        runner = cast("RunnerScreen", self)
        if runner.app.size.width >= WIDE:  # it stands there; and who folds that away wants it nowhere
            return ()
        words = at_a_glance(runner.desk.f, runner.desk.f.moment())
        return ((Said(words, "muted"),),) if words else ()

    # The clipboard

    def copy_lines(self, texts: Sequence[str]) -> None:
        """Copy texts, a line each, and say whether that worked."""
        self.run_worker(self._copy("\n".join(texts)), exit_on_error=False)

    async def _copy(self, text: str) -> None:
        cast("RunnerScreen", self).say(await cast("KmApp", self.app).copied(text))

    # The editor

    def write_elsewhere(self, id_: str = "") -> None:
        """Have a line written in the user's editor; the app has no screen meanwhile.

        Args:
            id_: the entry to change; empty: the line that is being written, else the one that is picked.
        """
        runner = cast("RunnerScreen", self)
        pen, desk = runner.pen, runner.desk
        if desk.file.read_only:
            runner.say(_("This session can be read but not changed."), warning=True)
            return
        picked = runner.lines.picked
        if not id_ and not pen.text and not pen.editing and pen.filling is None and "/" not in picked:
            id_ = picked
        before = pen.text if not id_ or id_ == pen.editing else desk.as_typed(id_)
        if before is None:
            number = desk.f.session.number(id_)
            runner.say(
                _("{number} is no line that can be typed; :form {number} asks for its fields.").format(
                    number=number
                ),
                warning=True,
            )
            return
        written = self._written(before)
        if written is None:
            return
        if id_ and id_ != pen.editing:
            self._entry_back(id_, before, written)
        else:
            self._line_back(before, written)

    def _written(self, text: str) -> Written | None:
        runner = cast("RunnerScreen", self)
        try:
            command = editor_command(self._wished.editor)
            with self.app.suspend():
                found: Written | Unable
                try:
                    found = write_in_editor(text, command, runner.desk.places)
                except (
                    Unable
                ) as unable:  # said after the screen is back, for Textual brings it back only then
                    found = unable
        except Unable as unable:
            runner.say(str(unable), warning=True)
            return None
        except SuspendNotSupported:
            runner.say(_("This terminal can't be handed to an editor; type the line here."), warning=True)
            return None
        if isinstance(found, Unable):
            runner.say(str(found), warning=True)
            return None
        return found

    def _line_back(self, before: str, written: Written) -> None:
        """Stand what was written in the capture line; Enter takes it."""
        runner = cast("RunnerScreen", self)
        lines = [line.strip() for line in written.text.split("\n") if line.strip()]
        text = " ".join(lines)
        if before and not text:  # emptied, or never saved: nothing typed is lost
            said = (written.trouble, _("Nothing came back; the line is as it was."))
            runner.say(" ".join(said).strip(), warning=True)
            return
        runner.line.put(text)
        runner.pen.typed(runner.line.text)
        runner.draw()
        runner.line.take_focus()
        joined = _("{n} lines became one; ").format(n=len(lines)) if len(lines) > 1 else ""
        if written.trouble:
            runner.say(
                _("{trouble} The line is as it was last saved.").format(trouble=written.trouble), warning=True
            )
        elif text == before:
            runner.say(_("Nothing was changed."))
        elif text:
            runner.say(joined + (_("Enter keeps it.") if runner.pen.editing else _("Enter adds it.")))

    def _entry_back(self, id_: str, before: str, written: Written) -> None:
        """Keep a changed entry as an ordinary change; what can't be kept stays in the line."""
        runner = cast("RunnerScreen", self)
        number = runner.desk.f.session.number(id_)
        if written.text == before or not written.text.strip():
            emptied = (
                "" if written.text.strip() else _(" :delete {number} takes it out.").format(number=number)
            )
            runner.say(
                _("{trouble} {number} is as it was.{emptied}")
                .format(trouble=written.trouble, number=number, emptied=emptied)
                .strip(),
                warning=bool(written.trouble),
            )
            return
        why = written.trouble
        if not why:
            try:
                outcome = edited(runner.desk, id_, written.text)
            except Unable as refused:
                why = str(refused)
            else:
                runner.after(outcome)
                return
        runner.bring_in(id_)
        runner.line.put(written.text)
        runner.pen.typed(runner.line.text)
        runner.show_pen()
        runner.say(
            _("{why} What was written is in the line: Enter keeps it, Esc leaves {number} as it was.").format(
                why=why, number=number
            ),
            warning=True,
        )
