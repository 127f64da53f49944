"""The inks text is drawn in, as styles of the theme in use.

Looked up by hand: as component classes they cost Home a third of its first paint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rich.style import Style
from textual.color import Color, ColorParseError

Ink = Literal[
    "plain",
    "muted",
    "strong",
    "accent",
    "warning",
    "error",
    "success",
    "strong-warning",
    "strong-error",
    "strong-success",
    "rule",
    "alarm",
    "push",
    "found",
    "chosen",
    "chosen-muted",
    "chosen-bar",
]
"""How a piece is drawn: the roles of a scene and the few ways of the chrome's own."""

_LOOKS: Mapping[str, tuple[str, str, str]] = {
    "plain": ("", "", ""),
    "muted": ("text-muted", "", ""),
    "strong": ("", "", "bold"),
    "accent": ("text-accent", "", "bold"),
    "warning": ("text-warning", "", ""),
    "error": ("text-error", "", ""),
    "success": ("text-success", "", ""),
    "strong-warning": ("text-warning", "", "bold"),
    "strong-error": ("text-error", "", "bold"),
    "strong-success": ("text-success", "", "bold"),
    "rule": ("rule", "", ""),
    "alarm": ("background", "error", "bold"),
    "push": ("background", "accent", "bold"),
    "found": ("", "", "bold underline"),
    "chosen": ("", "select", "bold"),
    "chosen-muted": ("text-muted", "select", ""),
    "chosen-bar": ("text-accent", "select", "bold"),
    "select": ("", "select", ""),
    "panel": ("", "panel", ""),
}
"""Of each ink: colour and background by theme variable, and attributes."""


def ink_style(name: str, variables: Mapping[str, str]) -> Style:
    """The style of an ink, or of a plane (`select`, `panel`), with the variables of a theme."""
    colour, background, attributes = _LOOKS[name]
    style = Style.parse(attributes) if attributes else Style.null()
    if colour:
        style += Style.from_color(_colour(colour, variables).rich_color)
    if background:
        style += Style.from_color(None, _colour(background, variables).rich_color)
    return style


def _colour(name: str, variables: Mapping[str, str]) -> Color:
    """The colour of a variable; what other themes leave to be mixed is mixed on their background."""
    value, _, share = variables.get(name, "").rpartition(" ")
    value, share = (value, share) if share.endswith("%") else (variables.get(name, ""), "100%")
    ground = Color.parse(variables.get("background", "#000000"))
    try:
        colour = Color.parse(variables["foreground"] if value == "auto" else value)
    except (ColorParseError, KeyError):
        return ground.get_contrast_text()
    if colour.ansi is not None:
        return colour
    return ground + colour.multiply_alpha(float(share[:-1]) / 100)
