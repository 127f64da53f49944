"""The strings of a template file made into what the models ask for, with errors its author understands.

Driven by the annotations of the models, so that a field added there is read here without a word more.
pydantic would read the same but explains itself in its own words.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic.fields import FieldInfo

from kmfacilitate.clean import nearest
from kmfacilitate.language import _
from kmfacilitate.templates.model import Material, Part, Repeat
from kmfacilitate.templates.problem import Place, Problem, shown, where
from kmfacilitate.templates.yaml_events import Node, Tree

_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
_SHORT_FORMS = (Material, Repeat)
"""Parts that may be written as one word."""


class Typed:
    """Reads a tree as one of the models; what is wrong is collected in `problems`."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def part(self, model: type[Part], node: dict[str, Node], place: Place) -> dict[str, Any]:
        """The values of a part, under the keys of the file, ready for `model.model_validate`."""
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        values: dict[str, Any] = {}
        misspelt: set[str | None] = set()
        for key, value in node.items():
            field = fields.get(key)
            if field is None:
                misspelt.add(self._unknown(key, value, fields, place))
            elif value == "" and field.annotation is not str:
                continue  # a key with nothing after it is as good as none
            else:
                values[key] = self._read(field.annotation, field.metadata, value, (*place, key), key)
        for key, field in fields.items():
            if field.is_required() and values.get(key, "") == "" and key not in misspelt:
                self._problem(place, place, _("{key} is missing").format(key=key))
        return values

    def _read(self, annotation: Any, limits: Iterable[Any], node: Node, place: Place, name: str) -> Any:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            return self._read(annotation, [*limits, *more], node, place, name)
        if origin in (Union, types.UnionType):
            return self._read(_fitting(annotation, node), limits, node, place, name)
        if origin is Literal:
            return self._one_of(get_args(annotation), node, place, name)
        if origin is tuple:
            return self._tuple(get_args(annotation), node, place, name)
        if origin is dict:
            return self._dict(get_args(annotation)[1], node, place, name)
        if annotation is int:
            return self._number(limits, node, place, name)
        if annotation is bool:
            return self._yes_or_no(node, place, name)
        if isinstance(annotation, type) and issubclass(annotation, Part):
            if isinstance(node, dict):
                return self.part(annotation, node, place)
            if isinstance(node, str) and annotation in _SHORT_FORMS:
                return node
            return self._wrong(
                place,
                _("{name} needs keys of its own: {model_fields}").format(
                    name=name, model_fields=", ".join(annotation.model_fields)
                ),
            )
        return self._text(limits, node, place, name)

    def _text(self, limits: Iterable[Any], node: Node, place: Place, name: str) -> str:
        if isinstance(node, dict):
            key, value = next(iter(node.items()), ("", ""))
            sentence = f"{key}: {value}" if isinstance(value, str) else key
            what = _('{name}: {sentence} has a colon in it; put the whole sentence in "quotes"').format(
                name=name, sentence=shown(sentence)
            )
            return str(self._wrong(place, what))
        if isinstance(node, list):
            return str(
                self._wrong(
                    place,
                    _('{name} is one text, not a list; if it begins with [ it needs "quotes"').format(
                        name=name
                    ),
                )
            )
        longest = next((limit.max_length for limit in _each(limits) if isinstance(limit, MaxLen)), None)
        if longest is not None and len(node) > longest:
            return str(
                self._wrong(
                    place,
                    _("{name} has at most {longest} letters; {node} has {n}").format(
                        name=name, longest=longest, node=shown(node), n=len(node)
                    ),
                )
            )
        return node

    def _number(self, limits: Iterable[Any], node: Node, place: Place, name: str) -> int:
        least = most = None
        for limit in _each(limits):
            least = limit.ge if isinstance(limit, Ge) else least
            most = limit.le if isinstance(limit, Le) else most
        if isinstance(node, str) and re.fullmatch("[0-9]{1,9}", node):
            number = int(node)
            if (least is None or number >= least) and (most is None or number <= most):  # type: ignore[operator]
                return number
        span = (
            ""
            if least is None
            else _(" from {least} to {most}").format(least=least, most=most)
            if most is not None
            else _(", {least} or more").format(least=least)
        )
        said = _(", not {node}").format(node=shown(node)) if node and isinstance(node, str) else ""
        return int(
            self._wrong(
                place, _("{name} must be a whole number{span}{said}").format(name=name, span=span, said=said)
            )
            or 0
        )

    def _yes_or_no(self, node: Node, place: Place, name: str) -> bool:
        said = node.lower() if isinstance(node, str) else ""
        if said in _YES_OR_NO:
            return _YES_OR_NO[said]
        return bool(
            self._wrong(
                place,
                _("{name} must be yes or no").format(name=name)
                + (_(", not {said}").format(said=shown(said)) if said else ""),
            )
        )

    def _one_of(self, known: tuple[str, ...], node: Node, place: Place, name: str) -> str:
        if isinstance(node, str) and node in known:
            return node
        said = node if isinstance(node, str) else ""
        meant = nearest(said, known)
        hint = (
            _("; did you mean {meant}?").format(meant=meant)
            if meant
            else _("; it is one of {known}").format(known=", ".join(known))
        )
        return str(
            self._wrong(
                place,
                _("{name} cannot be {said}{hint}").format(
                    name=name, said=shown(said) if said else _("a list"), hint=hint
                ),
            )
        )

    def _tuple(self, args: tuple[Any, ...], node: Node, place: Place, name: str) -> tuple[Any, ...]:
        of_texts = args[0] is str
        if isinstance(node, str) and of_texts:
            node = [node]
        if not isinstance(node, list):
            example = _('lines that begin with "- "') if args[-1] is ... else "[1, 5]"
            return tuple(
                self._wrong(place, _("{name} is a list: {example}").format(name=name, example=example)) or ()
            )
        if args[-1] is not ... and len(node) != len(args):
            return tuple(
                self._wrong(place, _("{name} takes {n} numbers, as in [1, 5]").format(name=name, n=len(args)))
                or ()
            )
        return tuple(self._read(args[0], (), each, (*place, at), name) for at, each in enumerate(node))

    def _dict(self, annotation: Any, node: Node, place: Place, name: str) -> dict[str, Any]:
        if not isinstance(node, dict):
            return dict(
                self._wrong(place, _('{name} needs lines of the form "key: text" under it').format(name=name))
                or {}
            )
        return {
            key: self._read(annotation, (), value, (*place, key), f"{name}: {key}")
            for key, value in node.items()
        }

    def _unknown(self, key: str, value: Node, known: Iterable[str], place: Place) -> str | None:
        """Report a key that no field has; the key that was probably meant."""
        one_word = re.fullmatch(r"[\w-]+", key)
        meant = nearest(key.lower().replace(" ", "_").replace("-", "_"), known)
        if meant:
            what = _("{key} is not known here; did you mean {meant}?").format(key=shown(key), meant=meant)
        elif not one_word or value == "":
            what = _('{key} looks like part of a sentence; put the whole sentence in "quotes"').format(
                key=shown(key)
            )
        else:
            what = _("{key} is not known here; known are {known}").format(
                key=shown(key), known=", ".join(known)
            )
        self._problem((*place, key), place, what)
        return meant

    def _wrong(self, place: Place, what: str) -> Any:
        at = len(place) - 1
        while isinstance(place[at], int) and at:
            at -= 1
        around = place[:at]
        if around and isinstance(around[-1], str) and what.startswith(f"{around[-1]}: "):
            around = around[:-1]
        self._problem(place, around, what)
        return ""

    def _problem(self, place: Place, around: Place, what: str) -> None:
        line = self.tree.line_of(place)
        self.problems.append(Problem(self.tree.file, line, where(around, self._name_of), what))

    def _name_of(self, place: Place) -> str:
        for key in ("title", "id") if place[-2] == "stages" else ("id",):
            name = self.tree.node((*place, key))
            if isinstance(name, str) and name:
                return name
        return ""


def _fitting(union: Any, node: Node) -> Any:
    """Which type of a union a node was probably meant for."""
    options = [each for each in get_args(union) if each is not type(None)]

    def takes(option: Any) -> bool:
        bare = get_args(option)[0] if get_origin(option) is Annotated else option
        mapping = get_origin(bare) is dict or (isinstance(bare, type) and issubclass(bare, Part))
        return mapping == isinstance(node, dict)

    return next(filter(takes, options), options[0])


def _each(limits: Iterable[Any]) -> Iterable[Any]:
    """Limits of a field, those inside an `Annotated[..., Field(...)]` among them."""
    for limit in limits:
        yield from limit.metadata if isinstance(limit, FieldInfo) else (limit,)
