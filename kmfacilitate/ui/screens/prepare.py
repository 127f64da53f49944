"""Prepare: what a session is called, who comes, how long it takes, and what leaves the room."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import local_zone
from kmfacilitate.language import N_, _
from kmfacilitate.session.moments import minutes_in
from kmfacilitate.session.when import read_when
from kmfacilitate.session.wording import language_by_name, long_day
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.agenda import Agenda, AgendaRow
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Field, OneOf, Push, Sentence, TextField
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.ticks import Ticks
from kmfacilitate.ui.widgets.writing import Writing, typed_so_far

SHARES = ("open", "summary", "actions", "nothing")
NAMES = ("all", "owners", "none")
LONGEST_MINUTES = 480


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was filled in.

    `head_count` is the number of people in the room, named or not; 0: not known. `minutes` is the whole
    length, 0: the variant's own. `hard_end` is a time of day as `HH:MM`, or empty.
    """

    title: str = ""
    project: str = ""
    people: tuple[str, ...] = ()
    head_count: int = 0
    variant: str = ""
    minutes: int = 0
    hard_end: str = ""
    share: str = "open"
    names: str = "owners"
    facilitator: str = ""
    optional: tuple[str, ...] = ()
    """Ids of the optional questions that are asked."""
    begins: datetime.datetime | None = None
    """When it is to begin (aware); none: nobody said, or now."""
    papers_in: str = ""
    """The language of the headings of its papers; empty: that of the script."""


def read_people(text: str) -> tuple[tuple[str, ...], int]:
    """Names and how many people: `Ana; Sam` or `Ana, Sam` are two named ones, `9` is nine unnamed."""
    text = clean_line(text)
    if text.isdecimal():
        return (), int(text)
    names = tuple(dict.fromkeys(name for part in re.split("[;,]", text) if (name := part.strip())))
    return names, len(names)


def read_time(text: str, first: datetime.datetime) -> str | None:
    """A time of day as `HH:MM`: from `10:30`, `1030`, `10.30`, or `60 min` and `an hour` after `first`.

    Empty stays empty; none if it is no time.
    """
    text = text.strip()
    if not text:
        return ""
    minutes = minutes_in(text)
    if minutes is not None:
        return f"{first + datetime.timedelta(minutes=minutes):%H:%M}"
    found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})h?", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02}:{found[2]}"


def minutes_to(end: str, first: datetime.datetime) -> int:
    """Minutes from a moment to the next time of day `HH:MM`."""
    hours, _colon, minutes = end.partition(":")
    return (int(hours) * 60 + int(minutes) - first.hour * 60 - first.minute) % (24 * 60)


