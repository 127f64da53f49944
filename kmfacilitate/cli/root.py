"""The command that all others hang on, and what they share: the library, the session meant, the app."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from copy import copy
from importlib import import_module
from inspect import cleandoc
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate import __version__
from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import ENGLISH, _, spoken
from kmfacilitate.speech import say_error

from .opening import need_terminal, open_app

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kmfacilitate.settings.wishes import Settings
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import Head


class Commands(click.Group):
    """Names the nearest command when one is unknown; loads a command when it is asked for.

    `later` maps the name of a command to the module of this package, and the name in it, that it is found at;
    `parts` has a heading for some of them, and what each does in a few words.
    """

    later: Mapping[str, str] = MappingProxyType({})
    parts: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings, where there are some; none is loaded for it."""
        if not self.parts:
            super().format_commands(ctx, formatter)
            return
        longest = max(len(name) for part in self.parts.values() for name in part)
        for heading, part in self.parts.items():
            with formatter.section(_(heading)):
                formatter.write_dl([(name.ljust(longest), _(words)) for name, words in part.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, loaded or not."""
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; its module is imported now if it was not."""
        if cmd_name in self.later and cmd_name not in self.commands:
            module, _rest, name = self.later[cmd_name].partition(":")
            self.add_command(getattr(import_module(f"{__package__}.{module}"), name), cmd_name)
        found = super().get_command(ctx, cmd_name)
        return in_words(found) if found is not None else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """See `click.Group`."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            known = self.list_commands(ctx)
            near = nearest(args[0], known)
            hint = (
                _("did you mean {near}?").format(near=near)
                if near
                else _("there are {known}.").format(known=", ".join(known))
            )
            raise click.UsageError(
                _("There is no command {args}; {hint}").format(args=clean_line(args[0]), hint=hint), ctx
            ) from None


def in_words(command: click.Command) -> click.Command:
    """A command whose help is in the language spoken; the one that was made stays as it is."""
    if spoken() == ENGLISH:
        return command
    from kmfacilitate.session.wording import in_places

    from .click_words import named

    told = copy(command)
    told._help_option = None  # made when it is first shown, in the language spoken then
    told.help = _(cleandoc(command.help or ""))
    told.options_metavar = in_places(command.options_metavar or "")
    if isinstance(told, click.Group):
        told.subcommand_metavar = in_places(told.subcommand_metavar)
    told.params = [copy(param) for param in command.params]
    for param in told.params:
        named(param)
        if isinstance(param, click.Option) and param.help:
            param.help = _(param.help)
    return told


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--library", "library", metavar="DIR", help="The library to work in.")
@click.version_option(__version__, prog_name="kmfacilitate", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: str | None) -> None:
    """Walk a facilitator, live in a room, through the techniques of the Knowledge Management Toolbox.

    Without a command the app opens.
    """
    ctx.obj = library
    if ctx.invoked_subcommand is None:
        need_terminal()
        open_app(library_of(library), settings_in_use())


def library_option(command: Any) -> Any:
    """The option `--library` of a command; it may also stand before the command."""
    return click.option("--library", "library", metavar="DIR", help="The library to work in.")(command)


def library_of(given: str | None, *, notes: bool = True) -> Library:
    """The library to work in; says what was recovered on opening it, unless the caller does."""
    from kmfacilitate.store.library import Library

    context = click.get_current_context(silent=True)
    named = given or (context.find_root().obj if context else None)
    if named and named.startswith("--"):
        raise WrongUse(_("--library needs a folder, not the option {named}.").format(named=clean_line(named)))
    library = Library.open(named, usual=settings_in_use().library)
    for note in library.notes if notes else ():
        say_error(note)
    return library


def need_yes(yes: bool, question: str, unattended: str, nothing: str) -> None:
    """Go on only after a yes: the option, or typed at a terminal.

    Args:
        yes: The option.
        question: What is asked.
        unattended: What is said where nobody can be asked.
        nothing: What is said after any other answer.

    Raises:
        WrongUse: Nobody can be asked.
        Unable: The answer was not yes.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUse(unattended)
    from kmfacilitate.session.yes_no import said_yes

    if said_yes(str(click.prompt(question, default=_("no")))) is not True:
        raise Unable(nothing)


def settings_in_use() -> Settings:
    """What the user has set; what is wrong with it is the front ends' to say."""
    from kmfacilitate.settings.reading import read_settings

    return read_settings()


def head_of(library: Library, session: str) -> Head:
    """The session that is meant: its id, a part of it, or `last`. A damaged one is made again, if it can be.

    Raises:
        Unable: None fits, several do, or it can't be read.
    """
    from kmfacilitate.store.shelf import find

    head = find(library, session)
    if head.broken:
        from kmfacilitate.store.recovery import mended

        head, said = mended(head)
        for note in said:
            say_error(note)
    if head.broken:
        raise Unable(head.broken)
    return head


def sessions_like(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """The newest sessions whose id goes on from what is typed, with day and title; for the shell."""
    from click.shell_completion import CompletionItem

    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import newest

    found = [CompletionItem("last", help=_("the newest session"))] if "last".startswith(begun) else []
    try:
        library = Library.open(ctx.find_root().params.get("library"), usual=settings_in_use().library)
        heads = newest(library, 30)
    except Unable:
        return found
    return found + [
        CompletionItem(head.id, help=f"{head.date} {'' if head.confidential else head.title}".strip())
        for head in heads
        if head.id.startswith(begun) and not head.broken
    ]


def templates_like(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """The scripts whose id goes on from what is typed; for the shell."""
    from click.shell_completion import CompletionItem

    from kmfacilitate.templates.shelf import shipped_folder

    names = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
    return [CompletionItem(name) for name in names if name.startswith(begun)]
