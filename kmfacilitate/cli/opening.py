"""Opening the app. Imports nothing of the command line, for Home must not wait for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NoReturn

from kmfacilitate.errors import WrongUse

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library


def open_home(library: str = "") -> NoReturn:
    """Open the app on Home and leave with its exit code.

    Args:
        library: the folder of the library; empty: the one that is found without being named.

    Raises:
        WrongUse: There is no terminal.
        Unable: The library can't be opened.
    """
    from kmfacilitate.speech import say_error
    from kmfacilitate.store.library import Library

    need_terminal()
    opened = Library.open(library or None)
    for note in opened.notes:
        say_error(note)
    open_app(opened)


def need_terminal() -> None:
    """Refuse before anything is opened or changed, where no screen can be shown.

    Raises:
        WrongUse: There is no terminal.
    """
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise WrongUse("The app needs a terminal. start or resume with --plain reads lines from a pipe.")


def _is_terminal(stream: Any) -> bool:
    return stream is not None and not stream.closed and bool(stream.isatty())


def open_app(library: Library, **opening: Any) -> NoReturn:
    """Open the app and leave with its exit code."""
    from kmfacilitate.ui.open import open_app as run

    sys.exit(run(library, **opening))
