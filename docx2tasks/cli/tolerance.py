"""What of a batch may fail without a word to the scheduler: a share of the documents, and failures with some codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from docx2tasks.errors import UsageError

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Tolerance(NamedTuple):
    """Codes of failures that do not count, and the share of documents that may fail with others."""

    share: float = 0.0
    codes: frozenset[str] = frozenset()

    def count_failures(self, codes: Mapping[str, int], documents: int) -> int:
        """How many of the failures, counted by code, count; none where they are within the share."""
        left = sum(count for code, count in codes.items() if code not in self.codes)
        return 0 if left <= self.share * documents else left


NOTHING_TOLERATED = Tolerance()


def words_to_tolerance(words: str) -> Tolerance:
    """The tolerance of ``2%``, ``encrypted,empty`` or ``encrypted,2%``; raises ``wrong-tolerance``."""
    given = [one.strip() for one in words.split(",") if one.strip()]
    shares = [float(found[1]) / 100 for one in given if (found := _SHARE.fullmatch(one))]
    codes = {one for one in given if _CODE.fullmatch(one)}
    if len(shares) > 1 or len(shares) + len(codes) < len(given) or max(shares, default=0) > 1:
        hint = "use a share (2%), codes (encrypted,empty,no-text), or both (encrypted,2%)"
        raise UsageError("wrong-tolerance", f"{words[:60]} is neither a share nor a list of codes", hint)
    return Tolerance(max(shares, default=0.0), frozenset(codes))
