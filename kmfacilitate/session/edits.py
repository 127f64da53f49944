"""What changes: edits of fields, the one function that applies them, and the step that one act makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING, Literal, TypeAlias

from kmfacilitate.errors import Unable

from .documents import Documents, Raw, Value, is_empty, plain, same
from .moments import stamp

if TYPE_CHECKING:
    from .session import Session


class Refused(Unable):
    """An act that can't be done now; the sentence says why and what can be done."""


_ABOVE = 1000
"""How far a `rev` is raised, so that no copy elsewhere outranks what took its words away."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Fields of one document, before and after; only those that change.

    A new document has `before == {"deleted": True}` and all its fields in `after`.
    """

    table: str
    id: str
    before: Raw
    after: Raw

    def reversed(self) -> Edit:
        """The edit that takes this one back; a new document becomes a deleted one."""
        return Edit(self.table, self.id, {name: self.after.get(name) for name in self.before}, self.before)

    def again(self) -> Edit:
        """The edit that does this one again after it was taken back; a deleted document comes back."""
        return Edit(self.table, self.id, self.before, {name: self.after.get(name) for name in self.before})

    def without(self, fields: Collection[str]) -> Edit:
        """This edit, leaving those fields alone."""
        before = {name: value for name, value in self.before.items() if name not in fields}
        after = {name: value for name, value in self.after.items() if name not in fields}
        return Edit(self.table, self.id, before, after)


@dataclass(frozen=True, slots=True)
class Step:
    """What one act did: the unit of undo. `says` tells it in words ("added 3.1")."""

    number: int
    verb: str
    says: str
    at: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What edits are about, so that undo can survive a restart.

    `step` is the number of the step done; `undo` or `redo` the number of the one taken back or brought back.
    All are 0 for what is no step: moving between stages, marks of the clock.
    """

    verb: str = ""
    says: str = ""
    step: int = 0
    undo: int = 0
    redo: int = 0

    @property
    def replays(self) -> bool:
        """Whether an earlier step is taken back or brought back: then what was changed since stays."""
        return bool(self.undo or self.redo)


@dataclass(frozen=True, slots=True)
class Work:
    """Edits that belong together: all of them are kept, or none."""

    edits: tuple[Edit, ...]
    about: About = About()


Told: TypeAlias = Literal["both", "line", "words"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an act wants done. `forgets`: ids of documents whose words must go for good (never undone)."""

    says: str
    edits: tuple[Edit, ...] = ()
    entry: str = ""
    """The entry added or changed, if there is one that the caller may want to show."""
    notes: tuple[str, ...] = ()
    """What was not understood, or is worth saying once."""
    forgets: tuple[str, ...] = ()
    told: Told = "both"
    """What plain mode says of it: the words, the line as it stands now, or both."""


@dataclass(frozen=True, slots=True)
class Now:
    """All of the world that an act may see: the moment, local day, new ids, and chance."""

    at: datetime
    today: date
    new_id: Callable[[], str]
    chance: Random

    @property
    def stamp(self) -> str:
        """The moment as stored."""
        return stamp(self.at)


Act: TypeAlias = "Callable[[Session, Now], Change]"
"""A pure function from a session to a change; raises `Refused` with a sentence."""


def create(table: str, id_: str, fields: Raw) -> Edit:
    """The edit that adds a document."""
    kept = {name: plain(value) for name, value in fields.items() if not is_empty(value)}
    return Edit(table, id_, {"deleted": True}, {**kept, "deleted": False})


