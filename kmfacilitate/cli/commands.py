"""The commands by name, and running one. Each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import click

from kmfacilitate.language import ENGLISH, N_, _, spoken
from kmfacilitate.speech import say_error

from .root import Commands, cli, in_words

__all__ = ["cli", "run"]

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
        "people": "people:people",
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
cli.parts = MappingProxyType(
    {
        N_("Sessions"): {
            "start": N_("begin one; start --guided says at each step what to do"),
            "prepare": N_("its papers: invitation, agenda, cue card, slips"),
            "resume": N_("go on where one was left"),
            "room": N_("what the room may see, on a second screen"),
            "list": N_("the sessions of the library"),
            "show": N_("one session, as it stands"),
            "export": N_("the report: Markdown, HTML, Word, tables, calendar, data"),
        },
        N_("What was learned"): {
            "search": N_("find anything said in any session"),
            "lessons": N_("the lessons of all sessions, and what waits"),
            "lesson": N_("take a lesson a step on"),
            "actions": N_("what was promised"),
            "action": N_("say what became of an action"),
            "people": N_("who owns, said or facilitated something"),
            "trends": N_("what changes over time"),
            "import": N_("take in exported sessions, or lessons kept elsewhere"),
            "hub": N_("pool chosen sessions with a team"),
        },
        N_("Techniques"): {
            "suggest": N_("which tool do I need?"),
            "templates": N_("the scripts that sessions follow: list, check, write one"),
            "match": N_("draw a round of coffees"),
            "feedback": N_("count what came back after a round"),
        },
        N_("The program"): {
            "demo": N_("look around in an example library, gone when you leave"),
            "settings": N_("name, look, keys, how days are written"),
            "where": N_("the folders in use"),
            "doctor": N_("is the library well?"),
            "purge": N_("take a session away for good"),
            "forget": N_("call somebody “someone” everywhere"),
            "completion": N_("let your shell finish words with Tab"),
        },
    }
)


def run(words: Sequence[str]) -> int:
    """Run the command that these words are; the exit code (2: wrong use).

    Raises:
        Unable: It could not be done.
    """
    if spoken() != ENGLISH:
        from .click_words import lend_words

        lend_words()
    try:
        code = in_words(cli).main(args=list(words), prog_name="kmfacilitate", standalone_mode=False)
    except click.exceptions.Abort:
        say_error(_("Left; everything is saved."))
        return 1
    except click.ClickException as error:
        say_error(error.format_message())
        return 2
    return code if isinstance(code, int) else 0
