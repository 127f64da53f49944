"""Push: send what changed since the last one, and take back what is shared no more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kmfacilitate.errors import Unable
from kmfacilitate.store.fsio import Disk, stamp_of
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import name_of
from kmfacilitate.store.shelf import heads

from .leaving import Leaving, digest_of, leaving
from .memory import Memory, Sent
from .settings import write_settings
from .talk import BATCH, Talk

_BYTES = 4_000_000
"""Of documents in one transaction, after which another one begins."""


def push(talk: Talk) -> None:
    """Send what changed and take back what is shared no more; acknowledged step by step."""
    _note_purged(talk)
    there = talk.rows(
        "SELECT session, generation, gone FROM kmhub.sessions WHERE org = %s AND owner = session_user",
        talk.organisation,
    )
    _follow(talk, there)
    _take_back(talk, talk.settings.withdrawn, there)  # first, whatever becomes of the rest
    withheld = {}
    for session, stamp, path in to_look_at(talk.library, talk.settings.shared, talk.disk, talk.memory):
        try:
            one = leaving(path, talk.disk)
        except Unable as unable:
            talk.told.unread.append(str(unable))
            continue
        if one is None:  # it became confidential, or shared as nothing, since it was marked
            withheld[session] = talk.settings.shared[session]
        elif _share(talk, one) and _send(talk, one):
            talk.memory.settled(session, Sent(stamp, talk.settings.shared[session]))
    _take_back(talk, withheld, there)


def to_look_at(
    library: Library, shared: Mapping[str, int], disk: Disk, memory: Memory | None = None
) -> Iterator[tuple[str, str, Path]]:
    """Session, stamp of its file, and the file; those that are as they were are left out.

    Args:
        library: The library.
        shared: Sessions and their generations.
        disk: The disk.
        memory: What is known of the hub; without it all are looked at.
    """
    files: dict[str, Path] = (
        {head.id: head.path for head in heads(library, disk) if not head.broken} if shared else {}
    )
    for session, generation in list(shared.items()):
        path = files.get(session)
        if path is None:
            continue
        stamp = " ".join(map(str, stamp_of(disk.stat(path))))
        if memory is None or memory.session(session) != Sent(stamp, generation):
            yield session, stamp, path


def _note_purged(talk: Talk) -> None:
    """A session that was purged here is taken back; noted, since the mark of it does not stay for ever."""
    purged = [one for one in talk.settings.shared if (talk.places.purged / name_of(one)).exists()]
    for session in purged:
        talk.settings.unshare(session)
    if purged:
        write_settings(talk.library, talk.places, talk.settings, talk.disk)


def _follow(talk: Talk, there: list[tuple[str, int, bool]]) -> None:
    """A session that another machine shared anew is sent from here too, for what was there before went."""
    anew = {
        session: generation
        for session, generation, gone in there
        if not gone and generation > talk.settings.shared.get(session, generation)
    }
    for session, generation in anew.items():
        talk.settings.share_anew(session, generation)
    if anew:
        write_settings(talk.library, talk.places, talk.settings, talk.disk)


def _share(talk: Talk, one: Leaving) -> bool:
    """Whether the hub takes the session; of another edition than before it is shared anew."""
    became, answered, at = _offer(talk, one)
    if became == "edition":
        talk.settings.share_anew(one.session, at + 1)
        write_settings(talk.library, talk.places, talk.settings, talk.disk)
        became, answered, at = _offer(talk, one)
    talk.memory.shared(one.session, talk.settings.shared[one.session], answered)
    talk.told.gone += became == "gone"
    talk.told.others += became == "other"
    talk.told.older += became == "older"
    talk.told.archived += became == "archived"
    return bool(became == "shared")


def _offer(talk: Talk, one: Leaving) -> tuple[Any, ...]:
    return talk.row(
        "SELECT became, answered, at_generation FROM kmhub.share(%s, %s, %s, %s, %s, %s, %s, %s)",
        talk.organisation, one.session, one.year, one.language, talk.settings.shared[one.session],
        talk.settings.laptop, one.edition, one.settings,
    )  # fmt: skip


def _send(talk: Talk, one: Leaving) -> bool:
    """Send what the hub has not as it is; false: somebody took the session back meanwhile."""
    known = talk.memory.documents(one.session)
    if not known:
        known = _sent_by_others(talk, one)
    for batch in _batches(_changed(one, known)):
        answered, kept = talk.row(
            "SELECT answered, kept FROM kmhub.put(%s, %s, %s, %s::jsonb, %s)",
            talk.organisation, one.session, one.cut, f"[{','.join(text for _, text in batch)}]",
            talk.settings.laptop,
        )  # fmt: skip
        if answered is None:
            talk.told.gone += 1
            return False
        talk.memory.sent(one.session, [known for known, _ in batch], answered)
        talk.told.sent += len(batch)
        talk.told.conflicts += kept
    return True


def _sent_by_others(talk: Talk, one: Leaving) -> dict[str, tuple[int, str]]:
    """What another machine sent and leaves no more, by the file that is here: it is to be taken out."""
    rows = talk.rows(
        "SELECT tab, id, rev, digest FROM kmhub.entries WHERE org = %s AND year = %s AND session = %s",
        talk.organisation, one.year, one.session,
    )  # fmt: skip
    return {
        f"{table}/{id_}": (rev, digest)
        for table, id_, rev, digest in rows
        if (table, id_) not in one.documents and one.revisions.get((table, id_), -1) >= rev
    }


def _take_back(talk: Talk, unshared: Mapping[str, int], there: list[tuple[str, int, bool]]) -> None:
    """Take back what is shared no more and the hub still has; of anything else not even the id is sent."""
    known = talk.memory.withdrawn()
    wanted = {one: at for one, at in unshared.items() if known.get(one) != at}
    for session, generation, gone in there:
        at = wanted.get(session)
        if at is None or at < generation:
            continue
        if gone and at == generation:
            talk.memory.withdrew(session, at, talk.memory.answered)
            continue
        (answered,) = talk.row(
            "SELECT kmhub.withdraw(%s, %s, %s, %s)", talk.organisation, session, at, talk.settings.laptop
        )
        talk.memory.withdrew(session, at, answered)
        talk.told.withdrawn += 1


def _batches(changed: Iterator[dict[str, Any]]) -> Iterator[list[tuple[tuple[str, int, str], str]]]:
    batch: list[tuple[tuple[str, int, str], str]] = []
    size = 0
    for document in changed:
        text = json.dumps(document)
        batch.append(((f"{document['tab']}/{document['id']}", document["rev"], document["digest"]), text))
        size += len(text)
        if len(batch) == BATCH or size > _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _changed(one: Leaving, sent: dict[str, tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """The documents that are other than the hub has them from here, and those that leave no more."""
    for (table, id_), (rev, document) in one.documents.items():
        before = sent.get(f"{table}/{id_}")
        digest = digest_of(document)
        if before != (rev, digest):
            yield {
                "tab": table, "id": id_, "rev": rev, "digest": digest, "base": before and before[1],
                "deleted": False, "json": document,
            }  # fmt: skip
    for key, rev in one.revisions.items():
        before = sent.get("/".join(key))
        # A line that was deleted is said to be so even where this laptop never sent it: another may have.
        if key not in one.documents and before != (rev, "") and (before is not None or key in one.deleted):
            yield {
                "tab": key[0], "id": key[1], "rev": rev, "digest": "", "base": before and before[1],
                "deleted": True, "json": None,
            }  # fmt: skip
