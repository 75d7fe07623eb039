"""Text to references: the documents it cites."""

from __future__ import annotations

from docx2tasks.rules import Rules
from docx2tasks.source import Passage


def find_references(passage: Passage, rules: Rules) -> tuple[Passage, ...]:
    """Titles and document numbers as printed, in order, each once.

    ``《中华人民共和国食品安全法》`` and ``国办发〔2018〕63号`` are two.
    """
    text = passage.text
    if "《" not in text and "号" not in text:
        return ()
    spans = sorted({m.span() for rule in rules["references"].rules for m in rule.regex.finditer(text)})
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
