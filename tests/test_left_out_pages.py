"""Pages: every construct that can hold words is read or said, and hidden is what a browser hides."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_html import page, paragraphs

from docx2tasks import parse
from docx2tasks.readers import read
from docx2tasks.source import Paragraph, Source

WORD = "青川独有词"
AROUND = ("一、推进老旧小区改造。（责任单位：市住建局）", "二、加强市场监管。（责任单位：市市场监管局）")
EXTRA = "三、落实夜间巡查，加强管理。（责任单位：市教育局）"


def around(body: str) -> Source:
    """A page of two measures with something between them."""
    first, second = AROUND
    return read(page(f"<p>{first}</p>{body}<p>{second}</p>").encode())


def shown(source: Source) -> str:
    """The words of all paragraphs that are the document's."""
    return "".join(block.text for block in source.blocks if isinstance(block, Paragraph) and block.aside is None)


READ = [
    *(pytest.param(f"<p>前<{tag}>{WORD}，后</p><p>末</p>", id=f"单标记 {tag}") for tag in (
        "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr", "WBR",
    )),
    *(pytest.param(box.format(WORD), id=box.split(">")[0][1:]) for box in (
        "<map><p>{}</p></map>", "<details><summary>甲</summary><p>{}</p></details>", "<math><mi>{}</mi></math>", "<object><p>{}</p></object>",
        "<del>{}</del>", "<aside><p>{}</p></aside>", "<header><p>{}</p></header>", "<form><p>{}</p></form>", "<fieldset><legend>{}</legend></fieldset>",
        "<dialog open><p>{}</p></dialog>", "<ruby>{}<rt>x</rt></ruby>", "<o:p>{}</o:p>", "<v:textbox><div>{}</div></v:textbox>", "<meter>{}</meter>", "<p aria-hidden=true>{}</p>",
        "<p class=hidden-xs>{}</p>", "<![if !vml]><p>{}</p><![endif]>", "<table><caption>{}</caption><tr><td>x<td>y</table>",
    )),
]  # fmt: skip


@pytest.mark.parametrize("body", READ)
def test_words_that_a_browser_shows_are_read(body: str) -> None:
    source = around(body)
    assert WORD in source.text
    assert all(measure in shown(source) for measure in AROUND)


SHOWN_AGAIN = [
    pytest.param('<div style="font-size:0"><p style="font-size:16px">{}</p></div>', id="字号0里有字号"),
    pytest.param('<div style="font-size:0"><p><span style="font-size:medium">{}</span></p></div>', id="字号0里的行内字号"),
    pytest.param('<div style="font:0/0 a"><p style="font:12px/1.5 宋体">{}</p></div>', id="font简写"),
    pytest.param('<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>', id="visibility重新显示"),
    pytest.param('<table style="visibility:hidden"><tr style="visibility:visible"><td>{}</td><td>乙</td></tr><tr style="visibility:visible"><td>丙</td><td>丁</td></tr></table>', id="表格的行重新显示"),
    pytest.param('<p style="display:none;display:block">{}</p>', id="后声明为准"),
    pytest.param('<p style="display:block!important;display:none">{}</p>', id="important为准"),
    pytest.param('<p hidden style="display:block">{}</p>', id="hidden被display盖过"),
    pytest.param('<div style="height:0;min-height:50px;overflow:hidden"><p>{}</p></div>', id="有最小高度"),
    pytest.param('<div style="height:0auto;overflow:hidden"><p>{}</p></div>', id="高度写错"),
    pytest.param('<div style="height:0"><p>{}</p></div>', id="高度0但溢出可见"),
    pytest.param('<p style="margin-left:-600px;padding-left:600px">{}</p>', id="负边距有内边距抵消"),
    pytest.param('<p style="text-indent:-500px;padding-left:500px">{}</p>', id="悬挂缩进"),
    pytest.param('<p style="left:-9999px">{}</p>', id="没有定位的left"),
    pytest.param('<p style="opacity:0.5">{}</p>', id="半透明"),
    pytest.param('<p style="font-weight:0;font-size:12px">{}</p>', id="字号以外的0"),
    pytest.param('<p style="/* display:none */color:red">{}</p>', id="注释里的声明"),
]  # fmt: skip


@pytest.mark.parametrize("box", SHOWN_AGAIN)
def test_what_a_browser_shows_again(box: str) -> None:
    """Rules of a child go before those of its parents, later declarations before earlier ones."""
    source = around(box.format(EXTRA))
    assert (
        len(parse(page("".join(f"<p>{m}</p>" for m in AROUND) + box.format(EXTRA)).encode()).tasks) == 3
        or "table" in box
    )
    assert EXTRA in shown(source) or "table" in box
    assert "hidden-text" not in [d.code for d in source.diagnostics]


def test_pieces_that_are_shown_again_are_one_line() -> None:
    """Boxes of size 0 with sized pieces are the usual way to drop the blanks between pieces."""
    pieces = "".join(f'<span style="font-size:16px">{EXTRA[n : n + 5]}</span> ' for n in range(0, len(EXTRA), 5))
    assert EXTRA in shown(around(f'<div style="font-size:0">{pieces}</div>'))


