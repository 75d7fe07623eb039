"""Plain text becomes paragraphs over its own characters: lines, markup, wrapped lines, refusals."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from effort import within
from hypothesis import given, settings
from hypothesis import strategies as st

from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import Limits
from docx2tasks.readers.plain.text import looks_like_text, read_text
from docx2tasks.source import Paragraph, Source, Table

SHARED = Path(os.environ.get("DOCX2TASKS_SHARED", Path(__file__).parents[2] / "shared"))
FILES = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("corpus/real/*.txt")])


def _paragraphs(source: Source) -> Iterator[Paragraph]:
    for block in source.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.paragraphs()
        else:
            yield block


def _texts(words: str) -> list[str]:
    return [paragraph.text for paragraph in _paragraphs(read_text(words.encode()))]


def _lost(source: Source) -> str:
    """The characters that no passage and no leftover holds."""
    held = bytearray(len(source.text))
    spans = [span for paragraph in _paragraphs(source) for span in paragraph.passage.spans]
    for start, end in (*spans, *(span for _, span in source.leftovers)):
        held[start:end] = b"\1" * (end - start)
    return "".join(c for c, h in zip(source.text, held, strict=True) if not h and not c.isspace() and c not in "\u200b\ufeff")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("一、任务\n\n（一）要求\n", ["一、任务", "（一）要求"], id="空行不成段"),
        pytest.param("\u3000\u3000一、任务\u3000\n\u00a0二、要求 ", ["一、任务", "二、要求"], id="行首行尾的空白"),
        pytest.param("第一章\u3000总\u3000则", ["第一章\u3000总\u3000则"], id="行内空白保留"),
        pytest.param("甲\r\n乙\r丙", ["甲", "乙", "丙"], id="三种换行"),
        pytest.param("甲\u2028乙\x0b丙\x0c丁", ["甲", "乙", "丙", "丁"], id="软换行与换页"),
        pytest.param("\t一、推进改革\n\t二、加强领导\n\t三、抓好落实", ["一、推进改革", "二、加强领导", "三、抓好落实"], id="制表符缩进"),
        pytest.param("<p>甲办法</p><p>乙办法</p>", ["甲办法", "乙办法"], id="段落标签分段"),
        pytest.param("甲<br/>乙<b>丙</b>丁", ["甲", "乙丙丁"], id="换行标签与行内标签"),
        pytest.param("牵头&nbsp;单位", ["牵头单位"], id="空白实体"),
        pytest.param("研发&amp;应用", ["研发&应用"], id="与号实体"),
        pytest.param("&lt;p&gt;甲&lt;/p&gt;", ["甲"], id="转义的标签"),
        pytest.param("PM2.5<35，<2周 >90%", ["PM2.5<35，<2周 >90%"], id="小于号不是标签"),
        pytest.param("《关于〈办法〉的通知》<A类>", ["《关于〈办法〉的通知》<A类>"], id="书名号不是标签"),
        pytest.param("改革\n[bookmark: _GoBack]实施方案", ["改革", "实施方案"], id="书签残留"),
        pytest.param('  • <input id="k1">\n 1. <dl id="k1"></dl>\n1.推进', ["1.推进"], id="空列表项"),
        pytest.param("电话：\t123\n联系人：\t张三\n地址：\t某路", ["电话：\t123", "联系人：\t张三", "地址：\t某路"], id="标签与值"),
        pytest.param("1.\t推进\n2.\t加强\n3.\t完善", ["1.\t推进", "2.\t加强", "3.\t完善"], id="编号后制表符"),
        pytest.param("总则\t1\n职责\t3\n附则\t9", ["总则\t1", "职责\t3", "附则\t9"], id="目录"),
    ],
)
def test_lines(words: str, expected: list[str]) -> None:
    """A line is a paragraph, without the blanks and the markup around it."""
    assert _texts(words) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    """Every usual encoding gives the same text, without its mark."""
    assert read_text("关于印发工作方案的通知\n一、总体要求".encode(encoding)).text == "关于印发工作方案的通知\n一、总体要求"


def test_source_facts() -> None:
    """The source names its format, counts lines of the file and knows pages from form feeds."""
    source = read_text("甲\n\x0c乙".encode())
    assert (source.format, source.has_lines, source.pages) == ("text", True, (0, 3))


def test_spam_is_told() -> None:
    """Random tags are leftovers and one diagnostic with their number."""
    source = read_text(('<delect id="q7"></delect>' * 3 + '<rp id="q7">\n一、任务').encode())
    assert [d.code for d in source.diagnostics] == ["spam-removed"]
    assert "7" in source.diagnostics[0].message
    assert {name for name, _ in source.leftovers} == {"markup"}


MARGIN = [
    "（一）建立协作机制。各单位要明确联络人员和工作流",
    "程，及时通报进展情况，重大事项随时报告，并按照职",
    "责分工抓好落实，确保各项任务按期完成。到年底前完",
    "成全部任务的百分之九十以上。",
    "（二）做好人员储备。统筹各级力量，配备骨干人员不",
    "少于50人，定期组织培训演练，提高实战能力，形成上",
    "— 7 —",
    "下联动的工作格局，保障应急处置需要，推动任务落到",
    "实处，取得实效，接受社会监督，及时公开信息，根据",
    "第三条规定办理有关事项，并向主管部门书面报告结果",
    "。每年至少组织一次检查，检查结果纳入年度考核内容",
    "和评先评优的重要依据。",
    "第二章 保障措施",
]


def test_wrapped_lines_are_joined() -> None:
    """Lines that end at a margin become paragraphs, over a page number too."""
    source = read_text("\n".join(MARGIN).encode())
    texts = [(p.text[:6], p.text[-6:], p.aside) for p in _paragraphs(source)]
    assert texts == [
        ("（一）建立协", "之九十以上。", None),
        ("（二）做好人", "的重要依据。", None),
        ("— 7 —", "— 7 —", "page"),
        ("第二章 保障", "章 保障措施", None),
    ]
    assert [d.code for d in source.diagnostics] == ["lines-joined"]
    joined = next(_paragraphs(source)).passage
    assert "工作流程" in joined.text
    assert [source.text[a:b] for a, b in joined.spans] == MARGIN[:4]


def test_indents_part_wrapped_paragraphs() -> None:
    """Where wrapped text has indents, a full line that ends a sentence is told from one that goes on."""
    line = "健全工作机制并明确各方职责，强化督查考核，"
    first, last = "\u3000\u3000" + line[:-2], "确保任务按期完成并通报结果，推动落到实处。"
    words = "\n".join([first, line, line, last] * 4 + ["12", first, line, last])
    source = read_text(words.encode())
    assert [p.aside for p in _paragraphs(source)] == [None] * 4 + ["page", None]


def test_blank_between_latin_words() -> None:
    """A line end between two Latin words stays a blank, one in a Chinese sentence goes."""
    lines = [line[:-4] + "Smart" if i == 0 else line for i, line in enumerate(MARGIN)]
    lines[1] = "City" + lines[1][2:]
    assert "Smart City" in _texts("\n".join(lines))[0]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("\n".join(f"{i}.推进第{i}项重点改革任务落实见效，年底前完成。" for i in range(1, 15)), id="等长编号行"),
        pytest.param("\n".join("各有关部门要加强协作配合形成工作合力。" for _ in range(12)), id="等长完整句"),
        pytest.param("\n".join("市发展改革委" for _ in range(20)), id="短行名单"),
    ],
)
def test_whole_lines_stay_apart(words: str) -> None:
    """Lines that are paragraphs are never joined."""
    assert len(_texts(words)) == words.count("\n") + 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("各市、县人民政府：\u3000\u3000经同意，提出如下意见。" + "略" * 200 + "\u3000\u3000一、目标\u3000\u3000（一）思路。\u3000\u3000略",
                     5, id="缩进处分段"),
        pytest.param("略" * 210 + "。\u3000\u3000目\u3000\u3000录\u3000\u30001\u3000总则\u3000\u30002\u3000附则", 4, id="目录二字不分"),
        pytest.param("略" * 210 + "。\u3000\u3000一、甲\u3000\u3000二、乙" + "\u3000" * 20 + "市政府" + "\u3000" * 20 + "2020年1月1日",
                     5, id="落款分段"),
        pytest.param("孙某某\u3000\u3000市长\u3000\u3000李某某\u3000\u3000副市长", 1, id="短行不分"),
    ],
)  # fmt: skip
def test_line_without_ends(words: str, expected: int) -> None:
    """A long line that holds its paragraphs as indents is split there."""
    assert len(_texts(words)) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "no-text", id="空文件"),
        pytest.param("\ufeff \u3000\n\t".encode(), "no-text", id="只有空白"),
        pytest.param(b"<p></p>\n<br>", "no-text", id="只有标签"),
        pytest.param(bytes(range(256)) * 8, "not-text", id="二进制"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 20, "not-text", id="图片"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    """What is no text is refused with a stable code."""
    with pytest.raises(FormatError) as refusal:
        read_text(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        pytest.param("甲" * 20, Limits(markup_bytes=30), id="字节"),
        pytest.param("甲" * 20, Limits(text_chars=10), id="字数"),
        pytest.param("序号\t任务\n" + "1\t甲\n" * 9, Limits(cells=12), id="单元格"),
    ],
)
def test_limits(words: str, limits: Limits) -> None:
    """A passed bound is a refusal."""
    with pytest.raises(LimitError):
        read_text(words.encode(), limits)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("<", id="小于号"),
        pytest.param("\t", id="制表符"),
        pytest.param("<a ", id="半个标签"),
        pytest.param("[image", id="半个书签"),
        pytest.param('"', id="引号"),
        pytest.param("<!--", id="半个注释"),
        pytest.param("\u3000\u3000中", id="缩进"),
    ],
)
def test_repeats_are_quick(words: str) -> None:
    """A quarter of a million repeats of a mark take no more than linear time."""
    with within(3), suppress(Refusal):
        read_text((words * (500_000 // len(words))).encode())


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='一二、（）1.。，\t\n\u3000 <p>/|",a牵头：', min_size=1, max_size=120))
def test_nothing_is_lost(words: str) -> None:
    """Every character stands in a passage or a leftover, and no text is refused for its form."""
    try:
        source = read_text(words.encode())
    except FormatError:
        return
    assert _lost(source) == ""


def test_looks_like_text() -> None:
    """Chinese text of any encoding looks like text, a zip file does not."""
    assert all(looks_like_text("一、总体要求\n1.任务".encode(code)) for code in ("utf-8", "gb18030", "utf-16", "utf-16-le"))
    assert not looks_like_text(b"PK\x03\x04" + bytes(range(32)) * 4)


@pytest.mark.skipif(not FILES, reason="the corpus is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    """Every character of a real document is accounted for, and passages say what their spans hold."""
    source = read_text(path.read_bytes())
    assert _lost(source) == ""
    for paragraph in _paragraphs(source):
        held = "".join(source.text[a:b] for a, b in paragraph.passage.spans)
        assert held.split() == paragraph.text.split()
