"""Files of rules to rule sets: TOML read strictly, parts put in, the user's rules laid over the program's own.

A folder of the user's overlays the program's: a rule with a known id replaces it, ``off = true``
removes it, others are added in front.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.numerals import fold_width
from docx2tasks.rules.rule import Rule, Rules, RuleSet

_KNOWN = frozenset({"id", "kind", "pattern", "words", "reason", "yes", "no", "off", "value", "match", "hint"})
_MATCH = frozenset({"search", "start", "full"})
_PART = re.compile(r"\{([a-z][a-z-]*)\}")
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*rule[ \t]*\]\]")


def rules_folder() -> Path:
    """Where the program's own rules are: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "rule_files"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def load_rules(overlay: Path | None = None) -> Rules:
    """The program's rules, with those of the folder ``overlay`` laid over them.

    Raises :class:`RulesError` naming file, line and rule.
    """
    own = {path.stem: load_set(path) for path in sorted(rules_folder().glob("*.toml"))}
    if overlay is None:
        return Rules({name: RuleSet(name, tuple(r for r, off in rules if not off)) for name, (rules, _) in own.items()})
    if not overlay.is_dir():
        raise RulesError("rules-missing", f"{overlay} is no folder", "name a folder that holds .toml rule files")
    merged = {name: rules for name, (rules, _) in own.items()}
    for path in sorted(overlay.glob("*.toml")):
        if path.stem not in own:
            known = ", ".join(sorted(own))
            raise RulesError("rules-unknown-file", f"{path}:1: no rule set has this name", f"use one of: {known}")
        theirs, _ = load_set(path, own[path.stem][1])
        _refuse_patterns([rule for rule, off in theirs if not off], path)
        merged[path.stem] = _overlay(merged[path.stem], theirs)
    return Rules({name: RuleSet(name, tuple(r for r, off in rules if not off)) for name, rules in merged.items()})


def slow_faults(rule: Rule) -> Iterator[str]:
    """Why the pattern of a rule could take time out of proportion, in words."""
    from docx2tasks.rules.linear import find_faults  # noqa: PLC0415  only rules of others are checked

    yield from find_faults(rule.source, is_search=rule.match == "search")


def _refuse_patterns(rules: Iterable[Rule], path: Path) -> None:
    """Refuse rules of others whose patterns are none, or could take time out of proportion."""
    for rule in rules:
        where = f"{path}:{rule.line}: {rule.id}"
        try:
            fault = next(slow_faults(rule), None)
        except (re.error, OverflowError, RecursionError) as error:
            what = f"{where}: the pattern does not compile: {error}"
            raise RulesError("rules-pattern", what, "docx2tasks rules check tells all faults") from error
        if fault is not None:
            raise RulesError("rules-slow", f"{where}: {fault}", "see docs/rules.md on patterns that stay linear")


def _overlay(
    below: tuple[tuple[Rule, bool], ...], above: tuple[tuple[Rule, bool], ...]
) -> tuple[tuple[Rule, bool], ...]:
    """``below`` with rules of the same id replaced and the new ones of ``above`` in front."""
    by_id = {rule.id: (rule, off) for rule, off in above}
    known = {rule.id for rule, _ in below}
    new = [pair for pair in above if pair[0].id not in known]
    return (*new, *(by_id.get(rule.id, (rule, off)) for rule, off in below))


@cache
def _read_toml(path: Path) -> tuple[str, Mapping[str, object]]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError("rules-syntax", f"{path}: {error}", "mend the file; TOML, UTF-8") from error


def load_set(
    path: Path, inherited: Mapping[str, str] | None = None
) -> tuple[tuple[tuple[Rule, bool], ...], dict[str, str]]:
    """The rules of one file with their ``off`` marks, and its named parts."""
    text, table = _read_toml(path)
    raw_parts = table.get("parts", {})
    parts = dict(inherited or {})
    for name, source in raw_parts.items() if isinstance(raw_parts, dict) else ():
        parts[name] = _expand(str(source), parts, f"{path}: part {name}")
    starts = [number for number, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    raw_rules = table.get("rule", [])
    if not isinstance(raw_rules, list):
        raise RulesError("rules-shape", f"{path}:1: rules are [[rule]] tables", "write [[rule]] before each rule")
    found = [
        _table_to_rule(raw, parts, path, line)
        for raw, line in zip(raw_rules, [*starts, *[0] * len(raw_rules)], strict=False)
    ]
    _check_ids([rule for rule, _ in found], path)
    return tuple(found), parts


def _check_ids(rules: list[Rule], path: Path) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RulesError(
                "rules-id", f"{path}:{rule.line}: {rule.id}: the id is used twice", "give each rule its own id"
            )
        seen.add(rule.id)


def _table_to_rule(raw: object, parts: Mapping[str, str], path: Path, line: int) -> tuple[Rule, bool]:
    """One ``[[rule]]`` table as a rule, or a :class:`RulesError` that says where and why."""
    where = f"{path}:{line}: {raw.get('id', 'a rule without id') if isinstance(raw, dict) else 'a rule'}"

    def wrong(what: str) -> RulesError:
        return RulesError("rules-shape", f"{where}: {what}", "see docs/rules.md for the keys of a rule")

    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise wrong("a rule needs an id")
    if raw.get("off") is True:
        return Rule(raw["id"], "", "(?!)", "", "search", "", (), (), path.name, line), True
    fault = next(_table_faults(raw), None)
    if fault:
        raise wrong(fault)
    source = _words_to_pattern(raw["words"]) if "words" in raw else _expand(str(raw["pattern"]), parts, where)
    rule = Rule(
        id=raw["id"],
        kind=raw["kind"],
        source=source,
        value=str(raw.get("value", "")),
        match=str(raw.get("match", "search")),
        reason=raw["reason"],
        yes=tuple(raw["yes"]),
        no=tuple(raw["no"]),
        file=path.name,
        line=line,
        hint=tuple(fold_width(word) for word in raw.get("hint", ())),
    )
    return rule, False


def _table_faults(raw: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with the keys of a ``[[rule]]`` table, in words."""
    unknown = raw.keys() - _KNOWN
    if unknown:
        yield f"unknown key {min(unknown)!r}"
    yield from (f"needs a {key}" for key in ("kind", "reason") if not isinstance(raw.get(key), str) or not raw[key])
    if ("pattern" in raw) == ("words" in raw):
        yield "needs either a pattern or words"
    if raw.get("match", "search") not in _MATCH:
        yield f"match is one of {', '.join(sorted(_MATCH))}"
    if not raw.get("yes") or not raw.get("no"):
        yield "needs examples: yes and no"
    hint = raw.get("hint", [])
    if not isinstance(hint, list) or not all(isinstance(word, str) and word for word in hint):
        yield "hint is a list of words"


def _words_to_pattern(words: object) -> str:
    """An alternation of literal words, the longest first."""
    listed = sorted({fold_width(str(w)) for w in words} if isinstance(words, list) else (), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(word) for word in listed) + ")" if listed else "(?!)"


def _expand(source: str, parts: Mapping[str, str], where: str) -> str:
    """``source`` with every ``{part}`` replaced by the part's own pattern."""

    def part(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in parts:
            raise RulesError("rules-part", f"{where}: no part is named {name!r}", "define it under [parts]")
        return f"(?:{parts[name]})"

    return _PART.sub(part, source)
