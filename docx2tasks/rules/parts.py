"""Named parts of patterns: ``{office}`` in a pattern is replaced by the part of that name.

A part, like a pattern, is a regular expression or a list of alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from docx2tasks.numerals import fold_width
from docx2tasks.rules.rule import Rule

_ROLES = ("lead", "with", "support", "oversee", "responsible")
_NEVER = r"(?!)"
_PART = re.compile(r"\{([a-z][a-z-]*)\}")


def words_to_pattern(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first: 牵头单位 before 牵头."""
    return "|".join(map(re.escape, _longest_first(words))) or _NEVER


def spaced_words_to_pattern(words: Iterable[str]) -> str:
    """The same, with blanks allowed inside words of two characters: 牵 头."""
    spaced = ("[ ]*".join(word) if len(word) == 2 else re.escape(word) for word in _longest_first(words))
    return "|".join(spaced) or _NEVER


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({fold_width(word) for word in words}, key=lambda word: (-len(word), word))


def roles_to_parts(rules: Sequence[Rule]) -> dict[str, str]:
    """The parts that the words of roles make: ``{lead}``, ``{lead-bare}``, ``{lead-act}``, ``{lead-label}``, …."""

    def words(role: str, *kinds: str) -> list[str]:
        return [word for rule in rules if rule.value == role and rule.kind in kinds for word in rule.words]

    parts: dict[str, str] = {}
    for role in _ROLES:
        parts[role] = words_to_pattern(words(role, "word", "verb"))
        parts[f"{role}-bare"] = words_to_pattern(words(role, "word"))
        parts[f"{role}-act"] = words_to_pattern(words(role, "act"))
        parts[f"{role}-label"] = spaced_words_to_pattern(words(role, "word", "verb", "noun"))
    parts["any-role"] = words_to_pattern(word for role in _ROLES for word in words(role, "word", "verb"))
    return parts


def alternatives_to_pattern(source: object) -> str:
    """A pattern as it is written in a file: one text, or a list of alternatives."""
    return "|".join(map(str, source)) if isinstance(source, list) else str(source)


def expand(source: str, parts: Mapping[str, str]) -> str:
    """``source`` with every ``{part}`` replaced by the part's own pattern.

    Raises :class:`KeyError` with the name of a part that does not exist.
    """
    return _PART.sub(lambda match: f"(?:{parts[match.group(1)]})", source)
