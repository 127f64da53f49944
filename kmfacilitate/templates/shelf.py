"""Where templates stand: those that came with the program, and a library's own, which take their place by id.

Only heads are read here, up to `stages:`, and without pydantic: Home shows them before its first paint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import nearest
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.templates.plain_head import plain_head
from kmfacilitate.templates.problem import Problem, TemplateError, shown
from kmfacilitate.templates.words import FAMILIES, ID, LEARNING, TECHNIQUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kmfacilitate.templates.model import Template
    from kmfacilitate.templates.yaml_events import Node, Tree

FOLDER = "session_templates"
"""Name of the folder, in the program and in a library."""


@dataclass(frozen=True)
class Title:
    """The head of a template, enough to list and choose it.

    Where `problem` is not empty the file cannot be used: it says why, and the other fields hold what could be
    read.
    """

    id: str
    path: Path
    technique: str = ""
    title: str = ""
    tagline: str = ""
    summary: str = ""
    learning: str = ""
    purpose: tuple[str, ...] = ()
    people: tuple[int, int] = (1, 50)
    """Fewest and most in the room."""
    family: str = "structured"
    variants: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""

    @property
    def default_variant(self) -> str:
        """The variant used unless another is asked for."""
        return "standard" if "standard" in self.variants else next(iter(self.variants), "")


@cache
def shipped_folder() -> Path:
    """The folder of the templates that came with the program; in a checkout it stands beside the package."""
    package = Path(__file__).resolve().parent.parent
    inside = package / FOLDER
    return inside if inside.is_dir() else package.parent / FOLDER


class TemplateShelf:
    """The templates in some folders; a template of a later folder takes the place of an earlier one's.

    Args:
        folders: searched for `*.yaml`, not below; one that is missing is empty. None: the shipped ones alone.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders or (shipped_folder(),)

    @classmethod
    def for_library(cls, library: Path | None) -> TemplateShelf:
        """The shipped templates, and over them those of a library's own folder."""
        own = [library / FOLDER] if library and (library / FOLDER).resolve() != shipped_folder() else []
        return cls(shipped_folder(), *own)

    def titles(self) -> list[Title]:
        """The heads of all templates in the order of the toolbox; those that cannot be used have a `problem`.

        Nothing is refused here: a broken file is listed under its own name and leaves the others alone.
        """
        found: dict[str, Title] = {}
        for folder in self.folders:
            here: dict[str, Title] = {}
            for path in _files(folder):
                title = read_title(path)
                twin = here.get(title.id)
                if twin:
                    what = _("the id {id} is that of {name} too; give one of the two another").format(
                        id=title.id, name=twin.path.name
                    )
                    title = Title(path.stem, path, problem=str(Problem(path.name, 0, "", what)))
                here[title.id if title.id not in here else f"{title.id} ({path.name})"] = title
            found |= here
        return sorted(found.values(), key=_place_in_toolbox)

    def get(self, template_id: str) -> Template:
        """The template with that id, read whole.

        Raises:
            Unable: there is none; the nearest known id is named.
            TemplateError: there is one, and it cannot be used.
        """
        path = self.path_of(template_id)
        from kmfacilitate.templates.load import load_template  # pydantic, which Home must not wait for

        return load_template(path)

    def path_of(self, template_id: str) -> Path:
        """The file of the template with that id.

        Raises:
            Unable: there is none (the nearest known id is named), or its head cannot be read.
        """
        titles = self.titles()
        title = next((title for title in titles if title.id == template_id), None)
        if title is None:
            known = [title.id for title in titles if not title.problem]
            meant = nearest(template_id.lower().replace(" ", "-"), known)
            hint = (
                _("did you mean {meant}?").format(meant=meant)
                if meant
                else _("there are {known}").format(known=", ".join(known) or "none")
            )
            raise Unable(
                _("there is no template {template_id}; {hint}").format(
                    template_id=shown(template_id), hint=hint
                )
            )
        if title.problem:
            raise Unable(_("{problem} (put it right, or move the file away)").format(problem=title.problem))
        return title.path


