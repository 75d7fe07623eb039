"""Content that readers do not read: reported once per kind, with number and places.

The codes stand here for all readers, so that a picture is called the same in a page and in a workbook.
A thing left out is an error, and ``--strict`` fails, where it can hold words of the document: a chart, a
document in the document, a picture that fills most of a page, words with a mark, a clause or a date in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

_PLACES = 5  # places that a message names one by one
_PLACE_CHARS = 40
_WORDS = 10_000  # characters that are looked at for signs of a task

# What a task cannot do without: a mark at the start of a line, a clause of units, a date.
_MARK = (
    r"(?:^|[\n。；;])\s{0,9}(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节项])"
)
_CLAUSE = r"(?:责任|牵头|配合|主办|协办|承办|实施|落实)(?:单位|部门|科室|人)|(?:牵头|配合|负责)[）)。；]"
_DATE = r"\d\s?[年月](?:\d|底|末|初|前|内|上|下|中)|[一二三四]季度|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_OWN = re.compile(f"{_MARK}|{_CLAUSE}")
_TELLING = re.compile(f"{_MARK}|{_CLAUSE}|{_DATE}")


class LeftOut(NamedTuple):
    """A thing that was not read.

    ``code`` is one of :data:`KINDS`; ``place`` says where it is (``page 3``, ``清单!B5``), ``""`` where the format
    does not know; ``words`` are those it is known to hold; ``is_grave`` says that it can hold words of the document.
    """

    code: DiagnosticCode
    place: str = ""
    words: str = ""
    is_grave: bool = False


class LeftOutKind(NamedTuple):
    """How things left out of one kind are spoken of: one of them, several, and the level where none is grave."""

    one: str
    several: str
    level: str = "info"


# A new code starts in vocabulary.py and needs a row in docs/diagnostics.md and its Chinese page.
KINDS: Mapping[DiagnosticCode, LeftOutKind] = {
    DiagnosticCode.EMBEDDED_DOCUMENT: LeftOutKind("a document", "documents", "warning"),
    DiagnosticCode.PICTURE_NOT_READ: LeftOutKind("a picture", "pictures"),
    DiagnosticCode.CHART_NOT_READ: LeftOutKind("a chart", "charts", "warning"),
    DiagnosticCode.DRAWING_NOT_READ: LeftOutKind("a drawing", "drawings"),
    DiagnosticCode.FORMULA_NOT_READ: LeftOutKind("a formula", "formulas", "warning"),
    DiagnosticCode.CONTROL_NOT_READ: LeftOutKind("a form control", "form controls", "warning"),
    DiagnosticCode.HIDDEN_TEXT: LeftOutKind("a hidden text", "hidden texts"),
    DiagnosticCode.ANNOTATION_TEXT: LeftOutKind("an annotation", "annotations"),
    DiagnosticCode.SHEET_NOTES: LeftOutKind("a comment", "comments", "warning"),
    DiagnosticCode.MARGIN_TEXT: LeftOutKind("a printed header or footer", "printed headers and footers"),
}


def can_be_document(words: str) -> bool:
    """Whether text contains a label, a clause or a date: ``一、加强监管``, ``（责任单位：市教育局）``, ``6月底前``."""
    return bool(_TELLING.search(words[:_WORDS]))


def can_be_task(words: str) -> bool:
    """Whether text contains a label or a clause; a date alone (``2023年3月印``) is not enough."""
    return bool(_OWN.search(words[:_WORDS]))


def left_out_to_diagnostics(found: Iterable[LeftOut]) -> Iterator[Diagnostic]:
    """One diagnostic for each kind, with how many were left out and where the first ones are."""
    kinds: dict[DiagnosticCode, list[LeftOut]] = {}
    for one in found:
        kinds.setdefault(one.code, []).append(one)
    for code, things in kinds.items():
        is_grave = any(thing.is_grave or can_be_document(thing.words) for thing in things)
        kind = KINDS[code]
        named = f"{kind.one} was" if len(things) == 1 else f"{len(things):,} {kind.several} were"
        yield Diagnostic(code, f"{named} not read{_name_places(things)}", "error" if is_grave else kind.level)


def _name_places(things: Sequence[LeftOut]) -> str:
    places = [*dict.fromkeys(thing.place[:_PLACE_CHARS] for thing in things if thing.place)]
    named = ", ".join(places[:_PLACES]) + (" …" if len(places) > _PLACES else "")
    return f": {named}" if named else ""
