"""What other programs read: the option `--json`, and what it writes."""

from __future__ import annotations

import json
from typing import Any

import click

from kmfacilitate.speech import say_data


def json_option(command: Any) -> Any:
    """The option `--json` of a command."""
    return click.option("--json", "as_json", is_flag=True, help="As JSON.")(command)


def say_json(what: object) -> None:
    """Write this as JSON, to be read by people too; a tuple or an iterator is written as a list."""
    say_data(json.dumps(what, ensure_ascii=False, indent=2, default=list))
