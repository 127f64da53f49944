"""Which tool: what fits comes first, what misses says so, and no technique is known but by its head."""

from __future__ import annotations

from pathlib import Path

import pytest

from kmfacilitate.language import speaking
from kmfacilitate.templates import suggest as module
from kmfacilitate.templates.shelf import TemplateShelf, Title, read_title
from kmfacilitate.templates.suggest import Need, suggest
from kmfacilitate.templates.words import TECHNIQUES


def title(id_: str, **more: object) -> Title:
    given = {"title": id_, "learning": "before", "purpose": ("collect",), "people": (4, 12),
             "variants": {"quick": 30, "standard": 60}}  # fmt: skip
    return Title(id_, Path(f"{id_}.yaml"), **{**given, **more})


def ids(titles: list[Title], **need: object) -> list[str]:
    return [each.title.id for each in suggest(titles, Need(**need))]


PLAIN = title("plain")
TALK = title("talk", purpose=("connect",), family="conversation", learning="during", people=(8, 50))
SECRET = title("secret", purpose=("create",), family="confidential", learning="during", people=(2, 6))
ALL = [PLAIN, TALK, SECRET]


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ({"purpose": "connect"}, "talk"),
        ({"learning": "before"}, "plain"),
        ({"people": 40}, "talk"),
        ({"people": 2}, "secret"),
        ({"sensitive": "private"}, "secret"),
        ({"sensitive": "open", "purpose": "create"}, "secret"),
    ],
)
def test_what_fits_comes_first(need: dict[str, object], first: str) -> None:
    assert ids(ALL, **need)[0] == first


def test_what_fits_whole_leaves_the_others_out() -> None:
    assert ids(ALL, learning="before", people=8) == ["plain"]


def test_where_nothing_fits_whole_the_nearest_says_what_is_missing() -> None:
    (found,) = suggest([PLAIN], Need(learning="after", people=8))
    assert found.but == ("for learning before, not after",)
    assert "4 to 12 people" in found.reasons


def test_the_longest_variant_that_fits_is_taken() -> None:
    assert [(s.variant, s.minutes) for s in suggest([PLAIN], Need(minutes=45))] == [("quick", 30)]
    assert [(s.variant, s.minutes) for s in suggest([PLAIN], Need(minutes=90))] == [("standard", 60)]
    (short,) = suggest([PLAIN], Need(minutes=25))
    assert (short.minutes, short.but) == (30, ("takes 30 minutes, not 25",))


def test_a_few_people_more_need_care_many_more_do_not_fit() -> None:
    wide = title("wide", people=(4, 30))
    assert ids([PLAIN, wide], people=14) == ["wide", "plain"]
    assert ids([PLAIN, wide], people=25) == ["wide"]


def test_what_is_careful_says_so() -> None:
    found = {each.title.id: each for each in suggest(ALL, Need(sensitive="careful"))}
    assert "agree first what leaves the room" in found["plain"].but[0]
    assert not found["secret"].but
    assert found["secret"].reasons[-1] == "what is said stays in the room"


def test_each_reason_is_in_the_language_spoken() -> None:
    with speaking("fr"):
        careful = {each.title.id: each for each in suggest(ALL, Need(sensitive="careful"))}
        (missing,) = suggest([PLAIN], Need(sensitive="private"))
    assert careful["plain"].but[0].startswith("note ce qui est dit\u00a0; convenez")
    assert missing.but == ("note ce qui est dit",)


def test_a_broken_template_is_never_suggested_and_nothing_gives_nothing() -> None:
    assert suggest([title("broken", problem="it is broken")], Need()) == []
    assert suggest([], Need(people=5)) == []


def test_no_more_than_asked_for() -> None:
    assert len(suggest([title(f"t{n}") for n in range(20)], Need(), most=3)) == 3


def test_no_technique_is_known_by_name() -> None:
    code = Path(module.__file__ or "").read_text("utf-8")
    assert not [name for name in TECHNIQUES if name in code]


def test_each_shipped_template_is_first_for_its_own_description() -> None:
    titles = [each for each in TemplateShelf().titles() if not each.problem]
    for each in titles:
        need = Need(each.purpose[0], each.learning, each.people[0], min(each.variants.values()))
        found = suggest(titles, need, most=len(titles))
        mine = next(s for s in found if s.title.id == each.id)
        assert not mine.but


def test_the_head_of_a_file_says_how_many_people(tmp_path: Path) -> None:
    def people(words: str) -> tuple[int, int]:
        path = tmp_path / "own.yaml"
        head = "id: own\ntechnique: own\ntitle: Own\nlearning: during\nvariants: {standard: 10}\n"
        path.write_text(head + words, "utf-8")
        return read_title(path).people

    assert people("people: {min: 3, max: 9}\n") == (3, 9)
    assert people("people: {min: three}\n") == (1, 50)
    assert people("") == (1, 50)
