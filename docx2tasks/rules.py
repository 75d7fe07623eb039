"""The rules: vocabulary and patterns as data, validated, compiled on first use, frozen.

``rules/*.toml`` hold what a non-programmer may edit.  Each file is one rule set: named
``[parts]`` that patterns use as ``{part}``, and ``[[rule]]`` tables::

    [[rule]]
    id = "unit.lead-label"
    kind = "label"
    words = ["牵头单位", "主办单位"]
    reason = "a label that names the unit in charge"
    yes = ["牵头单位"]
    no = ["牵头"]

A rule has either ``words`` (any of them) or a ``pattern``.  Both meet the text with full-width
signs folded to half width (``（`` is ``(``, ``：`` is ``:``), so that a rule is written once.
A folder of the user's overlays these: a rule with a known id replaces it, ``off = true``
removes it, others are added in front.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.numerals import fold_width

_KNOWN = frozenset({"id", "kind", "pattern", "words", "reason", "yes", "no", "off", "value", "match", "hint"})
_MATCH = frozenset({"search", "start", "full"})
_PART = re.compile(r"\{([a-z][a-z-]*)\}")
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*rule[ \t]*\]\]")


@dataclass(repr=False, eq=False)
class Rule:
    """One rule: where it comes from, what it means (``kind``, ``value``) and what it matches.

    ``hint`` are words of which every text that it matches holds one: a rule is neither compiled
    nor run where none of them stands.
    """

    id: str
    kind: str
    source: str  # the expanded regular expression
    value: str
    match: str  # search, start or full: how examples (and callers) apply it
    reason: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    file: str
    line: int
    hint: tuple[str, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; it meets text folded to half width."""
        return re.compile(self.source)

    @cached_property
    def apply(self) -> Callable[[str], re.Match[str] | None]:
        """What matches text folded to half width the way the rule says; it does not ask the hint."""
        if self.match == "full":
            return self.regex.fullmatch
        return self.regex.match if self.match == "start" else self.regex.search

    def may_match(self, folded: str) -> bool:
        """Whether ``folded`` holds one of the rule's hints, or the rule has none."""
        for word in self.hint:  # no any(): it is asked a thousand times a document
            if word in folded:
                return True
        return not self.hint

    def find(self, folded: str) -> re.Match[str] | None:
        """The first match in ``folded`` (half-width text), applied the way the rule says."""
        return self.apply(folded) if self.may_match(folded) else None

    def slow_faults(self) -> Iterator[str]:
        """Why the pattern could take time out of proportion, or why it is none, in words."""
        from docx2tasks.linear import find_faults  # noqa: PLC0415  only rules of others are checked

        yield from find_faults(self.source, is_search=self.match == "search")

    def faults(self) -> Iterator[str]:
        """What is wrong with the rule's own examples and shape, in words."""
        try:
            self.regex  # noqa: B018  compiling is the check
        except (re.error, OverflowError, RecursionError) as error:
            yield f"the pattern does not compile: {error}"
            return
        yield from self.slow_faults()
        if self.regex.match("") and self.match != "full":
            yield "the pattern matches nothing at all"
        yield from (f"holds no word of the hint: {text!r}" for text in self.yes if not self.may_match(fold_width(text)))
        yield from (f"must match but does not: {text!r}" for text in self.yes if not self.find(fold_width(text)))
        yield from (f"must not match but does: {text!r}" for text in self.no if self.find(fold_width(text)))


