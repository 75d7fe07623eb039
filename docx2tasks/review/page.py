"""A reading to a page in one file: document and records."""

from __future__ import annotations

from collections.abc import Iterable

from docx2tasks.language import to_chinese
from docx2tasks.model import Document
from docx2tasks.pipeline import Reading
from docx2tasks.review.assets import PAGES, load_words
from docx2tasks.review.blocks import reading_to_blocks
from docx2tasks.review.doubts import find_doubts
from docx2tasks.review.offsets import Offsets
from docx2tasks.review.records import FIELDS, RecordWriter, Values
from docx2tasks.rules import Rules
from docx2tasks.vocabulary import LeftoverKind

SCRIPTS = (
    "given", "words", "dom", "data", "state", "marks", "paper", "values", "cards", "list", "choose", "filters", "frame",
    "shapes", "form", "pick", "lines", "exchange", "print", "keys", "main",
)  # fmt: skip

# leftovers that are the paper's own words: they are read, though nobody has to do anything; the rest is set aside
_OF_THE_PAPER = frozenset(
    (
        LeftoverKind.TITLE,
        LeftoverKind.PREAMBLE,
        LeftoverKind.SALUTATION,
        LeftoverKind.LEAD_IN,
        LeftoverKind.GENERAL,
        LeftoverKind.LABEL_LINE,
        LeftoverKind.TIME_HEAD,
        LeftoverKind.CLOSING,
        LeftoverKind.SIGNATURE,
        LeftoverKind.ATTACHMENT_MARK,
        LeftoverKind.ATTACHMENT_LIST,
        LeftoverKind.UNIT_CLAUSE,
        LeftoverKind.UNIT_CELL,
        LeftoverKind.TABLE_HEADER,
        LeftoverKind.COLUMN_CATEGORY,
        LeftoverKind.COLUMN_NAME,
        LeftoverKind.COLUMN_DEADLINE,
        LeftoverKind.COLUMN_PERIOD,
        LeftoverKind.COLUMN_TARGET,
    )
)


def reading_to_page(reading: Reading, rules: Rules, score: Values | None = None) -> str:
    """The page of a document, as HTML that asks nothing of any network.

    ``清单.docx`` and ``方案.pdf`` alike: what their reader knows of headings, tables and pages is shown.  With
    ``score`` the page marks what differs from gold (``docx2tasks.score.overlay``).
    """
    facts = reading.document
    title = facts.document.title or facts.source.path or ""
    values = reading_to_values(reading, rules) | ({"score": score} if score else {})
    return PAGES.fill("page", styles=("tokens", "page"), scripts=SCRIPTS, title=title, values=values)


def reading_to_values(reading: Reading, rules: Rules) -> Values:
    """The data of the page's scripts, in plain types."""
    text, document = reading.source.text, reading.document
    offsets = Offsets(text)
    writer = RecordWriter(text, offsets)
    records = writer.write_all(document)
    return {
        "version": 1,
        "source": document.source.model_dump(),
        "document": document.document.model_dump(),
        "text": text,
        "blocks": reading_to_blocks(reading, offsets),
        "records": records,
        "steps": writer.steps,
        "fields": FIELDS,
        "asides": _asides(document, offsets),
        "diagnostics": [
            one.model_dump() | {"location": one.location and writer.place(one.location)} for one in document.diagnostics
        ],
        "doubts": find_doubts(document),
        "rules": _rules_to_values(rules, writer.rules),
        "words": load_words(document),
    }


def _asides(document: Document, offsets: Offsets) -> list[list[object]]:
    """``[kind, start, end, whether it is the paper's own]`` of each leftover."""
    return [
        [one.kind, offsets.at(one.start), offsets.at(one.end), int(LeftoverKind(one.kind) in _OF_THE_PAPER)]
        for one in document.coverage.leftovers
    ]


def _rules_to_values(rules: Rules, used: Iterable[str]) -> list[list[object]]:
    """``[id, file, line, reason, reason in Chinese]`` of each, the id alone of what no file has."""
    known = {rule.id: [rule.id, rule.file, rule.line, rule.reason, to_chinese(rule.reason)] for rule in rules}
    return [known.get(rule, [rule]) for rule in used]
