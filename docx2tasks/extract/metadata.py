"""Head, fields and foot of a document to what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from docx2tasks.extract.units import is_unit
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.source import Block, Passage, Source, Table, join_lines

_DATE = re.compile(
    r"((?:19|20)\d\d|[一二][〇零○0O九一二三四五六七八]{3})[ ]*[年\-./][ ]*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})[ ]*[月\-./][ ]*(\d{1,2}|[一二三四五六七八九十]{1,3})"
)
_ALL_SPACED = re.compile(r"(?:[^\W\da-zA-Z_][ ]+){1,20}[^\W\da-zA-Z_]")
_HEAD_BLOCKS = 40
_TITLE_LINES = 5
_LONGEST_TITLE = 120
_SPACED = re.compile(r"(?<=[^\W\da-zA-Z_])[ \u3000\u00a0]+(?=[^\W\da-zA-Z_])")


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


def find_facts(source: Source, head: Sequence[Passage], signature: Sequence[Passage], rules: Rules) -> Facts:
    """The document's own title, issuer, number, dates, index number and status.

    ``head`` are the lines before the first item, ``signature`` those that sign it (the office,
    then the date).  Fields of a table or a page (``发文字号：绍政办发〔2021〕37号``) go first.
    """
    fields = dict(_find_fields(source.blocks, rules))
    title = _find_title(source, head, fields, rules)
    number = fields.get("doc_number") or _find_number(head, rules)
    signed = next((p for p in signature if text_to_date(p.text) and not _is_publication(p.text)), None)
    offices = [p for p in signature if p is not signed and not text_to_date(p.text) and "代章" not in p.text]
    office = _office(offices, signed)
    issuer = (
        _first_text(fields.get("issuer"))
        or _offices_text(offices)
        or _first_text(office)
        or _title_issuer(title, rules)
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


# fields -----------------------------------------------------------------------------------


@cache
def _labels(rules: Rules) -> re.Pattern[str]:
    named = "|".join(f"(?:{rule.source})" for rule in rules["metadata"].of("field"))
    return re.compile(rf"(?:^|(?<=[\s|>\]】]))(?P<label>{named})[ ]*[:]")


def _find_fields(blocks: Sequence[Block], rules: Rules) -> Iterator[tuple[str, Passage]]:
    """Labelled values at the document's head and foot; the first of a name counts."""
    seen: set[str] = set()
    chosen = [*blocks[:_HEAD_BLOCKS], *blocks[max(_HEAD_BLOCKS, len(blocks) - 10) :]]
    for block in chosen:
        found = _table_fields(block, rules) if isinstance(block, Table) else _line_fields(block.passage, rules)
        for name, value in found:
            if name and value and name not in seen:
                seen.add(name)
                yield name, value


def _field_name(label: str, rules: Rules) -> str | None:
    rule = rules["metadata"].find("field", label)
    return rule[0].value if rule else None


def _table_fields(table: Table, rules: Rules) -> Iterator[tuple[str, Passage]]:
    """``索引号： | 000014349/2018-00221`` in neighbouring cells, or both in one cell."""
    for row in table.rows[:30]:
        for place, cell in enumerate(row):
            words = cell.passage
            label = fold_width(words.text).strip().rstrip(":").strip()
            name = _field_name(label, rules)
            if name is not None and place + 1 < len(row):
                yield name, row[place + 1].passage.strip()
            elif name is None:
                yield from _line_fields(words, rules)


def _line_fields(passage: Passage, rules: Rules) -> Iterator[tuple[str, Passage]]:
    """``索引号: 113… 公开方式: 主动公开`` on one line."""
    if len(passage.text) > 600:
        return
    text = fold_width(passage.text)
    marks = list(_labels(rules).finditer(text))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        name = _field_name(mark["label"], rules)
        value = passage.cut(mark.end(), end).strip()
        if name and value:
            yield name, value


# title and number --------------------------------------------------------------------------


def _find_title(source: Source, head: Sequence[Passage], fields: dict[str, Passage], rules: Rules) -> str | None:
    if "title" in fields and len(fields["title"].text) > 4:
        return _title_text(fields["title"])
    meta = next((value for name, value in source.fields if name == "meta:ArticleTitle"), None)
    printed = _printed_title(head, rules)
    page = next((value for name, value in source.fields if name == "title"), None)
    return printed or meta or (page if source.format == "html" else None)


