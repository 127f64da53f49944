"""Earlier lines and sessions come back by what they are about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from textbook import bm25

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.related import telling
from kmfacilitate.session.ids import session_id_from

Write = Callable[..., Path]


def test_words_that_say_nothing_are_left_out() -> None:
    assert telling("The fridge was not in the room, and it is 4", "en") == ("fridge", "room")
    assert telling("Der Kühlschrank war nicht im Raum", "de-CH") == ("kuhlschrank", "raum")
    assert telling("the fridge", "xx") == ("fridge",)


def test_a_lesson_comes_back_by_its_rare_words(write: Write, ask: Callable[[], Ask]) -> None:
    write(
        {"kind": "lesson", "text": "Keep a second fridge key upstairs", "why": ["the cupboard was locked"]},
        {"kind": "lesson", "text": "Order vaccines a week ahead"},
        {"kind": "event", "text": "Fridge keys were locked in"},
        title="Old", day="2025-01-01",
    )  # fmt: skip
    write({"kind": "lesson", "text": "fridge fridge fridge"}, title="Own")
    found = ask().related("The keys of the fridges were missing again", session=session_id_from("Own"))
    assert [one.text for one in found] == ["Keep a second fridge key upstairs"]
    assert [found[0].text[a:b] for a, b in found[0].spans] == ["fridge", "key"]
    assert ask().related("", kinds=("lesson",)) == ()
    assert ask().related("the and of") == ()
    assert [one.kind for one in ask().related("fridge", kinds=("event",))] == ["event"]


def test_the_right_sessions_come_back_as_well_as_by_plain_bm25(write: Write, ask: Callable[[], Ask]) -> None:
    chance = Random(3)
    common = [f"common{n}" for n in range(30)]
    topics = {f"topic {n}": [f"word{n}x{m}" for m in range(25)] for n in range(12)}
    texts: dict[str, str] = {}
    for name, words in topics.items():
        for copy in range(3):
            title = f"{name} {copy}"
            lines = [" ".join(chance.choices(words, k=2) + chance.choices(common, k=10)) for _ in range(6)]
            write(*({"kind": "lesson", "text": line} for line in lines), title=title, day="2025-01-01")
            texts[title] = " ".join((title, "after action review after action review", *lines))
    best = 0
    plain = 0
    for name, words in topics.items():
        asked = [" ".join(chance.choices(words, k=2) + chance.choices(common, k=8)) for _ in range(4)]
        found = ask().related_sessions(asked)
        best += sum(held.title.startswith(f"{name} ") for held in found[:3])
        plain += sum(title.startswith(f"{name} ") for title in bm25(" ".join(asked), texts)[:3])
    assert best >= plain
    assert best >= 34


def test_a_session_shared_as_nothing_comes_back_nowhere(write: Write, ask: Callable[[], Ask]) -> None:
    write({"kind": "lesson", "text": "zebra"}, title="Zebra", share="nothing")
    write({"kind": "lesson", "text": "zebra"}, title="Other")
    assert [held.title for held in ask().related_sessions(["zebra"])] == ["Other"]
    assert ask().related_sessions(["zebra"], session=session_id_from("Other")) == ()
    assert ask().related_sessions([]) == ()
