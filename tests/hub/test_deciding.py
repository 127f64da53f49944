"""What a keeper decides, from a command or the screen: known here at once, or why not in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub.deciding import decide
from kmfacilitate.hub.settings import Settings, forget_settings, write_settings
from kmfacilitate.library.detail import whole

from .laptops import Laptop

Laptops = Callable[..., Laptop]
ENTRY = str(10**18 + 1)
NOWHERE = "postgresql://ann@127.0.0.1:1/hub?connect_timeout=2"


@pytest.fixture
def lesson(laptop: Laptops) -> str:
    """A lesson of Ann's, at the hub."""
    ann = laptop("ann")
    id_ = ann.write("Clinic", {"text": "Order a second key"}, {"text": "Label the boxes"})
    ann.push()
    return f"{id_}/{ENTRY}"


def joined(laptop: Laptop) -> Laptop:
    laptop.pull()
    write_settings(laptop.library, laptop.places, laptop.settings)
    return laptop


def stands(one: Laptop, lesson: str) -> tuple[str, bool]:
    """How the lesson stands here, and whether a keeper's keys are shown for it."""
    ask = one.ask()
    found = ask.line(*lesson.split("/"))
    ask.close()
    assert found is not None
    return found.state, whole(found).keeps


def test_a_decision_is_known_here_at_once_and_to_others_after_their_pull(
    lesson: str, laptop: Laptops
) -> None:
    kim, ben = joined(laptop("kim")), joined(laptop("ben"))
    assert (stands(kim, lesson), stands(ben, lesson)) == (("captured", True), ("captured", False))
    says = decide(kim.library, kim.places, lesson, "validated", note="ward round", called="1.1")
    assert says == "1.1 is validated; everybody has it with their next pull."
    assert stands(kim, lesson) == ("validated", True)
    assert (kim.pull().decided, ben.pull().decided) == (0, 1)
    assert stands(kim, lesson)[0] == stands(ben, lesson)[0] == "validated"
    decide(kim.library, kim.places, lesson, "merged", into=f"{lesson[:-1]}2")
    assert stands(kim, lesson)[0] == "merged"
    decide(kim.library, kim.places, lesson, "checked")  # a later decision takes an earlier one back
    assert stands(kim, lesson)[0] == "checked"


def test_who_is_no_keeper_is_told_so_and_shown_no_keys_any_more(lesson: str, laptop: Laptops) -> None:
    ben = joined(laptop("ben"))
    (ben.places.cache / "hub").rglob("sessions").__next__().with_name("keeper").touch()
    assert stands(ben, lesson) == ("captured", True)
    with pytest.raises(Unable, match=r"^Only a keeper decides .* ask a keeper\.$"):
        decide(ben.library, ben.places, lesson, "validated")
    assert stands(ben, lesson) == ("captured", False)


def test_a_hub_that_is_not_there_or_no_hub_at_all_is_one_sentence(lesson: str, laptop: Laptops) -> None:
    kim = joined(laptop("kim"))
    away = Settings(NOWHERE, "clinic", kim.settings.laptop)
    write_settings(kim.library, kim.places, away)
    with pytest.raises(Unable, match=r"^The hub can’t be reached \(.+\); try again later\.$"):
        decide(kim.library, kim.places, lesson, "rejected", note="not for us")
    assert stands(kim, lesson) == ("captured", True)
    forget_settings(kim.library, kim.places)
    with pytest.raises(Unable, match="This library has no hub"):
        decide(kim.library, kim.places, lesson, "rejected", note="not for us")


def test_what_stands_in_its_place_is_another_lesson_that_the_team_has(lesson: str, laptop: Laptops) -> None:
    kim = joined(laptop("kim"))
    own = kim.write("Own", {"text": "Order a second key early"})
    kim.ask().close()
    for into, why in ((lesson, "own place"), (f"{own}/{ENTRY}", "share it first")):
        with pytest.raises(Unable, match=why):  # what is written in the settings counts: it is not shared yet
            decide(kim.library, kim.places, lesson, "merged", into=into)
