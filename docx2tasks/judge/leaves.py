"""Task or provision: scores of an item's text, headings and lead-in.

paper ─ headings ─ lead-in ─ row ─ words ─▶ rules that match ─▶ sum of their scores: from 0 on a measure
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from docx2tasks.judge.paper import PaperJudgement
from docx2tasks.rules import Rule, Rules
from docx2tasks.segment.drafts.draft import Draft
from docx2tasks.vocabulary import TaskKind

_HEAD = 240  # characters of a leaf that say what it is
_LEAD_IN = 120  # characters at the end of what stands above
_BRINK = -2  # where the rules that weigh little can still make a measure
_HEADING = 40  # characters of a heading before its prose
_UNIT = 6  # characters of a unit of measure
_SIGNS = " √☐☑□■●○◆★☆*"  # before the words of a leaf, which begin behind them
_STOPS = "。;！!"


class LeafJudge:
    """Determines the kinds of items."""

    def __init__(self, rules: Rules) -> None:
        self._rules, self._columns = rules["kinds"], rules["columns"]
        self._find_above = lru_cache(maxsize=4096)(self._ask_above)
        self._find_lead_in = lru_cache(maxsize=1024)(self._ask_lead_in)

    def judge(self, draft: Draft, paper: PaperJudgement) -> Draft:
        """The draft with its kind, and the rules that decided, the weightiest first."""
        signs = list(self.find_signs(draft))
        score = paper.score + sum(rule.score for rule in signs)
        if _BRINK <= score < 0:
            signs += self._find_deeds(draft)
            score = paper.score + sum(rule.score for rule in signs)
        signs.sort(key=lambda rule: -abs(rule.score))
        evidence = tuple(rule.id for rule in signs)
        kind = TaskKind.MEASURE if score >= 0 else TaskKind.PROVISION
        return draft._replace(kind=kind, evidence=evidence + ((paper.rule,) if paper.rule else ()))

    def find_signs(self, draft: Draft) -> Iterator[Rule]:
        """The rules that speak for or against a measure: of its place, then of its words."""
        above = (self._find_above(step.title.folded) for step in reversed(draft.path))
        yield from (rule for rule in [next(filter(None, above), None)] if rule)
        leads = (self._find_lead_in(words.folded[-_LEAD_IN:]) for words in reversed(draft.lead_ins))
        yield from (rule for rule in [next(filter(None, leads), None)] if rule)
        yield from self._find_shape(draft)
        yield from self.find_words(draft.text.folded.lstrip(_SIGNS))

    def _find_shape(self, draft: Draft) -> Iterator[Rule]:
        """The rules that speak for a leaf's shape: a row, a clause of its own."""
        if draft.is_row:
            yield from self._rules.of("row")
        if any(not unit.inherited for unit in draft.units):
            yield from self._rules.of("clause")

    def _find_deeds(self, draft: Draft) -> Iterator[Rule]:
        """The rules that weigh little, for a leaf that is almost a measure: verbs at the heads of its clauses."""
        folded = draft.text.folded.lstrip(_SIGNS)
        yield from (rule for rule in self._rules.of("later") if rule.find(folded[:_HEAD]))
        if self._is_deed(folded):
            yield from self._rules.of("deed")

    def find_words(self, folded: str) -> Iterator[Rule]:
        """The rules that match the words of a leaf, or of a sentence."""
        head = folded[:_HEAD]
        return (rule for rule in self._rules.of("says") if rule.find(head))

    def _is_deed(self, folded: str) -> bool:
        """Whether its first sentence, or the one behind its heading, begins with a verb of work."""
        stop = 1 + max(folded.find(sign, 0, _HEADING) for sign in "。 ")
        behind = folded[stop : stop + _HEAD].lstrip()
        return any(self._columns.find("work", words) for words in (folded[:_HEAD], behind) if words.rstrip(":"))

    def is_blank(self, draft: Draft) -> bool:
        """Whether an item is only a field to fill in or a unit of measurement: ``设施数量（个）：``, ``公里``."""
        folded = draft.text.folded
        if draft.is_row and len(folded) <= _UNIT and self._columns.find("measured-in", folded):
            return True
        return self._rules.find("blank", folded) is not None

    def _ask_above(self, title: str) -> Rule | None:
        found = self._rules.find("above", "".join(title.split()).strip(":。."))
        return found[0] if found else None

    def _ask_lead_in(self, words: str) -> Rule | None:
        """The rule for the last sentence of what stands above the items."""
        sentence = words.strip().rstrip(_STOPS)
        start = max(sentence.rfind(stop) for stop in _STOPS) + 1
        found = self._rules.find("lead-in", sentence[start:])
        return found[0] if found else None
