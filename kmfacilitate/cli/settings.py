"""`settings`: what is set, setting one, and the file they stand in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_data, say_error

from .opening import is_heard
from .root import settings_in_use

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kmfacilitate.settings.wishes import Settings
    from kmfacilitate.verbs import Verb


def _names_like(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from kmfacilitate.settings.wishes import KEYS, WISHES

    found = [(wish.name, _(wish.help)) for wish in WISHES] + [(KEYS, _("The keys, by verb."))]
    return [CompletionItem(name, help=said) for name, said in found if name.startswith(begun)]


def _values_like(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from kmfacilitate.settings.wishes import BY_NAME

    wish = BY_NAME.get(str(ctx.params.get("name") or ""))
    return [CompletionItem(value) for value in (wish.allowed if wish else ()) if value.startswith(begun)]


@click.command()
@click.argument("name", default="", shell_complete=_names_like)
@click.argument("value", default=None, required=False, shell_complete=_values_like)
@click.option("--unset", is_flag=True, help="Give NAME back its default.")
@click.option("--edit", is_flag=True, help="Open the file in your editor.")
@click.option("--path", "where", is_flag=True, help="Say where the file is.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def settings(name: str, value: str | None, unset: bool, edit: bool, where: bool, as_json: bool) -> int:
    """List the settings, show NAME, or set NAME to VALUE.

    The keys of a verb are keys.VERB: kmfacilitate settings keys.next "f8, ctrl+n". A key that another verb
    has is refused, and both are named.
    """
    from kmfacilitate.settings.reading import settings_path

    if where:
        say(str(settings_path()))
        return 0
    if edit:
        return _edit()
    if unset or value is not None:
        if not name or (unset and value is not None):
            raise WrongUse(_("Name what to unset, without a value: kmfacilitate settings theme --unset"))
        _set(name, None if unset else value)
        return 0
    return _list(settings_in_use(), name, as_json)


def _list(read: Settings, name: str, as_json: bool) -> int:
    from kmfacilitate.settings.wishes import BY_NAME, KEYS, WISHES, unknown

    faults = list(read.faults)
    values = {wish.name: read.of(wish.name) for wish in WISHES}
    if name in BY_NAME:
        say_data(json.dumps(values[name], ensure_ascii=False) if as_json else values[name])
    elif not name or name.partition(".")[0] == KEYS:
        keys, wrong = _keys(read, name.partition(".")[2])
        faults += wrong
        if as_json:
            shown = {KEYS: keys} if name else {**values, KEYS: keys}
            say_data(json.dumps(shown, ensure_ascii=False, indent=2))
        elif not name:
            for wish in WISHES:
                if is_heard():
                    say(f"{wish.name}: {values[wish.name] or _('not set')}. {_(wish.help)}")
                else:
                    say(f"{wish.name:<10} {values[wish.name] or '-':<12} {_(wish.help)}")
            changed = {id_: keys[id_] for id_ in read.keys if id_ in keys}
            for id_, each in changed.items():
                say(f"{KEYS}.{id_}  {', '.join(each) or '-'}")
        else:
            for id_, each in keys.items():
                say(f"{KEYS}.{id_:<16} {', '.join(each) or '-'}")
    else:
        raise WrongUse(_sentence(unknown(name)))
    for fault in faults:
        say_error(fault)
    return 1 if faults else 0


def _keys(read: Settings, verb: str) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """The keys in use by verb id, of one verb if it is named, and what is wrong with those that were set."""
    from kmfacilitate.settings.keymap import checked
    from kmfacilitate.verbs import VERBS

    keymap = checked(read.keys, VERBS, places=read.key_places)
    shown = [_verb(verb)] if verb else VERBS
    return {one.id: list(keymap.of(one)) for one in shown}, keymap.faults


def _set(name: str, value: str | None) -> None:
    from kmfacilitate.settings.wishes import KEYS
    from kmfacilitate.settings.writing import keep

    table, _rest, verb = name.partition(".")
    if table == KEYS and verb:
        _set_keys(_verb(verb), value)
        return
    if table == KEYS:
        raise WrongUse(_('Name the verb too: kmfacilitate settings keys.next "f8, ctrl+n"'))
    now = keep(name, value)
    if is_heard():
        say(_("{name} is now: {value}.").format(name=name, value=now.of(name) or _("not set")))
    else:
        say(f"{name}  {now.of(name) or '-'}")


def _set_keys(verb: Verb, value: str | None) -> None:
    from kmfacilitate.settings.keymap import Keymap, checked, clash, clash_words, spelled, undelivered
    from kmfacilitate.settings.writing import keep_keys
    from kmfacilitate.verbs import VERBS

    keys = None
    if value is not None:
        said = [spelled(key) for key in value.split(",") if key.strip()]
        keys = list(dict.fromkeys(said)) if said != ["-"] else []
    taken = checked(settings_in_use().keys, VERBS).taken
    others = Keymap({id_: each for id_, each in taken.items() if id_ != verb.id})
    for key in verb.keys if keys is None else keys:
        if keys is not None and (why := undelivered(key, verb.id)):
            raise Unable(why)
        other = clash(verb, key, others, VERBS)
        if other is not None:
            raise Unable(
                _(
                    "{clash_words}; give {id} another first, or none: kmfacilitate settings keys.{id} -"
                ).format(clash_words=clash_words(key, verb, other), id=other.id)
            )
    now = keep_keys(verb.id, keys)
    say(_("keys.{id}  {keys}").format(id=verb.id, keys=", ".join(now.keys.get(verb.id, verb.keys)) or "-"))


def _verb(name: str) -> Verb:
    from kmfacilitate.clean import nearest
    from kmfacilitate.verbs import BY_ID

    if name not in BY_ID:
        near = nearest(name.casefold(), BY_ID)
        hint = (
            _("did you mean {near}?").format(near=near)
            if near
            else _("kmfacilitate settings keys lists the verbs.")
        )
        raise WrongUse(_("There is no verb {name}; {hint}").format(name=clean_line(name), hint=hint))
    return BY_ID[name]


def _edit() -> int:
    """Open the file in the user's editor, and say what is wrong with it afterwards."""
    from kmfacilitate.desk.editor import editor_command, run_editor
    from kmfacilitate.settings.reading import read_settings, settings_path
    from kmfacilitate.settings.writing import make

    from .opening import need_terminal

    need_terminal()
    command = editor_command(settings_in_use().editor)
    path = make(settings_path())
    trouble = run_editor(command, path)
    read = read_settings(path)
    faults = [*([trouble] if trouble else []), *read.faults, *_keys(read, "")[1]]
    for fault in faults:
        say_error(fault)
    return 1 if faults else 0


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
