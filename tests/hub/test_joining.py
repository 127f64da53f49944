"""Naming a hub, leaving it and coming back; what is shown before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kmfacilitate.cli import main
from kmfacilitate.errors import Unable
from kmfacilitate.hub.joining import join
from kmfacilitate.hub.settings import Settings, forget_settings, read_settings, settings_path, write_settings
from kmfacilitate.hub.team import Team, forget_team

from .laptops import Laptop

Laptops = Callable[..., Laptop]


def joined(one: Laptop) -> Settings:
    join(one.library, one.places, one.settings.url, "clinic", Random(3))
    one.settings = read_settings(one.library, one.places)
    return one.settings


def test_who_left_and_comes_back_still_has_what_was_shared(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    joined(ann)
    kept, taken_back = ann.write("Kept", {"text": "one"}), ann.write("Taken back", {"text": "two"})
    ann.push()
    ann.settings.unshare(taken_back)
    ann.push(), ben.pull()
    forget_team(ann.library, ann.places)
    forget_settings(ann.library, ann.places)
    again = joined(ann)
    assert again.shared == {kept: 1}
    assert again.withdrawn == {taken_back: 1}
    assert again.to_show == frozenset()
    again.unshare(kept)
    again.share(taken_back)
    ann.push(), ben.pull()
    assert list(ben.held()) == [taken_back]


def test_the_same_hub_again_keeps_what_was_chosen_and_another_is_refused(laptop: Laptops) -> None:
    ann = laptop("ann")
    joined(ann)
    id_ = ann.write("Clinic", {"text": "one"})
    write_settings(ann.library, ann.places, ann.settings)
    assert joined(ann).shared == {id_: 1}
    ann.settings.hub = "another"
    write_settings(ann.library, ann.places, ann.settings)
    with pytest.raises(Unable, match="another hub"):
        joined(ann)


def test_nothing_of_a_hub_stays_after_leaving(laptop: Laptops) -> None:
    ann = laptop("ann")
    joined(ann)
    ann.write("Clinic", {"text": "one"})
    ann.push(), ann.pull()
    assert forget_team(ann.library, ann.places) == []
    forget_settings(ann.library, ann.places)
    assert Team(ann.library, ann.places).files() == []
    assert not settings_path(ann.library, ann.places).exists()


def test_settings_of_an_earlier_version_show_again_what_leaves(laptop: Laptops) -> None:
    ann = laptop("ann")
    id_ = ann.write("Clinic", {"text": "one"})
    write_settings(ann.library, ann.places, ann.settings)
    path = settings_path(ann.library, ann.places)
    path.write_text(path.read_text().replace('"agreed":{}', '"agreed":true'))
    assert read_settings(ann.library, ann.places).to_show == {id_}


class Shell:
    """The command line, for one laptop."""

    def __init__(
        self, one: Laptop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._library, self._capsys = one.library.folder, capsys
        monkeypatch.setattr("kmfacilitate.store.places.Places.here", lambda: one.places)

    def __call__(self, *words: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            main(["--library", str(self._library), *words])
        said = "".join(self._capsys.readouterr())
        assert left.value.code == code, said
        return said


def test_what_leaves_is_shown_before_each_first_push(
    laptop: Laptops, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = laptop("ann")
    shell = Shell(ann, monkeypatch, capsys)
    first = ann.write("Clinic", {"text": "Order a second key"}, {"kind": "private", "text": "SECRET"})
    second = ann.write("Ward", {"text": "Label the boxes"})
    ann.settings.shared.clear()
    shell("hub", "init", ann.settings.url, "--organisation", "clinic")
    shell("hub", "share", first)
    assert "say --yes" in shell("hub", "push", code=2)
    shown = shell("hub", "push", "--yes")
    assert "Order a second key" in shown
    assert "SECRET" not in shown
    assert "5 changes sent" in shown
    assert shell("hub", "push") == "Nothing had changed.\n"  # shown once is enough
    shell("hub", "share", second)
    shown = shell("hub", "push", "--yes")
    assert "Label the boxes" in shown
    assert "Order a second key" not in shown
    taken = shell("hub", "unshare", first) + shell("hub", "push")
    assert "1 session taken back" in taken
    assert "can't be reached" in taken
    assert "Shared from here: 1" in shell("hub", "status")
    assert "Label the boxes" in shell("hub", "search", "labels")
    assert "alike" in shell("hub", "search", "--alike", "Label the boxes!")
    assert "no such line" in shell("hub", "search", "giraffe", code=1)
    assert "Nothing was changed" in shell("hub", "conflicts")
    assert "changes brought" in shell("hub", "sync")


def test_a_purged_session_is_taken_back_though_its_mark_is_cleared(
    laptop: Laptops, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    shell = Shell(ann, monkeypatch, capsys)
    id_ = ann.write("Clinic", {"text": "one"})
    shell("hub", "init", ann.settings.url, "--organisation", "clinic")
    shell("hub", "share", id_)
    shell("hub", "sync", "--yes")
    ben.pull()
    assert "next kmfacilitate hub push" in shell("purge", id_, "--yes")
    assert not Team(ann.library, ann.places).path(id_).exists()
    (ann.places.purged / id_).unlink()
    assert "1 session taken back" in shell("hub", "push")
    ben.pull()
    assert ben.held() == {}


def test_a_name_that_is_forgotten_is_forgotten_at_the_hub_with_the_next_push(
    laptop: Laptops, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = laptop("ann")
    shell = Shell(ann, monkeypatch, capsys)
    shell("hub", "init", ann.settings.url, "--organisation", "clinic")
    id_ = ann.write("Clinic", {"text": "Zebedee has the key"})
    shell("hub", "share", id_)
    shell("hub", "push", "--yes")
    assert "next kmfacilitate hub push" in shell("forget", "Zebedee", "--yes")
    shell("hub", "push")
    assert ann.plainly("SELECT 1 FROM kmhub.entries e WHERE strpos(lower(e::text), 'zebedee') > 0") == []


def test_a_keeper_decides_in_words(
    laptop: Laptops, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, kim = laptop("ann"), laptop("kim")
    ann.write("Clinic", {"text": "Order a second key"}, {"text": "Label the boxes"})
    ann.push()
    shell = Shell(kim, monkeypatch, capsys)
    shell("hub", "init", kim.settings.url, "--organisation", "clinic")
    lesson = shell("hub", "search", "key").split()[-1]
    assert "needs a reason" in shell("hub", "decide", lesson, "rejected", code=1)
    assert "into which lesson" in shell("hub", "decide", lesson, "merged", code=1)
    assert "is validated" in shell("hub", "decide", lesson, "validated", "--note", "agreed")
    assert "1 decision of a keeper" in shell("hub", "pull")
    number, other = (f"{lesson[:4]}/1.{n}" for n in (1, 2))
    assert "own place" in shell("hub", "decide", number, "superseded", "--into", number, code=1)
    assert "is superseded" in shell("hub", "decide", number, "superseded", "--into", other)
    assert "No lesson is meant" in shell("hub", "decide", "zzzz/1.1", "validated", code=1)


def test_junk_settings_are_said_in_one_sentence(laptop: Laptops, tmp_path: Path) -> None:
    ann = laptop("ann")
    write_settings(ann.library, ann.places, ann.settings)
    for junk in ("", "[]", "7", '{"url": 1', '{"shared": {}}'):
        settings_path(ann.library, ann.places).write_text(junk)
        with pytest.raises(Unable, match="can't be read"):
            read_settings(ann.library, ann.places)
