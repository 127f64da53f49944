"""What an address may hold."""

import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub.address import check_address, check_password


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1", "/run/postgresql"])
def test_on_this_machine_no_encryption_is_needed(host: str) -> None:
    check_address({"host": host})


@pytest.mark.parametrize("mode", ["", "disable", "allow", "prefer"])
def test_elsewhere_it_is(mode: str) -> None:
    with pytest.raises(Unable, match="encrypted"):
        check_address({"host": "hub.example.org", "sslmode": mode})
    with pytest.raises(Unable, match="encrypted"):
        check_address({"host": "localhost,hub.example.org", "sslmode": mode})
    check_address({"host": "hub.example.org", "sslmode": "verify-full"})


def test_a_password_in_the_address_is_refused() -> None:
    with pytest.raises(Unable, match="pgpass"):
        check_password({"password": "x"})
