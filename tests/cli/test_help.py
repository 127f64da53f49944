"""What `--help` says: every command under one heading, in a line each."""

from __future__ import annotations

from click.testing import CliRunner

from kmfacilitate.cli.commands import cli
from kmfacilitate.cli.root import Commands


def test_every_command_stands_under_one_heading_and_fits_a_terminal():
    assert isinstance(cli, Commands)
    named = [name for part in cli.parts.values() for name in part]
    assert sorted(named) == sorted(cli.later)
    said = CliRunner().invoke(cli, ["--help"], terminal_width=80)
    assert said.exit_code == 0
    for part in cli.parts.values():
        for name, words in part.items():
            assert f"  {name.ljust(10)}  {words}\n" in said.output
    assert max(map(len, said.output.splitlines())) <= 80
