"""Documents to measure with: built from nothing, the same bytes each time.

    python benchmarks/inputs.py FOLDER

writes small.docx (20 paragraphs), table.docx (77 rows by 4 columns, category and unit cells
merged downwards, as ``(共四方面77条)`` lists are), page.html and plan.txt.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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
ENTRIES = (
    "{m}月底前，完成{n}家医疗机构的现场检查，整改率达到{p}%。",
    "印发《青川省医疗服务监管工作要点》，建立每季一次的通报制度。",
    "{m}-12月，组织开展专项行动，对发现的问题逐项登记、限期整改，重要情况及时报告。",
    "推进信息系统互联互通，不断完善抽查清单，健全执法检查人员名录库。",
)


def run(text: str) -> str:
    """A paragraph of one run, with the properties Word writes."""
    properties = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="24"/></w:rPr>'
    return f'<w:p><w:pPr><w:spacing w:line="360"/></w:pPr><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>'


def cell(paragraphs: list[str], merge: str = "") -> str:
    """A table cell; ``merge`` is restart, continue or empty."""
    mark = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/>{mark}</w:tcPr>{"".join(map(run, paragraphs)) or "<w:p/>"}</w:tc>'


def table_rows(count: int) -> str:
    """The rows of the list: a measure each, with three entries, categories and units merged."""
    rows = ["<w:tr>" + "".join(cell([w]) for w in ("项目", "任务目标", "2020年进度要求", "责任单位")) + "</w:tr>"]
    for number in range(1, count + 1):
        category = CATEGORIES[(number - 1) * 4 // count]
        starts = number == 1 or CATEGORIES[(number - 2) * 4 // count] != category
        unit_starts = number % 3 == 1 or starts
        entries = [
            f"{i}." + ENTRIES[(number + i) % 4].format(m=1 + (number + i) % 11, n=3 + number, p=60 + number % 40) for i in range(1, 4)
        ]
        target = f"{number}.加强公立医疗卫生机构第{number}类服务的综合监管，健全激励约束机制，落实属地责任，强化部门协同和结果运用。"
        rows.append(
            "<w:tr>"
            + cell([category] if starts else [], "restart" if starts else "continue")
            + cell([target])
            + cell(entries)
            + cell([UNITS[number % 3]] if unit_starts else [], "restart" if unit_starts else "continue")
            + "</w:tr>"
        )
    return "".join(rows)


def document(body: str) -> str:
    """A main document part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def write_docx(path: Path, body: str) -> None:
    """A Word file whose bytes depend on ``body`` only."""
    parts = (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document(body)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)


def table_body(rows: int) -> str:
    """A title and the list."""
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2400"/>' * 4 + "</w:tblGrid>"
    return run("青川省医疗卫生行业综合监管工作任务分工") + f"<w:tbl><w:tblPr/>{grid}{table_rows(rows)}</w:tbl>"


def plan_lines() -> list[str]:
    """The lines of a short plan."""
    lines = ["青川市提升医疗服务质量行动方案", "各县（市、区）人民政府：", "为提升医疗服务质量，结合实际，制定本方案。", "一、重点任务"]
    for number in range(1, 13):
        entry = ENTRIES[number % 4].format(m=1 + number % 11, n=number, p=80)
        lines.append(f"（{'一二三四五六七八九十'[number - 1] if number < 11 else '十' + '一二'[number - 11]}）加强管理。{entry}（市卫生健康委牵头，市财政局配合）")
    return [*lines, "二、保障措施", "（一）加强领导。各单位要落实责任。", "青川市人民政府办公室", "2022年4月19日"]


def main() -> None:
    """Write all inputs into the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    write_docx(folder / "small.docx", "".join(map(run, plan_lines())))
    write_docx(folder / "table.docx", table_body(77))
    write_docx(folder / "table154.docx", table_body(154))
    page = "".join(f"<p>{line}</p>\n" for line in plan_lines() * 6)
    html = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>方案</title></head><body><div class='nav'><a href='/'>首页</a></div>{page}</body></html>"
    (folder / "page.html").write_text(html, encoding="utf-8")
    (folder / "plan.txt").write_text("\n".join(plan_lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
