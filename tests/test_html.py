"""Pages → blocks: what stays, what is set aside, and what hostile pages get."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from build_html import (
    FIELDS,
    FOOTER,
    NAVIGATION,
    SHARE,
    government_page,
    hidden_links,
    page,
    paragraphs,
    spam,
    table,
)
from effort import assert_grows, within
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docx2tasks.errors import Refusal
from docx2tasks.limits import Limits
from docx2tasks.readers.page.html import find_declared_encoding, looks_like_html, read_html
from docx2tasks.source import Paragraph, Source, Table

ARTICLE = (
    "一、总体要求",
    "（一）指导思想。以习近平新时代中国特色社会主义思想为指导，全面贯彻落实各项决策部署。",
    "（二）工作目标。2022年12月底前，完成全部重点任务。（责任单位：市卫生健康委、市财政局）",
    "二、组织实施",
    "各地各部门要加强组织领导，确保任务落实到位。",
)


def read(body: str, **keywords: str) -> Source:
    return read_html(page(body, **keywords).encode())


def paragraphs_of(source: Source) -> list[Paragraph]:
    return [block for block in source.blocks if isinstance(block, Paragraph)]


def tables_of(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(read(body)) if paragraph.aside is None]


def asides(source: Source) -> dict[str, str | None]:
    return {paragraph.text: paragraph.aside for paragraph in paragraphs_of(source)}


def cells(found: Table) -> list[list[str]]:
    return [[cell.passage.text for cell in row] for row in found.rows]


def codes(source: Source) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>一、甲</p><p>二、乙</p>", ["一、甲", "二、乙"], id="段落"),
        pytest.param("一、甲<br>（一）乙<br/>（二）丙", ["一、甲", "（一）乙", "（二）丙"], id="换行符分段"),
        pytest.param("<p>加强\n    组织\n领导</p>", ["加强组织领导"], id="源文件折行不是空格"),
        pytest.param("<p>by the\n  end of 2022</p>", ["by the end of 2022"], id="英文折行是空格"),
        pytest.param(
            "<p>&nbsp;&nbsp;　　一、甲&nbsp;乙</p>", ["一、甲\u00a0乙"], id="首行缩进去掉中间空格留下"
        ),
        pytest.param("<p>甲&amp;nbsp;乙&amp;ldquo;丙</p>", ["甲\u00a0乙“丙"], id="两次转义"),
        pytest.param("<p>&#19968;&#x3001;甲</p>", ["一、甲"], id="数字实体"),
        pytest.param("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"], id="散落文字"),
        pytest.param("<p>甲<b>乙</b><i>丙</i><o:p></o:p></p>", ["甲乙丙"], id="行内标签"),
        pytest.param("<p>x<sup>2</sup>和H<sub>2</sub>O</p>", ["x2和H2O"], id="上下标"),
        pytest.param(
            "<pre>一、甲\n  （一）乙\n\n二、丙</pre>", ["一、甲", "  （一）乙", "二、丙"], id="预排文本"
        ),
        pytest.param("<p>甲<span style='white-space:pre'>\t</span>乙</p>", ["甲 乙"], id="行内pre不分段"),
        pytest.param("<p>甲<del>乙</del><img alt='图'>丙</p>", ["甲乙丙"], id="删除线留下图片没有字"),
        pytest.param("<p>甲</p><!-- 乙 --><p>丙</p><script>丁</script>", ["甲", "丙"], id="注释和脚本"),
        pytest.param("<p>甲<td>乙</td></p>丙</td></tr>", ["甲", "乙", "丙"], id="错位的表格标签"),
        pytest.param("<p>甲</p></body></html><p>乙</p></html>丙", ["甲", "乙", "丙"], id="两个html结尾"),
        pytest.param("<dl><dt>甲</dt><dd>乙</dd></dl>", ["甲", "乙"], id="定义列表"),
        pytest.param(
            "<p>甲<unknown>乙</unknown><jsp:include page='a'/>丙</p>", ["甲乙丙"], id="不认识的标签"
        ),
        pytest.param("<p><ruby>汉<rt>hàn</rt></ruby>字</p>", ["汉字"], id="注音只留本字"),
        pytest.param(
            "<p><span>发布时间：2022-01-25</span><span>来源：市政府办</span></p>",
            ["发布时间：2022-01-25 来源：市政府办"],
            id="相邻字段分开",
        ),
        pytest.param(
            "<p>附件：<a href=1.doc>甲</a><a href=2.doc>乙</a></p>", ["附件：甲 乙"], id="相邻链接分开"
        ),
        pytest.param(
            "<p><a href=1>《关于</a><a href=1>意见》</a></p>", ["《关于意见》"], id="同一链接不分开"
        ),
        pytest.param(
            "<p>甲<![if !supportLists]>乙<![endif]>丙</p><!--[if mso]>丁<![endif]-->",
            ["甲乙丙"],
            id="Word注释",
        ),
        pytest.param("<p>甲&#xFFFE;乙&#27;丙</p>", ["甲\ufffd乙丙"], id="实体里的非字符"),
    ],
)
def test_parts_paragraphs(body: str, expected: list[str]) -> None:
    """Paragraphs are what a browser shows as lines of their own."""
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"], id="阿拉伯数字"),
        pytest.param("<ol type='a' start='3'><li>甲<li>乙</ol>", ["c. 甲", "d. 乙"], id="字母从三起"),
        pytest.param(
            "<ol type='I'><li>甲<li value='9'>乙<li>丙</ol>", ["I. 甲", "IX. 乙", "X. 丙"], id="罗马数字"
        ),
        pytest.param("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3. 甲", "2. 乙", "1. 丙"], id="倒数"),
        pytest.param(
            "<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"], id="汉字"
        ),
        pytest.param(
            "<ol style='list-style: simp-chinese-informal inside'>" + "<li>甲" * 11 + "</ol>",
            [f"{n}、甲" for n in ("一二三四五六七八九十")] + ["十一、甲"],
            id="汉字十一",
        ),
        pytest.param("<ol style='list-style:none'><li>甲</ol>", ["甲"], id="不编号"),
        pytest.param("<ol><li>1.甲<li>2.乙</ol>", ["1.甲", "2.乙"], id="自己写了编号"),
        pytest.param("<ol><li>甲<li>1.8亿元</ol>", ["1. 甲", "2. 1.8亿元"], id="小数不是编号"),
        pytest.param("<ul><li>（一）甲<li>①乙<li>丙</ul>", ["（一）甲", "①乙", "• 丙"], id="项目符号"),
        pytest.param("<ol><li>甲<ol><li>乙</ol><li>丙</ol>", ["1. 甲", "1. 乙", "2. 丙"], id="嵌套"),
        pytest.param(
            "<ol><li><p>甲</p><p>续</p></li><li></li><li>丙</ol>", ["1. 甲", "续", "3. 丙"], id="两段一项"
        ),
        pytest.param("<ol><li value='99999999999999999999'>甲</ol>", ["1. 甲"], id="过大的编号不作数"),
        pytest.param("<ol start='-1'><li>甲<li>乙</ol>", ["-1. 甲", "0. 乙"], id="负数起"),
    ],
)
def test_numbers_lists(body: str, expected: list[str]) -> None:
    """List numbers are generated as a browser prints them, unless the item has its own."""
    assert texts(body) == expected


def test_marks_labels() -> None:
    """A generated label is counted, its level is the depth of the list."""
    found = paragraphs_of(read("<ol><li>甲<ul><li>乙</ul><li>（三）丙</ol>"))
    assert [(p.label, p.level, p.bullet) for p in found] == [(3, 0, False), (2, 1, True), (0, None, False)]


@pytest.mark.parametrize(
    ("body", "heading", "centered", "bold"),
    [
        pytest.param("<h2>标题</h2>", 2, False, False, id="二级标题"),
        pytest.param("<p align='center'>标题</p>", None, True, False, id="align居中"),
        pytest.param(
            "<div style='text-align: center'><p>标题</p></div>", None, True, False, id="样式居中继承"
        ),
        pytest.param("<center>标题</center>", None, True, False, id="center"),
        pytest.param("<div align=center><p align=left>正文</p></div>", None, False, False, id="改回左对齐"),
        pytest.param("<p><b>标题</b> </p>", None, False, True, id="全段加粗"),
        pytest.param("<p><span style='font-weight:700'>标题</span></p>", None, False, True, id="样式加粗"),
        pytest.param("<p><b>加强领导。</b>各单位要</p>", None, False, False, id="半段加粗不算"),
    ],
)
def test_reads_style(body: str, heading: int | None, centered: bool, bold: bool) -> None:
    """Headings, centered and bold paragraphs are told."""
    style = paragraphs_of(read(body))[0].style
    assert (style.heading, style.centered, style.bold) == (heading, centered, bold)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param("<div style='display:none'>{}</div>", id="display:none"),
        pytest.param("<div style='visibility: hidden'>{}</div>", id="visibility"),
        pytest.param("<span style='font-size:0px'>{}</span>", id="字号0"),
        pytest.param("<div style='position:absolute;left:-9999px'>{}</div>", id="移出屏幕"),
        pytest.param("<div style='height:0;overflow:hidden'>{}</div>", id="高度0"),
        pytest.param("<div style='text-indent:-9999px'>{}</div>", id="缩进到屏幕外"),
        pytest.param("<div hidden>{}</div>", id="hidden属性"),
        pytest.param("<noscript>{}</noscript>", id="noscript"),
        pytest.param("<template><p>{}</p></template>", id="template"),
    ],
)
def test_sets_hidden_words_aside(box: str) -> None:
    """Hidden words stay in the source as blocks of their own, never inside the article."""
    source = read(paragraphs(*ARTICLE) + "<p>前半" + box.format("365娱乐") + "后半。</p>")
    assert asides(source)["365娱乐"] == "hidden"
    assert "前半后半。" in asides(source) or {"前半", "后半。"} <= set(asides(source))


@pytest.mark.parametrize(
    "style",
    [
        "text-indent:-21pt",
        "left:-3px",
        "font-size:0.9em",
        "height:0.5px",
        "line-height:0",
        "display:nonesuch;display:block",
    ],
)
def test_does_not_hide_by_look_alikes(style: str) -> None:
    """Styles that resemble hiding hide nothing."""
    assert texts(f"<p style='{style}'>各单位要高度重视。</p><p>二、组织实施</p>") == [
        "各单位要高度重视。",
        "二、组织实施",
    ]


def test_shows_an_article_that_a_script_would_show() -> None:
    """When nothing else is on the page, a hidden article is no spam."""
    assert texts(f"<div style='display:none'>{paragraphs(*ARTICLE)}</div>") == list(ARTICLE)


def test_reads_a_government_page() -> None:
    """Menus, share bar, spam and footer are set aside; fields, title and article are not."""
    source = read_html(government_page(*ARTICLE, spam_every=1).encode())
    named = asides(source)
    assert [text for text, aside in named.items() if aside is None] == [
        "关于印发重点任务的通知", *ARTICLE, "信息来源：市政府办公室"
    ]  # fmt: skip
    assert named["当前位置：首页 > 政务公开 > 政策文件"] == "navigation"
    assert named["• 办事服务"] == "navigation"
    assert [aside for text, aside in named.items() if text.startswith("分享到")] == ["share"]
    assert [aside for text, aside in named.items() if "ICP备" in text] == ["footer"]
    assert [aside for text, aside in named.items() if text.startswith("365娱乐")] == ["hidden"]
    assert cells(tables_of(source)[0])[2] == ["发文字号：", "绍政办发〔2021〕37号", "有效性：", "有效"]
    assert codes(source) == ["spam-removed", "hidden-text"]


@pytest.mark.parametrize(
    ("line", "aside"),
    [
        pytest.param(
            "<p>您现在的位置：<a href=/>首页</a> &gt; <a href=/a>通知</a></p>",
            "navigation",
            id="您现在的位置",
        ),
        pytest.param("<p>首页 &gt; 政务公开 &gt; 政策文件</p>", "navigation", id="首页 >"),
        pytest.param("<p>分享到：微信 微博</p>", "share", id="分享到"),
        pytest.param("<p>【打印本页】【关闭窗口】</p>", "share", id="打印关闭"),
        pytest.param("<p>字体：[大 中 小]</p>", "share", id="字体大小"),
        pytest.param("<p>浏览次数：123</p>", "share", id="浏览次数"),
        pytest.param("<p>扫一扫在手机打开当前页</p>", "share", id="扫一扫"),
        pytest.param("<p>上一篇：<a href=/1>关于某事的通知</a></p>", "related", id="上一篇"),
        pytest.param("<p>下一篇：没有了</p>", "related", id="下一篇"),
        pytest.param("<p>相关链接</p><p><a href=/2>解读：重点任务问答</a></p>", "related", id="相关链接"),
        pytest.param("<select><option>部门网站</option></select>", "form", id="下拉框"),
        pytest.param("<button>提交</button>", "form", id="按钮"),
        pytest.param("<footer><p>某市人民政府办公室 版权所有</p></footer>", "footer", id="footer标签"),
        pytest.param("<p>主办：某市人民政府</p><p>浙ICP备05000001号</p>", "footer", id="备案号"),
        pytest.param(
            "<div><a href=/>首页</a> | <a href=/a>公开</a> | <a href=/b>服务</a></div>",
            "navigation",
            id="竖线菜单",
        ),
        pytest.param("<div class='hide'>加载中</div>", "hidden", id="class=hide"),
        pytest.param("<nav><a href=/>首页</a><a href=/a>公开</a></nav>", "navigation", id="nav标签"),
        pytest.param(
            "<ul><li><a href=/>首页</a><li><a href=/a>公开</a><li><a href=/b>服务</a></ul>",
            "navigation",
            id="一串链接",
        ),
    ],
)
def test_sets_lines_of_the_site_aside(line: str, aside: str) -> None:
    """Lines that the site prints around a document are named, the document is not."""
    source = read(paragraphs(*ARTICLE) + line)
    found = paragraphs_of(source)
    assert [p.text for p in found if p.aside is None] == list(ARTICLE)
    assert {p.aside for p in found[len(ARTICLE) :]} == {aside}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<p>发布日期:2022-01-25 16:55 浏览次数: 字体:[ ]</p>", id="发布日期与浏览次数同行"),
        pytest.param("<p>主办单位：某市教育局</p>", id="文末主办单位"),
        pytest.param("<p>附件：<a href='a.doc'>重点任务清单</a></p>", id="附件链接"),
        pytest.param("<p><a href='P0201.pdf'>重点任务清单</a></p>", id="文件链接"),
        pytest.param("<p>联系电话：0571-12345678</p>", id="联系电话"),
        pytest.param("<p>设施位置：首层大厅</p>", id="设施位置"),
        pytest.param("<p>3.朗读</p>", id="列表项朗读"),
        pytest.param("<p>（此件公开发布）</p>", id="此件公开发布"),
        pytest.param(
            "<div class='nav-content'><p>三、保障措施</p><p>（一）加强领导。</p></div>",
            id="nav-content装正文",
        ),
        pytest.param(
            "<div class='position'>发布机构：市政府办公室　成文日期：2022-01-24</div>",
            id="元数据装在position里",
        ),
        pytest.param("<div class='hidden-xs'>（此件公开发布）</div>", id="hidden-xs只在手机上隐藏"),
        pytest.param("<div class='nav-title'>关于印发重点任务清单的通知</div>", id="标题装在nav-title里"),
        pytest.param(
            "<div class='bottom'><p>市政府办公室</p><p>2022年1月24日</p></div>", id="落款装在bottom里"
        ),
        pytest.param(
            "<div id='footer'><p>第一条 加强管理。</p><p>第二条 加强监督。</p></div>", id="footer装条文"
        ),
    ],
)
def test_keeps_the_article(line: str) -> None:
    """Nothing of the document is set aside, whatever its box is called."""
    source = read(paragraphs(*ARTICLE) + line)
    assert all(block.aside is None for block in source.blocks)


def test_keeps_a_linked_title_after_a_menu() -> None:
    """The title of the article may be a link; the menu before it is set aside without it."""
    title = "<h1><a href='#'>关于印发重点任务清单的通知</a></h1>"
    named = asides(read(NAVIGATION + title + paragraphs(*ARTICLE)))
    assert named["关于印发重点任务清单的通知"] is None
    assert named["• 首页"] == "navigation"


def test_labels_the_item_not_its_hidden_words() -> None:
    """Hidden words at the head of an item do not take its number."""
    assert texts("<ol><li><span hidden>365</span><p>甲</p><li>乙</ol>") == ["1. 甲", "2. 乙"]


def test_reads_data_tables() -> None:
    """Rows, merged cells, header rows and the caption of a table of tasks."""
    rows = "<tr><td rowspan=2>一、医疗<td>1.甲<td>2022年3月<tr><td>2.乙<td>年底"
    head = "<thead><tr><th>项目</th><th>任务</th><th>时限</th></tr></thead>"
    source = read(f"<p>前</p><table><caption>任务清单</caption>{head}<tbody>{rows}</tbody></table><p>后</p>")
    found = tables_of(source)[0]
    assert cells(found) == [["项目", "任务", "时限"], ["一、医疗", "1.甲", "2022年3月"], ["2.乙", "年底"]]
    assert (found.header_rows, found.columns) == (1, 3)
    assert found.rows[1][0].rowspan == 2
    assert found.caption is not None
    assert found.caption.text == "任务清单"
    assert source.text == "前\n任务清单\n项目\t任务\t时限\n一、医疗\t1.甲\t2022年3月\n2.乙\t年底\n后"


def test_keeps_long_cells_in_data_tables() -> None:
    """A cell with many numbered paragraphs beside a unit column is data, not layout."""
    long_cell = paragraphs(
        *(f"{n}.落实全面从严治党主体责任，压实各级责任，研究部署重点任务。" for n in range(1, 30))
    )
    found = tables_of(
        read(table((("重点任务", "工作举措", "责任部门"), ("一、政治建设", long_cell, "办公室"))))
    )
    assert len(found[0].rows[1][1].blocks) == 29


def test_keeps_nested_tables_in_cells() -> None:
    """A small table inside a data cell is a block of that cell."""
    inner = table((("指标", "值"), ("床位", "10")))
    rows = (
        ("任务", "说明", "单位"),
        ("甲", "见表" + inner, "办公室"),
        ("乙", "加强组织领导和督促检查工作", "财政局"),
    )
    cell = tables_of(read(table(rows)))[0].rows[1][1]
    assert [type(block) for block in cell.blocks] == [Paragraph, Table]


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param("<table><tr><td>{}</td></tr></table>", id="单格"),
        pytest.param("<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>", id="嵌套"),
        pytest.param("<table><tr><td>{}</td><td>&nbsp;</td></tr><tr><td></td></tr></table>", id="边栏空格"),
        pytest.param(
            "<table role='presentation'><tr><td>{}<td>甲<tr><td>乙<td>丙</table>",
            id="role",
        ),
    ],
)
def test_reads_through_layout_tables(frame: str) -> None:
    """A table that frames the article is no table."""
    source = read(frame.format(FIELDS + paragraphs(*ARTICLE * 3)))
    assert [text for text in (p.text for p in paragraphs_of(source)) if text in ARTICLE] == list(ARTICLE * 3)
    assert cells(tables_of(source)[0])[0][:2] == ["索引号：", "11330600002577014T/2022-222551"]


def test_sets_hidden_words_in_cells_aside() -> None:
    """Spam inside a data cell is set aside there."""
    rows = (("任务", "单位"), ("甲<span style='display:none'>365娱乐</span>", "市财政局"))
    cell = tables_of(read(table(rows)))[0].rows[1][0]
    assert [(p.text, p.aside) for p in cell.paragraphs()] == [("甲", None), ("365娱乐", "hidden")]


def test_keeps_loose_words_in_tables() -> None:
    """Text between rows and cells, which browsers move out of the table, is not lost."""
    source = read("<table>甲<tr>乙<td>1</td>丙<td>2</td></tr>丁<tr><td>3</td><td>4</td></tr></table>")
    assert all(sign in source.text for sign in "甲乙丙丁1234")


def test_reads_fields() -> None:
    """The title and the named meta elements are fields; technical ones are not."""
    names = (("ArticleTitle", "通知"), ("PubDate", "2022-01-24"), ("viewport", "width=1"))
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in names)
    source = read("<p>甲</p>", head=head, title=" 关于印发\n通知 ")
    assert source.fields == (
        ("title", "关于印发 通知"),
        ("meta:ArticleTitle", "通知"),
        ("meta:PubDate", "2022-01-24"),
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            '<%@ page language="java" pageEncoding="UTF-8"%><p>甲</p><a href="<%=request.x() %>/a">乙</a>',
            id="JSP",
        ),
        pytest.param("<?php echo 1; ?><p>甲</p>乙", id="PHP"),
        pytest.param("<%-- 注释 --%><p>甲</p>乙", id="JSP注释"),
        pytest.param("<p>甲</p><% if (a > b) { %>乙<% } %>", id="ASP"),
    ],
)
def test_leaves_server_tags_out(text: str) -> None:
    """Tags meant for a server neither lose nor pollute the text."""
    source = read_html(text.encode())
    assert [p.text for p in paragraphs_of(source)] == ["甲", "乙"]
    assert codes(source) == ["server-tags-removed"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<p>占比<%5，甲</p><p>乙</p>", id="散落的<%"),
        pytest.param('<p>甲<?xml:namespace prefix = o ns = "urn:x" /></p><p>乙</p>', id="Word命名空间"),
        pytest.param('<?xml version="1.0" encoding="gb2312"?><html><p>甲</p><p>乙</p></html>', id="XML声明"),
    ],
)
def test_keeps_text_near_odd_marks(text: str) -> None:
    """What only resembles a server tag loses nothing."""
    found = read_html(text.encode()).text
    assert found.endswith("甲\n乙")


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        pytest.param(page("<p>一、加强领导</p>", charset="gb2312").encode("gbk"), "gb2312", id="GBK"),
        pytest.param(page("<p>一、加强领导</p>", charset="gb2312").encode(), "gb2312", id="声明错的UTF-8"),
        pytest.param(
            b'<?xml version="1.0" encoding="GBK"?>' + "<p>一、加强领导</p>".encode("gbk"), "GBK", id="XML声明"
        ),
        pytest.param(page("<p>一、加强领导</p>").encode("utf-16"), None, id="UTF-16"),
    ],
)
def test_reads_declared_encodings(data: bytes, declared: str | None) -> None:
    """The page's own declaration is found, and believed only where it fits."""
    assert find_declared_encoding(data) == declared
    assert read_html(data).text.endswith("一、加强领导")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        pytest.param("<!DOCTYPE html><html><p>甲", True, id="文档类型"),
        pytest.param("\n<HTML><BODY>甲", True, id="大写标签"),
        pytest.param('<%@ page language="java"%>\n<div>甲</div>', True, id="JSP"),
        pytest.param("<p>一、甲</p>\n<p>二、乙</p>\n", True, id="片段"),
        pytest.param("<div>甲</div><div>乙</div>", True, id="div片段"),
        pytest.param(
            "关于印发的通知\n各单位：\n一、甲\t<p>1.乙</p>\t市财政局\n二、丙\n", False, id="纯文本夹p"
        ),
        pytest.param(
            spam() + "\n当前位置:首页\n索引号: 1133\n关于进一步深化改革的意见\n一、甲\n",
            False,
            id="纯文本夹垃圾标签",
        ),
        pytest.param("一、甲\n二、乙\n<5万元\n", False, id="纯文本"),
        pytest.param("", False, id="空"),
    ],
)
def test_knows_pages(text: str, verdict: bool) -> None:
    """Pages are told from text in lines with loose tags."""
    assert looks_like_html(text) is verdict
    assert looks_like_html(text.encode()) is verdict


