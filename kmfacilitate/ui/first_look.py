"""A first look from Home: the example library in a program of its own, and a session that explains itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from kmfacilitate.errors import Unable
from kmfacilitate.language import _

if TYPE_CHECKING:
    from kmfacilitate.ui.facilitator import Facilitator

EXAMPLE = (sys.executable, "-P", "-m", "kmfacilitate", "demo")


async def begin_guided(app: Facilitator) -> None:
    """Begin a short review that says at each step what to do."""
    from kmfacilitate.desk import local_zone
    from kmfacilitate.session.guide import FIRST_TEMPLATE, first_plan
    from kmfacilitate.templates.shelf import TemplateShelf

    try:
        template = TemplateShelf.for_library(app.library.folder).get(FIRST_TEMPLATE)
    except Unable as unable:
        app.tell(str(unable))
        return
    await app.begin(template, first_plan(app.settings.name, local_zone()), guided=True)


def show_example(app: Facilitator) -> None:
    """Hand the terminal to the example library until it is left; then Home is there as it was."""
    try:
        with app.suspend():
            try:
                code = subprocess.run(EXAMPLE, check=False).returncode
            except (OSError, KeyboardInterrupt):
                code = 1
    except SuspendNotSupported:
        code = 1
    app.refresh()
    if code:
        app.tell(_("The example could not be shown here. Leave, and type kmfacilitate demo."))
