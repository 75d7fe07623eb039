"""Whether text is a sentence or may be a heading."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[。；;！!？?]")
_TITLE_LENGTH = 70  # the longest title of a notice that is printed on one line has about 60


def is_sentence_like(text: str) -> bool:
    """Whether ``text`` contains a sentence end, or is too long for a heading."""
    return bool(_SENTENCE.search(text)) or len(text) > _TITLE_LENGTH
