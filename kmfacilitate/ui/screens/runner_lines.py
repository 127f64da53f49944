"""The runner's hands: typing, picking, editing, marking and deleting lines, all from the capture line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import on
from textual.message import Message

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.answering import asking
from kmfacilitate.session.past import pick
from kmfacilitate.session.scene import Activity, Said
from kmfacilitate.session.tidy import to_tidy
from kmfacilitate.ui.measure import cut
from kmfacilitate.ui.pen import about_marked
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.verbs import run

if TYPE_CHECKING:
    from .runner import RunnerScreen


class LinesMixin(KmScreen):
    """What the capture line and the list of lines ask of the runner."""

    marked: tuple[str, ...] = ()
    """Ids of the lines that are marked, in the order they were."""

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
                self._runner.page_by(event.by)
            case CaptureLine.LinesPasted():
                self._lines_pasted(event)

    @property
    def _runner(self) -> RunnerScreen:
        return cast("RunnerScreen", self)

    def _line_entered(self, event: CaptureLine.Entered) -> None:
        runner = self._runner
        editing, filling = runner.pen.editing, runner.pen.filling
        typed = about_marked(event.text, self._marked_numbers())
        try:
            outcome = runner.pen.enter(typed)
        except Unable as refused:
            runner.say(str(refused), warning=True)
            return
        if outcome.taken:
            runner.line.put(runner.pen.text)
        if typed != event.text:
            self.unmark()
        before = self._ids()
        runner.after(outcome)
        if editing and not runner.pen.text:
            self._pick_again(editing, before)
        elif filling is None and outcome.entry and asking(runner.desk.f).way == "form":
            self.fill_in(outcome.entry)

    def _line_changed(self, event: CaptureLine.Changed) -> None:
        runner = self._runner
        if event.text == runner.pen.text:
            return
        before = runner.pen.text[:1]
        runner.pen.typed(event.text)
        if runner.pen.filling is None:
            runner.desk.before.typed(event.text, runner.pen.begun)
        runner.line.show_place(runner.pen.elsewhere)
        runner.forget_answer()
        if before != event.text[:1] and (not before or not event.text or ":" in (before, event.text[:1])):
            runner.show_footer()

    def _lines_pasted(self, event: CaptureLine.LinesPasted) -> None:
        runner = self._runner
        done, refused = runner.pen.paste(event.lines)
        runner.draw()
        if refused:
            runner.say(
                _("{done} of {n} lines added. {refused}").format(
                    done=done, n=len(event.lines), refused=refused
                ),
                warning=True,
            )
        else:
            runner.say(_("{done} lines added; ^Z takes back the last").format(done=done))

    def _complete(self, event: CaptureLine.Complete) -> None:
        runner = self._runner
        if not event.text and runner.pen.filling is not None:
            runner.pen.leave_field_empty()
            runner.line.put(runner.pen.text)
            runner.draw()
            return
        if not event.text:
            runner.carry_out("pass")
            return
        start, candidates = runner.pen.completions(event.cursor)
        if not candidates:
            runner.say(_("Nothing to complete here."))
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
        earlier = "/" in picked
        if event.do == "move":
            self.pick(runner.lines.beside(picked, event.by) if picked else self._first_pick(event.by))
        elif event.do == "leave":
            self.unpick()
            self.unmark()
        elif event.do == "type":
            self.unpick()
        elif event.do == "edit" and earlier:
            runner.choose_verdict(picked)
        elif event.do in ("mark", "delete", "split") and earlier:
            runner.say(_("That line stands in an earlier session. Enter says what came of it."))
        elif event.do == "edit":
            self.bring_in(picked)
        elif event.do == "mark":
            self._mark(picked)
        elif event.do in ("join", "group"):
            self._together(event.do)
        elif event.do == "split":
            self._split(picked)
        elif event.do == "answer":
            self._answer_tidy(event.letter)
        elif event.do == "delete":
            self._delete(picked)

    def _delete(self, picked: str) -> None:
        """Take a line out, and say which key brings it back."""
        runner = self._runner
        number, before = runner.desk.f.session.number(picked), runner.desk.f.session
        runner.carry_out("delete", number)
        if runner.desk.f.session is not before:
            said = _("{number} deleted").format(number=number)
            runner.say(f"{said}. {_('^Z takes it back.')}")

    def _escaped(self, event: CaptureLine.Escaped) -> None:
        runner = self._runner
        edited = runner.pen.editing
        if edited:
            runner.pen.leave_edit()
            runner.line.put(runner.pen.text)
            self.pick("" if runner.pen.text else edited)
            runner.forget_answer()
            runner.show_pen()
        elif runner.pen.filling is not None:
            runner.pen.leave_form()
            runner.line.put(runner.pen.text)
            runner.forget_answer()
            runner.draw()
        elif runner.pages_open():
            runner.close_pages()
            runner.draw()
        elif runner.desk.room_on:
            runner.carry_out("room")
        elif self.marked:
            self.unmark()

    @on(LineList.Picked)
    def _clicked(self, event: LineList.Picked) -> None:
        event.stop()
        self.pick(event.id)
        if isinstance(event, LineList.Edited) and "/" in event.id:
            self._runner.choose_verdict(event.id)
            return
        if isinstance(event, LineList.Edited):
            self.bring_in(event.id)
        self._runner.line.take_focus()

    def pick(self, id_: str) -> None:
        """Pick a line of the list; an empty id picks none."""
        runner = self._runner
        runner.lines.pick(id_)
        letters = (
            "".join(key for key, _rest, _rest in self._tidy_keys())
            if runner.scene_now.close_page == 2
            else ""
        )
        runner.line.pick(bool(id_) and not runner.pen.editing, letters)
        if runner.desk.closing:
            self.show_lines()
        if id_ and pick(runner.desk.f, runner.desk.f.here, id_):
            runner.draw()
        runner.show_footer()

    def _first_pick(self, by: int) -> str:
        """The line that an arrow picks first: the one being judged, else the last."""
        runner = self._runner
        judged = next((row.id for row in runner.scene_now.rows if row.current), "")
        return judged or runner.lines.beside("", by)

    def unpick(self) -> None:
        """Pick no line; marks stay."""
        self.pick("")

    def unmark(self) -> None:
        """Mark no line any more."""
        self.marked = ()
        self._runner.lines.mark(())
        self._runner.forget_answer()
        self._runner.show_footer()

    def show_lines(self) -> None:
        """Draw the lines at hand; on page two of Close the picked one says which keys answer it."""
        runner = self._runner
        now = runner.scene_now
        rows = now.rows
        if now.close_page == 2:
            picked = runner.lines.picked
            rows = tuple(row if row.id == picked else replace(row, under=()) for row in rows)
        unsaid = () if now.answered or now.close_page == 2 else runner.unsaid()
        runner.lines.show(rows, empty=now.empty, reads_down=now.reads_down, unsaid=unsaid)

    def show_pages(self) -> None:
        """On coming to page two of Close the first thing to tidy is picked, so that one key answers it."""
        runner = self._runner
        now = runner.scene_now
        at = runner.desk.f.here.stage, now.close_page
        if at == runner.was_at:
            return
        runner.was_at = at
        self.marked = ()
        runner.lines.mark(())
        first = next((row.id for row in now.rows if not row.heading), "") if now.close_page == 2 else ""
        runner.lines.show(now.rows)
        self.pick("" if runner.pen.text else first)

    def bring_in(self, id_: str) -> None:
        """Bring a line into the capture line to be changed; what was half-typed waits."""
        runner = self._runner
        if id_ not in runner.desk.f.session.entries:
            return
        if not runner.pen.edit(id_):
            self.fill_in(id_)
            return
        runner.line.put(runner.pen.text)
        runner.line.pick(False)
        runner.forget_answer()
        runner.show_pen()

    def fill_in(self, id_: str) -> None:
        """Ask for the fields of a line one by one in the capture line."""
        runner = self._runner
        number = runner.desk.f.session.number(id_)
        if not runner.pen.fill_in(id_):
            runner.say(
                _("{number} has every field; :fill {number} | field: … changes one.").format(number=number)
            )
            return
        runner.line.put(runner.pen.text)
        self.unpick()
        runner.draw()

    def form_asks(self) -> str:
        """What the form asks for next; empty while none is open."""
        filling = self._runner.pen.filling
        return filling.ask.partition(": ")[2] if filling is not None else ""

    def form_row(self) -> Activity | None:
        """The row over the capture line while the fields of a line are asked for."""
        runner = self._runner
        filling = runner.pen.filling
        if filling is None:
            return None
        entry = runner.desk.f.session.entries[filling.entry]
        number = runner.desk.f.session.number(filling.entry)
        words = (Said(filling.ask.partition(":")[0], "strong"), Said(cut(entry.text, 40), "muted"))
        return Activity(_("Fill in {number}").format(number=number), words, right=_("Tab leaves it empty"))

    def _mark(self, id_: str) -> None:
        marked = self.marked
        self.marked = tuple(m for m in marked if m != id_) if id_ in marked else (*marked, id_)
        runner = self._runner
        runner.lines.mark(self.marked)
        numbers = ", ".join(runner.desk.f.session.number(m) for m in self.marked)
        runner.say(_("Marked: {numbers}").format(numbers=numbers) if self.marked else "")
        runner.show_footer()

    def _together(self, do: str) -> None:
        """Join the marked lines, or ask for the name of their group."""
        if do == "join" and len(self.marked) < 2:
            self._runner.say(_("Space marks a line. Mark two or more, then & joins them into the first."))
        elif not self.marked:
            self._runner.say(_("Space marks a line. Mark some, then ( puts them in a group."))
        else:
            self.action_marked("merge" if do == "join" else "group")

    def _split(self, id_: str) -> None:
        """Part a line where a sentence ends; one without such an end asks where."""
        runner = self._runner
        number = runner.desk.f.session.number(id_)
        try:
            outcome = run(runner.desk, "split", number)
        except Unable as refused:
            self.unpick()
            runner.action_word(f"split {number}")
            runner.say(str(refused), warning=True)
            return
        runner.after(outcome)

    def action_marked(self, word: str) -> None:
        """Join the marked lines, or begin the name of the group they go to."""
        runner = self._runner
        if word == "group":
            runner.action_word(word)
            return
        numbers = " ".join(self._marked_numbers())
        self.unmark()
        runner.carry_out(word, numbers)

    def _marked_numbers(self) -> list[str]:
        """Numbers of the marked lines, in the order they stand in."""
        runner = self._runner
        number = runner.desk.f.session.number
        return [number(row.id) for row in runner.scene_now.rows if row.id in self.marked]

    def _tidy_keys(self) -> tuple[tuple[str, str, str], ...]:
        runner = self._runner
        picked = runner.lines.picked
        things = to_tidy(runner.desk.f.session, runner.desk.f.roster) if picked else []
        return tuple(key for thing in things if thing.id == picked for key in thing.keys)

    def _answer_tidy(self, letter: str) -> None:
        """Answer what is left to tidy about the picked line with one key."""
        runner = self._runner
        picked = runner.lines.picked
        found = next((does for key, _rest, does in self._tidy_keys() if key == letter), "")
        field, _rest, value = found.partition("=")
        if not field:
            return
        before = self._ids()
        runner.carry_out("fill", f"{runner.desk.f.session.number(picked)} | {field}: {value}")
        keyed = {thing.id for thing in to_tidy(runner.desk.f.session, runner.desk.f.roster) if thing.keys}
        at = before.index(picked)
        following = (*before[at + 1 :], *before[: at + 1])
        there = [id_ for id_ in following if id_ in set(self._ids())]
        self.pick(next((id_ for id_ in there if id_ in keyed), there[0] if there else ""))

    def _ids(self) -> list[str]:
        return [row.id for row in self._runner.scene_now.rows if not row.heading]

    def _pick_again(self, id_: str, before: Sequence[str]) -> None:
        """Pick a line again that was changed, or the one that stood after it where it is gone."""
        at = before.index(id_) if id_ in before else len(before)
        there = set(self._ids())
        left = [each for each in (*before[at:], *reversed(before[:at])) if each in there]
        self.pick(left[0] if left else "")


def _shared_beginning(candidates: list[str]) -> str:
    shared = candidates[0]
    for other in candidates[1:]:
        while not other.casefold().startswith(shared.casefold()):
            shared = shared[:-1]
    return shared
