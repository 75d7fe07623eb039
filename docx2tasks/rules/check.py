"""Every fault of rules, in words: what ``docx2tasks rules check`` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.numerals import fold_width
from docx2tasks.rules.load import load_set, rules_folder, slow_faults
from docx2tasks.rules.rule import Rule


def check_rules(overlay: Path) -> list[str]:
    """Every fault of the rules in ``overlay``, each as ``file:line: rule: what is wrong``."""
    known = {path.stem: load_set(path)[1] for path in sorted(rules_folder().glob("*.toml"))}
    faults: list[str] = []
    for path in sorted(overlay.glob("*.toml")):
        try:
            rules, _ = load_set(path, known.get(path.stem, {}))
        except RulesError as error:
            faults.append(error.message)
            continue
        if path.stem not in known:
            faults.append(f"{path}:1: no rule set has this name; use one of: {', '.join(sorted(known))}")
        faults += [
            f"{path}:{rule.line}: {rule.id}: {fault}" for rule, off in rules if not off for fault in rule_faults(rule)
        ]
    return faults


def rule_faults(rule: Rule) -> Iterator[str]:
    """What is wrong with the rule's own examples and shape, in words."""
    try:
        rule.regex  # noqa: B018  compiling is the check
    except (re.error, OverflowError, RecursionError) as error:
        yield f"the pattern does not compile: {error}"
        return
    yield from slow_faults(rule)
    if rule.regex.match("") and rule.match != "full":
        yield "the pattern matches nothing at all"
    yield from (f"must match but does not: {text!r}" for text in rule.yes if not rule.find(fold_width(text)))
    yield from (f"must not match but does: {text!r}" for text in rule.no if rule.find(fold_width(text)))
