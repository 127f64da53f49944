"""Saying in words what was understood of a line, while it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kmfacilitate.language import _, ngettext

from ..documents import Value
from ..kinds import Says, kind_class
from ..wording import labelled, long_day
from .lines import Line, Room
from .vocabulary import field_word

Role = Literal["kind", "fact", "warning"]
_LONGEST = 60
_BARE = frozenset({"when", "type", "owner"})
"""Fields whose value says enough without the field's name."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One part of the echo; the screen joins them and gives each role its look."""

    text: str
    role: Role


def echo(line: Line, room: Room) -> tuple[Fragment, ...]:
    """What was understood of the line: its kind, then the facts, then what was not understood.

    What is still missing (no owner, no date) is not part of it: the line is not finished.
    """
    match line.what:
        case "entry":
            label = _(kind_class(line.kind).label)
            said = [Fragment(label[:1].upper() + label[1:], "kind"), *_facts(line, room)]
        case "help":
            said = [Fragment(_("What can I do now?"), "kind")]
        case "command":
            said = [Fragment(f":{line.word}", "kind")]
        case "to-stage":
            said = [Fragment(_("To stage {word}").format(word=line.word), "kind")]
        case "go-on":
            said = [Fragment(_("Next why of the cause above"), "kind")]
        case _:
            said = []
    return (*said, *(Fragment(note, "warning") for note in line.notes))


def _facts(line: Line, room: Room) -> Iterator[Fragment]:
    whys = line.text.count(" -> ") if line.kind == "cause" else 0
    if whys:
        yield Fragment(ngettext("{n} why", "{n} whys", whys).format(n=whys), "fact")
    fields = kind_class(line.kind).fields()
    for name, says in fields.items():
        if name in line.fields:
            yield Fragment(_fact(name, says, line.fields[name], room), "fact")


def _fact(name: str, says: Says, value: Value, room: Room) -> str:
    if name == "tags":
        return " ".join(f"#{tag}" for tag in value)
    if name == "outcome":
        return _("as expected") if value == "expected" else _(str(value))
    if says.sign == "^":
        return f"{_(says.label)} {long_day(date.fromisoformat(value), room.today)}"
    if name in _BARE:
        return _(str(value)) if says.label == name else f"{_(says.label)} {value}"
    if name in ("by", "to"):
        return f"{_(says.label)} {value}"
    words = "; ".join(value) if isinstance(value, list) else str(value)
    shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
    return labelled(_(field_word(name, says)), shown)
