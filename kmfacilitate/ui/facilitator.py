"""The app with its screens: Home, Prepare, Runner, Report, and what leads from one to the other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.screen import Screen

from kmfacilitate import language
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.local_words import use
from kmfacilitate.settings.wishes import Settings, all_faults
from kmfacilitate.store.library import Library
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.librarian import Librarian
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.home import HomeScreen

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk
    from kmfacilitate.session.beginning import Plan
    from kmfacilitate.templates.model import Template
    from kmfacilitate.ui.screens.choose_script import ScriptScreen
    from kmfacilitate.ui.screens.prepare import PrepareScreen
    from kmfacilitate.ui.screens.report import ReportScreen
    from kmfacilitate.ui.screens.runner import RunnerScreen
    from kmfacilitate.ui.screens.settings import SettingsScreen
    from kmfacilitate.ui.screens.suggest import SuggestScreen


class Facilitator(Librarian):
    """The whole app on one library.

    Args:
        library: the library in use.
        desk: a session to open at once.
        notes: what to say about it.
        prepare: the id of a template to prepare at once.
        plan: what is settled already for it.
        example: whether this is the example library, which is gone afterwards.
    """

    def __init__(
        self,
        library: Library,
        *,
        desk: Desk | None = None,
        notes: tuple[str, ...] = (),
        prepare: str = "",
        plan: Plan | None = None,
        theme: str = "",
        glyphs: Glyphs | None = None,
        state_folder: Path | None = None,
        settings: Settings | None = None,
        example: bool = False,
    ) -> None:
        super().__init__(theme=theme, glyphs=glyphs, state_folder=state_folder, settings=settings)
        self.library = library
        self.desk = desk
        self.last_words = ""
        self._notes = notes
        self._prepare = prepare
        self._example = example
        self._plan = plan
        self._leaving = False
        self._faults_said = False

    def get_default_screen(self) -> Screen[Any]:
        """Home itself is the first screen, unless a session is opened at once: one screen less to build."""
        if self.desk is not None:
            return super().get_default_screen()
        return self._home()

    def on_mount(self) -> None:
        """Open what was asked for besides Home."""
        super().on_mount()
        if self.desk is not None:
            self.run_session(self.desk, self._notes)
        elif self._prepare:
            self.prepare(self._prepare, self._plan)
        if self.desk is not None or self._prepare:
            self.call_after_refresh(self.say_faults)

    # From screen to screen

    def go_home(self) -> None:
        """Show Home with what the library holds now."""
        self.switch_or_push(self._home())

    def _home(self) -> HomeScreen:
        from kmfacilitate.ui.home_data import home_screen

        return home_screen(self.library, example=self._example)

    @on(HomeScreen.Shown)
    def _home_shown(self, event: HomeScreen.Shown) -> None:
        self.run_worker(self._look_what_waits(event.home), exit_on_error=False)
        self.say_faults()

    async def _look_what_waits(self, home: HomeScreen) -> None:
        from kmfacilitate.ui.home_waiting import what_waits

        waiting = await asyncio.to_thread(what_waits, home.heads, home.today)
        if home.is_attached:
            if waiting and not home.counted:
                home.show_waiting(waiting)
            self.count_what_waits(home)

    def switch_or_push(self, screen: KmScreen) -> None:
        """Put a screen in place of all others."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    @on(HomeScreen.Start)
    def _start(self, event: HomeScreen.Start) -> None:
        if event.title.id:
            self.prepare(event.title.id)
            return
        from kmfacilitate.templates.shelf import TemplateShelf
        from kmfacilitate.templates.toolbox import scripts
        from kmfacilitate.ui.screens.choose_script import ScriptScreen

        titles = TemplateShelf.for_library(self.library.folder).titles()
        of_technique = scripts(titles, event.title.technique)
        self.push_screen(ScriptScreen(event.title.title, of_technique, library=self.library.label))

    def on_script_screen_chosen(self, event: ScriptScreen.Chosen) -> None:
        """Prepare the script that was chosen."""
        self.pop_screen()
        self.prepare(event.title.id)

    def on_script_screen_cancelled(self) -> None:
        """Back to Home, as it was."""
        self.pop_screen()

    @on(HomeScreen.FirstLook)
    def _first_look(self, event: HomeScreen.FirstLook) -> None:
        from kmfacilitate.ui.first_look import begin_guided, show_example

        if event.wanted == "example":
            show_example(self)
        else:
            self.open_once(partial(begin_guided, self))

    @on(HomeScreen.Guide)
    def _guide(self) -> None:
        from kmfacilitate.templates.shelf import TemplateShelf
        from kmfacilitate.ui.screens.suggest import SuggestScreen

        titles = TemplateShelf.for_library(self.library.folder).titles()
        self.push_screen(SuggestScreen(titles, library=self.library.label))

    def on_suggest_screen_start(self, event: SuggestScreen.Start) -> None:
        """Prepare what was suggested."""
        self.pop_screen()
        self.prepare(event.title.id)

    def on_suggest_screen_cancelled(self) -> None:
        """Back to Home, as it was."""
        self.pop_screen()

    @on(HomeScreen.Resume)
    @on(HomeScreen.Open)
    def _resume(self, event: HomeScreen.Resume | HomeScreen.Open) -> None:
        self.open_once(partial(self.open_session, event.head.path))

    async def open_session(self, path: Path) -> None:
        """Go on with a session; of one that is over, show the report."""
        from kmfacilitate.desk import Desk

        try:
            desk, notes = await asyncio.to_thread(Desk.resume, self.library, path)
        except Unable as unable:
            self.tell(str(unable))
            return
        if desk.f.session.meeting.state == "finished":
            self.desk = desk
            self._report(finished=True)
            if notes:
                self.tell(" ".join(notes))
        else:
            self.run_session(desk, notes)

    def prepare(self, template_id: str, plan: Plan | None = None) -> None:
        """Open Prepare for a template."""
        from kmfacilitate.ui.preparing import prepare_screen

        try:
            self.push_screen(prepare_screen(self.library, template_id, plan, self.settings))
        except Unable as unable:
            self.tell(str(unable))

    async def begin(self, template: Template, plan: Plan, *, guided: bool = False) -> None:
        """Begin a session as it was prepared; `guided`: each step says what to do."""
        from kmfacilitate.desk import Desk

        try:
            desk = await asyncio.to_thread(partial(Desk.begin, self.library, template, plan))
        except Unable as unable:
            self.tell(str(unable))
            return
        desk.f.guided = guided
        self.run_session(desk)

    def run_session(self, desk: Desk, notes: tuple[str, ...] = ()) -> None:
        """Show a session that is open."""
        from kmfacilitate.ui.screens.runner import RunnerScreen

        self.desk = desk
        if self.settings.room != "auto" and not desk.room_mode_chosen:
            desk.room_mode = "lines" if self.settings.room == "lines" else "question"
            desk.room_mode_chosen = True
        if self.index is not None:
            desk.join(self.index)
        self.switch_or_push(RunnerScreen(desk, notes))
        self.call_after_refresh(self.ask_the_library, desk)

    # The screens say what is wanted; by name, so that none of them is imported before it is needed.

    async def on_prepare_screen_begin(self, event: PrepareScreen.Begin) -> None:
        """Prepare is done: begin."""
        from kmfacilitate.ui.preparing import TemplatePreparation, plan_of

        screen = self.screen
        if not isinstance(screen, TemplatePreparation):
            return
        plan = plan_of(event.prepared, screen.template)
        if [name.casefold() for name in plan.people] == ["last"]:
            from kmfacilitate.library.earlier import last_people

            try:
                names = await asyncio.to_thread(last_people, self.library, plan.project)
            except Unable as unable:
                self.tell(str(unable))
                return
            plan = replace(plan, people=names, head_count=len(names))
        await self.begin(screen.template, plan)

    def on_prepare_screen_cancelled(self) -> None:
        """Back to Home."""
        self.go_home()

    def on_runner_screen_ended(self, event: RunnerScreen.Ended) -> None:
        """Show the report of the open session."""
        self._report(finished=event.finished)

    async def on_report_screen_left(self, event: ReportScreen.Left) -> None:
        """After a finished session Home follows, else the session goes on."""
        if event.finished:
            await self.close_desk()
            self.go_home()
        else:
            self.pop_screen()

    def _report(self, *, finished: bool) -> None:
        from kmfacilitate.ui.screens.report import ReportScreen

        if self.desk is not None:
            self.push_screen(ReportScreen(self.desk, finished=finished))

    # Settings

    def say_faults(self) -> None:
        """Say once what of the settings could not be taken; where keys are set, every verb is looked at."""
        if self._faults_said:
            return
        self._faults_said = True
        if self.settings.keys:
            self.know_all_keys()
        faults = (*self.settings.faults, *self.keymap.faults)
        if faults:
            self.tell(all_faults(faults), seconds=15)

    def commands_for(self, screen: Screen[object]) -> tuple[Hint, ...]:
        """Everything that can be done now on a screen; the settings can be changed on each."""
        found = super().commands_for(screen)
        said = any(hint.action == "app.settings" or hint.word == ":settings" for hint in found)
        settings = Hint(
            "", _("settings"), "app.settings", help=_("settings: look, keys, how days are written")
        )
        return found if said else (*found, settings)

    def action_settings(self) -> None:
        """Change the settings; Esc comes back to where it was opened from."""
        from kmfacilitate.ui.screens.settings import SettingsScreen

        if self.desk is not None and self.desk.room_on:
            self.tell(_("The settings open in your view: F7 first."))
        elif not isinstance(self.screen, SettingsScreen):
            self.clear_notifications()  # what is wrong with them stands there
            self.push_screen(SettingsScreen(self.settings, library=self.library.label))

    def on_settings_screen_changed(self, event: SettingsScreen.Changed) -> None:
        """Something was set: follow it at once, on the screens below too."""
        from kmfacilitate.settings.local import languages, local_words

        self.settings = event.settings
        if event.settings.theme in self.available_themes:
            self.theme = event.settings.theme
        language.use(languages(event.settings))
        use(local_words(event.settings))
        self.know_all_keys()
        for screen in self.screen_stack:
            if isinstance(screen, KmScreen):
                screen.settings_changed()

    def on_settings_screen_left(self) -> None:
        """Back to where they were opened from."""
        self.pop_screen()

    # Leaving

    def action_leave(self) -> None:
        """Leave; while the clock runs, the second time counts."""
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
        await self.let_all_go()
        code = int(bool(self.last_words))
        if self.desk is not None:
            code = max(code, await self.close_desk())
        if self.index is not None:
            await asyncio.to_thread(self.index.close)
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
            self.last_words = _("Not everything could be saved: {trouble}. It is in {rescue}").format(
                trouble=desk.trouble, rescue=rescue
            )
            return 1
        if desk.f.session.meeting.state == "finished":
            desk.drop()
        return 0
