"""The report: as it will be read, with what is left out and why, and where it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from kmfacilitate.commands.artefacts import artefact_name, artefact_of, artefact_page
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.report.deliver import Delivery, file_name
from kmfacilitate.report.edition import Which
from kmfacilitate.report.outline import outline
from kmfacilitate.report.still_open import still_open
from kmfacilitate.session.staging import leaves_words
from kmfacilitate.ui.drawing import WIDE
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.form import Field, OneOf, Push, Sentence, TextField
from kmfacilitate.ui.widgets.header import Header, Heading, Saved
from kmfacilitate.ui.widgets.report_page import Contents, Facts, ReportPage, Told
from kmfacilitate.ui.widgets.writing import Writing

if TYPE_CHECKING:
    from kmfacilitate.ui.app import KmApp

_TURN = N_("the editions, what is left out, and the folder, in the place of the text")
Form = Literal["md", "html", "docx", "json"]


class ReportScreen(KmScreen):
    """The report of a session. It posts `Left` when the facilitator goes back.

    Args:
        desk: the open session.
        finished: whether the session was just finished, so that Esc leads to Home.
    """

    CSS = """
    ReportScreen {
        layout: vertical;
        #three { height: 1fr; }
        #text { width: 1fr; height: 100%; background: $surface; scrollbar-size: 1 1; }
        #side { width: 36; height: 100%; padding: 1 0; scrollbar-size: 1 1; }
        #side OneOf { margin: 0 2; }
        #choose { height: auto; margin: 0 0 1 0; }
        #choose Sentence { display: none; margin: 0 2; }
        &.-mid #choose Sentence, &.-high #choose Sentence { display: block; }
        &.-mid #choose OneOf, &.-high #choose OneOf { margin: 0 2 1 2; }
        &.-mid #choose, &.-high #choose { margin: 0; }
        #folder { margin: 1 0 0 0; grid-size: 1; grid-columns: 1fr; }
        #folder > Complaint { column-span: 1; }
        #side > Push { margin: 1 0 0 2; }
        Contents { display: none; }
        &.-wide Contents { display: block; }
        &.-vast Contents { display: block; }
        &.-vast #side { width: 46; }
        #heard { display: none; }
        &.-medium #heard, &.-narrow #heard { display: block; }
        &.-medium #side, &.-narrow #side { display: none; width: 1fr; }
        &.-leaves #side { display: block; }
        &.-leaves #text { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "save report"),
        Binding("escape", "back", "back", priority=True),
        Binding("f6", "leaves", "what leaves", priority=True),
        Binding("c,C", "copy", "copy"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False, priority=True),
        Binding("pagedown", "scroll(10)", show=False, priority=True),
    ]

    class Left(Message):
        """Back: to Home when the session is finished, else to the session."""

        def __init__(self, finished: bool) -> None:
            super().__init__()
            self.finished = finished

    def __init__(self, desk: Desk, *, finished: bool) -> None:
        super().__init__()
        self._desk = desk
        self._finished = finished
        shared = not desk.nothing_leaves
        self._edition = OneOf(
            [("shared", N_("shared")), ("full", N_("full"))], "shared" if shared else "full", _
        )
        self._form = OneOf([("md", "Markdown"), ("html", "HTML"), ("docx", "Word"), ("json", "JSON")], "md")
        self._artefact = artefact_name(desk.f.session)
        """What the technique's own page is called (`Charter`); empty where it has none."""
        first = "artefact" if self._artefact and not shared else "report"
        self._what = OneOf([("report", _("report")), ("artefact", self._artefact.lower())], first)
        self._to = TextField(str(desk.library.folder / "reports"))
        self._page = ReportPage()
        self._facts = Facts()
        self._told = Told(id="heard")
        self._heard, self._said = "", ""

    @property
    def help_title(self) -> str:
        """Where help was asked for."""
        return _("Report")

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the report."""
        return (
            Hint("Enter", _("save report"), "screen.save", help=_("write the file to the folder shown")),
            *(
                (Hint("F6", _("text") if self._turned else _("what leaves"), "screen.leaves", help=_(_TURN)),)
                if self._folds
                else ()
            ),
            *(
                (Hint("Tab", _("edition, format"), "app.focus_next"),)
                if self._turned or not self._folds
                else ()
            ),
            Hint("C", _("copy"), "screen.copy", help=_("copy the report to the clipboard")),
            Hint("↑↓", _("read")),
            Hint("Esc", _("home") if self._finished else _("back"), "screen.back"),
        )

    def heading(self) -> Heading:
        """What the header says."""
        return Heading(_("Report"), self._desk.f.session.meeting.title, library=self._desk.library.label)

    def compose(self) -> ComposeResult:
        """Contents, text, and what leaves."""
        yield Header(self.heading())
        with Horizontal(id="three"):
            yield Contents()
            with VerticalScroll(id="text", can_focus=False):
                yield self._page
            with VerticalScroll(id="side", can_focus=False):
                yield Vertical(*self._choices(), id="choose")
                yield self._facts
                yield Field(N_("Folder"), self._to, id="folder")
                yield Push(N_("Save report"), id="save")
        yield self._told
        yield Footer(self.hints())

    def _choices(self) -> Iterator[Widget]:
        """What is chosen before saving, each under its name where there is height for names."""
        named = ((_("What"), self._what), (_("Edition"), self._edition), (_("Format"), self._form))
        for words, one_of in named if self._artefact else named[1:]:
            name = Sentence()
            name.say(words)
            yield name
            yield one_of

    def on_mount(self) -> None:
        """Draw the report; the safe act is in focus."""
        self.draw()
        self.set_focus(self.query_one("#save"))
        if self._finished and not self._desk.nothing_leaves:
            self.run_worker(self._write_both(), exit_on_error=False)

    def on_resize(self) -> None:
        """Where both stand side by side again, nothing is turned over."""
        if not self._folds:
            self.remove_class("-leaves")
            if self.is_mounted and self.focused is None:
                self.set_focus(self.query_one("#save"))
        if self.is_mounted:
            self.query_one(Footer).show(self.hints())

    @property
    def _folds(self) -> bool:
        """Whether the text needs the whole width, so that what leaves stands in its place (F6)."""
        return not self.wide

    @property
    def _turned(self) -> bool:
        return self.has_class("-leaves")

    def action_leaves(self) -> None:
        """Turn from the text to what leaves and where it is saved, and back."""
        if not self._folds:
            return
        self.toggle_class("-leaves")
        if self._turned:
            self.set_focus(self.query_one("#save"))
        self.query_one(Footer).show(self.hints())

    @property
    def _which(self) -> Which:
        return cast("Which", self._edition.value)

    @property
    def _of_artefact(self) -> bool:
        return self._what.value == "artefact"

    def _made(self) -> Delivery:
        desk = self._desk
        if self._of_artefact:
            return artefact_of(desk.library, desk.f.session, desk.f.moment(), self._which, desk.f.roster)
        return desk.report(self._which, cast("Form", self._form.value))

    def _as_text(self) -> Delivery:
        """What is copied: a web page or a Word file as Markdown, which can be pasted anywhere."""
        as_file = self._of_artefact or self._form.value in ("md", "json")
        return self._made() if as_file else self._desk.report(self._which)

    def draw(self) -> None:
        """Draw the edition that is chosen."""
        desk = self._desk
        try:
            edition = desk.edition(self._which)
        except Unable as unable:
            self._edition.value = "full"
            self._edition.redraw()
            self._heard, self._said = _("Not shared"), str(unable)
            edition = desk.edition("full")
        at = desk.f.moment()
        whole = (
            artefact_page(desk.library, desk.f.session, at, self._which, desk.f.roster)
            if self._of_artefact
            else outline(edition, at)
        )
        self._page.show(whole)
        self.query_one(Contents).show(whole.sections)
        name = self._made().name if self._of_artefact else file_name(edition, at, self._form.value)
        groups = [(self._heard, [(self._said, "")])] if self._said else []
        groups.append((_("Agreed in the room"), [(leaves_words(desk.f), "")]))
        if self._which == "shared" and edition.left_out:
            groups.append((_("So it leaves out"), [(line.what, line.amount) for line in edition.left_out]))
        open_ = [(f"! {lack}", "") for lack in still_open(desk.f.session)]
        if open_:
            groups.append((_("Still open"), open_))
        groups.append((_("File"), [(name, "")]))
        self._facts.show(groups)
        self._told.show(self._heard, self._said)
        header = self.query_one(Header)
        failed = desk.saving == "not saved"
        header.show_saved(
            Saved("failed", why=desk.trouble)
            if failed
            else Saved("saved", desk.saved_at or desk.saved_words())
        )

    @on(OneOf.Chosen)
    def _chosen(self) -> None:
        self._said = ""
        self.draw()

    @on(Push.Pushed)
    @on(Writing.Entered)
    def _push(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Write the report to the folder shown, over an earlier one of this session that nobody changed."""
        self.run_worker(self._write(), exit_on_error=False)

    async def _write(self) -> None:
        folder = Path(self._to.text.strip() or ".").expanduser()
        try:
            path = await asyncio.to_thread(lambda: self._desk.write_delivery(self._made(), folder))
        except Unable as unable:
            self._heard, self._said = _("Not saved"), str(unable)
        else:
            self._heard, self._said = _("Saved"), str(path)
        self.draw()

    async def _write_both(self) -> None:
        """At the end of a session the report, and the artefact where the technique has one of its own."""
        if self._artefact:
            self._what.value = "artefact"
            await self._write()
            self._what.value = "report"
            self._what.redraw()
        await self._write()

    def action_copy(self) -> None:
        """Copy the report; where it can't be known whether that worked, the file is the sure way."""
        self.run_worker(self._copy(), exit_on_error=False)

    async def _copy(self) -> None:
        self._heard, self._said = _("Clipboard"), await cast("KmApp", self.app).copied(self._as_text().text)
        self.draw()

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self.query_one("#text", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Back to where the report was asked for."""
        self.post_message(self.Left(self._finished))

    @property
    def wide(self) -> bool:
        """Whether the contents stand beside the text."""
        return self.app.size.width >= WIDE