def change(table: str, id_: str, now: Raw, fields: Raw) -> Edit:
    """The edit that sets fields of a document that stands as `now`; fields that stay are left out."""
    changed = {name: plain(value) for name, value in fields.items() if not same(now.get(name), value)}
    return Edit(table, id_, {name: now.get(name) for name in changed}, changed)


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else had changed; `other` is the value that did not win."""

    table: str
    id: str
    field: str
    other: Value


_NOT_WORDS = ("edited", "rev", "deleted")
"""Fields whose other value nobody has to choose from."""


def conflicts(clashes: Iterable[Clash], new_id: Callable[[], str], at: str) -> list[Edit]:
    """The edits that keep values which did not win, until somebody chooses."""
    return [
        create(
            "conflicts",
            new_id(),
            {"table": clash.table, "id": clash.id, "field": clash.field, "other": clash.other, "at": at},
        )
        for clash in clashes
        if clash.field not in _NOT_WORDS
    ]


def put(
    documents: Documents,
    edits: Iterable[Edit],
    *,
    undoing: bool = False,
) -> tuple[Documents, tuple[Clash, ...]]:
    """Apply edits to documents; the only thing that changes anything.

    For each field: if it still has *before*, or already has *after*, it gets *after*. Otherwise somebody else
    changed it: doing sets it and returns the other value as a clash; undoing, and bringing back what was
    undone, leaves it and returns it too. `rev` rises with each change of a document. A tombstone
    (`forgotten`) is never changed.

    Returns:
        New documents (untouched tables are shared) and the clashes.
    """
    tables: dict[str, Mapping[str, Raw]] = dict(documents)
    opened: set[str] = set()
    clashes: list[Clash] = []
    for edit in edits:
        table = tables.get(edit.table, {})
        doc = table.get(edit.id)
        new = _put_one(edit, doc, undoing, clashes)
        if new is doc or new is None:
            continue
        if edit.table not in opened:
            table = dict(table)
            tables[edit.table] = table
            opened.add(edit.table)
        assert isinstance(table, dict)
        table[edit.id] = new
    return tables, tuple(clashes)


def _put_one(edit: Edit, doc: Raw | None, undoing: bool, clashes: list[Clash]) -> Raw | None:
    if doc is None:
        if undoing:
            return None
        fields = {name: plain(value) for name, value in edit.after.items() if not is_empty(value)}
        return {"rev": 1, **fields}
    if doc.get("forgotten"):
        return doc
    new = dict(doc)
    for name, value in edit.after.items():
        current = doc.get(name)
        if same(current, value):
            continue
        if not same(current, edit.before.get(name)):
            clashes.append(Clash(edit.table, edit.id, name, current))
            if undoing:
                continue
        if is_empty(value):
            new.pop(name, None)
        else:
            new[name] = plain(value)
    if new == doc:
        return doc
    new["rev"] = int(doc.get("rev", 0)) + 1
    return new


def tombstone(doc: Raw, day: str) -> Raw:
    """What is left of a forgotten document: no words but why (`gone`), and a `rev` above every known one."""
    kept = {name: doc[name] for name in ("kind", "stage", "n", "earlier", "gone") if name in doc}
    return {"rev": int(doc.get("rev", 0)) + _ABOVE, **kept, "deleted": True, "forgotten": day}


def tombstones(documents: Documents, ids: Collection[str], day: str) -> dict[str, dict[str, Raw]]:
    """What is left, table by table, of entries and people that are forgotten, and of conflicts about them."""
    tables: dict[str, dict[str, Raw]] = {}
    for name in ("entries", "people", "conflicts"):
        for id_, doc in documents.get(name, {}).items():
            about = id_ in ids or (name == "conflicts" and doc.get("id") in ids)
            if about and not doc.get("forgotten"):
                tables.setdefault(name, {})[id_] = tombstone(doc, day)
    return tables


def reworded(documents: Documents, edits: Iterable[Edit]) -> dict[str, dict[str, Raw]]:
    """Documents, table by table, after edits whose old words must go: with a `rev` that nothing outranks."""
    edits = tuple(edits)
    after, _ = put(documents, edits)
    tables: dict[str, dict[str, Raw]] = {}
    for edit in edits:
        doc = after.get(edit.table, {}).get(edit.id)
        if doc is not None and doc is not documents.get(edit.table, {}).get(edit.id):
            tables.setdefault(edit.table, {})[edit.id] = {**doc, "rev": int(doc.get("rev", 0)) + _ABOVE}
    return tables
