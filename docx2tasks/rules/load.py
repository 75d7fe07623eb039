"""Files of rules to rule sets: TOML read strictly, parts put in, the user's rules laid over the program's own.

A folder (or a file) of the user's overlays the program's: a rule with a known id replaces it,
``off = true`` removes it, others are added in front.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.kept import recall
from docx2tasks.rules.kinds import KINDS, SETS, Joined
from docx2tasks.rules.match import Alternation
from docx2tasks.rules.parts import alternatives_to_pattern, expand, roles_to_parts, words_to_pattern
from docx2tasks.rules.rule import Rule, Rules, RuleSet, plain_to_rules, rules_to_plain
from docx2tasks.rules.shape import group_faults, table_faults

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*rule[ \t]*\]\]")
_SHAPE = "docs/rules.md says what a rule may hold"
_ROLES = "roles"
_CHECK = "docx2tasks rules check lists all errors"


@dataclass(frozen=True)
class RuleFile:
    """A file of rules as it was read: its rules, the ids it switches off, its parts, and its faults."""

    path: Path
    rules: tuple[Rule, ...]
    off: Mapping[str, int]  # ids and their lines
    parts: Mapping[str, str]
    faults: tuple[RulesError, ...]


def rules_folder() -> Path:
    """Where the program's own rules are: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "rule_files"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def load_rules(overlay: Path | None = None) -> Rules:
    """The program's rules, with those of the folder or file ``overlay`` laid over them.

    Raises :class:`RulesError` naming file, line and rule.
    """
    if overlay is None:
        return plain_to_rules(recall("rules", "own", lambda: rules_to_plain(merge(load_own(), []))))
    own, theirs = load_over(rule_paths(overlay))
    fault = next((fault for one in theirs for fault in faults_of(one, own)), None)
    if fault is not None:
        raise fault
    return merge(own, theirs)


def load_over(paths: list[Path]) -> tuple[Mapping[str, RuleFile], list[RuleFile]]:
    """The program's own files and the user's, all built from the words of roles of both."""
    roles = [load_file(path) for path in paths if path.stem == _ROLES]
    own = load_own(_roles_to_parts(roles)) if roles else load_own()
    others = (path for path in paths if path.stem != _ROLES)
    return own, [*roles, *(load_file(path, own[path.stem].parts if path.stem in own else {}) for path in others)]


@cache
def load_own(parts: frozenset[tuple[str, str]] | None = None) -> Mapping[str, RuleFile]:
    """The program's own files of rules, by the names of their sets; ``parts`` are those made of words of roles."""
    inherited = dict(_roles_to_parts([]) if parts is None else parts)
    others = {path.stem: load_file(path, inherited) for path in rules_folder().glob("*.toml") if path.stem != _ROLES}
    return dict(sorted({_ROLES: _load_roles(), **others}.items()))


@cache
def _load_roles() -> RuleFile:
    return load_file(rules_folder() / f"{_ROLES}.toml")


def _roles_to_parts(theirs: list[RuleFile]) -> frozenset[tuple[str, str]]:
    """The parts that the words of roles make, the user's among them."""
    rules = _load_roles().rules
    for file in theirs:
        rules = _overlay(rules, file)
    return frozenset(roles_to_parts(rules).items())


def rule_paths(overlay: Path) -> list[Path]:
    """The files of a folder of rules, or the one file; a folder without any is refused."""
    if overlay.is_file():
        return [overlay]
    if not overlay.is_dir():
        raise RulesError(
            "rules-missing", f"{overlay} is not a file or folder", "name a .toml rule file, or their folder"
        )
    paths = sorted(overlay.glob("*.toml"))
    if not paths:
        raise RulesError("rules-missing", f"{overlay} holds no .toml file", f"name files after sets: {', '.join(SETS)}")
    return paths


def merge(own: Mapping[str, RuleFile], theirs: list[RuleFile]) -> Rules:
    """The rules of the program with others laid over them; faults are not looked at."""
    sets = {name: file.rules for name, file in own.items()}
    for file in theirs:
        if file.path.stem in sets:
            sets[file.path.stem] = _overlay(sets[file.path.stem], file)
    return Rules({name: RuleSet(name, rules) for name, rules in sets.items()})


def _overlay(below: tuple[Rule, ...], above: RuleFile) -> tuple[Rule, ...]:
    """``below`` with rules of the same id replaced and the new ones of ``above`` in front."""
    by_id = {rule.id: rule for rule in above.rules}
    known = {rule.id for rule in below}
    new = (rule for rule in above.rules if rule.id not in known)
    return (*new, *(by_id.get(rule.id, rule) for rule in below if rule.id not in above.off))


def faults_of(file: RuleFile, own: Mapping[str, RuleFile]) -> Iterator[RulesError]:
    """The faults of a file of the user's, those of its patterns among them."""
    if file.path.stem not in own:
        hint = f"use one of: {', '.join(SETS)}"
        yield RulesError("rules-unknown-file", f"{file.path}:1: no rule set has this name", hint)
        return
    yield from file.faults
    known = {rule.id for rule in own[file.path.stem].rules}
    for off, line in file.off.items():
        if off not in known:
            what = f"{file.path}:{line}: {off}: off has no effect: no rule of the set has this id"
            yield RulesError("rules-id", what, "docx2tasks rules list shows the ids")
    for rule in file.rules:
        yield from pattern_faults(rule, file.path)


