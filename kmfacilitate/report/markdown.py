"""The report as Markdown, laid out by a Jinja template in which every value is escaped."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeAlias

import yaml
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kmfacilitate.clean import clean
from kmfacilitate.errors import Unable

from .blocks import Bullet, Outline
from .escape import Written, cell, escaped

Tasks: TypeAlias = Literal["github"]
"""How actions are written: `github` says owner and date in words after the box."""

_TASK_FACTS: dict[Tasks, Callable[[Bullet], tuple[str, ...]]] = {"github": lambda bullet: bullet.facts}


def markdown(outline: Outline, *, tasks: Tasks = "github", layout: Path | None = None) -> str:
    """The report as Markdown with YAML front matter; the same outline gives the same text.

    Args:
        outline: What to write.
        tasks: How actions are written.
        layout: A Jinja template of the organisation's own, run in a sandbox; else the one that comes along.

    Raises:
        Unable: The layout can't be read or has a mistake.
    """
    template = _shipped() if layout is None else _own(layout)
    try:
        text = template.render(
            title=outline.title,
            about=outline.about,
            sections=outline.sections,
            front=_front(outline),
            warning=outline.warning,
            facts_of=_TASK_FACTS[tasks],
            tasks=tasks,
        )
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        if layout is None:
            raise
        raise Unable(f"The layout {layout.name} could not be filled in: {clean(str(error))}.") from None
    return text.rstrip("\n") + "\n"


def _front(outline: Outline) -> Written:
    """The front matter, by a serializer: a title can hold anything."""
    return Written(
        yaml.safe_dump(
            dict(outline.front), sort_keys=False, allow_unicode=True, default_flow_style=False, width=10**9
        )
    )


@cache
def _shipped() -> Template:
    return _environment().from_string((files(__package__) / "session.md.jinja").read_text(encoding="utf-8"))


def _own(layout: Path) -> Template:
    try:
        return _environment().from_string(layout.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unable(f"The layout {layout.name} can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Unable(f"The layout {layout.name} is not UTF-8 text; save it as UTF-8.") from None
    except TemplateError as error:
        at = getattr(error, "lineno", None)
        line = f", line {at}" if at else ""
        raise Unable(f"The layout {layout.name}{line} has a mistake: {clean(str(error))}.") from None


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
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
    environment.filters |= {"cell": cell, "hashes": _hashes, "indent": _indent}
    return environment


def _hashes(level: int) -> Written:
    return Written("#" * level)


def _indent(depth: int) -> Written:
    return Written("  " * depth)
