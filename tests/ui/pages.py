"""A runner put together from the widgets, as the app's own does it, with nothing behind it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kmfacilitate.session.scene import Scene
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.activity_row import ActivityRow
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading, Saved
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.question import Question
from kmfacilitate.ui.widgets.rail import Rail
from kmfacilitate.ui.widgets.side import Side
from kmfacilitate.ui.widgets.strip import Strip

from .scenes import SCENE


def marks(text: str):
    spans = [(0, 1, "accent")] if text.startswith("! ") else []
    at = 0
    for word in text.split(" "):
        if word[:1] in {"@", "^", "#"}:
            spans.append((at, at + len(word), "accent"))
        at += len(word) + 1
    return spans


class RunnerPage(KmScreen):
    CSS = """
    RunnerPage {
        layout: vertical;
        #page { width: 1fr; height: 1fr; }
        #middle { height: 1fr; }
        Rail, Side { display: none; }
        &.-wide Rail, &.-wide Side, &.-vast Rail, &.-vast Side { display: block; }
        &.-vast Rail { width: 30; }
        &.-vast Side { width: 42; }
    }
    """

    def __init__(self, scene: Scene = SCENE) -> None:
        super().__init__()
        self.scene = scene
        self.seen = []

    def compose(self) -> ComposeResult:
        scene = self.scene
        yield Header(
            Heading(
                scene.technique,
                scene.subject,
                scene.family,
                library="sessions/",
                short="The false missile alert",
                short_subject="13 January 2018",
            ),
            Saved("saved", "09:48:07"),
        )
        with Horizontal(id="middle"):
            yield Rail()
            with Vertical(id="page"):
                yield Question(scene.asked, folded=True)
                yield LineList(empty=scene.empty)
                yield ActivityRow()
                yield CaptureLine(spans=marks)
            yield Side()
        yield Strip()
        yield Footer(self.hints())

    def hints(self):
        return (
            Hint("Enter", "add"),
            Hint("F2", "next: 3b", "screen.next"),
            Hint("F4", "kind"),
            Hint("F5", "pause"),
            Hint("F7", "room"),
        )

    def on_mount(self) -> None:
        scene = self.scene
        self.query_one(Rail).show(scene.stages, scene.counts, scene.captured)
        self.query_one(LineList).show(scene.rows, empty=scene.empty)
        self.query_one(ActivityRow).show(scene.activity)
        self.query_one(Strip).show(scene.stages, scene.clock)
        self.query_one(Side).show(scene.only_you)
        capture = self.query_one(CaptureLine)
        capture.show_placeholder(scene.placeholder)
        capture.take_focus()

    def on_capture_line_entered(self, message) -> None:
        self.seen.append(message)

    def on_capture_line_picking(self, message) -> None:
        self.seen.append(message)

    def on_capture_line_lines_pasted(self, message) -> None:
        self.seen.append(message)

    def on_capture_line_complete(self, message) -> None:
        self.seen.append(message)

    def on_capture_line_escaped(self, message) -> None:
        self.seen.append(message)

    def on_line_list_picked(self, message) -> None:
        self.seen.append(message)


class ShowApp(KmApp):
    """The app on one screen."""

    def __init__(self, screen, **options) -> None:
        super().__init__(**options)
        self.first = screen

    def on_mount(self) -> None:
        self.push_screen(self.first)
