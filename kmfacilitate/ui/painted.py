"""Widgets that keep what they painted."""

from __future__ import annotations

from typing import Self

from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Painted(Widget):
    """A widget that gives its lines as painted last until something changes in it.

    Textual asks all widgets around a change for their lines, at every key and every second. A subclass names
    a widget of Textual's before this one: the first base gives the style sheet.
    """

    _painted: tuple[Region, Size, list[Strip]] | None = None

    def notify_style_update(self) -> None:
        """Paint in the colours of now."""
        self._painted = None
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint anew at the next opportunity."""
        self._painted = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget."""
        size = self.outer_size
        if self._painted is None or self._painted[:2] != (crop, size):
            self._painted = crop, size, super().render_lines(crop)
        return self._painted[2]


class Columns(Horizontal, Painted):
    """Widgets beside each other."""


class Rows(Vertical, Painted):
    """Widgets below each other."""
