"""Documents of one thing many times: what a step that looks at all it has met would take the square of.

``TEXTS``, ``PAGES``, ``BOOKS``, ``MAILS`` and ``WORDS`` have a line for each thing; ``SERIES`` a maker for each, of a document with
so many characters (texts) or so many things.
"""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from build_docx import docx, p, r, tbl, tc, tr
from build_html import page
from build_sheet import with_part, with_shared_strings, xlsx

from docx2tasks.numerals import number_to_han


class Series(NamedTuple):
    """How a document with so many of a thing is made, and how many a small one has."""

    make: Callable[[int], bytes]
    size: int


# name: what comes first, what is repeated ({n} counts, {h} counts in words), what closes
TEXTS: Mapping[str, tuple[str, str, str]] = {
    "a blank label, a stop": ("1.", "主办单位：。", ""),
    "a blank label, a comma, a tab": ("", "责任人：，任务分工表\t", ""),
    "a label and its unit": ("1.推进改造。", "责任单位：市教育局。", ""),
    "a label and its deadline": ("1.推进改造。", "完成时限：2022年12月底前；", ""),
    "labels on lines": ("1.推进改造。", "责任单位：市教育局\n", ""),
    "blank labels on lines": ("1.推进改造。", "完成时限：\n", ""),
    "labels in cornered brackets": ("1.推进改造。", "【责任单位】市教育局", ""),
    "clauses in brackets": ("1.", "推进改造（责任单位：市教育局）。", ""),
    "units in one bracket": ("1.推进改造。（", "市教育局、", "市财政局负责）"),
    "units without a bracket": ("1.推进改造。责任单位：", "市第{n}局、", "市财政局"),
    "units and roles": ("1.推进改造。（", "市教育局牵头，", "）"),
    "units with their roles behind": ("1.推进改造。（", "市住建局（牵头）、", "）"),
    "aliases": ("1.", "市教育局（市体育局）、", "负责。"),
    "opening brackets": ("1.推进", "（", ""),
    "closing brackets": ("1.推进", "）", ""),
    "brackets of two kinds": ("1.推进", "（[", ""),
    "quotes": ("1.推进", "“", ""),
    "titles that do not close": ("1.推进", "《关于", ""),
    "titles": ("1.推进", "《关于印发方案的通知》", ""),
    "document numbers": ("1.推进", "青政办发〔2022〕15号、", ""),
    "days": ("1.", "2022年12月31日前完成，", ""),
    "ranges of years": ("1.", "2022—2025年、", ""),
    "recurrences": ("1.", "每季度检查，", ""),
    "months that head lines": ("", "3月：\n推进改造。\n", ""),
    "quantities": ("1.", "不低于90%，", ""),
    "digits": ("1.推进", "9", "家"),
    "words of numbers": ("1.推进", "百分之一百二十、", ""),
    "stops": ("1.推进", "。", ""),
    "commas": ("1.推进", "，", ""),
    "colons": ("1.推进", "：", ""),
    "blanks": ("1.推进", " ", "改造。"),
    "wide blanks": ("1.推进", "　", "改造。"),
    "blanks of no width": ("1.推进", "\u200b", "改造。"),
    "tabs": ("1.推进", "\t", "改造。"),
    "line ends": ("1.推进", "\n", "改造。"),
    "prose": ("1.", "推进老旧小区改造，完善配套设施，加强组织领导。", ""),
    "prose about units": ("1.", "市教育局要落实责任，市财政局会同有关部门推进。", ""),
    "marks run together": ("", "{n}.推进改造。", ""),
    "marks of words run together": ("", "一是推进改造。", ""),
    "items": ("", "{n}.推进第{n}项改造。（责任单位：市教育局）\n", ""),
    "the same item": ("", "1.推进改造。\n", ""),
    "chapters": ("", "{h}、重点任务\n（一）推进改造。\n1.完善设施。\n", ""),
    "headings without words": ("", "{h}、重点任务\n", ""),
    "decimals": ("", "1.{n}推进改造。\n", ""),
    "circles": ("1.推进", "①改造②完善", ""),
    "lines without a mark": ("", "推进改造，完善设施。\n", ""),
    "lines with a label": ("1.推进。\n", "主要措施：\n改造。\n", ""),
    "titles of attachments": ("", "附件{n}\n一、推进改造。\n", ""),
    "lists of attachments": ("附件：", "{n}.任务清单\n", ""),
    "notes": ("1.推进。\n注：", "{n}.说明。\n", ""),
    "signatures": ("", "一、推进改造。\n市人民政府办公室\n2022年3月1日\n", ""),
    "salutations": ("", "各县（市、区）人民政府：\n", "一、推进改造。"),
    "page numbers": ("一、推进\n", "— {n} —\n", "改造。"),
    "contents lines": ("目录\n", "{h}、重点任务……{n}\n", "一、重点任务\n1.推进。"),
    "contents lines that come again": ("", "（一）推进改造\n", ""),
    "members": ("组　长：张三\n", "成　员：李四\n", ""),
    "copies": ("一、推进。\n", "抄送：市委办公室。\n", ""),
    "foreign phrases": ("一、推进。", "365bet娱乐官网下载", "改造。"),
    "cells parted by tabs": ("序号\t工作任务\t责任单位\n", "{n}\t推进改造。\t市教育局\n", ""),
    "cells of one long row": ("序号\t工作任务\n", "推进改造\t", ""),
    "cells parted by bars": ("|序号|工作任务|\n", "|{n}|推进改造。|\n", ""),
    "drawn lines": ("", "├──┼──┤\n│{n}│推进改造│\n", ""),
    "leaders": ("", "推进改造......{n}\n", ""),
    "lines that are broken at a margin": (
        "一、",
        "推进老旧小区改造完善配套设施加强组织领导落实工作责任建立工作\n",
        "。",
    ),
    "Latin words": ("1.", "abc def ", ""),
    "rare characters": ("1.推进", "𠀀", ""),
    "replacement characters": ("1.推进", "\ufffd", ""),
}
PAGES: Mapping[str, tuple[str, str, str]] = {
    "paragraphs": ("", "<p>{h}、推进改造。</p>", ""),
    "line breaks": ("<p>", "一、推进改造。<br>", "</p>"),
    "spans": ("<p>", "<span>一、推进</span><b>。</b>", "</p>"),
    "list items": ("<ol>", "<li>推进改造。", "</ol>"),
    "links in a line": ("<p>", '<a href="x">首页</a> | ', "</p><p>一、推进。</p>"),
    "links in boxes": ("", '<div><a href="x">首页</a></div>', "<p>一、推进。</p>"),
    "deep boxes": ("<div>" * 200, '<p class="nav">甲</p>', "</div>" * 200),
    "tables": ("", "<table><tr><td>1<td>推进改造。<td>市教育局</table>", ""),
    "rows": ("<table>", "<tr><td>{n}<td>推进改造。<td>市教育局", "</table>"),
    "cells over many rows": ("<table>", "<tr><td rowspan=65000>甲<td>乙", "</table>"),
    "cells over many columns": ("<table>", "<tr><td colspan=1000>推", "</table>"),
    "entities": ("<p>", "&#19968;&#12289;", "</p>"),
    "lines of a pre": ("<pre>", "一、推进改造。\n", "</pre>"),
    "empty tags with an id": ("<p>一、推进。</p>", '<b id="q0001"></b>', ""),
    "server tags": ("<p>一、推进。</p>", "<%", ""),
    "open comments": ("<p>一、推进。</p>", "<!--", ""),
    "comments": ("<p>一、推进。</p>", "<!-- -->", ""),
    "equals signs in a tag": ("<p>一、推进。</p><a ", "=", ""),
    "quotes in a tag": ("<p>一、推进。</p>", '<a b="', ""),
    "options": ("<select>", "<option>甲", "</select><p>一、推进。</p>"),
    "ruby": ("<p>", "<ruby>漢<rt>han</rt></ruby>", "</p>"),
    "scripts that do not close": ("<p>一、推进。</p>", "<script>", ""),
    "definitions": ("<dl>", "<dt>甲<dd>推进。", "</dl>"),
    "captions": ("<table>", "<caption>甲", "</table><p>一、推进。</p>"),
    "feet": ("<p>一、推进。</p>", "<p>联系我们 版权所有</p>", ""),
    "raised signs": ("<p>", "<sup>1</sup>x<sub>2</sub>", "</p>"),
    "styles": ("<p>一、推进。</p>", '<p style="a{n}:1;height:0;overflow:hidden">甲</p>', ""),
    "boxes that are shown again": (
        "",
        '<div style="visibility:hidden"><p style="visibility:visible">甲</p></div>',
        "<p>一、推进。</p>",
    ),
    "pieces that are shown again": ('<p style="font-size:0">', '<span style="font-size:9px">甲</span>', "</p>"),
    "comments in a style": ('<p>一、推进。</p><p style="', "/*", '">甲</p>'),
    "margins in a style": ('<p>一、推进。</p><p style="', "margin:1px 2px;", '">甲</p>'),
    "escaped tags": ("<p>一、推进。</p>", "&lt;p &lt;/p&gt;", ""),
    "word breaks": ("<p>一、推进", "<wbr>改造", "。</p>"),
    "open word breaks": ("<p>一、推进。</p>", "<wbr ", ""),
    "pictures": ("<p>一、推进。</p>", '<img src="a.png" alt="图{n}">', ""),
    "drawings": ("<p>一、推进。</p>", "<svg><text>甲</text></svg>", ""),
    "frames": ("<p>一、推进。</p>", '<iframe srcdoc="&lt;p>甲"></iframe>', ""),
    "classes": ("<p>一、推进。</p>", '<p class="q{n} aB aB aB">甲</p>', ""),
}


