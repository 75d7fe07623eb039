"""What differs from gold, as the review page shows it: on the records, and as a list of what is missing."""

from __future__ import annotations

from collections import defaultdict

from docx2tasks.score.counts import to_overall
from docx2tasks.score.document import DocumentScore
from docx2tasks.score.misses import MissKind, ScoreMiss


def score_to_overlay(score: DocumentScore) -> dict[str, object]:
    """``unlike``: by record id ``[kind, read, gold]``; ``missing``: texts of gold that were not read; ``overall``."""
    unlike: defaultdict[str, list[list[str]]] = defaultdict(list)
    for miss in score.misses:
        if miss.said is not None:
            unlike[miss.said].append([miss.kind.value, miss.read, miss.gold])
    missing = [miss.gold for miss in score.misses if _is_missing(miss)]
    return {"overall": to_overall(score.tally), "unlike": unlike, "missing": missing}


def _is_missing(miss: ScoreMiss) -> bool:
    return miss.kind is MissKind.MISSING or (miss.kind is MissKind.PROVISIONS and not miss.read)
