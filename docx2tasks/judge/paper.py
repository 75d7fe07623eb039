"""The type of a document or part: by its title, else by its labels and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rule, Rules
from docx2tasks.segment.drafts.draft import Draft, Drafts
from docx2tasks.vocabulary import PaperType

_MANY = 2  # times that a paper says what is typical of its type
_SHARE = 0.3  # of the leaves that are articles, or are in one
_GIVES_WAY = frozenset({None, PaperType.STANDARD, PaperType.NOTICE, PaperType.PLAN})  # to articles
_UNKNOWN = -1  # where the leaves of a paper of unknown type start: something must speak for them


class PaperJudgement(NamedTuple):
    """The type of a document, its rule, and the score that its items start with."""

    type: PaperType | None = None
    rule: str | None = None
    score: int = _UNKNOWN


class PaperJudge:
    """Determines the types of documents."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["kinds"]

    def find(self, titles: Sequence[str], drafts: Drafts) -> PaperJudgement:
        """The type of a document by its title (``…管理办法``), else by articles (``第一条``) or repeated words."""
        titled = next((paper for title in titles if (paper := self.find_by_title(title)).type), PaperJudgement())
        if titled.type in _GIVES_WAY and (articles := self._find_by_marks(drafts.drafts)):
            return articles
        if titled.type in {None, PaperType.NOTICE} and (said := self._find_by_words(drafts)):
            return said
        return titled

    def find_by_title(self, title: str) -> PaperJudgement:
        """The type that a title names; a notice that sends out a paper is of that paper's type."""
        folded = "".join(fold_width(title).split())
        sent = self._rules.find("sent-out", folded)
        named = (sent[1]["paper"], folded) if sent else (folded,)
        found = next((one for name in named if (one := self._rules.find("paper", name.strip("《》")))), None)
        return _to_paper(found[0]) if found else PaperJudgement()

    def _find_by_marks(self, drafts: Sequence[Draft]) -> PaperJudgement | None:
        """The type whose marks the leaves have, or stand under."""
        labels = [[d.label, *(s.label for s in d.path)] for d in drafts]
        marked = [next((r for one in some if one and (r := self._marked(one.folded))), None) for some in labels]
        rules = [rule for rule in marked if rule]
        return _to_paper(rules[0]) if len(rules) >= max(_MANY, _SHARE * len(drafts)) else None

    def _marked(self, label: str) -> Rule | None:
        found = self._rules.find("paper-label", label.strip())
        return found[0] if found else None

    def _find_by_words(self, drafts: Drafts) -> PaperJudgement | None:
        """The type that says of itself what it is, several times."""
        passages = (*(d.text for d in drafts.drafts), *(p.passage for p in drafts.prose))
        for rule in self._rules.of("paper-words"):
            if sum(rule.find(passage.folded) is not None for passage in passages) >= _MANY:
                return _to_paper(rule)
        return None


def _to_paper(rule: Rule) -> PaperJudgement:
    return PaperJudgement(PaperType(rule.value), rule.id, rule.score)
