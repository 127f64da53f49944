"""Keys by verb id: what no terminal delivers, what is unknown or clashes is said and changes nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.settings.keymap import Keymap, checked, clash, key_words, spelled, undelivered
from kmfacilitate.verbs import BY_ID, VERBS


def test_the_verbs_own_keys_are_delivered_and_no_two_have_one():
    keys = [key for verb in VERBS for key in verb.keys]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if undelivered(key)] == []


def test_a_wish_is_taken_and_shown():
    keymap = checked({"next": ("F12",), "finish": ("Ctrl-W", "^U")}, VERBS)
    assert keymap.faults == ()
    assert keymap.of(BY_ID["next"]) == ("f12",)
    assert keymap.of(BY_ID["finish"]) == ("ctrl+w", "ctrl+u")
    assert keymap.shown(BY_ID["finish"]) == "^W"
    assert keymap.shown(BY_ID["back"]) == "F3"


def test_two_verbs_can_change_keys():
    keymap = checked({"next": ("f3",), "back": ("f2",)}, VERBS)
    assert keymap.faults == ()
    assert keymap.of(BY_ID["next"]) == ("f3",)


def test_a_verb_can_be_left_without_a_key():
    keymap = checked({"clock": (), "next": ("f5",)}, VERBS)
    assert keymap.faults == ()
    assert keymap.shown(BY_ID["clock"]) == ""


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"nxt": ("f2",)}, "keys.nxt: there is no verb of that name; did you mean next?"),
        ({"next": ("alt+n",)}, "alt+n can't be used: not every terminal hands it on."),
        ({"next": ("ctrl+i",)}, "^I can't be used: a terminal can't tell it from Tab."),
        ({"next": ("x",)}, "it belongs to what is typed"),
        ({"next": ("enter",)}, "it belongs to what is typed"),
        ({"next": ("f5",)}, "F5 is given to both “clock” and “next”; “next” keeps F2, ^N."),
        ({"back": ("f12",), "next": ("f12",)}, "F12 is given to both “back” and “next”"),
        ({"show-stages": ("f2",)}, "F2 is given to both “next” and “stages” (show-stages)"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_verb_keeps_its_own(wanted, words):
    keymap = checked(wanted, VERBS, places=dict.fromkeys(wanted, "settings.toml:3"))
    (fault,) = keymap.faults
    assert words in fault
    assert fault.startswith("settings.toml:3: ")
    last = list(wanted)[-1]
    assert last not in keymap.taken


def test_some_verbs_are_checked_without_the_others():
    keymap = checked({"next": ("f3",), "help": ("f12",)}, [BY_ID["help"]], some=True)
    assert (keymap.taken, keymap.faults) == ({"help": ("f12",)}, ())


def test_who_has_a_key_now_is_found():
    assert clash(BY_ID["next"], "f5", Keymap(), VERBS) is BY_ID["clock"]
    assert clash(BY_ID["clock"], "f5", Keymap(), VERBS) is None
    assert clash(BY_ID["next"], "f5", Keymap({"clock": ()}), VERBS) is None


@pytest.mark.parametrize("said", ["Ctrl+N", "ctrl-n", "^N", "C-n", "CONTROL+n", " ctrl + n "])
def test_a_key_is_understood_however_it_is_written(said: str):
    assert spelled(said) == "ctrl+n"
    assert key_words(spelled(said)) == "^N"


_IDS = st.sampled_from([verb.id for verb in VERBS] + ["none-such"])
_KEYS = st.sampled_from([f"f{n}" for n in range(1, 13)] + ["ctrl+n", "ctrl+w", "alt+x", "enter", "q"])


@given(st.dictionaries(_IDS, st.lists(_KEYS, max_size=3), max_size=8))
def test_no_key_ever_does_two_things_and_nothing_is_left_out_unsaid(wanted):
    keymap = checked(wanted, VERBS)
    keys = list(itertools.chain.from_iterable(keymap.of(verb) for verb in VERBS))
    assert len(keys) == len(set(keys))
    assert len(keymap.faults) == len(wanted) - len(keymap.taken)
