"""Copies of a session file that a synchroniser leaves beside it when two machines wrote at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kmfacilitate.session.documents import Documents

from .encoding import decode_tables, session_of
from .fsio import Disk
from .trouble import Damaged


def copies_of(path: Path, session: str, disk: Disk) -> Iterator[tuple[Path, bytes, Documents]]:
    """The copies beside a session file, with what they hold.

    All services keep the beginning of the name: `… (Ana's conflicted copy 2026-11-22).json`,
    `….sync-conflict-20261122-101500-ABCDEFG.json`, `…-LAPTOP.json`. What counts is the session inside.
    """
    stem = path.stem
    try:
        beside = [name for name in disk.list_names(path.parent) if name.startswith(stem)]
    except OSError:
        return
    for name in sorted(beside):
        if name == path.name or not name.endswith(".json"):
            continue
        copy = path.with_name(name)
        try:
            data, _ = disk.read(copy)
            tables = decode_tables(data, copy)
            if session_of(tables, copy) == session:
                yield copy, data, tables
        except (OSError, Damaged):
            continue  # a copy that can't be read stays where it is; `doctor` names it
