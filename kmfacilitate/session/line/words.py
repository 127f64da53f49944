"""The words of kinds, fields, choices, days and units: one row a language. English is always read too.

A row adds to the English words, which for kinds and fields are the names in `session/kinds`. Names of days
and months of other languages come from Babel, which is imported only when such a session reads a day.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from kmfacilitate.language import spoken

Unit: TypeAlias = Literal["day", "week", "month", "year"]
Phrase: TypeAlias = Literal["today", "tomorrow", "next week", "next month", "end of week", "end of month"]

JOINERS = "\u200c\u200d"
"""Zero-width joiners: letters of Persian, Hindi and others are held together or apart by them."""


def fold(text: str) -> str:
    """Text as it is compared: without case and accents, underlines and hard spaces as spaces."""
    text = text.casefold().replace("_", " ").replace("\u00a0", " ").replace("’", "'")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")


def in_word(char: str) -> bool:
    """Whether a character can be inside a word: letters and digits of any script, their marks and joiners."""
    return char.isalnum() or char in JOINERS or unicodedata.category(char)[0] == "M"


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit in the text."""
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    phrases: Mapping[str, Phrase]
    """Days that are words of their own."""
    units: Mapping[str, Unit]
    within: tuple[str, ...]
    """What may stand before a span: `in` 2 weeks."""
    ordinals: tuple[str, ...] = ()
    """Endings after the number of a day: 1`st`."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


ENGLISH = Words(
    phrases={
        "today": "today",
        "tomorrow": "tomorrow",
        "next week": "next week",
        "next month": "next month",
        "eow": "end of week",
        "end of week": "end of week",
        "eom": "end of month",
        "end of month": "end of month",
    },
    units={
        **dict.fromkeys(("d", "day", "days"), "day"),
        **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
        **dict.fromkeys(("m", "mo", "month", "months"), "month"),
        **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "year"),
    },
    within=("in",),
    ordinals=("st", "nd", "rd", "th"),
    choices={"as expected": "expected", "notice": "notable"},
)

LANGUAGES: Mapping[str, Words] = {
    "cy": Words(
        phrases={
            "heddiw": "today",
            "yfory": "tomorrow",
            "wythnos nesaf": "next week",
            "mis nesaf": "next month",
            "diwedd yr wythnos": "end of week",
            "diwedd y mis": "end of month",
        },
        units={
            **dict.fromkeys(("dydd", "diwrnod", "niwrnod", "dyddiau"), "day"),
            **dict.fromkeys(("wythnos", "wythnosau"), "week"),
            **dict.fromkeys(("mis", "fis", "misoedd"), "month"),
            **dict.fromkeys(("blwyddyn", "flynedd", "blynedd"), "year"),
        },
        within=("mewn", "ymhen"),
        ordinals=("af", "ain", "fed"),
        kinds={
            "pwynt": "point",
            "digwyddiad": "event",
            "achos": "cause",
            "gwers": "lesson",
            "gweithred": "action",
            "argymhelliad": "recommendation",
            "risg": "risk",
            "bwlch": "gap",
            "stori": "story",
            "cyswllt": "contact",
            "addewid": "commitment",
            "dyfyniad": "quote",
            "preifat": "private",
        },
        fields={
            "ond": "but",
            "tagiau": "tags",
            "pryd": "when",
            "canlyniad": "outcome",
            "math": "type",
            "cyd-destun": "context",
            "pam": "why",
            "argymhelliad": "recommendation",
            "effaith": "impact",
            "tystiolaeth": "evidence",
            "pwy": "owner",
            "perchennog": "owner",
            "erbyn": "due",
            "tebygolrwydd": "likelihood",
            "arwydd": "sign",
        },
        choices={
            "cadw": "keep",
            "newid": "change",
            "osgoi": "avoid",
            "trwsio": "fix",
            "nodedig": "notable",
            "gwell": "better",
            "gwaeth": "worse",
            "aneglur": "unclear",
            "ie": "yes",
            "na": "no",
        },
    ),
    "fr": Words(
        phrases={
            "aujourd'hui": "today",
            "demain": "tomorrow",
            "semaine prochaine": "next week",
            "la semaine prochaine": "next week",
            "mois prochain": "next month",
            "fin de semaine": "end of week",
            "fin de mois": "end of month",
        },
        units={
            **dict.fromkeys(("j", "jour", "jours"), "day"),
            **dict.fromkeys(("s", "sem", "semaine", "semaines"), "week"),
            **dict.fromkeys(("mois",), "month"),
            **dict.fromkeys(("a", "an", "ans", "annee", "annees"), "year"),
        },
        within=("dans",),
        ordinals=("er",),
        kinds={
            "texte": "text",
            "enseignement": "lesson",
            "promesse": "commitment",
            "contact": "contact",
            "note": "private",
            "evenement": "event",
            "lecon": "lesson",
            "recommandation": "recommendation",
            "risque": "risk",
            "lacune": "gap",
            "recit": "story",
            "engagement": "commitment",
            "citation": "quote",
            "prive": "private",
        },
        fields={
            "mais": "but",
            "etiquettes": "tags",
            "quand": "when",
            "resultat": "outcome",
            "contexte": "context",
            "pourquoi": "why",
            "recommandation": "recommendation",
            "preuve": "evidence",
            "qui": "owner",
            "responsable": "owner",
            "echeance": "due",
            "pour": "to",
            "probabilite": "likelihood",
            "signe": "sign",
            "destination": "route",
            "importance": "impact",
            "cible": "target",
            "effet": "effect",
            "accord": "consent",
            "raison": "reason",
        },
        choices={
            "garder": "keep",
            "changer": "change",
            "eviter": "avoid",
            "corriger": "fix",
            "notable": "notable",
            "mieux": "better",
            "pire": "worse",
            "comme prevu": "expected",
            "pas clair": "unclear",
            "oui": "yes",
            "non": "no",
            # where a lesson goes
            "processus": "process",
            "transmettre": "tell",
            "connu": "known",
            "rejeter": "reject",
            # states of a lesson
            "saisi": "",
            "verifie": "checked",
            "valide": "validated",
            "attribue": "assigned",
            "mis en œuvre": "actioned",
            "mis en oeuvre": "actioned",
            "ancre": "embedded",
            "clos": "closed",
            "pour information": "information",
            "fusionne": "merged",
            "remplace": "superseded",
            "rejete": "rejected",
            "bloque": "stalled",
            "rouvert": "reopened",
            # verdicts
            "depasse": "exceeded",
            **dict.fromkeys(("tenu", "tenue", "atteint", "atteinte"), "met"),
            "en partie": "partly",
            **dict.fromkeys(("manque", "manquee"), "missed"),
            **dict.fromkeys(("fait", "faite"), "done"),
            **dict.fromkeys(("encore ouvert", "encore ouverte", "ouvert", "ouverte"), "still open"),
            **dict.fromkeys(("abandonne", "abandonnee"), "dropped"),
            "s'applique": "applies",
            **dict.fromkeys(("arrive", "arrivee"), "happened"),
            "presque": "nearly",
            **dict.fromkeys(("pas arrive", "pas arrivee", "n'est pas arrive"), "did not"),
            "repondu": "answered",
            **dict.fromkeys(("pas", "pas du tout"), "not"),
            "transmis": "passed on",
        },
    ),
}

_LONGEST_CHOICE = 4
"""Most words of a choice."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].casefold()


