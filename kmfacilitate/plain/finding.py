"""What the library says to some words, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.aloud import found_words
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.session.wording import count

MOST = 12


def found_lines(desk: Desk, words: str) -> Iterator[str]:
    """How many lines of all sessions have the words, and the best of them; or why they can't be."""
    if not words.strip():
        yield _(":find and some words looks in all sessions; so does kmfacilitate search WORDS.")
        return
    try:
        update(desk.library, desk.places)
        ask = Ask(desk.library, desk.places)
        try:
            answer = ask.search(f"{words} ", limit=MOST)
        finally:
            ask.close()
    except Unable as unable:
        yield str(unable)
        return
    if answer.meant:
        yield _("Did you mean {words}?").format(words=answer.meant)
    if not answer.found:
        yield _("Nothing was found.")
        return
    said = count(len(answer.found), "{n} found.", "{n} found, the best first.")
    yield _("The best {n}; there are more.").format(n=MOST) if answer.more else said
    for line in answer.found:
        yield found_words(line, desk.f.now().today)
    if any(line.entry for line in answer.found):
        yield _("What stands last names a line to commands: kmfacilitate lesson k3x9/5.1.")
