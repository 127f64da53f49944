"""Questions to the hub itself: search in all that the team has, lessons that say nearly the same, keeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.lesson_life import DECISIONS

from .connection import connect, hub_of, talking
from .settings import Settings
from .team import Decision

if TYPE_CHECKING:
    from .connection import Connect, Connection


_DECIDED = """
SELECT session, id, n, says, other, note, keeper, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM kmhub.decisions WHERE org = %s AND session = %s AND id = %s AND n = %s
"""


class Hit(NamedTuple):
    """A line of the hub, and how well it fits."""

    session: str
    entry: str
    kind: str
    text: str
    title: str
    year: int
    fit: float

    @property
    def on(self) -> str:
        """How a decision names it: `session/entry`."""
        return f"{self.session}/{self.entry}"


class Versions(NamedTuple):
    """A line that was changed in two places at once: the version that stands, and the other one."""

    session: str
    entry: str
    stands: str
    other: str


class Hub:
    """The hub of a library, asked directly; every question opens a connection of its own.

    Args:
        settings: Where it is.
        connected: Opens a connection.
    """

    def __init__(self, settings: Settings, connected: Connect = connect) -> None:
        self._settings, self._connected = settings, connected

    def search(self, typed: str, kind: str = "", limit: int = 20) -> list[Hit]:
        """Lines that have the words, in any form of theirs, best first.

        Raises:
            Unable: The hub can't be reached.
        """
        with self._talking() as connection:
            rows = connection.execute(
                "SELECT * FROM kmhub.search(%s, %s, %s, %s)",
                (self._settings.organisation, clean(typed), kind, limit),
            ).fetchall()
        return [_hit(*row) for row in rows]

    def alike(self, text: str, language: str = "", limit: int = 5) -> tuple[list[Hit], bool]:
        """Lessons that say nearly the same, most alike first; and whether they were compared by trigrams.

        Args:
            text: The words of a lesson.
            language: As the server calls it (`english`); empty: any that the team has.
            limit: How many at most.

        Raises:
            Unable: The hub can't be reached.
        """
        with self._talking() as connection:
            rows = connection.execute(
                "SELECT session, id, 'lesson', line, title, year, fit FROM kmhub.alike(%s, %s, %s, %s)",
                (self._settings.organisation, clean(text), language, limit),
            ).fetchall()
            by_trigrams = _one(connection, "SELECT kmhub.by_trigrams()")
        return [_hit(*row) for row in rows], bool(by_trigrams)

    def decide(self, lesson: str, says: str, other: str = "", note: str = "") -> Decision:
        """Decide of a lesson, as a keeper; its owner and everybody else have it with their next pull.

        Args:
            lesson: `session/entry`.
            says: One of `DECISIONS`.
            other: `session/entry` of the lesson that stands in its place.
            note: Why.

        Returns:
            The decision, as everybody is told of it.

        Raises:
            Unable: It is no lesson of the hub, whoever is connected is no keeper, or words are missing.
        """
        session, _rest, entry = lesson.partition("/")
        if says not in DECISIONS:
            raise Unable(_("A keeper decides one of: {DECISIONS}.").format(DECISIONS=", ".join(DECISIONS)))
        if says in ("merged", "superseded") and not other:
            raise Unable(
                _("{says} into which lesson? Name it with --into SESSION/ENTRY.").format(
                    says=says.capitalize()
                )
            )
        if says == "rejected" and not note:
            raise Unable(_("Rejected needs a reason; say it with --note."))
        with self._talking() as connection:
            made = _one(
                connection, "SELECT kmhub.decide(%s, %s, %s, %s, %s, %s)",
                self._settings.organisation, session, entry, says, clean_line(other), clean(note)[:2000],
            )  # fmt: skip
            row = connection.execute(_DECIDED, (self._settings.organisation, session, entry, made)).fetchone()
        if row is None:
            raise Unable(
                _("There is no lesson {lesson} at the hub; kmfacilitate hub search finds it.").format(
                    lesson=clean_line(lesson)
                )
            )
        return Decision(*row)

    def versions(self) -> list[Versions]:
        """Own lines that were changed in two places at once, with both versions, as the hub keeps them.

        Raises:
            Unable: The hub can't be reached.
        """
        with self._talking() as connection:
            rows: Sequence[tuple[str, str, str, str]] = connection.execute(
                "SELECT c.session, c.id, e.json->>'text', c.json->>'text' FROM kmhub.conflicts c "
                "JOIN kmhub.sessions s USING (org, session) "
                "JOIN kmhub.entries e USING (org, year, session, tab, id) "
                "WHERE org = %s AND s.owner = session_user ORDER BY c.session, c.id",
                (self._settings.organisation,),
            ).fetchall()
        return [Versions(*(clean_line(part or "") for part in row)) for row in rows]

    @contextmanager
    def _talking(self) -> Iterator[Connection]:
        """A connection, once a hub that this version understands has answered."""
        with talking(self._settings.url, self._connected) as connection:
            hub_of(connection)
            yield connection


def _one(connection: Connection, sql: str, *values: object) -> object:
    found = connection.execute(sql.encode(), values).fetchone()
    return found[0] if found else None


def _hit(session: str, entry: str, kind: str, text: str, title: str, year: int, fit: float) -> Hit:
    return Hit(session, entry, kind, clean_line(text or ""), clean_line(title or ""), year, fit)
