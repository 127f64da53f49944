"""The runner's hands: typing, picking, editing, marking and deleting lines, all from the capture line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.message import Message

from kmfacilitate.errors import Unable
from kmfacilitate.session.tidy import to_tidy
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from .runner import RunnerScreen


class LinesMixin(KmScreen):
    """What the capture line and the list of lines ask of the runner."""

    _marked: tuple[str, ...] = ()

    def heard(self, event: Message) -> None:
        """The capture line says what happened in it; this runs before the next key is taken in."""
        match event:
            case CaptureLine.Entered():
                self._line_entered(event)
            case CaptureLine.Changed():
                self._line_changed(event)
            case CaptureLine.Picking():
                self._picking(event)
            case CaptureLine.Complete():
                self._complete(event)
            case CaptureLine.Escaped():
                self._escaped(event)
            case CaptureLine.Paged():
                self._runner.lines.page(event.by)
            case CaptureLine.LinesPasted():
                self._lines_pasted(event)

    @property
    def _runner(self) -> RunnerScreen:
        return cast("RunnerScreen", self)

    def _line_entered(self, event: CaptureLine.Entered) -> None:
        runner = self._runner
        editing = runner.pen.editing
        try:
            outcome = runner.pen.enter(event.text)
        except Unable as refused:
            runner.say(str(refused), warning=True)
            return
        if outcome.taken:
            runner.line.put(runner.pen.text)
        runner.after(outcome)
        if editing:
            self.pick(editing)

    def _line_changed(self, event: CaptureLine.Changed) -> None:
        runner = self._runner
        if event.text == runner.pen.text:
            return
        was_empty = not runner.pen.text
        runner.pen.typed(event.text)
        runner.line.show_place(runner.pen.elsewhere)
        runner.forget_answer()
        if was_empty or not event.text:
            runner.show_footer()

    def _lines_pasted(self, event: CaptureLine.LinesPasted) -> None:
        runner = self._runner
        done = 0
        try:
            for _ in runner.pen.paste(event.lines):
                done += 1
        except Unable as refused:
            runner.draw()
            runner.say(f"{done} of {len(event.lines)} lines added. {refused}", warning=True)
            return
        runner.draw()
        runner.say(f"{len(event.lines)} lines added")

    def _complete(self, event: CaptureLine.Complete) -> None:
        runner = self._runner
        if not event.text:
            runner.carry_out("pass")
            return
        start, candidates = runner.pen.completions(event.cursor)
        if not candidates:
            runner.say("Nothing to complete here.")
            return
        typed = event.text[start : event.cursor]
        shared = _shared_beginning(candidates)
        if len(candidates) == 1 or len(shared) > len(typed):
            text = candidates[0] if len(candidates) == 1 else shared
            runner.line.complete(start, event.cursor, text)
        if len(candidates) > 1:
            runner.say("  ".join(candidates[:8]))

    def _picking(self, event: CaptureLine.Picking) -> None:
        runner = self._runner
        picked = runner.lines.picked
        if event.do == "move":
            self.pick(runner.lines.beside(picked, event.by))
        elif event.do == "leave":
            self.unpick()
        elif event.do == "edit":
            self.bring_in(picked)
        elif event.do == "mark":
            self._mark(picked)
        elif event.do == "delete":
            runner.carry_out("delete", runner.desk.f.session.number(picked))

    def _escaped(self, event: CaptureLine.Escaped) -> None:
        runner = self._runner
        if runner.pen.editing:
            runner.pen.leave_edit()
            runner.line.put(runner.pen.text)
            runner.show_pen()
        elif runner.pages_open():
            runner.close_pages()
            runner.draw()
        elif runner.desk.room_on:
            runner.carry_out("room")

    @on(LineList.Picked)
    def _clicked(self, event: LineList.Picked) -> None:
        event.stop()
        self.pick(event.id)
        if isinstance(event, LineList.Edited):
            self.bring_in(event.id)
        self._runner.line.take_focus()

    def pick(self, id_: str) -> None:
        """Pick a line of the list; an empty id picks none."""
        runner = self._runner
        runner.lines.pick(id_)
        runner.line.pick(bool(id_))
        runner.show_footer()

    def unpick(self) -> None:
        """Pick no line, mark none."""
        self._marked = ()
        self._runner.lines.mark(())
        self.pick("")

    def bring_in(self, id_: str) -> None:
        """Bring a line into the capture line to be changed; what was half-typed waits."""
        runner = self._runner
        if id_ not in runner.desk.f.session.entries:
            return
        if not runner.pen.edit(id_):
            number = runner.desk.f.session.number(id_)
            runner.say(f"{number} can't be typed as one line; :fill {number} | field: … changes it.")
            return
        runner.line.put(runner.pen.text)
        runner.show_pen()

    def _mark(self, id_: str) -> None:
        marked = self._marked
        self._marked = tuple(m for m in marked if m != id_) if id_ in marked else (*marked, id_)
        runner = self._runner
        runner.lines.mark(self._marked)
        numbers = " ".join(runner.desk.f.session.number(m) for m in self._marked)
        if len(self._marked) > 1:
            runner.say(f"marked {numbers}: :merge joins them, :group puts them together", warning=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One-key answers work on page two of Close alone, with a line picked and nothing typed."""
        if action == "tidy":
            runner = self._runner
            return bool(
                runner.desk.closing
                and runner.desk.close_page == 2
                and not runner.pen.text
                and any(letter == parameters[0] for letter, _, _ in self._tidy_keys())
            )
        return True

    def _tidy_keys(self) -> tuple[tuple[str, str, str], ...]:
        runner = self._runner
        picked = runner.lines.picked
        things = to_tidy(runner.desk.f.session, runner.desk.f.roster) if picked else []
        return tuple(key for thing in things if thing.id == picked for key in thing.keys)

    def action_tidy(self, letter: str) -> None:
        """Answer what is left to tidy about the picked line with one key."""
        runner = self._runner
        picked = runner.lines.picked
        found = next((does for key, _, does in self._tidy_keys() if key == letter), "")
        field, _, value = found.partition("=")
        following = runner.lines.beside(picked, 1)
        if field:
            runner.carry_out("fill", f"{runner.desk.f.session.number(picked)} | {field}: {value}")
            self.pick(following)


def _shared_beginning(candidates: list[str]) -> str:
    shared = candidates[0]
    for other in candidates[1:]:
        while not other.casefold().startswith(shared.casefold()):
            shared = shared[:-1]
    return shared
