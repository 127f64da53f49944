"""The only door by which text reaches a Textual widget.

Textual reads `[/foo]` in a plain string as markup and stops, and hands escape sequences on to the terminal.
So nothing outside this module gives a string to a widget: it gives what these functions return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from kmfacilitate.clean import clean

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel


def plain(text: str, style: str = "") -> Content:
    """Text as it is, never read as markup, without controls.

    Args:
        text: any text from anywhere.
        style: a Textual style of our own (`bold $text-muted`); never made from text.
    """
    return Content.styled(clean(text), style) if style else Content(clean(text))


def drawable(text: str) -> str:
    """Text for a line that is drawn cell by cell: without controls, on one line."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text).replace("\n", " ").replace("\t", " ")


def notify(app: App[Any], text: str, *, severity: SeverityLevel = "information", seconds: float = 5) -> None:
    """A passing message in a corner; only for what the page does not show already."""
    app.notify(clean(text), severity=severity, timeout=seconds, markup=False)
