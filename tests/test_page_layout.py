"""Pages that are laid out otherwise than text runs: columns, watermarks, numbers of lines, wide spacing, layers."""

from __future__ import annotations

from io import BytesIO

import pytest
from build_pdf import small_pdf, texts_to_pdf
from layout import Text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from docx2tasks.readers.layout.blocks import pages_to_source
from docx2tasks.readers.layout.page import Glyph, Page
from docx2tasks.readers.pdf import read_pdf
from docx2tasks.source import Paragraph, Source

LINES = ("青川市2025年重点任务方案", "一、重点任务", "1.新建泵站3座。（责任单位：市水利局）", "2.疏浚河道5条。")


def _words(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph) and block.aside is None]


def _asides(source: Source) -> list[tuple[str, str]]:
    return [(str(block.aside), block.text) for block in source.blocks if isinstance(block, Paragraph) and block.aside]


def _draw(*, grey: float = 0.9, over: tuple[tuple[str, float, float, float], ...] = ()) -> bytes:
    """The lines on a page, with words in grey over them: the words, where they stand, and their size."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = BytesIO()
    canvas = Canvas(stream, invariant=True)
    canvas.setFillGray(grey)
    for words, x, y, size in over:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(x, y, words)
    canvas.setFillGray(0)
    canvas.setFont("STSong-Light", 14)
    for number, line in enumerate(LINES):
        canvas.drawString(80, 760 - 26 * number, line)
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize(
    "over",
    [
        pytest.param((("内部资料请勿外传", 100, 715, 36),), id="横压各行"),
        pytest.param(tuple(("某某科室2025", x, 771 - 37 * n, 9) for n in range(9) for x in (60, 260)), id="平铺"),
    ],
)
def test_level_watermark_is_left_out(over: tuple[tuple[str, float, float, float], ...]) -> None:
    """Words far paler than the text, over it or again and again, are a watermark; that is said."""
    source = read_pdf(_draw(over=over))
    assert _words(source) == list(LINES)
    assert [kind for kind, _ in _asides(source)] == ["watermark"]
    assert [one.code for one in source.diagnostics] == ["watermark"]


def test_grey_note_is_text() -> None:
    """A grey line that stands by itself is no watermark."""
    source = read_pdf(_draw(grey=0.6, over=(("注：各项任务按季调度。", 80, 600, 14),)))
    assert "注：各项任务按季调度。" in _words(source)


def _page(*texts: Text) -> Page:
    glyphs = []
    for text in texts:
        x = text.x
        for sign in text.text:
            width = text.size / 2 if sign < "\u2000" else text.size
            glyphs.append(Glyph(sign, x, x + width, text.y, text.size))
            x += width + text.spread
    return Page(595, 842, glyphs)


def test_numbers_of_lines_are_left_out() -> None:
    """Small figures left of every line count the lines; items that begin with a figure do not."""
    body = [Text(words, 80, 100 + 24 * n, 14) for n, words in enumerate(LINES)]
    numbers = [Text(str(n + 1), 60, 100 + 24 * n, 8) for n in range(len(LINES))]
    source = pages_to_source([_page(*body, *numbers)], "pdf")
    assert _words(source) == list(LINES)
    assert _asides(source) == [("page", "1 2 3 4")]
    assert [one.code for one in source.diagnostics] == ["watermark"]


def test_list_of_figures_keeps_them() -> None:
    """Figures of the text's own size before some lines only are marks."""
    body = [Text(LINES[0], 120, 100, 14), *(Text(f"做好第{n}件事", 110, 124 + 24 * n, 14) for n in range(4))]
    marks = [Text(str(n + 1), 80, 124 + 24 * n, 14) for n in range(4)]
    source = pages_to_source([_page(*body, *marks)], "pdf")
    assert not _asides(source)


@pytest.mark.parametrize("spread", [0, 2, 3, 4, 6])
def test_wide_spacing_parts_no_number(spread: float) -> None:
    """``12月`` stays whole however far its characters are set apart."""
    source = pages_to_source([_page(Text("完成改造30个，12月底前验收。", 80, 100, 12, spread))], "pdf")
    assert _words(source) == ["完成改造30个，12月底前验收。"]


