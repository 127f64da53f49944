"""The one table of what can be set, and the settings as the rest of the program takes them.

The settings screen, `kmfacilitate settings`, `docs/settings.md` and the reader of the file are read off it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.language import N_, _
from kmfacilitate.session.wording import quoted

LONGEST = 400
"""The most characters a setting holds."""
KEYS = "keys"
"""The table of the file that holds keys by verb; `keys.next` names one of them."""
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that can be set.

    `allowed` are the values it may have, the first is the default; without any it is a text, empty at first.
    """

    name: str
    label: str
    help: str
    allowed: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """What holds while nothing is set."""
        return self.allowed[0] if self.allowed else ""

    @property
    def values(self) -> str:
        """What is allowed, in words."""
        if self.allowed:
            return _("{values} or {last}").format(values=", ".join(self.allowed[:-1]), last=self.allowed[-1])
        return (
            _("a locale like fr_FR or en-GB") if self.name == "language" else _("a text in quotation marks")
        )


WISHES: tuple[Wish, ...] = (
    Wish("name", N_("Your name"), N_("Stands as the facilitator of what you prepare or start.")),
    Wish(
        "theme",
        N_("Look"),
        N_("Dark ink, light paper, or contrast; auto is ink, and contrast where there are few colours."),
        ("auto", "ink", "paper", "contrast"),
    ),
    Wish("library", N_("Library"), N_("The folder that is opened where no other is named or stands above.")),
    Wish(
        "variant",
        N_("Length"),
        N_("The length that is chosen at first where a technique has it; auto is the technique's own."),
        ("auto", "quick", "standard", "extended"),
    ),
    Wish(
        "room",
        N_("Room view"),
        N_("What the room sees at first; auto: the question in this window, the lines too in another."),
        ("auto", "question", "lines"),
    ),
    Wish(
        "glyphs",
        N_("Signs"),
        N_("Auto asks the terminal; ascii where signs take two cells. From the next start on."),
        ("auto", "unicode", "ascii"),
    ),
    Wish("sounds", N_("Sounds"), N_("On: one bell when two minutes of a stage are left."), ("off", "on")),
    Wish(
        "plain",
        N_("Plain mode"),
        N_("On: all goes line by line, for who listens; auto: where the terminal can't draw."),
        ("auto", "on", "off"),
    ),
    Wish(
        "warnings",
        N_("Warnings"),
        N_("Plain mode. On: what is due is said when it is due; off: after your next line."),
        ("on", "off"),
    ),
    Wish("motion", N_("Motion"), N_("Off: the clock on the screen moves once a minute."), ("on", "off")),
    Wish("editor", N_("Editor"), N_("What :editor opens; empty: $VISUAL or $EDITOR.")),
    Wish(
        "language",
        N_("Language"),
        N_("Of words, days and times: a locale like fr_FR; empty: that of the system."),
    ),
    Wish("clock", N_("Clock"), N_("Hours to 12 or to 24; auto: as the locale has it."), ("auto", "12", "24")),
)
"""Every setting but the keys."""
BY_NAME: Mapping[str, Wish] = MappingProxyType({wish.name: wish for wish in WISHES})


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set. `keys` are by verb id, as they were written; `Keymap` says which of them can be taken."""

    name: str = ""
    theme: str = "auto"
    library: str = ""
    variant: str = "auto"
    room: str = "auto"
    glyphs: str = "auto"
    sounds: str = "off"
    plain: str = "auto"
    warnings: str = "on"
    motion: str = "on"
    editor: str = ""
    language: str = ""
    clock: str = "auto"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_places: Mapping[str, str] = field(default_factory=dict)
    """By verb id, the file and line its keys were read from."""
    faults: tuple[str, ...] = ()
    """Sentences about what could not be read; where there are any, defaults stand in."""

    def of(self, name: str) -> str:
        """The value of a setting by its name."""
        return str(getattr(self, name))

    def variant_among(self, variants: Iterable[str]) -> str:
        """The length that is chosen at first, where it is one of these; else empty."""
        return self.variant if self.variant in set(variants) else ""


assert [one.name for one in fields(Settings)][: len(WISHES)] == [wish.name for wish in WISHES]


def all_faults(faults: Sequence[str]) -> str:
    """One sentence for all that is wrong with the settings: the first, and how many more."""
    if not faults:
        return ""
    more = len(faults) - 1
    return (
        _("{faults} {more} more: kmfacilitate settings says which.").format(faults=faults[0], more=more)
        if more
        else faults[0]
    )


def fault_of(wish: Wish, value: object) -> str:
    """Why a setting can't have this value, as the end of a sentence; empty: it can."""
    if wish.allowed:
        said = taken(wish, value)
        return (
            ""
            if said in wish.allowed
            else _("it takes {values}, not {value}").format(values=wish.values, value=_shown(value))
        )
    if not isinstance(value, str):
        return _("it takes {values}, not {value}").format(values=wish.values, value=_shown(value))
    if len(value) > LONGEST:
        return _("it takes {LONGEST} characters at most").format(LONGEST=LONGEST)
    if wish.name == "language" and value and not _LOCALE.fullmatch(value.partition(".")[0]):
        return _("it takes {values}, not {value}").format(values=wish.values, value=_shown(value))
    return ""


def taken(wish: Wish, value: object) -> str:
    """A value as it is kept: `true` counts as on, a number as its digits."""
    if isinstance(value, bool):
        return "on" if value else "off"
    words = clean_line(str(value)) if isinstance(value, (str, int)) else ""
    return words.casefold() if wish.allowed else words


def unknown(name: str) -> str:
    """A sentence about a setting that there is not; it names the nearest."""
    near = nearest(name.casefold(), [*BY_NAME, KEYS])
    known = (
        _("did you mean {near}?").format(near=near)
        if near
        else _("there are {BY_NAME} and {KEYS}.VERB.").format(BY_NAME=", ".join(BY_NAME), KEYS=KEYS)
    )
    return _("there is no setting {name}; {known}").format(name=clean_line(name), known=known)


def _shown(value: object) -> str:
    words = clean_line(str(value))
    short = f"{words[:40]}{'…' if len(words) > 40 else ''}"
    return quoted(short) if words else _("nothing")
