"""The way in: runs a command, and says what went wrong in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.speech import part_lines, say_error

from .opening import is_heard, open_home, speak_as_here


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; what went wrong is one sentence, never a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _speak(words)
        if _only_a_library(words):
            open_home("".join(words[1:]))
        from .commands import run

        sys.exit(run(words))
    except KeyboardInterrupt:
        say_error(_("Left; everything is saved."))
        sys.exit(1)
    except Unable as unable:
        say_error(str(unable))
        sys.exit(unable.exit_code)
    except OSError as error:
        say_error(_("It could not be done: {strerror}.").format(strerror=why(error)))
        sys.exit(1)
    except Exception as error:  # the last catch: a traceback would show people's words
        say_error(_last_words(error))
        sys.exit(1)


def _speak(words: Sequence[str]) -> None:
    """Speak the user's language, in lines that fit where it is heard; to a program always the same."""
    from kmfacilitate.settings.reading import read_settings

    if "--json" in words:
        return
    speak_as_here(read_settings())
    if is_heard():
        from kmfacilitate.plain.wrapping import terminal_width, wrapped

        part_lines(lambda line: wrapped(line, terminal_width()))


def _only_a_library(words: Sequence[str]) -> bool:
    """Whether nothing but the app is wanted, perhaps on a library that is named."""
    if "_KMFACILITATE_COMPLETE" in os.environ:  # the shell asks how a word goes on
        return False
    return not words or (len(words) == 2 and words[0] == "--library" and not words[1].startswith("-"))


def _last_words(error: Exception) -> str:
    from datetime import UTC, datetime

    from kmfacilitate.crash import sentence, write_report
    from kmfacilitate.store.places import Places

    return sentence(write_report(error, Places.here().state, datetime.now(UTC)))
