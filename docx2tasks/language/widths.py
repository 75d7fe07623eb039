"""Lines of a terminal, on which a Chinese character takes two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining, east_asian_width

# what is not torn: a word, blanks, what a help screen adds in 〔〕, one wide character with marks that belong to it
_OPEN, _CLOSE = "（“《〔", "，。；：、）”》〕？！…"
_TOKEN = re.compile(rf"\s+|〔[^〕]*〕|[{_OPEN}]*(?:[!-~]+|[^\s!-~])[{_CLOSE}]*")


def width_of(words: str) -> int:
    """The columns that words take: ``清单.docx`` 9."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def pad(words: str, width: int) -> str:
    """Words with blanks up to a column."""
    return words + " " * (width - width_of(words))


def wrap(words: str, width: int) -> list[str]:
    """Words in lines of at most ``width`` columns; only what has no place to cut is longer."""
    return [*_wrap(words, width)]


def _wrap(words: str, width: int) -> Iterator[str]:
    line = ""
    for token in _TOKEN.findall(words):
        if line.strip() and width_of((line + token).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += token if line else token.lstrip()
    if line.strip():
        yield line.rstrip()
