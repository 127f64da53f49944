"""For tests of the app: no blinking, no animation, and pictures compared as text."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from textual.pilot import Pilot

if TYPE_CHECKING:
    from .shelves import Shelf

Picture = Callable[[Pilot[object], str], Awaitable[None]]


class Svg(SingleFileSnapshotExtension):
    """One picture, one file, to be looked at in a browser."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """The name given to the picture, and no more."""
        return str(index)


@pytest.fixture(autouse=True)
def quiet_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing moves by itself, and the colours are those of the theme."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> Picture:
    """Compare what is on the screen with the accepted picture of a name."""
    pictures = snapshot.use_extension(Svg)

    async def compare(pilot: Pilot[object], name: str) -> None:
        await pilot.pause()
        svg = pilot.app.export_screenshot(title="kmfacilitate", simplify=False)
        assert re.sub(r"terminal-\d+-", "terminal-", svg) == pictures(name=name)

    return compare


def seen(app: object) -> str:
    """What stands on the screen, as text."""
    from textual.app import App

    assert isinstance(app, App)
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A library with one session of lessons and an action, and an index of it."""
    from kmfacilitate.library.index import update
    from kmfacilitate.store.places import Places

    from .shelves import ALERTS, Shelf

    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))
    shelf = Shelf(tmp_path)
    shelf.add(2, ALERTS, title="False alert", project="Alerts", people=("Ana Silva", "Sam"))
    update(shelf.library, Places.here())
    return shelf
