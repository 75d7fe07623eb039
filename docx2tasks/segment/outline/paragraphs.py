"""Classifies paragraphs without a number by their words."""

from __future__ import annotations

import re
from functools import lru_cache

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage

_SHAPES = frozenset(
    (
        *("title", "subtitle", "month", "preamble", "measure", "counted"),
        *("run-in-title", "run-in-foot", "run-in-head", "label-tail"),
    )
)  # asked for by name only
_LONGEST = 300  # characters of a paragraph that its words tell apart
_LABEL = 20  # characters at the end of a paragraph that may be a label
_RUN_ON = 120  # characters at the end of a paragraph that may be lines of their own


class ParagraphJudge:
    """Classifies paragraphs, and finds lines run into others."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["paragraphs"]
        self._kinds = [rule for rule in self._rules.rules if rule.kind not in _SHAPES]
        self._remembered = lru_cache(maxsize=4096)(self._find_kind)

    def kind_of(self, folded: str) -> str | None:
        """The kind of a paragraph by its words, None for running text.

        ``附件2`` is ``attachment-mark``, ``2022年4月19日`` is ``signature``, ``主要措施：`` is ``label-line``.
        """
        return self._remembered(folded) if len(folded) <= _LONGEST else None

    def _find_kind(self, folded: str) -> str | None:
        return next((rule.kind for rule in self._kinds if rule.find(folded)), None)

    def is_title(self, line: Passage) -> bool:
        """Whether a line may be (part of) the title of a plan, a list or an attachment."""
        folded = line.folded.strip()
        return any(self._rules.find(kind, folded) is not None for kind in ("title", "subtitle"))

    def is_month(self, line: Passage) -> bool:
        """Whether a line is the month of a signature: ``2024年5月``."""
        return self._rules.find("month", line.folded.strip()) is not None

    def is_preamble(self, paragraph: Passage) -> bool:
        """Whether a paragraph leads in to a plan: ``为进一步深化…，特制定以下规定：``."""
        return self._rules.find("preamble", paragraph.folded) is not None

    def says_who_must(self, paragraph: Passage) -> bool:
        """Whether text contains an obligation or a deadline: ``各单位应当落实责任。``."""
        return is_sentence_like(paragraph.text) and self._rules.find("measure", paragraph.folded) is not None

    def find_title(self, words: Passage) -> tuple[int, int] | None:
        """Where the title of another plan is in run-together words, before its preamble.

        ``…满意度。某某行动工作方案为贯彻…，制定本方案。`` gives the place of ``某某行动工作方案``.
        """
        rules = self._rules.of("run-in-title")
        found = [match for rule in rules for match in rule.regex.finditer(words.folded)]
        return found[-1].span("title") if found else None

    def find_label(self, words: Passage) -> int | None:
        """Where a label line that has lost its own line begins: ``…提供支撑。具体措施：``."""
        return self._find_in_tail(words, "label-tail", _LABEL)

    def find_foot(self, words: Passage) -> int | None:
        """Where an office and a date begin that have lost their own lines."""
        return self._find_in_tail(words, "run-in-foot", _RUN_ON, "foot")

    def find_head(self, words: Passage) -> int | None:
        """Where the head of what follows begins that has lost its own line: ``专栏9 …工程``."""
        return self._find_in_tail(words, "run-in-head", _RUN_ON, "head")

    def _find_in_tail(self, words: Passage, kind: str, size: int, group: str | int = 0) -> int | None:
        tail = fold_width(words.text[-size:])
        found = next((m for rule in self._rules.of(kind) if (m := rule.regex.search(tail))), None)
        return len(words.text) - len(tail) + found.start(group) if found else None

    def find_counted(self, paragraph: Passage) -> tuple[int, str] | None:
        """The mark of a paragraph that counts in words: where it ends, and its number as printed (``一是``)."""
        found = self._rules.find("counted", paragraph.folded)
        return (found[1].end(), _number_of(found[1])) if found else None


def _number_of(found: re.Match[str]) -> str:
    """The number of a mark in words, in whichever of its groups it stands."""
    groups = found.groupdict()
    return groups.get("number") or groups.get("ordinal") or ""
