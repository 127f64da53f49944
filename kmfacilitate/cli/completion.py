"""`completion`: what a shell needs to finish words."""

from __future__ import annotations

import click

from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.speech import say_data

_HOW = {
    "bash": N_('Add this line to ~/.bashrc:  eval "$(kmfacilitate completion bash)"'),
    "zsh": N_('Add this line to ~/.zshrc:  eval "$(kmfacilitate completion zsh)"'),
    "fish": N_("Write it to ~/.config/fish/completions/kmfacilitate.fish"),
}


@click.command()
@click.argument("shell", type=click.Choice(tuple(_HOW)))
@click.option("--how", is_flag=True, help="Say where it goes instead.")
def completion(shell: str, how: bool) -> None:
    """Write what SHELL needs to finish commands, options, scripts and sessions with Tab."""
    from click.shell_completion import get_completion_class

    from .root import cli

    if how:
        say_data(_(_HOW[shell]))
        return
    made = get_completion_class(shell)
    if made is None:
        raise Unable(_("This click has no completion for {shell}.").format(shell=shell))
    say_data(made(cli, {}, "kmfacilitate", "_KMFACILITATE_COMPLETE").source())
