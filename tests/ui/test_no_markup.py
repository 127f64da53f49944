"""Nothing outside `ui/text.py` hands a string to Textual that it would read as markup."""

import re
from pathlib import Path

import pytest

import kmfacilitate.ui

_UI = Path(kmfacilitate.ui.__file__).parent
_TRAPS = {
    "a notification outside ui/text.py": re.compile(r"\.notify\((?!self)"),
    "an f-string given to a widget": re.compile(
        r"\b(Static|Label|Button|Option|Checkbox|Collapsible)\(\s*f?[\"']"
    ),
    "an update with an f-string": re.compile(r"\.update\(\s*f[\"']"),
    "markup made from text": re.compile(r"from_markup|markup=True"),
    "a border title": re.compile(r"border_(sub)?title\s*="),
}


@pytest.mark.parametrize("path", sorted(_UI.rglob("*.py")), ids=lambda path: str(path.relative_to(_UI)))
def test_no_markup_trap(path):
    if path.name == "text.py":
        return
    source = path.read_text(encoding="utf-8")
    for what, trap in _TRAPS.items():
        assert not trap.search(source), what
