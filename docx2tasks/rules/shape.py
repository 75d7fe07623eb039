"""Validates a ``[[rule]]`` table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docx2tasks.rules.kinds import KINDS, STYLE, Kind, kinds_of
from docx2tasks.rules.rule import Rule
from docx2tasks.rules.tree import parse, takes_part

_KEYS = frozenset({"id", "kind", "pattern", "words", "reason", "yes", "no", "off", "value", "match", "score"})
_MATCH = ("full", "search", "start")
_STYLE = re.compile(r"(?!auto|label|time)[a-z]+(?:-[a-z]+)*")  # names that the program gives itself are taken


def table_faults(raw: Mapping[str, object], name: str) -> Iterator[str]:
    """The errors in the keys of a rule of the set ``name``."""
    unknown = raw.keys() - _KEYS
    if unknown:
        yield f"unknown key {min(unknown)!r}; the keys are {', '.join(sorted(_KEYS))}"
    yield from (f"needs a {key}" for key in ("kind", "reason") if not isinstance(raw.get(key), str) or not raw[key])
    if ("pattern" in raw) == ("words" in raw):
        yield "needs either a pattern or words"
    if not is_texts(raw.get("words", ["-"])):
        yield "words is a list of texts, at least one"
    if not isinstance(raw.get("pattern", "-"), str) and not is_texts(raw["pattern"]):
        yield "pattern is a regular expression, or a list of alternatives"
    if not is_texts(raw.get("yes")) or not is_texts(raw.get("no")):
        yield "needs examples: yes and no are lists of texts, at least one each"
    if raw.get("match", "search") not in _MATCH:
        yield f"match is one of {', '.join(_MATCH)}"
    if "off" in raw and raw["off"] is not False:
        yield "off is true or left out"
    if isinstance(raw.get("kind"), str) and raw["kind"]:
        yield from _kind_faults(raw, name)


def is_id(value: object) -> bool:
    """Whether a value can name a rule: records and messages carry it."""
    return isinstance(value, str) and value.isprintable() and bool(value) and " " not in value


def off_faults(raw: Mapping[str, object]) -> Iterator[str]:
    """The errors in a table that removes a rule."""
    more = raw.keys() - {"id", "off", "reason"}
    if more:
        yield f"{min(more)} has no effect with off = true"


def is_texts(value: object) -> bool:
    """Whether a value is a list of texts, at least one, none empty."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _kind_faults(raw: Mapping[str, object], name: str) -> Iterator[str]:
    kind = KINDS.get((name, str(raw["kind"])))
    if kind is None:
        yield f"unknown kind {raw['kind']!r}; the kinds of {name} are {', '.join(kinds_of(name))}"
        return
    if kind.is_words and "words" not in raw:
        yield f"needs words: patterns are built from the words of kind {kind.name}"
    value = raw.get("value", "")
    if not isinstance(value, str):
        yield "value is a text"
    elif fault := _value_fault(kind, value):
        yield fault
    score = raw.get("score", 0)
    if not isinstance(score, int) or isinstance(score, bool) or (score and not kind.scored):
        yield f"score is a whole number, and only of kinds that have scores, not {score!r}"
    match = raw.get("match", kind.match)
    if match != kind.match and match in _MATCH and not kind.varies:
        yield f"match = {match!r} has no effect: rules of kind {kind.name} are matched {kind.match!r}"


def _value_fault(kind: Kind, value: str) -> str | None:
    if kind.values == STYLE:
        return None if _STYLE.fullmatch(value) else f"needs a value, the name of a style (num-dot), not {value!r}"
    if kind.shape:
        is_right = re.fullmatch(kind.shape, value) or (kind.optional and not value)
        return None if is_right else f"needs a value like {kind.like}, not {value!r}"
    if value in kind.values or (not value and (kind.optional or not kind.values)):
        return None
    if not kind.values:
        return f"value {value!r} has no effect: rules of kind {kind.name} have none"
    wrong = f"unknown value {value!r}" if value else "needs a value"
    return f"{wrong}; the values of kind {kind.name} are {', '.join(sorted(kind.values))}"


def group_faults(rule: Rule, kind: Kind) -> Iterator[str]:
    """The errors in the named groups of a pattern that compiles."""
    source, numbers = rule.source, rule.regex.groupindex
    items = parse(source)
    for group in kind.needed(rule.value):
        names = group.split("|")
        said = f"a group named {' or '.join(names)}"
        if not numbers.keys() & set(names):
            yield f"needs {said}: (?P<{names[0]}>…)"
        elif not takes_part(items, {numbers[name] for name in names if name in numbers}):
            yield f"a match may leave out {said}"
    used = {name for name in numbers if f"(?P={name})" in source or f"(?({name})" in source}
    known = kind.known()
    unread = sorted(numbers.keys() - used - known)
    if unread:
        groups = ", ".join(sorted(known))
        yield f"nothing reads the group {unread[0]!r}; " + (
            f"the groups of kind {kind.name} are {groups}" if groups else f"kind {kind.name} has no groups; write (?:…)"
        )
