"""What opens in the place of the lines: kinds, stages, ways to catch up, only you."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual import on

from kmfacilitate.language import _, ngettext
from kmfacilitate.session import clock, coach
from kmfacilitate.session.answering import MADE_OF, TAKEN_UP, asking, verdicts
from kmfacilitate.session.catching_up import After, Proposal, changes
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.past import earlier_line, pick, text_of
from kmfacilitate.session.scene import Note
from kmfacilitate.session.staging import stage_list
from kmfacilitate.session.wording import count, hour
from kmfacilitate.ui.drawing import MIDDLE, WIDE
from kmfacilitate.ui.pen import kinds_to_choose
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.before_page import BeforePage
from kmfacilitate.ui.widgets.choices import Choice, Choices
from kmfacilitate.ui.widgets.rail import minutes_of, stage_sign
from kmfacilitate.ui.widgets.side import Side

if TYPE_CHECKING:
    from .runner import RunnerScreen


def _minutes_then(one: After) -> str:
    """`11 min, now 15`, or `skipped, now 15 min`."""
    says = _("skipped, now {now} min") if one.skipped else _("{minutes} min, now {now}")
    return says.format(minutes=one.minutes, now=one.changed)


class ChoosingMixin(KmScreen):
    """The pages that open in the place of the lines, and what is chosen on them."""

    read: tuple[Note, ...] = ()
    """What is read out in the place of the lines."""
    read_title: tuple[str, str] = ("", "")
    """What it is, and what to do with it."""
    read_aloud = False
    """Whether it is to be said; the lines of a list have numbers, and need no dots."""
    side_folded = False
    """Whether "Only you" is folded away where there would be room for it."""

    @property
    def _screen(self) -> RunnerScreen:
        return cast("RunnerScreen", self)

    def choose_kind(self) -> None:
        """Offer the kinds, for the picked line or for the one being typed."""
        runner = self._screen
        picked = runner.lines.picked if not runner.pen.text else ""
        if "/" in picked:
            runner.say(_("That line stands in an earlier session. Enter says what came of it."))
            return
        if not picked and not runner.pen.text:
            last = runner.lines.beside("", -1)
            if not last:
                runner.say(_("There is no line yet whose kind could change."))
                return
            runner.pick(last)
            picked = last
        kinds = kinds_to_choose()
        keys = _letters([_(kind_class(kind).label) for kind in kinds])
        choices = [
            Choice(
                kind,
                key,
                _(kind_class(kind).label),
                f"{kind_class(kind).mark or ' '}  {_(kind_class(kind).asks)}",
            )
            for kind, key in zip(kinds, keys, strict=True)
        ]
        number = runner.desk.f.session.number(picked) if picked else _("this line")
        is_now = runner.desk.f.session.entries[picked].kind if picked else ""
        asked_for = asking(runner.desk.f).kind
        at = kinds.index(asked_for) if asked_for in kinds and asked_for != is_now else 0
        runner.query_one(Choices).open("kind", _("What is {number}?").format(number=number), choices, at)
        self.lines_hidden(True)

    def choose_verdict(self, id_: str) -> None:
        """Offer the verdicts on a line of an earlier session, and what can be made of it."""
        runner = self._screen
        f = runner.desk.f
        now = asking(f)
        if not pick(f, now.place, id_):
            return
        line = earlier_line(f, id_)
        words = [*verdicts(now.question)]
        if line is not None and line.kind in MADE_OF and line.quoted:
            words += TAKEN_UP
        about = {"dropped": _("and why"), "action": _("to be done here"), "plan": _("a change of the plan")}
        choices = [
            Choice(word, key, word, about.get(word, ""))
            for word, key in zip(words, _letters(words), strict=True)
        ]
        runner.query_one(Choices).open("verdict", text_of(f, id_), choices)
        self.lines_hidden(True)

    def _judge(self, word: str) -> None:
        """Keep the verdict on the picked line; of one that was dropped, ask why."""
        runner = self._screen
        number = next((row.number for row in runner.scene_now.rows if row.id == runner.lines.picked), "")
        runner.unpick()
        if word == "dropped" and not runner.pen.text:
            runner.pen.typed("dropped ")
            runner.line.put(runner.pen.text)
            runner.show_pen()
        else:
            runner.carry_out("review", f"{number} {word}")

    def choose_stage(self) -> None:
        """Offer the stages to go to; asked for again, put them away."""
        if self._put_away("stage"):
            return
        runner = self._screen
        now = 0
        f = runner.desk.f
        rows = dict(zip((s.id for s in f.session.plan), stage_list(f, f.moment()), strict=True))
        choices: list[Choice] = []
        for stage in runner.desk.f.session.plan:
            if stage.id == runner.desk.f.here.stage:
                now = len(choices)
            shown = rows[stage.id]
            used, over, planned = minutes_of(shown)[0].rpartition("/")
            says = _("kept {n} min") if shown.kept else _("{n} min")
            choices.append(
                Choice(
                    stage.id,
                    stage.number,
                    f"{stage_sign(shown, runner.lines.glyphs).text} {stage.script.title}",
                    self._came_of(stage.id, shown.state),
                    (_("{used} of {n} min") if over else says).format(used=used, n=planned),
                )
            )
        runner.query_one(Choices).open("stage", _("Go to which stage?"), choices, now)
        self.lines_hidden(True)

    def _came_of(self, stage: str, state: str) -> str:
        live = [e for _id, e in self._screen.desk.f.session.live() if e.stage == stage]
        parked = sum(e.kind == "parked" for e in live)
        lines = sum(kind_class(e.kind).typed and e.kind not in ("private", "parked") for e in live)
        words = [count(lines, "{n} line", "{n} lines")] if lines else []
        words += [ngettext("{n} parked", "{n} parked", parked).format(n=parked)] if parked else []
        if not words and any(e.kind in ("check", "rating", "vote") for e in live):
            return _("answered")
        return ", ".join(words) or {"skipped": _("skipped"), "todo": _("not begun")}.get(state, _("no lines"))

    def _put_away(self, about: str) -> bool:
        """Put away what is offered, if it is this: the key that opens a list closes it."""
        choices = self._screen.query_one(Choices)
        shown = choices.has_class("-open") and choices.about == about
        if shown:
            choices.post_message(Choices.Chosen(about, ""))
        return shown

    def choose_fit(self) -> None:
        """Offer the ways to end on time; asked for again, put them away."""
        if self._put_away("fit"):
            return
        runner = self._screen
        f = runner.desk.f
        at = f.moment()
        found = coach.ways(f, at)
        if not found:
            runner.say(_("You are on time: nothing needs to change."))
            return
        tz = zone(f.session)
        here = f.here.stage
        course = clock.course(f.session, at, here)

        def time(moment: datetime) -> str:
            return hour(moment.astimezone(tz))

        def choice(p: Proposal) -> Choice:
            then = changes(f.session, at, here, p)
            shorter = " ".join(one.stage.number for one in then if not one.skipped)
            return Choice(
                p.word,
                p.key.upper(),
                p.says,
                _("shorter: {stages}").format(stages=shorter) if shorter else "",
                _("ends {time}").format(time=time(p.ends)),
                tuple(
                    (one.stage.named, _minutes_then(one), _("until {time}").format(time=time(one.ends)))
                    for one in then
                ),
            )

        mildest = next((at for at, p in enumerate(found) if not p.skips), 0)  # Enter alone leaves nothing out
        title = runner.in_keys(
            _("{minutes} min late for {time}: what now?  ^Z takes it back").format(
                minutes=course.behind_minutes, time=time(course.due)
            )
        )
        runner.query_one(Choices).open("fit", title, [choice(p) for p in found], mildest)
        self.lines_hidden(True)

    def draw_sides(self, notes: tuple[Note, ...]) -> None:
        """Show what only the facilitator sees; where the question has no room for it, what to say as well."""
        spelled = tuple(replace(note, title=self._screen.in_keys(note.title)) for note in notes)
        for side in self.query(Side):
            if side.has_class("-page") and self.read:
                side.show(self.read, *self.read_title, dots=self.read_aloud)
            else:
                side.show((*self.unsaid(), *spelled))

    def on_resize(self) -> None:
        """What to say moves beside the page where the question has no height for it, and back."""
        if self.is_mounted and self.query(Side):
            self.draw_sides(self._screen.scene_now.only_you)
            self._screen.show_footer()

    def unsaid(self) -> tuple[Note, ...]:
        """What to say and to ask on, where the plane of the question has no height for it."""
        if self.app.size.height >= MIDDLE:
            return ()
        asked = self._screen.scene_now.asked
        said = (Note(_("Say"), tuple(asked.say.splitlines())), Note(_("Then ask"), asked.then))
        return tuple(note for note in said if note.lines)

    def fold_side(self, folded: bool | None = None) -> None:
        """Fold "Only you" away, or show it again."""
        self.side_folded = not self.side_folded if folded is None else folded
        self.set_class(self.side_folded, "-folded")
        self._screen.show_echo()

    def toggle_only_you(self, *, opened: bool | None = None) -> None:
        """Open or fold "Only you": beside the page where there is room, else in the place of the lines."""
        runner = self._screen
        if runner.app.size.width >= WIDE and not runner.desk.closing:
            self.fold_side(None if opened is None else not opened)
            return
        page = runner.query_one("#page Side", Side)
        show = not page.has_class("-open") if opened is None else opened
        page.set_class(show, "-open")
        page.to_top()
        self.lines_hidden(show)

    def read_out(self, lines: Sequence[str], what: str) -> None:
        """Show lines of words in the place of the captured lines, until Esc: those of a list, or to say.

        What to say of the question folds away meanwhile: the height is for these.
        """
        runner = self._screen
        if not lines:
            return
        page = runner.query_one("#page Side", Side)
        self.read_aloud = what == "say"
        self.read_title = (_("Ground rules"), _("to read aloud")) if self.read_aloud else (_("Lines"), "")
        self.read = (Note("", tuple(lines)),)
        runner.draw()
        page.to_top()
        page.add_class("-open")
        self.lines_hidden(True)

    def page_by(self, by: int) -> None:
        """Page what stands in the place of the lines, or the lines; past their end, what stands beside."""
        runner = self._screen
        page = runner.query_one("#page Side", Side)
        beside = next(side for side in runner.query(Side) if side is not page)
        if page.has_class("-open") and page.page(by):
            return
        if not page.has_class("-open") and runner.lines.page(by):
            if runner.lines.picked:  # the picked line stays in sight: its keys go on working
                runner.pick(runner.lines.nearest(by))
        elif beside.display:
            beside.page(by)

    def pages_open(self) -> bool:
        """Whether something stands in the place of the lines."""
        runner = self._screen
        pages = (runner.query_one(Choices), runner.query_one(BeforePage), runner.query_one("#page Side"))
        return any(page.has_class("-open") for page in pages)

    def close_pages(self) -> None:
        """Show the lines again."""
        runner = self._screen
        runner.query_one(Choices).close()
        runner.query_one(BeforePage).close()
        runner.query_one("#page Side").remove_class("-open")
        folded, self.read = bool(self.read), ()
        self.lines_hidden(False)
        if folded:
            runner.draw()

    def lines_hidden(self, hidden: bool) -> None:
        """Hide the captured lines behind a page, or show them."""
        self._screen.lines.display = not hidden
        self._screen.show_footer()

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        runner = self._screen
        self.close_pages()
        runner.line.take_focus()
        if not event.id:
            return
        picked = runner.lines.picked
        if event.about == "stage":
            stage = runner.desk.f.session.stage(event.id)
            runner.carry_out("go", stage.number or stage.script.title if stage else "")
        elif event.about == "verdict":
            self._judge(event.id)
        elif event.about == "fit":
            runner.carry_out("fit", event.id)
        elif event.about == "kind" and runner.pen.text:
            runner.pen.set_kind(event.id)
            runner.line.put(runner.pen.text)
            runner.show_pen()
        elif event.about == "kind":
            runner.carry_out("kind", f"{runner.desk.f.session.number(picked)} {event.id}")
            runner.pick(picked)


def _letters(words: Sequence[str]) -> list[str]:
    """A letter for each word: its first one that is free, so that one key chooses."""
    taken: set[str] = set()
    found = []
    for word in words:
        free = (c for c in word.casefold() + "bcdefghijklmnopqrstuvwxyz" if c.isalpha() and c not in taken)
        letter = next(free, "")
        taken.add(letter)
        found.append(letter.upper())
    return found
