"""The labels that Word prints: formats of numbers, and counters through styles, levels and overrides."""

from __future__ import annotations

import pytest
from build_docx import abstract, docx, list_props, lvl, num, only_abstract, override, p, r, style, tbl, tc, tr
from hypothesis import given
from hypothesis import strategies as st

from docx2tasks.readers.word.docx import read_docx
from docx2tasks.readers.word.numberformats import custom_to_text, number_to_text
from docx2tasks.source import Paragraph, Source, Table

FORMATS = [
    ("decimal", {0: "0", 1: "1", 120: "120"}),
    ("decimalZero", {1: "01", 10: "10", 123: "123"}),
    ("decimalHalfWidth", {12: "12"}),
    ("decimalFullWidth", {12: "１２"}),
    ("decimalFullWidth2", {12: "１２"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
    ("decimalEnclosedCircleChinese", {1: "①", 10: "⑩"}),
    ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: "21"}),
    ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
    ("numberInDash", {3: "- 3 -"}),
    ("hex", {10: "A", 255: "FF"}),
    ("none", {3: ""}),
    ("bullet", {3: ""}),
    ("upperRoman", {0: "0", 4: "IV", 9: "IX", 49: "XLIX", 2025: "MMXXV"}),
    ("lowerRoman", {14: "xiv"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA", 0: "0", 781: "781"}),
    ("lowerLetter", {2: "b", 28: "bb"}),
    ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 21: "21st", 112: "112th"}),
    (
        "cardinalText",
        {1: "One", 21: "Twenty-one", 100: "One hundred", 1234: "One thousand two hundred thirty-four"},
    ),
    ("ordinalText", {1: "First", 12: "Twelfth", 20: "Twentieth", 21: "Twenty-first", 100: "One hundredth"}),
    ("chicago", {1: "*", 4: "§", 5: "**"}),
    ("chineseCounting", {0: "〇", 1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇"}),
    (
        "chineseCountingThousand",
        {
            1: "一",
            10: "十",
            19: "十九",
            20: "二十",
            100: "一百",
            101: "一百零一",
            110: "一百一十",
            1001: "一千零一",
            1010: "一千零一十",
            2025: "二千零二十五",
            10000: "一万",
            10001: "一万零一",
            12345: "一万二千三百四十五",
        },
    ),
    ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 101: "壹佰零壹"}),
    ("taiwaneseCounting", {10: "十", 21: "二十一", 100: "一○○"}),
    ("taiwaneseCountingThousand", {10: "十", 101: "一百零一"}),
    ("taiwaneseDigital", {10: "一○"}),
    ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
    ("ideographZodiacTraditional", {1: "甲子", 2: "乙丑", 60: "癸亥", 61: "61"}),
    ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
    ("ideographLegalTraditional", {1: "壹", 12: "壹拾貳"}),
    ("japaneseCounting", {10: "十", 11: "十一", 100: "百", 111: "百十一", 1000: "千"}),
    ("japaneseLegal", {1: "壱", 12: "壱拾弐"}),
    ("japaneseDigitalTenThousand", {10: "一〇"}),
    ("koreanDigital", {10: "일영"}),
    ("koreanDigital2", {10: "一零"}),
    ("koreanCounting", {11: "십일"}),
    ("koreanLegal", {1: "하나", 21: "스물하나"}),
    ("aiueo", {1: "ｱ"}),
    ("aiueoFullWidth", {1: "ア", 47: "ア"}),
    ("iroha", {1: "ｲ"}),
    ("irohaFullWidth", {2: "ロ"}),
    ("ganada", {1: "가", 15: "가"}),
    ("chosung", {2: "ㄴ"}),
    ("russianLower", {1: "а", 30: "бб"}),
    ("russianUpper", {2: "Б"}),
    ("thaiNumbers", {12: "๑๒"}),
    ("hindiNumbers", {12: "१२"}),
]


