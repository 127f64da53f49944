"""The three themes: `ink` on a dark desk, `paper` on a light one, `contrast` with no planes at all.

The values stay apart and readable also where a terminal knows only 256 colours; a test converts every one.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Colours:
    """The eleven colours a theme is made of, as `#RRGGBB`."""

    background: str
    """The desk: header, rail, side, clock, footer."""
    surface: str
    """The page: lines, report."""
    panel: str
    """Raised: question, capture line, search, resume."""
    select: str
    """The chosen row, the stage we are in."""
    foreground: str
    muted: str
    """Labels, numbers, times, the words of keys."""
    rule: str
    """Dashed edge, unused time; never text."""
    accent: str
    """What is live: bars, the stage now, marks as typed."""
    warning: str
    error: str
    success: str

    @property
    def planes(self) -> tuple[str, str, str, str]:
        """The colours text stands on."""
        return self.background, self.surface, self.panel, self.select


INK = Colours(
    background="#131517",
    surface="#1A1D1F",
    panel="#25292C",
    select="#2B3837",
    foreground="#E8E6E3",
    muted="#9CA4A8",
    rule="#4A555C",
    accent="#7CC9C5",
    warning="#E6B566",
    error="#F4907F",
    success="#9CCB8C",
)
PAPER = Colours(
    background="#EDEBE8",
    surface="#F7F6F5",
    panel="#FFFFFF",
    select="#D3E6E1",
    foreground="#1D2326",
    muted="#535B5E",
    rule="#B3AFA9",
    accent="#0B625B",
    warning="#6E4700",
    error="#A32A1D",
    success="#2B6329",
)
CONTRAST = Colours(
    background="#000000",
    surface="#000000",
    panel="#000000",
    select="#2F3132",
    foreground="#FFFFFF",
    muted="#DADADA",
    rule="#A8A8A8",
    accent="#6FE7FF",
    warning="#FFD75E",
    error="#FFB0A4",
    success="#A6F2A0",
)

OWN_VARIABLES = {"rule": "#808080", "select": "#808080 30%"}
"""Variables Textual does not know, with values for themes that are not ours."""


def _pinned(colours: Colours) -> dict[str, str]:
    """Every variable Textual would otherwise mix from the others."""
    same = {name: getattr(colours, name) for name in ("accent", "warning", "error", "success")}
    pinned = {f"text-{name}": value for name, value in same.items()}
    pinned |= {"text-primary": colours.accent, "text-secondary": colours.accent}
    pinned |= {
        "boost": colours.panel,
        "rule": colours.rule,
        "select": colours.select,
        "text": colours.foreground,
        "text-muted": colours.muted,
        "text-disabled": colours.muted,
        "foreground-muted": colours.muted,
        "foreground-disabled": colours.muted,
        "border": colours.accent,
        "border-blurred": colours.rule,
        "block-cursor-foreground": colours.foreground,
        "block-cursor-background": colours.select,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": colours.foreground,
        "block-cursor-blurred-background": colours.select,
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": colours.panel,
        "input-cursor-background": colours.foreground,
        "input-cursor-foreground": colours.background,
        "input-cursor-text-style": "none",
        "input-selection-background": colours.select,
        "input-selection-foreground": colours.foreground,
        "screen-selection-background": colours.select,
        "screen-selection-foreground": colours.foreground,
        "scrollbar": colours.rule,
        "scrollbar-hover": colours.rule,
        "scrollbar-active": colours.rule,
        "scrollbar-background": colours.surface,
        "scrollbar-background-hover": colours.surface,
        "scrollbar-background-active": colours.surface,
        "scrollbar-corner-color": colours.surface,
        "footer-foreground": colours.muted,
        "footer-background": colours.background,
        "footer-key-foreground": colours.foreground,
        "footer-key-background": "transparent",
        "footer-description-foreground": colours.muted,
        "footer-description-background": "transparent",
        "footer-item-background": "transparent",
        "link-color": colours.foreground,
        "link-color-hover": colours.foreground,
        "link-background-hover": colours.select,
        "link-style-hover": "underline",
        "button-foreground": colours.foreground,
        "button-color-foreground": colours.background,
        "button-focus-text-style": "bold",
    }
    for level in range(1, 7):
        pinned |= {
            f"markdown-h{level}-color": colours.foreground,
            f"markdown-h{level}-background": "transparent",
            f"markdown-h{level}-text-style": "bold",
        }
    return pinned


def theme(name: str, colours: Colours, *, dark: bool) -> Theme:
    """A Textual theme of these colours, with nothing left for Textual to mix."""
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.accent,
        accent=colours.accent,
        warning=colours.warning,
        error=colours.error,
        success=colours.success,
        foreground=colours.foreground,
        background=colours.background,
        surface=colours.surface,
        panel=colours.panel,
        boost=colours.panel,
        dark=dark,
        variables=_pinned(colours),
    )


COLOURS = {"ink": INK, "paper": PAPER, "contrast": CONTRAST}
THEMES = tuple(theme(name, colours, dark=name != "paper") for name, colours in COLOURS.items())
DEFAULT_THEME = "ink"
