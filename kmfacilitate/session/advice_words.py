"""The words by which a lesson is judged: one row a language, and none is judged without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from .line.words import fold


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be judged by words in one language. All words are folded."""

    vague: frozenset[str] = frozenset()
    """First words that name a wish or a topic, not something somebody does."""
    vague_phrases: tuple[str, ...] = ()
    """Phrases that leave open what somebody does, wherever they stand."""
    articles: frozenset[str] = frozenset()
    """Words before the first one that counts."""
    because: tuple[str, ...] = ()
    """Words after which a cause is said."""
    common: frozenset[str] = frozenset()
    """Words of four letters and more that make no two lessons alike."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENGLISH = Judged(
    vague=_words(
        """
        better more improve improved improving ensure ensuring consider considering communication
        communications awareness planning preparation preparedness training leadership coordination
        co-ordination cooperation collaboration engagement teamwork management information resources
        resourcing staffing documentation involvement clarity transparency understanding importance need
        needs lack poor good early proper adequate appropriate effective efficient greater stronger clearer
        enhanced enhance strengthen optimise optimize feedback expectations roles responsibilities
        motivation commitment flexibility resilience
        """
    ),
    vague_phrases=(
        "communicate better", "communicate more", "better communication", "be careful", "be more careful",
        "be aware", "work together", "plan better", "plan ahead", "plan properly", "involve stakeholders",
        "good plan", "good planning", "as discussed", "as appropriate", "where possible", "pay attention",
        "think about", "keep in mind",
    ),
    articles=_words("the a an we should must always to"),
    because=(
        "because", "since", "due to", "owing to", "so that", "as a result", "otherwise", "or else",
        "to avoid", "to prevent", "caused by", "led to", "meant that",
    ),
    common=_words(
        """
        about after again also because been before being could does done each every first from have into
        just lesson lessons made make more most much must next only other over same should since some such
        than that their them then there these they this those through time under until used very were what
        when where which while will with without would your
        """
    ),
)  # fmt: skip

_LANGUAGES: Mapping[str, Judged] = MappingProxyType(
    {
        "en": _ENGLISH,
        "cy": Judged(because=("oherwydd", "achos", "gan fod", "am fod", "fel bod", "rhag")),
        "fr": Judged(
            because=("parce", "car", "puisque", "a cause", "grace a", "afin", "pour eviter", "sinon")
        ),
    }
)

EVERYDAY = _words(
    """
    AM PM UK US USA EU UN NHS WHO IT HR PR ID TV OK PDF CEO GP SMS FAQ CSV URL USB GPS DNA HIV PC UTC GMT BST
    AAR BAR COVID
    """
)
"""Capitals that need no explanation anywhere."""


@lru_cache(maxsize=16)
def judged(language: str) -> Judged:
    """The words of a language; nothing can be judged by words where it has no row."""
    return _LANGUAGES.get(language.partition("-")[0].casefold(), Judged())


def telling_words(text: str, language: str) -> frozenset[str]:
    """The words of a text by which it can be told from others: four letters and more, folded."""
    common = judged(language).common
    return frozenset(
        word for part in fold(text).split() if len(word := part.strip(".,;:!?()[]\"'“”…-")) > 3
        and word not in common
    )  # fmt: skip
