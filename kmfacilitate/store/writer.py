"""The writer thread: takes what is to be kept, saves all that waits in one go, and never gives up."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Edit, Work

from .trouble import NotSaved

if TYPE_CHECKING:
    from .draft import Draft
    from .session_file import SessionFile

WAITS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between tries while something can't be saved; the last one for ever."""
WATCH = 0.8
"""Seconds between looks at what other windows wrote."""

_LATER = N_("Saved, but not in the session file yet: {why}. Go on; it is put there as soon as that is over.")
_AGAIN = N_("The session file has everything again.")
_MISTAKE = N_("the program made a mistake; what you typed is kept here and tried again")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SaveState:
    """How saving stands, for the status line."""

    kind: Literal["saved", "saving", "not saved"]
    since: datetime
    """When the last save was made; since when it is going on, or failing."""
    why: str = ""
    """Why it is failing ("disk full")."""
    unpublished: str = ""
    """Why what is saved can't be put into the session file for now ("disk full")."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    mark: Any
    work: Work | None = None
    forgets: tuple[str, ...] = ()


def _nothing(*_event: Any) -> None:
    """What a caller does who does not want to know."""


class Writer:
    """Saves in a thread of its own; `put` returns at once, and no other thread ever waits for the disk.

    The callbacks are called in the writer thread.

    Args:
        kept: the session file.
        clock: reads the time, for `state` and `on_saved`.
        on_saved: `(marks, documents, at)`: these are on the disk; the documents hold what others wrote, too.
        on_trouble: `(sentence)`: something can't be saved, or not be put into the session file, or was
            recovered; said once for each new reason, and tried for ever.
        on_changed: `(documents)`: another window wrote something.
        on_published: the session file has everything that was saved.
        draft: the half-typed line, written when nothing waits to be saved.
        waits: seconds between tries.
        watch: seconds between looks at what other windows wrote.
    """

    def __init__(
        self,
        kept: SessionFile,
        clock: Callable[[], datetime],
        *,
        on_saved: Callable[[tuple[Any, ...], Documents, datetime], None] = _nothing,
        on_trouble: Callable[[str], None] = _nothing,
        on_changed: Callable[[Documents], None] = _nothing,
        on_published: Callable[[], None] = _nothing,
        draft: Draft | None = None,
        waits: Sequence[float] = WAITS,
        watch: float = WATCH,
    ) -> None:
        self._kept = kept
        self._clock = clock
        self._on_saved = on_saved
        self._on_trouble = on_trouble
        self._on_changed = on_changed
        self._on_published = on_published
        self._draft = draft
        self._waits = waits
        self._watch = watch
        self._wake = threading.Condition()
        self._queue: list[_Waiting] = []
        self._failed = 0
        self._try_at = 0.0
        self._busy = False
        self._late = 0
        self._publish_at: float | None = None
        self._look_at = time.monotonic() + watch
        self._closing = False
        self._state = SaveState("saved", clock())
        self._thread = threading.Thread(target=self._run, name="kmfacilitate-writer", daemon=True)
        if draft is not None:
            draft.attach(self._poke)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        """How saving stands; may be read from any thread."""
        return self._state

    @property
    def waiting(self) -> tuple[Any, ...]:
        """The marks of what is not saved yet, oldest first."""
        with self._wake:
            return tuple(one.mark for one in self._queue)

    def put(self, edits: Iterable[Edit], mark: Any = None, about: About | None = None) -> None:
        """Have edits saved; returns at once.

        Args:
            edits: those of one act; all or none are saved.
            mark: handed to `on_saved` when they are on the disk.
            about: what they are about, for undo after a restart; an undo must say so here.
        """
        self._add(_Waiting(mark, Work(tuple(edits), about or About())))

    def forget(self, ids: Iterable[str], mark: Any = None) -> None:
        """Have the words of entries or people taken away for good, after what waits; returns at once."""
        self._add(_Waiting(mark, forgets=tuple(ids)))

    def flush(self, seconds: float = 5.0) -> bool:
        """Try at once, and wait until everything is saved; false: it was not, in that time."""
        with self._wake:
            self._try_at = 0.0
            self._failed = 0
            self._wake.notify_all()
            return self._wake.wait_for(lambda: not self._queue and not self._busy, seconds) or not self._queue

    def close(self, seconds: float = 5.0) -> Path | None:
        """Save what waits, for so long, and end the thread.

        Returns:
            None: everything is saved. Else the file that the whole session was written to, with what could
            not be saved; `waiting` still has the marks.

        Raises:
            NotSaved: it could not be written anywhere, or words that were to be forgotten are still there.
        """
        self.flush(seconds)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(1.0)  # a disk that hangs must not keep the program from ending
        with self._wake:
            works = [one.work for one in self._queue if one.work is not None]
            forgets = [id_ for one in self._queue for id_ in one.forgets]
        if works:
            return self._kept.write_aside(works, forgets)
        if forgets:
            raise NotSaved(
                _("what was to be forgotten is still in the file ({why})").format(why=self._state.why)
            )
        return None

    def _add(self, one: _Waiting) -> None:
        with self._wake:
            self._queue.append(one)
            if self._state.kind == "saved":
                self._state = replace(self._state, kind="saving", since=self._clock())
            self._wake.notify_all()

    def _poke(self) -> None:
        with self._wake:
            self._wake.notify_all()

    def _run(self) -> None:
        self._guarded(self._prepare)
        while True:
            with self._wake:
                if self._closing:
                    break
                now = time.monotonic()
                due = self._due(now)
                if due > now:
                    self._wake.wait(due - now)
                    continue
                saves = bool(self._queue) and self._try_at <= now
                batch = self._next_batch() if saves else []
                self._busy = bool(batch)
            if batch:
                self._save(batch)
                with self._wake:
                    self._busy = False
                    self._wake.notify_all()
            elif self._publish_at is not None and self._publish_at <= now:
                self._guarded(self._publish)
            elif self._look_at <= now:
                self._look_at = now + self._watch
                self._guarded(self._look)
            elif self._draft is not None:
                self._guarded(self._draft.run)
        if self._draft is not None:
            self._guarded(self._draft.close)
        self._guarded(self._kept.close)

    def _prepare(self) -> None:
        before = self._kept.documents
        self._kept.prepare()
        if self._kept.documents is not before:
            self._guarded(self._on_changed, self._kept.documents)

    def _due(self, now: float) -> float:
        wait = self._draft.wait() if self._draft is not None else None
        dues = (
            self._look_at,
            self._try_at if self._queue else None,
            self._publish_at,
            None if wait is None else now + wait,
        )
        return min(due for due in dues if due is not None)

    def _next_batch(self) -> list[_Waiting]:
        """All edits that wait, or the one forgetting that stands before them."""
        return list(takewhile(lambda one: one.work is not None, self._queue)) or self._queue[:1]

    def _save(self, batch: Sequence[_Waiting]) -> None:
        works = [one.work for one in batch if one.work is not None]
        safe: list[Documents] = []

        def succeed(documents: Documents) -> None:
            if not safe:
                safe.append(documents)
                self._succeed(batch, documents)

        try:
            if works:
                documents = self._kept.commit_all(works, succeed)
            else:
                documents = self._kept.forget(batch[0].forgets, self._clock().date().isoformat())
            succeed(documents)
        except Unable as trouble:
            if not safe:
                self._fail(trouble)
        except Exception as error:
            _log.error("saving failed: %s", type(error).__name__)  # never its text: people's words
            if not safe:
                self._fail(NotSaved(_(_MISTAKE)))
        else:
            if documents is not safe[0]:
                self._guarded(self._on_changed, documents)
        self._guarded(self._say_notes)
        self._published(self._kept.unpublished)

    def _publish(self) -> None:
        self._publish_at = None
        why = self._kept.unpublished
        with contextlib.suppress(Unable):
            why = self._kept.publish()
        self._published(why)

    def _published(self, why: str) -> None:
        """Say what has changed about what is safe but not in the session file, and try again in a while."""
        before = self._state.unpublished
        if why:
            self._publish_at = self._wait_after(self._late)
            self._late += 1
        else:
            self._publish_at = None
            self._late = 0
            self._guarded(self._on_published)
        if why == before:
            return
        with self._wake:
            self._state = replace(self._state, unpublished=why)
        self._guarded(self._on_trouble, _(_LATER).format(why=why) if why else _(_AGAIN))

    def _wait_after(self, failed: int) -> float:
        """When to try again after so many tries."""
        return time.monotonic() + self._waits[min(failed, len(self._waits) - 1)]

    def _say_notes(self) -> None:
        for note in self._kept.take_notes():
            self._on_trouble(note)

    def _succeed(self, batch: Sequence[_Waiting], documents: Documents) -> None:
        at = self._clock()
        self._look_at = time.monotonic() + self._watch
        self._guarded(self._on_saved, tuple(one.mark for one in batch), documents, at)
        with self._wake:
            del self._queue[: len(batch)]
            self._failed = 0
            self._try_at = 0.0
            kind: Literal["saved", "saving"] = "saving" if self._queue else "saved"
            self._state = SaveState(kind, at, unpublished=self._state.unpublished)
            self._wake.notify_all()

    def _fail(self, trouble: Unable) -> None:
        why = trouble.reason if isinstance(trouble, NotSaved) else str(trouble)
        with self._wake:
            first = self._state.kind != "not saved"
            new = first or self._state.why != why
            since = self._clock() if first else self._state.since
            self._state = replace(self._state, kind="not saved", since=since, why=why)
            self._try_at = self._wait_after(self._failed)
            self._failed += 1
        if new:
            self._guarded(self._on_trouble, str(trouble))

    def _look(self) -> None:
        with contextlib.suppress(Unable):  # what is wrong with the file is said when something is to be saved
            documents = self._kept.refresh()
            self._say_notes()
            if documents is not None:
                self._guarded(self._on_changed, documents)

    def _guarded(self, what: Callable[..., None], *arguments: Any) -> None:
        try:
            what(*arguments)
        except Exception as error:  # a screen that is closing, or a mistake there, must not stop the saving
            _log.error("beside the saving: %s", type(error).__name__)
