"""A past session to be read: its stages and lines, changed afterwards with a dated trace."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.detail import Whole, found_in, whole_of
from kmfacilitate.library.found import Found
from kmfacilitate.library.index import Index
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.lesson_life import tally
from kmfacilitate.session.moments import moment
from kmfacilitate.session.reading import read_rows
from kmfacilitate.session.scene import LineRow
from kmfacilitate.session.wording import count, long_day
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.reading import ToRead
from kmfacilitate.ui.screens.library_acts import ActsMixin
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Sentence
from kmfacilitate.ui.widgets.found_list import FoundPage
from kmfacilitate.ui.widgets.header import Header, Heading, Saved
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.picker import Picker
from kmfacilitate.ui.widgets.prompt import Prompt, Wanted
from kmfacilitate.verbs import edited, run

_LINE = "line"


class PastScreen(ActsMixin):
    """A session that was held. It posts `Left`, `Report` and `GoOn`; whoever opened the desk closes it.

    Args:
        read: The session, opened alone; another library's is only read.
        index: The open index, for lessons like one of these.
        library: The name of the library for the header.
        at: The id of the line to begin at.
    """

    CSS = """
    PastScreen {
        #both { height: 1fr; }
        #place { width: 3fr; height: 100%; }
        #place.-choosing LineList { display: none; }
        #detail { width: 2fr; height: 100%; background: $background; scrollbar-size: 1 1; }
        #detail FoundPage { background: $background; }
        #told { padding: 0 2; }
        &.-medium #detail, &.-narrow #detail { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pick(-1)", show=False),
        Binding("down", "pick(1)", show=False),
        Binding("pageup", "pick(-8)", show=False),
        Binding("pagedown", "pick(8)", show=False),
        Binding("home", "pick(-100000)", show=False),
        Binding("end", "pick(100000)", show=False),
        Binding("enter", "change", "change"),
        Binding("delete", "take_out", "delete"),
        Binding("f5", "go_on", "go on", priority=True),
        Binding("f6", "report", "report", priority=True),
        Binding("escape", "back", "back", priority=True),
    ]

    class Left(Message):
        """Back to where it was opened from."""

        def __init__(self, desk: Desk) -> None:
            super().__init__()
            self.desk = desk

    class Report(Left):
        """Its report is wanted."""

    class GoOn(Left):
        """It is to be held on with."""

    def __init__(self, read: ToRead, index: Index, *, library: str = "", at: str = "") -> None:
        super().__init__()
        self.desk = self._own_desk = read.desk
        self._notes = read.notes
        self._index = index
        self._library = library
        self._fixed = read.theirs or read.desk.file.read_only
        self._lines = LineList()
        self._page = FoundPage()
        self._picker = Picker()
        self._prompt = Prompt()
        self._told = Sentence(id="told")
        self._here = at

    # What can be done

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return _("A past session")

    def hints(self) -> tuple[Hint, ...]:
        """The keys that count now."""
        if self._prompt.is_open or self._picker.is_open:
            return (Hint("Enter", _("go on")), Hint("Esc", _("leave it")))
        changes = () if self._fixed else (Hint("Enter", _("change"), "screen.change"),)
        report = Hint("F6", _("report"), "screen.report", help=_("its report and artefact, to save or copy"))
        acts = self.foot_hints() if self._line_is_kept else ()
        back = Hint("Esc", _("back"), "screen.back")
        return (
            (*changes, *acts[:2], report, back) if acts else (*changes, Hint("↑↓", _("pick")), report, back)
        )

    def commands(self) -> tuple[Hint, ...]:
        """Besides the footer's: everything that can be said of the line."""
        own: tuple[Hint, ...] = ()
        if not self._fixed:
            own = (
                Hint("Enter", _("change"), "screen.change", help=_("change the line; the change is dated")),
                Hint(
                    "Del",
                    _("delete"),
                    "screen.take_out",
                    help=self.in_keys(_("take the line out; ^Z brings it back")),
                ),
                Hint("F5", _("go on"), "screen.go_on", help=_("open the session again, to go on with it")),
                self.undo_hint(),
            )
        report = Hint("F6", _("report"), "screen.report", help=_("its report and artefact, to save or copy"))
        acts = (
            tuple(hint for hint in self.act_hints() if hint.action != "screen.act('undo')")
            if self._line_is_kept
            else ()
        )
        return (*own, report, *acts, Hint("Esc", _("back"), "screen.back"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The page's keys rest while something is asked; nothing changes what is only read."""
        asked = self._prompt.is_open or self._picker.is_open
        own = ("pick", "change", "take_out", "go_on", "report", "back")
        if (action in own or action == "act") and asked:
            return False
        if self._fixed and action in ("change", "take_out", "go_on"):
            return False
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Header, the session, the picked line in full, what is asked, footer."""
        yield Header(self.heading())
        with Horizontal(id="both"):
            with Vertical(id="place"):
                yield self._lines
                yield self._picker
            with VerticalScroll(id="detail", can_focus=False):
                yield self._page
        yield self._prompt
        yield self._told
        yield Footer(self.hints())

    def heading(self) -> Heading:
        """What the header says: title, day, how many lines."""
        session = self.desk.f.session
        meeting = session.meeting
        lessons = [getattr(entry, "counted_state", "") for _id, entry in session.of_kind("lesson")]
        day = ""
        if meeting.started:
            day = long_day(moment(meeting.started).astimezone(zone(session)).date(), self.desk.f.now().today)
        facts = (day, count(sum(1 for _each in session.live()), "{n} line", "{n} lines"), str(tally(lessons)))
        title = meeting.title or session.template.title
        family = "confidential" if meeting.family == "confidential" else ""
        said = tuple(fact for fact in facts if fact)
        return Heading(title, family=family, library=self._library, facts=said)

    def on_mount(self) -> None:
        """Show all of it from the top, or from the line that was asked for."""
        self.draw()
        first = next((line.id for line in self._rows() if not line.heading), "")
        self._pick(self._here or first)
        self.say(" ".join(self._notes))
        self.set_interval(0.5, self._listen)

    def _rows(self) -> list[LineRow]:
        f = self.desk.f
        return read_rows(f.session, f.moment(), f.now().today)

    def draw(self) -> None:
        """Draw it as it is now."""
        self._lines.show(
            self._rows(), empty=_("No lines. Nothing was written down in this session."), reads_down=True
        )
        self.query_one(Header).show(self.heading())
        self._show_saved()

    def _show_saved(self) -> None:
        desk = self.desk
        words = desk.saved_words()
        if desk.file.read_only or self._fixed:
            saved = Saved("read-only", why="" if desk.file.read_only else _("the team’s"))
        elif desk.saving == "not saved":
            saved = Saved("failed", why=desk.trouble)
        else:
            saved = (
                Saved("saved", words.removeprefix("saved "))
                if words.startswith("saved ")
                else Saved("saving")
            )
        self.query_one(Header).show_saved(saved)

    def _listen(self) -> None:
        """Take in what the writer thread and other windows have to say."""
        before = self.desk.f.session
        said = self.desk.take_news()
        if said:
            self.say(" ".join(said))
        if self.desk.f.session is not before:
            self.draw()
            self._pick(self._here)
        self._show_saved()

    # The picked line

    @property
    def _line_is_kept(self) -> bool:
        return self.line is not None and self._here in self.desk.f.session.entries

    @property
    def line(self) -> Found | None:
        """The picked line."""
        session = self.desk.f.session
        entry = session.entries.get(self._here)
        if entry is None or entry.deleted or entry.forgotten:
            return None
        return found_in(session, self._here, self.desk.file.path)

    @property
    def read(self) -> Whole:
        """What is known of it besides."""
        line = self.line
        return whole_of(line, self.desk.f.session.raw("entries", line.entry)) if line is not None else Whole()

    def _is_ours(self, line: Found) -> bool:
        return not self._fixed

    def rest(self) -> None:
        """Nothing has the focus: letters are keys."""
        self.set_focus(None)
        self.query_one(Footer).show(self.hints())

    def look_again(self) -> None:
        """Something was said: draw it."""
        self.draw()
        self._pick(self._here)

    def _pick(self, id_: str) -> None:
        self._here = id_
        self._lines.pick(id_)
        line = self.line
        if line is None:
            self._page.show("", "", ())
        else:
            label = kind_class(line.kind).label.capitalize()
            self._page.show(f"{label} {line.number}", line.text or label, self.read.parts)
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        self.query_one(Footer).show(self.hints())

    def action_pick(self, by: int) -> None:
        """Pick another line."""
        self.say("")
        ids = list(dict.fromkeys(line.id for line in self._rows() if not line.heading and line.id))
        if ids:
            at = ids.index(self._here) if self._here in ids else -by
            self._pick(ids[max(0, min(len(ids) - 1, at + by))])

    @on(LineList.Picked)
    def _clicked(self, event: LineList.Picked) -> None:
        self._pick(event.id)
        if isinstance(event, LineList.Edited):
            self.action_change()

    # Changing

    def action_change(self) -> None:
        """Bring the picked line into the prompt, to be changed."""
        line = self.line
        if line is None or self._fixed:
            return
        typed = self.desk.as_typed(line.entry) if kind_class(line.kind).typed else None
        if typed is None:
            self.say(_("{number} is no line that can be typed.").format(number=line.number))
            return
        self.say("")
        asks = _("Change {number}").format(number=line.number)
        self._prompt.ask(_LINE, (Wanted(_LINE, asks),), said=typed)
        self.query_one(Footer).show(self.hints())

    @on(Prompt.Answered)
    def _line_answered(self, event: Prompt.Answered) -> None:
        if event.about != _LINE:
            return
        try:
            outcome = edited(self.desk, self._here, event.answers[_LINE])
        except Unable as refused:
            self.say(str(refused))
            self._prompt.again()
            return
        self._prompt.close()
        self._done(outcome.says, *outcome.notes)

    def action_take_out(self) -> None:
        """Take the picked line out."""
        line = self.line
        if line is None:
            return
        try:
            outcome = run(self.desk, "delete", line.number)
        except Refused as refused:
            self.say(str(refused))
            return
        self._done(outcome.says)

    def _undo(self) -> None:
        if self._fixed:
            return
        try:
            says = self.desk.f.undo()
        except Refused as refused:
            self.say(str(refused))
            return
        self.say(f"{says}.")
        self.rest()
        self.look_again()

    def _done(self, says: str, *notes: str) -> None:
        self.say("  ".join((f"{says}.", *notes, self.in_keys(_("^Z takes it back.")))))
        self.rest()
        self.look_again()

    # Elsewhere

    def action_report(self) -> None:
        """Its report."""
        self.post_message(self.Report(self.desk))

    def action_go_on(self) -> None:
        """Go on with it."""
        self.post_message(self.GoOn(self.desk))

    def action_back(self) -> None:
        """Back to where it was opened from."""
        self.post_message(self.Left(self.desk))
