"""The app and the library: its index, what is found in it, and past sessions that are read."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.store.library import Library
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.text import notify

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.index import Index
    from kmfacilitate.ui.screens.home_board import Waiting
    from kmfacilitate.ui.screens.library import LibraryScreen
    from kmfacilitate.ui.screens.library_pages import LineScreen
    from kmfacilitate.ui.screens.past_session import PastScreen
    from kmfacilitate.ui.screens.runner import RunnerScreen

_PATIENCE = 0.5
"""Seconds that are waited for the index; it says itself when it has something new."""


class Librarian(KmApp):
    """The part of the app that knows the library. Screens are imported when they are opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "find", "library", id="find", priority=True, show=False),
    ]
    library: Library
    desk: Desk | None
    """The session that is open, if one is."""
    last_words: str
    """What to print after the screen is gone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._opening = False
        self._read: list[Desk] = []
        """Sessions that are being read."""
        self.index: Index | None = None
        """What the library remembers; opened after Home was painted, or when it is first asked for."""

    def open_once(self, opening: Callable[[], Awaitable[None]]) -> None:
        """Open something; until that is done, nothing else.

        Enter pressed twice must not open a session twice: the second would not find what the first holds.
        """
        if self._opening:
            return
        self._opening = True
        self.run_worker(self._opened(opening), exit_on_error=False)

    async def _opened(self, opening: Callable[[], Awaitable[None]]) -> None:
        try:
            await opening()
        finally:
            self._opening = False

    async def open_session(self, path: Path) -> None:
        """Go on with a session."""
        raise NotImplementedError

    def run_session(self, desk: Desk, notes: tuple[str, ...] = ()) -> None:
        """Show a session that is open."""
        raise NotImplementedError

    def tell(self, words: str, *, seconds: float = 5) -> None:
        """Say one sentence: in its place where the screen has one, else over whatever is shown."""
        screen = self.screen
        if not (isinstance(screen, KmScreen) and screen.says(words)):
            notify(self, words, seconds=seconds)

    async def let_all_go(self) -> None:
        """Close the sessions that are read."""
        for read in tuple(self._read):
            await self._let_go(read)

    def open_index(self) -> Index:
        """The index of the library; opened now if it was not, and brought up to date in its own thread."""
        if self.index is None:
            from kmfacilitate.library.index import Index

            self.index = Index.open(self.library, on_changed=self._index_changed)
        if self.desk is not None:
            self.desk.join(self.index)
        return self.index

    async def on_event(self, event: events.Event) -> None:
        """A key comes before the index that is being made."""
        if self.index is not None and isinstance(event, events.Key | events.Paste):
            self.index.gatherer.give_way()
        await super().on_event(event)

    def ask_the_library(self, desk: Desk) -> None:
        """Have the library's lessons at hand for a session that is open."""
        self.open_index()
        desk.before.foresee()

    def _index_changed(self) -> None:
        """In the gatherer's thread: have the library on the screen ask again, and what a session foresees."""
        if self.is_running:
            self.call_later(self._ask_again)

    def _ask_again(self) -> None:
        if isinstance(self.screen, KmScreen):
            self.screen.look_again()
        if self.desk is not None:
            self.desk.before.foresee()

    def count_what_waits(self, home: HomeScreen) -> None:
        """Have the whole library counted for Home; while its index is being made, what Home shows stays."""
        if not home.heads:
            return
        from kmfacilitate.ui.home_waiting import counted, what_waits

        index = self.open_index()

        def count(ask: Ask) -> tuple[Waiting, ...] | None:
            known = counted(ask, home.today) if index.gatherer.wait(_PATIENCE) else None
            return what_waits(home.heads, home.today, known) if known is not None else None

        def show(waiting: tuple[Waiting, ...] | None) -> None:
            if waiting is not None and self.is_running:
                self.call_later(home.show_waiting, waiting, counted=True)

        index.looker.look("waiting", count, show)

    @on(HomeScreen.Library)
    def action_find(self) -> None:
        """Find something in the library; over a session, Esc comes back to it."""
        self._find("")

    def on_runner_screen_find(self, event: RunnerScreen.Find) -> None:
        """Find words that were typed in a session."""
        self._find(event.words)

    def _find(self, words: str) -> None:
        if self.desk is not None and self.desk.room_on:
            self.tell(_("The library opens in your view: F7 first."))
            return
        from kmfacilitate.ui.screens.library import LibraryScreen

        if not isinstance(self.screen, LibraryScreen):
            self.push_screen(LibraryScreen(self.open_index(), library=self.library.label, typed=words))

    def on_library_screen_left(self) -> None:
        """Back to where it was opened from; Home counts anew, for actions may have been done meanwhile."""
        self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.count_what_waits(self.screen)

    def on_library_screen_lesson(self, event: LibraryScreen.Lesson) -> None:
        """Show a line whole."""
        from kmfacilitate.ui.screens.library_pages import LineScreen

        self.push_screen(LineScreen(self.open_index(), event.found, library=self.library.label))

    def on_library_screen_trends(self, event: LibraryScreen.Trends) -> None:
        """Show what changes over time."""
        from kmfacilitate.ui.screens.library_pages import TrendsScreen

        today = datetime.date.today()
        self.push_screen(TrendsScreen(self.open_index(), event.filters, today, library=self.library.label))

    def on_library_screen_open(self, event: LibraryScreen.Open) -> None:
        """Open a session that was found."""
        self.open_once(partial(self._open_found, event.path, event.entry))

    def on_line_screen_open(self, event: LineScreen.Open) -> None:
        """Open the session of a line, at that line."""
        self.open_once(partial(self._open_found, event.path, event.entry))

    async def _open_found(self, path: Path, entry: str = "") -> None:
        """Read a session that is over or the team's, also over one that is open; go on with any other."""
        from kmfacilitate.ui.reading import to_be_read
        from kmfacilitate.ui.screens.past_session import PastScreen

        if self.desk is not None and self.desk.file.path == path:
            self.tell(_("This is the session that is open; Esc goes back to it."))
            return
        try:
            read = await asyncio.to_thread(to_be_read, self.library, self.open_index(), path)
        except Unable as unable:
            self.tell(str(unable))
            return
        if read is None and self.desk is not None:
            self.tell(_("A session is open. Leave it first, then open this one; Esc goes back to it."))
        elif read is None:
            await self.open_session(path)
        else:
            self._read.append(read.desk)
            self.push_screen(PastScreen(read, self.open_index(), library=self.library.label, at=entry))

    async def on_past_screen_left(self, event: PastScreen.Left) -> None:
        """A session was read: let it go, and show what was there before."""
        self.pop_screen()
        await self._let_go(event.desk)

    async def on_past_screen_go_on(self, event: PastScreen.GoOn) -> None:
        """Hold a session on that was over."""
        from kmfacilitate.desk import Desk

        if self.desk is not None:
            self.tell(_("A session is open. Leave it first, then go on with this one."))
            return
        self.pop_screen()
        await self._let_go(event.desk)
        try:
            desk, notes = await asyncio.to_thread(Desk.resume, self.library, event.desk.file.path)
        except Unable as unable:
            self.tell(str(unable))
            return
        self.run_session(desk, (*notes, *desk.go_on()))

    def on_past_screen_report(self, event: PastScreen.Report) -> None:
        """The report of a session that is read."""
        from kmfacilitate.ui.screens.report import ReportScreen

        self.push_screen(ReportScreen(event.desk, finished=False))

    async def _let_go(self, desk: Desk) -> None:
        """Close a session that was read; what could not be saved is said, and where it is."""
        from kmfacilitate.ui.reading import let_go

        if desk in self._read:
            self._read.remove(desk)
            if words := await asyncio.to_thread(let_go, desk):
                self.last_words = words
                self.tell(words, seconds=15)
