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