class PrepareScreen(KmScreen):
    """The form. It posts `Begin` when all is well, `Cancelled` on Esc.

    Args:
        technique: the template's title.
        variants: names with minutes; more than one can be chosen from.
        prepared: what stands in it at first.
        agenda: says the agenda for what is filled in; called at every change.
        library: its name for the header.
        optional: id and words of a question that may be added.
        about: what to know of the script before the room fills, as heading and lines.
        usual: minutes that so many people usually need; 0 where length does not follow their number.
        papers: writes the papers, in a thread, and says what came of it.
        papers_in: languages that their headings can be in, the script's first; asked for where there are two.
    """

    SCOPED_CSS = False  # scoped, it would not reach a screen that is made from this one
    CSS = """
    PrepareScreen {
        layout: vertical;
        #both { height: 1fr; }
        #form { width: 3fr; height: 100%; padding: 1 0 0 0; scrollbar-size: 1 1; }
        #plan { width: 2fr; height: 100%; background: $surface; scrollbar-size: 1 1; }
        #last { display: none; }
        #usual { height: auto; padding: 0 2 0 16; display: none; &.-some { display: block; } }
        #push { height: auto; padding: 1 0 0 2; & Push { margin: 0 2 0 0; } }
        #written { height: auto; padding: 1 2 0 2; &.-some { display: block; } }
        &.-narrow #plan, &.-medium #plan { width: 1fr; display: none; }
        &.-medium #form, &.-narrow #form { width: 1fr; }
        &.-short #form, &.-tiny #form { padding: 0; }
        &.-short #both { margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "start", "start", priority=True),
        Binding("f4", "papers", "papers", priority=True),
        Binding("escape", "cancel", "home"),
        Binding("f6", "plan", "agenda", priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
        Binding("pageup", "read(-1)", show=False, priority=True),
        # Priority, so that what is typed after Tab is typed in the next field, however fast.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    class Begin(Message):
        """All is filled in as it should be; begin."""

        def __init__(self, prepared: Prepared) -> None:
            super().__init__()
            self.prepared = prepared

    class Cancelled(Message):
        """Back to Home; nothing was written."""

    def __init__(
        self,
        technique: str,
        variants: Mapping[str, int],
        prepared: Prepared,
        agenda: Callable[[Prepared], Sequence[AgendaRow]],
        *,
        library: str = "",
        optional: Sequence[tuple[str, str]] = (),
        about: Sequence[tuple[str, Sequence[str]]] = (),
        usual: Callable[[int], int] = lambda people: 0,
        papers: Callable[[Prepared], str] = lambda prepared: "",
        papers_in: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._technique = technique
        self._variants = dict(variants)
        self._first = prepared
        self._agenda_of = agenda
        self._left_at: Widget | None = None
        self._library = library
        people = "; ".join(prepared.people) or (str(prepared.head_count) if prepared.head_count else "")
        self._title = TextField(prepared.title, placeholder=N_("what is looked at, and when"))
        self._project = TextField(prepared.project, placeholder=N_("what it belongs to"))
        self._facilitator = TextField(prepared.facilitator, placeholder=N_("who leads it"))
        self._begins = TextField(
            f"{prepared.begins:%Y-%m-%d %H:%M}" if prepared.begins else "",
            placeholder=N_("now; or when it is: fri 10:30"),
        )
        self._begins_read = (self._begins.text, prepared.begins)
        self._written = Sentence(id="written")
        self._end = TextField(prepared.hard_end, placeholder=N_("10:30 or 60 min, if the room must be left"))
        self._minutes = TextField(str(prepared.minutes or ""), placeholder=N_("only if not the usual length"))
        self._people = TextField(
            people, placeholder=N_("names parted by ; or a number; last: as last time"), separator="; "
        )
        self._variant = OneOf(
            [(name, f"{name} {length}") for name, length in self._variants.items()], prepared.variant
        )
        self._share = OneOf([(value, value) for value in SHARES], prepared.share, _)
        self._names = OneOf([(value, value) for value in NAMES], prepared.names, _)
        self._papers_in = OneOf(
            [(one if at else "", language_by_name(one)) for at, one in enumerate(papers_in)], ""
        )
        self._last = Ticks()
        self._also = Ticks(optional, prepared.optional) if optional else None
        self._plan = Agenda(about)
        self._usual_of = usual
        self._papers_of = papers
        self._usual = Sentence(id="usual")

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return _("Prepare: {technique}").format(technique=self._technique)

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the form, or of the agenda in its place."""
        planning = self.is_mounted and not self.query_one("#form").display
        there = _("form") if planning else _("agenda")
        other = Hint("F6", there, "screen.plan", help=_("show the agenda, or the form"))
        return (
            Hint("F2", _("start"), "screen.start", help=_("start the session")),
            *(() if planning else (Hint("Tab", _("next field"), "app.focus_next"),)),
            Hint(
                "F4",
                _("papers"),
                "screen.papers",
                help=_("write invitation, agenda, cue card, slips, calendar"),
            ),
            *((Hint("Space", _("choose"), "", help=_("choose among several")),) if self._choosing else ()),
            *(() if self._plan.wide else (other,)),
            Hint("Esc", _("home"), "screen.cancel", help=_("back to Home; nothing is written")),
            Hint(
                "PgDn",
                _("preparing"),
                "screen.read(1)",
                help=_("what to prepare, roles and pitfalls, below the agenda"),
            ),
        )

    def heading(self) -> Heading:
        """What the header says."""
        return Heading(_("Prepare"), self._technique, library=self._library)

    def compose(self) -> ComposeResult:
        """Header, form and agenda, footer."""
        yield Header(self.heading())
        with Horizontal(id="both"):
            with VerticalScroll(id="form", can_focus=False):
                yield Field(N_("Title"), self._title, id="title")
                yield Field(N_("Project"), self._project, id="project")
                yield Field(N_("In the room"), self._people, id="people")
                yield Field(N_("As last time"), self._last, id="last")
                yield Field(N_("Facilitator"), self._facilitator, id="facilitator")
                if len(self._variants) > 1:
                    yield Field(N_("Length"), self._variant, id="variant")
                yield Field(N_("Minutes"), self._minutes, id="minutes")
                yield self._usual
                yield Field(N_("Begins"), self._begins, id="begins")
                yield Field(N_("Hard end"), self._end, id="end")
                yield Field(N_("Share"), self._share, id="share")
                yield Field(N_("Names"), self._names, id="names")
                if self._also is not None:
                    yield Field(N_("Also ask"), self._also, id="also")
                if self._papers_in.several:
                    yield Field(N_("Papers in"), self._papers_in, id="papers-in")
                with Horizontal(id="push"):
                    yield Push(N_("Start now"), id="start")
                    yield Push(N_("Write papers"), id="papers")
                yield self._written
            with VerticalScroll(id="plan", can_focus=False):
                yield self._plan
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Begin with the title."""
        self._title.focus()
        self.show_agenda()

    def on_resize(self) -> None:
        """The fields stand closer where there is less height."""
        for field in self.query(Field):
            field.take_air()

    def on_descendant_focus(self) -> None:
        """Offer the keys of the field in use."""
        self.query_one(Footer).show(self.hints())

    @property
    def _choosing(self) -> bool:
        return self.is_mounted and isinstance(self.focused, (OneOf, Ticks))

    # What was filled in.

    @property
    def prepared(self) -> Prepared:
        """What stands in the form now, as far as it can be read."""
        people, number = read_people(self._people.text)
        people = tuple(dict.fromkeys((*people, *self._last.ticked)))
        count = max(number, len(people))
        minutes = self._minutes.text.strip()
        return Prepared(
            title=clean_line(self._title.text),
            project=clean_line(self._project.text),
            people=people,
            head_count=count,
            variant=self._variant.value,
            minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
            hard_end=read_time(self._end.text, self._first_moment()) or "",
            share=self._share.value,
            names=self._names.value,
            facilitator=clean_line(self._facilitator.text),
            optional=self._also.ticked if self._also is not None else (),
            begins=self._beginning(),
            papers_in=self._papers_in.value,
        )

    def _beginning(self) -> datetime.datetime | None:
        """The moment that is meant. It is read when it is typed: 10:00 stays today's once it is past."""
        words = clean_line(self._begins.text)
        if words != self._begins_read[0]:
            now = datetime.datetime.now().astimezone()
            self._begins_read = words, read_when(words, now, ZoneInfo(local_zone()))
        return self._begins_read[1]

    def _first_moment(self) -> datetime.datetime:
        """When it begins: as was said, else now."""
        return self._beginning() or datetime.datetime.now().astimezone()

    def complaints(self) -> dict[str, str]:
        """By field, the sentence that says what is wrong; empty: all is well."""
        found: dict[str, str] = {}
        minutes = self._minutes.text.strip()
        if not clean_line(self._title.text):
            found["title"] = _("A session needs a title: say what you look at.")
        if read_people(self._people.text)[1] > 999:
            found["people"] = _("That is more than 999 people; give names, or a smaller number.")
        if minutes and not (minutes.isdecimal() and 0 < int(minutes[:6]) <= LONGEST_MINUTES):
            found["minutes"] = _(
                "Minutes are a whole number from 1 to {most}; leave it empty for the usual length."
            ).format(most=LONGEST_MINUTES)
        if self._begins.text.strip() and self._beginning() is None:
            found["begins"] = _("That is no time; type it like 10:30, fri 10:30 or 2026-12-03 10:30.")
        if read_time(self._end.text, self._first_moment()) is None:
            found["end"] = _("That is no time; type it like 10:30 or 60 min, or leave it empty.")
        return found

    async def action_start(self) -> None:
        """Begin, or say beside each field what is wrong and go to the first of them."""
        if await self._all_is_well():
            self.post_message(self.Begin(self.prepared))

    async def action_papers(self) -> None:
        """Write the papers, or say what is wrong; nothing begins."""
        if await self._all_is_well():
            self.run_worker(self._write_papers(self.prepared), exclusive=True, exit_on_error=False)

    async def _write_papers(self, prepared: Prepared) -> None:
        self._written.say(await asyncio.to_thread(self._papers_of, prepared))
        self.call_after_refresh(self._written.scroll_visible, animate=False)

    async def _all_is_well(self) -> bool:
        await typed_so_far(self.focused)
        found = self.complaints()
        for field in self.query(Field):
            field.complain(found.get(field.id or "", ""))
        if found:
            first = self.query_one(f"#{next(iter(found))}", Field)
            first.query_one(TextField).focus()
        return not found

    def action_cancel(self) -> None:
        """Back to Home."""
        self.post_message(self.Cancelled())

    def action_plan(self) -> None:
        """Where there is no room beside the form: the agenda in its place, and back."""
        if self._plan.wide:
            return
        plan, form = self.query_one("#plan"), self.query_one("#form")
        shown = not plan.display
        if shown:
            self._left_at = self.focused
        plan.display, form.display = shown, not shown
        if not shown and self._left_at is not None:  # go on in the field that was left
            self._left_at.focus()
        self.query_one(Footer).show(self.hints())

    def action_read(self, by: int) -> None:
        """A page further in the agenda and what stands below it, or back."""
        pane = self.query_one("#plan", VerticalScroll)
        if not pane.display:
            self.action_plan()
        pane.scroll_relative(y=by * max(1, pane.size.height - 2), animate=False)

    @on(Writing.Entered)
    def _next_field(self, event: Writing.Entered) -> None:
        event.stop()
        self.focus_next()

    @on(Push.Pushed)
    async def _pushed(self, event: Push.Pushed) -> None:
        if event.push.id == "papers":
            await self.action_papers()
        else:
            await self.action_start()

    def offer_people(self, names: Sequence[str]) -> None:
        """Offer the people of this project's last session, ticked; none takes the row away."""
        self._last.show([(name, name) for name in names], names)
        self.query_one("#last").display = bool(names)
        self.show_agenda()

    @on(TextArea.Changed)
    @on(OneOf.Chosen)
    @on(Ticks.Ticked)
    def _changed(self) -> None:
        self._written.say("")
        self.show_agenda()

    def show_agenda(self) -> None:
        """Show the agenda of what is filled in now."""
        prepared = self.prepared
        rows = self._agenda_of(prepared)
        over = 0
        if prepared.hard_end:
            over = sum(row.minutes for row in rows) - minutes_to(prepared.hard_end, self._first_moment())
        self._plan.show(rows, prepared.hard_end, _another_day(prepared.begins), max(0, over))
        usual = self._usual_of(prepared.head_count)
        planned = prepared.minutes or self._variants.get(prepared.variant, 0)
        needed = usual if usual != planned else 0
        self._usual.say(
            _("{people} people usually need {minutes} minutes.").format(
                people=prepared.head_count, minutes=needed
            )
            if needed
            else ""
        )
        self._unsay(self.complaints())

    def _unsay(self, still: Mapping[str, str]) -> None:
        """Take back each complaint that is met; new ones are made only when it shall start."""
        for field in self.query(Field):
            if not still.get(field.id or ""):
                field.complain("")


def _another_day(begins: datetime.datetime | None) -> str:
    today = datetime.datetime.now().date()
    return long_day(begins.date(), today) if begins is not None and begins.date() != today else ""
