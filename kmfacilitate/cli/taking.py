"""`import`: sessions exported as JSON come back, and lessons kept elsewhere come in."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.session.wording import count
from kmfacilitate.speech import say, say_error

from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.intake.taking import Account

_MOST_SAID = 50
_NAMES_SAID = 12


@click.command("import")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--map", "columns", multiple=True, metavar="COLUMN=FIELD", help="Which field a column is; keep: as it is."
)
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be taken in.")
@library_option
def import_(files: tuple[str, ...], columns: tuple[str, ...], dry: bool, library: str | None) -> None:
    """Take FILES (or all in a folder) into the library.

    JSON exported by kmfacilitate comes back as it was. Lessons kept elsewhere come in from CSV, JSON lines,
    JSON, or Markdown with front matter, one lesson a file. The same file again changes nothing.
    """
    from kmfacilitate.intake.columns import read_map
    from kmfacilitate.intake.reading import files_in
    from kmfacilitate.intake.taking import Intake

    if "-" in files:
        raise WrongUse(_("Lessons come from files, whose names tell them apart; save what you have to one."))
    given = read_map(columns)
    paths = files_in(Path(name).expanduser() for name in files)
    if not paths:
        raise Unable(_("There is no file of a kind that can be read in there."))
    asked = _ask if sys.stdin.isatty() and sys.stderr.isatty() and not columns else None
    intake = Intake(library_of(library), columns=given, ask=asked, dry=dry)
    done = 0
    try:
        with click.progressbar(
            length=len(paths), file=sys.stderr, label=_("Reading"), hidden=len(paths) < 20
        ) as bar:

            def after(path: Path) -> None:
                nonlocal done
                done += 1
                bar.update(1)

            intake.take_all(paths, after)
    except KeyboardInterrupt:
        _tell(intake.account, dry)
        raise Unable(
            _(
                "Stopped after {done} of {n} files; what was taken is kept, and importing again "
                "takes the rest."
            ).format(done=done, n=len(paths))
        ) from None
    _tell(intake.account, dry)
    if unread := len(intake.account.unread):
        raise Unable(
            count(
                unread,
                "{n} part could not be read as it stands; all else is in.",
                "{n} parts could not be read as they stand; all else is in.",
            )
        )


def _tell(account: Account, dry: bool) -> None:
    for unread in account.unread[:_MOST_SAID]:
        say_error(str(unread))
    if len(account.unread) > _MOST_SAID:
        say_error(_("… and {n} more.").format(n=len(account.unread) - _MOST_SAID))
    parts = []
    if account.sessions or account.lessons:
        lessons = (
            count(account.lessons, "{n} lesson would be taken in", "{n} lessons would be taken in")
            if dry
            else count(account.lessons, "{n} lesson taken in", "{n} lessons taken in")
        )
        parts.append(f"{lessons}, {count(account.sessions, '{n} new session', '{n} new sessions')}")
    if account.added_to:
        parts.append(
            count(account.added_to, "{n} session would be added to", "{n} sessions would be added to")
            if dry
            else count(account.added_to, "{n} session added to", "{n} sessions added to")
        )
    if account.known:
        parts.append(count(account.known, "{n} lesson was here already", "{n} lessons were here already"))
    if account.same:
        parts.append(count(account.same, "{n} session unchanged", "{n} sessions unchanged"))
    say(_("; ").join(parts).capitalize() + "." if parts else _("Nothing was taken in."))
    for column, file in list(account.kept.items())[:_NAMES_SAID]:
        say_error(
            _(
                '“{column}” ({file}) is kept under its own name; --map "{column}=FIELD" says what it is.'
            ).format(column=column, file=file)
        )
    if (more := len(account.kept) - _NAMES_SAID) > 0:
        say_error(
            count(
                more,
                "{n} other name that is no field of ours kept too.",
                "{n} other names that are no field of ours kept too.",
            )
        )
    for column, source in account.unfit.items():
        say_error(
            _("{source}: what “{column}” says could not be read and is kept as it stands there.").format(
                source=source, column=column
            )
        )


def _ask(file: str, columns: Sequence[str]) -> Mapping[str, str]:
    from kmfacilitate.intake.columns import KEEP, OF_LESSON, OF_MEETING, field_of

    fields = (*OF_LESSON, *OF_MEETING)
    say_error(
        _(
            "{file} has columns that are not known. A field for each, or Enter to keep it under its name:"
        ).format(file=file)
    )
    say_error(f"  {', '.join(fields)}")
    said = {}
    for column in columns:
        while True:
            word = clean_line(input(f"  {column}: ")).casefold()
            field = KEEP if not word else word if word in fields else field_of(word)
            if field:
                said[column] = field
                break
            say_error(_("  There is no such field."))
    return said
