"""The store killed with `kill -9` at random moments, against a model: nothing lost, twice, or wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from effort import times
from made_up import a_session, entry_id

from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

Make = Callable[..., SessionFile]
HERE = Path(__file__).parent
LIVES = 25
"""Kills of one session; then another one is begun."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")


class Killer:
    """Has a session file written to by a child, and kills the child."""

    def __init__(self, places: Places, chance: Random) -> None:
        self._places = places
        self._chance = chance
        self._parent = subprocess.Popen(
            [sys.executable, str(HERE / "killed_child.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def a_life(self, path: Path, first: int, *, early: bool = False) -> list[tuple[str, int]]:
        """One child writes lines with the numbers after `first`, and is killed; what it said was saved."""
        out = self._parent.stdout
        assert self._parent.stdin is not None
        assert out is not None
        self._parent.stdin.write(f"{path}\t{self._places.state}\t{first}\t{'early' * early}\n")
        self._parent.stdin.flush()
        said: list[str] = []
        while not (said and said[-1].startswith("pid")):
            said.append(out.readline().rstrip("\n"))
        timer = threading.Timer(
            self._chance.uniform(0.0, 0.06), os.kill, (int(said.pop().split()[1]), signal.SIGKILL)
        )
        timer.start()
        while (line := out.readline().rstrip("\n")) != "over":
            assert line, "the parent of the children is gone"
            said.append(line)
        timer.join()
        return [(sign, int(number)) for sign, _, number in (line.partition(" ") for line in said)]

    def close(self) -> None:
        self._parent.communicate()


@pytest.fixture
def killer(places: Places) -> Iterator[Killer]:
    found = Killer(places, Random(7))
    yield found
    found.close()


def lines(file: SessionFile) -> dict[int, bool]:
    """The lines of a session: their numbers, and whether they are corrected."""
    entries = file.documents["entries"]
    assert all(id_ == entry_id(document["n"]) for id_, document in entries.items())
    return {document["n"]: document["text"] == "corrected" for document in entries.values()}


def test_killed_at_any_moment_the_file_holds_what_was_acknowledged(
    make: Make, again: Make, killer: Killer
) -> None:
    chance = Random(8)
    acknowledged = 0
    for life in range(times(30, 1000)):
        if life % LIVES == 0:
            file = make(a_session(30, session=f"{life:04d}-7fq2-m8t4"))
            file.close()
            model = lines(file)
            under_way: set[tuple[int, bool]] = set()
        said = killer.a_life(file.path, max(model))
        acknowledged += len(said)
        model |= {number: sign == "~" for sign, number in said}
        under_way |= {(max(model), True), (max(model) + 1, False)}
        if chance.random() < 0.5 and (life + 1) % LIVES:
            continue  # the next child finds what this one left, and may be killed while it takes that in
        found = lines(again(file))
        lost = [number for number in model if number not in found or model[number] > found[number]]
        assert not lost, f"life {life}"
        assert found.items() - model.items() <= under_way, f"life {life}: more than was under way"
        model, under_way = found, set()
    assert acknowledged > times(3, 300), "the kills came while lines were written"


def test_the_kills_bite(make: Make, again: Make, killer: Killer) -> None:
    """The control: a program that says "saved" before it is loses lines."""
    lost = 0
    for life in range(times(30, 200)):
        if life % LIVES == 0:
            file = make(a_session(30, session=f"{life:04d}-7fq2-m8t4"))
            file.close()
        said = killer.a_life(file.path, 1000 * (life + 1), early=True)
        lost += len({number for _, number in said} - set(lines(again(file))))
    assert lost > 0
