"""Requests outside items, and decisions of minutes in unnumbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.extract.times.dates import Years
from docx2tasks.extract.times.kinds import DEADLINE
from docx2tasks.extract.times.meaning import TimeFinder
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft, Prose
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Passage, join_passages
from docx2tasks.vocabulary import TaskKind

# a day, which no lead-in to a list names: signs of units, no vocabulary
_DAY = re.compile(r"\d[月日]")
_PAPER = re.compile(r"《[^》]*》")
_SENTENCE = re.compile(r"[^。!！]+[。!！]?[”\")）]?")


class ProseJudge:
    """Finds tasks in paragraphs outside items."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["kinds"]
        self._times = rules.once(TimeFinder)

    def find_requests(self, prose: Prose) -> Iterator[Draft]:
        """A request a sentence: ``请各区于6月10日前将总结报市教育局。``; formulas (``请遵照执行``) are none."""
        found: list[tuple[str, list[Passage]]] = []
        sentences = [prose.passage.cut(*one.span()).strip() for one in _SENTENCE.finditer(prose.passage.text)]
        is_behind = False
        for sentence in sentences:
            rule = self.find_request(sentence)
            if rule:
                found.append((rule, [sentence]))
            elif is_behind and self._rules.find("request-more", sentence.folded):
                found[-1][1].append(sentence)
            is_behind = bool(found) and found[-1][1][-1] is sentence
        for rule, words in found:
            yield _to_draft(prose, join_passages(words), TaskKind.REQUEST, rule)

    def find_request(self, sentence: Passage) -> str | None:
        """The rule by which a sentence is a request, None where it is none."""
        folded = sentence.folded
        if folded.endswith(":") and not _DAY.search(folded):
            return None  # it leads in to a list
        found = self._rules.find("request", folded)
        if found is None or self._rules.find("formula", folded) or not self._says_what(sentence):
            return None
        return found[0].id

    def _says_what(self, sentence: Passage) -> bool:
        said = _PAPER.sub("", sentence.folded)  # the name of a document is not something to hand in
        if self._rules.find("request-what", said) is not None:
            return True
        with collect_faults():  # not reported: the request that they are about fails by itself again
            times = attempt("the times of a task", sentence.spans, (), self._times.find, sentence, Years())
        return any(time.kind == DEADLINE for time in times)

    def find_decision(self, prose: Prose) -> Draft | None:
        """The decision in a paragraph of minutes: ``会议要求，…``."""
        found = self._rules.find("decided", prose.passage.folded)
        if found is None or prose.passage.folded.endswith(":"):
            return None
        words = prose.passage.cut(found[1].start("from")).strip()
        return _to_draft(prose, words, TaskKind.MEASURE, found[0].id)

    def cut_to_decision(self, draft: Draft) -> tuple[Draft, Sequence[Passage]]:
        """An item of minutes from its decision on, and the statement before it."""
        found = self._rules.find("decided", draft.text.folded)
        if found is None or not found[1].start("from"):
            return draft, ()
        before = draft.text.cut(0, found[1].start("from")).strip()
        cut = draft._replace(text=draft.text.cut(found[1].start("from")))
        told = self._rules.find("told", before.folded)
        place = told[1].start() if told else 0 if is_sentence_like(before.text) else len(before.text)
        if not place or is_sentence_like(before.text[:place]):
            return (cut, (before,)) if told else (draft, ())
        step = PathStep(draft.label, draft.number, before.cut(0, place).strip())  # 一、关于供水价格 and its paragraph
        behind = before.cut(place).strip()
        return cut._replace(path=(*draft.path, step), label=None, number=None), (behind,) if behind else ()


def _to_draft(prose: Prose, words: Passage, kind: TaskKind, rule: str) -> Draft:
    text = words.collapsed()
    return Draft(prose.path, None, None, text, (), prose.part, kind=kind, evidence=(rule,))
