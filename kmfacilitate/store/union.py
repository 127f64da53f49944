"""What this window knows and what a file says, put together so that nothing is lost.

A document never disappears and its `rev` only rises. So what is missing or older in a file was lost there,
by somebody who wrote over it, and is put back.
"""

from __future__ import annotations

from collections.abc import Mapping

from kmfacilitate.session.documents import Documents, Raw, same
from kmfacilitate.session.edits import Clash

_UNVERSIONED = ("_meta",)


def unite(ours: Documents, theirs: Documents) -> tuple[Documents, tuple[Clash, ...]]:
    """Put together what we know and what the file holds.

    The higher `rev` wins. With one `rev` and different words two machines changed the document at once: the
    file's stands, and every value of ours that differs comes back as a clash.

    Returns:
        The documents (those that did not change are our own objects), and the clashes.
    """
    united: dict[str, Mapping[str, Raw]] = {}
    clashes: list[Clash] = []
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        known = ours.get(name, {})
        found = theirs.get(name, {})
        if name in _UNVERSIONED:
            table: Mapping[str, Raw] = {**known, **found}
        else:
            table = {
                **known,
                **{id_: _newest(name, id_, known.get(id_), doc, clashes) for id_, doc in found.items()},
            }
        unchanged = len(table) == len(known) and all(known.get(id_) is doc for id_, doc in table.items())
        united[name] = known if unchanged and name in ours else table
    return united, tuple(clashes)


def _newest(table: str, id_: str, our: Raw | None, their: Raw, clashes: list[Clash]) -> Raw:
    if our is None:
        return their
    if our == their:
        return our
    our_rev, their_rev = _rev(our), _rev(their)
    if our_rev != their_rev:
        return our if our_rev > their_rev else their
    for field in {**our, **their}:
        if not same(our.get(field), their.get(field)):
            clashes.append(Clash(table, id_, field, our.get(field)))
    return their


def newer(one: Raw, other: Raw) -> bool:
    """Whether one version of a document is later than another."""
    return _rev(one) > _rev(other)


def _rev(document: Raw) -> int:
    rev = document.get("rev", 0)
    return rev if isinstance(rev, int) else 0
