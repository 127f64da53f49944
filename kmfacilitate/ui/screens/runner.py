"""The heart: the question, what was captured, the line being written, the clock; and the room view on F7.

The screen draws scenes and hands keys and lines on; what they mean is decided by `verbs` and `Pen`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from kmfacilitate.commands.keeping import before_yes, needs_yes
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session import clock
from kmfacilitate.session.answering import asking
from kmfacilitate.session.scene import Said, Scene
from kmfacilitate.session.staging import clock_words, scene, stage_list, talk
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.keys import keymap_of
from kmfacilitate.ui.painted import Columns, Rows
from kmfacilitate.ui.pen import Pen
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.runner_before import BeforeMixin, before_hints
from kmfacilitate.ui.screens.runner_choices import ChoosingMixin
from kmfacilitate.ui.screens.runner_hints import (
    Doing,
    choice_hints,
    commands_now,
    first_parts,
    footer_hints,
    help_parts,
    in_our_keys,
)
from kmfacilitate.ui.screens.runner_lines import LinesMixin
from kmfacilitate.ui.screens.runner_outside import OutsideMixin, verb_bindings
from kmfacilitate.ui.widgets.activity_row import ActivityRow
from kmfacilitate.ui.widgets.before_page import BeforePage
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.choices import Choices
from kmfacilitate.ui.widgets.conversation import Conversation
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading, Saved
from kmfacilitate.ui.widgets.line_list import LineList, State
from kmfacilitate.ui.widgets.question import Question
from kmfacilitate.ui.widgets.rail import Rail
from kmfacilitate.ui.widgets.room import RoomView
from kmfacilitate.ui.widgets.side import Side
from kmfacilitate.ui.widgets.strip import Strip
from kmfacilitate.verbs import BY_ID, run

TWICE_SECONDS = 1.0
"""Two F2 within this many seconds count once."""
_NOT_ON_THE_WALL = ("edit", "form", "list", "fit", "say", "only-you", "stages", "before")
"""What a word opens in the view of the facilitator alone."""
_OFF_THE_WALL = ("retype", "show-stages", "fit", "only-you", "seen-before")
"""What opens in the place of the lines, which the room view does not have."""


class RunnerScreen(LinesMixin, ChoosingMixin, BeforeMixin, OutsideMixin, KmScreen):
    """A running session on the screen."""

    CSS_PATH = "runner.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list(verb_bindings())

    class Ended(Message):
        """The session was finished, or its report is wanted."""

        def __init__(self, finished: bool) -> None:
            super().__init__()
            self.finished = finished

    def __init__(self, desk: Desk, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.desk = desk
        self.pen = Pen(desk)
        self._notes = notes
        self.scene_now: Scene = scene(desk.f, close_page=desk.close_page)
        self._answer: tuple[Said, ...] = ()
        self._refused = False
        self.was_at = (desk.f.here.stage, desk.close_page if desk.closing else 0)
        """The stage and page of Close that were drawn last."""
        self._last_next: datetime | None = None
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Header, three columns, strip, footer; the room view in their place on F7."""
        yield Header(Heading(self.desk.f.session.template.title, library=self.desk.library.label))
        with Columns(id="middle"):
            yield Rail()
            with Rows(id="page"):
                yield Question()
                yield Conversation()
                yield LineList()
                yield Choices()
                yield BeforePage()
                yield Side(page=True)
                yield ActivityRow()
                yield CaptureLine(spans=self.pen.spans, listener=self.heard, id="line")
            yield Side()
        yield Strip()
        with Rows(id="room"):
            yield RoomView(with_line=True)
            yield CaptureLine(spans=self.pen.spans, listener=self.heard, one_row=True, id="room-line")
        yield Footer()

    def on_mount(self) -> None:
        """Draw the room, take up a half-typed line, and begin to tick."""
        self.take_keys()
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._news)

        self.desk.on_news = wake
        self.listen_before()
        self.desk.take_news()
        restored = self.pen.restore()
        self.draw()
        self.line.take_focus()
        if restored:
            self.show_pen()
        if self._notes:
            self.say(self.by_key(" ".join(self._notes)))
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        """The writer thread has nobody to tell any more."""
        self.desk.on_news = self.desk.before.on_found = lambda: None

    # Drawing

    @property
    def line(self) -> CaptureLine:
        """The capture line in use: the runner's, or the one at the foot of the room view."""
        return self.query_one("#room-line" if self.desk.room_on else "#line", CaptureLine)

    @property
    def lines(self) -> LineList:
        """The list of lines."""
        return self.query_one(LineList)

    def draw(self) -> None:
        """Draw the room as it is now."""
        now = scene(self.desk.f, close_page=self.desk.close_page)
        now = before_yes(self.desk, now) if needs_yes(self.desk) else now
        self.scene_now = now = in_our_keys(now, keymap_of(self))
        self.show_pages()
        self.set_class(self.desk.room_on, "-room")
        self.set_class(bool(now.close_page) or self.side_folded, "-folded")
        meeting = self.desk.f.session.meeting
        self.query_one(Header).show(
            Heading(now.technique, now.subject, now.family, self.desk.library.label, short=meeting.title)
        )
        self.query_one(Rail).show(now.stages, now.counts, now.captured)
        folded = (now.answered and not now.close_page) or self.query_one(BeforePage).opened or bool(self.read)
        asked = replace(now.asked, then=()) if now.talk is not None else now.asked
        self.query_one(Question).show(asked, folded=folded)
        self.query_one(Conversation).show(self.talk_shown(now.talk))
        self.lines.display = now.talk is None
        self.show_lines()
        self.query_one(ActivityRow).show(self.form_row() or now.activity)
        self.query_one(Strip).show(now.stages, self.clock_shown(now.clock))
        self.draw_sides(now.only_you)
        self._draw_room()
        self.query_one("#line", CaptureLine).show_placeholder(self.form_asks() or now.placeholder)
        self.query_one("#room-line", CaptureLine).show_placeholder(_("type here, then Enter"))
        self.show_saved()
        self.show_pen()

    def _draw_room(self) -> None:
        if self.desk.room_on:
            self.query_one(RoomView).show(self.desk.room_view())
        self.desk.show_wall()

    def show_pen(self) -> None:
        """Show what is in the capture line, its echo, and the keys that work now."""
        line = self.line
        if line.text != self.pen.text:
            line.put(self.pen.text)
        line.show_place(self.pen.elsewhere)
        self.show_echo()
        self.show_footer()

    def show_echo(self) -> None:
        """Show what was answered or understood, and that something like it was seen before."""
        line = self.line
        if self.desk.room_on:
            self._show_room_echo(line)
            return
        line.mask(False)
        guide = self.scene_now.guide if not self.pen.text else ""
        if self._answer and guide:
            words = f"{self._answer[0].text.rstrip('.')}. {guide}"
            line.show_echo(((replace(self._answer[0], text=words),),))
        elif self._answer or guide:
            answer = (self._answer or (Said(guide, "muted"),),)
            line.show_echo(answer if self._refused or guide else (*answer, *self.before_hint(answer)))
        else:
            said = self.pen.echo() if self.pen.text else self.coached()
            line.show_echo((*said, *self.before_hint(said)))

    def _show_room_echo(self, line: CaptureLine) -> None:
        """On the wall stands no name, count or note: only that something is hidden, or was not taken."""
        masked = self.pen.masked
        line.mask(masked)
        if self._refused:
            words = self.in_keys(_("not taken, F7 says why"))
        else:
            words = _("hidden while you type it") if masked and self.pen.text else ""
        line.show_echo(((Said(words, "muted"),),) if words else ())

    def show_footer(self) -> None:
        """Show the keys that work now."""
        self.query_one(Footer).show(self.hints())

    def show_saved(self) -> None:
        """Show whether everything is on disk, in the header and on the lines that are not."""
        desk = self.desk
        if desk.saving == "not saved":
            saved = Saved("failed", why=desk.trouble)
        elif desk.file.read_only:
            saved = Saved("read-only", why=_("made by a newer version"))
        elif not desk.saved_at:
            saved = Saved("saving")
        else:
            saved = Saved("saved", desk.saved_at)
        self.query_one(Header).show_saved(saved)
        state: State = "failed" if desk.saving == "not saved" else "saving"
        self.lines.show_states(dict.fromkeys(desk.unsaved(), state))

    def say(self, words: str, *, warning: bool = False) -> None:
        """Say one sentence under the capture line, until something is typed or done."""
        words = self.in_keys(words)
        self._answer = (Said(words, "warning" if warning else "muted"),) if words else ()
        self._refused = warning and bool(words)
        self.show_echo()

    def says(self, words: str) -> bool:
        """A sentence of the app stands under the capture line, after what stands there and over nothing."""
        self.say(" ".join((*(said.text for said in self._answer), words)), warning=True)
        return True

    def forget_answer(self) -> None:
        """Something new is typed: what was said last gives way to the echo."""
        self._answer, self._refused = (), False
        self.show_echo()

    # What goes on by itself: the second hand, and news from the writer

    def _tick(self) -> None:
        slept = self.desk.tick()
        if slept:
            self.say(self.by_key(slept))
        now = self.desk.f.moment()
        stages = stage_list(self.desk.f, now)
        time = clock_words(self.desk.f, now)
        self.ring(time, self.desk.f.here.stage)
        self.query_one(Strip).show(stages, self.clock_shown(time))
        self.query_one(Conversation).show(self.talk_shown(talk(self.desk.f, asking(self.desk.f), now)))
        if not self.desk.room_on:
            self.query_one(Rail).show(stages, self.scene_now.counts, self.scene_now.captured)
            self.advise(now, quiet=bool(self.pen.text or self._answer))
        self.show_saved()

    def _news(self) -> None:
        if not self.is_mounted or not self.query(Header):  # about to leave: there is nowhere to say it
            return
        before = self.desk.f.session
        words = self.desk.take_news()
        if self.desk.f.session is not before:
            self.draw()
        else:
            self.show_saved()
        if words:
            self.say(" ".join(words), warning=self.desk.saving == "not saved")

    # Verbs

    async def action_verb(self, verb_id: str) -> None:
        """A key of a verb was pressed: what was typed before it comes first."""
        await self.line.typed_so_far()
        verb = BY_ID[verb_id]
        if verb_id == "next" and self._twice():
            self.say(_("Twice within a second counts once."))
            return
        if self.desk.room_on and verb_id in _OFF_THE_WALL:
            self.say(_("{label} opens in your view: F7 first.").format(label=_(verb.label)), warning=True)
        elif verb_id == "retype":
            self.choose_kind()
        elif verb_id == "show-stages":
            self.choose_stage()
        elif verb_id == "fit":
            self.choose_fit()
        elif verb_id == "only-you":
            self.toggle_only_you()
        elif verb_id == "finish" and self.pen.text and not self.pen.editing:
            self.say(
                _("There is a line that is not entered. Enter adds it, or clear it, then F8."), warning=True
            )
        else:
            self.carry_out(verb.word)

    def _twice(self) -> bool:
        now = self.desk.time.now()
        last = self._last_next
        if last is not None and (now - last).total_seconds() < TWICE_SECONDS:
            return True
        self._last_next = now
        return False

    def carry_out(self, word: str, rest: str = "") -> None:
        """Carry out a word and draw what came of it; a refusal is said and nothing changes."""
        try:
            outcome = run(self.desk, word, rest)
        except Unable as refused:
            self.say(str(refused), warning=True)
            return
        self.after(outcome)

    def action_word(self, word: str) -> None:
        """A verb that needs more words was chosen: its word stands in the line, ready to go on."""
        if self.pen.text and not self.pen.text.startswith(":"):
            self.say(_("There is a half-typed line; enter or clear it first."), warning=True)
            return
        self.pen.typed(f":{word} ")
        self.line.put(self.pen.text)
        self.show_pen()
        self.line.take_focus()

    def after(self, outcome: Outcome) -> None:
        """Draw what came of a line or a word, and do what only a screen can."""
        said = self.in_keys(". ".join(part for part in (outcome.says, *outcome.notes) if part))
        moved = outcome.front == "moved"
        self._answer = () if moved or not said else (Said(said, "muted"),)
        self._refused = False
        self.close_pages()
        if outcome.entry:
            self.unpick()
            self.desk.before.captured(outcome.entry)
        self.draw()
        self.front(outcome)
        if self.focused is None or not self.focused.has_class("-open"):
            self.line.take_focus()

    def front(self, outcome: Outcome) -> None:
        """What only the screen can do."""
        wish = outcome.front
        if self.desk.room_on and wish in _NOT_ON_THE_WALL:
            self.say(_("That opens in your view: F7 first."), warning=True)
        elif wish == "edit":
            self.bring_in(outcome.about)
        elif wish == "form":
            self.fill_in(outcome.about)
        elif wish in ("list", "fit", "say"):
            self.read_out(outcome.lines, wish)
        elif wish == "only-you":
            self.toggle_only_you(opened=True)
        elif wish == "before":
            self.open_before(outcome)
        elif wish == "stages":
            self.choose_stage()
        elif wish == "fold":
            self.fold_side(True)
        elif wish == "room":
            self.line.take_focus()
        elif wish == "editor":
            self.write_elsewhere(outcome.about)
        elif wish == "copy":
            self.copy_lines(outcome.lines)
        elif wish == "find":
            self.post_message(self.Find(outcome.about))
        elif wish in ("finish", "report"):
            self.leave_the_wall()
            self.post_message(self.Ended(wish == "finish"))
        elif wish in ("help", "settings"):
            self.call_later(self.app.run_action, f"app.{wish}")
        elif wish in ("palette", "words"):
            self.call_later(self.app.run_action, "app.command_palette")
        elif wish == "quit":
            self.call_later(self.app.run_action, "app.leave")

    def leave_the_wall(self) -> None:
        """Turn the room view off, if it is on."""
        if self.desk.room_on:
            self.desk.room_on = False
            self.draw()

    # What can be done now

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the footer."""
        if self.query_one(Choices).has_class("-open"):
            return choice_hints()
        if self.query_one(BeforePage).opened:
            return before_hints(len(self.desk.f.seen.lines))
        now = Doing(
            self.pen, self.scene_now, self.lines.picked, self.marked, self.app.size.width, self.pages_open()
        )
        return footer_hints(self.desk, now)

    def commands(self) -> tuple[Hint, ...]:
        """Everything that can be done now, for palette and help."""
        return commands_now(self.desk)

    def help_first(self) -> tuple[HelpPart, ...]:
        """What can be done with the picked line, while one is picked; when tidying, what the letters say."""
        return first_parts(
            self.in_keys, picked=bool(self.lines.picked), tidying=self.scene_now.close_page == 2
        )

    def help_parts(self) -> tuple[HelpPart, ...]:
        """What the help says besides the keys."""
        return help_parts(self.in_keys, picked=bool(self.lines.picked))

    @property
    def help_title(self) -> str:
        """Where the help was asked for."""
        return self.scene_now.asked.stage

    def stays_for_now(self) -> bool:
        """While the clock runs, ^Q is asked for twice: the facilitator may be in front of a room."""
        if self._leaving or clock.state(self.desk.f.session) != "running":
            return False
        self._leaving = True
        self.set_timer(5.0, self._stay)
        self.say(_("Leave the room? Everything is saved; the clock stops. ^Q again leaves."), warning=True)
        return True

    def _stay(self) -> None:
        self._leaving = False

    @on(Rail.Chosen)
    @on(Strip.Chosen)
    def _stage_clicked(self, event: Rail.Chosen | Strip.Chosen) -> None:
        event.stop()
        self.carry_out("go", event.number)