@pytest.mark.parametrize("gutter", [1.2, 1.5, 2.0, 3.0])
def test_columns_with_a_narrow_gutter(gutter: float) -> None:
    """Two columns are read one after the other, however near to each other; so is a short last page."""
    left = [
        "　　1.新建泵站三座，并于年底",
        "前完成全部设备的调试，交付管",
        "理单位使用。",
        "　　2.疏浚河道五条，同步整治",
        "沿线的排口，确保水质不降低。",
        "　　3.建立巡查制度，按月通报",
    ]
    right = [
        "进展情况，落实整改责任，并纳",
        "入年度考核范围。",
        "　　4.加固堤防八公里，提升防",
        "洪能力，确保安全度汛不出现事",
        "故。",
        "　　5.修订应急预案，组织演练",
    ]
    rest = ["三场，检验各部门的处置能力和", "协同水平。"]
    width = 14 * 14 + gutter * 14

    def texts(lines: list[str], x: float) -> list[Text]:
        return [
            Text(line.strip("　"), x + 14 * line.count("　"), 100 + 22 * n, 14) for n, line in enumerate(lines)
        ]

    pages = [_page(*texts(left, 60), *texts(right, 60 + width)), _page(*texts(rest, 60))]
    assert [words[:2] for words in _words(pages_to_source(pages, "pdf"))] == ["1.", "2.", "3.", "4.", "5."]


def test_items_at_the_head_of_pages_are_no_running_heads() -> None:
    """Paragraphs that differ in their numbers only are items, wherever they stand."""
    rest = Text("按月通报。", 80, 300, 14)
    pages = [_page(Text(f"{n}.推进第{n}类项目建设。", 80, 90, 14), rest) for n in (1, 13, 26)]
    assert sum(words.startswith(("1.", "13.", "26.")) for words in _words(pages_to_source(pages, "pdf"))) == 3


def test_unseen_layer_says_nothing_twice() -> None:
    """Words under which an unseen layer repeats them, a little off, are read once."""
    drawn = "BT /F 12 Tf 50 700 Td (Plan 2025) Tj ET BT /F 12 Tf 3 Tr 51 699.6 Td (Plan 2025) Tj ET"
    assert read_pdf(small_pdf(drawn)).text.split() == ["Plan", "2025"]
    # of a short line's layer pdfium gives one sign, and neither is drawn: nothing sets the mode back
    short = " BT /F 12 Tf 50 680 Td (ABC) Tj ET BT /F 11.5 Tf 51 679.6 Td (ABC) Tj ET"
    assert read_pdf(small_pdf(drawn + short)).text.split() == ["Plan", "2025", "ABC"]


def test_signs_of_texts_keep_their_places() -> None:
    """A page without any of this is read as before."""
    source = read_pdf(texts_to_pdf([Text(words, 80, 100 + 26 * n, 14) for n, words in enumerate(LINES)]))
    assert _words(source) == list(LINES)
    assert not source.diagnostics


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            (("请各区认真总结经验做法，形成书面材料，并请于6月", 70), ("30日前报送。", 70)),
            ["请各区认真总结经验做法，形成书面材料，并请于6月30日前报送。"],
            id="日期在行末断开",
        ),
        pytest.param(
            (("各区认真贯彻落实。", 98), ("青川市水利局", 350), ("青川市财政局", 350), ("2025年3月1日", 350)),
            ["各区认真贯彻落实。", "青川市水利局", "青川市财政局", "2025年3月1日"],
            id="落款各占一行",
        ),
    ],
)
def test_ends_of_lines(lines: tuple[tuple[str, float], ...], expected: list[str]) -> None:
    """A date goes on over a line's end; bodies and a date that sign a paper stand by themselves."""
    texts = [Text(words, x, 100 + 24 * n, 14) for n, (words, x) in enumerate(lines)]
    assert _words(pages_to_source([_page(*texts)], "pdf")) == expected
