"""Write kinds.md, the page of the kinds of lines and their fields, from their classes."""

from __future__ import annotations

from pathlib import Path

from kmfacilitate.session.kinds import KINDS
from kmfacilitate.session.kinds.base import Entry, is_list, is_number

PAGE = Path(__file__).with_name("kinds.md")
TOP = """\
# Kinds of lines

Whatever is captured is an *entry* of some kind. Usually the question says which; a sign at the start of the
line, or the kind's name after a colon (`:risk Keys get lost`), makes it another. Here is every kind with its
fields, as they are typed (after a bar: ` | why: …`), asked for in a form, and stored.
`python docs/write_kinds.py` writes this page from the classes in `kmfacilitate/session/kinds/`.

*Leaves* says from which [setting of `share`](report.md) on a kind may leave the room.
"""


def page() -> str:
    """The whole page."""
    typed = [kind for kind in KINDS.values() if kind.typed]
    others = [kind for kind in KINDS.values() if not kind.typed]
    parts = [TOP, "## What can be typed\n", *map(_part, typed)]
    parts += ["## What activities leave\n", *map(_part, others)]
    return "\n".join(parts)


def _part(kind: type[Entry]) -> str:
    sign = f", sign `{kind.mark}`" if kind.mark else ""
    leaves = f"leaves with *{kind.least_share}*" if kind.leaves else "never leaves but in the full edition"
    asks = f" {kind.asks[:1].upper()}{kind.asks[1:]}." if kind.asks else ""
    lines = [f"### {kind.name}\n", f"In reports under *{kind.heading}*{sign}; {leaves}.{asks}\n"]
    own = [name for name in kind.model_fields if name not in Entry.model_fields]
    if own:
        lines += ["| stored as | typed as | holds |", "| --- | --- | --- |"]
        lines += [_row(kind, name) for name in own]
        lines.append("")
    return "\n".join(lines)


def _row(kind: type[Entry], name: str) -> str:
    says = kind.fields().get(name)
    if says is None:
        return f"| `{name}` | | kept by the program |"
    typed = f"`{says.sign}`" if says.sign else f"`{says.label}:`"
    form = "several" if is_list(kind, name) else "a number" if is_number(kind, name) else ""
    words = "; ".join(part for part in (says.ask, ", ".join(says.choices), form) if part)
    return f"| `{name}` | {typed} | {words} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
