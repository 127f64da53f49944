"""What the room may see, as plain data and back: for windows of other processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, get_args

from kmfacilitate.clean import clean, clean_line

from .scene import LineRow, Role, RoomScene, Said

_ROLES = frozenset(get_args(Role))


def view_of(scene: RoomScene) -> dict[str, Any]:
    """A scene as plain data."""
    return asdict(scene)


def scene_of(view: Mapping[str, Any]) -> RoomScene | None:
    """The scene that was shown; none where it is not what it should be (another version's)."""
    try:
        texts = {f.name: clean(str(view.get(f.name, ""))) for f in fields(RoomScene) if f.type == "str"}
        rows = tuple(_row(row) for row in view["rows"])
        hidden, down, drawn = (view.get(name) is True for name in ("hidden_input", "reads_down", "drawn"))
        return RoomScene(**texts, rows=rows, hidden_input=hidden, reads_down=down, drawn=drawn)
    except (KeyError, TypeError, AttributeError):
        return None


def _row(row: Mapping[str, Any]) -> LineRow:
    def told(name: str) -> str:
        return clean_line(str(row.get(name, "")))

    return LineRow(
        id=told("id"),
        number=told("number"),
        lead=told("lead"),
        mark=told("mark"),
        mark_role=_role(row.get("mark_role")),
        text=clean(str(row["text"])),
        facts=tuple(_said(said) for said in row.get("facts", ())),
        under=tuple(_said(said) for said in row.get("under", ())),
        heading=row.get("heading") is True,
    )


def _said(said: Mapping[str, Any]) -> Said:
    return Said(clean(str(said["text"])), _role(said.get("role")))


def _role(role: Any) -> Role:
    return role if role in _ROLES else "plain"