def pattern_faults(rule: Rule, path: Path) -> Iterator[RulesError]:
    """What is wrong with a rule's pattern: alone, as joined with others, its groups, its time."""
    from docx2tasks.rules.linear import can_be_empty, find_faults  # noqa: PLC0415  only rules of others are checked

    where = f"{path}:{rule.line}: {rule.id}"
    try:
        _ = rule.regex, Alternation([rule, rule]).pattern
    except (re.error, OverflowError, RecursionError) as error:
        yield RulesError("rules-pattern", f"{where}: the pattern does not compile: {error}", _CHECK)
        return
    if can_be_empty(rule.source) and (rule.match != "full" or KINDS[path.stem, rule.kind].joined is not Joined.FIRST):
        yield RulesError("rules-pattern", f"{where}: the pattern matches nothing at all; it needs a word", _CHECK)
    for what in group_faults(rule.source, KINDS[path.stem, rule.kind]):
        yield RulesError("rules-shape", f"{where}: {what}", _SHAPE)
    for what in find_faults(rule.source, is_search=rule.match == "search"):
        yield RulesError("rules-slow", f"{where}: {what}", "see docs/rules.md on patterns that stay linear")


# one file ----------------------------------------------------------------------------------


def load_file(path: Path, inherited: Mapping[str, str] | None = None) -> RuleFile:
    """The rules of one file, with what is wrong with their tables."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError("rules-syntax", f"{path}: {error}", "fix the TOML syntax; the file must be UTF-8") from error
    reader = _FileReader(path, dict(inherited or {}))
    reader.read(table, [number for number, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)])
    return RuleFile(path, tuple(reader.rules), reader.off, reader.parts, tuple(reader.faults))


class _FileReader:
    """Reads the tables of one file, and notes what is wrong."""

    def __init__(self, path: Path, parts: dict[str, str]) -> None:
        self.path = path
        self.parts = parts
        self.rules: list[Rule] = []
        self.off: dict[str, int] = {}
        self.faults: list[RulesError] = []
        self._seen: set[str] = set()

    def read(self, table: Mapping[str, object], lines: list[int]) -> None:
        """Read the parts and the rules; ``lines`` are those of the ``[[rule]]`` headers."""
        for name in sorted(table.keys() - {"parts", "rule"}):
            self._note(1, "", f"unknown table {name!r}; a file has [parts] and [[rule]] tables")
        self._read_parts(table.get("parts", {}))
        raws = table.get("rule", [])
        if not isinstance(raws, list):
            self._note(1, "", "rules are [[rule]] tables")
            return
        for raw, line in zip(raws, [*lines, *[0] * len(raws)], strict=False):
            self._read_rule(raw, line)

    def _where(self, line: int, rule: str) -> str:
        return f"{self.path}:{line}: {rule}" if rule else f"{self.path}:{line}"

    def _note(self, line: int, rule: str, what: str) -> None:
        self.faults.append(RulesError("rules-shape", f"{self._where(line, rule)}: {what}", _SHAPE))

    def _read_parts(self, raw: object) -> None:
        for name, source in raw.items() if isinstance(raw, dict) else ():
            if isinstance(source, str | list):
                self.parts[name] = self._expand(alternatives_to_pattern(source), 1, f"part {name}")
            else:
                self._note(1, f"part {name}", "a part is a pattern, or a list of alternatives")

    def _read_rule(self, raw: object, line: int) -> None:
        key = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(key, str) or not key:
            self._note(line, "", "a rule needs an id")
            return
        if key in self._seen:
            what = f"{self._where(line, key)}: the id is used twice"
            self.faults.append(RulesError("rules-id", what, "give each rule an id of its own"))
        self._seen.add(key)
        if raw.get("off") is True:
            self.off[key] = line
            return
        faults = list(table_faults(raw, self.path.stem)) if self.path.stem in SETS else []
        for what in faults:
            self._note(line, key, what)
        if not faults and self.path.stem in SETS:
            self.rules.append(self._to_rule(raw, line))

    def _to_rule(self, raw: Mapping[str, object], line: int) -> Rule:
        key, kind = str(raw["id"]), str(raw["kind"])
        words, yes, no = (_texts(raw.get(name)) for name in ("words", "yes", "no"))
        pattern = alternatives_to_pattern(raw.get("pattern"))
        return Rule(
            id=key,
            kind=kind,
            source=f"(?:{words_to_pattern(words)})" if words else self._expand(pattern, line, key),
            value=str(raw.get("value", "")),
            match=str(raw.get("match", KINDS[self.path.stem, kind].match)),
            reason=str(raw["reason"]),
            yes=yes,
            no=no,
            file=self.path.name,
            line=line,
            words=words,
            gated=KINDS[self.path.stem, kind].gated,
            score=int(str(raw.get("score", 0))),
        )

    def _expand(self, source: str, line: int, where: str) -> str:
        try:
            return expand(source, self.parts)
        except KeyError as error:
            what = f"{self._where(line, where)}: no part is named {error}"
            self.faults.append(RulesError("rules-part", what, "define it under [parts]"))
            return r"(?!)"


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
