"""Bring the catalogues up to date with the words of the program: `make words`.

Writes each `kmfacilitate/locale/*/LC_MESSAGES/kmfacilitate.po` with every message of the program, translated
ones kept as they are, and the `.mo` that the program reads. Says what is not translated yet.
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from kmfacilitate.language import DOMAIN, FOLDER

PACKAGE = FOLDER.parent
_ONE, _MANY, _CONTEXT = "one", "many", "context"
MARKS: dict[str, tuple[str, ...]] = {
    "_": (_ONE,),
    "N_": (_ONE,),
    "ngettext": (_ONE, _MANY),
    "count": ("number", _ONE, _MANY),
    "pgettext": (_CONTEXT, _ONE),
    "NP_": (_CONTEXT, _ONE),
}
"""The functions of `kmfacilitate.language` and `session.wording` that take words, by what they take."""
Said = tuple[str, str | tuple[str, str]]
"""A context, and a message or its two forms."""


class Words(Catalog):
    """A catalogue whose header does not change by itself, with the day or the version of a tool."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What a reader of the catalogue needs."""
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)


def messages() -> Iterator[Message]:
    """Every message of the program, with the modules it stands in."""
    found: dict[Said, list[tuple[str, int]]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        reads = {".py": in_python, ".jinja": in_jinja}.get(path.suffix)
        if reads is not None and path.name != "language.py":
            for said in reads(path):
                found.setdefault(said, []).append((path.relative_to(PACKAGE.parent).as_posix(), 0))
    for (context, words), places in found.items():
        yield Message(words, context=context or None, locations=dict.fromkeys(places))


def in_python(path: Path) -> Iterator[Said]:
    """The literal words that are marked in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            given = {
                name: one.value
                for name, one in zip(MARKS[node.func.id], node.args, strict=False)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
            wanted = {name for name in MARKS[node.func.id] if name != "number"}
            if given.keys() >= wanted and all(given.values()):
                words = (given[_ONE], given[_MANY]) if _MANY in given else given[_ONE]
                yield given.get(_CONTEXT, ""), words
        if path.parent.name == "cli":
            yield from (("", words) for words in help_of(node))


def help_of(node: ast.AST) -> Iterator[str]:
    """What the help of a command says: the docstring of its function, and of its options what they do."""
    if isinstance(node, ast.FunctionDef):
        made = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
        if any(isinstance(each, ast.Attribute) and each.attr in ("command", "group") for each in made):
            yield inspect.cleandoc(ast.get_docstring(node) or "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "option":
        for one in node.keywords:
            if one.arg == "help" and isinstance(one.value, ast.Constant) and one.value.value:
                yield str(one.value.value)


def in_jinja(path: Path) -> Iterator[Said]:
    """The words that are marked in the layout of a report, with `_` or `ngettext`."""
    layout = Environment().parse(path.read_text("utf-8"))
    for _line, _name, words in extract_from_ast(layout, ("_", "ngettext")):
        if isinstance(words, str):
            yield "", words
        elif words and isinstance(words[0], str) and isinstance(words[1], str):
            yield "", (words[0], words[1])


def brought_up_to_date(old: Catalog) -> Catalog:
    """A catalogue with the messages there are now, and the translations that it had."""
    new = Words(locale=old.locale, domain=DOMAIN, header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = [("Plural-Forms", old.plural_forms)]
    for one in messages():
        had = old.get(one.id[0] if isinstance(one.id, tuple) else one.id, one.context)
        kept = (
            had.string if had is not None and isinstance(had.id, tuple) == isinstance(one.id, tuple) else None
        )
        if kept is None:
            kept = ("",) * new.num_plurals if isinstance(one.id, tuple) else ""
        new.add(
            one.id,
            kept,
            locations=one.locations,
            user_comments=had.user_comments if had is not None else (),
            context=one.context,
        )
    return new


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """A catalogue as `.po` and as `.mo`."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=100, sort_by_file=True, include_lineno=False)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def read(path: Path) -> Catalog:
    """A catalogue as it stands; its language is that of its folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, domain=DOMAIN)


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not all(one.string if isinstance(one.string, tuple) else (one.string,))
    ]


def catalogues() -> list[Path]:
    """The catalogues that there are, for those who translate."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def main() -> int:
    """Write all of them; the exit code is 1 where something is not translated."""
    left = 0
    for path in catalogues():
        catalog = brought_up_to_date(read(path))
        po, mo = written(catalog)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo)
        for words in missing(catalog):
            left += 1
            sys.stdout.write(f"{path.relative_to(PACKAGE.parent)}: not translated: {words}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
