"""Laptops that share through a hub."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from kmfacilitate.hub.connection import connect
from kmfacilitate.hub.exchange import Exchange
from kmfacilitate.hub.settings import Settings
from kmfacilitate.hub.team import Team
from kmfacilitate.hub.told import Told
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places


@dataclass
class Laptop:
    """A library of one person, and its hub."""

    library: Library
    places: Places
    settings: Settings

    def exchange(self, **more: Any) -> Exchange:
        return Exchange(self.library, self.places, self.settings, **more)

    def push(self, **more: Any) -> Told:
        return self.exchange(**more).push()

    def pull(self, **more: Any) -> Told:
        return self.exchange(**more).pull()

    def ask(self) -> Ask:
        """Ask the index, brought up to date."""
        update(self.library, self.places)
        return Ask(self.library, self.places)

    def plainly(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Go round the program: plain SQL, in this person's name; how many rows, where none come back."""
        with connect(self.settings.url) as connection:
            done = connection.execute(sql.encode(), values)
            return done.fetchall() if done.description else [(done.rowcount,)]

    def write(self, title: str, *lines: dict[str, Any], rev: int = 1, **meeting: Any) -> str:
        """Write a session and share it; the same title again is the same session, written over."""
        id_ = session_id_from(title)
        noon = "2026-11-22T12:00:00.000Z"
        documents = {
            "_meta": {"1": {"schema": 1, "what": "session", "session": id_}},
            "session": {"1": {"rev": rev, "title": title, "template": "after-action-review", "language": "en",
                              "technique": "after-action-review", "state": "finished", "created": noon,
                              "names": "all", **meeting}},
            "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 12}},
            "entries": {str(10**18 + n): {"rev": 1, "kind": "lesson", "stage": "actual", "n": n, "at": noon,
                                           **line}
                        for n, line in enumerate(lines, 1)},
            "template": {"1": {"rev": 1, "id": "after-action-review",
                               "stages": [{"id": "actual", "title": "What?"}]}},
        }  # fmt: skip
        path = self.library.sessions_folder / "2026" / f"2026-11-22-{id_}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Lines().encode(documents))
        self.settings.share(id_)
        return id_

    def held(self) -> dict[str, bytes]:
        """The team's sessions as they are here, without the notes of how they came."""
        team = Team(self.library, self.places)
        held = {}
        for session in sorted(team.sessions()):
            tables = json.loads(team.path(session).read_bytes())
            del tables["hub"]
            held[session] = json.dumps(tables, sort_keys=True).encode()
        return held


def laptop_at(home: Path, url: str) -> Laptop:
    """A laptop whose library and program's folders lie in one folder, as it is there or new."""
    places = Places(home / "state", home / "cache", home / "config", home / "documents")
    library = Library.open(home / "library", places=places, chance=Random(home.name))
    return Laptop(library, places, Settings.new(url, "clinic", Random(home.name)))