def test_removes_only_spam() -> None:
    """Empty tags with ids of their own are no spam, and spam inside a sentence does not part it."""
    source = read("<p>加强" + spam() + "领导</p>" + "".join(f"<a id='s{n}'></a>" for n in range(9)))
    assert source.text == "加强领导"
    assert "24" in source.diagnostics[0].message
    assert codes(read("<p>甲</p>" + "".join(f"<a id='s{n}'></a>" for n in range(9)))) == []


BOUNDS = {"too-deep", "too-many-attributes", "too-many-elements", "table-too-big", "too-big"}
HOSTILE = [
    pytest.param("<div>" * 300 + "正文", id="300 div"),
    pytest.param("<div>" * 100_000 + "正文", id="100,000 div"),
    pytest.param("<b>" * 20_000 + "<p>正文</p>" * 2_000, id="20,000 b"),
    pytest.param("<p>正文" + "<" * 2_000_000, id="2 MB of <"),
    pytest.param("<p>正文" + "&" * 2_000_000, id="2 MB of &"),
    pytest.param("<p>甲</p><p>" + "字" * 3_600_000 + "</p><p>正文", id="a text of 11 MB"),
    pytest.param("<p " + " ".join(f"a{n}" for n in range(200_000)) + ">正文", id="200,000 attributes"),
    pytest.param("<p " + "".join(f'a{n}=">"' for n in range(40_000)) + ">正文", id="quoted attributes"),
    pytest.param('<p " ' + " ".join(f"a{n}" for n in range(40_000)) + ' ">正文', id="quotes that are names"),
    pytest.param(
        "<p " + "".join(f"a{n}='<'" for n in range(40_000)) + ">正文", id="attributes without blanks"
    ),
    pytest.param("<table><tr><td>" * 2_000 + "正文", id="2,000 tables"),
    pytest.param("<ul><li>" * 3_000 + "正文", id="3,000 lists"),
    pytest.param("<x>" * 100_000 + "正文", id="unknown tags"),
    pytest.param("<%" * 1_000_000 + "正文", id="open server tags"),
    pytest.param("<table>" + ("<tr>" + "<td colspan=1000 rowspan=65534>正文" * 10) * 100, id="spans"),
    pytest.param('<div class="nav">' * 240 + "<p>正文", id="nested boxes"),
    pytest.param('<i id="abcd"></i><b id="abcd"></b><u id="abcd">' * 50_000 + "正文", id="open spam"),
    pytest.param('<a "' * 200_000 + "正文", id="open quotes"),
    pytest.param("<p>" + "位置" * 500_000 + "正文", id="one long line"),
    pytest.param("<p>正文" + "\u00a0 " * 700_000, id="blanks"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_or_refuses_hostile_pages(text: str) -> None:
    """In two seconds there is a refusal, or an answer with the words in it; never less."""
    with within(2):
        try:
            source = read_html(text.encode())
        except Refusal as refusal:
            assert refusal.code in BOUNDS  # noqa: PT017 (an answer is as good)
        else:
            assert "正文" in source.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "no-text", id="empty"),
        pytest.param(b"<html><body> </body></html>", "no-text", id="blank"),
        pytest.param(b"<script>var a = 1;</script>", "no-text", id="script only"),
        pytest.param(bytes(range(256)), "encoding", id="no text at all"),
    ],
)
def test_refuses_pages_without_text(data: bytes, code: str) -> None:
    """A page that says nothing is refused with a code of its own."""
    with pytest.raises(Refusal) as refusal:
        read_html(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        pytest.param(Limits(markup_bytes=50), "too-big", id="bytes"),
        pytest.param(Limits(text_chars=10), "too-big", id="characters"),
        pytest.param(Limits(attributes=2), "too-many-attributes", id="attributes"),
        pytest.param(Limits(xml_elements=5), "too-many-elements", id="elements"),
        pytest.param(Limits(cells=3), "table-too-big", id="cells"),
        pytest.param(Limits(table_depth=0), "too-deep", id="tables in tables"),
    ],
)
def test_keeps_limits(limits: Limits, code: str) -> None:
    """Every bound is a refusal with its code, never a cut."""
    with pytest.raises(Refusal) as refusal:
        read_html(page(FIELDS + "<p a b c d e>甲</p>" + paragraphs(*ARTICLE)).encode(), limits)
    assert refusal.value.code == code


