"""One laptop of the benchmark, in a process of its own: does what it reads, and says how long each took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from _hub_filled import ORGANISATION, write_session
from _made_up import MadeUp

from kmfacilitate.hub.connection import connect, hub_of
from kmfacilitate.hub.exchange import Exchange
from kmfacilitate.hub.memory import Memory, memory_path
from kmfacilitate.hub.settings import Settings
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places


class Laptop:
    """A laptop that has read everything so far."""

    def __init__(self, url: str, home: Path, number: int) -> None:
        self._made = MadeUp(1000 + number)
        home.mkdir(parents=True)
        self._places = Places(home / "state", home / "cache", home / "config", home)
        self._library = Library.open(home / "library", places=self._places, chance=Random(number))
        self._settings = Settings.new(url, ORGANISATION, Random(number))
        self._home = home
        self._waited = 0.0
        memory = Memory(memory_path(self._library, self._places))
        with connect(url) as connection:
            hub = hub_of(connection)
            _, answered = connection.execute(
                "SELECT role, answered FROM kmhub.greet(%s, %s)", (ORGANISATION, self._settings.laptop)
            ).fetchone() or ("", 0)
            (horizon,) = connection.execute("SELECT kmhub.horizon(%s)", (ORGANISATION,)).fetchone() or (0,)
        memory.start_again(hub, answered)
        for table, place in {
            "sessions": [horizon, ""], "entries": [horizon, "", "", ""],
            "decisions": [horizon, "", "", 0], "conflicts": [horizon],
        }.items():  # fmt: skip
            memory.read_to(table, place, answered)
        memory.close()
        self._asking = connect(url)
        self._asking.prepare_threshold = 0

    def write(self, turn: int, sessions: int, lessons: int) -> None:
        """Have some new sessions that are shared."""
        for at in range(sessions):
            session, _ = write_session(self._library, self._made, f"{self._home} {turn} {at}", lessons)
            self._settings.share(session)

    def push(self) -> dict[str, float]:
        """Send them; in `hub` how long the hub was waited for."""
        told, seconds = self._timed(lambda exchange: exchange.push())
        return {"seconds": seconds, "hub": self._waited, "documents": told.sent}

    def pull(self) -> dict[str, float]:
        """Bring what changed."""
        told, seconds = self._timed(lambda exchange: exchange.pull())
        return {"seconds": seconds, "hub": self._waited, "documents": told.taken}

    def _timed(self, does: Callable[[Exchange], Any]) -> tuple[Any, float]:
        self._waited = 0.0
        exchange = Exchange(self._library, self._places, self._settings, connected=self._connected)
        begun = time.perf_counter()
        told = does(exchange)
        return told, time.perf_counter() - begun

    def _connected(self, url: str) -> Any:
        begun = time.perf_counter()
        connection = connect(url)
        self._waited += time.perf_counter() - begun
        execute = connection.execute

        def timed(*words: Any, **more: Any) -> Any:
            begun = time.perf_counter()
            try:
                return execute(*words, **more)
            finally:
                self._waited += time.perf_counter() - begun

        connection.execute = timed  # type: ignore[method-assign]
        return connection

    def ask(self, sql: str, questions: list[str]) -> dict[str, Any]:
        """Ask the hub something of each question, over one connection."""
        times, found = [], 0
        for question in questions:
            begun = time.perf_counter()
            asked = {"org": ORGANISATION, "q": question}
            found += len(self._asking.execute(sql.encode(), asked).fetchall())
            times.append(time.perf_counter() - begun)
        return {"times": times, "found": found}


def main() -> None:
    """Read what to do, a line each, and answer each with a line."""
    url, home, number = sys.argv[1:4]
    laptop = Laptop(url, Path(home), int(number))
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        what, *rest = json.loads(line)
        sys.stdout.write(f"{json.dumps(getattr(laptop, what)(*rest) or {})}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
