"""The app with its screens: Home, Prepare, Runner, Report, and what leads from one to the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from kmfacilitate.errors import Unable
from kmfacilitate.store.library import Library
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.themes import DEFAULT_THEME

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk
    from kmfacilitate.session.beginning import Plan


class Facilitator(KmApp):
    """The whole app on one library.

    Args:
        library: the library in use.
        desk: a session to open at once.
        notes: what to say about it.
        prepare: the id of a template to prepare at once.
        plan: what is settled already for it.
    """

    def __init__(
        self,
        library: Library,
        *,
        desk: Desk | None = None,
        notes: tuple[str, ...] = (),
        prepare: str = "",
        plan: Plan | None = None,
        theme: str = DEFAULT_THEME,
        glyphs: Glyphs | None = None,
        state_folder: Path | None = None,
    ) -> None:
        super().__init__(theme=theme, glyphs=glyphs, state_folder=state_folder)
        self.library = library
        self.desk = desk
        self.last_words = ""
        """What to print after the screen is gone."""
        self._notes = notes
        self._prepare = prepare
        self._plan = plan
        self._leaving = False

    def on_mount(self) -> None:
        """Open what was asked for, else Home."""
        super().on_mount()
        if self.desk is not None:
            self.run_session(self.desk, self._notes)
        else:
            self.go_home()
            if self._prepare:
                self.prepare(self._prepare, self._plan)

    # From screen to screen

    def go_home(self) -> None:
        """Show Home with what the library holds now."""

    def prepare(self, template_id: str, plan: Plan | None = None) -> None:
        """Open Prepare for a template."""

    def run_session(self, desk: Desk, notes: tuple[str, ...] = ()) -> None:
        """Show a session that is open."""
        from kmfacilitate.ui.screens.runner import RunnerScreen

        self.desk = desk
        self.push_screen(RunnerScreen(desk, notes))

    # Leaving

    def action_leave(self) -> None:
        """Leave; while the clock runs, the second time counts."""
        from kmfacilitate.ui.screens.base import KmScreen

        screen = self.screen
        if isinstance(screen, KmScreen) and not self._leaving and screen.stays_for_now():
            return
        self.leave()

    def leave(self) -> None:
        """Bring to disk what is not there yet, then close."""
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._leave(), exclusive=True, exit_on_error=False)

    async def _leave(self) -> None:
        code = 0
        if self.desk is not None:
            code = await self.close_desk()
        self.exit(code)

    async def close_desk(self) -> int:
        """Save what waits and let the session go; the exit code is 1 when something could not be saved."""
        desk, self.desk = self.desk, None
        if desk is None:
            return 0
        try:
            rescue = await asyncio.to_thread(desk.close)
        except Unable as unable:
            self.last_words = str(unable)
            return 1
        if rescue is not None:
            self.last_words = f"Not everything could be saved: {desk.trouble}. It is in {rescue}"
            return 1
        if desk.f.session.meeting.state == "finished":
            desk.drop()
        return 0


__all__ = ["Facilitator", "on"]
