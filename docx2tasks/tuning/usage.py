"""Which rules are named as the source of values, how often, and in how many documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.export.columns import Values
from docx2tasks.office.papers import Paper
from docx2tasks.rules import Rule, Rules

HEADERS = ("rule", "set", "hits", "documents", "example")
_LISTS = {"units": "name", "actors": "name", "times": "text", "targets": "text"}


@dataclass(slots=True)
class RuleUse:
    """How often a rule is named, in which documents, and by which words first."""

    hits: int = 0
    documents: set[str] = field(default_factory=set)
    example: str = ""


class RulesUsage(NamedTuple):
    """The rules that are named, those that are not, and the number of documents."""

    used: Mapping[str, RuleUse]
    unused: list[Rule]
    documents: int


def count_usage(papers: Iterable[Paper], rules: Rules) -> RulesUsage:
    """Count the rules that the values, kinds and types of documents name (``unit.label-lead``).

    A rule that helps others, guards them or sets words aside is named by no value.
    """
    used: dict[str, RuleUse] = {}
    documents = 0
    for paper in papers:
        documents += 1
        for rule, words in _find_named(paper.document):
            use = used.setdefault(rule, RuleUse(example=words))
            use.hits += 1
            use.documents.add(paper.name)
    return RulesUsage(used, [rule for rule in rules if rule.id not in used], documents)


def _find_named(document: Values) -> Iterator[tuple[str, str]]:
    facts = document.get("document") or {}
    if facts.get("type_rule"):
        yield facts["type_rule"], facts.get("title") or ""
    for task in (*document["tasks"], *(document.get("provisions") or ())):
        yield from ((rule, task["text"]) for rule in task.get("evidence") or ())
        for name, key in _LISTS.items():
            yield from ((value["rule"], value[key]) for value in task.get(name) or () if value.get("rule"))


def usage_to_rows(usage: RulesUsage, rules: Rules) -> Iterator[tuple[str, str, int, int, str]]:
    """A row of :data:`HEADERS` for each rule that is named, the most used first."""
    sets = {rule.id: name for name, own in rules.sets.items() for rule in own.rules}
    for rule, use in sorted(usage.used.items(), key=lambda item: (-item[1].hits, item[0])):
        yield rule, sets.get(rule, ""), use.hits, len(use.documents), use.example
