"""The hub beside COPY, a bare indexed query and SQLite, at several sizes, with 1 and 16 laptops at once.

A real server in a temporary folder, real processes as laptops. Read the ratios: what is compared takes turns
in one run. `hub.py 1000 100000 1000000` measures a million lessons too (a quarter of an hour, 8 GB of disk);
--write puts the tables into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _against import seconds
from _hub_filled import LESSONS, ORGANISATION, fill_bare, fill_hub, fill_sqlite
from _hub_page import Row, write
from _made_up import MadeUp
from _page import size

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 100_000)
AT_ONCE = (1, 16)
CHANGED = 100
SEARCHES = 150
PULL_GROWS, SEARCH_P95 = 2.0, 2.0
"""Limits: a pull of 100 changes out of the most lessons, in times of one out of the fewest; the p95 of a
search, in times of the bare indexed query's."""

SEARCH = "SELECT * FROM kmhub.search(%(org)s, %(q)s)"
ALIKE = "SELECT * FROM kmhub.alike(%(org)s, %(q)s)"
BARE_SEARCH = (
    "SELECT id, line FROM bare WHERE words @@ websearch_to_tsquery('english', %(q)s) "
    "ORDER BY ts_rank(words, websearch_to_tsquery('english', %(q)s)) DESC LIMIT 20"
)
BARE_ALIKE = (
    "SELECT id, line FROM bare WHERE line OPERATOR(kmhub.%%) %(q)s "
    "ORDER BY kmhub.similarity(line, %(q)s) DESC LIMIT 5"
)


class Laptops:
    """So many processes that are laptops."""

    def __init__(self, server: Any, database: str, home: Path, many: int) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, str(ROOT / "benchmarks" / "_hub_laptop.py"),
                 server.url(f"l{number}", database), str(home / f"{many}-{number}"), str(number)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT / "benchmarks",
            )
            for number in range(many)
        ]  # fmt: skip
        for process in self._processes:
            self._answer(process)

    def all(self, what: str, *words: object) -> tuple[list[dict[str, Any]], float]:
        """Have all of them do something at once: what each says, and seconds until the last was done."""
        begun = time.perf_counter()
        for process in self._processes:
            assert process.stdin
            process.stdin.write(f"{json.dumps([what, *words])}\n")
            process.stdin.flush()
        answers = [self._answer(process) for process in self._processes]
        return answers, time.perf_counter() - begun

    def close(self) -> None:
        """Have them end."""
        for process in self._processes:
            assert process.stdin
            process.stdin.close()
            process.wait(60)

    @staticmethod
    def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise SystemExit("a laptop ended before it was told to")
        answer: dict[str, Any] = json.loads(line)
        return answer


def p50(times: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return 1000 * statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return 1000 * (statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0])