@pytest.mark.parametrize(("name", "written"), FORMATS, ids=[name for name, _ in FORMATS])
def test_a_number_in_each_format(name: str, written: dict[int, str]) -> None:
    """Each number format writes its numbers as the standard says."""
    assert {number: number_to_text(number, name) for number in written} == written


@given(st.sampled_from([name for name, _ in FORMATS]), st.integers(-5, 2**31))
def test_every_number_is_written(name: str, number: int) -> None:
    """No number crashes a format, and none makes a label longer than a line."""
    assert len(number_to_text(number, name) or "") <= 200


@given(st.integers(1, 9_999))
def test_chinese_numbers_differ(number: int) -> None:
    """Two numbers are never written alike."""
    assert number_to_text(number, "chineseCountingThousand") != number_to_text(number + 1, "chineseCountingThousand")


def test_an_unknown_format_is_said() -> None:
    """A format that is not known is told, not guessed."""
    assert number_to_text(1, "klingon") is None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("01, 02, 03, ...", "07"), ("001, 002, 003, ...", "007"), ("1, 2", "7"), ("א, ב", None), ("", None)],
)
def test_custom_formats(pattern: str, text: str | None) -> None:
    """A custom format pads with as many zeros as its example."""
    assert custom_to_text(7, pattern) == text


