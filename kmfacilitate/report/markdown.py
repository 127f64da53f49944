"""The report as Markdown, laid out by a Jinja template in which every value is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeAlias

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kmfacilitate.clean import clean
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _, speaking

from .blocks import Bullet, Outline
from .escape import Written, cell, escaped, linked

_Quick = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = 2**31 - 1
"""Letters of a line in the front matter: none is ever broken."""
Tasks: TypeAlias = Literal["github", "obsidian"]
"""How actions are written: `github` says owner and day in words after the box, `obsidian` gives days in the
signs that Obsidian Tasks reads, last on the line."""


def markdown(outline: Outline, *, tasks: Tasks = "github", layout: Path | None = None, step: int = 2) -> str:
    """The report as Markdown with YAML front matter; the same outline gives the same text.

    Args:
        outline: What to write.
        tasks: How actions are written.
        layout: A Jinja template of the organisation's own, run in a sandbox; else the one that comes along.
        step: Blanks before a line of a list that stands below another; some programs want four.

    Raises:
        Unable: The layout can't be read or has a mistake.
    """
    template = _shipped() if layout is None else _own(layout)
    dated = tasks == "obsidian"
    try:
        with speaking(outline.language):
            text = template.render(
                title=outline.title,
                about=outline.about,
                sections=outline.sections,
                front=_front(outline),
                warning=outline.warning,
                facts_of=_facts_but_days if dated else _facts,
                days_of=_days if dated else _no_days,
                linked=linked,
                indent_of=lambda bullet: Written(" " * (step * bullet.depth)),
                tasks=tasks,
                _=_,
            )
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        if layout is None:
            raise
        raise Unable(
            _("The layout {name} could not be filled in: {error}.").format(
                name=layout.name, error=clean(str(error))
            )
        ) from None
    return text.rstrip("\n") + "\n"


def _facts(bullet: Bullet) -> tuple[str, ...]:
    return bullet.facts


def _facts_but_days(bullet: Bullet) -> tuple[str, ...]:
    said = bullet.task.fact if bullet.task else ""
    return tuple(fact for fact in bullet.facts if not said or fact != said)


def _no_days(bullet: Bullet) -> Written:
    return Written("")


def _days(bullet: Bullet) -> Written:
    """The days of a task as Obsidian Tasks reads them: bare signs, one blank between, nothing after."""
    task = bullet.task
    if task is None:
        return Written("")
    signs = (("➕", task.created), ("📅", task.due), ("✅", task.done))
    return Written("".join(f" {sign} {day}" for sign, day in signs if day))


def _front(outline: Outline) -> Written:
    """The front matter, by a serializer: a title can hold anything; empty where a paper has none."""
    if not outline.front:
        return Written("")
    front = dict(outline.front)
    # The quick one of libyaml writes emoji as numbers, and cannot be used for them.
    dumper = _Quick if all(map(_is_ascii, front.values())) else yaml.SafeDumper
    return Written(
        yaml.dump(
            front, Dumper=dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=_WIDE
        )
    )


def _is_ascii(value: object) -> bool:
    return all(map(_is_ascii, value)) if isinstance(value, list) else str(value).isascii()


@cache
def _shipped() -> Template:
    return _environment(Environment).from_string(
        (files(__package__) / "session.md.jinja").read_text(encoding="utf-8")
    )


def _own(layout: Path) -> Template:
    try:
        return _environment(ImmutableSandboxedEnvironment).from_string(layout.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unable(
            _("The layout {name} can't be read ({strerror}).").format(name=layout.name, strerror=why(error))
        ) from None
    except UnicodeDecodeError:
        raise Unable(
            _("The layout {name} is not UTF-8 text; save it as UTF-8.").format(name=layout.name)
        ) from None
    except TemplateError as error:
        at = getattr(error, "lineno", None)
        line = _(", line {at}").format(at=at) if at else ""
        raise Unable(
            _("The layout {name}{line} has a mistake: {error}.").format(
                name=layout.name, line=line, error=clean(str(error))
            )
        ) from None


def _environment(sort: type[Environment]) -> Environment:
    environment = sort(
        autoescape=False,  # that would be HTML; `finalize` escapes for Markdown
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters = {
        name: environment.filters[name]
        for name in ("default", "first", "join", "last", "length", "list", "lower", "reject", "rejectattr",
                     "replace", "select", "selectattr", "sort", "sum", "title", "trim", "upper", "groupby")
    }  # fmt: skip
    environment.filters |= {"cell": cell, "hashes": _hashes}
    return environment


def _hashes(level: int) -> Written:
    return Written("#" * level)
