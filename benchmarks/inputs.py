"""Documents to measure with: built from nothing, the same bytes each time.

    python benchmarks/inputs.py FOLDER

writes small.docx (20 paragraphs), table.docx (77 rows by 4 columns, category and unit cells
merged downwards, as ``(共四方面77条)`` lists are, with the properties Word writes), plain.docx (the
same list without any, as libraries write it), outline.docx (100 paragraphs), served.html (an
official page as it comes from a server, with its menus, hidden links and injected tags), clean.html
(the same words in bare ``<p>``), list.html (the list as a page) and plan.txt.  The other scripts
import what they need from here.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
CATEGORIES = ("一、明确监管主体和责任", "二、加强全过程监管", "三、创新监管机制", "四、加强保障落实")
UNITS = (
    "省卫生健康委牵头，省教育厅、省民政厅、省财政厅、省人力社保厅配合",
    "省卫生健康委、省发展改革委、省市场监管局、省医保局、省药监局按职责分别负责",
    "省医保局",
)
OFFICES = (
    *("市卫生健康委", "市发展改革委", "市教育局", "市科技局", "市公安局", "市民政局"),
    *("市财政局", "市医保局", "市税务局", "市司法局", "市数据局"),
)
HAN = "一二三四五六七八九十"
ENTRIES = (
    "{m}月底前，完成{n}家医疗机构的现场检查，整改率达到{p}%。",
    "印发《青川省医疗服务监管工作要点》，建立每季一次的通报制度。",
    "{m}-12月，组织开展专项行动，对发现的问题逐项登记、限期整改，重要情况及时报告。",
    "推进信息系统互联互通，不断完善抽查清单，健全执法检查人员名录库。",
)
HEADER = ("项目", "任务目标", "2020年进度要求", "责任单位")
TITLE = "青川省医疗卫生行业综合监管工作任务分工"
SPAM = ("legend", "samp", "mark", "delect", "menuitem", "meter", "tt", "acronym")
FACTS = (
    ("索引号", "000000000/2022-00037", "公开方式", "主动公开"),
    ("发布机构", "市政府办公室", "公开日期", "2022-04-19"),
    ("主题分类", "卫生", "发文字号", "青川政办发〔2022〕37号"),
)


def run(text: str) -> str:
    """A paragraph of one run, with the properties Word writes."""
    properties = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="24"/></w:rPr>'
    return f'<w:p><w:pPr><w:spacing w:line="360"/></w:pPr><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>'


def bare_run(text: str) -> str:
    """A paragraph of one run and nothing else, as libraries write it."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


Run = Callable[[str], str]


def cell(paragraphs: list[str], merge: str, write: Run) -> str:
    """A table cell; ``merge`` is restart, continue or empty."""
    mark = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    words = "".join(map(write, paragraphs)) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/>{mark}</w:tcPr>{words}</w:tc>'


class Entry(NamedTuple):
    """One row of the list; a category or unit that goes on from the row above is not said again."""

    category: str
    begins_category: bool
    target: str
    steps: list[str]
    units: str
    begins_units: bool


