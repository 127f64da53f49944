"""The words of the interface in the language of whoever reads them; English needs nothing and always works.

`_("… {name} …").format(name=…)` where a sentence is made, `ngettext` where a number decides its form, `N_`
around words of a table that is made at import: they are shown with `_`. Nothing is ever decided by a word
that was translated. The names are those of gettext, so that its tools find the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

FOLDER = Path(__file__).with_name("locale")
"""The catalogues: `fr/LC_MESSAGES/kmfacilitate.po`, and beside it the `.mo` that is read."""
DOMAIN = "kmfacilitate"
ENGLISH = "en"

_in_use = ENGLISH
_meanwhile: ContextVar[str] = ContextVar("meanwhile", default="")


def use(wanted: Iterable[str]) -> None:
    """Speak the first of these languages that there is (`fr_CA` is French) in the whole process."""
    global _in_use
    _in_use = next((found for one in wanted if (found := known(one))), ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language within a block (one without `await`): that of a session, for its report."""
    before = _meanwhile.set(known(language) or ENGLISH)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def spoken() -> str:
    """The language spoken now, as `en` or `fr`."""
    return _meanwhile.get() or _in_use


def languages() -> tuple[str, ...]:
    """Those that the interface speaks: English, and each that there is a catalogue of."""
    return (ENGLISH, *sorted(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


def known(language: str) -> str:
    """The language of a locale (`fr_FR.UTF-8`, `fr-CA`) where the interface has its words; else empty."""
    name = re.split(r"[-_.@]", language)[0].lower()
    if name in (ENGLISH, "c", "posix"):
        return ENGLISH
    return name if re.fullmatch("[a-z]{2,3}", name) and _path(name).is_file() else ""


def _(message: str) -> str:
    """These words in the language spoken now."""
    catalogue = _catalogue(spoken())
    return catalogue.gettext(message) if catalogue is not None and message else message


def for_reader(message: str) -> str:
    """These words in the language of the reader, within a block that speaks that of a session: an error."""
    catalogue = _catalogue(_in_use)
    return catalogue.gettext(message) if catalogue is not None and message else message


def ngettext(one: str, many: str, number: int) -> str:
    """The form of these words that goes with a number: `ngettext("{n} line", "{n} lines", n).format(n=n)`."""
    catalogue = _catalogue(spoken())
    if catalogue is None:
        return one if number == 1 else many
    return catalogue.ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Like `_`, for a word that means two things in English: the context says which."""
    catalogue = _catalogue(spoken())
    return catalogue.pgettext(context, message) if catalogue is not None and message else message


def N_(message: str) -> str:
    """Mark words of a table, which are made before the language is known; `_` shows them."""
    return message


def NP_(context: str, message: str) -> str:
    """Mark words of a table that are shown with `pgettext` and this context."""
    return message


def _path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


@cache
def _catalogue(language: str) -> GNUTranslations | None:
    """Read once, and only where another language than English is spoken."""
    if language == ENGLISH:
        return None
    from gettext import GNUTranslations

    try:
        with _path(language).open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError):
        return None  # English is then spoken
