"""A file of tables as bytes: valid TinyDB JSON, one document a line, read in any layout."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from kmfacilitate.language import _
from kmfacilitate.session.documents import TABLES, Documents, Raw, Value

from .trouble import Damaged


class _Block:
    """One table as it was written last: its documents, their lines, and all of them joined."""

    __slots__ = ("lines", "places", "table", "text")

    def __init__(self, table: Mapping[str, Raw], ids: list[str], lines: list[bytes]) -> None:
        self.table = table
        self.places = {id_: place for place, id_ in enumerate(ids)}
        self.lines = lines
        self.text = b""


class Lines:
    """Turns tables into bytes, and remembers the line of every document.

    Documents are never changed in place, so a document that is the same object has the same line: saving a
    session encodes only what changed since the last time.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[Raw, bytes]]] = {}
        self._blocks: dict[str, _Block] = {}

    def encode(self, documents: Documents) -> bytes:
        """All tables that hold anything: the known ones in their order, then the others; ids in order."""
        names = [name for name in TABLES if name in documents]
        names += [name for name in documents if name not in TABLES]
        blocks = [self._block(name, documents[name]) for name in names if documents[name]]
        return b"{\n%s\n}\n" % b",\n".join(blocks) if blocks else b"{}\n"

    def document(self, name: str, id_: str, document: Raw) -> bytes:
        """The bytes of one document of a table."""
        return self._line(name, id_, document)[len(encode_document(id_)) + 2 :]

    def _line(self, name: str, id_: str, document: Raw) -> bytes:
        known = self._known.setdefault(name, {})
        line = known.get(id_)
        if line is None or line[0] is not document:
            line = known[id_] = (document, b"%s: %s" % (encode_document(id_), encode_document(document)))
        return line[1]

    def _block(self, name: str, table: Mapping[str, Raw]) -> bytes:
        block = self._blocks.get(name)
        if block is not None and block.table is table:
            return block.text
        if block is None or not self._update(name, block, table):
            ids = sorted(sorted(table), key=len)  # the order of the numbers, without making any
            block = _Block(table, ids, [self._line(name, id_, table[id_]) for id_ in ids])
            self._blocks[name] = block
        block.text = b"%s: {\n%s\n}" % (encode_document(name), b",\n".join(block.lines))
        return block.text

    def _update(self, name: str, block: _Block, table: Mapping[str, Raw]) -> bool:
        """Bring a block up to date line by line; false: more than new last lines and changed ones."""
        before, places = block.table, block.places
        if len(table) < len(before):
            return False
        changed = [id_ for id_, document in table.items() if before.get(id_) is not document]
        last = next(reversed(places))
        for id_ in changed:
            place = places.get(id_)
            if place is not None:
                block.lines[place] = self._line(name, id_, table[id_])
            elif (len(id_), id_) > (len(last), last):
                places[id_] = len(block.lines)
                block.lines.append(self._line(name, id_, table[id_]))
                last = id_
            else:
                del self._blocks[name]
                return False
        block.table = table
        return len(places) == len(table)


def encode_document(document: Value) -> bytes:
    """One document on one line; what orjson refuses (lone surrogates, huge numbers) is kept as it is."""
    try:
        return orjson.dumps(document)
    except TypeError:
        return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()


def decode(data: bytes, path: Path, lines: Lines) -> Documents:
    """The tables in the bytes of a file.

    Any layout is read, with or without a byte order mark, and whatever only the standard `json` accepts.

    Args:
        data: the whole file.
        path: where it was read, to name it in an error.
        lines: remembers the lines, so that the next save need not make them.

    Raises:
        Damaged: it is empty, cut off, not JSON, says one thing twice, or holds something else than documents.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise Damaged(path, _("it is empty"))
    try:
        tables = _check(orjson.loads(data), path)
    except orjson.JSONDecodeError:
        tables = None
    # orjson takes the last of two lines with one id and rounds huge numbers. A file in our own layout,
    # byte for byte, has neither; any other is read again by the stricter parser.
    if tables is None or lines.encode(tables) != data:
        tables = _check(_decode_strictly(data, path), path)
    return tables


def decode_tables(data: bytes, path: Path) -> Documents:
    """The tables in the bytes of a file that will not be written; see `decode`."""
    return decode(data, path, Lines())


def _decode_strictly(data: bytes, path: Path) -> Any:
    try:
        return json.loads(data.removeprefix(codecs.BOM_UTF8), object_pairs_hook=_each_once)
    except _TwiceError as twice:
        raise Damaged(path, _("it holds “{twice}” twice").format(twice=twice)) from None
    except json.JSONDecodeError as error:
        raise Damaged(
            path, _("it is cut off or mixed up at line {lineno}").format(lineno=error.lineno)
        ) from None
    except (ValueError, RecursionError):
        raise Damaged(path, _("it is not the text of a session")) from None


class _TwiceError(Exception):
    """A name that stands twice in one object."""


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name[:40])
        found[name] = value
    return found


def _check(tables: Any, path: Path) -> dict[str, dict[str, Raw]]:
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged(path, _("it does not hold tables of documents"))
    for table in tables.values():
        for id_, document in table.items():
            if not (id_.isascii() and id_.isdigit() and (id_ == "0" or id_[0] != "0")):
                raise Damaged(path, _("“{id}” is not the number of a document").format(id=id_[:40]))
            if not isinstance(document, dict):
                raise Damaged(path, _("document {id} holds no fields").format(id=id_))
    return tables


def session_of(tables: Documents, path: Path) -> str:
    """The id of the session that tables hold.

    Raises:
        Damaged: they hold no session.
    """
    meta = tables.get("_meta", {}).get("1", {})
    session = meta.get("session")
    if meta.get("what", "session") != "session" or not isinstance(session, str) or not session:
        raise Damaged(path, _("it does not say which session it is"))
    if "1" not in tables.get("session", {}):
        raise Damaged(path, _("the meeting is missing from it"))
    return session
