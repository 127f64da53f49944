"""What `--help` says in French: no English is left, of click's own words or of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from kmfacilitate import language
from kmfacilitate.cli.click_words import lend_words
from kmfacilitate.cli.commands import cli
from kmfacilitate.cli.root import in_words
from kmfacilitate.session.wording import PLACEHOLDERS
from kmfacilitate.verbs import VERBS

AS_THEY_ARE = {"HH", "MM", "URL", "BOOLEAN"}
"""Words in capitals that are the same in each language, or are never shown (of a flag)."""
OF_CLICK = re.compile(
    r"Usage:|Options:|Commands:|\[(?:default|required|OPTIONAL)|Show this|\bARGS\b|\bTEXT\b"
)


@pytest.fixture
def in_french(in_english: None) -> click.Command:
    language.use(["fr"])
    lend_words()
    return in_words(cli)


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """A command and every one below it."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, click.Context(below, info_name=name, parent=context))


def test_every_help_is_french(in_french: click.Command):
    left, said = [], {}
    for command, context in commands(in_french, click.Context(in_french, info_name="km")):
        left += [
            f"{context.command_path}: {found[0]}" for found in OF_CLICK.finditer(command.get_help(context))
        ]
        said[context.command_path] = command.help
    with language.speaking("en"):
        for command, context in commands(cli, click.Context(cli, info_name="km")):
            if command.help == said[context.command_path]:
                left.append(f"{context.command_path}: {command.help}")
    assert left == []


def test_what_is_typed_in_a_place_has_a_word_in_each_language(in_english: None):
    named = {word for verb in VERBS for word in re.findall("[A-Z]{2,}", verb.takes)}
    for command, context in commands(cli, click.Context(cli, info_name="km")):
        for param in command.get_params(context):
            named |= set(re.findall("[A-Z]{2,}", param.make_metavar(context)))
    assert named - AS_THEY_ARE - PLACEHOLDERS == set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["prepare"], "Il manque l’argument 'SÉANCE|TRAME'"),
        (["start", "x", "--people", "many"], "'many' n’est pas un nombre entier"),
        (["strat"], "vouliez-vous dire start"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_french(in_french: click.Command, typed: list[str], said: str):
    with pytest.raises(click.UsageError) as raised:
        in_french.main(typed, prog_name="kmfacilitate", standalone_mode=False)
    assert said in raised.value.format_message()
