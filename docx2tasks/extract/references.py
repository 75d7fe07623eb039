"""Finds references to other documents."""

from __future__ import annotations

from docx2tasks.rules import Rules
from docx2tasks.source import Passage


class ReferenceFinder:
    """Finds the documents that are cited."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["references"]
        self._rules = (*self._set.of("title"), *self._set.of("number"))

    def find(self, passage: Passage) -> tuple[Passage, ...]:
        """Titles and document numbers as printed, in order, each once.

        ``《中华人民共和国食品安全法》`` and ``国办发〔2018〕63号`` are two.
        """
        text = passage.text
        here = [rule for rule in self._rules if rule.may_match(text)]
        spans = sorted({self._trimmed(m.span(), text) for rule in here for m in rule.regex.finditer(text)})
        found: list[Passage] = []
        seen: set[str] = set()
        at = 0
        for start, end in spans:
            words = text[start:end]
            if start >= at and words not in seen:
                found.append(passage.cut(start, end))
                seen.add(words)
            at = max(at, end)
        return tuple(found)

    def _trimmed(self, span: tuple[int, int], text: str) -> tuple[int, int]:
        """The place of a number without the verb its agency has taken in: 按照国办发〔2018〕63号."""
        verb = None if text[span[0]] == "《" else self._set.find("before-number", text[span[0] : span[1]])
        return (span[0] + verb[1].end(), span[1]) if verb else span
