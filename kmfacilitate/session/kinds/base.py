"""What every kind of entry has, and how a kind says its fields.

A kind is one class. Plain mode, the form, Markdown, CSV, the schema and the field names of the capture line
are read off the class, so adding a kind is adding a class here and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from kmfacilitate.language import N_

from ..document import Day, Document, Moment

InRoom = Literal["yes", "no", "when complete", "without name"]
LeastShare = Literal["open", "summary", "actions"]


@dataclass(frozen=True, slots=True)
class Says:
    """How a field speaks: label, question, sign on the capture line, other names."""

    label: str
    ask: str = ""
    sign: str = ""
    short: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    hidden: bool = False
    """Kept by the program; never typed as ` | field:` and not asked for in a form."""


Text = str
Texts = tuple[str, ...]
KINDS: dict[str, type[Entry]] = {}


class Entry(Document):
    """One thing captured. Its kind says which; an unknown kind is read as this class and kept."""

    name: ClassVar[str] = ""
    label: ClassVar[str] = N_("line")
    plural: ClassVar[str] = N_("lines")
    mark: ClassVar[str] = ""
    """The sign that makes a line this kind, and its legend in the rail."""
    heading: ClassVar[str] = N_("Discussion")
    """Where it stands in the report."""
    in_room: ClassVar[InRoom] = "yes"
    leaves: ClassVar[bool] = True
    """Whether it may be in the shared edition at all."""
    least_share: ClassVar[LeastShare] = "open"
    """The narrowest setting of `share` under which it still leaves the room."""
    typed: ClassVar[bool] = True
    """Whether a line can be this kind (`:KIND TEXT`)."""
    asks: ClassVar[str] = ""
    """What the line itself is."""

    kind: str = ""
    stage: str = ""
    question: str = ""
    under: str = ""
    n: int = 0
    text: str = ""
    at: Moment = ""
    edited: Moment = ""
    by: str = ""
    tags: Annotated[Texts, Says(N_("tags"), N_("Which words should find it again?"), "#", ("tag",))] = ()
    but: Annotated[Text, Says(N_("but"), N_("How did others see it?"))] = ""
    group: str = ""
    source: str = ""
    after: str = ""
    """In a timeline: the line it was moved to stand after."""
    earlier: tuple[tuple[str, int], ...] = ()
    """Numbers it had before it was moved or became a private note, or back: `[stage, n]`."""
    slip: bool = False
    forgotten: Day = ""
    gone: str = ""
    """Why its words were forgotten, where somebody asked for it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            KINDS[cls.name] = cls

    @classmethod
    def fields(cls) -> dict[str, Says]:
        """The fields that may be typed or filled in, by their stored name, in the order they are shown."""
        own = {name: says for name, says in _said(cls).items() if not says.hidden}
        shared: dict[str, Says] = {name: own.pop(name) for name in ("tags", "but") if name in own}
        return own | shared if cls.leaves else own

    @classmethod
    def speech(cls, field: str) -> Says:
        """How a field of this kind speaks."""
        return _said(cls)[field]

    def missing(self) -> tuple[str, ...]:
        """What this entry lacks to be complete, in words (`no owner`)."""
        return ()


_SAID: dict[type[Entry], dict[str, Says]] = {}


def _said(cls: type[Entry]) -> dict[str, Says]:
    if cls not in _SAID:
        found: dict[str, Says] = {}
        for name, hint in get_type_hints(cls, include_extras=True).items():
            if get_origin(hint) is Annotated:
                says = next((part for part in get_args(hint)[1:] if isinstance(part, Says)), None)
                if says is not None:
                    found[name] = says
        _SAID[cls] = found
    return _SAID[cls]


def is_list(cls: type[Entry], field: str) -> bool:
    """Whether a field holds several values (tags, whys)."""
    return str(cls.model_fields[field].annotation).startswith("tuple")


def is_number(cls: type[Entry], field: str) -> bool:
    """Whether a field holds a number."""
    return cls.model_fields[field].annotation is int
