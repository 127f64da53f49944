"""A kill between a line's way to disk and the emptying of the draft offers no line twice."""

from __future__ import annotations

import pytest
from sittings import HandTime

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


@pytest.mark.parametrize("begun", ["0", "08:05 - bel"])
@pytest.mark.parametrize("entered", [True, False], ids=["entered", "begun anew"])
def test_the_beginning_of_what_was_entered_is_not_offered_again(tmp_path, begun, entered):
    places = Places(tmp_path / "state", tmp_path / "cache", tmp_path / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places)
    template = TemplateShelf().get("after-action-review")
    time = HandTime()
    desk = Desk.begin(library, template, Plan(title="T"), places=places, time_=time)
    enter(desk, ":go 3")
    if not entered:
        enter(desk, "08:05 - bell rang")
        time.wait(0.01)
    desk.draft.keep(begun, "actual/timeline/")
    desk.draft.close()  # what is typed from here on is kept no more
    if entered:
        time.wait(0.01)
        enter(desk, "08:05 - bell rang")
    desk.close()
    again, _ = Desk.resume(library, desk.file.path, places=places, time_=time)
    found = again.half_typed
    assert (found.text if found else "") == ("" if entered else begun)
    again.close()
