"""Head, fields and foot of a document to what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from docx2tasks.extract.fields import FieldFinder
from docx2tasks.extract.titles import TitleFinder
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Source

_DATE = re.compile(
    r"((?:19|20)\d\d|[一二][〇零○0O九一二三四五六七八]{3})[ ]*[年\-./][ ]*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})[ ]*[月\-./][ ]*(\d{1,2}|[一二三四五六七八九十]{1,3})"
)
_ALL_SPACED = re.compile(r"(?:[^\W\da-zA-Z_][ ]+){1,20}[^\W\da-zA-Z_]")
_RUN_ON = 300  # characters of a line from which a number may run on


class Facts(NamedTuple):
    """What the document says about itself; a value without words stands outside the text."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    index_number: str | None = None
    status: str | None = None
    passages: tuple[Passage, ...] = ()


def text_to_date(text: str) -> date | None:
    """The first date in ``text``: ``2022年4月19日``, ``二〇〇五年六月十一日``, ``2022-01-25 16:55``."""
    found = _DATE.search(fold_width(text))
    if not found:
        return None
    year_word = re.sub("[○O0]", "〇", found[1]) if not found[1].isdigit() else found[1]
    numbers = [text_to_number(word) for word in (year_word, found[2], found[3])]
    if None in numbers:
        return None
    try:
        return date(*(n for n in numbers if n is not None))
    except ValueError:
        return None


class FactFinder:
    """Finds what a document says about itself."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._fields = rules.once(FieldFinder)
        self._titles = rules.once(TitleFinder)

    def find(self, source: Source, head: Sequence[Passage], signature: Sequence[Passage]) -> Facts:
        """The document's own title, issuer, number, dates, index number and status.

        ``head`` are the lines before the first item, ``signature`` those that sign it (the office,
        then the date).  Fields of a table or a page (``发文字号：绍政办发〔2021〕37号``) go first.
        """
        fields = self._fields.find(source.blocks)
        title = self._titles.find(source, head, fields)
        number = fields.get("doc_number") or self._find_number(head)
        signed = next((p for p in signature if text_to_date(p.text) and not _is_publication(p.text)), None)
        offices = [p for p in signature if p is not signed and not text_to_date(p.text) and "代章" not in p.text]
        office = _office(offices, signed)
        issuer = (
            _first_text(fields.get("issuer"))
            or _offices_text(offices)
            or _first_text(office)
            or self._titles.issuer(title)
            or _first_text(fields.get("publisher"))
        )
        used = [p for p in (*fields.values(), number, signed, office) if p]
        return Facts(
            title=title,
            issuer=issuer,
            doc_number=_squeezed(number),
            issued_on=_find_issued(fields, signed, number, head),
            published_on=_find_published(fields, signature, source),
            index_number=_first_text(fields.get("index_number")),
            status=_first_text(fields.get("status")),
            passages=tuple(used),
        )

    def _find_number(self, head: Sequence[Passage]) -> Passage | None:
        """The document number on a line of its own, else run on from the title."""
        for line in head:
            if self._set.find("doc-number", line.folded.strip()):
                return line.strip()
        for line in head:
            found = self._set.find("run-in-number", fold_width(line.text[:_RUN_ON]))
            if found:
                return line.cut(*found[1].span("number"))
        return None


def _find_issued(
    fields: dict[str, Passage], signed: Passage | None, number: Passage | None, head: Sequence[Passage]
) -> date | None:
    """The date of issue: of a field, else below the signature, else in the number's bracket."""
    issued = text_to_date(fields["issued_on"].text) if "issued_on" in fields else None
    if issued is None and signed is not None:
        issued = text_to_date(signed.text)
    return _bracketed_date(head, number) if issued is None and number is not None else issued


def _find_published(fields: dict[str, Passage], signature: Sequence[Passage], source: Source) -> date | None:
    """The date of publication: of a field, else a line below the signature, else what the page says of itself."""
    published = next((d for name in ("published_on", "opened_on") if (d := _field_date(fields, name))), None)
    if published is None:
        published = next((text_to_date(p.text) for p in signature if _is_publication(p.text)), None)
    if published is None:
        published = next(
            (text_to_date(v) for k, v in source.fields if k.lower() in {"meta:pubdate", "meta:publishdate"}), None
        )
    return published


def _is_publication(line: str) -> bool:
    """Whether a line says when the document was put out: 2018年8月3日发布."""
    return fold_width(line).strip().endswith(("发布", "公布"))


def _first_text(*passages: Passage | None) -> str | None:
    for passage in passages:
        if passage and passage.collapsed().text:
            return _unspaced(passage.collapsed().text)
    return None


def _offices_text(offices: Sequence[Passage]) -> str | None:
    """The signing offices, in print order; several sign a joint paper."""
    names = [name for p in sorted(offices, key=lambda p: p.start) if (name := _first_text(p))]
    return "、".join(names) or None


def _unspaced(text: str) -> str:
    """Spaced type closed up: 科 技 部; blanks between longer words stay."""
    return "".join(text.split()) if _ALL_SPACED.fullmatch(text) else text


def _squeezed(passage: Passage | None) -> str | None:
    return "".join(passage.text.split()) if passage else None


def _field_date(fields: dict[str, Passage], name: str) -> date | None:
    return text_to_date(fields[name].text) if name in fields else None


def _office(offices: Sequence[Passage], signed: Passage | None) -> Passage | None:
    """The signing office: its own line, else the words before the date on the date's line."""
    if offices:
        return min(offices, key=lambda p: p.start)
    if signed is not None:
        found = _DATE.search(fold_width(signed.text))
        words = signed.cut(0, found.start()).strip() if found else None
        return words if words and len(words.text) > 2 else None
    return None


def _bracketed_date(head: Sequence[Passage], number: Passage) -> date | None:
    """The date in brackets right behind the number: 国发〔1990〕65号（一九九〇年十二月五日）."""
    for line in head:
        at = line.text.find(number.text)
        behind = fold_width(line.text[at + len(number.text) :]).lstrip() if at >= 0 else ""
        if behind.startswith("("):
            return text_to_date(behind[:24])
    return None
