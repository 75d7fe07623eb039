"""Word files of one thing many times: what a step that looks at all it has met would take the square of.

``SERIES`` has a maker for each, and how many of the thing a small file has.
"""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from build_docx import (
    abstract,
    docx,
    docx_with,
    field_char,
    form_field,
    graphic,
    lvl,
    num,
    only_abstract,
    override,
    p,
    r,
    style,
    t,
    tbl,
    tc,
    text_box,
    tr,
)


class Series(NamedTuple):
    """How a file with so many of a thing is made, and how many a small one has."""

    make: Callable[[int], bytes]
    size: int


NUMBERED = abstract(0, lvl(0, "%1、", "chineseCounting"))
PICTURE = r(inner='<w:pict><v:shape style="width:10pt;height:10pt"><v:imagedata r:id="x"/></v:shape></w:pict>')
CHART = graphic('<c:chart r:id="chart"/>', kind="chart")
OTHER = '<mc:AlternateContent><mc:Choice Requires="none"><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>乙</w:t></mc:Fallback></mc:AlternateContent>'


def linked_lists(n: int) -> bytes:
    """Lists of which each is defined by the numbering style of the next."""
    lists = "".join(only_abstract(i, more=f'<w:numStyleLink w:val="s{i + 1}"/>') for i in range(n)) + "".join(num(i + 1, i) for i in range(n))
    styles = "".join(style(f"s{i}", kind="numbering", props=f'<w:numPr><w:numId w:val="{i + 1}"/></w:numPr>') for i in range(n + 1))
    return docx("".join(p("甲", num=(i + 1, 0)) for i in range(n)), numbering=lists, styles=styles)


def based_styles(n: int) -> bytes:
    """Styles based on each other, paragraphs and characters, each in use."""
    styles = "".join(style(f"p{i}", based=f"p{i + 1}") + style(f"c{i}", based=f"c{i + 1}", kind="character") for i in range(n))
    return docx("".join(p(style=f"p{i}", inner=r("甲", props=f'<w:rStyle w:val="c{i}"/>')) for i in range(n)), styles=styles)


def chart(points: int) -> str:
    """A chart of one series."""
    made = "".join(f'<c:pt idx="{n}"><c:v>{n}</c:v></c:pt>' for n in range(points))
    return f"<c:chartSpace><c:ser><c:cat><c:strCache>{made}</c:strCache></c:cat><c:val><c:numCache>{made}</c:numCache></c:val></c:ser></c:chartSpace>"


def charts(count: int, points: int) -> bytes:
    """One chart, shown so many times."""
    return docx_with(p(inner=CHART) * count, parts={"charts/chart.xml": ("chart", chart(points))})


def notes(kind: str, mark: str, n: int) -> bytes:
    """Notes or comments, each referred to."""
    texts = "".join(f'<w:{kind} w:id="{i}">{p("注文")}</w:{kind}>' for i in range(n))
    return docx(p(inner="".join(r("甲", inner=f'<w:{mark} w:id="{i}"/>') for i in range(n))), **{kind + "s": texts})


