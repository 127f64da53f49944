"""The journal of one window: what it did, line by line, each safe as soon as it is flushed.

A line is a checksum in eight hex digits, a space, compact JSON, a newline. The file lies outside the library,
grows into space that is reserved ahead, and is locked for as long as its window lives.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from kmfacilitate.session.documents import Raw
from kmfacilitate.session.edits import About, Edit, Step

from .encoding import Lines, encode_document
from .fsio import DISK, Disk
from .places import name_of

VERSION = 1
"""The `v` of the lines written here; lines of a later version are left to that version."""
RESERVE = 1 << 20
"""Bytes that are always kept reserved ahead: some 1,200 lines on a disk that is full."""

_HUGE = re.compile(rb"[0-9]{20}")

Piece: TypeAlias = bytes
"""The fields of one line that are its own, as JSON without braces."""
Ops: TypeAlias = Sequence[tuple[str, str, Raw]]
"""Table, id and whole document, of each that changed."""


def opens(session: str, library: str, path: str, app: str, instead: Sequence[str] = ()) -> Piece:
    """The first line. `instead`: names of journals that hold what was forgotten, and must go."""
    fields: dict[str, Any] = {"session": session, "library": library, "path": path, "app": app}
    return b'"open":' + encode_document({**fields, "instead": list(instead)} if instead else fields)


def did(about: About, ops: Ops, edits: Iterable[Edit], lines: Lines) -> Piece:
    """What one act did: the whole documents after it and, where undo may need them, the fields before."""
    said: dict[str, Any] = {}
    number = {"step": about.step, "undo": about.undo, "redo": about.redo}
    said |= {name: value for name, value in number.items() if value}
    said |= {name: words for name, words in (("verb", about.verb), ("says", about.says)) if words}
    whole = b",".join(
        b'["p",%s,%s,%s]' % (encode_document(name), encode_document(id_), lines.document(name, id_, document))
        for name, id_, document in ops
    )
    piece = b'"ops":[%s]' % whole
    if said:
        piece = encode_document(said)[1:-1] + b"," + piece
    if about.step or about.undo or about.redo:
        was = [[edit.table, edit.id, dict(edit.before)] for edit in edits]
        piece += b',"was":' + encode_document(was)
    return piece


def carried(step: Step, *, undone: bool) -> Piece:
    """A step of an earlier journal, brought along so that one journal is enough to undo."""
    fields: dict[str, Any] = {"carried": step.number, "verb": step.verb, "says": step.says, "at": step.at}
    if undone:
        fields["undone"] = True
    fields["was"] = [[edit.table, edit.id, dict(edit.before)] for edit in step.edits]
    fields["now"] = [[edit.table, edit.id, dict(edit.after)] for edit in step.edits]
    return encode_document(fields)[1:-1]


def closes(number: int, file: tuple[int, int, int] | None) -> Piece:
    """The last line. `file`: time of change, size and checksum of the session file as it was left."""
    return b'"close":%d' % number + (b',"file":[%d,%d,%d]' % file if file else b"")


def line_of(piece: Piece, number: int, at: str) -> bytes:
    """One whole line."""
    fields = b'{"v":%d,"n":%d,"t":"%s",%s}' % (VERSION, number, at.encode(), piece)
    return b"%08x %s\n" % (zlib.crc32(fields), fields)


def written(data: bytes) -> bytes:
    """The bytes of a journal without the zeros of space that was reserved."""
    return data.rstrip(b"\0").translate(None, b"\0")


def read_lines(data: bytes) -> tuple[list[Mapping[str, Any]], int]:
    """The lines of a journal that are whole, in order, and how many are not.

    Zeros are space that was reserved. A line that was cut off or changed is passed over.
    """
    found: list[Mapping[str, Any]] = []
    broken = 0
    for line in written(data).split(b"\n"):
        if not line:
            continue
        try:
            if len(line) < 10 or int(line[:8], 16) != zlib.crc32(line[9:]):
                raise ValueError
            fields = _loads(line[9:])
            if not isinstance(fields, dict) or not isinstance(fields.get("n"), int):
                raise ValueError
        except ValueError:
            broken += 1
        else:
            found.append(fields)
    return found, broken


def _loads(data: bytes) -> Any:
    if _HUGE.search(data):  # orjson would round it
        return json.loads(data)
    try:
        return orjson.loads(data)
    except ValueError:
        return json.loads(data)  # half of a pair of surrogates


class Journal:
    """The journal of this window. Made by `begin`; `close` moves it to where closed ones are kept."""

    def __init__(self, path: Path, descriptor: int, now: Callable[[], str], disk: Disk) -> None:
        self.path = path
        self._descriptor: int | None = descriptor
        self._now = now
        self._disk = disk
        self._number = 0
        self._length = 0
        self._reserved = 0

    @classmethod
    def begin(
        cls,
        folder: Path,
        session: str,
        pieces: Iterable[Piece],
        now: Callable[[], str],
        disk: Disk = DISK,
    ) -> Journal:
        """Begin a journal with these lines; they and its name are durable when this returns.

        Args:
            folder: of live journals; it must be there.
            session: the session's id.
            pieces: the first lines.
            now: the time as stored.
            disk: the disk.

        Raises:
            OSError: the disk refused; nothing is left.
        """
        path = folder / f"{name_of(session)}.{os.getpid()}-{secrets.token_hex(4)}.jsonl"
        descriptor = disk.create(path, 0o600)
        journal = cls(path, descriptor, now, disk)
        try:
            disk.claim(descriptor)
            journal.make_room()
            journal._write(pieces)
            disk.fsync_dir(folder)
        except BaseException:
            journal.abandon()
            with contextlib.suppress(OSError):
                disk.unlink(path)
            raise
        return journal

    def usable(self) -> bool:
        """Whether lines may be added: no write has failed, and nobody has taken the file away."""
        return self._descriptor is not None and self._disk.is_named(self._descriptor)

    def append(self, pieces: Iterable[Piece]) -> None:
        """Add lines; they are durable when this returns, after one flush.

        Raises:
            OSError: the disk refused. A flush that failed must not be tried again on the same file, so this
                journal is of no more use; what was in it before stays, for the next start to find.
        """
        try:
            self._write(pieces)
        except BaseException:
            self.abandon()
            raise

    def _write(self, pieces: Iterable[Piece]) -> None:
        assert self._descriptor is not None
        at = self._now()
        number = self._number
        lines = []
        for piece in pieces:
            number += 1
            lines.append(line_of(piece, number, at))
        data = b"".join(lines)
        self._disk.write(self._descriptor, data)
        self._disk.fsync(self._descriptor)
        self._number = number
        self._length += len(data)

    def make_room(self) -> None:
        """Reserve space ahead, if it grows short; where the disk is full, what is left must do."""
        if self._descriptor is None or self._reserved - self._length > RESERVE + RESERVE // 4:
            return
        with contextlib.suppress(OSError):
            self._disk.reserve(self._descriptor, self._length + 2 * RESERVE)
            self._reserved = self._length + 2 * RESERVE

    def close(self, file: tuple[int, int, int] | None, folder: Path) -> None:
        """Write the last line, give back what was reserved, and move the file to a folder.

        Raises:
            OSError: it stays where it is; the next start closes it.
        """
        if self._descriptor is None:
            return
        try:
            self._write([closes(self._number + 1, file)])
            self._disk.cut(self._descriptor, self._length)
        finally:
            self.abandon()
        self._disk.replace(self.path, folder / self.path.name)

    def abandon(self) -> None:
        """Let go of the file where it is."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                self._disk.close(descriptor)
