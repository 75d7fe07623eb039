"""What a document says about itself: title, office, number, dates, index number, status."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from datetime import date

import pytest
from build_html import page, paragraphs, table
from cases import read_text

from docx2tasks import parse
from docx2tasks.extract.dates import text_to_date

ITEMS = "一、重点任务\n1.甲事完成。\n2.乙事完成。\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("2022年4月19日", date(2022, 4, 19), id="数字"),
        pytest.param("二〇〇五年六月十一日", date(2005, 6, 11), id="汉字"),
        pytest.param("二○○五年六月十一日", date(2005, 6, 11), id="圆圈零"),
        pytest.param("二〇二二年十二月三十一日", date(2022, 12, 31), id="汉字两位"),
        pytest.param("2022-01-25 16:55", date(2022, 1, 25), id="短横"),
        pytest.param("2022.1.5", date(2022, 1, 5), id="点"),
        pytest.param("２０２２年４月１９日", date(2022, 4, 19), id="全角"),
        pytest.param("2022年2月30日", None, id="不存在的日子"),
        pytest.param("2022年4月", None, id="没有日"),
        pytest.param("", None, id="空"),
    ],
)
def test_dates(words: str, expected: date | None) -> None:
    """A printed date is a day, in whichever digits; a day that does not exist is none."""
    assert text_to_date(words) == expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        pytest.param(f"青川市2022年重点任务清单\n{ITEMS}", "title", "青川市2022年重点任务清单", id="标题行"),
        pytest.param(
            f"青川市人民政府办公室关于印发\n2022年重点任务清单的通知\n各区人民政府：\n{ITEMS}",
            "title",
            "青川市人民政府办公室关于印发2022年重点任务清单的通知",
            id="标题分两行",
        ),
        pytest.param(f"青川市人民政府文件\n青政发〔2022〕5号\n青川市人民政府关于加强管理的意见\n{ITEMS}", "title", "青川市人民政府关于加强管理的意见", id="红头之后"),
        pytest.param(f"青川市人民政府关于加强管理的意见\n青政发〔2022〕5号\n{ITEMS}", "doc_number", "青政发〔2022〕5号", id="文号行"),
        pytest.param(f"青川市人民政府关于加强管理的意见\n{ITEMS}青川市人民政府\n2022年4月19日\n", "issuer", "青川市人民政府", id="落款机关"),
        pytest.param(f"青川市人民政府关于加强管理的意见\n{ITEMS}", "issuer", "青川市人民政府", id="标题中的机关"),
        pytest.param(f"工作方案\n{ITEMS}青川市教育局\n2022年4月19日\n", "issued_on", "2022-04-19", id="落款日期"),
        pytest.param(f"工作方案\n{ITEMS}青川市教育局\n二〇二二年四月十九日\n", "issued_on", "2022-04-19", id="汉字落款日期"),
        pytest.param(f"工作方案\n{ITEMS}青川市教育局　　2022年4月19日\n", "issuer", "青川市教育局", id="机关与日期一行"),
        pytest.param(f"索引号：QC00/2022-5　文号：青政发〔2022〕5号\n工作方案\n{ITEMS}", "index_number", "QC00/2022-5", id="行内索引号"),
        pytest.param(f"发布日期：2022-01-25 16:55 浏览次数：\n工作方案\n{ITEMS}", "published_on", "2022-01-25", id="发布日期"),
        pytest.param(f"工作方案\n{ITEMS}", "doc_number", None, id="没有文号"),
        pytest.param(f"工作方案\n{ITEMS}", "issued_on", None, id="没有日期"),
        pytest.param(f"工作方案\n为落实青政发〔2021〕3号文件，制定本方案。\n{ITEMS}", "doc_number", None, id="引用的文号不是本文文号"),
        pytest.param(f"工作方案\n{ITEMS}3.2021年3月5日召开大会。\n", "issued_on", None, id="任务中的日期不是成文日期"),
    ],
)
def test_facts_of_a_text(text: str, field: str, expected: str | None) -> None:
    """A fact is what the head or the foot prints; what is not printed is null."""
    assert getattr(read_text(text).document, field) == expected


HEADS = [
    pytest.param("青川市2024年重点工作清单\n（2024年2月19日）\n", "青川市2024年重点工作清单 | None | None | 2024-02-19", id="标题下括号日期"),
    pytest.param("青川市供水服务提升\n工作要点\n青川市水利局\n（2024年2月2日）\n", "青川市供水服务提升工作要点 | 青川市水利局 | None | 2024-02-02", id="标题两行机关日期"),
    pytest.param("青川区卫生局文件\n关于开展试点工作的通知\n", "关于开展试点工作的通知 | 青川区卫生局 | None | None", id="红头无文号"),
    pytest.param("青川区卫生局文件\n青卫发﹝2024﹞7号\n关于开展试点工作的通知\n", "关于开展试点工作的通知 | 青川区卫生局 | 青卫发﹝2024﹞7号 | None", id="小括号文号"),
    pytest.param("青川市水务局\n青川市河湖治理工作台账\n", "青川市河湖治理工作台账 | 青川市水务局 | None | None", id="红头无文件二字"),
    pytest.param("青川市人民政府\n关于开展检查的通知\n", "青川市人民政府关于开展检查的通知 | 青川市人民政府 | None | None", id="机关与标题分行"),
    pytest.param("青川市教育局　青川市财政局\n关于开展检查的通知\n", "青川市教育局青川市财政局关于开展检查的通知 | 青川市教育局、青川市财政局 | None | None", id="两个机关的标题"),
    pytest.param("青川市教育局2024年工作要点\n", "青川市教育局2024年工作要点 | 青川市教育局 | None | None", id="标题开头的机关"),
    pytest.param("来源：本站\n青川市2024年工作方案\n", "青川市2024年工作方案 | None | None | None", id="来源本站"),
    pytest.param("发文机关：\n青川市教育局\n文号：\n青教发〔2024〕5号\n成文日期：\n2024-03-01\n青川市2024年工作方案\n", "青川市2024年工作方案 | 青川市教育局 | 青教发〔2024〕5号 | 2024-03-01", id="标签与值分行"),
    pytest.param("青川市人民政府专题会议纪要\n〔2024〕12号\n青川市人民政府办公室　　　2024年5月6日\n关于研究改造工作的会议纪要\n", "关于研究改造工作的会议纪要 | 青川市人民政府办公室 | 〔2024〕12号 | 2024-05-06", id="会议纪要"),
    pytest.param("青川市养犬管理方案\n（征求意见稿）\n（2024年2月）\n", "青川市养犬管理方案（征求意见稿） | None | None | None", id="标题下月份"),
    pytest.param("通知公告\n2024年秋季报到有关事项的通知\n", "2024年秋季报到有关事项的通知 | None | None | None", id="栏目名不是标题"),
]
FEET = [
    pytest.param("青川市教育局青川市财政局\n青川市民政局\n2024.3.1", "青川市教育局、青川市财政局、青川市民政局 | 2024-03-01", id="并排落款"),
    pytest.param("青川市教育局\n（盖章）\n2024-3-1", "青川市教育局 | 2024-03-01", id="盖章一行"),
    pytest.param("[院印]\n二〇二四年三月一日", "None | 2024-03-01", id="院印"),
    pytest.param("青川市自然资源局2024年3月1日", "青川市自然资源局 | 2024-03-01", id="机关日期相连"),
    pytest.param("青川市教育局办公室\n2024年3月1日\n青川市教育局办公室\n2024年3月2日印发", "青川市教育局办公室 | 2024-03-01", id="落款与印发"),
    pytest.param("青川市教育局\n2024年3月", "青川市教育局 | None", id="落款只有月份"),
    pytest.param("市长　李四\n2024年3月1日", "None | 2024-03-01", id="个人署名"),
    pytest.param("附件：\n1.评分表\n2.统计表\n青川市教育局\n2024年3月1日", "青川市教育局 | 2024-03-01", id="附件名单在落款前"),
    pytest.param("附：1.评分表\n2.统计表\n青川市教育局\n2024年3月1日", "青川市教育局 | 2024-03-01", id="附字开头"),
    pytest.param("青川市教育局\n2024年3月1日\n附 件：\n1.评分表\n2.统计表", "青川市教育局 | 2024-03-01", id="附件名单在落款后"),
    pytest.param("青川市教育局\n2024年3月1日\n抄送：市委办公室。\n青川市教育局办公室　2024年3月2日印发\n联系人：甲某", "青川市教育局 | 2024-03-01", id="抄送印发联系人"),
]


@pytest.mark.parametrize("sign", ["青川市应急局\n", ""], ids=["有落款", "只有日期"])
@pytest.mark.parametrize("asks", ["请各单位于12月5日前将台账报送县应急局", "各科室要按时报送台账"])
def test_a_request_does_not_sign(asks: str, sign: str) -> None:
    """A last request without a full stop is one, and no issuer."""
    found = read_text(f"关于开展检查的通知\n各有关单位：\n请各单位认真检查。\n{asks}\n{sign}2024年3月1日\n")
    assert (found.document.issuer, str(found.document.issued_on)) == (sign.strip() or None, "2024-03-01")
    assert [task.text for task in found.tasks] == ["请各单位认真检查。", asks]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_heads(head: str, expected: str) -> None:
    """Title, issuer, number and date of a head: no line is two of them, and none is glued to another."""
    found = read_text(head + "一、重点任务\n1.建成平台。\n2.开展检查。\n").document
    assert f"{found.title} | {found.issuer} | {found.doc_number} | {found.issued_on}" == expected


@pytest.mark.parametrize(("foot", "expected"), FEET)
def test_feet(foot: str, expected: str) -> None:
    """Issuer and date of a foot; none of its lines is a task or the end of one."""
    found = read_text(f"关于开展检查的通知\n各有关单位：\n1.建成平台。\n2.开展检查。\n{foot}\n")
    assert f"{found.document.issuer} | {found.document.issued_on}" == expected
    assert [task.text for task in found.tasks] == ["建成平台。", "开展检查。"]


def test_facts_of_a_page() -> None:
    """A page's table of fields gives number, dates, index number and status."""
    fields = table(
        (
            ("索引号：", "QC00/2022-00005", "发布机构：", "青川市人民政府办公室"),
            ("发文字号：", "青政办发〔2022〕5号", "成文日期：", "2022-04-19"),
            ("发布日期：", "2022-04-25", "有效性：", "有效"),
        )
    )
    title = "青川市人民政府办公室关于印发重点任务的通知"
    made = page(fields + f"<h1>{title}</h1>" + paragraphs(*ITEMS.split()), title=title)
    assert parse(made.encode()).document.model_dump(mode="json") == {
        "title": title,
        "issuer": "青川市人民政府办公室",
        "doc_number": "青政办发〔2022〕5号",
        "issued_on": "2022-04-19",
        "published_on": "2022-04-25",
        "index_number": "QC00/2022-00005",
        "status": "有效",
        "type": "list",
        "type_rule": "paper.list",
    }
