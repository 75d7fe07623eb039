"""Builds the Word samples, byte for byte the same each time: ``python samples/build.py``.

The page and text samples are written by hand.  The Word files are stored without compression
and with one fixed date, so that a file that differs was changed, not built elsewhere.
"""

# ruff: noqa: E501  (a paragraph is one line, and Chinese counts double)

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from build_docx import (  # noqa: E402  the builders stand beside the tests
    abstract,
    docx_parts,
    field_char,
    lvl,
    p,
    r,
    style,
    t,
    tbl,
    tc,
    tr,
)

_WHEN = (2022, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CENTER = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'
_OUTLINE = abstract(
    0,
    lvl(0, "%1、", "chineseCountingThousand", suff="nothing"),
    lvl(1, "（%2）", "chineseCountingThousand", suff="nothing"),
    lvl(2, "%3.", suff="nothing"),
)


def store(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of ``parts`` that depends on nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system = 0
            archive.writestr(entry, _XML + data if isinstance(data, str) else data)
    return stream.getvalue()


def notice() -> bytes:
    """A notice with automatic numbers on three levels, and clauses of every role."""
    return store(
        docx_parts(
            p("青川市人民政府办公室文件", props=_CENTER),
            p("青政办发〔2022〕15号", props=_CENTER),
            p("青川市人民政府办公室关于印发2022年老旧小区改造重点任务的通知", props=_CENTER),
            p("各区、县人民政府，市政府各部门："),
            p("为改善居住条件，根据《青川市城市更新条例》，经市政府同意，现将重点任务通知如下。"),
            p("总体要求", num=(1, 0)),
            p("坚持居民自愿、因地制宜，到2025年，基本完成改造。"),
            p("重点任务", num=(1, 0)),
            p("摸清底数（市住建局牵头）", num=(1, 1)),
            p("开展普查。6月底前，完成全市老旧小区普查。", num=(1, 2)),
            p("建立台账。每季度更新一次改造台账，入库率达到100%。（市住建局、市大数据局按职责分工负责）", num=(1, 2)),
            p("推进实施", num=(1, 1)),
            p("实施改造。年内改造小区60个以上。（市住建局牵头，市财政局、市发展改革委配合）", num=(1, 2)),
            p("规范审批。自2022年9月起，实行联合审批。（责任单位：市行政审批局，各区、县〔市〕人民政府）", num=(1, 2)),
            p("强化监督。对改造质量开展抽查。（市住建局会同市市场监管局负责，市审计局监督）", num=(1, 2)),
            p("保障措施", num=(1, 0)),
            p("加强组织领导。各区要成立专班，按月调度。", num=(1, 1)),
            p("加强宣传引导。各街道要公开改造方案。（各街道办事处落实）", num=(1, 1)),
            p("青川市人民政府办公室", props=_RIGHT),
            p("2022年3月18日", props=_RIGHT),
            p("（此件公开发布）"),
            numbering=_OUTLINE,
        )
    )


def merged_table() -> bytes:
    """A table merged downwards, with automatic numbers in its cells, over a repeated header."""
    head = tr("重点任务", "具体措施", "责任单位", "完成时限", props="<w:tblHeader/>")
    rows = (
        tr(
            tc("一、畅通河道", merge="restart"),
            tc(p("清理沿河违建12处。", num=(1, 0))),
            tc("牵头单位：市水务局", p("配合单位：市城管局"), merge="restart"),
            "2022年6月",
        ),
        tr(tc(merge=""), tc(p("疏浚河道30公里。", num=(1, 0))), tc(merge=""), "2022年10月底前"),
        tr(
            tc(merge=""),
            tc(p("建设生态护坡。", num=(1, 0)), p("每年汛期前开展一次检查。", num=(1, 0))),
            "市水务局、各县（市、区）人民政府",
            "长期",
        ),
        tr("重点任务", "具体措施", "责任单位", "完成时限"),
        tr(
            tc("二、治理污水", merge="restart"),
            tc(p("新建污水管网50公里以上。", num=(1, 0))),
            tc("市住建局", merge="restart"),
            tc("2022年12月", merge="restart"),
        ),
        tr(tc(merge=""), tc(p("改造雨污混接点200个以上。", num=(1, 0))), tc(merge=""), tc(merge="")),
    )
    return store(
        docx_parts(
            p("青川市2022年河道治理任务清单", props=_CENTER),
            tbl(head, *rows, columns=4),
            p("注：进展情况由市水务局汇总。"),
            numbering=abstract(0, lvl(0, "%1.", suff="nothing")),
        )
    )


def revised() -> bytes:
    """A draft with tracked changes, a content control, a contents list and a text box."""
    who = 'w:id="1" w:author="甲" w:date="2022-01-01T00:00:00Z"'
    contents = "".join(
        p(inner=begin + r(words) + close, style="TOC1")
        for words, begin, close in (
            (
                "一、强化源头管控\t1",
                field_char("begin") + '<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>' + field_char("separate"),
                "",
            ),
            ("二、健全长效机制\t2", "", field_char("end")),
        )
    )
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{p('2.每月公布一次空气质量排名。（市生态环境局负责）')}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{p('2.每月公布一次空气质量排名。（市生态环境局负责）')}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    return store(
        docx_parts(
            p("青川市大气污染防治工作方案", props=_CENTER),
            p("目　录", props=_CENTER),
            contents,
            p("为改善空气质量，制定本方案。"),
            p("一、强化源头管控"),
            p(
                inner=r("1.")
                + f'<w:ins {who}>{r("2022年10月底前，")}</w:ins>'
                + f"<w:del {who}><w:r><w:delText>年底前，</w:delText></w:r></w:del>"
                + r("淘汰燃煤锅炉")
                + f'<w:del {who}><w:r><w:delText>20</w:delText></w:r></w:del><w:ins {who}>{r("35")}</w:ins>'
                + r("台以上。（市生态环境局牵头，市市场监管局配合）")
            ),
            p(inner=box),
            p("二、健全长效机制"),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('1.建立网格化监测体系，监测点位覆盖率不低于95%。（责任单位：市生态环境局、各乡镇（街道））')}</w:sdtContent></w:sdt>",
            p(inner=r("2.") + f"<w:sdt><w:sdtPr/><w:sdtContent><w:r>{t('修订应急预案')}</w:r></w:sdtContent></w:sdt>" + r("，四季度组织演练。")),
            styles=style("Normal") + style("TOC1", title="toc 1"),
        )
    )


SAMPLES = {"notice-numbered.docx": notice, "table-merged.docx": merged_table, "draft-revised.docx": revised}


def main() -> None:
    """Write the Word samples beside this script."""
    for name, build in SAMPLES.items():
        (HERE / name).write_bytes(build())


if __name__ == "__main__":
    main()
