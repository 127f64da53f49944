"""How long the tests of faults and of properties try: a little in `make test`, long in `make faults`."""

from __future__ import annotations

import os

LONG = os.environ.get("KMFACILITATE_FAULTS") == "long"


def times(quick: int, long: int) -> int:
    return long if LONG else quick