def read_title(path: Path) -> Title:
    """The head of one template file; what is wrong with it stands in `problem`."""
    try:
        return _plain_title(path) or _title(_read_head(path), path)
    except TemplateError as error:
        return Title(path.stem, path, title=path.stem, problem=str(error))


def _read_head(path: Path) -> Tree:
    from kmfacilitate.templates.yaml_events import read_file  # the parser, which Home need not wait for

    return read_file(path, until="stages")


@dataclass(frozen=True)
class _PlainTree:
    """A head as `_title` takes it, without lines."""

    file: str
    root: Mapping[str, Any]

    def line_of(self, place: tuple[str | int, ...]) -> int:
        return 1


def _plain_title(path: Path) -> Title | None:
    """The title of a shipped template that is written plainly; of any other the parser says what is wrong."""
    if path.parent != shipped_folder():
        return None
    try:
        head = plain_head(path.read_text(encoding="utf-8"))
        return _title(_PlainTree(path.name, head), path) if head else None
    except (OSError, UnicodeDecodeError, TemplateError):
        return None


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    except OSError:
        return []


def _title(tree: Tree | _PlainTree, path: Path) -> Title:
    head = tree.root

    def problem(key: str, what: str) -> TemplateError:
        return TemplateError([Problem(tree.file, tree.line_of((key,)), "", what)])

    def text(key: str, default: str = "") -> str:
        value = head.get(key, default)
        if not isinstance(value, str):
            raise problem(key, _("{key} is one text, not a list").format(key=key))
        return value or default

    def one_of(key: str, known: tuple[str, ...], default: str = "") -> str:
        value = text(key, default)
        if value not in known:
            raise problem(
                key,
                _("{key} is one of {known}").format(key=key, known=", ".join(known))
                + (_(", not {value}").format(value=shown(value)) if value else ""),
            )
        return value

    for key in ("id", "technique", "title", "variants"):
        if not head.get(key):
            meant = nearest(key, [name for name in head if name not in _KEYS])
            hint = (
                _("; did you mean it by {meant}?").format(meant=shown(meant))
                if meant
                else _(" (it stands above stages:)")
            )
            raise problem(meant or "", _("{key} is missing{hint}").format(key=key, hint=hint))
    if not ID.fullmatch(text("id")):
        raise problem(
            "id",
            _("an id has small letters a-z, digits and hyphens; {text} has others").format(
                text=shown(text("id"))
            ),
        )
    purpose = head.get("purpose", [])
    return Title(
        id=text("id"),
        path=path,
        technique=text("technique"),
        title=text("title"),
        tagline=text("tagline"),
        summary=text("summary"),
        learning=one_of("learning", LEARNING),
        purpose=tuple(str(each) for each in (purpose if isinstance(purpose, list) else [purpose]) if each),
        people=_people(head.get("people")),
        family=one_of("family", FAMILIES, "structured"),
        variants=_variants(head["variants"], problem),
    )


_KEYS = {"id", "technique", "title", "tagline", "summary", "learning", "purpose", "family", "variants"}


def _people(node: Node | None) -> tuple[int, int]:
    """Fewest and most; what is no number is left to the check of the whole file."""
    said = node if isinstance(node, dict) else {}
    low, high = (
        int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,5}", value) else usual
        for value, usual in ((said.get("min"), 1), (said.get("max"), 50))
    )
    return low, high


def _variants(node: Node, problem: Callable[[str, str], TemplateError]) -> dict[str, int]:
    if not isinstance(node, dict):
        raise problem("variants", _("variants are names with minutes, as in {standard: 60}"))
    variants: dict[str, int] = {}
    for name, minutes in node.items():
        if not isinstance(minutes, str) or not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5):
            what = _(", not {minutes}").format(minutes=shown(minutes)) if isinstance(minutes, str) else ""
            raise problem(
                "variants",
                _("variants: {name} must be a whole number of minutes{what}").format(name=name, what=what),
            )
        variants[name] = int(minutes)
    return variants


def _place_in_toolbox(title: Title) -> tuple[int, int, str]:
    learning = LEARNING.index(title.learning) if title.learning in LEARNING else len(LEARNING)
    known = list(TECHNIQUES)
    technique = known.index(title.technique) if title.technique in known else len(known)
    return (learning, technique, title.id)