GOV = abstract(
    0,
    lvl(0, "%1、", "chineseCountingThousand"),
    lvl(1, "（%2）", "chineseCountingThousand"),
    lvl(2, "%3."),
    lvl(3, "（%4）"),
    lvl(4, "%5", "decimalEnclosedCircle"),
)
LEVELS = abstract(0, lvl(0, "%1"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3"), lvl(3, "%1.%2.%3.%4"))
ONE = abstract(0, lvl(0, "%1."))


def items(*levels: int, n: int = 1) -> str:
    """One paragraph 甲 for each level of list ``n``."""
    return "".join(p("甲", num=(n, level)) for level in levels)


def labels(source: Source) -> list[str]:
    """The labels of all paragraphs, those in cells too, without their blanks."""
    found: list[str] = []
    for block in source.blocks:
        paragraphs = (
            [x for row in block.rows for c in row for x in c.paragraphs()] if isinstance(block, Table) else [block]
        )
        found += [x.text[: x.label].strip() for x in paragraphs]
    return found


COUNTED = [
    pytest.param(
        items(0, 1, 2, 2, 3, 4, 4, 1, 2, 0, 1),
        GOV,
        "一、 （一） 1. 2. （1） ① ② （二） 1. 二、 （一）",
        id="公文五级",
    ),
    pytest.param(items(0, 2, 2, 1, 2, 0, 1), LEVELS, "1 1.1.1 1.1.2 1.2 1.2.1 2 2.1", id="level-skipped"),
    pytest.param(items(2, 1, 0, 2), LEVELS, "1.1.1 1.2 2 2.1.1", id="begins-deep"),
    pytest.param(
        items(0, 1, 1, 0, 1),
        abstract(0, lvl(0, "%1、", "chineseCounting"), lvl(1, "%2.", more='<w:lvlRestart w:val="0"/>')),
        "一、 1. 2. 二、 3.",
        id="lvlRestart-never",
    ),
    pytest.param(
        items(0, 1, 1, 0, 1),
        abstract(
            0,
            lvl(0, "第%1章", "chineseCounting"),
            lvl(1, "第%2条", "chineseCountingThousand", more='<w:lvlRestart w:val="0"/>'),
        ),
        "第一章 第一条 第二条 第二章 第三条",
        id="条文连续编号",
    ),
    pytest.param(
        items(0, 1, 2, 1, 2, 0, 1, 2),
        abstract(0, lvl(0, "%1、"), lvl(1, "（%2）"), lvl(2, "%3)", more='<w:lvlRestart w:val="1"/>')),
        "1、 （1） 1) （2） 2) 2、 （1） 1)",
        id="lvlRestart-after-the-first-level",
    ),
    pytest.param(
        items(0, 1, 2, 1, 2),
        abstract(0, lvl(0, "%1、"), lvl(1, "（%2）"), lvl(2, "%3)", more='<w:lvlRestart w:val="9"/>')),
        "1、 （1） 1) （2） 1)",
        id="lvlRestart-out-of-range",
    ),
    pytest.param(
        items(0, 1, 0, 1),
        abstract(0, lvl(0, "第%1章", "chineseCounting"), lvl(1, "%1.%2", more="<w:isLgl/>")),
        "第一章 1.1 第二章 2.1",
        id="isLgl",
    ),
    pytest.param(
        items(0, 1),
        abstract(0, lvl(0, "%1", "chineseCounting"), lvl(1, "%1.%2", more='<w:isLgl w:val="0"/>')),
        "一 一.1",
        id="isLgl-off",
    ),
    pytest.param(items(0, 1), abstract(0, lvl(0, "附则", "none"), lvl(1, "%2.")), "附则 1.", id="numFmt-none"),
    pytest.param(items(0, 0), abstract(0, lvl(0, "")), " ", id="no-text-of-level"),
    pytest.param(
        items(0, 1, 1, 0),
        abstract(0, lvl(0, "%1.", start=3), lvl(1, "%1.%2", start=0)),
        "3. 3.0 3.1 4.",
        id="starts",
    ),
    pytest.param(items(0, 0), abstract(0, lvl(0, "%1.", start=None)), "0. 1.", id="no-start-is-0"),
    pytest.param(
        items(0),
        abstract(0, lvl(0, "%1.").replace('w:val="1"', 'w:val="１"', 1)),
        "0.",
        id="full-width-start",
    ),
    pytest.param(items(0, 0) + items(0, n=2) + items(0), ONE + num(2, 0), "1. 2. 3. 4.", id="lists-share-counters"),
    pytest.param(
        items(0, 0) + items(0, 0, n=2) + items(0),
        ONE + num(2, 0, override(0, start=1)),
        "1. 2. 1. 2. 3.",
        id="startOverride-once",
    ),
    pytest.param(
        items(0, 1) + items(0, 1, 0, 1, n=2),
        LEVELS + num(2, 0, override(0, start=5), override(1, start=3)),
        "1 1.1 5 5.3 6 6.3",
        id="startOverride-of-two-levels",
    ),
    pytest.param(
        items(0, 0) + items(0, 0, n=2) + items(0),
        ONE + num(2, 0, override(0, level=lvl(0, "（%1）", "chineseCounting", start=7))),
        "1. 2. （三） （四） 5.",
        id="level-overridden",
    ),
    pytest.param(
        items(0) + items(0, n=2),
        ONE + num(2, 0, override(0, start=3, level=lvl(0, "（%1）", start=7))),
        "1. （3）",
        id="level-and-start-overridden",
    ),
    pytest.param(
        items(0, 0, n=5),
        only_abstract(0, lvl(0, "%1、", "chineseCounting"), more='<w:styleLink w:val="L"/>')
        + only_abstract(1, more='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(5, 1),
        "一、 二、",
        id="numStyleLink",
    ),
    pytest.param(items(0, n=99) + items(0, n=0) + items(0), GOV, "  一、", id="unknown-list-and-list-0"),
    pytest.param(items(0, 5, 0), GOV, "一、  二、", id="undefined-level"),
    pytest.param(
        p("甲", num=(1, 0)) + p("", num=(1, 0)) + p("乙", num=(1, 0)),
        GOV,
        "一、 二、 三、",
        id="empty-item-counts",
    ),
    pytest.param(
        p("甲", num=(1, 0)) + p("", num=(1, 0), props="<w:sectPr/>") + p("乙", num=(1, 0)),
        GOV,
        "一、 二、",
        id="section-break-does-not",
    ),
    pytest.param(
        p("甲", num=(1, 0))
        + p(num=(1, 0), props="<w:rPr><w:vanish/></w:rPr>", inner=r("隐", props="<w:vanish/>"))
        + p("乙", num=(1, 0)),
        GOV,
        "一、 二、",
        id="hidden-item-does-not",
    ),
    pytest.param(
        p("甲", num=(1, 0))
        + p(num=(1, 0), props="<w:rPr><w:del/></w:rPr>", inner="<w:del><w:r><w:t>删</w:t></w:r></w:del>")
        + p("乙", num=(1, 0)),
        GOV,
        "一、 二、",
        id="deleted-item-does-not",
    ),
    pytest.param(
        p("前", num=(1, 0)) + tbl(tr(tc(items(2, 2)), tc(items(2))), tr(tc(items(2)), "无")) + p("后", num=(1, 0)),
        GOV,
        "一、 1. 2. 3. 4.  二、",
        id="表格内编号",
    ),
    pytest.param(
        items(0, 0),
        abstract(
            0,
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
            '<w:lvlText w:val="%1."/></w:lvl>',
        ),
        "001. 002.",
        id="custom-format",
    ),
    pytest.param(items(0, 1), abstract(0, lvl(0, "%1.%2"), lvl(1, "%2.")), "1. 1.", id="level-names-a-deeper-one"),
]


@pytest.mark.parametrize(("body", "numbering", "expected"), COUNTED)
def test_counters(body: str, numbering: str, expected: str) -> None:
    """Counters advance, restart, skip and are shared as Word does it."""
    styles = style("Normal") + style("L", kind="numbering", props=list_props(1))
    assert labels(read_docx(docx(body, numbering=numbering, styles=styles))) == expected.split(" ")


LINKED = abstract(
    0,
    lvl(0, "%1、", "chineseCounting", more='<w:pStyle w:val="H1"/>'),
    lvl(1, "（%2）", "chineseCounting", more='<w:pStyle w:val="H2"/>'),
)
STYLED = [
    pytest.param(
        p("甲", style="H1") + p("乙", style="H2") + p("丙", style="H2b"),
        style("H1", props=list_props(1)) + style("H2", props=list_props(1)) + style("H2b", based="H2"),
        "一、 （一） （二）",
        id="level-linked-to-a-style",
    ),
    pytest.param(
        p("甲", style="A") + p("乙", style="B") + p("丙", style="C"),
        style("A", props=list_props(1))
        + style("B", props=list_props(None, 1), based="A")
        + style("C", props=list_props(0), based="A"),
        "一、 （一） ",
        id="list-and-level-inherited-apart",
    ),
    pytest.param(
        p("甲", style="A") + p("乙", style="A", props=list_props(None, 1)) + p("丙", style="A", props=list_props(0)),
        style("A", props=list_props(1)),
        "一、 （一） ",
        id="paragraph-gives-level-or-none",
    ),
    pytest.param(
        p("甲") + p("乙", style="没有"), style("Normal", props=list_props(1)), "一、 二、", id="default-style"
    ),
    pytest.param(
        p("甲", style="A") + p("乙", style="B"),
        style("A", based="B", props=list_props(1)) + style("B", based="A"),
        "一、 二、",
        id="cycle-of-styles",
    ),
    pytest.param(p("甲", style="A"), style("A", based="A", props=list_props(1)), "一、", id="style-based-on-itself"),
]


@pytest.mark.parametrize(("body", "styles", "expected"), STYLED)
def test_numbers_through_styles(body: str, styles: str, expected: str) -> None:
    """A list reaches a paragraph through its style's chain, list and level each for itself."""
    assert labels(read_docx(docx(body, numbering=LINKED, styles=styles))) == expected.split(" ")


@pytest.mark.parametrize("link", ['<w:numStyleLink w:val="L"/>', '<w:numStyleLink w:val="没有"/>'])
def test_a_numbering_style_that_leads_nowhere_ends(link: str) -> None:
    """A numbering style that names itself, or none, does not hang."""
    styles = style("L", kind="numbering", props=list_props(1))
    source = read_docx(docx(items(0), numbering=only_abstract(0, lvl(0, "%1."), more=link) + num(1, 0), styles=styles))
    assert labels(source) == ["1."]


SEPARATED = [
    pytest.param(lvl(0, "%1、", "chineseCounting"), "一、甲", 2, id="顿号"),
    pytest.param(lvl(0, "（%1）", "chineseCounting"), "（一）甲", 3, id="全角括号"),
    pytest.param(lvl(0, "%1."), "1. 甲", 3, id="point-and-tab"),
    pytest.param(lvl(0, "%1.", suff="space"), "1. 甲", 3, id="point-and-space"),
    pytest.param(lvl(0, "%1.", suff="nothing"), "1.甲", 2, id="point-and-nothing"),
    pytest.param(lvl(0, "第%1条", "chineseCounting"), "第一条 甲", 4, id="条"),
    pytest.param(lvl(0, "第%1条　", "chineseCounting"), "第一条　甲", 4, id="条-with-a-blank-of-its-own"),
    pytest.param(lvl(0, "%1", "decimalEnclosedCircle"), "① 甲", 2, id="圈码"),
    pytest.param(lvl(0, "", "decimal"), "甲", 0, id="no-label"),
]


@pytest.mark.parametrize(("level", "text", "size"), SEPARATED)
def test_what_stands_between_label_and_words(level: str, text: str, size: int) -> None:
    """A tab or space is one blank, and none after Chinese punctuation; it counts with the label."""
    (block,) = read_docx(docx(items(0), numbering=abstract(0, level))).blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.label, block.level, block.bullet) == (text, size, 0, False)


BULLETS = [
    pytest.param("\uf0b7", "• 甲", id="Symbol"),
    pytest.param("\uf06e", "■ 甲", id="Wingdings"),
    pytest.param("\uf0d8", "➢ 甲", id="arrow"),
    pytest.param("—", "—甲", id="dash"),
    pytest.param("\uf001", "\uf001 甲", id="unknown-sign-is-kept"),
]


@pytest.mark.parametrize(("sign", "text"), BULLETS)
def test_bullets(sign: str, text: str) -> None:
    """A bullet is a label that counts nothing; signs of symbol fonts become plain ones."""
    (block,) = read_docx(docx(items(0), numbering=abstract(0, lvl(0, sign, "bullet")))).blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.bullet) == (text, True)


def test_an_unknown_format_gives_a_number_and_a_diagnostic() -> None:
    """A number format from elsewhere is written in digits, never as a bullet, and told once."""
    source = read_docx(docx(items(0, 0), numbering=abstract(0, lvl(0, "%1、", "klingon"))))
    assert labels(source) == ["1、", "2、"]
    assert [one.code for one in source.diagnostics] == ["unknown-numbering"]
    assert not any(isinstance(block, Paragraph) and block.bullet for block in source.blocks)


def test_text_boxes_count_apart() -> None:
    """A numbered paragraph in a text box does not move the numbers of the body."""
    box = f"<w:r><w:pict><w:txbxContent>{items(0)}</w:txbxContent></w:pict></w:r>"
    assert labels(read_docx(docx(p("甲", num=(1, 0), inner=box), items(0), numbering=GOV))) == [
        "一、",
        "一、",
        "二、",
    ]


@given(st.lists(st.integers(0, 8), max_size=40))
def test_any_sequence_of_levels_has_labels(levels: list[int]) -> None:
    """Every sequence of levels gives one label a paragraph, and the deepest level counts up."""
    all_nine = abstract(0, *(lvl(level, f"%{level + 1}.") for level in range(9)))
    found = labels(read_docx(docx(items(*levels), numbering=all_nine)))
    assert len(found) == len(levels)
    assert all(label[:-1].isdecimal() for label in found)
    for before, after, label, following in zip(levels, levels[1:], found, found[1:], strict=False):
        assert before != after or int(following[:-1]) == int(label[:-1]) + 1
