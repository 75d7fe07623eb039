"""Finds all errors in rules: what ``docx2tasks rules check`` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.rules.file import load_file
from docx2tasks.rules.load import faults_of, load_over, merge, rule_paths
from docx2tasks.rules.rule import Rule, Rules

Trial = Callable[[Rules, str, Rule, str], str | None]
"""Runs a text through the extractor of a rule's set: None where the rule is used, else the reason why not."""


def check_rules(overlay: Path, trial: Trial) -> list[str]:
    """All errors of the rules in a folder or file, each as ``file:line: rule: message``.

    ``trial`` runs the examples; it comes from above, where the extractors are.
    """
    paths, faults = _readable(rule_paths(overlay))
    own, read = load_over(paths)
    faults += [fault.message for file in read for fault in faults_of(file, own)]
    if faults:
        return faults
    rules = merge(own, read)
    found = ((file, rule, example_faults(rules, file.path.stem, rule, trial)) for file in read for rule in file.rules)
    return [f"{file.path}:{rule.line}: {rule.id}: {what}" for file, rule, faults in found for what in faults]


def _readable(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """The files that are TOML, and what is wrong with the others."""
    found: list[Path] = []
    faults: list[str] = []
    for path in paths:
        try:
            load_file(path)
            found.append(path)
        except RulesError as error:
            faults.append(error.message)
    return found, faults


def example_faults(rules: Rules, name: str, rule: Rule, trial: Trial) -> Iterator[str]:
    """The errors in a rule's examples, run through the program's extractors with all ``rules``."""
    for text in rule.yes:
        why = trial(rules, name, rule, text)
        if why:
            yield f"must match but does not: {text!r}: {why}"
    yield from (f"must not match but does: {text!r}" for text in rule.no if not trial(rules, name, rule, text))
