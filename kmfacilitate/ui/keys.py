"""The keys that are in use, on the screens: bindings and hints follow the keymap of the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from kmfacilitate.language import N_, _
from kmfacilitate.settings.keymap import Keyed, Keymap, key_words

if TYPE_CHECKING:
    from kmfacilitate.ui.hints import Hint


_KEYS = re.compile(r"(?<![\w^])(?:F\d{1,2}|\^[A-Z]|Ctrl\+[A-Z])(?!\w)")


@dataclass(frozen=True, slots=True)
class AppKey:
    """What the app itself can do with a key; the verbs bring the others."""

    id: str
    label: str
    keys: tuple[str, ...]


def keymap_of(node: DOMNode) -> Keymap:
    """The keys in use in the app that a node is in; the verbs' own in an app that is not ours."""
    return getattr(node.app, "keymap", None) or Keymap()


def rebind(node: DOMNode, bindings: Iterable[Binding], keymap: Keymap) -> None:
    """Give a node the keys of a keymap.

    Args:
        node: a screen or the app.
        bindings: those that may have other keys, as the class declares them; of those that have none there,
            one with an empty key.
        keymap: what is in use.
    """
    own = BindingsMap()
    declared = {binding.id: binding for binding in bindings if binding.id in keymap.taken}
    for key, binding in type(node)._merged_bindings or own:
        if binding.id not in declared:
            own.key_to_bindings.setdefault(key, []).append(binding)
    for id_, binding in declared.items():
        for key in keymap.taken[cast("str", id_)]:
            own.key_to_bindings.setdefault(key, []).append(binding.with_key(key))
    node._bindings = own


def named(hint: Hint, keymap: Keymap) -> Hint:
    """A hint with the key that does it now."""
    keys = keymap.taken.get(hint.verb) if hint.verb else None
    key = _(hint.key) if keys is None else key_words(keys[0]) if keys else hint.word
    return hint if key == hint.key else replace(hint, key=key)


def respelled(sentence: str, keymap: Keymap, verbs: Iterable[Keyed]) -> str:
    """A sentence of the program's own with the keys that are in use now in the place of the verbs' own."""
    if not keymap.taken:
        return sentence
    now = {
        key_words(key): key_of(verb, keymap) for verb in verbs if verb.id in keymap.taken for key in verb.keys
    }
    return _KEYS.sub(lambda found: now.get(found[0].replace("Ctrl+", "^"), found[0]), sentence)


def shown_now(verb: str, own: str, keymap: Keymap) -> str:
    """The key of a verb (its id) as it is shown; `own` is its own. Empty where it has none now."""
    keys = keymap.taken.get(verb)
    return own if keys is None else key_words(next(iter(keys), ""))


def key_of(verb: Keyed, keymap: Keymap) -> str:
    """How a verb is done, in a sentence: its key, else its word."""
    return keymap.shown(verb) or f":{getattr(verb, 'word', verb.id)}"


_KEY_NAMES = (
    N_("Enter"), N_("Space"), N_("Esc"), N_("Del"), N_("Tab"), N_("PgUp"), N_("PgDn"),
)  # fmt: skip
"""Names of keys, as hints have them; shown by `_`."""
