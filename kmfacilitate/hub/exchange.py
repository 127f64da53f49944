"""Push and pull: the union by id and revision with the hub, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kmfacilitate.errors import Unable
from kmfacilitate.store.fsio import DISK, Disk, stamp_of
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, name_of
from kmfacilitate.store.shelf import heads

from .connection import connect, hub_of, talking
from .leaving import Leaving, digest_of, leaving
from .memory import Memory, Sent, read_memory, write_memory
from .settings import Settings
from .team import Arrived, Team

if TYPE_CHECKING:
    from .connection import Connect, Connection

BATCH = 1000
"""Documents in one transaction."""


@dataclass(slots=True)
class Told:
    """What an exchange did."""

    sent: int = 0
    conflicts: int = 0
    withdrawn: int = 0
    taken: int = 0
    removed: int = 0
    gone: int = 0
    """Sessions that were not sent since they were taken back, from another laptop or before."""
    compared_again: bool = False
    """The hub knew less than it had acknowledged: it came back from an older backup."""


class Exchange:
    """A library and its hub. Every step may be cut off and done again.

    Args:
        library: The library.
        places: The folders of this machine.
        settings: Its hub.
        connected: Opens a connection.
        disk: The disk.
    """

    def __init__(
        self,
        library: Library,
        places: Places,
        settings: Settings,
        *,
        connected: Connect = connect,
        disk: Disk = DISK,
    ) -> None:
        self._library, self._places, self._settings = library, places, settings
        self._connected, self._disk = connected, disk
        self._team = Team(library, places, disk)

    def would_leave(self) -> list[Leaving]:
        """What a push would send of the sessions marked for sharing, unless the hub has it already.

        Raises:
            Unable: A file can't be read.
        """
        return [one for _, _, one in self._leaving(Memory()) if one is not None]

    def push(self) -> Told:
        """Send what changed since the last push, and take away what is shared no more.

        Raises:
            Unable: The hub can't be reached or refuses; what it acknowledged stays, and a push goes on there.
        """
        return self._talk(self._push)

    def pull(self) -> Told:
        """Bring what changed at the hub since the last pull.

        Raises:
            Unable: The hub can't be reached; what was brought stays, and a pull goes on there.
        """
        return self._talk(self._pull)

    def _talk(self, does: Callable[[Connection, Memory, Told], None]) -> Told:
        told = Told()
        memory = read_memory(self._library, self._places, self._disk)
        with talking(self._settings.url, self._connected) as connection:
            self._meet(connection, memory, told)
            does(connection, memory, told)
            self._receipt(connection, memory)
            self._keep(memory)
        return told

    def _keep(self, memory: Memory) -> None:
        write_memory(self._library, self._places, memory, self._disk)

    def _meet(self, connection: Connection, memory: Memory, told: Told) -> None:
        hub = hub_of(connection)
        org, laptop = self._settings.organisation, self._settings.laptop
        role = connection.execute("SELECT kmhub.role_in(%s)", (org,)).fetchone()
        if role is None or role[0] is None:
            raise Unable(f"You are no member of {org} at this hub; ask its keeper to admit you.")
        row = connection.execute(
            "SELECT coalesce((SELECT answered FROM kmhub.receipts WHERE org = %s AND laptop = %s "
            "AND member = current_user), 0), pg_snapshot_xmin(pg_current_snapshot()) < %s::xid8",
            (org, laptop, memory.cursor[0]),
        ).fetchone()
        assert row is not None
        if memory.hub != hub or row[0] < memory.answered or row[1]:
            told.compared_again = bool(memory.hub)
            memory.start_again(hub)
            memory.answered = row[0]

    def _receipt(self, connection: Connection, memory: Memory) -> None:
        row = connection.execute(
            "INSERT INTO kmhub.receipts AS known (org, laptop, answered) VALUES (%s, %s, %s) "
            "ON CONFLICT (org, member, laptop) DO UPDATE "
            "SET answered = greatest(known.answered, excluded.answered) RETURNING answered",
            (self._settings.organisation, self._settings.laptop, memory.answered + 1),
        ).fetchone()
        memory.answered = row[0] if row else memory.answered + 1

    def _leaving(self, memory: Memory) -> Iterator[tuple[str, list[int], Leaving | None]]:
        """Session, stamp of its file, and what leaves; sessions whose file is as it was are left out."""
        files: dict[str, Path] = {
            head.id: head.path for head in heads(self._library, self._disk) if not head.broken
        }
        for session, generation in self._settings.shared.items():
            path = files.get(session)
            if path is None:
                continue
            stamp = list(stamp_of(self._disk.stat(path)))
            known = memory.sent.get(session)
            if known is None or known.stamp != stamp or known.generation != generation:
                yield session, stamp, leaving(path, self._disk)

    def _push(self, connection: Connection, memory: Memory, told: Told) -> None:
        org = self._settings.organisation
        for session in [one for one in self._settings.shared if self._is_purged(one)]:
            self._settings.unshare(session)
        for session, generation in self._settings.withdrawn.items():
            if memory.withdrawn.get(session) != generation:
                self._withdraw(connection, session, generation)
                memory.withdrawn[session] = generation
                memory.sent.pop(session, None)
                self._keep(memory)
                told.withdrawn += 1
        for session, stamp, one in list(self._leaving(memory)):
            generation = self._settings.shared[session]
            sent = memory.sent.setdefault(session, Sent())
            if sent.generation != generation:
                sent.documents.clear()
            sent.generation = generation
            if one is None:  # it was made confidential, or shared as nothing, since it was marked
                self._withdraw(connection, session, generation)
                sent.documents.clear()
                told.withdrawn += 1
            else:
                connection.execute("SELECT kmhub.open_year(%s)", (one.year,))
                connection.execute(
                    "SELECT kmhub.set_session(%s, %s, %s, %s, %s, false)",
                    (org, session, one.year, one.language, generation),
                )
                is_gone = connection.execute(
                    "SELECT gone FROM kmhub.sessions WHERE org = %s AND session = %s", (org, session)
                ).fetchone()
                if is_gone is None or is_gone[0]:
                    told.gone += 1
                    continue
                self._send(connection, memory, one, sent, told)
            sent.stamp = stamp
            self._keep(memory)

    def _is_purged(self, session: str) -> bool:
        return (self._places.purged / name_of(session)).exists()

    def _withdraw(self, connection: Connection, session: str, generation: int) -> None:
        connection.execute(
            "SELECT kmhub.set_session(%s, %s, 2000, 'simple', %s, true)",
            (self._settings.organisation, session, generation),
        )

    def _send(self, connection: Connection, memory: Memory, one: Leaving, sent: Sent, told: Told) -> None:
        changed = list(_changed(one, sent))
        for start in range(0, len(changed), BATCH):
            batch = changed[start : start + BATCH]
            row = connection.execute(
                "SELECT kmhub.put(%s, %s, %s, %s::jsonb)",
                (self._settings.organisation, one.session, one.cut, json.dumps(batch)),
            ).fetchone()
            for document in batch:
                name = f"{document['tab']}/{document['id']}"
                sent.documents[name] = [document["rev"], document["digest"]]
            self._keep(memory)
            told.sent += len(batch)
            told.conflicts += row[0] if row else 0

    def _pull(self, connection: Connection, memory: Memory, told: Told) -> None:
        org = self._settings.organisation
        row = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
        horizon = str(row[0]) if row else "0"
        while True:
            rows = connection.execute(
                "SELECT changed::text, session, tab, id, rev, cut, digest, json FROM kmhub.entries "
                "WHERE org = %s AND (changed, session, tab, id) > (%s::xid8, %s, %s, %s) "
                "AND changed < %s::xid8 ORDER BY org, changed, session, tab, id LIMIT %s",
                (org, *memory.cursor, horizon, BATCH),
            ).fetchall()
            told.taken += self._team.take(Arrived(*row[1:]) for row in rows)
            if len(rows) < BATCH:
                break
            memory.cursor = list(rows[-1][:4])
            self._keep(memory)
        here = self._team.sessions()
        for changed in connection.execute(
            "SELECT session, gone FROM kmhub.sessions WHERE org = %s AND changed >= %s::xid8",
            (org, memory.sessions_cursor),
        ).fetchall():
            if changed[1] and name_of(changed[0]) in here:
                if not self._team.drop(changed[0]):
                    raise Unable(f"{self._team.path(changed[0])} can't be removed; remove it by hand.")
                told.removed += 1
        memory.cursor, memory.sessions_cursor = [horizon, "", "", ""], horizon


def _changed(one: Leaving, sent: Sent) -> Iterator[dict[str, Any]]:
    """The documents that are other than the hub has them from here, and those that leave no more."""
    for (table, id_), (rev, document) in one.documents.items():
        before = sent.documents.get(f"{table}/{id_}", [0, None])
        digest = digest_of(document)
        if before != [rev, digest]:
            yield {
                "tab": table, "id": id_, "rev": rev, "digest": digest, "base": before[1],
                "deleted": False, "json": document,
            }  # fmt: skip
    for key, rev in one.revisions.items():
        before = sent.documents.get("/".join(key), [0, None])
        # A line that was deleted is said to be so even where this laptop never sent it: another may have.
        if key not in one.documents and before != [rev, ""] and (before[1] is not None or key in one.deleted):
            yield {
                "tab": key[0], "id": key[1], "rev": rev, "digest": "", "base": before[1],
                "deleted": True, "json": None,
            }  # fmt: skip
