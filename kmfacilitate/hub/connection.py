"""Talking to the hub: opened when a command of the hub asks for it, and never before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _

from .address import check_address, check_password

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import psycopg

    Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
    Connect = Callable[[str], Connection]

VERSION = 2
"""Of the schema that this program knows: the number of the last numbered file in `schema/`."""
_LOCK = 719000
_OLDEST_SERVER = 140000


class Unreachable(Unable):
    """The hub is not there, or went away; `why` in few words."""

    def __init__(self, error: Exception) -> None:
        super().__init__(_said(error))
        self.why = _reason(error)


class NotAllowed(Unable):
    """The hub knows whoever is connected, and does not let them do that."""


def connect(url: str) -> Connection:
    """Connect to a hub. The password comes from .pgpass, a service file or the environment.

    Raises:
        Unable: It can't be reached, is too old, or would be reached without TLS.
    """
    psycopg = _driver()
    try:
        given = psycopg.conninfo.conninfo_to_dict(url)
        check_password(given)
        check_address(_whole_address(given))
        connection: Connection = psycopg.connect(
            url, autocommit=True, connect_timeout=10, application_name="kmfacilitate",
            keepalives_idle=30, tcp_user_timeout=60_000,
        )  # fmt: skip
    except psycopg.Error as error:
        raise Unreachable(error) from None
    if connection.info.server_version < _OLDEST_SERVER:
        connection.close()
        raise Unable(
            _("The hub needs PostgreSQL 14 or newer; ask whoever looks after it to bring it up to date.")
        )
    return connection


@contextlib.contextmanager
def talking(url: str, connected: Connect = connect) -> Iterator[Connection]:
    """A connection for the length of a command; a loss of it is said in one sentence.

    Raises:
        Unable: The hub can't be reached, went away, or refused.
    """
    psycopg = _driver()
    connection = connected(url)
    try:
        yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotAllowed(
            _("The hub does not let you do that: {reason}; ask its keeper.").format(reason=_reason(error))
        ) from None
    except psycopg.OperationalError as error:
        raise Unreachable(error) from None
    except psycopg.Error as error:
        raise Unable(_said(error)) from None
    finally:
        connection.close()


def hub_of(connection: Connection) -> str:
    """Which hub this is.

    Raises:
        Unable: There is none in this database, or one of another version.
    """
    version = _version(connection)
    if version == 0:
        raise Unable(_("There is no hub in this database yet; kmfacilitate hub init URL makes one."))
    if version > VERSION:
        raise Unable(
            _(
                "The hub is of a newer version ({version}; this program knows {VERSION}), so "
                "nothing was exchanged; update kmfacilitate."
            ).format(version=version, VERSION=VERSION)
        )
    if version < VERSION:
        raise Unable(_("The hub is of an older version; whoever looks after it runs kmfacilitate hub init."))
    found = connection.execute("SELECT hub::text FROM kmhub.about").fetchone()
    return str(found[0]) if found else ""


def set_up(connection: Connection, organisation: str) -> bool:
    """Make the hub or bring it up to date, and the organisation in it if it is new; one at a time.

    Returns:
        Whether anything was made; whoever makes an organisation is its first keeper.

    Raises:
        Unable: The hub is of a newer version.
    """
    made = False
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if _version(connection) < VERSION:
            for number, text in schema_files():
                if number > _version(connection):
                    connection.execute(text.encode())
            connection.execute(rules().encode())
            made = True
        hub_of(connection)
        known = connection.execute("SELECT kmhub.role_in(%s)", (organisation,)).fetchone()
        if known is None or known[0] is None:
            connection.execute("INSERT INTO kmhub.organisations VALUES (%s)", (organisation,))
            connection.execute(
                "INSERT INTO kmhub.members VALUES (%s, session_user, 'keeper')", (organisation,)
            )
            made = True
    return made


def schema_files() -> list[tuple[int, str]]:
    """The files that make the tables, in order: number, and SQL that an administrator can read and run."""
    found = [file for file in _schema().iterdir() if file.name[:3].isdigit()]
    return sorted((int(file.name[:3]), file.read_text("utf-8")) for file in found)


def rules() -> str:
    """Functions and row-level rules of this version, as SQL; run after the files that make the tables."""
    return (_schema() / "rules.sql").read_text("utf-8")


def _schema() -> Traversable:
    return files(__package__).joinpath("schema")


def _version(connection: Connection) -> int:
    there = connection.execute("SELECT to_regclass('kmhub.about') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return 0
    found = connection.execute("SELECT version FROM kmhub.about").fetchone()
    return int(found[0]) if found else 0


def _driver() -> Any:
    try:
        import psycopg
    except ImportError:
        raise Unable(
            _("A hub needs a part that is not installed; pip install 'kmfacilitate[hub]' brings it.")
        ) from None
    return psycopg


def _whole_address(given: dict[str, Any]) -> dict[str, Any]:
    """What the client library will use: the address, over a service file, over the environment."""
    from psycopg import pq

    found = {
        option.keyword.decode(): option.val.decode()
        for option in pq.Conninfo.get_defaults()
        if option.val is not None
    }
    if given.get("service") or found.get(
        "service"
    ):  # what the file says is not ours to read, so TLS must be said here
        found.pop("host", None)
        given = {"host": "by service", **given}
    return {**found, **given}


def _said(error: Exception) -> str:
    return _(
        "The hub could not be used: {reason}; what was exchanged is kept, and trying again goes on."
    ).format(reason=_reason(error))


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return clean_line(lines[0] if lines else type(error).__name__).rstrip(".")
