"""Sessions held line by line in this process, with a time set by hand; and the real command beside them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest

from kmfacilitate.cli import main
from kmfacilitate.desk import Desk
from kmfacilitate.plain.listening import Heard, Meanwhile, Piped
from kmfacilitate.plain.runner import PlainSession
from kmfacilitate.report.deliver import deliver
from kmfacilitate.report.edition import edition
from kmfacilitate.session.beginning import Plan
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import TemplateShelf

ROOT = Path(__file__).resolve().parent.parent
BEGAN = datetime(2026, 11, 22, 9, 50, tzinfo=UTC)


class HandTime:
    """A time that stands still until it is moved."""

    def __init__(self, at: datetime = BEGAN) -> None:
        self.at = at
        self._slept = 0.0

    def now(self) -> datetime:
        return self.at

    def asleep(self) -> float:
        return self._slept

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    def sleep(self, minutes: float) -> None:
        """The machine sleeps: the wall clock goes on, the program does not."""
        self.wait(minutes)
        self._slept += minutes * 60


class AtKeyboard:
    """Lines typed one by one by somebody whose terminal can offer text to be changed."""

    offers = True

    def __init__(self, *typed: str) -> None:
        self._typed = list(typed)
        self.offered: list[str] = []
        self.recalled: list[str] = []
        self.prompts: list[str] = []

    def hear(
        self, prompt: str, offered: str = "", *, recalled: str = "", meanwhile: Meanwhile | None = None
    ) -> Heard | None:
        self.prompts.append(prompt)
        self.offered.append(offered)
        self.recalled.append(recalled)
        if not self._typed:
            return None
        return Heard(len(self.prompts), self._typed.pop(0))


@cache
def script(template: str) -> Template:
    """A shipped template."""
    return TemplateShelf().get(template)


@dataclass
class Said:
    """What came of lines: exit code, what was said, and what went wrong."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Room:
    """A library in a temporary folder, with one session in it that lines are typed into."""

    folder: Path
    time: HandTime = field(default_factory=HandTime)
    chance: Random = field(default_factory=lambda: Random(1))
    path: Path | None = None

    @property
    def places(self) -> Places:
        state = self.folder / "state"
        return Places(state, state / "cache", state / "config", self.folder)

    @property
    def library(self) -> Library:
        self.folder.mkdir(exist_ok=True)
        return Library.open(
            self.folder / "library", places=self.places, now=self.time.now, chance=self.chance
        )

    def open(self, template: str = "after-action-review", **plan: Any) -> Desk:
        """Begin a session; a list of people is parted by semicolons."""
        people = tuple(name for name in plan.pop("people", "").split(";") if name)
        desk = Desk.begin(
            self.library,
            script(template),
            Plan(people=people, **plan),
            time_=self.time,
            chance=self.chance,
            places=self.places,
        )
        self.path = desk.file.path
        return desk

    def again(self) -> tuple[Desk, tuple[str, ...]]:
        """Open the session again, as after leaving or a crash."""
        assert self.path is not None
        return Desk.resume(self.library, self.path, time_=self.time, chance=self.chance, places=self.places)

    def session(self) -> Session:
        assert self.path is not None
        return Session.read(SessionFile.open(self.path, places=self.places).documents)

    def json(self, which: str = "full") -> Any:
        return json.loads(self._delivered(which, "json"))

    def markdown(self, which: str = "shared") -> str:
        return self._delivered(which, "md")

    def _delivered(self, which: Any, form: Any) -> str:
        return deliver(edition(self.session(), which), self.time.now(), form).text

    def type(self, *lines: str, **plan: Any) -> Said:
        """Begin a session, pipe these lines into it, and leave it."""
        template = plan.pop("template", "after-action-review")
        return hold(self.open(template, **plan), lines)

    def go_on(self, *lines: str) -> Said:
        """Go on with the session as `resume` does, and leave it."""
        desk, notes = self.again()
        return hold(desk, lines, notes=(*notes, *desk.go_on()))


def hold(desk: Desk, lines: Iterable[str] | bytes, notes: tuple[str, ...] = ()) -> Said:
    """Pipe lines into a desk and leave it."""
    data = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
    return _held(PlainSession(desk, Piped(io.BytesIO(data))), notes)


def hold_typed(desk: Desk, keyboard: AtKeyboard, notes: tuple[str, ...] = ()) -> Said:
    """Type lines at a keyboard."""
    return _held(PlainSession(desk, keyboard, piped=False), notes)


def _held(session: PlainSession, notes: tuple[str, ...]) -> Said:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = session.run(notes)
    return Said(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def entries(view: Any, kind: str) -> list[Any]:
    """The entries of a kind in the JSON of a session, but for those that were taken out or forgotten."""
    return [entry for entry in view["entries"] if entry["kind"] == kind and not entry.get("deleted")]


def command(*arguments: str, given: bytes = b"", folder: Path, cwd: Path | None = None, **more: Any) -> Said:
    """Run the real command with a library and a state folder below a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "kmfacilitate", *arguments],
        input=given,
        capture_output=True,
        cwd=cwd or folder,
        env=environment(folder),
        timeout=60,
        **more,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def command_here(
    *arguments: str, given: bytes = b"", folder: Path, cwd: Path | None = None, zone: str = "UTC"
) -> Said:
    """Run a command in this process, with a library, a state folder and streams of its own.

    It says and leaves what `command` does, and is quicker by all that a new process has to load.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    around = {**environment(folder), "TZ": zone}
    with pytest.MonkeyPatch.context() as patch, mock.patch.dict(os.environ, around, clear=True):
        patch.chdir(cwd or folder)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as left:
            main(arguments)
    assert isinstance(left.value.code, int)
    return Said(left.value.code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command: a library and a state folder of its own, no locale to lean on."""
    return {
        **os.environ,
        "KMFACILITATE_LIBRARY": str(folder / "library"),
        "KMFACILITATE_STATE": str(folder / "state"),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "TZ": "UTC",
    }
