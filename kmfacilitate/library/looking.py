"""The thread that asks the index while somebody types: only the latest question of each sort is answered."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from .ask import Ask

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Looker:
    """Asks in a thread of its own, so that no key waits for the index.

    Questions are of a sort ("search", "related"): a newer one of its sort takes the place of one that waits,
    and breaks off one that is being asked. Answers come in this thread; an app passes them on to its own.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._wake = threading.Condition()
        self._waiting: dict[str, tuple[float, Callable[[Ask], Any], Callable[[Any], None]]] = {}
        self._asking = ""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="kmfacilitate-looker", daemon=True)
        self._thread.start()

    def look(
        self, sort: str, question: Callable[[Ask], T], answer: Callable[[T], None], *, after: float = 0.0
    ) -> None:
        """Have a question asked; returns at once.

        Args:
            sort: What it is about; the latest of each sort is answered, and no other surely.
            question: `lambda ask: ask.search(typed)`.
            answer: Called with what it gives, in the thread of the looker, unless a newer one came.
            after: Seconds to wait for a newer question of its sort before this one is asked: somebody types.
        """
        due = time.monotonic() + after if after else 0.0
        with self._wake:
            self._waiting.pop(sort, None)
            self._waiting[sort] = (due, question, answer)
            if self._asking == sort:
                self._ask.interrupt()
            self._wake.notify_all()

    def drop(self, sort: str) -> None:
        """Forget what was asked of a sort: its answer is wanted no more."""
        with self._wake:
            self._waiting.pop(sort, None)
            if self._asking == sort:
                self._ask.interrupt()

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait until everything is answered; false: not in that time."""
        with self._wake:
            return self._wake.wait_for(lambda: not self._waiting and not self._asking, seconds)

    def close(self, seconds: float = 2.0) -> None:
        """Break off what is asked, and end the thread."""
        with self._wake:
            self._closing = True
            self._waiting.clear()
            self._ask.interrupt()
            self._wake.notify_all()
        self._thread.join(seconds)
        if not self._thread.is_alive():
            self._ask.close()

    def _pause(self) -> float | None:
        """Seconds until a question is due; 0: now; none: there is none."""
        if not self._waiting:
            return None
        return max(0.0, min(due for due, _, _ in self._waiting.values()) - time.monotonic())

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._closing and (pause := self._pause()) != 0:
                    self._wake.wait(pause)
                if self._closing:
                    return
                sort = min(self._waiting, key=lambda each: self._waiting[each][0])
                _, question, answer = self._waiting.pop(sort)
                self._asking = sort
            try:
                given = question(self._ask)
                with self._wake:
                    wanted = sort not in self._waiting and not self._closing
                if wanted:
                    answer(given)
            except sqlite3.OperationalError:
                pass  # broken off: a newer question waits, or nobody wants to know
            except Exception as error:  # a screen that is closing, or a mistake there
                _log.error("looking failed: %s", type(error).__name__)
            finally:
                with self._wake:
                    self._asking = ""
                    self._wake.notify_all()
