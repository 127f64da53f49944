"""The room view as a window of its own."""

from __future__ import annotations

from pathlib import Path

from kmfacilitate.session.scene import LineRow, RoomScene
from kmfacilitate.session.wall import view_of
from kmfacilitate.store.places import Places
from kmfacilitate.store.wall import Looking
from kmfacilitate.ui.room_window import RoomWindow

SCENE = RoomScene(
    "After action review", "False alert", "Actual", "3 of 7", "What actually happened, in order?",
    (LineRow("1", "3.1", "08:05", "-", "error", "Recording played"),), "09:50",
)  # fmt: skip


class Shown(Looking):
    """A window on a wall that the test holds in its hand."""

    view: object = None

    def look(self):  # type: ignore[no-untyped-def]
        return self.view


def text_of(app: RoomWindow) -> str:
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
    )


async def test_it_shows_what_is_shown_and_takes_nothing_but_leaving(tmp_path: Path):
    looking = Shown("k3x9-7fq2-m8t4", Places(tmp_path, tmp_path, tmp_path, tmp_path))
    app = RoomWindow(looking)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Recording" not in text_of(app)
        looking.view = view_of(SCENE)
        app.screen.look()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Recording played" in text_of(app)
        await pilot.press("x", "enter")
        assert "Recording played" in text_of(app)
        await pilot.press("q")
    assert app.return_code == 0
