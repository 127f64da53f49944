"""Starts children that write to a session file until they are killed; being forks, they begin at once.

`python killed_child.py`; each line on stdin is `FILE STATE FIRST EARLY` and starts a child. What the child
says goes to stdout: `pid N` first, `+ N` when line N is saved, `~ N` when its correction is. With EARLY, the
control, it says so before it is true.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from made_up import add, entry_id

from kmfacilitate.session.edits import Edit
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def write_for_ever(path: Path, state: Path, number: int, *, early: bool) -> None:
    file = SessionFile.open(path, places=Places(state, state, state, state))
    while True:
        number += 1
        if early:
            say(f"+ {number}")
        file.commit([add(number)])
        if not early:
            say(f"+ {number}")
        if number % 3 == 0:
            text = file.documents["entries"][entry_id(number)]["text"]
            file.commit([Edit("entries", entry_id(number), {"text": text}, {"text": "corrected"})])
            say(f"~ {number}")


def main() -> None:
    for line in sys.stdin:
        path, state, first, early = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            write_for_ever(Path(path), Path(state), int(first), early=bool(early))
        say(f"pid {pid}")
        os.waitpid(pid, 0)
        say("over")


if __name__ == "__main__":
    main()