def entries(count: int) -> Iterator[Entry]:
    """The measures of the list, with three steps each."""
    for number in range(1, count + 1):
        category = CATEGORIES[(number - 1) * 4 // count]
        begins = number == 1 or CATEGORIES[(number - 2) * 4 // count] != category
        steps = [
            f"{i}." + ENTRIES[(number + i) % 4].format(m=1 + (number + i) % 11, n=3 + number, p=60 + number % 40)
            for i in range(1, 4)
        ]
        target = (
            f"{number}.加强公立医疗卫生机构第{number}类服务的综合监管，"
            "健全激励约束机制，落实属地责任，强化部门协同和结果运用。"
        )
        yield Entry(category, begins, target, steps, UNITS[number % 3], number % 3 == 1 or begins)


def table_rows(count: int, write: Run) -> str:
    """The rows of the list in Word, categories and units merged downwards."""
    rows = ["<w:tr>" + "".join(cell([words], "", write) for words in HEADER) + "</w:tr>"]
    for entry in entries(count):
        category = cell([entry.category], "restart", write) if entry.begins_category else cell([], "continue", write)
        units = cell([entry.units], "restart", write) if entry.begins_units else cell([], "continue", write)
        steps = cell(entry.steps, "", write)
        rows.append(f"<w:tr>{category}{cell([entry.target], '', write)}{steps}{units}</w:tr>")
    return "".join(rows)


def document(body: str) -> str:
    """A main document part."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="{R}">'
    return f"{head}<w:body>{body}</w:body></w:document>"


def docx(body: str) -> bytes:
    """A Word file whose bytes depend on ``body`` only."""
    stream = io.BytesIO()
    parts = (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document(body)))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def table_docx(rows: int, write: Run = run) -> bytes:
    """A title and the list."""
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2400"/>' * 4 + "</w:tblGrid>"
    return docx(write(TITLE) + f"<w:tbl><w:tblPr/>{grid}{table_rows(rows, write)}</w:tbl>")


def plan_lines() -> list[str]:
    """The lines of a short plan."""
    lines = [
        "青川市提升医疗服务质量行动方案",
        "各县（市、区）人民政府：",
        "为提升医疗服务质量，结合实际，制定本方案。",
        "一、重点任务",
    ]
    for number in range(1, 13):
        entry = ENTRIES[number % 4].format(m=1 + number % 11, n=number, p=80)
        label = "十" * (number > 10) + "一二三四五六七八九十"[(number - 1) % 10]
        lines.append(f"（{label}）加强管理。{entry}（市卫生健康委牵头，市财政局配合）")
    return [*lines, "二、保障措施", "（一）加强领导。各单位要落实责任。", "青川市人民政府办公室", "2022年4月19日"]


def small_docx() -> bytes:
    """A plan of twenty paragraphs."""
    return docx("".join(map(run, plan_lines())))


def outline_lines(count: int) -> Iterator[str]:
    """Headings with nine measures each, whose units hardly ever come again."""
    yield from plan_lines()[:3]
    for number in range(count - 3):
        head, item = divmod(number, 10)
        if not item:
            yield f"{HAN[head % 10]}、推进第{head + 1}方面工作"
            continue
        words = ENTRIES[number % 4].format(m=1 + number % 11, n=number + 3, p=60 + number % 40)
        lead, *others = (OFFICES[(number * step + head) % 11] for step in (1, 3, 4))
        yield f"（{HAN[item - 1]}）加强第{number}项管理。{words}（{lead}牵头，{'、'.join(others)}配合）"


def outline_docx() -> bytes:
    """An outline of 100 paragraphs."""
    return docx("".join(map(run, outline_lines(100))))


def plan_text(times: int = 1) -> bytes:
    """The lines of the plan, one after another ``times`` over."""
    return "\n".join(plan_lines() * times).encode()


def clean_page(times: int = 2) -> bytes:
    """The plan in bare paragraphs, ``times`` over."""
    return page("".join(f"<p>{line}</p>\n" for line in plan_lines() * times))


def served_page(times: int = 2) -> bytes:
    """The plan as an official site serves it."""
    style = "text-indent: 2em; line-height: 2; font-size: 16pt; font-family: 仿宋_GB2312"
    span = 'span style="font-size: 16pt"'
    words = "".join(f'<p style="{style}"><{span}>{line}</span></p>\n' for line in plan_lines() * times)
    links = "".join(f'<a href="http://a{n}.example/">娱乐平台{n}</a>' for n in range(80))
    menu = "".join(f'<li class="item"><a href="/col/{n}">栏目{n}</a></li>\n' for n in range(20))
    spam = "".join(f'<{SPAM[n % len(SPAM)]} id="h4sia"></{SPAM[n % len(SPAM)]}>\n' for n in range(40))
    facts = "".join(
        f'<tr><td class="label"><b>{a}：</b></td><td>{b}</td><td class="label"><b>{c}：</b></td><td>{d}</td></tr>'
        for a, b, c, d in FACTS
    )
    return page(
        f'{spam}<div class="nav"><ul>{menu}</ul></div><div style="display:none">{links}</div>'
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 政策文件</div>'
        f'<table class="facts">{facts}</table><h1>{plan_lines()[0]}</h1><div class="TRS_Editor">{words}</div>{spam}'
        '<div class="footer"><p>主办：青川市人民政府办公室</p><p>网站标识码：3300000000　青ICP备00000000号</p></div>'
    )


def list_page(rows: int = 77) -> bytes:
    """The list as a page: cells without ``rowspan``, a paragraph a step."""
    words = "".join(f"<td>{name}</td>" for name in HEADER)
    lines = [f"<tr>{words}</tr>"]
    for entry in entries(rows):
        steps = "".join(f"<p>{step}</p>" for step in entry.steps)
        lines.append(
            f"<tr><td>{entry.category}</td><td>{entry.target}</td><td>{steps}</td><td>{entry.units}</td></tr>\n"
        )
    return page(f"<h1>{TITLE}</h1><table>{''.join(lines)}</table>")


def page(body: str) -> bytes:
    """A page around ``body``."""
    head = '<meta charset="utf-8"><title>青川市人民政府 政策文件</title><link rel="stylesheet" href="/site.css">'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>".encode()


INPUTS: dict[str, Callable[[], bytes]] = {
    "small.docx": small_docx,
    "table.docx": lambda: table_docx(77),
    "plain.docx": lambda: table_docx(77, bare_run),
    "outline.docx": outline_docx,
    "served.html": served_page,
    "clean.html": clean_page,
    "list.html": list_page,
    "plan.txt": plan_text,
}


def main() -> None:
    """Write all inputs into the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in INPUTS.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
