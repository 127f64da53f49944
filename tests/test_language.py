"""The words of the interface: marked, the same in every language, and which one is spoken."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from kmfacilitate import language
from kmfacilitate.cli.click_words import MESSAGES
from kmfacilitate.language import N_, NP_, _, known, ngettext, pgettext, speaking, spoken, use
from kmfacilitate.settings.local import languages
from kmfacilitate.settings.wishes import Settings

ROOT = Path(__file__).resolve().parents[1]
MARKS = {"_": (0,), "N_": (0,), "ngettext": (0, 1), "pgettext": (0, 1), "NP_": (0, 1), "count": (1, 2)}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_words", ROOT / "docs" / "write_words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORDS = script()
CATALOGUES = [pytest.param(path, id=path.parents[1].name) for path in WORDS.catalogues()]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "kmfacilitate").rglob("*.py")):
        if path.name not in ("language.py", "wording.py"):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    ours = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(("language", "wording"))
        for name in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ours & {*MARKS}:
            yield node


def test_what_is_marked_is_a_literal():
    # Nothing is found in an f-string, a sum or a variable; `_(row.label)` shows what its table has marked.
    wrong = []
    for name, tree in modules():
        for call in calls(tree):
            assert isinstance(call.func, ast.Name)
            given = call.args[: MARKS[call.func.id][-1] + 1]
            for at in MARKS[call.func.id]:
                one = given[at] if at < len(given) else None
                literal = isinstance(one, ast.Constant) and isinstance(one.value, str)
                shown = call.func.id in ("_", "pgettext") and isinstance(
                    one, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.IfExp)
                )
                if not (literal or shown):
                    wrong.append(f"{name}:{call.lineno}")
    assert wrong == []


def test_a_module_that_shows_words_calls_nothing_else_by_that_name():
    wrong = []
    for name, tree in modules():
        nodes = list(ast.walk(tree))
        if any(isinstance(n, ast.ImportFrom) and any(a.name == "_" for a in n.names) for n in nodes):
            wrong += [
                f"{name}:{node.lineno}"
                for node in nodes
                if (isinstance(node, ast.Name) and node.id == "_" and not isinstance(node.ctx, ast.Load))
                or (isinstance(node, ast.arg) and node.arg == "_")
            ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES)
def test_a_catalogue_has_the_words_of_the_program(path: Path):
    catalog = WORDS.brought_up_to_date(WORDS.read(path))
    po, mo = WORDS.written(catalog)
    assert WORDS.missing(catalog) == []
    assert path.read_bytes().decode() == po.decode(), "make words brings it up to date"
    assert path.with_suffix(".mo").read_bytes() == mo, "make words makes the .mo of the .po"


@pytest.mark.parametrize("path", CATALOGUES)
def test_a_translation_has_the_placeholders_and_the_edges_of_its_message(path: Path):
    wrong = []
    for one in WORDS.read(path):
        if one.id:
            sources = one.id if isinstance(one.id, tuple) else (one.id,)
            wanted = [placeholders(source) for source in sources]
            for words in one.string if isinstance(one.string, tuple) else (one.string,):
                here = placeholders(words)
                # The form for one may leave the number out: "the line", "la ligne".
                same = here in wanted or (
                    len(sources) == 2 and here | {"n"} in [names | {"n"} for names in wanted]
                )
                if not same or edges(words) != edges(sources[0]):
                    wrong.append(words)
    assert wrong == []


def placeholders(words: str) -> set[str]:
    if "{" not in words and "}" not in words:
        return set()
    try:
        return {
            str(name) for _text, name, _form, _turn in string.Formatter().parse(words) if name is not None
        }
    except ValueError:  # braces that are words: it is never formatted
        return {words}


def edges(words: str) -> tuple[str, ...]:
    return words[: len(words) - len(words.lstrip(" \n"))], words[len(words.rstrip(" \n")) :]


def test_english_is_what_is_written_in_the_program():
    use(["en_GB.UTF-8"])
    assert _("Home") == "Home"
    assert ngettext("{n} line", "{n} lines", 1) == "{n} line"
    assert ngettext("{n} line", "{n} lines", 0) == "{n} lines"
    assert pgettext("verb", "open") == N_("open") == NP_("verb", "open") == "open"
    assert spoken() == "en"


def test_a_language_is_spoken_until_another_is_and_a_session_may_have_its_own():
    use(["xx_YY", "fr_CA.UTF-8", "en"])
    assert spoken() == "fr"
    assert _("") == ""
    with speaking("en"):
        assert spoken() == "en"
        with speaking("fr-FR"):
            assert spoken() == "fr"
        assert spoken() == "en"
    with speaking("cy"):
        assert spoken() == "en"
    assert spoken() == "fr"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("fr", "fr"),
        ("fr_BE@euro", "fr"),
        ("FR-be", "fr"),
        ("en_US", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
    ],
)
def test_a_locale_names_its_language(said: str, language: str):
    assert known(said) == language


@pytest.mark.parametrize("said", ["", "xx", "../fr", "français", "fr\n", "_fr", "f"])
def test_what_is_no_language_of_ours_is_none(said: str):
    assert known(said) == ""


@pytest.mark.parametrize(
    ("setting", "environ", "wanted"),
    [
        ("", {}, ()),
        ("cy", {"LANGUAGE": "fr"}, ("cy",)),
        ("", {"LANGUAGE": "xx:fr", "LANG": "de_DE"}, ("xx", "fr")),
        ("", {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, ("fr_FR",)),
        ("", {"LC_ALL": "C", "LANG": "fr_FR"}, ("C",)),
    ],
)
def test_settings_come_before_the_system(setting: str, environ: dict[str, str], wanted: tuple[str, ...]):
    assert languages(Settings(language=setting), environ) == wanted


def test_a_catalogue_that_cannot_be_read_leaves_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "qq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "kmfacilitate.mo").write_bytes(b"no catalogue")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    use(["qq"])
    assert _("Home") == "Home"
    assert re.fullmatch("[a-z]+", spoken())


def test_the_words_lent_to_click_are_those_it_says():
    said = {
        node.value
        for path in Path(click.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(MESSAGES) <= said