class Measuring:
    """One size: the hub filled so far, the bare table and SQLite beside it."""

    def __init__(self, server: Any, lessons: int, top: Path) -> None:
        from hub.server import make_hub

        from kmfacilitate.hub.connection import connect

        self.lessons, self._server, self._top = lessons, server, top
        self._database = f"hub{lessons}"
        self._made = MadeUp(lessons)
        make_hub(server, self._database)
        self.admin = connect(server.url(database=self._database))
        for number in range(max(AT_ONCE)):
            self.admin.execute(
                "INSERT INTO kmhub.members VALUES (%s, %s, 'contributor')", (ORGANISATION, f"l{number}")
            )
        self.admin.execute("INSERT INTO kmhub.members VALUES (%s, 'filler', 'contributor')", (ORGANISATION,))
        self.filled = seconds(fill_hub, self.admin, lessons, self._made, "filler")
        self.admin.execute("VACUUM ANALYZE kmhub.entries")
        self.admin.execute("VACUUM ANALYZE kmhub.sessions")
        fill_bare(self.admin)
        self.admin.execute("GRANT SELECT ON bare TO PUBLIC")
        self._sqlite = fill_sqlite(self.admin, top / f"{lessons}.sqlite")
        self.bytes_each = self._size("kmhub.entries") / lessons

    def _size(self, table: str) -> float:
        (size,) = self.admin.execute(
            "SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM pg_partition_tree(%s::regclass)",
            (table,),
        ).fetchone() or (0,)
        return float(size)

    def close(self) -> None:
        """Leave nothing behind."""
        self._sqlite.close()
        self.admin.close()

    def rows(self, many: int) -> Iterator[tuple[str, str, str, str]]:
        """What is measured with so many laptops: name, time, ratios to the two others."""
        laptops = Laptops(self._server, self._database, self._top / str(self.lessons), many)
        try:
            yield self._push(laptops, many)
            yield self._pull(laptops, many)
            yield self._search(laptops, many)
            yield self._alike(laptops, many)
        finally:
            laptops.close()

    def _push(self, laptops: Laptops, many: int) -> tuple[str, str, str, str]:
        sessions = 40 // many or 2
        times, hub, copied, light = [], [], [], []
        for turn in range(3):
            laptops.all("write", turn, sessions, LESSONS)
            answers, _ = laptops.all("push")
            times += [one["seconds"] / one["documents"] for one in answers]
            hub += [one["hub"] / one["documents"] for one in answers]
            copied.append(seconds(self._copy, sessions * many) / (sessions * many * LESSONS))
            light.append(seconds(self._insert, sessions * many) / (sessions * many * LESSONS))
        return (
            f"push of {sessions} sessions each, a document",
            f"{p50(times):.2f} ({p50(hub):.2f} at the hub)",
            f"{p50(times) / p50(copied):.1f} ({p50(hub) / p50(copied):.1f}) × COPY",
            f"{p50(times) / p50(light):.1f} ×",
        )  # fmt: skip

    def _copy(self, sessions: int) -> None:
        """As many lessons that are in the bare table already, once more, by COPY, with the same indexes."""
        rows = self.admin.execute(
            "SELECT id + 1000000000, changed, line, json::text, words::text FROM bare ORDER BY id LIMIT %s",
            (sessions * LESSONS,),
        ).fetchall()
        with (
            self.admin.transaction(force_rollback=True),
            self.admin.cursor().copy("COPY bare (id, changed, line, json, words) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _insert(self, sessions: int) -> None:
        rows = self._sqlite.execute("SELECT line, json FROM lines LIMIT ?", (sessions * LESSONS,)).fetchall()
        for line, document in rows:
            self._sqlite.execute("INSERT INTO lines (line, json) VALUES (?, ?)", (line, document))
            self._sqlite.execute(
                "INSERT INTO words (rowid, text) VALUES (last_insert_rowid(), ?)", (document,)
            )
        self._sqlite.rollback()

    def _pull(self, laptops: Laptops, many: int) -> tuple[str, str, str, str]:
        laptops.all("pull")  # what the others pushed
        times, hub, bare, light = [], [], [], []
        for turn in range(9):
            self.change(turn)
            answers, _ = laptops.all("pull")
            assert all(one["documents"] == CHANGED for one in answers), answers
            times += [one["seconds"] for one in answers]
            hub += [one["hub"] for one in answers]
            first = 1 + turn * CHANGED % max(1, self.lessons - CHANGED)
            between = (first, first + CHANGED - 1)
            bare.append(seconds(self._between, self.admin, "%s", between))
            light.append(seconds(self._between, self._sqlite, "?", between))
        return (
            f"pull of {CHANGED} changes", f"{p50(times):.1f} ({p50(hub):.1f} at the hub)",
            f"{p50(times) / p50(bare):.0f} ({p50(hub) / p50(bare):.0f}) ×",
            f"{p50(times) / p50(light):.0f} ×",
        )  # fmt: skip

    @staticmethod
    def _between(connection: Any, mark: str, between: tuple[int, int]) -> None:
        table = "lines" if mark == "?" else "bare"
        connection.execute(
            f"SELECT json FROM {table} WHERE id BETWEEN {mark} AND {mark} ORDER BY id", between
        ).fetchall()

    def laptop(self) -> Laptops:
        """One more laptop, that has read all there is."""
        return Laptops(self._server, self._database, self._top / f"{self.lessons}-again", 1)

    def change(self, turn: int) -> None:
        """Somebody else changes some lessons, a few in each of several sessions."""
        self.admin.execute(
            "UPDATE kmhub.entries e SET rev = rev + 1, digest = digest || '.', "
            "json = json || jsonb_build_object('rev', rev + 1) "
            "FROM (SELECT session, year FROM kmhub.sessions WHERE owner = 'filler' "
            "ORDER BY session OFFSET %s LIMIT %s) s "
            "WHERE e.org = %s AND e.year = s.year AND e.session = s.session AND e.tab = 'entries' "
            "AND right(e.id, 2) IN ('01', '02', '03', '04')",
            (turn * 25 % max(1, self.lessons // LESSONS - 25), CHANGED // 4, ORGANISATION),
        )

    def _search(self, laptops: Laptops, many: int) -> tuple[str, str, str, str]:
        words = self._made.words
        questions = [
            " ".join(self._made.chance.choices(words[60:4000], k=self._made.chance.choice((1, 2, 2, 3))))
            for _ in range(SEARCHES)
        ]
        return self._asked(laptops, many, "search", SEARCH, BARE_SEARCH, questions, self._fts)

    def _alike(self, laptops: Laptops, many: int) -> tuple[str, str, str, str]:
        lines = [row[0] for row in self.admin.execute(
            "SELECT line FROM bare WHERE id %% %s = 1 LIMIT 30", (max(1, self.lessons // 40),))]  # fmt: skip
        questions = [" ".join([*line.split()[1:], "newly"]) for line in lines]
        return self._asked(laptops, many, "near-duplicates", ALIKE, BARE_ALIKE, questions, self._fts_alike)

    def _asked(
        self, laptops: Laptops, many: int, name: str, ours: str, bare: str, questions: list[str],
        light: Callable[[str], object],
    ) -> tuple[str, str, str, str]:  # fmt: skip
        times: dict[str, list[float]] = {ours: [], bare: []}
        lightly = []
        is_search = name == "search"
        few = 5 if is_search else 2  # at a time, in turns
        for sql in times:
            if is_search or sql == ours:
                laptops.all("ask", sql, questions[:few])
        for first in range(0, len(questions), few):
            some = questions[first : first + few]
            for sql, taken in times.items():
                if sql == BARE_ALIKE and (many > 1 or first >= few * 3):  # it takes seconds each
                    continue
                answers, _ = laptops.all("ask", sql, some)
                taken += [each for one in answers for each in one["times"]]
            lightly += [seconds(light, q) for q in some]
        here, barely = times[ours], times[bare]
        if is_search and many == 1:
            self.searched = p95(here) / p95(barely)
        return (
            f"{name}, p50 / p95", f"{p50(here):.2f} / {p95(here):.2f}",
            f"{p50(here) / p50(barely):.2f} / {p95(here) / p95(barely):.2f} ×" if barely else "",
            f"{p50(here) / p50(lightly):.2f} / {p95(here) / p95(lightly):.2f} ×",
        )  # fmt: skip

    def _fts(self, typed: str) -> object:
        return self._match(" ".join(f'"{word}"' for word in typed.split()))

    def _fts_alike(self, line: str) -> object:
        """Lines that have one of its six longest words, best first."""
        return self._match(" OR ".join(f'"{word}"' for word in sorted(line.split(), key=len)[-6:]))

    def _match(self, asked: str) -> object:
        return self._sqlite.execute(
            "SELECT l.id, l.line FROM words w JOIN lines l ON l.id = w.rowid WHERE words MATCH ? "
            "ORDER BY bm25(words) LIMIT 20",
            (asked,),
        ).fetchall()


def pulls_in_turns(few: Measuring, many: Measuring, turns: int = 25) -> tuple[float, float]:
    """A pull of changes out of many lessons in times of one out of few, in turns: whole, and at the hub."""
    laptops = {each: each.laptop() for each in {few, many}}  # of one size there is but one
    whole: dict[Measuring, list[float]] = {few: [], many: []}
    hub: dict[Measuring, list[float]] = {few: [], many: []}
    for turn in range(turns + 2):
        for each, one in laptops.items():
            each.change(turn)
            ((answer,), _) = one.all("pull")
            assert answer["documents"] == CHANGED, answer
            if turn >= 2:
                whole[each].append(answer["seconds"])
                hub[each].append(answer["hub"])
    for one in laptops.values():
        one.close()
    print(f"pulls in turns: {p50(whole[few]):.1f} and {p50(whole[many]):.1f} ms", flush=True)
    return p50(whole[many]) / p50(whole[few]), p50(hub[many]) / p50(hub[few])


@contextmanager
def serving() -> Iterator[tuple[Any, Path]]:
    """A server with roles for everybody, in a folder that is thrown away."""
    sys.path.insert(0, str(ROOT / "tests"))
    from hub.server import Server, make_roles, programs

    from kmfacilitate.hub.connection import connect

    folder = Path(tempfile.mkdtemp(prefix="hub"))
    folder.chmod(0o755)
    server = Server(folder, programs())
    server.options = "-c shared_buffers=512MB -c max_wal_size=4GB -c jit=off"
    try:
        server.make()
        make_roles(server)
        with connect(server.url()) as admin:
            for role in ("filler", *(f"l{number}" for number in range(max(AT_ONCE)))):
                admin.execute(f"CREATE ROLE {role} LOGIN".encode())
        with tempfile.TemporaryDirectory() as top:
            yield server, Path(top)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def missing() -> str:
    """Why nothing can be measured here; empty: it can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    sys.path.insert(0, str(ROOT / "tests"))
    from hub.server import installed

    return "" if installed() else "PostgreSQL is not installed"


def main() -> int:
    """Read the options, measure, print, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=size(SIZES, SIZES[:1]))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    if why := missing():
        print(f"skipped: {why}")
        return 0
    print("| lessons | laptops | what | ms | × bare indexed query | × SQLite |")
    print("|--:|--:|---|--:|--:|--:|")
    table: list[Row] = []
    with serving() as (server, top):
        measured = []
        for lessons in sorted(options.sizes):
            measuring = Measuring(server, lessons, top)
            measured.append(measuring)
            for many in AT_ONCE:
                for row in measuring.rows(many):
                    table.append((f"{lessons:,}", str(many), *row))
                    print("| " + " | ".join(table[-1]) + " |", flush=True)
            print(
                f"({measuring.filled:.0f} s to fill it; {measuring.bytes_each:.0f} bytes a lesson)",
                flush=True,
            )
        few, most = measured[0], measured[-1]
        grows, at_hub = pulls_in_turns(few, most)
        for measuring in measured:
            measuring.close()
    searched = {each.lessons: each.searched for each in measured}
    said = [
        f"In turns, a pull of {CHANGED} changes out of {most.lessons:,} takes {grows:.2f} × one out of "
        f"{few.lessons:,} ({at_hub:.2f} × at the hub; limit {PULL_GROWS:.0f}).",
        *(f"The p95 of a search over {size:,} is {ratio:.2f} × that of the bare indexed query "
          f"(limit {SEARCH_P95:.0f})." for size, ratio in searched.items()),
        f"Of {most.lessons:,} lessons each takes {most.bytes_each:.0f} bytes at the hub, with its indexes.",
    ]  # fmt: skip
    print(*said, sep="\n")
    if options.write:
        write(table, said)
    return 0 if grows <= PULL_GROWS and max(searched.values()) <= SEARCH_P95 else 1


if __name__ == "__main__":
    sys.exit(main())
