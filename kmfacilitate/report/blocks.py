"""The pieces a report is made of. Markdown, HTML, Word and the page in the app are all drawn from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section. `number` stands before it, `note` after it in brackets.

    `line` is the number in the session of the line that it is, as a `Bullet` has it.
    """

    form: ClassVar[str] = "heading"

    text: str
    level: Literal[3, 4] = 3
    number: str = ""
    note: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two of the program's own."""

    form: ClassVar[str] = "paragraph"

    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """What an action is besides its words, for outlets that write tasks in their own way; days are ISO.

    `fact` is the one of the bullet's facts that says the day in words.
    """

    owner: str = ""
    created: str = ""
    due: str = ""
    done: str = ""
    dropped: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of a list.

    `label` names what it is (`Why`), `lead` is a time before it, `facts` stand after it, `number` is the
    number of the line in the session, `depth` counts from 0. `box` makes it something to tick, `link` (a path
    from the page it stands on) makes its text lead there.
    """

    form: ClassVar[str] = "bullet"

    text: str
    depth: int = 0
    label: str = ""
    lead: str = ""
    facts: tuple[str, ...] = ()
    number: str = ""
    box: Literal["", "open", "done"] = ""
    task: Task | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column titles."""

    form: ClassVar[str] = "table"

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Bullet | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report. `count` is for a list of contents; none where a number says nothing."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report. `about` is the lines under the title; `warning` stands above everything.

    `language` is that of the words typed into it, as a language tag; the program's own are English.
    """

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    front: tuple[tuple[str, object], ...]
    warning: str = ""
    language: str = "en"

    def section(self, key: str) -> Section | None:
        """The section with that key, if the report has it."""
        return next((section for section in self.sections if section.key == key), None)
