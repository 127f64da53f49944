"""Every theme is readable, also where a terminal knows 256 colours."""

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color

from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.themes import COLOURS, THEMES, Colours

from .conftest import seen
from .pages import RunnerPage, ShowApp

INKS = ("foreground", "muted", "accent", "warning", "error", "success")


def exact(value: str) -> Color:
    return Color.parse(value)


def in_256(value: str) -> Color:
    shown = RichColor.parse(value).downgrade(ColorSystem.EIGHT_BIT)
    return Color(*shown.get_truecolor())


def ratio(one: Color, other: Color) -> float:
    def light(colour: Color) -> float:
        def channel(value: int) -> float:
            share = value / 255
            return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

        return 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b)

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("shown", [exact, in_256])
@pytest.mark.parametrize("name", COLOURS)
def test_text_is_readable_on_every_plane(name, shown):
    colours = COLOURS[name]
    least = 7.0 if name == "contrast" else 4.5
    for ink in INKS:
        for plane in colours.planes:
            assert ratio(shown(getattr(colours, ink)), shown(plane)) >= least, (ink, plane)


@pytest.mark.parametrize("shown", [exact, in_256])
@pytest.mark.parametrize("name", COLOURS)
def test_filled_blocks_are_readable(name, shown):
    colours = COLOURS[name]
    for block in (colours.accent, colours.error):
        assert ratio(shown(colours.background), shown(block)) >= 4.5


@pytest.mark.parametrize("name", ["ink", "paper"])
def test_planes_stay_apart_in_256_colours(name):
    planes = [in_256(plane) for plane in COLOURS[name].planes]
    assert len(set(planes)) == 4


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_textual_mixes_nothing_of_its_own(theme):
    colours: Colours = COLOURS[theme.name]
    made = KmApp(theme=theme.name).get_css_variables()
    assert made["text"] == colours.foreground
    assert made["text-muted"] == made["text-disabled"] == colours.muted
    for role in ("accent", "warning", "error", "success"):
        assert made[f"text-{role}"] == getattr(colours, role)
    assert made["border"] == colours.accent
    assert made["block-cursor-background"] == colours.select
    assert made["boost"].upper() == colours.panel.upper()


async def test_a_theme_of_others_does_not_stop_the_app():
    app = ShowApp(RunnerPage(), glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("textual-dark", "nord", "contrast", "textual-ansi", "paper"):
            if name in app.available_themes:
                app.theme = name
                await pilot.pause()
        assert "Walk us through it" in seen(app)
