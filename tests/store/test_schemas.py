"""Session files of earlier and of newer versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from failing_disk import FailingDisk
from made_up import a_session, add, ends_suddenly, entry_id, texts

from kmfacilitate.store import migrations
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.trouble import ReadOnly

Make = Callable[..., SessionFile]


class TestSchemas:
    @pytest.fixture
    def newer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def two(tables: Any) -> Any:
            entries = {
                id_: {**doc, "words": doc.get("text")} for id_, doc in tables.get("entries", {}).items()
            }
            return {**tables, "entries": entries}

        def three(tables: Any) -> Any:
            return {**tables, "session": {"1": {**tables["session"]["1"], "third": "yes"}}}

        monkeypatch.setattr(migrations, "SCHEMA", 3)
        monkeypatch.setattr(migrations, "MIGRATIONS", {1: two, 2: three})

    def test_an_earlier_file_is_migrated_in_memory_and_kept_when_it_is_first_written(
        self, make: Make, again: Make, places: Places, request: pytest.FixtureRequest
    ) -> None:
        file = make(a_session(2))
        file.close()
        before = file.path.read_bytes()
        request.getfixturevalue("newer")
        window = again(file)
        assert window.documents["_meta"]["1"]["schema"] == 3
        assert window.documents["entries"][entry_id(1)]["words"] == texts(window.documents)[0]
        assert window.documents["session"]["1"]["third"] == "yes"
        assert file.path.read_bytes() == before, "reading writes nothing"
        window.commit([add(3)])
        assert json.loads(file.path.read_bytes())["_meta"]["1"]["schema"] == 3
        [kept] = places.backups.rglob("*.json")
        assert kept.read_bytes() == before
        window.commit([add(4)])
        assert len(list(places.backups.rglob("*.json"))) == 1

    def test_one_of_a_later_version_is_only_read(self, make: Make, again: Make) -> None:
        file = make(a_session(1))
        data = file.path.read_bytes().replace(b'"schema":1', b'"schema":2')
        file.path.write_bytes(data)
        newer = again(file)
        with pytest.raises(ReadOnly):
            newer.commit([add(2)])
        newer.prepare()
        newer.close()
        assert file.path.read_bytes() == data

    def test_lines_of_an_earlier_journal_are_migrated_with_the_file(
        self, make: Make, again: Make, disk: FailingDisk, request: pytest.FixtureRequest
    ) -> None:
        disk.fails = lambda number, name: 28 if name == "replace" else 0
        file = make(a_session(1), disk=disk)
        file.commit([add(2)])
        ends_suddenly(file)
        request.getfixturevalue("newer")
        assert again(file).documents["entries"][entry_id(2)]["words"] == texts(a_session(2))[1]
