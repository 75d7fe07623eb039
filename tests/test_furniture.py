"""Furniture: spam, contents lists, page numbers and page lines are set aside by name."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_html import FOOTER, NAVIGATION, SHARE, hidden_links, page, paragraphs, spam
from cases import read_text

from docx2tasks import parse

SPAM = "365bet电脑网站_365bet娱乐场_365淘房APP官网下载"
ITEMS = ("一、重点任务", "1.健全管理制度。", "2.开展质量评估。", "3.落实经费保障。")


def _texts(data: bytes) -> list[str]:
    return [task.text for task in parse(data).tasks]


@pytest.mark.parametrize(
    ("extra", "place"),
    [
        pytest.param(NAVIGATION, "before", id="导航"),
        pytest.param(SHARE, "before", id="分享条"),
        pytest.param(FOOTER, "after", id="页脚"),
        pytest.param(hidden_links(), "before", id="隐藏链接"),
        pytest.param(spam(), "before", id="空标签"),
        pytest.param("<script>var a='1.假任务。';</script>", "after", id="脚本"),
    ],
)
def test_page_furniture_is_no_task(extra: str, place: str) -> None:
    """What a page puts around the document changes no record."""
    article = paragraphs(*ITEMS)
    body = extra + article if place == "before" else article + extra
    assert _texts(page(body).encode()) == _texts(page(article).encode()) == ["健全管理制度。", "开展质量评估。", "落实经费保障。"]


def test_spam_inside_words() -> None:
    """A foreign phrase leaves title, text and names; nothing is put in its place, and it is said."""
    text = f"青川市{SPAM}人民政府关于加强管理的意见\n一、重点任务\n1.落实{SPAM}市政府要求。（责任单位：市{SPAM}教育局）\n2.开展评估。\n"
    document = read_text(text)
    assert document.document.title == "青川市人民政府关于加强管理的意见"
    assert document.tasks[0].text == "落实市政府要求。"
    assert [unit.name for unit in document.tasks[0].units] == ["市教育局"]
    assert [d.code for d in document.diagnostics] == ["spam-removed"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("规范文化娱乐场所管理。", id="娱乐场所"),
        pytest.param("建设“互联网+监管”平台。", id="互联网加"),
        pytest.param("推进A-28地块下载区改造。", id="字母数字"),
        pytest.param("推广“浙里办”APP，完成注册登录功能。", id="注册登录"),
    ],
)
def test_own_words_are_no_spam(words: str) -> None:
    """Words of the document that resemble spam stay."""
    document = read_text(f"工作方案\n1.{words}\n2.开展评估。\n")
    assert document.tasks[0].text == words
    assert not [d for d in document.diagnostics if d.code == "spam-removed"]


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param("目　录\n一、重点任务…………1\n二、保障措施…………2\n", id="有目录二字"),
        pytest.param("一、重点任务\n二、保障措施\n三、督查考核\n四、附则说明\n", id="无目录二字"),
    ],
)
def test_contents_lists_are_set_aside(contents: str) -> None:
    """The lines of a contents list are neither tasks nor steps."""
    body = "一、重点任务\n1.甲事完成。\n二、保障措施\n1.乙事完成。\n三、督查考核\n1.丙事完成。\n四、附则说明\n1.丁事完成。\n"
    with_list = read_text("工作方案\n" + contents + body)
    without = read_text("工作方案\n" + body)
    assert [(t.path[0].title, t.text) for t in with_list.tasks] == [(t.path[0].title, t.text) for t in without.tasks]
    assert "contents" in with_list.coverage.shares


@pytest.mark.parametrize("line", [pytest.param("— 7 —", id="破折号页码"), pytest.param("第3页 共12页", id="第几页")])
def test_page_numbers_are_set_aside(line: str) -> None:
    """A page number between two items is part of neither."""
    document = read_text(f"工作方案\n1.甲事。\n{line}\n2.乙事。\n")
    assert [task.text for task in document.tasks] == ["甲事。", "乙事。"]
    assert "page" in document.coverage.shares
