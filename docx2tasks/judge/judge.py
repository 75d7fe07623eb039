"""Gives drafts their kinds, and adds requests outside items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from docx2tasks.faults import attempt
from docx2tasks.judge.articles import ArticleJudge
from docx2tasks.judge.leaves import LeafJudge
from docx2tasks.judge.paper import PaperJudge, PaperJudgement
from docx2tasks.judge.prose import ProseJudge
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft, Drafts, Leftovers, Prose
from docx2tasks.source import Passage
from docx2tasks.vocabulary import CoverageKind, LeftoverKind, PaperType

_ASKING = frozenset({LeftoverKind.PREAMBLE, LeftoverKind.LEAD_IN, LeftoverKind.CLOSING})


class Judged(NamedTuple):
    """The drafts of a document with their kinds, requests among them, and what kind of paper it is."""

    drafts: Drafts
    paper: PaperJudgement


class Judge:
    """Determines what a document asks of whom."""

    def __init__(self, rules: Rules) -> None:
        self._papers = rules.once(PaperJudge)
        self._leaves = rules.once(LeafJudge)
        self._articles = rules.once(ArticleJudge)
        self._prose = rules.once(ProseJudge)

    def judge(self, drafts: Drafts, titles: Sequence[str], text: str) -> Judged:
        """The kinds of a document's items, with requests and decisions outside items.

        ``titles`` are what may be its title, the likeliest first.
        """
        paper = attempt("the type of the document", (), PaperJudgement(), self._papers.find, titles, drafts)
        papers: dict[Passage, PaperJudgement] = {}
        leaves: list[Draft] = []
        left: list[tuple[CoverageKind, Passage]] = []
        for draft in drafts.drafts:
            own = self._find_part(draft, paper, papers)
            judged = attempt("the kind of a task", draft.text.spans, (draft, ()), self._judge, draft, own)
            leaves += [judged[0]] if judged[0] is not None else []
            left += judged[1]
        beside = partial(self._find_beside, drafts, leaves, paper, text)
        found = attempt("requests", (), (), lambda: tuple(beside()))
        kept = drafts._replace(drafts=tuple(_merge(leaves, found)), leftovers=(*drafts.leftovers, *left))
        return Judged(kept, paper)

    def _find_part(self, draft: Draft, paper: PaperJudgement, papers: dict[Passage, PaperJudgement]) -> PaperJudgement:
        """The paper a draft is in: that of its part, where the part's title tells it."""
        if draft.part is None:
            return paper
        if draft.part not in papers:
            titled = self._papers.find_by_title(draft.part.text)
            papers[draft.part] = titled if titled.type else paper
        own = papers[draft.part]
        return paper if own.type is PaperType.PLAN and paper.type is PaperType.REGULATION else own

    def _judge(self, draft: Draft, paper: PaperJudgement) -> tuple[Draft | None, Leftovers]:
        if self._leaves.is_blank(draft):
            words = (*((draft.label,) if draft.label else ()), draft.text)
            return None, tuple((LeftoverKind.FORM, one) for one in words)
        if paper.type is PaperType.MINUTES:
            draft, told = self._prose.cut_to_decision(draft)
            return self._leaves.judge(draft, paper), tuple((LeftoverKind.LEAD_IN, one) for one in told)
        return self._leaves.judge(draft, paper), ()

    def _find_beside(
        self, drafts: Drafts, leaves: Sequence[Draft], paper: PaperJudgement, text: str
    ) -> Iterator[Draft]:
        """What is asked outside the leaves, in reading order."""
        found = list(self._articles.find(leaves, drafts.articles, text))
        for prose in drafts.prose:
            if prose.kind in _ASKING:
                found += self._read_prose(prose, paper)
        yield from sorted(found, key=lambda draft: draft.text.start)

    def _read_prose(self, prose: Prose, paper: PaperJudgement) -> list[Draft]:
        if paper.type is PaperType.MINUTES:
            decision = self._prose.find_decision(prose)
            return [decision] if decision else []
        return list(self._prose.find_requests(prose))


def _merge(leaves: Sequence[Draft], found: Sequence[Draft]) -> Iterator[Draft]:
    """Both in reading order; the leaves keep theirs."""
    rest = iter(found)
    following = next(rest, None)
    for leaf in leaves:
        while following is not None and following.text.start <= leaf.text.start:
            yield following
            following = next(rest, None)
        yield leaf
    while following is not None:
        yield following
        following = next(rest, None)
