"""Offsets in UTF-16 units, in which browsers count: a character beyond U+FFFF (𠮷, 😀) takes two."""

from __future__ import annotations

from bisect import bisect_left

_LAST_OF_ONE_UNIT = 0xFFFF


class Utf16:
    """The offsets of one text, both ways."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, sign in enumerate(text) if ord(sign) > _LAST_OF_ONE_UNIT]
        self._units = [at + number for number, at in enumerate(self._wide)]

    def from_characters(self, at: int) -> int:
        """An offset of characters as one of units."""
        return at + bisect_left(self._wide, at)

    def to_characters(self, at: int) -> int:
        """An offset of units as one of characters; inside a character of two units, that of the character."""
        return at - bisect_left(self._units, at)
