"""`templates`: the scripts that sessions follow, listed, shown and checked."""

from __future__ import annotations

from pathlib import Path

import click

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_data, say_error

from .as_json import json_option, say_json
from .root import Commands, library_of, library_option, templates_like


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def templates(ctx: click.Context) -> None:
    """The scripts that sessions follow."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(templates_list, as_json=False, library=None)


@templates.command("list")
@json_option
@library_option
def templates_list(as_json: bool, library: str | None) -> None:
    """The templates that can be started."""
    from kmfacilitate.templates.shelf import TemplateShelf

    titles = TemplateShelf.for_library(library_of(library).folder).titles()
    if as_json:
        fields = ("id", "technique", "title", "learning", "purpose", "family", "variants", "summary")
        data = [{name: getattr(title, name) for name in fields} for title in titles if not title.problem]
        say_json(data)
        return
    for title in titles:
        if title.problem:
            say_error(str(title.problem))
            continue
        lengths = ", ".join(f"{name} {minutes} min" for name, minutes in title.variants.items())
        say(f"{title.id}  {title.title}  ({lengths})")


@templates.command("show")
@click.argument("template", shell_complete=templates_like)
@click.option("--json", "as_json", is_flag=True, help="The whole template as JSON.")
@library_option
def templates_show(template: str, as_json: bool, library: str | None) -> None:
    """Show one template: its stages, what is said and asked."""
    from kmfacilitate.templates.shelf import TemplateShelf

    script = TemplateShelf.for_library(library_of(library).folder).get(template)
    if as_json:
        say_json(script.model_dump(mode="json", by_alias=True))
        return
    say(script.title)
    say(script.summary)
    for title, lines in (
        (_("When to use it"), (script.when_to_use,)), (_("Not for"), (script.not_for,)),
        (_("Roles"), script.roles), (_("Prepare"), script.prepare),
        (_("Ground rules"), script.ground_rules), (_("Pitfalls"), script.pitfalls),
    ):  # fmt: skip
        if any(lines):
            say(f"\n{title}")
            for line in lines:
                say(f"  {line}")
    number = 0
    for stage in script.stages:
        number += not stage.break_
        lengths = ", ".join(f"{name} {stage.minutes_in(name)}" for name in script.variants)
        say(
            _("\n{it}  ({lengths} min)").format(
                it=_("Break") if stage.break_ else f"{number} {stage.title}", lengths=lengths
            )
        )
        if stage.say:
            say(_("  Say: {say}").format(say=stage.say))
        for question in stage.questions:
            say(_("  Ask: {ask}").format(ask=question.ask))
            for probe in question.probes:
                say(f"    {probe}")
    if script.origin:
        say(_("\nOrigins"))
        for origin in script.origin:
            say(f"  {', '.join(part for part in (origin.title, origin.publisher, origin.url) if part)}")


@templates.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@library_option
def templates_check(files: tuple[Path, ...], library: str | None) -> None:
    """Find what a careful colleague would find in FILES (all templates, unless named)."""
    from kmfacilitate.templates.load import check_file
    from kmfacilitate.templates.shelf import TemplateShelf

    if not files:
        titles = TemplateShelf.for_library(library_of(library).folder).titles()
        files = tuple(title.path for title in titles)
    wrong = 0
    for path in files:
        for finding in check_file(path):
            wrong += finding.severity == "error"
            line = f":{finding.line}" if finding.line else ""
            say(f"{path.name}{line}: {finding}")
    if wrong:
        raise Unable(
            _("{wrong} {it} to be put right.").format(
                wrong=wrong, it=_("thing has") if wrong == 1 else _("things have")
            )
        )
    say_error(_("{n} checked; they can be run.").format(n=len(files)))


@templates.command("new")
@click.argument("template", shell_complete=templates_like)
@click.option("--copy", "copied", metavar="TEMPLATE", help="Begin with a copy of this template.")
@click.option("--title", default="", help="Its title.")
@click.option("--language", default="", metavar="CODE", help="Its language, as in cy or fr.")
@click.option("--to", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@library_option
def templates_new(
    template: str,
    copied: str | None,
    title: str,
    language: str,
    folder: Path | None,
    force: bool,
    library: str | None,
) -> None:
    """Write a new TEMPLATE with comments, or a copy of one, into the library's own templates."""
    from kmfacilitate.store.infile import read_text
    from kmfacilitate.store.outfile import write_text
    from kmfacilitate.templates.blank import blank, checked_id, copy_of
    from kmfacilitate.templates.schema import schema_text
    from kmfacilitate.templates.shelf import TemplateShelf

    opened = library_of(library)
    if copied:
        shelf = TemplateShelf.for_library(opened.folder)
        text = copy_of(read_text(shelf.path_of(copied)), template, title, language)
    else:
        text = blank(template, title, language)
    target = folder or opened.templates_folder
    path = target / f"{checked_id(template)}.yaml"
    write_text(path, text, over=force)
    write_text(target / "template.schema.json", schema_text(), over=True)
    say(str(path))
    say_error(_("Change it in any text editor, then: kmfacilitate templates check ") + str(path))


@templates.command("schema")
def templates_schema() -> None:
    """The JSON Schema of a template, for editors."""
    from kmfacilitate.templates.schema import schema_text

    say_data(schema_text())
