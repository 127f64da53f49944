"""The address of a hub: what may stand in it, and that nothing travels in the clear."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from kmfacilitate.errors import Unable
from kmfacilitate.language import _

_TLS = ("require", "verify-ca", "verify-full")


def check_address(parts: Mapping[str, object]) -> None:
    """Refuse an address with a password in it, or one that would be reached without TLS.

    Args:
        parts: The address as the client library reads it, with what the environment and a service file add.

    Raises:
        Unable: In words; nothing was sent.
    """
    hosts = [
        host
        for name in ("host", "hostaddr")
        for host in str(parts.get(name) or "").split(",")
        if parts.get(name)
    ]
    if all(_here(host) for host in hosts):
        return
    if parts.get("sslmode") not in _TLS:
        raise Unable(
            _(
                "The hub is on another machine, so the connection must be encrypted; add "
                "?sslmode=verify-full to its address (or sslmode=require)."
            )
        )


def check_password(parts: Mapping[str, object]) -> None:
    """Refuse an address with a password in it.

    Raises:
        Unable: There is one.
    """
    if parts.get("password") or parts.get("sslpassword"):
        raise Unable(_("A password does not belong in the address; put it into .pgpass or a service file."))


def _here(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