def _printed_title(head: Sequence[Passage], rules: Rules) -> str | None:
    """The title among the lines of the head: a notice's name, else what names a plan or a list."""
    lines = [_without_site(p, rules) for p in head[:12]]
    lines = [p for p in lines if p and not rules["metadata"].find("file-name", fold_width(p.text).strip())]
    for line in lines[:3]:
        in_line = rules["metadata"].find("run-in-title", fold_width(line.text[:400]))
        if in_line:
            return _title_text(line.cut(*in_line[1].span("title")))
    runs = list(_title_runs(lines, rules))
    for matches in (_is_notice, _is_plan):
        for run in runs:
            title = next((t for t in _joined(run) if matches(t, rules)), None)
            if title:
                return title
    run_in = next((p.cut(*found) for p in lines if (found := _run_in_title(p.text, rules))), None)
    return _title_text(run_in) if run_in else None


def _joined(run: Sequence[Passage]) -> Iterator[str]:
    """The lines of a run joined into titles, the longest first."""
    for size in range(min(len(run), _TITLE_LINES), 0, -1):
        for start in range(len(run) - size + 1):
            yield _title_text(join_lines(run[start : start + size]))


def _is_notice(title: str, rules: Rules) -> bool:
    return len(title) <= _LONGEST_TITLE and rules["metadata"].find("notice-title", fold_width(title)) is not None


def _is_plan(title: str, rules: Rules) -> bool:
    folded = fold_width(title)
    is_head = rules["metadata"].find("letterhead", folded) is not None
    return len(folded) >= 4 and not is_head and rules["paragraphs"].find("title", folded) is not None


def _without_site(line: Passage, rules: Rules) -> Passage:
    """A line without the name of the site behind it: …的通知 - 某某市人民政府门户网站."""
    for rule in rules["metadata"].of("site-name"):
        found = rule.regex.search(fold_width(line.text))
        if found:
            return line.cut(0, found.start()).strip()
    return line


def _run_in_title(text: str, rules: Rules) -> tuple[int, int] | None:
    """Where a title stands from which the preamble runs on."""
    for rule in rules["paragraphs"].of("run-in-title"):
        found = rule.regex.match(fold_width(text))
        if found:
            return found.span("title")
    return None


def _title_runs(lines: Sequence[Passage], rules: Rules) -> Iterator[list[Passage]]:
    """Runs of short lines that may together be one title, parted by numbers, fields and sentences."""
    run: list[Passage] = []
    for line in lines:
        text = fold_width(line.text).strip()
        breaks = len(text) > _LONGEST_TITLE or any(c in text for c in "。:>|") or _is_number(text, rules)
        breaks = breaks or any(rule.find(text) for rule in rules["units"].of("lead-rule"))
        if not breaks:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_number(text: str, rules: Rules) -> bool:
    return rules["metadata"].find("doc-number", text) is not None


def _title_text(passage: Passage) -> str:
    """A title's words without the blanks of its line ends and of spaced type."""
    return _SPACED.sub(
        "", re.sub(r"(?<=[^\W\da-zA-Z_])[ ]+(?=\d)|(?<=\d)[ ]+(?=[^\W\da-zA-Z_])", "", passage.collapsed().text)
    )


def _bracketed_date(head: Sequence[Passage], number: Passage) -> date | None:
    """The date in brackets right behind the number: 国发〔1990〕65号（一九九〇年十二月五日）."""
    for line in head:
        at = line.text.find(number.text)
        behind = fold_width(line.text[at + len(number.text) :]).lstrip() if at >= 0 else ""
        if behind.startswith("("):
            return text_to_date(behind[:24])
    return None


def _find_number(head: Sequence[Passage], rules: Rules) -> Passage | None:
    for line in head:
        if rules["metadata"].find("doc-number", fold_width(line.text).strip()):
            return line.strip()
    for line in head:
        for rule in rules["metadata"].of("run-in-number"):
            found = rule.regex.search(fold_width(line.text[:300]))
            if found:
                return line.cut(*found.span("number"))
    return None


def _title_issuer(title: str | None, rules: Rules) -> str | None:
    """The office before 关于 in a notice's title: 国务院办公厅关于印发…."""
    office = title.split("关于", 1)[0].strip() if title and "关于" in title else ""
    names = [n for n in re.split(r"[\s、]+", office) if n]
    return office if names and all(is_unit(n, rules) for n in names) else None
