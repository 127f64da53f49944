"""The handbook's pages: what is made from the program is up to date, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "sessions" / "README.md"])


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_of_the_techniques_are_up_to_date():
    made = script("write_techniques").pages()
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "techniques").glob("*.md")}
    assert sorted(there) == sorted(made)
    old = [name for name in made if made[name] != there[name]]
    assert not old, "python docs/write_techniques.py writes them anew"


def test_the_pages_of_the_commands_are_up_to_date():
    module = script("write_man")
    for path, text in ((module.PAGE, module.page()), (module.MAN, module.man())):
        assert path.read_text("utf-8") == text, "python docs/write_man.py writes them anew"


def test_the_page_of_the_kinds_is_up_to_date():
    module = script("write_kinds")
    assert module.PAGE.read_text("utf-8") == module.page(), "python docs/write_kinds.py writes it anew"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} is not there"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{target}: no such heading"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_sites_list():
    listed = set(
        re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), flags=re.MULTILINE)
    )
    there = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert {name for name in there if not name.startswith("techniques/")} <= listed | {"README.md"}
    assert listed <= there
