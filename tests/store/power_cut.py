"""A disk that remembers what a cut in the power may leave of it, weaker than any real file system.

What was written but not flushed is dropped or torn in sectors; names that were made, changed or removed and
whose folder was not flushed come or go each for itself, in any mixture.
"""

from __future__ import annotations

import os
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from kmfacilitate.store.fsio import Disk

SECTOR = 512


@dataclass
class Content:
    """What is in one file: what is on the medium, and what was written since."""

    durable: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    length: int | None = None

    def whole(self) -> bytes:
        return _written(self.durable, self.pending, self.length)

    def flush(self) -> None:
        self.durable, self.pending, self.length = self.whole(), [], None

    def after_a_cut(self, chance: Random) -> bytes:
        kept: list[tuple[int, bytes]] = []
        for at, data in self.pending:
            fate = chance.random()
            if fate < 0.35:
                kept.append((at, data))
            elif fate < 0.65:  # torn: some sectors are there, some are not
                for start in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        kept.append((at + start, data[start : start + SECTOR]))
        return _written(self.durable, kept, self.length if chance.random() < 0.5 else None)


def _written(data: bytes, writes: list[tuple[int, bytes]], length: int | None) -> bytes:
    found = bytearray(data)
    for at, written in writes:
        if at > len(found):
            found.extend(b"\0" * (at - len(found)))
        found[at : at + len(written)] = written
    return bytes(found if length is None else found[:length])


@dataclass
class State:
    """All files and names, at one moment."""

    contents: dict[int, Content] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[str, str, int]] = field(default_factory=list)
    """Names made (`+`) and removed (`-`) since their folder was flushed: sign, path, file."""
    acknowledged: Any = None

    def cut(self, chance: Random, root: Path, drop: str = "") -> None:
        """Write what a cut may leave to a folder; `drop`: files with this in their path are gone."""
        names = dict(self.names)
        for sign, path, file in self.pending:
            if chance.random() < 0.5:
                if sign == "+":
                    names[path] = file
                else:
                    names.pop(path, None)
        for path, file in names.items():
            if not (drop and drop in path):
                target = root / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self.contents[file].after_a_cut(chance))


class PowerCutDisk(Disk):
    """A real disk below a folder, with a record beside it of what would survive."""

    def __init__(self, root: Path, *, flushes: bool = True) -> None:
        self.root = root
        self.flushes = flushes
        self.state = State()
        self.moments: list[State] = []
        self.each = 1.0
        self.acknowledged: Any = None
        self._chance = Random(11)
        self._open: dict[int, tuple[int, int]] = {}
        self._visible: dict[str, int] = {}
        self._next = 0

    def take_over(self) -> None:
        """Count what is in the folder now as durable."""
        for path in self.root.rglob("*"):
            if path.is_file():
                self._next += 1
                name = self._name(path)
                self.state.contents[self._next] = Content(path.read_bytes())
                self.state.names[name] = self._visible[name] = self._next

    def _moment(self) -> None:
        if self._chance.random() < self.each:
            moment = deepcopy(self.state)
            moment.acknowledged = deepcopy(self.acknowledged)
            self.moments.append(moment)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _add(self, path: Path, file: int) -> None:
        name = self._name(path)
        self._visible[name] = file
        self.state.pending.append(("+", name, file))

    def _remove(self, path: Path) -> int | None:
        name = self._name(path)
        file = self._visible.pop(name, None)
        if file is not None:
            self.state.pending.append(("-", name, file))
        return file

    def create(self, path: Path, mode: int = 0o666) -> int:
        descriptor = super().create(path, mode)
        self._next += 1
        self.state.contents[self._next] = Content()
        self._add(path, self._next)
        self._open[descriptor] = (self._next, 0)
        self._moment()
        return descriptor

    def open_there(self, path: Path) -> int:
        descriptor = super().open_there(path)
        self._open[descriptor] = (self._visible[self._name(path)], 0)
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data)
        if descriptor in self._open:
            file, at = self._open[descriptor]
            self.state.contents[file].pending.append((at, bytes(data)))
            self._open[descriptor] = (file, at + len(data))
            self._moment()

    def overwrite(self, descriptor: int, data: bytes, length: int) -> None:
        if descriptor in self._open:
            self._open[descriptor] = (self._open[descriptor][0], 0)
        super().overwrite(descriptor, data, length)
        if descriptor in self._open:
            self.state.contents[self._open[descriptor][0]].length = length
            self._moment()

    def cut(self, descriptor: int, length: int) -> None:
        super().cut(descriptor, length)
        self.state.contents[self._open[descriptor][0]].length = length
        self._moment()

    def fsync(self, descriptor: int) -> None:
        if descriptor in self._open and self.flushes:
            self.state.contents[self._open[descriptor][0]].flush()
        self._moment()

    def close(self, descriptor: int) -> None:
        self._open.pop(descriptor, None)
        super().close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        file = self._visible.pop(self._name(source))
        self._add(target, file)
        self.state.pending.append(("-", self._name(source), file))
        self._moment()

    def place(self, source: Path, target: Path) -> None:
        os.rename(source, target)
        file = self._visible.pop(self._name(source))
        self._add(target, file)
        self.state.pending.append(("-", self._name(source), file))
        self._moment()

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self._remove(path)
        self._moment()

    def fsync_dir(self, folder: Path) -> None:
        if self.flushes:
            here = self._name(folder) if folder != self.root else ""
            rest = []
            for sign, name, file in self.state.pending:
                if name.rpartition("/")[0] != here:
                    rest.append((sign, name, file))
                elif sign == "+":
                    self.state.names[name] = file
                else:
                    self.state.names.pop(name, None)
            self.state.pending = rest
        self._moment()
