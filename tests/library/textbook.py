"""What a textbook would find: a ranking to hold our own against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log

from kmfacilitate.library.words import tokens


def bm25(asked: str, texts: Mapping[str, str]) -> list[str]:
    """Titles of texts that have any of the words, best first (Okapi, k1 1.2, b 0.75)."""
    counts = {title: Counter(word for word, _, _ in tokens(text)) for title, text in texts.items()}
    usual = sum(sum(count.values()) for count in counts.values()) / len(counts)
    scores: Counter[str] = Counter()
    for word, often in Counter(word for word, _, _ in tokens(asked)).items():
        within = sum(word in count for count in counts.values())
        weight = log(1 + (len(counts) - within + 0.5) / (within + 0.5))
        for title, count in counts.items():
            norm = 1.2 * (0.25 + 0.75 * sum(count.values()) / usual)
            scores[title] += often * weight * count[word] * 2.2 / (count[word] + norm)
    return [title for title, score in scores.most_common() if score > 0]
