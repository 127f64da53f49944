"""No words for people get past gettext: constants that read like words are marked, or it is said why not.

What counts as words: two words of letters beside each other, or one with a capital; any word at all where it
is handed straight to what shows it. What is compared, looked up, a key, a query, a style or of a `Literal`
is an id and no word. Other constants that are no words stand in `NO_WORDS`, each module with why.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "kmfacilitate"
MARKS = {"_", "N_", "ngettext", "pgettext", "NP_", "count", "for_reader"}
READ = {
    "intake/columns.py": "headings of tables from elsewhere",
    "intake/lessons.py": "words of tables from elsewhere",
    "library/folding.py": "words of questions, folded",
    "library/narrowing.py": "states as they are typed",
    "library/stop_words.py": "words that searching leaves out",
    "session/advice_words.py": "words that advice looks for in lessons",
    "session/line/days.py": "days as they are typed",
    "session/line/words.py": "words as they are typed, in each language",
    "session/local_words.py": "months and days of English; those of other languages come from the locale",
    "session/wording.py": "months of English, for reports",
    "report/dates.py": "months of English; those of other languages come from the locale",
    "store/library.py": "names of services that copy folders",
    "templates/blank.py": "a script to be changed, in the English that its keys are",
    "templates/words.py": "words of templates as their authors write them",
    "templates/yaml_events.py": "what the reader of YAML says, to be put into our words",
    "session/looking_back.py": "verdicts as they are kept",
    "session/coach.py": "names of hints",
}  # fmt: skip
"""Modules whose other words are read or kept and never shown, and what they are."""
NO_WORDS: dict[str, tuple[str, ...]] = {
    "cli/lesson.py": ("kmfacilitate lesson ",),  # a command
    "cli/plain_home.py": ("kmfacilitate resume", "kmfacilitate resume "),  # a command
    "crash.py": (", Python ",),  # versions, for whoever mends it
    "desk/before.py": ("in full",),  # kinds of what is asked for
    "example/playing.py": ("head count",),  # a line of a script
    "hub/connection.py": ("by service",),  # says that PostgreSQL's own file is read
    "library/line_rows.py": ("moved on",),  # a state in the index
    "library/trends.py": ("in all",),  # names a column that is marked
    "page/server.py": ("Host", "Connection"),  # names of HTTP
    "library/cache.py": (
        "unable to open", "another version", "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'",
    ),  # told to the program itself, and to SQLite
    "hub/memory.py": ("another version",),  # told to the program itself
    "session/edits.py": ("Callable[[Session, Now], Change]",),  # a type
    "ui/screens/library_filters.py": ("filter wait",),  # classes of a widget
    "report/artefacts/handover.py": ("passed on",),  # a verdict as it is kept
    "report/artefacts/gap_plan.py": (
        "Question", "From where and how", "Who", "By when", "Answered?",
    ),  # name columns that are marked
    "report/jsonview.py": ("to do",),  # data
    "report/papers/papers.py": ("size: landscape; margin: 8mm;",),
    "report/word.py": (
        "List Bullet", "List Bullet 2", "List Bullet 3", "Normal", "Title", "Subtitle", "Heading ",
        "Heading 1", "Table Grid",
    ),  # names of Word's own styles
    "session/acts/keyboard.py": (" types from here",),  # ends a row of the history as it is kept
    "session/document.py": (
        "a time is written 2026-11-22T09:46:12.508Z", "a day is written 2026-11-27",
    ),  # of a file that was damaged; `doctor` says that it is
    "session/lesson_life.py": ("information only", "| route: process"),  # as they are typed
    "session/timeline.py": ("next day",),  # as it is typed
    "session/verdicts.py": ("passed on",),  # as it is kept
    "store/diary.py": ("as it was",),  # kept in a journal
    "templates/schema.py": ("kmfacilitate session template", "Template"),  # names in the schema
    "ui/inks.py": ("bold underline",),
    "ui/screens/report.py": ("Markdown", "Word"),  # names of programs and forms
    "ui/screens/home.py": ("kmfacilitate",),
    "ui/screens/runner_hints.py": (":group NAME", "@name", "#tag", "^fri", "| why:", ":show"),
    "ui/screens/library.py": (
        "project:NAME  person:NAME  tag:WORD  technique:NAME  state:open  since:2026-01-01  until:2026-12-31",
    ),  # as it is typed
    "verbs.py": (
        "yes|no [NOTE]", "yes|no [FOLDER]", "[open|summary|actions|nothing] [names all|owners|none]",
        "[WHEN|FOLDER] [in CODE]",
    ),  # as they are typed; `in_places` shows them
}  # fmt: skip
"""Constants that read like words and are none."""

SHOWS: dict[str, tuple[int, ...]] = {
    "say": (0,), "say_error": (0,), "Refused": (0,), "Unable": (0,), "WrongUse": (0,), "notify": (1,),
    "Hint": (1,), "Bullet": (0,), "Section": (1,), "Heading": (0, 1), "Table": (0, 1), "Paragraph": (0,),
    "Said": (0,), "Outcome": (0,), "heading": (0,), "prompt": (0,), "Piece": (0,), "Field": (0,),
    "Push": (0,),
}  # fmt: skip
"""What hands on what it is given to be read, and which of its arguments."""
IDS_OF = {
    "compile", "fullmatch", "search", "match", "sub", "split", "cast", "getattr", "TypeVar", "startswith",
    "endswith", "removeprefix", "removesuffix", "partition", "debug", "info", "warning", "exception", "error",
    "Thread", "option", "argument", "version_option", "Binding", "query_one", "query", "execute", "Field_",
}  # fmt: skip
"""What takes patterns, names and ids: no words for people. Help of options is marked by `make words`."""
KEYS = {"Enter", "Space", "Esc", "Del", "Tab", "PgUp", "PgDn", "  PgUp", "  PgDn"}
"""Names of keys are marked once, in `ui/keys.py`."""
WORDS = re.compile(r"[A-Za-z][a-z’']+[,;:]? +[\[(“]?[A-Za-z’]{2,}|^[^\w:/.@]*[A-Z][a-z]{2,}(?![\w-]*[A-Z_/])")
QUERY = re.compile(
    r"\b(SELECT|FROM|WHERE|PRAGMA|BEGIN|INSERT|DELETE|UPDATE|CREATE|ORDER BY|GROUP BY|LIMIT|JOIN|MATCH)\b"
    r"|\b[ls]\.\w"
)
CODE = re.compile(r"</?\w+|\{\s|;\s*$|'none'")


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "language.py"]


@cache
def literals() -> frozenset[str]:
    """What stands in a `Literal` anywhere: an id."""
    return frozenset(
        str(each.value)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Subscript) and name_of(node.value) == "Literal"
        for each in ast.walk(node.slice)
        if isinstance(each, ast.Constant)
    )


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Constants that read like words and are not marked, with their lines."""
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = node.value
            like_words = bool(WORDS.search(said)) and not QUERY.search(said) and not CODE.search(said)
            if (like_words or is_handed_on(node, above)) and said not in KEYS and is_shown(node, above):
                yield node.lineno, said


