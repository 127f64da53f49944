"""A text in the user's own editor: handed over in a private file that is gone afterwards, and taken back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kmfacilitate.clean import LONGEST, clean_line, without_controls
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.store.places import Places, private_folder

_USUAL = ("nano", "vi", "notepad" if sys.platform == "win32" else "ed")
_WAITS = {
    "code": "--wait", "codium": "--wait", "subl": "--wait", "zed": "--wait", "mate": "--wait",
    "gedit": "--wait", "kate": "--block", "gvim": "-f", "mvim": "-f",
}  # fmt: skip
"""Editors with a window of their own, and what makes them wait until the text is closed."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came back. Where the editor did not end well, `trouble` says so and `text` is what there is."""

    text: str
    trouble: str = ""


def editor_command(setting: str = "", environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The words that start the user's editor: the setting, else `$VISUAL`, else `$EDITOR`, else a usual one.

    Raises:
        Unable: There is none, or the one that is named is not there.
    """
    named = setting or environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:
        raise Unable(
            _("The editor {named} can't be started: a quotation mark is missing.").format(
                named=clean_line(named)
            )
        ) from None
    if not words:
        words = [next((name for name in _USUAL if shutil.which(name)), "")]
    if not words[0] or not shutil.which(words[0]):
        missing = (
            _("There is no editor {words} here").format(words=clean_line(words[0]))
            if words[0]
            else _("No editor is set")
        )
        raise Unable(_("{missing}; kmfacilitate settings editor nano sets one.").format(missing=missing))
    waits = _WAITS.get(Path(words[0]).stem.casefold())
    return tuple(words) if waits is None or waits in words or "-w" in words else (*words, waits)


def run_editor(command: Sequence[str], path: Path) -> str:
    """Open a file in the editor and wait until it is closed; says in a sentence where it did not end well."""
    name = clean_line(Path(command[0]).name)
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode
    except KeyboardInterrupt:
        return _("{name} was interrupted.").format(name=name)
    except OSError as error:
        return _("{name} can't be started: {why}.").format(name=name, why=clean_line(why(error)))
    return _("{name} ended with {code}.").format(name=name, code=code) if code else ""


def write_in_editor(text: str, command: Sequence[str], places: Places) -> Written:
    """Let the user change a text in an editor that has the terminal to itself. Waits until it is closed.

    The file is for its owner alone, in a folder of its own in the state folder, so that what editors leave
    beside it goes too. Whatever happens, the text that was handed over is not lost: it, or what was saved
    instead of it, is given back.

    Args:
        text: what is to be changed.
        command: words that start the editor.
        places: the folders of this machine.

    Raises:
        Unable: The file can't be made.
    """
    folder = _folder(places)
    try:
        path = folder / "line.txt"
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(f"{text}\n".encode("utf-8", "replace"))
        except OSError as error:
            raise Unable(_("The text can't be handed to an editor: {why}.").format(why=why(error))) from None
        trouble = run_editor(command, path)
        try:
            found = _decoded(path.read_bytes())
        except OSError:
            return Written(text, trouble or _("The editor took its file away; the line is as it was."))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    back = without_controls(found).rstrip("\n")
    if len(back) > LONGEST:
        return Written(
            back[:LONGEST],
            _("That is more than {n:,} characters; the rest is left out.").format(n=LONGEST),
        )
    return Written(back, trouble)


def _folder(places: Places) -> Path:
    """A new folder for one text; what a killed program left behind is cleared away."""
    above = private_folder(places.state / "editing")
    own = f"{os.getpid()}-"
    for left in above.iterdir():
        if not left.name.startswith(own) and not alive(left.name.partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    try:
        return Path(tempfile.mkdtemp(prefix=own, dir=above))
    except OSError as error:
        raise Unable(_("The text can't be handed to an editor: {why}.").format(why=why(error))) from None


def alive(pid: str) -> bool:
    """Whether a program of that number runs; where that can't be asked without harm, it is taken to."""
    if not pid.isdecimal():
        return False
    if sys.platform == "win32":
        return True
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
