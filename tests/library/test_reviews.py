"""A new review of a similar event brings up the right old ones, as well as plain BM25 over the same text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import pytest
from reviews import Review, reviews
from sittings import Room, command
from textbook import bm25

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.library.words import tokens
from kmfacilitate.session.past import past_at
from kmfacilitate.verbs import enter

OLD, NEW = reviews()
TEXTS = {review.title: review.text for review in OLD}
KIND = {review.title: review.kind for review in OLD}
FOUR = 4
"""Old reviews of each kind of event."""


def quality(kind: str, found: Iterable[str]) -> tuple[float, float]:
    """Recall in the first five, and one by the place of the first right one."""
    first = list(dict.fromkeys(found))[:5]
    right = [KIND[title] == kind for title in first]
    return sum(right) / FOUR, next((1 / place for place, well in enumerate(right, 1) if well), 0.0)


def mean(qualities: Sequence[tuple[float, float]]) -> tuple[float, float]:
    recall, place = (sum(column) / len(qualities) for column in zip(*qualities, strict=True))
    return recall, place


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A library into which the old reviews were imported, one Markdown file each."""
    room = Room(tmp_path_factory.mktemp("reviews"))
    files: list[Path] = []
    for number, review in enumerate(OLD):
        head = f"---\ntitle: {review.title}\ndate: 20{10 + number % 15}-03-{1 + number % 28:02}\n---\n\n"
        files.append(room.folder / f"review-{number:02}.md")
        files[-1].write_text(head + "\n\n".join(review.lines) + "\n", "utf-8")
    said = command("import", *map(str, files), folder=room.folder)
    assert said.code == 0, said.err
    update(room.library, room.places)
    return room


def asked_with(review: Review) -> dict[str, str]:
    """What may be known of a new meeting: its title, some lines, all of it."""
    return {
        "title": review.title,
        "lines": "\n".join((review.title, *review.lines[:3])),
        "whole": review.text,
    }


@pytest.mark.parametrize("known", ["title", "lines", "whole"])
def test_the_right_lessons_and_sessions_come_back(room: Room, known: str) -> None:
    ask = Ask(room.library, room.places)
    plain, lessons, sessions = [], [], []
    for review in NEW:
        text = asked_with(review)[known]
        plain.append(quality(review.kind, bm25(text, TEXTS)))
        lessons.append(quality(review.kind, (line.title for line in ask.related(text))))
        sessions.append(quality(review.kind, (held.title for held in ask.related_sessions([text]))))
    ask.close()
    for ours in (mean(lessons), mean(sessions)):
        assert ours[0] >= mean(plain)[0]
        assert ours[1] >= mean(plain)[1] - 0.02


@pytest.mark.parametrize("many", [2, 3, 4])
def test_a_known_review_is_found_by_a_few_of_its_words(room: Room, many: int) -> None:
    chance = Random(many)
    ask = Ask(room.library, room.places)
    plain, ours = 0.0, 0.0
    for review in chance.sample(OLD, 60):
        words = [word for word, _, _ in tokens(review.text) if len(word) > 3]
        typed = " ".join(chance.sample(words, many))
        plain += review.title in bm25(typed, TEXTS)[:5]
        ours += review.title in [line.title for line in ask.search(typed, limit=5).found]
    ask.close()
    assert ours >= plain - 1, "of sixty, one may be another of equal weight"


def test_a_before_action_review_opens_with_the_right_ones(room: Room) -> None:
    plain, ours, likely = [], [], []
    for review in NEW:
        desk = room.open("before-action-review", title=review.title)
        for typed in (":go 3", *review.lines[:3], ":go 4"):
            enter(desk, typed)
        offered = [line.text for line in past_at(desk.f, desk.f.here)]
        desk.close()
        text = "\n".join((review.title, *review.lines[:3]))
        plain.append(quality(review.kind, bm25(text, TEXTS)))
        ours.append(quality(review.kind, offered))
        likely.append(len(offered))
    assert min(likely) >= 5
    assert mean(ours)[0] >= mean(plain)[0]
    assert mean(ours)[1] >= mean(plain)[1] - 0.02
