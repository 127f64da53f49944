"""`export`: sessions, lessons and what is due leave the library in formats that others read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say_error

from .root import head_of, library_of, library_option, sessions_like

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library
    from kmfacilitate.store.shelf import Head

    from .exporting import Wish

_FORMATS = ("md", "html", "docx", "csv", "json", "ics", "kb")
_TABLES = ("lines", "lessons", "actions")
_EDITIONS = click.Choice(("shared", "full"))
_TASKS = click.Choice(("github", "obsidian"))


@click.command()
@click.argument("words", nargs=-1, metavar="[SESSION]...", shell_complete=sessions_like)
@click.option("--lessons", "only_lessons", is_flag=True, help="Lessons alone, with these words in them.")
@click.option("--all", "everything", is_flag=True, help="Every session that may be shared.")
@click.option("--since", metavar="DAY", help="Sessions from that day on: 2026-11-22, 2026-11 or 2026.")
@click.option("--project", metavar="NAME", help="Sessions of that project.")
@click.option("--query", metavar="WORDS", help="Sessions in which these words stand.")
@click.option("--to", "to", default="", metavar="DIR|-", help="The folder, or - for standard output.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="md", show_default=True)
@click.option("--table", type=click.Choice(_TABLES), help="With csv: this table alone.")
@click.option("--edition", "which", type=_EDITIONS, default="shared", help="What leaves; shared unless said.")
@click.option("--tasks", type=_TASKS, default="github", help="How Markdown writes actions.")
@click.option("--layout", type=click.Path(path_type=Path), metavar="FILE", help="Your own Markdown layout.")
@click.option("--redact", metavar="FILE|WORDS", help="Words to leave out: a file of lines, or with commas.")
@click.option("--preview", is_flag=True, help="Only show what would be left out, for your eyes.")
@click.option("--artefact", is_flag=True, help="What the room goes home with (a charter, a plan, a pack).")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@library_option
def export(words: tuple[str, ...], library: str | None, **asked: Any) -> None:
    """Write SESSIONS (ids, parts of ids, or last) to files that others can read.

    md, html and docx are the report, json is everything as data (import takes it back), csv tables of lines,
    lessons and actions, ics the days by which something is due, kb a folder of linked pages.
    """
    _check(words, asked)
    opened = library_of(library)
    wish = _wish(words, asked)
    paths = _chosen(opened, words, asked)
    from .exporting import Export
    from .outlets import preview, to_files, to_output

    folder = Path(asked["to"] or ".").expanduser()
    job = Export(opened, wish, paths, folder, asked["force"], many=_is_many(asked))
    outlet = preview if asked["preview"] else to_output if asked["to"] == "-" else to_files
    try:
        outlet(job)
    except KeyboardInterrupt:
        raise job.stopped() from None
    job.end()


def _check(words: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Refuse what can't be meant.

    Raises:
        WrongUse: Two things were asked that do not go together.
    """
    form, some = asked["form"], words and not asked["only_lessons"]
    if asked["everything"] and some:
        raise WrongUse(_("Name sessions or say --all, not both."))
    if some and any(asked[name] for name in ("since", "project", "query")):
        raise WrongUse(_("--since, --project and --query choose among all sessions; name none beside them."))
    if asked["artefact"] and (form != "md" or asked["only_lessons"]):
        raise WrongUse(_("An artefact is Markdown; --format json gives the whole session."))
    if asked["layout"] and (form != "md" or asked["artefact"]):
        raise WrongUse(_("A layout of your own is for the report as Markdown."))
    if asked["table"] and form != "csv":
        raise WrongUse(_("--table goes with --format csv."))
    if asked["only_lessons"] and form == "kb":
        raise WrongUse(_("A knowledge base holds sessions and lessons; leave --lessons out."))
    if asked["to"] == "-" and form == "kb":
        raise WrongUse(_("A knowledge base is a folder; name one with --to."))


def _wish(words: tuple[str, ...], asked: dict[str, Any]) -> Wish:
    from .exporting import Wish

    return Wish(
        form=asked["form"],
        which=asked["which"],
        tasks=asked["tasks"],
        without=_words_in(asked["redact"]),
        artefact=asked["artefact"],
        layout=asked["layout"],
        lessons=asked["only_lessons"],
        words=" ".join(words) if asked["only_lessons"] else "",
        table=asked["table"] or "",
    )


def _words_in(said: str | None) -> tuple[str, ...]:
    """What `--redact` names: the lines of a file, or words parted by commas.

    Raises:
        Unable: The file can't be read, or no word is in it.
    """
    if said is None:
        return ()
    from kmfacilitate.report.word_list import read_words
    from kmfacilitate.store.infile import read_text

    path = Path(said).expanduser()
    is_file = path.is_file() or "/" in said or path.suffix == ".txt"
    words = read_words(read_text(path) if is_file else said.replace(",", "\n"))
    if not words:
        raise Unable(_("--redact names no word; give words parted by commas, or a file with one a line."))
    return words


def _chosen(library: Library, words: tuple[str, ...], asked: dict[str, Any]) -> list[Path]:
    """The files of the sessions that are meant, newest first unless they were named.

    Raises:
        Unable: A session that was named is not there; none fits.
    """
    if not _is_many(asked):
        return [head_of(library, name).path for name in words or ("last",)]
    from kmfacilitate.store.shelf import heads

    found, stay = [], 0
    for head in heads(library):
        if not _fits(head, asked):
            continue
        if head.broken:
            say_error(head.broken)
        elif head.confidential or head.share == "nothing":
            stay += 1
        elif head.state != "discarded" or asked["form"] == "json":
            found.append(head)
    if stay:
        sessions = _("1 session stays") if stay == 1 else _("{stay} sessions stay").format(stay=stay)
        say_error(
            _("{sessions} here, confidential or shared as nothing; only one that is named can leave.").format(
                sessions=sessions
            )
        )
    if words_wanted := asked["query"]:
        from .finding import lines_with

        fit = lines_with(library, words_wanted)
        found = [head for head in found if head.id in fit]
    paths = [head.path for head in found]
    if not paths:
        raise Unable(_("No session that may be shared fits; kmfacilitate list shows them all."))
    return paths


def _is_many(asked: dict[str, Any]) -> bool:
    """Whether sessions are chosen among all, however many that then are."""
    filtered = any(asked[name] is not None for name in ("since", "project", "query"))
    return asked["everything"] or asked["only_lessons"] or filtered


def _fits(head: Head, asked: dict[str, Any]) -> bool:
    since, project = asked["since"], asked["project"]
    if since is not None and head.date < _day(since):
        return False
    return project is None or head.project.casefold() == clean_line(project).casefold()


def _day(said: str) -> str:
    """The first day that is meant, as it is stored.

    Raises:
        WrongUse: It is no day.
    """
    from datetime import date

    try:
        return date.fromisoformat(said + "-01-01"[(len(said) - 4) // 3 * 3 :]).isoformat()
    except ValueError:
        raise WrongUse(
            _("“{said}” is no day; write 2026-11-22, 2026-11 or 2026.").format(said=clean_line(said))
        ) from None
