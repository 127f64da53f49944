"""Session files of earlier schemas, brought to the one this version writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kmfacilitate.session.documents import Documents

SCHEMA = 1
"""The schema of the files this version writes; a file with a higher one is only read."""
MIGRATIONS: Mapping[int, Callable[[Documents], Documents]] = {}
"""From a schema to the next: a pure function on the tables, which changes nothing in place."""


def schema_of(tables: Documents) -> int:
    """The schema of a file; one that says none is of the first."""
    schema = tables.get("_meta", {}).get("1", {}).get("schema")
    return schema if isinstance(schema, int) and not isinstance(schema, bool) else 1


def migrate(tables: Documents) -> Documents:
    """The tables in the schema of this version. Those of this or a later schema are returned as they are."""
    schema = schema_of(tables)
    while schema < SCHEMA:
        changed: dict[str, Any] = dict(MIGRATIONS[schema](tables))
        schema += 1
        changed["_meta"] = {**changed["_meta"], "1": {**changed["_meta"]["1"], "schema": schema}}
        tables = changed
    return tables
