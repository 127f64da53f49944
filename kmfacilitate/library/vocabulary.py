"""The words that stand in the index, each once: what a begun word may become, and what a mistyped one meant.

FTS5 finds a begun word by putting together all places of all words that begin so, which takes longer than
all else while somebody types. Asked for those words themselves, it stops at the newest fifty lines.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from .words import all_of, any_of, fold, near, quoted, tokens

TABLES = "CREATE TABLE terms (term TEXT PRIMARY KEY) WITHOUT ROWID;"
"""Those of the cache; a word stays among them when its last line has gone, and then finds nothing."""
_HEARD = """
CREATE VIRTUAL TABLE temp.heard USING fts5(
    text, more, content='', detail=none, columnsize=0, tokenize="{tokens}");
CREATE VIRTUAL TABLE temp.heard_terms USING fts5vocab(temp, heard, row);
"""
_FROM = 4
"""Letters from which a begun word is asked for by the words it may become; for fewer there is an index."""
_ALTERNATIVES = 400
"""Words beyond which asking for each takes longer than putting all their places together."""
_SAME_FOLD = 0x17F
"""Below this sign the index folds letters just as `fold` does, but for one."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COUNTED = 12
RARE = 1_000
"""Lines that are counted for a word; one that is on more is common."""


def listen(connection: sqlite3.Connection, tokenizer: str) -> None:
    """Prepare a connection that writes: words of new lines are parted by the index's own rules."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.executescript(_HEARD.format(tokens=tokenizer))


def hear(connection: sqlite3.Connection, texts: Iterable[tuple[object, ...]]) -> None:
    """Part lines (id, text, more) into words; `keep` keeps these."""
    connection.executemany("INSERT INTO temp.heard (rowid, text, more) VALUES (?, ?, ?)", texts)


def keep(connection: sqlite3.Connection) -> None:
    """Keep the words that were heard, before the transaction ends."""
    connection.execute("INSERT OR IGNORE INTO terms SELECT term FROM temp.heard_terms")
    connection.execute("INSERT INTO temp.heard (heard) VALUES ('delete-all')")


def expression(connection: sqlite3.Connection, words: Sequence[str], *, last_begins: bool) -> str:
    """The MATCH expression for lines that hold all these words, the last one perhaps only begun."""
    if last_begins and (alternatives := alternatives_of(connection, words[-1])):
        return " AND ".join((*map(quoted, words[:-1]), alternatives))
    return all_of(words, last_begins=last_begins)


def alternatives_of(connection: sqlite3.Connection, begun: str) -> str:
    """The MATCH expression for a begun word by the words it may become; empty as `becoming` is."""
    alternatives = becoming(connection, begun)
    return f"({any_of(alternatives)})" if alternatives else ""


def becoming(connection: sqlite3.Connection, begun: str) -> list[str]:
    """The words that a begun one may become; none where FTS5 itself has to find it."""
    parted = tokens(begun)
    if len(parted) != 1 or any(sign > chr(_SAME_FOLD) or sign == "µ" for sign in begun):
        return []
    start = parted[0][0]
    if len(start) < _FROM:
        return []
    found = connection.execute(
        f"SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT {_ALTERNATIVES + 1}",
        (start, start + chr(0x10FFFF)),
    ).fetchall()
    return [term for (term,) in found] if len(found) <= _ALTERNATIVES else []


def counts(
    connection: sqlite3.Connection, words: Iterable[str] | Mapping[str, str], table: str = "stems"
) -> dict[str, int]:
    """On how many lines each word stands, perhaps given with its MATCH expression; counted up to `RARE`."""
    asked = words if isinstance(words, Mapping) else {word: quoted(word) for word in words}
    query = f"SELECT count(*) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {RARE})"
    return {word: connection.execute(query, (asked[word],)).fetchone()[0] for word in asked}


def meant(connection: sqlite3.Connection, words: Sequence[str], *, last_begins: bool = False) -> str:
    """The search with each word that stands nowhere replaced by the nearest that does; empty: no idea."""
    known = counts(connection, words)
    if last_begins and not known[words[-1]]:
        known[words[-1]] = len(becoming(connection, words[-1]))
    instead = [word if known[word] else _nearest(connection, word) for word in words]
    return " ".join(instead) if all(instead) and instead != list(words) else ""


def _nearest(connection: sqlite3.Connection, word: str) -> str:
    """The word in the index that is fewest mistyped letters away: of equals, the one on most lines."""
    folded = fold(word)
    if len(folded) < 4:
        return ""
    candidates = _once_mistyped(connection, folded)
    if not candidates and len(folded) >= 6:
        candidates = _twice_mistyped(connection, folded)
    lines = counts(connection, candidates[:_COUNTED], "words")
    best = max(lines, key=lambda term: (lines[term], term[0] == folded[0], term), default="")
    return best if best and lines[best] else ""


def _once_mistyped(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words of which one letter was left out, added, changed, or swapped with the next."""
    letters = dict.fromkeys(_LETTERS + word)
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    tried = {before + after[1:] for before, after in halves if after}
    tried |= {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    tried |= {before + letter + after for before, after in halves for letter in letters}
    tried |= {before + letter + after[1:] for before, after in halves if after for letter in letters}
    return _known(connection, sorted(tried))


def _known(connection: sqlite3.Connection, tried: Sequence[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(tried), 900):  # SQLite takes 999 values at least
        some = tried[start : start + 900]
        marks = ", ".join("?" * len(some))
        found += [
            term for (term,) in connection.execute(f"SELECT term FROM terms WHERE term IN ({marks})", some)
        ]
    return found


def _twice_mistyped(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words with the same first letter of which two were mistyped."""
    letters = set(word)
    rows = connection.execute(
        "SELECT term FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (word[0], word[0] + chr(0x10FFFF), len(word) - 2, len(word) + 2),
    )
    alike = (term for (term,) in rows if len(letters.difference(term)) <= 2)
    return [term for term in alike if near(word, term, 2) is not None]
