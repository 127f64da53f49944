"""A kill between a line's way to disk and the emptying of the draft offers no line twice."""

from __future__ import annotations

import pytest

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.verbs import enter


@pytest.mark.parametrize(
    ("left", "offered"), [("08:05 - bell rang", ""), ("08:05 - bell rang again", "08:05 - bell rang again")]
)
def test_what_was_entered_is_not_offered_again(tmp_path, left, offered):
    places = Places(tmp_path / "state", tmp_path / "cache", tmp_path / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places)
    desk = Desk.begin(library, TemplateShelf().get("after-action-review"), Plan(title="T"), places=places)
    enter(desk, ":go 3")
    enter(desk, "08:05 - bell rang")
    desk.draft.keep(left, "actual/timeline/")
    desk.close()
    again, _ = Desk.resume(library, desk.file.path, places=places)
    found = again.half_typed
    assert (found.text if found else "") == offered
    again.close()
