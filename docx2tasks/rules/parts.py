"""Named parts of patterns: ``{office}`` in a pattern is replaced by the part of that name.

A part, like a pattern, is a regular expression or a list of alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from docx2tasks.numerals import fold_width

_PART = re.compile(r"\{([a-z][a-z-]*)\}")


def words_to_pattern(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first: 牵头单位 before 牵头."""
    listed = sorted({fold_width(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in listed) + ")"


def spaced_words_to_pattern(words: Iterable[str]) -> str:
    """The same, with blanks allowed inside words of two characters: 牵 头."""
    listed = sorted({fold_width(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join("[ ]*".join(word) if len(word) == 2 else re.escape(word) for word in listed) + ")"


def alternatives_to_pattern(source: object) -> str:
    """A pattern as it is written in a file: one text, or a list of alternatives."""
    return "|".join(map(str, source)) if isinstance(source, list) else str(source)


def expand(source: str, parts: Mapping[str, str]) -> str:
    """``source`` with every ``{part}`` replaced by the part's own pattern.

    Raises :class:`KeyError` with the name of a part that does not exist.
    """
    return _PART.sub(lambda match: f"(?:{parts[match.group(1)]})", source)
