"""The page on settings says what the program does."""

import re
import tomllib
from pathlib import Path

from kmfacilitate.settings.keymap import checked
from kmfacilitate.settings.wishes import WISHES
from kmfacilitate.verbs import VERBS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text("utf-8")


def test_every_setting_stands_on_the_page_with_its_values():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE, flags=re.MULTILINE)
    assert [name for name, _ in rows] == [wish.name for wish in WISHES]
    for wish, (_, values) in zip(WISHES, rows, strict=True):
        if wish.allowed:
            assert values.split(", ") == list(wish.allowed)


def test_the_example_of_keys_can_be_taken():
    found = re.search(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert found
    keys = tomllib.loads(found[1])["keys"]
    wanted = {verb: [given] if isinstance(given, str) else given for verb, given in keys.items()}
    assert checked(wanted, VERBS).faults == ()
