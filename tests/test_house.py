"""The house itself: what a command loads, which room imports which, what the repository must not hold."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kmfacilitate

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kmfacilitate"
HEAVY = {"textual", "rich", "pydantic", "tinydb", "jinja2", "babel", "tomlkit"}
LONGEST_MODULE = 450
SESSION = ROOT / "tests" / "store" / "golden" / "session.json"

LOADED_AT_THE_END = """
import atexit, runpy, sys
atexit.register(lambda: print("LOADED", *sys.modules))
sys.argv = ["kmfacilitate", *sys.argv[1:]]
runpy.run_module("kmfacilitate", run_name="__main__", alter_sys=True)
"""


def loaded_by(code: str, *arguments: str, library: Path | None = None) -> set[str]:
    """The top-level modules in a fresh Python after some code, with a library of its own if one is given."""
    environment = (
        {"KMFACILITATE_LIBRARY": str(library), "KMFACILITATE_STATE": f"{library}-state"} if library else {}
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**_bare_environment(), **environment},
        timeout=60,
    )
    last = done.stdout.splitlines()[-1]
    assert last.startswith("LOADED ")
    return {name.partition(".")[0] for name in last.split()[1:]}


def _bare_environment() -> dict[str, str]:
    """What a program needs to run at all, and none of what a coverage tool or a user has set."""
    needed = ("PATH", "HOME", "SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP")
    return {name: os.environ[name] for name in needed if name in os.environ}


@pytest.mark.parametrize(
    "module",
    [
        "kmfacilitate.cli",
        "kmfacilitate.templates.shelf",
        "kmfacilitate.store.shelf",
        "kmfacilitate.store.library",
        "kmfacilitate.settings.reading",
        "kmfacilitate.settings.local",
        "kmfacilitate.settings.keymap",
    ],
)
def test_what_home_and_the_command_line_start_with_loads_nothing_heavy(module: str):
    loaded = loaded_by(f"import sys, {module}; print('LOADED', *sys.modules)")
    assert "kmfacilitate" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["list"], ["where"], ["templates", "list"]])
def test_a_quick_command_loads_nothing_heavy(arguments: list[str], tmp_path: Path):
    sessions = tmp_path / "library" / "sessions" / "2026"
    sessions.mkdir(parents=True)
    shutil.copy(SESSION, sessions / "2026-11-22-after-action-review-clinic--k3x9.json")
    loaded = loaded_by(LOADED_AT_THE_END, *arguments, library=tmp_path / "library")
    assert "click" in loaded
    assert not loaded & HEAVY


def test_a_room_imports_only_rooms_before_it():
    # In a process of its own: its cache of the import graph is none of this process's business.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stdout.partition("Broken contracts")[2] or done.stdout + done.stderr


def modules() -> Iterator[Path]:
    return (path for path in sorted(PACKAGE.rglob("*.py")))


def test_a_module_can_be_held_in_the_head():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_MODULE} == {}


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the repository, by its path in it; generated, private and binary ones aside."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    if listed.returncode == 0 and (ROOT / ".git").exists():
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not _hidden(path)]
    for path in paths:
        if path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                yield path.relative_to(ROOT).as_posix(), data.decode("utf-8")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def test_the_repository_names_no_registry_and_no_folder_of_a_machine():
    registries = [
        r"pypi\.\w+",
        r"pythonhosted\.",
        r"registry\.npm",
        r"(deb|security)\.debian\.",
        r"crates\.io",
    ]
    homes = [r"/home/\w", r"/Users/\w", r"[A-Za-z]:\\+Users\\+\w", r"(?<![\w.~])/root/"]
    here = [re.escape(str(folder)) for folder in {ROOT, Path.home()} if len(folder.parts) > 2]
    named = re.compile("|".join([*registries, *homes, *here]))
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if name != "tests/test_house.py"
        for number, line in enumerate(text.splitlines(), 1)
        if named.search(line)
    ]
    assert found == []


def test_what_the_handbook_points_to_is_there():
    dead = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sessions/README.md")]:
        written = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", written):
            path, _, part = target.partition("#")
            aim = (page.parent / path).resolve() if path else page
            if re.match(r"[a-z]+:", target):
                continue
            if not aim.exists() or (part and part not in headings(aim)):
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def headings(page: Path) -> set[str]:
    """The headings of a page as they are pointed to."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_changelog_and_the_package_agree_on_the_version():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert kmfacilitate.__version__ in changes


def test_home_waits_for_no_field_to_type_in():
    """A text area takes longer to load than all that Home shows."""
    code = "import sys, kmfacilitate.ui.screens.home; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if "text_area" in name]
