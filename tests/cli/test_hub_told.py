"""What `hub push` and `hub pull` say: each thing once, and what they leave behind in its own words."""

import pytest

from kmfacilitate.cli.hub_told import tell
from kmfacilitate.hub.told import Told

NOT_SENT = {
    "gone": "taken back before",
    "others": "already shared by somebody else",
    "older": "shared later from another machine",
    "archived": "of a year that the hub has put away",
    "conflicts": "kmfacilitate hub conflicts shows them",
}


@pytest.mark.parametrize(("what", "words"), NOT_SENT.items())
@pytest.mark.parametrize("number", [1, 3])
def test_each_reason_is_said_once(
    what: str, words: str, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(Told(**{what: number}))
    said = capsys.readouterr()
    assert said.out == "Nothing had changed.\n"
    (line,) = said.err.splitlines()
    assert line.startswith(f"{number} ")
    assert words in line


def test_what_changed_is_one_line_with_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Told(sent=1, taken=2, removed=1, decided=3))
    said = capsys.readouterr()
    assert said.out == (
        "1 change sent; 2 changes brought; 1 session gone that is shared no more; 3 decisions of keepers.\n"
    )
    assert said.err == ""


def test_who_takes_back_is_told_what_can_t_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Told(withdrawn=1))
    said = capsys.readouterr()
    assert said.out == "1 session taken back.\n"
    assert "let go of it at their next pull" in said.err