@dataclass(repr=False, eq=False)
class RuleSet:
    """The rules of one file, in order of precedence."""

    name: str
    rules: tuple[Rule, ...]
    _kinds: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind, in order."""
        if kind not in self._kinds:
            self._kinds[kind] = tuple(rule for rule in self.rules if rule.kind == kind)
        return self._kinds[kind]

    def find(self, kind: str, folded: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule of ``kind`` that matches ``folded``, with its match."""
        for rule in self._kinds.get(kind) or self.of(kind):  # a call less for each: it is asked a thousand times
            if not rule.hint or rule.may_match(folded):
                found = rule.apply(folded)
                if found:
                    return rule, found
        return None

    @cache  # noqa: B019  rule sets live as long as the program
    def any_of(self, kind: str) -> re.Pattern[str]:
        """One pattern that matches wherever a rule of ``kind`` does (no groups inside)."""
        sources = [rule.source for rule in self.of(kind)] or [r"(?!)"]
        return re.compile("|".join(f"(?:{source})" for source in sources))

    def blank(self, kind: str, folded: str) -> str:
        """``folded`` with what the rules of ``kind`` find made unreadable, length unchanged."""
        for rule in self.of(kind):
            if rule.may_match(folded):
                folded = rule.regex.sub(_unreadable, folded)
        return folded


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())


@dataclass(repr=False, eq=False)
class Rules:
    """All rule sets, by the name of their file."""

    sets: Mapping[str, RuleSet]

    def __getitem__(self, name: str) -> RuleSet:
        return self.sets[name]

    def __iter__(self) -> Iterator[Rule]:
        for name in sorted(self.sets):
            yield from self.sets[name].rules

    def digest(self) -> str:
        """SHA-256 of all that decides what they match: two sets of rules with one digest give the same records."""
        listed = [(rule.id, rule.kind, rule.source, rule.value, rule.match, rule.hint) for rule in self]
        return hashlib.sha256(repr(listed).encode()).hexdigest()


def rules_folder() -> Path:
    """Where the program's own rules are: inside the package, or beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


@cache
def load_rules(overlay: Path | None = None) -> Rules:
    """The program's rules, with those of the folder ``overlay`` laid over them.

    Raises :class:`RulesError` naming file, line and rule.
    """
    own = {path.stem: _load_set(path) for path in sorted(rules_folder().glob("*.toml"))}
    if overlay is None:
        return Rules({name: RuleSet(name, tuple(r for r, off in rules if not off)) for name, (rules, _) in own.items()})
    if not overlay.is_dir():
        raise RulesError("rules-missing", f"{overlay} is no folder", "name a folder that holds .toml rule files")
    merged = {name: rules for name, (rules, _) in own.items()}
    for path in sorted(overlay.glob("*.toml")):
        if path.stem not in own:
            known = ", ".join(sorted(own))
            raise RulesError("rules-unknown-file", f"{path}:1: no rule set has this name", f"use one of: {known}")
        theirs, _ = _load_set(path, own[path.stem][1])
        _refuse_patterns([rule for rule, off in theirs if not off], path)
        merged[path.stem] = _overlay(merged[path.stem], theirs)
    return Rules({name: RuleSet(name, tuple(r for r, off in rules if not off)) for name, rules in merged.items()})


def _refuse_patterns(rules: Iterable[Rule], path: Path) -> None:
    """Refuse rules of others whose patterns are none, or could take time out of proportion."""
    for rule in rules:
        where = f"{path}:{rule.line}: {rule.id}"
        try:
            fault = next(rule.slow_faults(), None)
        except (re.error, OverflowError, RecursionError) as error:
            what = f"{where}: the pattern does not compile: {error}"
            raise RulesError("rules-pattern", what, "docx2tasks rules check tells all faults") from error
        if fault is not None:
            raise RulesError("rules-slow", f"{where}: {fault}", "see docs/rules.md on patterns that stay linear")


def check_rules(overlay: Path) -> list[str]:
    """Every fault of the rules in ``overlay``, each as ``file:line: rule: what is wrong``."""
    known = {path.stem: _load_set(path)[1] for path in sorted(rules_folder().glob("*.toml"))}
    faults: list[str] = []
    for path in sorted(overlay.glob("*.toml")):
        try:
            rules, _ = _load_set(path, known.get(path.stem, {}))
        except RulesError as error:
            faults.append(error.message)
            continue
        if path.stem not in known:
            faults.append(f"{path}:1: no rule set has this name; use one of: {', '.join(sorted(known))}")
        faults += [
            f"{path}:{rule.line}: {rule.id}: {fault}" for rule, off in rules if not off for fault in rule.faults()
        ]
    return faults


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


def _load_set(
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