def test_stays_linear() -> None:
    """Four times the page takes about four times the time, not sixteen times."""
    body = NAVIGATION + SHARE + FIELDS + paragraphs(*ARTICLE * 200) + hidden_links() + FOOTER
    small, large = (page(body * factor).encode() for factor in (1, 4))
    assert_grows(lambda: read_html(small), lambda: read_html(large), most=8)


PIECES = (
    "<p>", "</p>", "<div style='display:none'>", "</div>", "<table>", "<tr>", "<td>", "</td>",
    "</tr>", "</table>", "<ol>", "<li>", "</ol>", "<b>", "</b>", "<br>", "<nav>", "</nav>",
    "<pre>", "</pre>", "<caption>", "甲", "乙。", " ", "\n", "&nbsp;", "&#0;", "<!--", "-->",
    "<%", "%>", "</html>", "<select>", "<span hidden>", "</span>", "<ruby>", "<rt>",
    "<a href=x>", "</a>", "一、", "<th rowspan=0>", "<thead>", "<title>", "</title>",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_reads_or_refuses_any_soup(pieces: list[str]) -> None:
    """Any soup of tags gives blocks whose passages are what the text says, or a refusal."""
    try:
        source = read_html("".join(pieces).encode())
    except Refusal:
        return
    for paragraph in _all_paragraphs(source):
        for start, end in paragraph.passage.spans:
            assert 0 <= start < end <= len(source.text)
        assert "".join(source.text[start:end] for start, end in paragraph.passage.spans) == paragraph.text


def _all_paragraphs(source: Source) -> Iterator[Paragraph]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        if block.caption is not None:
            yield block.caption
        for row in block.rows:
            for cell in row:
                yield from cell.paragraphs()


CORPUS = Path(os.environ.get("DOCX2TASKS_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
PAGES = sorted((*CORPUS.glob("real/*.html"), *CORPUS.glob("odd/**/*.html")))


@pytest.mark.skipif(not PAGES, reason="no corpus here")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_loses_nothing_of_real_pages(path: Path) -> None:
    """Every word of a real page's body stands in a block, and its article is not set aside."""
    data = path.read_bytes()
    try:
        source = read_html(data)
    except Refusal:
        return
    root = etree.fromstring(
        re.sub(rb"<%.*?%>|</html>|</body>", b"", data, flags=re.DOTALL), etree.HTMLParser(encoding="utf-8")
    )
    etree.strip_elements(root, etree.Comment, "script", "style", "title", "iframe", "svg", with_tail=False)
    kept = _letters("".join(p.text[p.label :] for p in _all_paragraphs(source)))
    assert sorted(kept) == sorted(_letters("".join(root.itertext())))
    shown = sum(len(p.text) for p in _all_paragraphs(source) if p.aside is None)
    assert shown > 0.8 * len(source.text.replace("\t", "").replace("\n", "")) or "s5" in path.name


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))