def _fill(head: str, unit: str, tail: str, count: int) -> str:
    if "{" not in unit:
        return head + unit * count + tail
    return head + "".join(unit.format(n=n, h=number_to_han(n % 9_999)) for n in range(1, count + 1)) + tail


def _text(parts: tuple[str, str, str], characters: int) -> bytes:
    return _fill(*parts, count=max(1, characters // len(parts[1]))).encode()


def _page(parts: tuple[str, str, str], count: int) -> bytes:
    return page(_fill(*parts, count=count)).encode()


def _book(row: Callable[[int], list[object]], count: int) -> bytes:
    return xlsx({"清单": [["序号", "工作任务", "责任单位"], *(row(n) for n in range(1, count + 1))]})


def _strings(piece: str, count: int) -> bytes:
    """A workbook whose shared strings are not well-formed."""
    data = with_shared_strings(xlsx({"清单": [["序号", "工作任务"], [1, "推进改造。"]]}))
    return with_part(
        data, "xl/sharedStrings.xml", lambda part: part.replace(b"<si>", b"<si>" + piece.encode() * 20 * count)
    )


def _hidden_heads(count: int) -> bytes:
    """A hidden row in which many merged ranges begin."""

    def hide(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.row_dimensions[1].hidden = True
        for n in range(1, min(count, 900) + 1):
            sheet.merge_cells(start_row=1, end_row=2, start_column=n, end_column=n)

    return xlsx({"清单": [["甲"] * min(count, 900), [], ["序号", "工作任务"], [1, "推进改造。"]]}, edit=hide)


def _mail(head: str, piece: str, count: int) -> bytes:
    field = f'Content-Disposition: attachment; filename="{head}{piece * 20 * count}"'
    return f"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n{field}\n\nx\n--B--\n".encode()


MAILS: Mapping[str, Callable[[int], bytes]] = {
    "quotes in a name": partial(_mail, "", 'a;\\"'),
    "encoded words": partial(_mail, "", "=?utf-8?Q?a?="),
    "parts": lambda count: _mail("a", "", 0).replace(b"--B--", b"--B\n\nx\n" * count + b"--B--"),
}
BOOKS: Mapping[str, Callable[[int], bytes]] = {
    "rows": partial(_book, lambda n: [n, "推进改造。", "市教育局"]),
    "rows of one cell": partial(_book, lambda _: ["一、推进改造。"]),
    "headings among rows": partial(_book, lambda n: [f"附件{n}"] if n % 2 else [n, "推进改造。"]),
    "notes": partial(_book, lambda _: ["注：说明。"]),
    "lines of one cell": lambda count: xlsx(
        {"清单": [["序号", "工作任务"], [1, "".join(f"{n}.推进改造。\n" for n in range(1, count))]]}
    ),
    "units of one cell": lambda count: xlsx(
        {"清单": [["序号", "工作任务", "责任单位"], [1, "推进改造。", "、".join(f"市第{n}局" for n in range(count))]]}
    ),
    "open runs": partial(_strings, "<t "),
    "open readings": partial(_strings, "<rPh"),
    "merged ranges from a hidden row": _hidden_heads,
    "sheets": lambda count: xlsx({f"表{n}": [["序号", "工作任务"], [1, "推进改造。"]] for n in range(count // 20)}),
}
WORDS: Mapping[str, Callable[[int], bytes]] = {
    "runs": lambda count: docx(p(r("一、推进改造。") * count)),
    "lines of one cell": lambda count: docx(
        tbl(tr("序号", "工作任务"), tr("1", tc(*(f"{n}.推进改造。" for n in range(count)))), columns=2)
    ),
    "tables": lambda count: docx(
        tbl(tr("序号", "工作任务", "责任单位"), tr("1", "推进改造。", "市教育局"), columns=3) * count
    ),
    "attachments": lambda count: docx((p("附件1") + p("一、推进改造。") + p("加强领导。")) * count),
    "the same plan": lambda count: docx((p("任务方案") + p("一、推进改造。") + p("二、加强领导。")) * count),
}

SERIES: Mapping[str, Series] = {
    **{f"text: {name}": Series(partial(_text, parts), 4_000) for name, parts in TEXTS.items()},
    **{f"page: {name}": Series(partial(_page, parts), 250) for name, parts in PAGES.items()},
    **{f"book: {name}": Series(make, 250) for name, make in BOOKS.items()},
    **{f"mail: {name}": Series(make, 250) for name, make in MAILS.items()},
    **{f"Word: {name}": Series(make, 250) for name, make in WORDS.items()},
}
