"""Opening the app. Imports nothing of the command line, for Home must not wait for it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _

if TYPE_CHECKING:
    from kmfacilitate.settings.wishes import Settings
    from kmfacilitate.store.library import Library


def open_home(library: str = "") -> NoReturn:
    """Open the app on Home and leave with its exit code.

    Args:
        library: the folder of the library; empty: the one that is found without being named.

    Raises:
        WrongUse: There is no terminal.
        Unable: The library can't be opened.
    """
    from kmfacilitate.settings.reading import read_settings
    from kmfacilitate.speech import say_error
    from kmfacilitate.store.library import Library

    settings = read_settings()
    plainly = wants_plain(settings)
    if not plainly:
        need_terminal()
    opened = Library.open(library or None, usual=settings.library)
    for note in opened.notes:
        say_error(note)
    if plainly:
        from .plain_home import say_home

        write_days_as_here(settings)
        say_home(opened)
        sys.exit(0)
    open_app(opened, settings)


def need_terminal() -> None:
    """Refuse before anything is opened or changed, where no screen can be shown.

    Raises:
        WrongUse: There is no terminal.
    """
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise WrongUse(_("The app needs a terminal. start or resume with --plain reads lines from a pipe."))


def wants_plain(settings: Settings) -> bool:
    """Whether everything goes line by line: the user said so, or the terminal can only take lines."""
    return settings.plain == "on" or (settings.plain == "auto" and os.environ.get("TERM") == "dumb")


def is_heard() -> bool:
    """Whether what a command lists is read by a voice: then it is sentences, and not columns."""
    from kmfacilitate.settings.reading import read_settings

    return _is_terminal(sys.stdout) and wants_plain(read_settings())


def _is_terminal(stream: Any) -> bool:
    return stream is not None and not stream.closed and bool(stream.isatty())


def open_app(library: Library, settings: Settings, **opening: Any) -> NoReturn:
    """Open the app and leave with its exit code."""
    from kmfacilitate.ui.open import open_app as run

    write_days_as_here(settings)
    sys.exit(run(library, settings=settings, **opening))


def speak_as_here(settings: Settings) -> None:
    """Speak the language of the settings, else of the system, from now on."""
    from kmfacilitate.language import use
    from kmfacilitate.settings.local import languages

    use(languages(settings))


def write_days_as_here(settings: Settings) -> None:
    """Write days and times as the settings, or the system's locale, have them, from now on."""
    from kmfacilitate.session.local_words import use
    from kmfacilitate.settings.local import local_words

    use(local_words(settings))
