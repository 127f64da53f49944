"""The room view as a window of its own: reads what another window shows, and takes no input but leaving."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kmfacilitate.language import _
from kmfacilitate.session.scene import RoomScene
from kmfacilitate.session.wall import scene_of
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.store.following import Following
from kmfacilitate.store.wall import Looking
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.room import RoomView

LOOKS_EVERY = 0.25
"""Seconds between two looks at what is shown."""


def _not_open(*, left: bool = False) -> RoomScene:
    """What stands there while no session is open; `left`: after one was shown, which may not be the next."""
    words = _("Not open now. For another session, close this with Esc and open it again.")
    return RoomScene("", "", "", "", "", (), "", blank=words if left else _("One moment"))


class RoomScreen(KmScreen):
    """The room view and nothing else."""

    def __init__(self, looking: Looking | Following) -> None:
        super().__init__()
        self._looking = looking
        self._shown: RoomScene | None = None
        self._found = False
        """A session was shown."""

    def compose(self) -> ComposeResult:
        """The widget that F7 shows too."""
        yield RoomView(_not_open())

    def on_mount(self) -> None:
        """Look now, and from now on."""
        self.look()
        self.set_interval(LOOKS_EVERY, self.look)

    def on_resize(self) -> None:
        """Draw for the room there is."""
        if self._shown is not None:
            self.query_one(RoomView).show(self._shown)

    def look(self) -> None:
        """Show what is shown now, if it is something else."""
        view = self._looking.look()
        found = scene_of(view) if view is not None else None
        self._found = self._found or found is not None
        scene = found or _not_open(left=self._found)
        scene = replace(scene, hidden_input=False)
        if scene != self._shown:
            self._shown = scene
            self.query_one(RoomView).show(scene)


class RoomWindow(KmApp):
    """A window for a second screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "leave", "close", show=False),
    ]

    def __init__(self, looking: Looking | Following, settings: Settings | None = None) -> None:
        super().__init__(settings=settings)
        self._looking = looking

    def on_mount(self) -> None:
        """Show the room."""
        self.title = _("room view")
        self.push_screen(RoomScreen(self._looking))


def show_room(looking: Looking | Following, settings: Settings | None = None) -> int:
    """Show the room in this terminal until it is left; the exit code."""
    gc.disable()
    app = RoomWindow(looking, settings)
    app.run()
    return app.return_code or 0
