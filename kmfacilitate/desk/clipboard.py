"""The clipboard of this machine, through the command that fills it: the one way to know that it worked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from kmfacilitate.language import N_

SECONDS = 2.0
"""So long a command may take."""
COPIED = N_("Copied.")
HANDED_ON = N_("Sent to the terminal; if nothing is there, the terminal does not allow it.")
NOWHERE = N_("Nothing was copied: there is no wl-copy, xclip, xsel, pbcopy or clip here.")


def clipboard_command(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[str, ...]:
    """The words that start this desktop's command for its clipboard; none where there is none."""
    ways: list[tuple[str, ...]] = []
    if platform == "darwin":
        ways.append(("pbcopy",))
    elif platform == "win32":
        ways.append(("clip",))
    else:
        if environ.get("WAYLAND_DISPLAY"):
            ways.append(("wl-copy",))
        if environ.get("DISPLAY"):
            ways += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next((way for way in ways if shutil.which(way[0])), ())


def put_on_clipboard(text: str, command: tuple[str, ...] | None = None) -> bool:
    """Put text on the clipboard of this machine. Waits for the command, `SECONDS` at most.

    Args:
        text: any text.
        command: the command to use; None: the one of this desktop.

    Returns:
        Whether it is there; false also where there is no command.
    """
    words = clipboard_command() if command is None else command
    if not words:
        return False
    encoding = "utf-16" if words[0] == "clip" else "utf-8"
    try:
        # They go on in the background to serve the text, so nothing may wait for their output.
        done = subprocess.run(
            words,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_CTYPE": "UTF-8"} if words[0] == "pbcopy" else None,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
