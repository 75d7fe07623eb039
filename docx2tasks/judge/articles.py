"""Articles whose items are provisions but which oblige a body themselves.

第九条 有下列情形之一的，区民政局应当停止发放：    a measure: its words, and those behind its items
（一）迁出本区的；                                 provisions, with the article as their step
（二）死亡的。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft, Prose
from docx2tasks.segment.drafts.item_text import join_words
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.vocabulary import TaskKind


class ArticleJudge:
    """Finds articles that are measures themselves."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["kinds"]

    def find(self, drafts: Sequence[Draft], articles: Sequence[Prose], text: str) -> Iterator[Draft]:
        """The measures, in reading order; ``articles`` are the words of articles that have items."""
        asking = {_place(draft.path[-1]) for draft in drafts if draft.path and draft.kind is not TaskKind.PROVISION}
        words: dict[int, list[Prose]] = defaultdict(list)
        for prose in articles:
            if prose.step is not None and (place := _place(prose.step)) is not None:
                words[place].append(prose)
        for place, parts in words.items():
            rule = next((r for prose in parts if (r := self._find_duty(prose))), None)
            if rule and place not in asking and (step := parts[0].step):
                joined = join_words([prose.passage for prose in parts], text)
                yield Draft(parts[0].path, step.label, step.number, joined, (), parts[0].part, evidence=(rule,))

    def _find_duty(self, prose: Prose) -> str | None:
        found = self._rules.find("article", prose.passage.folded)
        return found[0].id if found else None


def _place(step: PathStep) -> int | None:
    """Where a step is: its words, or its label where it has no words (``3.``, a cell of a number alone)."""
    words = step.title or step.label
    return words.start if words else None
