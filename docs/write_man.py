"""Write the manual page and the page of commands from the commands themselves: `python docs/write_man.py`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from kmfacilitate.cli.commands import cli
from kmfacilitate.report.escape import cell, escaped

MAN = Path(__file__).with_name("kmfacilitate.1")
PAGE = Path(__file__).with_name("commands.md")
TOP = """\
# The command line

`python docs/write_man.py` writes this page, and the manual page `docs/kmfacilitate.1`, from the commands.

Data goes to standard output, words about it to standard error. The exit code is 0 when it was done, 1 when
it could not be done (one line says why and what to do), 2 when it was asked for wrongly. A SESSION is named
by its id, any part of it that fits one alone, or `last`. `--library DIR` may stand before or after the
command.

Let your shell finish commands, options, scripts and sessions: `kmfacilitate completion bash --how` says how;
there is `zsh` and `fish` too.
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its name; those below another one as `templates show`."""
    yield from _below(cli, "")


def _below(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _below(command, f"{before}{name} ")


def page() -> str:
    """The page of commands."""
    parts = [TOP]
    for name, command in commands():
        parts.append(f"\n## {name}\n\n```\n{_usage(name, command)}\n```\n\n{escaped_paragraphs(command)}\n")
        rows = [
            f"| `{cell(_named(option, command))}` | {cell(option.help or '')} |"
            for option in _options(command)
        ]
        if rows:
            parts.append("\n".join(["\n| Option | What it does |", "| --- | --- |", *rows]) + "\n")
    return "".join(parts)


def escaped_paragraphs(command: click.Command) -> str:
    """What a command does, a paragraph each; what stands between backticks stays code."""
    return "\n\n".join(
        " ".join(_word(word) for word in re.findall(r"`[^`]+`\S*|\S+", paragraph))
        for paragraph in _paragraphs(command)
    )


def _word(word: str) -> str:
    return word if word.startswith("`") else str(escaped(word))


def _named(option: click.Option, command: click.Command) -> str:
    """`--to DIR`, `--json`: the option and what it takes."""
    names = ", ".join((*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} {option.make_metavar(click.Context(command))}"


def man() -> str:
    """The manual page, as roff."""
    lines = [
        '.TH KMFACILITATE 1 "" "kmfacilitate" "User Commands"',
        ".SH NAME",
        "kmfacilitate \\- walk a facilitator, live in a room, through knowledge management techniques",
        ".SH SYNOPSIS",
        ".B kmfacilitate",
        "[\\-\\-library DIR] [COMMAND] [OPTIONS]",
        ".SH DESCRIPTION",
        *map(_roff, _paragraphs(cli)),
        ".PP",
        "Data goes to standard output, words about it to standard error.",
        ".SH COMMANDS",
    ]
    for name, command in commands():
        lines += [f".SS {_roff(_usage(name, command))}"]
        for paragraph in _paragraphs(command):
            lines += [".PP", _roff(paragraph)]
        for option in _options(command):
            lines += [
                ".TP",
                f".B {_roff(_named(option, command))}",
                _roff(option.help or ""),
            ]
    lines += [
        ".SH EXIT STATUS",
        "0 when it was done, 1 when it could not be done, 2 when it was asked for wrongly.",
        ".SH ENVIRONMENT",
        ".TP", ".B KMFACILITATE_LIBRARY", "The library to work in, unless one is named.",
        ".TP", ".B KMFACILITATE_STATE", "The folder for journals, half-typed lines and caches.",
        ".TP", ".B KMFACILITATE_CONFIG", "The folder of the settings.",
        ".TP", ".B NO_COLOR", "No colours.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _usage(name: str, command: click.Command) -> str:
    pieces = command.collect_usage_pieces(click.Context(command))
    return " ".join(["kmfacilitate", name, *pieces])


def _paragraphs(command: click.Command) -> list[str]:
    text = inspect.cleandoc(command.help or "")
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def _roff(text: str) -> str:
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("’", "'")
    return "\\&" + safe if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    MAN.write_text(man(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
