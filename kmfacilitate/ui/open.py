"""Opens the app and gives its exit code."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library


TURN = 0.001
"""Seconds after which a thread that works (saving, looking something up) lets a key pass."""


def open_app(library: Library, **opening: Any) -> int:
    """Run the app on a library until it is left.

    Args:
        library: the library in use.
        opening: what to open at once, as `Facilitator` takes it.

    Returns:
        The exit code: 1 when something could not be saved, or the app broke.
    """
    sys.setswitchinterval(TURN)
    gc.disable()  # nothing made for the first paint is garbage; the app switches it on after that
    from kmfacilitate.store.places import Places
    from kmfacilitate.ui.facilitator import Facilitator

    app = Facilitator(library, state_folder=Places.here().state, **opening)
    app.run()
    from kmfacilitate.speech import let_go, say_error

    if app.last_words:
        say_error(app.last_words)
    let_go()
    return app.return_code or 0
