r"""Joins rules into one pattern, whatever groups they have.

At one place of the text the first rule in order wins.  A rule's groups are renamed on joining, so
that two rules may use the same names and ``\1`` still means the rule's own first group.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx2tasks.rules.rule import Rule

NEVER = r"(?!)"  # matches nowhere
_TOKEN = re.compile(
    r"\\(?P<back>[1-9]\d?)(?!\d)"  # \1
    r"|\\."  # an escaped character
    r"|\(\?#[^)]*\)"  # a comment
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"  # a set: brackets inside it open nothing
    r"|\(\?P<(?P<named>\w+)>"
    r"|\(\?P=(?P<again>\w+)\)"
    r"|\(\?\((?P<asked>\w+)\)"  # (?(1)yes|no)
    r"|(?P<plain>\((?!\?))",
    re.DOTALL,
)


class Alternation:
    """The rules of a kind as one pattern, whose matches tell the rule.

    ``before`` and ``after`` are patterns that every match needs around it.
    """

    def __init__(self, rules: Sequence[Rule], before: str = "", after: str = "") -> None:
        self.rules = tuple(rules)
        self.before = before
        self.after = after

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rules as one pattern; an empty group after each rule identifies it.

        A group around a rule would hide from the matcher what the rule begins with.
        """
        sources = (
            f"(?:{_renamed(rule.source, f'_{rank}', keeps_names=True)})(?P<r{rank}>)"
            for rank, rule in enumerate(self.rules)
        )
        return re.compile(f"{self.before}(?:{'|'.join(sources) or NEVER}){self.after}")

    @cached_property
    def _rules(self) -> dict[int, Rule]:
        """The rule by the number of the empty group after it."""
        return {self.pattern.groupindex[f"r{rank}"]: rule for rank, rule in enumerate(self.rules)}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """For each rule its groups, and the names that they have in the pattern."""
        names = ((rank, rule, _group_names(rule.source)) for rank, rule in enumerate(self.rules))
        return {rule.id: {name: f"{name}_{rank}" for name in listed} for rank, rule, listed in names}

    def rule_of(self, match: re.Match[str]) -> Rule:
        """The rule that gave ``match``."""
        return self._rules[match.lastindex or 0]

    def groups_of(self, match: re.Match[str]) -> Mapping[str, str | None]:
        """The named groups of the rule that gave ``match``, under the names the rule gives them."""
        return {name: match[own] for name, own in self._names[self.rule_of(match).id].items()}


def compile_apart(source: str) -> re.Pattern[str]:
    """Compile a pattern of joined rules, in which a rule may occur more than once.

    A group gets another name each time it is opened; what refers to it means the one opened last.
    """
    opened: dict[str, int] = {}

    def renamed(token: re.Match[str]) -> str:
        name = token["named"] or token["again"] or token["asked"]
        if not name or name.isdigit():
            return token[0]
        if token["named"]:
            opened[name] = opened.get(name, -1) + 1
        return token[0].replace(name, f"{name}_{opened[name]}") if opened.get(name) else token[0]

    return re.compile(_TOKEN.sub(renamed, source))


def _group_names(source: str) -> list[str]:
    """The names of a pattern's groups, read off without compiling it."""
    return [token["named"] for token in _TOKEN.finditer(source) if token["named"]]


def join(rules: Sequence[Rule]) -> str:
    """The source of a pattern that matches wherever one of ``rules`` does, without groups."""
    sources = (_renamed(rule.source, f"_{zlib.crc32(rule.id.encode()):x}") for rule in rules)
    return "|".join(f"(?:{source})" for source in sources) or NEVER


def _renamed(source: str, suffix: str, *, keeps_names: bool = False) -> str:
    r"""``source`` without the groups that nobody asks for, the others under names that end with ``suffix``.

    Asked for are named ones, if ``keeps_names``, and those that the pattern itself refers to
    (``\1``, ``(?P=name)``).
    """
    tokens = list(_TOKEN.finditer(source))
    opened = [token for token in tokens if token["named"] or token["plain"]]
    if not opened:
        return source
    numbers = {token["named"]: number for number, token in enumerate(opened, 1) if token["named"]}
    asked = {_number(token, numbers) for token in tokens} - {0}

    def name_of(number: int, name: str | None) -> str | None:
        if name and (keeps_names or number in asked):
            return f"{name}{suffix}"
        return f"g{number}{suffix}" if number in asked else None

    count = 0
    parts: list[str] = []
    at = 0
    for token in tokens:
        if token["named"] or token["plain"]:
            count += 1
            name = name_of(count, token["named"])
            new = f"(?P<{name}>" if name else "(?:"
        elif number := _number(token, numbers):
            name = name_of(number, opened[number - 1]["named"] if number <= len(opened) else None)
            new = f"(?({name})" if token["asked"] else f"(?P={name})"
        else:
            continue
        parts += [source[at : token.start()], new]
        at = token.end()
    return "".join(parts) + source[at:]


def _number(token: re.Match[str], numbers: Mapping[str, int]) -> int:
    """The number of the group that a token refers to; 0 where it refers to none."""
    said = token["back"] or token["again"] or token["asked"]
    return 0 if said is None else int(said) if said.isdigit() else numbers.get(said, 0)