def choice_at_start(typed: str, choices: Container[str], language: str) -> tuple[str, str] | None:
    """The choice that a line begins with, said whole in one of these languages, and the rest of it."""
    for length in range(_LONGEST_CHOICE, 0, -1):
        parts = typed.split(None, length)
        if len(parts) < length:
            continue
        said = fold(" ".join(parts[:length])).rstrip(",:;|-")
        for row in rows(language):
            choice = row.choices.get(said)
            if choice is not None and choice in choices:
                return choice, parts[length] if len(parts) > length else ""
    return None


def rows(language: str) -> tuple[Words, ...]:
    """The rows to look into: of the session's language, of the one who reads, and English."""
    found = dict.fromkeys((_base(language), spoken()))
    return (*(LANGUAGES[one] for one in found if one in LANGUAGES), ENGLISH)


def calendars(language: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Names of weekdays (Monday first) and months, folded: of the session, of the one who reads, English."""
    found = dict.fromkeys((_base(language), spoken()))
    return (*(names for one in found if one != "en" for names in _calendar(one)), (_WEEKDAYS, _MONTHS))


@lru_cache(maxsize=16)
def _calendar(base: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    try:
        from babel import Locale

        names = Locale(base)
        days, months = names.days["format"]["wide"], names.months["format"]["wide"]
        weekdays = tuple(fold(days[n]) for n in range(7))
        bare = tuple(name.split()[-1] for name in weekdays)  # Welsh says "day" before each of them
        named = tuple(fold(months[n]) for n in range(1, 13))
    except Exception:  # Babel raises several kinds for codes it does not know; English is then enough
        return ()
    return ((weekdays, named), (bare, named))
