"""For tests of the app: no blinking, no animation, and pictures compared as text."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from textual.pilot import Pilot

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
