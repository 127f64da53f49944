"""The clipboard of this machine, through the command that fills it: the one way to know that it worked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from kmfacilitate.language import N_, _

SECONDS = 2.0
"""So long a command may take."""
COPIED = N_("Copied.")
HANDED_ON = N_("Sent to the terminal; if nothing is there, the terminal does not allow it.")
THROUGH_TMUX = N_("Sent to the terminal through tmux, which passes it on only with: set -g set-clipboard on")
THROUGH_SCREEN = N_("Nothing may have been copied: screen passes nothing on to the terminal’s clipboard.")
NOWHERE = N_("Nothing was copied: there is no wl-copy, xclip, xsel, pbcopy or clip here.")
FAR_AWAY = N_("Nothing was copied: this runs on another machine than the one you sit at.")
DID_NOT = N_("Nothing was copied: {command} did not do it.")


_X11 = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))


def is_far_away(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this machine is not the one that is sat at."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def handed_on(environ: Mapping[str, str] = os.environ) -> str:
    """What is true where a text was sent to the terminal, which never answers."""
    if environ.get("TMUX"):
        return _(THROUGH_TMUX)
    return _(THROUGH_SCREEN) if environ.get("STY") else _(HANDED_ON)


def not_copied(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Why nothing was copied where there is no terminal to send it to, in a sentence."""
    words = clipboard_command(environ, platform)
    if words:
        return _(DID_NOT).format(command=words[0])
    return _(FAR_AWAY) if is_far_away(environ) else _(NOWHERE)


def clipboard_command(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[str, ...]:
    """The words that start this desktop's command for its clipboard; none where there is none.

    Over SSH the clipboard of the other machine is nobody's, unless its display is the one somebody sits at.
    """
    ways: list[tuple[str, ...]] = []
    if is_far_away(environ):
        if environ.get("DISPLAY", "").partition(":")[0]:  # that of the machine it comes from, handed on
            ways = [*_X11]
    elif platform == "darwin":
        ways.append(("pbcopy",))
    elif platform == "win32":
        ways.append(("clip",))
    else:
        if environ.get("WAYLAND_DISPLAY"):
            ways.append(("wl-copy",))
        if environ.get("DISPLAY"):
            ways += [*_X11]
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
