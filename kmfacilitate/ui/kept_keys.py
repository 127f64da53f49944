"""Keys that a terminal is known to keep for itself, so that the footer offers the word instead."""

from __future__ import annotations

import os
from collections.abc import Mapping

_KEPT: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("GNOME_TERMINAL_SCREEN", "", frozenset({"F1", "F10"})),
    ("TERM_PROGRAM", "vscode", frozenset({"F1", "F5", "F10", "^P", "^F", "^Q"})),
)
"""A variable of the environment, its value (empty: any), and the keys as they are shown."""


def kept_keys(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The keys, as a hint shows them, that never reach the app in this terminal."""
    environ = os.environ if environ is None else environ
    found: frozenset[str] = frozenset()
    for name, value, keys in _KEPT:
        if environ.get(name) and value in ("", environ[name]):
            found |= keys
    return found
