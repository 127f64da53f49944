"""Opens the app and gives its exit code."""

from __future__ import annotations

from typing import Any

from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.ui.facilitator import Facilitator


def open_app(library: Library, **opening: Any) -> int:
    """Run the app on a library until it is left.

    Args:
        library: the library in use.
        opening: what to open at once, as `Facilitator` takes it.

    Returns:
        The exit code: 1 when something could not be saved, or the app broke.
    """
    app = Facilitator(library, state_folder=Places.here().state, **opening)
    app.run()
    if app.last_words:
        from kmfacilitate.plain.speech import say_error

        say_error(app.last_words)
    return app.return_code or 0
