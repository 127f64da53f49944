"""Session files of earlier schemas, brought to the one this version writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kmfacilitate.session.documents import Documents

from .fsio import Disk, make_folders, save
from .places import Places

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


def back_up(path: Path, data: bytes, schema: int, places: Places, disk: Disk) -> None:
    """Keep a session file as it was, once, before it is written in a later schema.

    Raises:
        OSError: the disk refused; then the file must not be written.
    """
    folder = places.backups / f"pre-schema-{schema + 1}"
    make_folders(folder, disk, private=True)
    try:
        save(folder / path.name, data, disk, new=True, mode=0o600)
    except FileExistsError:
        return


def backups_of(path: Path, places: Places, disk: Disk) -> list[Path]:
    """The copies of a session file that `back_up` made."""
    folders = [places.backups / name for name in disk.list_names(places.backups)]
    return [folder / path.name for folder in folders if path.name in disk.list_names(folder)]
