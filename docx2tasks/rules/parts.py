"""Named parts of patterns: ``{office}`` is replaced by the part of that name.

A part, like a pattern, is a regular expression or a list of alternatives.  It may use other parts, wherever
in the file they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from docx2tasks.numerals import fold_width
from docx2tasks.rules.match import NEVER
from docx2tasks.rules.rule import Rule

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")  # of a part
_ROLES = ("lead", "with", "support", "oversee", "responsible")
_USE = re.compile(r"(?<!\\)\{([^{}\d,\\][^{}]*)\}")  # {office}; {1,9} and {,9} are repeats
_DEEPEST = 50
_LONGEST = 20_000  # characters of a pattern with its parts: parts of parts could fill the memory


class PartError(ValueError):
    """Why a part cannot be put in, in words."""


def words_to_pattern(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first: 牵头单位 before 牵头."""
    return "|".join(map(re.escape, _longest_first(words))) or NEVER


def spaced_words_to_pattern(words: Iterable[str]) -> str:
    """The same, with blanks allowed inside words of two characters: 牵 头."""
    spaced = (
        "[ ]*".join(map(re.escape, word)) if len(word) == 2 else re.escape(word) for word in _longest_first(words)
    )
    return "|".join(spaced) or NEVER


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({fold_width(word) for word in words}, key=lambda word: (-len(word), word))


def roles_to_parts(rules: Sequence[Rule]) -> dict[str, str]:
    """The parts from role words: ``{lead}``, ``{lead-bare}``, ``{lead-act}``, ``{lead-label}``, …."""

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


def kinds_to_parts(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parts from words of other kinds, by kind: ``{day-word}`` is any named day."""
    of_kind: dict[str, list[str]] = {}
    for kind, word in words:
        of_kind.setdefault(kind, []).append(word)
    return {kind: words_to_pattern(listed) for kind, listed in of_kind.items()}


def alternatives_to_pattern(source: object) -> str:
    """A pattern as it is written in a file: one text, or a list of alternatives."""
    return "|".join(map(str, source)) if isinstance(source, list) else str(source)


def find_uses(source: str) -> set[str]:
    """The names of the parts that a pattern uses."""
    return set(_USE.findall(source))


def expand(source: str, parts: Mapping[str, str]) -> str:
    """``source`` with every ``{part}`` replaced by the part's own pattern.

    Raises :class:`PartError` for a part that does not exist, and where the pattern would grow out of bounds.
    """

    def put_in(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise PartError(f"no part is named {match[1]!r}")
        return f"(?:{parts[match[1]]})"

    expanded = _USE.sub(put_in, source)
    if len(expanded) > _LONGEST:
        raise PartError(f"with its parts the pattern has {len(expanded)} characters; {_LONGEST} are the most")
    return expanded


def resolve_parts(own: Mapping[str, str], inherited: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """All parts expanded, in whatever order they are defined, and errors by part.

    A part that uses its own name goes on from the inherited one: ``office = '{office}|专班'``.  A part with a
    fault matches nowhere.
    """
    resolver = _Resolver(own, inherited)
    for name in own:
        resolver.resolve(name, ())
    return resolver.done, resolver.faults


class _Resolver:
    """Puts parts into parts, those first that others use."""

    def __init__(self, own: Mapping[str, str], inherited: Mapping[str, str]) -> None:
        self.own = own
        self.inherited = inherited
        self.done = dict(inherited)
        self.faults: dict[str, str] = {}
        self._finished: set[str] = set()

    def resolve(self, name: str, above: tuple[str, ...]) -> None:
        """Expand one part; ``above`` are those that are waiting for it."""
        if name in self._finished:
            return
        way = (*above, name)
        try:
            for used in sorted(self._used_by(name)):
                _refuse_circle(used, way)
                self.resolve(used, way)
            self.done[name] = expand(self.own[name], self.done)
        except PartError as error:
            self.done[name] = NEVER
            self.faults[name] = str(error)
        self._finished.add(name)

    def _used_by(self, name: str) -> set[str]:
        used = find_uses(self.own[name]) & self.own.keys()
        return used - {name} if name in self.inherited else used


def _refuse_circle(name: str, way: tuple[str, ...]) -> None:
    """Raise where a part waits for itself, by way of others."""
    if name in way:
        raise PartError(f"the part uses itself: {' → '.join((*way[way.index(name) :], name))}")
    if len(way) > _DEEPEST:
        raise PartError(f"parts of parts are more than {_DEEPEST} deep")