def nested_fields(n: int) -> bytes:
    """Fields in fields, in their codes and in their results."""
    begin, end = field_char("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>", field_char("end")
    return docx(p(inner=begin * n + end * n + (begin + field_char("separate")) * n + r("甲") + end * n))


def equation(code: str) -> bytes:
    """A field that is drawn from its code."""
    return docx(p(inner=field_char("begin") + f"<w:r><w:instrText>EQ {code}</w:instrText></w:r>" + field_char("end") + r("甲")))


SERIES: Mapping[str, Series] = {
    "lists linked by styles": Series(linked_lists, 400),
    "styles based on styles": Series(based_styles, 200),
    "long patterns of numbers": Series(lambda n: docx(p("甲", num=(1, 0)) * n, numbering=abstract(0, lvl(0, "长" * 200 + "%1"))), 500),
    "lists of their own": Series(lambda n: docx("".join(p("建成平台。", num=(i + 1, 0)) for i in range(n)), numbering="".join(abstract(i, lvl(0, "%1、")) for i in range(n))), 200),
    "levels overridden": Series(lambda n: docx(p("甲", num=(1, 0)) * n, numbering=only_abstract(0, lvl(0, "%1.")) + num(1, 0, override(0, start=1) * n)), 1000),
    "numbered paragraphs": Series(lambda n: docx(p("建成平台。", num=(1, 0)) * n, numbering=NUMBERED), 200),
    "runs": Series(lambda n: docx(p(inner=r("建成平台。", props="<w:b/>") * n)), 1000),
    "nested fields": Series(nested_fields, 1000),
    "form fields": Series(lambda n: docx(p(inner=form_field("FORMDROPDOWN", '<w:ddList><w:listEntry w:val="甲"/></w:ddList>') * n)), 500),
    "brackets of an equation": Series(lambda n: equation("(" * n), 4000),
    "readings of an equation": Series(lambda n: equation("jc" + "\\s\\up " * n + " " * n), 4000),
    "alternatives": Series(lambda n: docx(p(inner=r(inner=OTHER * n))), 1000),
    "choices": Series(lambda n: docx(p("甲", inner=r(inner="<mc:AlternateContent>" + '<mc:Choice Requires="none"/>' * n + "</mc:AlternateContent>"))), 2000),
    "text boxes over measures": Series(lambda n: docx("".join(p(f"{i}.建成平台。", inner=text_box(p("内部资料"))) for i in range(n))), 200),
    "text boxes without measures": Series(lambda n: docx(p("建成平台。", inner=text_box(p("内部资料"))) * n), 300),
    "text boxes over cells": Series(lambda n: docx(tbl(tr("序号", "任务"), *(tr(str(i), tc(p("建成平台。", inner=text_box(p("内部资料"))))) for i in range(n)))), 200),
    "boxes of a deleted mark": Series(lambda n: docx(p(inner=text_box(p("乙")), props="<w:rPr><w:del/></w:rPr>") * n + p("甲")), 300),
    "pictures": Series(lambda n: docx(p("建成平台。") + p(inner=PICTURE) * n), 500),
    "charts": Series(lambda n: charts(n, 3), 300),
    "points of a chart": Series(lambda n: charts(1, n), 1000),
    "hidden paragraphs": Series(lambda n: docx(p(inner=r("一、甲", props="<w:vanish/>")) * n + p("甲")), 1000),
    "hidden rows": Series(lambda n: docx(tbl(tr("甲", props="<w:hidden/>") * n, tr("乙"))), 500),
    "footnotes": Series(lambda n: notes("footnote", "footnoteReference", n), 300),
    "comments by their words": Series(lambda n: notes("comment", "commentRangeStart", n), 300),
    "bookmarks": Series(lambda n: docx(p(inner=(r("甲") + '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>') * n)), 1000),
    "content controls": Series(lambda n: docx(f"<w:sdt><w:sdtPr/><w:sdtContent>{p('建成平台')}</w:sdtContent></w:sdt>" * n), 400),
    "rows merged downwards": Series(lambda n: docx(tbl(tr(tc("建成平台", merge=""), tc("市教育局", span=2)) * n)), 300),
    "cells merged across": Series(lambda n: docx(tbl(tr(tc("建成平台", props="<w:hMerge/>") * n))), 800),
    "paragraphs where rows belong": Series(lambda n: docx(f"<w:tbl>{p('甲') * n}</w:tbl>"), 500),
    "words where paragraphs belong": Series(lambda n: docx(t("甲") * n), 1000),
    "sections": Series(lambda n: docx(p("甲", props="<w:sectPr/>", inner=PICTURE) * n), 300),
    "signs of symbol fonts": Series(lambda n: docx(p(inner=r("\uf0fc甲\uf0d1") * n)), 500),
}  # fmt: skip