def is_handed_on(node: ast.Constant, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether a word is given, as it is or as a part, to what shows it."""
    if not re.search("[A-Za-z]{2}", str(node.value)):
        return False
    child: ast.AST = node
    while isinstance(up := above.get(child), (ast.JoinedStr, ast.IfExp, ast.BinOp, ast.BoolOp, ast.Tuple)):
        child = up
    if not isinstance(up, ast.Call) or child not in up.args:
        return False
    return up.args.index(child) in SHOWS.get(name_of(up.func), ())


def is_shown(node: ast.Constant, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether a constant may come to be read: it is not marked, and no id by where it stands."""
    child: ast.AST = node
    while (up := above.get(child)) is not None:
        match up:
            case ast.Call() if name_of(up.func) in MARKS | IDS_OF:
                return False
            case ast.Compare() | ast.MatchValue() | ast.MatchOr():
                return False
            case ast.Subscript() if child is up.slice:
                return False
            case ast.Dict() if child in up.keys:
                return False
            case ast.Expr() if child is node:  # a docstring
                return False
            case ast.Assign() if {name_of(each) for each in up.targets} & {"CSS", "DEFAULT_CSS", "__all__"}:
                return False
            case ast.AnnAssign() if child is up.annotation:
                return False
            case ast.arg():
                return False
            case ast.FunctionDef() | ast.AsyncFunctionDef() if child is up.returns:
                return False
        child = up
    return True


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_words_for_people_are_marked(path: Path):
    name = path.relative_to(PACKAGE).as_posix()
    if name in READ:
        return
    known = {*literals(), *NO_WORDS.get(name, ())}
    found = [f"{name}:{line}: {said!r}" for line, said in unmarked(ast.parse(path.read_text("utf-8")))
             if said not in known]  # fmt: skip
    assert found == []


def test_what_is_excepted_is_there():
    for name in READ:
        assert (PACKAGE / name).is_file()
    for name, said in NO_WORDS.items():
        there = {each.value for each in ast.walk(ast.parse((PACKAGE / name).read_text("utf-8")))
                 if isinstance(each, ast.Constant)}  # fmt: skip
        assert set(said) <= there, name


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.jinja")), ids=lambda path: path.name)
def test_a_layout_has_no_words_of_its_own(path: Path):
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall("[A-Za-z]{2,}", text) == []


@pytest.mark.parametrize(
    "code",
    [
        'say("Nothing was found.")',
        'raise Refused(f"There is no {name}")',
        'TITLES = {"done": "Done already"}',
        'Hint("F2", "next" if more else _("finish"))',
        "words = 'so many ' + name",
        'Bullet(text, label="Because of it")',
    ],
)
def test_words_that_get_past_are_found(code: str):
    assert list(unmarked(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'say(_("Nothing was found."))',
        'if state == "not started": pass',
        'TITLES = {"set aside": N_("Set aside")}',
        'Hint("Enter", _("next"), "screen.next")',
        'query("SELECT a, b FROM words WHERE l.kind = ?")',
        'def f():\n    "What it says for people."',
        'Section("still-open", _("Still open"), ())',
    ],
)
def test_what_is_no_word_is_let_be(code: str):
    assert not list(unmarked(ast.parse(code)))
