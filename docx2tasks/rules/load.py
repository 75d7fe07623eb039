"""Loads rule files: the user's rules over the built-in ones.

A folder (or a file) of the user's overlays the program's: a rule with a known id replaces it,
``off = true`` removes it, others are added in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.kept import recall
from docx2tasks.rules.file import SHAPE_HINT, RuleFile, load_file
from docx2tasks.rules.kinds import KINDS, ROLES, SETS, WORDS, Joined
from docx2tasks.rules.match import Alternation
from docx2tasks.rules.parts import kinds_to_parts, roles_to_parts
from docx2tasks.rules.rule import Rule, Rules, RuleSet, plain_to_rules, rules_to_plain
from docx2tasks.rules.shape import group_faults

_FLAGS = "flags need a group: (?i:…)"  # (?i) would be the flags of the other rules too
_CHECK = "docx2tasks rules check lists all errors"


def rules_folder() -> Path:
    """The folder of the built-in rules: in the package, or in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "rule_files"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def load_rules(overlay: Path | None = None) -> Rules:
    """The program's rules, with those of the folder or file ``overlay`` laid over them.

    Raises :class:`RulesError` naming file, line and rule.
    """
    if overlay is None:
        return plain_to_rules(recall("rules", "own", lambda: rules_to_plain(_merge_own())))
    own, theirs = load_over(rule_paths(overlay))
    fault = next((fault for one in theirs for fault in faults_of(one, own)), None)
    if fault is not None:
        raise fault
    return merge(own, theirs)


def _merge_own() -> Rules:
    own = load_own()
    fault = next((fault for file in own.values() for fault in file.faults), None)
    if fault is not None:
        raise fault
    return merge(own, [])


def load_over(paths: list[Path]) -> tuple[Mapping[str, RuleFile], list[RuleFile]]:
    """The program's own files and the user's, all built from the words of both."""
    words = _words_to_parts(paths)
    own = load_own(frozenset(words.items()))
    return own, [load_file(path, _inherited(path, own, words)) for path in sorted(paths, key=_roles_first)]


def _roles_first(path: Path) -> bool:
    return path.stem != ROLES


def _inherited(path: Path, own: Mapping[str, RuleFile], words: Mapping[str, str]) -> Mapping[str, str]:
    """The parts that a file may use beside its own: those of the program's file, if it is not that file itself."""
    file = own.get(path.stem)
    return words if file is None or path.samefile(file.path) else file.parts


@cache
def load_own(parts: frozenset[tuple[str, str]] | None = None) -> Mapping[str, RuleFile]:
    """The built-in rule files by set; ``parts`` are those made of words."""
    words = _words_to_parts([]) if parts is None else dict(parts)
    return {path.stem: load_file(path, words) for path in sorted(rules_folder().glob("*.toml"))}


def _words_to_parts(paths: Iterable[Path]) -> dict[str, str]:
    """The parts that the words of roles make, and those of other sets to which the user's files add words."""
    theirs = {path.stem: path for path in paths}
    parts = roles_to_parts(_with_theirs(ROLES, theirs.get(ROLES), {}))
    for name in sorted({name for name, _ in WORDS} & theirs.keys()):
        rules = _with_theirs(name, theirs[name], parts)
        parts |= kinds_to_parts(
            (rule.kind, word) for rule in rules if (name, rule.kind) in WORDS for word in rule.words
        )
    return parts


def _with_theirs(name: str, path: Path | None, parts: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of a set, those of the user's file among them."""
    own = load_file(rules_folder() / f"{name}.toml", parts)
    return own.rules if path is None else _overlay(own.rules, load_file(path, own.parts))


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
    """The built-in rules extended by others; errors are not checked."""
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
    """The errors of a rule's pattern: alone, joined with others, its groups, its run time."""
    from docx2tasks.rules.linear import can_be_empty, find_faults  # noqa: PLC0415  only rules of others are checked

    where = f"{path}:{rule.line}: {rule.id}"
    try:
        _ = rule.regex, Alternation([rule, rule]).pattern
    except (re.error, OverflowError, RecursionError) as error:
        why = _FLAGS if "global flags" in str(error) else error
        yield RulesError("rules-pattern", f"{where}: the pattern does not compile: {why}", _CHECK)
        return
    is_whole = rule.match == "full" and KINDS[path.stem, rule.kind].joined is Joined.FIRST
    if rule.regex.fullmatch("") if is_whole else can_be_empty(rule.source):
        yield RulesError("rules-pattern", f"{where}: the pattern matches nothing at all; it needs a word", _CHECK)
    for what in group_faults(rule, KINDS[path.stem, rule.kind]):
        yield RulesError("rules-shape", f"{where}: {what}", SHAPE_HINT)
    for what in find_faults(rule.source, is_search=rule.match == "search"):
        yield RulesError("rules-slow", f"{where}: {what}", "see docs/rules.md on patterns that stay linear")
