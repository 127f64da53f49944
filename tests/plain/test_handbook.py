"""The handbook's pages on plain mode and on words say what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from sittings import ROOT, Room, Said, hold

PLAIN = ROOT / "docs" / "plain.md"


def block(name: str) -> str:
    """A block of the page on plain mode."""
    found = re.search(rf"^```{name}\n(.*?)^```$", PLAIN.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def heard(said: Said, folder: Path) -> str:
    """What is said, without what is to be said to the room and the folder of the library."""
    told = (said.out + said.err).replace(f"{folder / 'library'}/", "")
    return "".join(line for line in told.splitlines(True) if not line.startswith(("Say: ", "Then: ")))


def test_the_transcript_is_what_is_said(tmp_path: Path):
    room = Room(tmp_path)
    said = hold(room.open(title="Clinic", people="Ana;Sam"), block("lines").encode())
    assert heard(said, tmp_path) == block("said")
    assert said.code == 1


def test_the_page_of_words_and_keys_is_up_to_date():
    spec = importlib.util.spec_from_file_location("write_keys", ROOT / "docs" / "write_keys.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "keys.md").read_text("utf-8") == module.page(), (
        "python docs/write_keys.py writes it anew"
    )
