"""Character offsets to UTF-16 offsets of a browser.

Records count characters; JavaScript counts UTF-16 units, of which a character beyond U+FFFF (𠮷, 😀) takes two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from docx2tasks.source import Span

_LAST_OF_ONE_UNIT = 0xFFFF


class Offsets:
    """The number of UTF-16 units before each character of a text."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [i for i, sign in enumerate(text) if ord(sign) > _LAST_OF_ONE_UNIT]

    def at(self, offset: int) -> int:
        """The offset in UTF-16 units of the character at ``offset``."""
        return offset + bisect_left(self._wide, offset) if self._wide else offset

    def spans(self, spans: Iterable[Span]) -> list[Span]:
        """Spans of characters as spans of UTF-16 units."""
        return [(self.at(start), self.at(end)) for start, end in spans]
