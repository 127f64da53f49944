"""A field that holds a list, as it comes out of somebody's Markdown: its points become lines of a list."""

from __future__ import annotations

import re

from .blocks import Bullet

_POINT = re.compile(r"[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+(?=\S)")


def pointed(text: str, depth: int, label: str = "") -> list[Bullet]:
    """A text as lines of a list: one line, and where points stand on lines of their own one for each.

    Args:
        text: What was said.
        depth: How deep its line stands.
        label: What it is (`Recommendation`); points stand below it. Without one they stand in its place.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not any(map(_POINT.match, lines)):
        return [Bullet(text, depth, label=label)]
    before: list[str] = []
    points: list[str] = []
    for line in lines:
        found = _POINT.match(line)
        if found is not None:
            points.append(line[found.end() :].strip())
        elif not points:
            before.append(line)
        elif line[:1] in " \t":  # the point goes on
            points[-1] = f"{points[-1]} {line.strip()}"
        else:
            points.append(line.strip())
    said = "\n".join(before)
    top = [Bullet(said, depth, label=label)] if label or said else []
    below = depth + 1 if top else depth
    return [*top, *(Bullet(point, below) for point in points)]
