"""Earlier lessons beside a line: only those with enough in common, and only those that may be shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from remembered import on

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.beside import beside, in_full
from kmfacilitate.library.looking import Looker
from kmfacilitate.library.place import team_folder
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.session.seen import Seen
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

Write = Callable[..., Path]
KEY = {"kind": "lesson", "text": "Keep a second fridge key upstairs", "why": ["the cupboard was locked"]}


def like(asked: Ask, text: str, *, close: bool = True, session: str = "") -> list[Seen]:
    return beside(asked, text, session=session, language="en", limit=5, close=close)


def texts(lessons: list[Seen]) -> list[str]:
    return [each.text for each in lessons]


def test_a_lesson_needs_more_in_common_than_a_word_by_chance(write: Write, ask: Callable[[], Ask]) -> None:
    write(KEY, {"kind": "lesson", "text": "Order vaccines a week ahead"}, title="Old")
    asked = ask()
    assert texts(like(asked, "The keys of both fridges were missing")) == [KEY["text"]]
    assert texts(like(asked, "somebody wrote a key date on the wall")) == []
    assert texts(like(asked, "somebody wrote a key date on the wall", close=False)) == [KEY["text"]]
    assert texts(like(asked, "vaccines late")) == ["Order vaccines a week ahead"], "half of a short line"
    assert texts(like(asked, "The cupboard of vaccines was locked")) == [KEY["text"]], "its fields count"
    assert like(asked, "The keys of both fridges", session=session_id_from("Old")) == []


def test_what_may_not_be_shown_elsewhere_is_not(write: Write, ask: Callable[[], Ask]) -> None:
    for share in ("nothing", "actions"):
        write(KEY, title=f"Shared as {share}", share=share)
    write(KEY, title="Confidential", family="confidential")
    write(KEY | {"state": "rejected"}, KEY | {"deleted": True}, title="Set aside")
    write({"kind": "private", "text": KEY["text"]}, {"kind": "event", "text": KEY["text"]}, title="No lesson")
    assert like(ask(), "The keys of both fridges were missing") == []
    write(KEY, title="Shared as summary", share="summary")
    assert [each.title for each in like(ask(), "The fridge keys")] == ["Shared as summary"]


def test_a_team_lesson_comes_back_too_and_can_be_read(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places
) -> None:
    pulled = team_folder(library, places) / "sessions"
    pulled.mkdir(parents=True)
    write(KEY, title="Of others").rename(pulled / "theirs.json")
    asked = ask()
    (found,) = like(asked, "The keys of both fridges were missing")
    assert (found.text, found.title) == (KEY["text"], "Of others")
    assert in_full(asked, [found]) == {found.on: (("Why", ("the cupboard was locked",)),)}


def test_what_later_sessions_said_of_it_stands_with_it(write: Write, ask: Callable[[], Ask]) -> None:
    write(KEY | {"state": "embedded", "history": [["2026-01-01", "embedded", "list"]]}, title="Old")
    again = {"kind": "verdict", "on": on("Old", 1), "says": "again", "what": KEY["text"]}
    write(again | {"reason": "the same cupboard"}, title="Later", day="2026-12-01")
    asked = ask()
    (found,) = like(asked, "The keys of both fridges were missing")
    assert (found.state, found.again) == ("reopened", 1)
    later = ("1 × happened again", "Tue 1 Dec 2026  happened again, Later: the same cupboard")
    assert ("In later sessions", later) in in_full(asked, [found])[found.on]
    (found,) = like(asked, "The keys of both fridges were missing", session=session_id_from("Later"))
    assert found.again == 0, "what this session said itself is counted by it"


def test_a_question_that_may_wait_gives_way_to_a_newer_one(write: Write, ask: Callable[[], Ask]) -> None:
    write(KEY)
    ask()
    asked: list[str] = []
    done = threading.Event()
    looker = Looker(ask())
    try:
        for key in ("t", "th", "the fridge key"):
            looker.look("beside", lambda _, key=key: asked.append(key), lambda _: done.set(), after=0.05)
        looker.look("other", lambda _: asked.append("other"), lambda _: None)
        assert done.wait(5)
        assert asked == ["other", "the fridge key"], "what may wait holds nothing else up"
        looker.look("beside", lambda _: asked.append("never"), lambda _: None, after=60)
        looker.drop("beside")
        assert looker.wait(5)
        assert "never" not in asked
    finally:
        looker.close()
