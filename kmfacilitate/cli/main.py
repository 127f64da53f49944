"""The way in: runs a command, and says what went wrong in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kmfacilitate.errors import Unable
from kmfacilitate.speech import say_error

from .root import Commands, cli

assert isinstance(cli, Commands)
cli.later = {
    "start": "sitting:start",
    "resume": "sitting:resume",
    "list": "reading:list_",
    "show": "reading:show",
    "export": "reading:export",
    "where": "reading:where",
    "templates": "templates:templates",
    "suggest": "suggest:suggest",
    "match": "coffee:match",
    "feedback": "coffee:feedback",
    "doctor": "upkeep:doctor",
    "purge": "upkeep:purge",
    "forget": "upkeep:forget",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; what went wrong is one sentence, never a traceback."""
    try:
        code = cli.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="kmfacilitate",
            standalone_mode=False,
        )
        sys.exit(code if isinstance(code, int) else 0)
    except (click.exceptions.Abort, KeyboardInterrupt):
        say_error("Left; everything is saved.")
        sys.exit(1)
    except click.ClickException as error:
        say_error(error.format_message())
        sys.exit(2)
    except Unable as unable:
        say_error(str(unable))
        sys.exit(unable.exit_code)
    except OSError as error:
        say_error(f"It could not be done: {error.strerror or type(error).__name__}.")
        sys.exit(1)
    except Exception as error:  # the last catch: a traceback would show people's words
        say_error(_last_words(error))
        sys.exit(1)


def _last_words(error: Exception) -> str:
    from datetime import UTC, datetime

    from kmfacilitate.crash import sentence, write_report
    from kmfacilitate.store.places import Places

    return sentence(write_report(error, Places.here().state, datetime.now(UTC)))
