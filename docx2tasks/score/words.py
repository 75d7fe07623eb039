"""What is the same in two texts: letters and digits, without spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.9
"""How alike two texts have to be to be one task."""

_LENGTHS = 0.8  # of the shorter text to the longer one
_BIGRAMS = 0.75  # of pairs of characters in common, below which texts are not compared
_KEPT_SIGNS = "%"  # 30% is not 30

# Chinese in this module: collectives that have no name of their own (有关部门, 各有关单位). Readers do not agree on
# whether they are units, so that they count neither way.
_COLLECTIVE = re.compile(r"(?:国务院)?各?(?:其他)?[有相]关(?:部门|单位|方面|机构)(?:[和及]?单位|和机构)?")


@lru_cache(maxsize=10_000)
def text_to_bare(text: str | None) -> str:
    """Letters, digits and Han characters, full-width forms folded: ``（１）建成 22家。`` is ``1建成22家``."""
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(sign for sign in folded if sign in _KEPT_SIGNS or unicodedata.category(sign)[0] in "LN")


def is_collective(bare: str) -> bool:
    """Whether a name is that of no body in particular: ``有关部门``, ``各相关单位``."""
    return _COLLECTIVE.fullmatch(bare) is not None


def find_likeness(one: str, other: str) -> float:
    """How alike two bare texts are, 0 to 1; 0 where they cannot reach :data:`ALIKE`."""
    if one == other:
        return 1.0
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < _LENGTHS:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def to_bigrams(bare: str) -> Counter[str]:
    """The pairs of neighbours in a text."""
    return Counter(bare[at : at + 2] for at in range(len(bare) - 1))


def may_be_alike(one: str, other: str, ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether it is worth comparing two texts: their lengths and their pairs of characters are near."""
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < _LENGTHS:
        return False
    return 2 * (ours & theirs).total() >= _BIGRAMS * (ours.total() + theirs.total())
