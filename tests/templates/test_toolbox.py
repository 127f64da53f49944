"""The toolbox shows techniques; those with several scripts stand there once."""

from __future__ import annotations

from kmfacilitate.templates.shelf import TemplateShelf, shipped_folder
from kmfacilitate.templates.toolbox import NAMES, scripts, techniques
from kmfacilitate.templates.words import TECHNIQUES

TITLES = TemplateShelf(shipped_folder()).titles()


def test_all_thirteen_techniques_in_the_order_of_the_toolbox() -> None:
    shown = [title.technique for title in techniques(TITLES)]
    assert shown == [name for name in TECHNIQUES if name in shown]
    assert len(shown) == 13


def test_one_with_several_scripts_leads_to_all_of_them() -> None:
    leavers = next(title for title in techniques(TITLES) if title.technique == "movers-and-leavers")
    assert (leavers.id, leavers.title) == ("", NAMES["movers-and-leavers"][0])
    assert {title.id for title in scripts(TITLES, "movers-and-leavers")} == {
        "leaver-plan", "leaver-interview", "leaver-audience", "leaver-close-out",
    }  # fmt: skip
