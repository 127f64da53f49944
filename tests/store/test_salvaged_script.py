"""A file cut off before its script is opened with the script it was held by."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from random import Random

import pytest

from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.ids import Ids, new_session_id
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.templates.shelf import TemplateShelf


@pytest.mark.parametrize("kept", ["half", "the meeting alone"])
def test_without_a_journal_the_script_is_the_shipped_one(tmp_path, kept):
    places = Places(tmp_path / "state", tmp_path / "cache", tmp_path / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places)
    chance, at = Random(7), datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    template = TemplateShelf().get("pre-mortem")
    documents = begin(template, Plan(title="Baggage"), new_session_id(chance), at, Ids(chance), "0")
    file = SessionFile.create(library, documents, places=places)
    whole = Session.read(file.documents)
    file.close()
    data = file.path.read_bytes()
    cut = data[: len(data) // 2] if kept == "half" else data[: data.index(b'"stages"')]
    file.path.write_bytes(cut)
    shutil.rmtree(places.state)

    again = SessionFile.open(file.path, places=places)
    read = Session.read(again.documents)
    again.close()
    assert read.template == whole.template
    assert [(s.id, s.record.minutes) for s in read.plan] == [(s.id, s.record.minutes) for s in whole.plan]
    assert any("was damaged" in note for note in again.notes)
    assert cut in [path.read_bytes() for path in (library.folder / "quarantine").glob("*.json")]
