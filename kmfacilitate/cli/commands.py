"""The commands by name, and running one. Each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import click

from kmfacilitate.speech import say_error

from .root import Commands, cli

assert isinstance(cli, Commands)
cli.later = MappingProxyType(
    {
        "start": "sitting:start",
        "prepare": "preparing:prepare",
        "resume": "sitting:resume",
        "demo": "demo:demo",
        "list": "reading:list_",
        "search": "remembering:search",
        "lessons": "remembering:lessons",
        "actions": "remembering:actions",
        "show": "reading:show",
        "export": "leaving:export",
        "import": "taking:import_",
        "room": "room:room",
        "where": "reading:where",
        "settings": "settings:settings",
        "templates": "templates:templates",
        "suggest": "suggest:suggest",
        "match": "coffee:match",
        "feedback": "coffee:feedback",
        "lesson": "lesson:lesson",
        "action": "lesson:action",
        "trends": "trends:trends",
        "hub": "hub:hub",
        "completion": "completion:completion",
        "doctor": "upkeep:doctor",
        "purge": "upkeep:purge",
        "forget": "upkeep:forget",
    }
)


def run(words: Sequence[str]) -> int:
    """Run the command that these words are; the exit code (2: wrong use).

    Raises:
        Unable: It could not be done.
    """
    try:
        code = cli.main(args=list(words), prog_name="kmfacilitate", standalone_mode=False)
    except click.exceptions.Abort:
        say_error("Left; everything is saved.")
        return 1
    except click.ClickException as error:
        say_error(error.format_message())
        return 2
    return code if isinstance(code, int) else 0
