"""Which key does what: the verbs' own keys, and those a user gave them instead, checked.

Knows no verb: what has keys is passed in, so that Home can check the few keys it needs without the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeVar

from kmfacilitate.clean import clean_line, nearest
from kmfacilitate.language import N_, _
from kmfacilitate.session.wording import quoted

_DELIVERED = re.compile(r"f([1-9]|1[0-2])|ctrl\+[abdefgklnopqrstuvwxyz]")
"""Keys that every common terminal and multiplexer hands on, and that nothing else needs."""
EVERYWHERE = ("palette", "help", "quit", "find")
"""Verbs whose keys work on every screen."""
OF_SCREENS = frozenset({"f2", "f3", "f4", "f5", "f6"})
"""Keys that other screens than a session have uses of their own for."""
_WHY_NOT = {
    "ctrl+h": N_("a terminal can't tell it from Backspace"),
    "ctrl+i": N_("a terminal can't tell it from Tab"),
    "ctrl+j": N_("a terminal can't tell it from Enter"),
    "ctrl+m": N_("a terminal can't tell it from Enter"),
    "ctrl+c": N_("it copies what is selected"),
}


class Keyed(Protocol):
    """What can have keys; a verb is one."""

    @property
    def id(self) -> str:
        """What the settings call it."""

    @property
    def label(self) -> str:
        """What the footer calls it."""

    @property
    def keys(self) -> Sequence[str]:
        """Its own keys."""


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that are in use. `taken` are by id those that differ from the verbs' own."""

    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """A sentence for each wish that was not taken; then the verb keeps its own keys."""

    def of(self, verb: Keyed) -> tuple[str, ...]:
        """The keys of a verb."""
        return self.taken.get(verb.id, tuple(verb.keys))

    def shown(self, verb: Keyed) -> str:
        """The first key of a verb as it is shown; empty where it has none."""
        return key_words(next(iter(self.of(verb)), ""))


def key_words(key: str) -> str:
    """A key as footer and help show it: `F2`, `^T`."""
    return f"^{key.removeprefix('ctrl+').upper()}" if key.startswith("ctrl+") else key.upper()


def spelled(key: str) -> str:
    """A key as Textual names it, from how people write it: `Ctrl-N`, `^N`, `C-n`, `F2`."""
    said = clean_line(key).casefold().replace(" ", "")
    if found := re.fullmatch(r"(?:ctrl|control|strg|c)[-+](.+)|\^(.+)", said):
        return f"ctrl+{found[1] or found[2]}"
    return said


def undelivered(key: str, verb: str = "") -> str:
    """Why this key can't be given to a verb (its id), as a sentence; empty: it can."""
    if _DELIVERED.fullmatch(key):
        if verb in EVERYWHERE and key in OF_SCREENS:
            return _("{shown_key} has uses of its own in the library, in Prepare and in the report.").format(
                shown_key=shown_key(key)
            )
        return ""
    why = _(_WHY_NOT[key]) if key in _WHY_NOT else None
    if why is None:
        alone = len(key) == 1 or key in (
            "space",
            "enter",
            "tab",
            "escape",
            "backspace",
            "delete",
            "up",
            "down",
        )
        why = _("it belongs to what is typed") if alone else _("not every terminal hands it on")
    return _("{shown_key} can't be used: {why}. F1 to F12 and Ctrl with a letter can.").format(
        shown_key=shown_key(key), why=why
    )


def shown_key(key: str) -> str:
    """Any key as it is said in a sentence."""
    if _DELIVERED.fullmatch(key) or key in _WHY_NOT:
        return key_words(key)
    return clean_line(key) or _("That")


def clash(verb: Keyed, key: str, keymap: Keymap, verbs: Iterable[K]) -> K | None:
    """The other verb that has this key now."""
    return next((other for other in verbs if other.id != verb.id and key in keymap.of(other)), None)


def clash_words(key: str, one: Keyed, other: Keyed) -> str:
    """That two verbs want one key, in words with both."""
    return _("{key} is given to both {one} and {other}").format(
        key=key_words(key), one=named(one), other=named(other)
    )


def named(verb: Keyed) -> str:
    """A verb in a sentence: its label, and its id where that is another word."""
    return quoted(_(verb.label)) + (f" ({verb.id})" if verb.id != verb.label else "")


def checked(
    wanted: Mapping[str, Sequence[str]],
    verbs: Sequence[Keyed],
    *,
    places: Mapping[str, str] = MappingProxyType({}),
    some: bool = False,
) -> Keymap:
    """The keymap that these wishes make.

    A wish that can't be met is said and left out. Where a wish takes a key that is another verb's own, and
    that verb got no key instead, both are named and the wish is left out: no key ever does two things, and
    none is lost unsaid. `next = []` takes the keys of a verb away.

    Args:
        wanted: keys by verb id, as they were written.
        verbs: all that can have keys.
        places: by verb id, where the wish was read; said before what is wrong with it.
        some: whether `verbs` are only some of them, so that an unknown id is no fault.
    """
    known = {verb.id: verb for verb in verbs}
    faults: list[str] = []
    taken: dict[str, tuple[str, ...]] = {}
    for id_, keys in wanted.items():
        verb = known.get(id_)
        said = tuple(dict.fromkeys(spelled(key) for key in keys))
        why = next(filter(None, (undelivered(key, id_) for key in said)), "")
        if verb is None:
            if not some:
                faults.append(_at(places, id_) + _unknown(id_, verbs))
        elif why:
            faults.append(f"{_at(places, id_)}keys.{id_}: {why}")
        else:
            taken[id_] = said
    while found := _first_clash(taken, verbs):
        key, one, other = found
        loser = other if other.id in taken else one
        del taken[loser.id]
        own = ", ".join(map(key_words, loser.keys)) or _("no key")
        faults.append(
            _("{at}{clash_words}; “{label}” keeps {own}.").format(
                at=_at(places, loser.id), clash_words=clash_words(key, one, other), label=loser.label, own=own
            )
        )
    return Keymap(taken, tuple(faults))


def _at(places: Mapping[str, str], id_: str) -> str:
    return f"{places[id_]}: " if id_ in places else ""


def _first_clash(
    taken: Mapping[str, tuple[str, ...]], verbs: Sequence[Keyed]
) -> tuple[str, Keyed, Keyed] | None:
    """A key two verbs have, the one that wished for it last as the second."""
    keymap = Keymap(taken)
    place = {id_: at for at, id_ in enumerate(taken)}
    holders: dict[str, Keyed] = {}
    for verb in sorted(verbs, key=lambda verb: place.get(verb.id, -1)):
        for key in keymap.of(verb):
            if key in holders:
                return key, holders[key], verb
            holders[key] = verb
    return None


def _unknown(id_: str, verbs: Sequence[Keyed]) -> str:
    near = nearest(id_.casefold(), [verb.id for verb in verbs])
    hint = (
        _("did you mean {near}?").format(near=near)
        if near
        else _("kmfacilitate settings keys lists the verbs.")
    )
    return _("keys.{id}: there is no verb of that name; {hint}").format(id=clean_line(id_), hint=hint)
