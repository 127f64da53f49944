"""A session in the real app that is killed again and again, and a model of what it must hold afterwards."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from .window import PATIENCE, Window

WORDS = ("door", "alert", "night team", "log", "café", "recording", "shift", "nobody", "38 minutes", "→ why")
STARTING = 1.2
"""Seconds within which a kill may come while the program starts."""
TYPING = 0.5
"""Seconds within which a kill may come once the first key is answered; sometimes it comes before that."""


class Wrong(AssertionError):
    """What a start found is not what was acknowledged before."""


class KilledSession:
    """One session, typed through a terminal, in a program that is killed at random moments.

    A line counts as acknowledged when the screen shows it without the dot that says it is on its way to the
    disk, at whatever moment the program dies. What a start finds must be exactly the lines found before and
    then the first of those entered since, in order, with none that was acknowledged missing. The half-typed
    line that it offers must be (the beginning of) the one that was being typed; all of it where it was kept.

    Args:
        folder: holds the library and the state of the machine; it must be new.
        chance: decides what is typed, and when the program is killed.
    """

    def __init__(self, folder: Path, chance: Random) -> None:
        self.kills = 0
        self.acknowledged = 0
        self.offered = 0
        """How often a half-typed line was offered again."""
        self._folder = folder
        self._chance = chance
        self._number = 0
        self._found: list[str] = []
        self._entered: list[str] = []
        self._saved: set[str] = set()
        self._half: set[str] = {""}
        window = Window(folder, "start", "after-action-review", "--title", "Killed")
        try:
            window.until("Can we all work", "F1")
            window.line(":go 3", "What actually happened")
            self._type_and_kill(window, "")
        finally:
            window.close()

    @property
    def path(self) -> Path:
        """The session file."""
        (path,) = (self._folder / "library" / "sessions").glob("2*/*.json")
        return path

    @property
    def awaited(self) -> bool:
        """Whether lines were acknowledged that the next start must find."""
        return bool(self._saved)

    def live(self) -> None:
        """Start the program, look at what it found, type, and kill it.

        Raises:
            Wrong: something is lost, twice, or other than it was typed.
        """
        self._texts()  # whole, whatever was being written
        by_home = self._chance.random() < 0.3
        window = Window(self._folder, *(() if by_home else ("resume", "last")))
        try:
            if self._chance.random() < 0.15:
                self._watch(window, self._chance.uniform(0, STARTING))
                window.kill()
                self.kills += 1
                return
            if by_home:
                window.until("Not finished", "Enter")
                window.press("enter")
            window.wait_for(lambda: "Enter add" in window.screen()[-1], "the runner did not open")
            self._compare()
            self._type_and_kill(window, self._half_offered(window))
        finally:
            window.close()

    def forget_last_life(self) -> None:
        """The control: throw away what the last life wrote, as a store would that writes too late."""
        texts = set(self._found)
        session = json.loads(self.path.read_bytes())
        entries = session.get("entries", {})
        session["entries"] = {id_: entry for id_, entry in entries.items() if entry["text"] in texts}
        self.path.write_text(json.dumps(session))
        for journal in (self._folder / "state" / "journal").rglob("*.jsonl"):
            journal.unlink()

    def _texts(self) -> list[str]:
        entries = json.loads(self.path.read_bytes()).get("entries", {}).values()
        return [str(entry["text"]) for entry in sorted(entries, key=lambda entry: entry["n"])]

    def _compare(self) -> None:
        texts = self._texts()
        twice = [text for text, many in Counter(texts).items() if many > 1]
        if twice:
            raise Wrong(f"twice: {twice}")
        lost = [text for text in self._found + self._entered if text in self._saved and text not in texts]
        if lost:
            raise Wrong(f"acknowledged, and lost: {lost}")
        whole = self._found + self._entered
        if texts != whole[: len(texts)] or len(texts) < len(self._found):
            raise Wrong(f"found {texts[len(self._found) :]}, entered {self._entered}")
        self.acknowledged += len(self._saved)
        self._saved.clear()
        if len(texts) < len(whole):  # the first line whose Enter came too late was still being typed
            self._half = beginnings(whole[len(texts)]) | (self._half if texts == self._found else set())
        self._found, self._entered = texts, []

    def _half_offered(self, window: Window) -> str:
        shown = typed_in(window.screen())
        half = self._kept(window)
        if half.rstrip() != shown:
            raise Wrong(f"offered {shown!r}, kept {half!r}")
        if half not in self._half:
            raise Wrong(f"offered {half!r}, allowed {sorted(self._half)[-3:]}")
        self.offered += bool(half)
        return half

    def _kept(self, window: Window) -> str:
        """What the file of the half-typed line of a window says."""
        (draft,) = (self._folder / "state" / "draft").glob(f"*.{window.pid}.json")
        while True:  # it is written over in place: a look in the middle sees half of two
            with contextlib.suppress(ValueError):
                return str(json.loads(draft.read_bytes())["text"])

    def _type_and_kill(self, window: Window, half: str) -> None:
        first = {half}
        if half and self._chance.random() < 0.5:
            window.press("ctrl+u")
            window.wait_for(lambda: not typed_in(window.screen()), "the line was not emptied")
            half = ""
        rest = self._line()
        drawn = len(window.raw)
        for_so_long = self._chance.uniform(0, TYPING)
        end = time.monotonic() + (for_so_long if for_so_long < TYPING / 10 else PATIENCE)
        while time.monotonic() < end:
            cut = self._chance.randint(1, 12)
            chunk, rest = rest[:cut], rest[cut:]
            window.type(chunk)
            half += chunk
            if len(window.raw) > drawn:  # it answers: now the time runs, however busy the machine
                drawn, end = sys.maxsize, time.monotonic() + for_so_long
            if not rest:
                window.press("enter")
                self._entered.append(half)
                half, rest = "", self._line()
            self._watch(window, self._chance.uniform(0, 0.01))
        certain = self._chance.random() < 0.3
        if certain:
            self._watch_until_kept(window, half)
        window.kill()
        self.kills += 1
        self._see_saved(window)
        if certain:
            self._half = {half}
        else:
            self._half = beginnings(half) | (set() if self._entered else first)

    def _line(self) -> str:
        self._number += 1
        words = self._chance.sample(WORDS, self._chance.randint(1, 3))
        return f"w{self._number:05d} {' '.join(words)}"

    def _watch(self, window: Window, seconds: float) -> None:
        window.read_for(seconds)
        self._see_saved(window)

    def _watch_until_kept(self, window: Window, half: str) -> None:
        """Wait until the last line is saved and the file of the half-typed line holds it."""

        def kept() -> bool:
            self._see_saved(window)
            return self._kept(window) == half and self._saved.issuperset(self._entered[-1:])

        window.wait_for(kept, f"{half!r} was not kept")

    def _see_saved(self, window: Window) -> None:
        shown = saved_lines(window.screen())
        self._saved.update(text for text in self._entered if text in shown)


def beginnings(text: str) -> set[str]:
    """All of a text that may have been typed at some moment."""
    return {text[:end] for end in range(len(text) + 1)}


def saved_lines(rows: list[str]) -> set[str]:
    """The texts of the lines that a screen shows as saved: without the dot after their number."""
    found = set()
    for row in rows:
        number, _, text = row.strip().partition(" ")
        if number.startswith("3.") and number[2:].isdigit():
            found.add(text.strip())
    return found


def typed_in(rows: list[str]) -> str:
    """What stands in the capture line of a screen: the first row of the last block with a bar at its left."""
    at = max((at for at, row in enumerate(rows) if row.startswith("▌")), default=0)
    while at and rows[at - 1].startswith("▌"):
        at -= 1
    text = rows[at].removeprefix("▌").removeprefix(" ")
    return "" if text.startswith(" ") else text.rstrip()  # an empty line says what may be typed, set off
