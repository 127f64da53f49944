"""An export under way: session after session is read, what is made of it is written, and all is counted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.report.deliver import NOT_FOR_SHARING, Delivery
from kmfacilitate.report.edition import Edition, Which, edition
from kmfacilitate.report.markdown import Tasks
from kmfacilitate.report.names import Names
from kmfacilitate.session.facilitation import last_sign
from kmfacilitate.session.session import Session
from kmfacilitate.speech import say, say_error
from kmfacilitate.store.library import Library
from kmfacilitate.store.outfile import UNFLUSHED, folder_of, write_bytes, writing
from kmfacilitate.store.session_file import SessionFile

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_PATIENCE = 1.0
"""Seconds after which a terminal is shown how far it is."""
_FEW = 10
"""So many files are named one by one on a terminal; a pipe is given every name."""


@dataclass(frozen=True)
class Wish:
    """What is asked of an export besides the sessions.

    `lessons` is for lessons alone, with these `words` in them; `table` for one table of those that csv has.
    """

    form: str = "md"
    which: Which = "shared"
    tasks: Tasks = "github"
    without: tuple[str, ...] = ()
    artefact: bool = False
    layout: Path | None = None
    lessons: bool = False
    words: str = ""
    table: str = ""

    def name(self, name: str, end: str) -> str:
        """The name of a file over many sessions; a full one says that it is not for sharing."""
        return f"{name}-{NOT_FOR_SHARING}.{end}" if self.which == "full" else f"{name}.{end}"


def read_session(path: Path) -> tuple[Session, datetime]:
    """A session, and the moment up to which it is told: so the same data gives the same bytes at any time.

    Raises:
        Unable: It can't be read.
    """
    file = SessionFile.open(path)
    read = Session.read(file.documents)
    file.close()
    return read, last_sign(read) or datetime.now(UTC)


class Progress:
    """How far it is, on a terminal and only when it takes a while."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._began = clock()
        self._done = 0
        self._bar: ProgressBar[Any] | None = None

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(1)
        elif sys.stderr is not None and sys.stderr.isatty() and self._clock() - self._began > _PATIENCE:
            self._bar = click.progressbar(length=self._total, label=_("Exporting"), file=sys.stderr)
            self._bar.update(self._done)

    def close(self) -> None:
        """Leave the line of the terminal."""
        if self._bar is not None:
            self._bar.render_finish()


@dataclass
class Export:
    """Reads sessions and writes files into a folder.

    What fails with one session is said, and the others go on; with one alone it is raised.
    """

    library: Library
    wish: Wish
    paths: Sequence[Path]
    folder: Path
    force: bool = False
    many: bool = False
    """Whether the sessions were chosen among all, so that one file holds them where that makes sense."""
    written: int = 0
    failed: int = 0
    _names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        self.progress = Progress(len(self.paths))
        self._quiet = sys.stdout is not None and sys.stdout.isatty() and len(self.paths) > _FEW

    @property
    def several(self) -> bool:
        """Whether one table or calendar holds all of them."""
        return self.many or len(self.paths) > 1

    @cached_property
    def lessons_meant(self) -> Mapping[str, Collection[str]]:
        """The lessons that have the words asked for, by session."""
        from .finding import lines_with

        return lines_with(self.library, self.wish.words, "lesson")

    def sessions(self) -> Iterator[tuple[Session, datetime]]:
        """The sessions, one in memory at a time."""
        for path in self.paths:
            found = None
            with self._trouble():
                found = read_session(path)
            if found is not None:
                yield found
            self.progress.step()

    def editions(self) -> Iterator[tuple[Edition, datetime]]:
        """What leaves of them."""
        for session, at in self.sessions():
            found = None
            with self._trouble():
                found = edition(session, self.wish.which, without=self.wish.without)
            if found is not None:
                yield found, at

    def each(self, make: Callable[[Session, datetime], Delivery]) -> None:
        """Write a file for each session; two of one day and title get names of their own."""
        for session, at in self.sessions():
            with self._trouble():
                made = make(session, at)
                self.put(Delivery(self._names.free(made.name), made.data))

    def put(self, made: Delivery) -> None:
        """Write a file and say its name.

        Raises:
            Unable: It is there already, or it can't be written.
        """
        path = self.folder / made.name
        write_bytes(path, made.data, over=self.force, **self._disk())
        self._wrote(path)

    @contextmanager
    def together(self) -> Iterator[Callable[[Delivery], None]]:
        """Files that belong together, in the folder: all of them are there in the end, or none.

        Raises:
            Unable: One is there already, or can't be written.
        """
        made: list[Path] = []
        with folder_of(self.folder, over=self.force, disk=UNFLUSHED) as write:

            def put(one: Delivery) -> None:
                write(one.name, one.data)
                made.append(self.folder / one.name)

            yield put
        for path in made:
            self._wrote(path)

    @contextmanager
    def streams(self, *names: str) -> Iterator[list[Callable[[bytes], None]]]:
        """Files that are written piece by piece while the sessions go by: all of them, or none.

        Raises:
            Unable: One is there already, or can't be written.
        """
        with ExitStack() as open_:
            yield [
                open_.enter_context(writing(self.folder / name, over=self.force, **self._disk()))
                for name in names
            ]
        for name in names:
            self._wrote(self.folder / name)

    def end(self) -> None:
        """Say what a terminal was not told one by one.

        Raises:
            Unable: Something could not be written.
        """
        self.progress.close()
        if self._quiet:
            say(_("{written} files in {folder}").format(written=self.written, folder=self.folder))
        if self.failed:
            raise Unable(
                _("{failed} of {n} could not be written.").format(failed=self.failed, n=len(self.paths))
            )

    def stopped(self) -> Unable:
        """What is said after Ctrl+C."""
        self.progress.close()
        files = _("1 file is") if self.written == 1 else _("{written} files are").format(written=self.written)
        return Unable(
            _("Stopped: {files} written, each of them whole; with --force it begins anew.").format(
                files=files
            )
        )

    def _wrote(self, path: Path) -> None:
        self.written += 1
        if not self._quiet:
            say(str(path))

    def _disk(self) -> dict[str, Any]:
        return {} if len(self.paths) == 1 else {"disk": UNFLUSHED}

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except Unable as unable:
            if len(self.paths) == 1:
                raise
            self.failed += 1
            say_error(str(unable))
