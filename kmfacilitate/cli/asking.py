"""What a command asks of all sessions: the filters it takes, and the index brought up to date."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import WrongUse
from kmfacilitate.language import N_, _
from kmfacilitate.speech import say_error

if TYPE_CHECKING:
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.found import Filters
    from kmfacilitate.store.library import Library

_PATIENCE = 1.0
"""Seconds after which it is said why nothing is seen yet."""
_FILTERS = (
    ("technique", "NAME", N_("Sessions of this technique (after-action-review).")),
    ("project", "NAME", N_("Sessions of this project.")),
    ("person", "NAME", N_("Lines somebody owns or said, and sessions they were in.")),
    ("tag", "TAG", N_("Lines with this tag.")),
    ("state", "STATE", N_("Lines or sessions in this state (open, embedded, finished).")),
    ("since", "DAY", N_("Sessions on this day or later (2026-11-22, 2026-11 or 2026).")),
    ("until", "DAY", N_("Sessions on this day or earlier.")),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters as options; it gets them as `filters`, or none."""

    @wraps(command)
    def filtered(**options: Any) -> Any:
        given = {name: options.pop(name) for name, _rest, _more in _FILTERS}
        return command(filters=_filters(given) if any(given.values()) else None, **options)

    made: Callable[..., Any] = filtered
    for name, what, says in reversed(_FILTERS):
        made = click.option(f"--{name}", default="", metavar=what, help=says)(made)
    return made


def _filters(given: dict[str, str]) -> Filters:
    from kmfacilitate.library.narrowing import fault_of, filters_of

    for name, value in given.items():
        if value and (fault := fault_of(name, value)):
            raise WrongUse(f"--{fault}")
    return filters_of(given)


@contextmanager
def asked(library: Library) -> Iterator[Ask]:
    """What answers questions to the library in this block, after the index was brought up to date.

    Raises:
        Unable: The index can't be written.
    """
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.index import update

    def bring_up_to_date() -> bool:
        waiting = _Waiting()
        try:
            update(library, progress=waiting)
        finally:
            waiting.end()
        return True

    bring_up_to_date()
    ask = Ask(library, mend=bring_up_to_date)
    try:
        yield ask
    finally:
        ask.close()


class _Waiting:
    """Says on standard error how far it is, once that takes longer than a moment."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._said = 0.0
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._begun < _PATIENCE or (self._said and (now - self._said < 0.2 or not self._terminal)):
            return
        self._said = now
        words = _("Bringing the index up to date: {done} of {total} session files").format(
            done=done, total=total
        )
        if self._terminal:
            click.echo(f"\r{words} ", nl=False, err=True)
        else:
            say_error(f"{words} …")

    def end(self) -> None:
        """The line is done with."""
        if self._said and self._terminal:
            click.echo("", err=True)
