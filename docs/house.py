"""Draws the map of the house: the rooms of the program as the check of imports knows them."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
WIDTH, ROW, GAP, LEFT, LONGEST = 900, 46, 8, 170, 96
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}">
<title>The rooms of the program; each imports only rooms below it</title>
<style>text {{ font-family: system-ui, sans-serif; font-size: 15px; fill: #1d2326 }}
.name {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-weight: bold }}
.small {{ font-size: 12px }}</style>
<rect width="100%" height="100%" rx="10" fill="#edebe8"/>
{rooms}
<text x="20" y="{foot}" fill="#535b5e">A room imports only rooms below it; \
rooms side by side do not know each other.</text>
</svg>
"""


def house() -> str:
    """The map as an SVG."""
    rows = layers()
    drawn = []
    for at, rooms in enumerate(rows):
        wide = (WIDTH - 40 - GAP * (len(rooms) - 1)) / len(rooms)
        for number, room in enumerate(rooms):
            x, y = 20 + number * (wide + GAP), 20 + at * (ROW + GAP)
            drawn.append(f'<rect x="{x:g}" y="{y}" width="{wide:g}" height="{ROW}" rx="6" fill="#ffffff"/>')
            alone = len(rooms) == 1
            drawn.append(f'<text class="name" x="{x + 14:g}" y="{y + (29 if alone else 20)}">{room}</text>')
            place = f'x="{LEFT}" y="{y + 29}"' if alone else f'class="small" x="{x + 14:g}" y="{y + 38}"'
            drawn.append(f"<text {place}>{escape(purpose(room, short=not alone))}</text>")
    height = 20 + len(rows) * (ROW + GAP) + 40
    return SVG.format(width=WIDTH, height=height, rooms="\n".join(drawn), foot=height - 18)


def layers() -> list[list[str]]:
    """The rooms from the top down; those in one row do not know each other."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[room.strip() for room in row.split("|")] for row in contract["layers"]]


def purpose(room: str, *, short: bool) -> str:
    """The first sentence of what a room says of itself; in short, as far as its colon."""
    package = ROOT / "kmfacilitate" / room / "__init__.py"
    path = package if package.exists() else package.parent.with_suffix(".py")
    said = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0].split())
    first = re.split(r"(?<=\.) |; " + ("|: " if short else ""), said.replace("`", ""))[0].rstrip(".")
    return first if len(first) <= LONGEST else first[: LONGEST - 2].rsplit(" ", 1)[0] + " …"
