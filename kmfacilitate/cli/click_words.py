"""What click says by itself, in the language spoken. Where English is, click is left alone."""

from __future__ import annotations

import sys
from copy import copy

import click

from kmfacilitate.language import ENGLISH, N_, _, ngettext, spoken
from kmfacilitate.session.wording import in_places

MESSAGES = (
    N_("Usage:"), N_("Options"), N_("Positional arguments"), N_("Commands"),
    N_("Show this message and exit."), N_("Show the version and exit."), N_("Aborted!"),
    N_("Missing command."), N_("Missing argument"), N_("Missing option"), N_("Missing parameter"),
    N_("Choose from:\n\t{choices}"), N_("No such option {name!r}."), N_("No such command {name!r}."),
    N_("Invalid value: {message}"), N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} does not take a value."), N_("Argument {name!r} takes {nargs} values."),
    N_("Could not open file {filename!r}: {message}"), N_("unknown error"),
    N_("{value!r} is not a valid {number_type}."), N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."), N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."), N_("{name} {filename!r} is not readable."),
    N_("file"), N_("directory"), N_("path"), N_("default: {default}"), N_("required"),
    N_("env var: {var}"), N_("Error: {message}"), N_("Try '{command} {option}' for help."),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)  # fmt: skip
"""The messages of click that are met here; only what click itself marks for translation can be."""


def named(param: click.Parameter) -> None:
    """Let a parameter name what is typed in its place in the language spoken: `SÉANCE`, `TEXTE`."""
    made = param.make_metavar
    if isinstance(param.type, click.IntRange):
        param.type = copy(param.type)
        param.type.name = _("whole number")
    param.make_metavar = lambda ctx: in_places(made(ctx))  # type: ignore[method-assign]


class _Formatter(click.HelpFormatter):
    """Headings with the colon as the language spoken sets it."""

    def write_heading(self, heading: str) -> None:
        """See `click.HelpFormatter`."""
        self.write(f"{'':>{self.current_indent}}{_('{label}:').format(label=heading)}\n")


_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def lend_words() -> None:
    """Let click look its words up in our catalogue: it asks gettext's default domain, which has none."""
    if spoken() == ENGLISH:
        return
    for name in _MODULES:
        module = sys.modules.get(f"click.{name}")
        for mark, ours in (("_", _), ("ngettext", ngettext)):
            if hasattr(module, mark):
                setattr(module, mark, ours)
    click.Context.formatter_class = _Formatter