HIDDEN = [
    pytest.param('<p style="display:none;display:blok">{}</p>', id="无效声明不算"),
    pytest.param('<p style="display:none">{}</p>', id="display"),
    pytest.param('<p style="d\\69splay:none">{}</p>', id="转义的属性名"),
    pytest.param('<p style="display:none!important;display:block">{}</p>', id="important"),
    pytest.param('<div style="display:none"><p style="display:block;visibility:visible;font-size:20px">{}</p></div>', id="子元素挽回不了display"),
    pytest.param('<div style="visibility:hidden"><p style="font-size:16px">{}</p></div>', id="visibility"),
    pytest.param('<div style="font-size:0"><p style="font-size:2em">{}</p></div>', id="零的倍数"),
    pytest.param('<div style="visibility:hidden;font-size:0"><p style="font-size:16px">{}</p></div>', id="只挽回一样"),
    pytest.param('<p style="opacity:0">{}</p>', id="透明"),
    pytest.param('<div style="max-height:0;overflow:hidden"><p>{}</p></div>', id="无高度"),
    pytest.param('<p style="position:absolute;clip:rect(0 0 0 0)">{}</p>', id="裁掉"),
    pytest.param('<p style="transform:scale(0)">{}</p>', id="缩到零"),
    pytest.param('<p style="margin:0 0 0 -9999px">{}</p>', id="边距简写"),
    pytest.param('<p hidden="until-found">{}</p>', id="hidden"),
    pytest.param("<dialog><p>{}</p></dialog>", id="未打开的对话框"),
    pytest.param("<template><p>{}</p></template>", id="template"),
    pytest.param("<noscript><p>{}</p></noscript>", id="noscript"),
    pytest.param('<p>甲<span style="display:none">{}</span>乙</p>', id="行内"),
    pytest.param('<table><tr><td>甲</td><td>乙<p style="display:none">{}</p></td></tr><tr><td>丙</td><td>丁</td></tr></table>', id="单元格里"),
]  # fmt: skip


@pytest.mark.parametrize("box", HIDDEN)
@pytest.mark.parametrize(("words", "level"), [(WORD, "info"), (EXTRA, "error")], ids=["无关的字", "像任务的字"])
def test_what_is_hidden_is_said(box: str, words: str, level: str) -> None:
    """Hidden words are no task, and ``--strict`` fails where they could be one."""
    source = around(box.format(words))
    assert words not in shown(source)
    assert [d.level for d in source.diagnostics if d.code == "hidden-text"] == [level]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(f"<svg><text>{WORD}</text></svg>", ("drawing-not-read", "info"), id="svg"),
        pytest.param(f"<svg><foreignObject><p>{EXTRA}</p></foreignObject></svg>", ("drawing-not-read", "error"), id="svg里的任务"),
        pytest.param("<svg><path d='M0 0'/></svg><canvas></canvas>", None, id="空的svg和canvas"),
        pytest.param(f"<canvas>{EXTRA}</canvas>", ("drawing-not-read", "error"), id="canvas"),
        pytest.param(f'<iframe srcdoc="&lt;p>{EXTRA}&lt;/p>"></iframe>', ("embedded-document", "error"), id="srcdoc"),
        pytest.param('<iframe src="a.html"></iframe>', ("embedded-document", "warning"), id="iframe"),
        pytest.param('<iframe src="about:blank"></iframe><iframe></iframe><iframe src="a" style="display:none"></iframe>', None, id="空的iframe"),
        pytest.param('<embed src="任务.pdf">', ("embedded-document", "warning"), id="embed"),
        pytest.param('<object data="任务.pdf"></object>', ("embedded-document", "warning"), id="object"),
        pytest.param(f'<img src="a.png" alt="{WORD}">', ("picture-not-read", "info"), id="图片"),
        pytest.param(f'<img src="a.png" alt="{EXTRA}">', ("picture-not-read", "error"), id="说明像任务的图片"),
        pytest.param('<img src="a.png" width="800" height="1100px">', ("picture-not-read", "error"), id="占满一页的图片"),
        pytest.param('<img src="a.gif" width="70" height="18">', None, id="图标"),
        pytest.param(f"<video>{EXTRA}</video>", ("hidden-text", "error"), id="video"),
        pytest.param(f"<audio>{WORD}</audio>", ("hidden-text", "info"), id="audio"),
        pytest.param('<div style="display:none"><img src="a.png"></div>', None, id="藏起的图片"),
    ],
)  # fmt: skip
def test_what_is_shown_and_not_read_is_said(body: str, said: tuple[str, str] | None) -> None:
    assert [(d.code, d.level) for d in around(body).diagnostics] == ([said] if said else [])


def test_values_in_boxes_of_forms_are_kept_apart() -> None:
    """What stands in a text box of a page is read, but it is no part of the document."""
    source = around(f'<p>甲<input value="{WORD}"><input type="hidden" value="乙"></p>')
    assert {block.text: block.aside for block in source.blocks if isinstance(block, Paragraph)}[WORD] == "form"
    assert "乙" not in source.text


@pytest.mark.parametrize(
    "tags",
    [
        ("&lt;p&gt;", "&lt;/p&gt;"),
        ("&lt;p style=&quot;color:red&quot;&gt;", "&lt;/p&gt;"),
        ("&lt;div&gt;&lt;span&gt;", "&lt;/span&gt;&lt;/div&gt;"),
    ],
)
def test_tags_that_were_escaped_twice_are_tags(tags: tuple[str, str]) -> None:
    begin, end = tags
    source = read(page(f"<div>{begin}{AROUND[0]}{end}{begin}{AROUND[1]}{end}</div>").encode())
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == [*AROUND]
    assert [d.code for d in source.diagnostics] == ["tags-unescaped"]


def test_a_page_that_speaks_of_a_sign_keeps_it() -> None:
    assert "指标<p>值" in read(paragraphs("指标&lt;p&gt;值", *AROUND).encode(), source_format="html").text


@pytest.mark.parametrize("tag", ["script", "style", "STYLE", "title", "iframe"])
def test_what_an_open_tag_swallows_is_said(tag: str) -> None:
    """A browser shows nothing behind it either."""
    source = around(f"<{tag}>{EXTRA}")
    assert [d.level for d in source.diagnostics if d.code == "hidden-text"] == ["error"]
