"""A template file read whole: YAML, then types, then whether it can be run at all."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from kmfacilitate.clean import clean_line
from kmfacilitate.templates.check import Finding, check
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.problem import Problem, TemplateError
from kmfacilitate.templates.runnable import unrunnable
from kmfacilitate.templates.typed import Typed
from kmfacilitate.templates.yaml_events import Tree, read_file, read_text

__all__ = ["Problem", "TemplateError", "check_file", "load_template", "read_template"]


def load_template(path: Path) -> Template:
    """The template in a file.

    Raises:
        TemplateError: it cannot be read or run; `problems` has all that was found, with file and line.
    """
    return _template(read_file(path))


def read_template(text: str, name: str) -> Template:
    """The template in a text; `name` stands for the file in errors. Raises as `load_template`."""
    return _template(read_text(text, name))


def check_file(path: Path) -> list[Finding]:
    """Everything to say about a template file: what keeps it from being read, or what `check` finds.

    Findings have the lines of the file and stand in its order; an empty list is a clean bill.
    """
    try:
        tree = read_file(path)
        template = _read(tree)
    except TemplateError as error:
        return [Finding("error", each.where, each.what, each.line) for each in error.problems]
    return check(template, tree)


def _template(tree: Tree) -> Template:
    template = _read(tree)
    found = unrunnable(template, tree)
    if found:
        raise TemplateError(Problem(tree.file, each.line, each.where, each.what) for each in found)
    return template


def _read(tree: Tree) -> Template:
    typed = Typed(tree)
    values = typed.part(Template, tree.root, ())
    if typed.problems:
        raise TemplateError(sorted(typed.problems, key=lambda problem: problem.line))
    try:
        return Template.model_validate(values)
    except ValidationError as error:
        raise TemplateError(_left_over(error, tree)) from None


def _left_over(error: ValidationError, tree: Tree) -> list[Problem]:
    """What the models refuse and `Typed` let pass: a rule only the model knows."""
    return [
        Problem(
            tree.file, tree.line_of(each["loc"]), ", ".join(map(str, each["loc"])), clean_line(each["msg"])
        )
        for each in error.errors(include_url=False, include_input=False)
    ]
