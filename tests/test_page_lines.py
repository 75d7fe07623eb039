"""Pages with placed signs and ruled lines → lines, grids, paragraphs and tables, whatever format they came from."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from build_pdf import places
from layout import A4, Setting, Sheet, Stroke, Text, lay_out, sign_width, text_width
from test_ofd import OUTLINE, TABLE

from docx2tasks.errors import LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.layout.blocks import pages_to_source
from docx2tasks.readers.layout.lines import glyphs_to_lines, plain_characters
from docx2tasks.readers.layout.page import Glyph, Page, Ruling
from docx2tasks.readers.layout.rulings import Stroke as Axis
from docx2tasks.readers.layout.rulings import join_strokes, rulings_to_grids
from docx2tasks.source import Source, Table

LEFT, RIGHT, SIZE, LEADING = 79.0, 527.0, 16.0, 28.0  # 28 signs a line, as official documents have
WIDTH = RIGHT - LEFT


def text_to_glyphs(text: Text) -> list[Glyph]:
    """The signs of a text, each with its box."""
    return [Glyph(sign, x, x + sign_width(sign, text.size), text.y, text.size) for sign, x in places(text)]


def sheet_to_page(sheet: Sheet) -> Page:
    """What a reader would find on a sheet."""
    glyphs = [glyph for text in sheet.texts for glyph in text_to_glyphs(text)]
    return Page(sheet.width, sheet.height, glyphs, [Ruling(*stroke) for stroke in sheet.strokes])


def make_page(*things: Text | Stroke, size: tuple[float, float] = A4) -> Page:
    """A page of texts and ruled lines."""
    texts, strokes = [t for t in things if isinstance(t, Text)], [t for t in things if isinstance(t, Stroke)]
    return sheet_to_page(Sheet(*size, texts, strokes))


def set_lines(*lines: str, top: float = 200.0, size: float = SIZE, leading: float = LEADING) -> list[Text]:
    """Lines one under the other: ``>`` begins one that is set to the right, ``^`` one in the middle, a wide blank is an indent."""
    made = []
    for number, line in enumerate(lines):
        words = line.lstrip(">^\u3000")
        indent = size * (len(line) - len(line.lstrip("\u3000")))
        free = WIDTH - text_width(words, size)
        x = LEFT + (free if line[:1] == ">" else free / 2 if line[:1] == "^" else indent)
        made.append(Text(words, x, top + number * leading, size))
    return made


def source_of(*pages: Page) -> Source:
    return pages_to_source(pages, "laid")


def paragraphs(*pages: Page) -> list[str]:
    """The paragraphs that are no asides."""
    return [block.text for block in source_of(*pages).blocks if not isinstance(block, Table) and not block.aside]


def asides(*pages: Page) -> list[tuple[str | None, str]]:
    return [(block.aside, block.text) for block in source_of(*pages).blocks if not isinstance(block, Table) and block.aside]


def rows(source: Source) -> list[list[list[str]]]:
    """For each table its rows, each cell as its paragraphs joined by ``｜``; a merged cell has its height behind it."""
    tables = [block for block in source.blocks if isinstance(block, Table)]
    return [[[_cell_words(cell) for cell in row] for row in table.rows] for table in tables]


def _cell_words(cell: object) -> str:
    words = "｜".join(paragraph.text for paragraph in cell.paragraphs())  # type: ignore[attr-defined]
    spans = cell.rowspan, cell.colspan  # type: ignore[attr-defined]
    return words if spans == (1, 1) else f"{words}*{spans[0]}x{spans[1]}"


# lines ------------------------------------------------------------------------------------


def glyphs_of(*texts: Text) -> list[Glyph]:
    return [glyph for text in texts for glyph in text_to_glyphs(text)]


TWICE = [glyph._replace(left=glyph.left + 0.4, right=glyph.right + 0.4) for glyph in glyphs_of(Text("加强领导", 100, 100, 16))]
LINES = [
    pytest.param(glyphs_of(Text("二", 100, 130, 16), Text("一", 100, 100, 16)), ["一", "二"], id="from top to bottom"),
    pytest.param(glyphs_of(Text("实", 116, 100, 16), Text("落", 100, 100, 16)), ["落实"], id="from left to right"),
    pytest.param(glyphs_of(Text("10", 100, 100, 16), Text("3", 116, 94, 9), Text("立方米", 122, 100, 16)), ["103立方米"], id="a raised sign is on its line"),
    pytest.param(glyphs_of(Text("甲", 100, 100, 16), Text("乙", 100, 109, 8)), ["甲", "乙"], id="small print under it is not"),
    pytest.param(glyphs_of(Text("加强领导", 100, 100, 16)) + TWICE, ["加强领导"], id="drawn twice to look bold"),
    pytest.param(glyphs_of(Text("第 5 条", 100, 100, 16)) + glyphs_of(Text("第 5 条", 100.3, 100, 16)), ["第 5 条"], id="drawn twice, with blanks"),
    pytest.param(glyphs_of(Text("人人有责", 100, 100, 16)), ["人人有责"], id="the same sign beside itself"),
    pytest.param(glyphs_of(Text("11", 100, 100, 16)), ["11"], id="the same digit beside itself"),
    pytest.param(glyphs_of(Text("……——", 100, 100, 16)), ["……——"], id="the same mark beside itself"),
    pytest.param(glyphs_of(Text("the", 100, 100, 16), Text("plan", 130, 100, 16)), ["the plan"], id="a gap between words"),
    pytest.param(glyphs_of(Text("加", 100, 100, 16), Text("强", 118, 100, 16)), ["加强"], id="spread signs"),
    pytest.param(glyphs_of(Text("第一条", 100, 100, 16), Text("本办法", 164, 100, 16)), ["第一条 本办法"], id="a blank between signs"),
    pytest.param(glyphs_of(Text("附件1", 100, 100, 16), Text("单位：万元", 300, 100, 16)), ["附件1", "单位：万元"], id="far apart"),
    pytest.param(glyphs_of(Text("（一）", 100, 100, 16), Text("加强", 156, 100, 16)), ["（一）加强"], id="a mark that fills half of its width"),
    pytest.param([Glyph(s, 100 + 16 * n, 100 + 16 * n, 100, 16) if s == " " else Glyph(s, 100 + 8 * n, 116 + 8 * n, 100, 16) for n, s in enumerate("加 强 领 导")], ["加强领导"], id="blanks without room"),
    pytest.param([], [], id="none"),
    pytest.param([Glyph(" ", 100, 108, 100, 16)], [], id="only blanks"),
    pytest.param(glyphs_of(Text("\u2f00、\u2f2f作\uf9b5", 100, 100, 16)), ["一、工作例"], id="look-alikes"),
]


@pytest.mark.parametrize(("glyphs", "expected"), LINES)
@pytest.mark.parametrize("seed", range(3))
def test_lines(glyphs: Sequence[Glyph], expected: list[str], seed: int) -> None:
    """Signs on one baseline are a line, whatever order they come in."""
    shuffled = [*glyphs]
    random.Random(seed).shuffle(shuffled)  # noqa: S311  no secret
    assert [line.text for line in glyphs_to_lines(shuffled if seed else glyphs, 1.6)] == expected


PLAIN = [("ﬁle", "file"), ("⼈⼤", "人大"), ("⺠生", "民生"), ("㈠", "㈠"), ("①", "①"), ("１", "１")]


@pytest.mark.parametrize(("written", "plain"), PLAIN)
def test_only_look_alikes_are_replaced(written: str, plain: str) -> None:
    """What has a meaning of its own stays: ``①`` is no ``1``."""
    assert plain_characters(written) == plain


# rulings ----------------------------------------------------------------------------------


def box(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    """The lines of a whole grid."""
    return [*(Ruling(xs[0], y, xs[-1], y) for y in ys), *(Ruling(x, ys[0], x, ys[-1]) for x in xs)]


def cut(rulings: Iterable[Ruling], *lines: Ruling) -> list[Ruling]:
    """The rulings without some pieces."""
    kept = []
    for ruling in rulings:
        inside = [c for c in lines if (c.top == ruling.top == ruling.bottom == c.bottom) or (c.left == ruling.left == ruling.right == c.right)]
        if not inside:
            kept.append(ruling)
            continue
        (gone,) = inside
        kept += [ruling._replace(right=gone.left, bottom=gone.top) if ruling.top != ruling.bottom else ruling._replace(right=gone.left)]
        kept += [ruling._replace(left=gone.right) if ruling.top == ruling.bottom else ruling._replace(top=gone.bottom)]
    return [r for r in kept if r.right > r.left or r.bottom > r.top]


def pieces(rulings: Iterable[Ruling], gap: float) -> list[Ruling]:
    """Each line in pieces of 50 points, with gaps between."""
    made = []
    for left, top, right, bottom in rulings:
        length = max(right - left, bottom - top)
        for a, b in pairwise([*range(0, int(length), 50), length]):
            made.append(Ruling(left + a, top, left + b - gap, top) if top == bottom else Ruling(left, top + a, left, top + b - gap))
    return made


def double(rulings: Iterable[Ruling], apart: float) -> list[Ruling]:
    return [one for r in rulings for one in (r, Ruling(r.left + apart, r.top + apart, r.right + apart, r.bottom + apart))]


XS, YS = (100.0, 200.0, 300.0), (100.0, 150.0, 200.0)
GRID = box(XS, YS)
FOUR = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
GRIDS = [
    pytest.param(GRID, [FOUR], id="whole"),
    pytest.param(GRID[::-1], [FOUR], id="in any order"),
    pytest.param(pieces(GRID, 0), [FOUR], id="in pieces"),
    pytest.param(pieces(GRID, 2), [FOUR], id="in pieces that do not quite meet"),
    pytest.param(double(GRID, 1.5), [FOUR], id="double lines"),
    pytest.param([r._replace(left=r.left + 1, right=r.right + 1) for r in GRID[:3]] + GRID[3:], [FOUR], id="corners that do not quite meet"),
    pytest.param(cut(GRID, Ruling(100, 150, 200, 150)), [[(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]], id="merged downwards"),
    pytest.param(cut(GRID, Ruling(200, 100, 200, 150)), [[(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]], id="merged to the right"),
    pytest.param([*GRID[:3], GRID[4]], [FOUR], id="open at the left and right"),
    pytest.param(GRID[1:], [FOUR], id="open at the top"),
    pytest.param(GRID[:2] + GRID[3:], [FOUR], id="open at the bottom"),
    pytest.param(box((100, 300), (100, 200)), [], id="a frame around one cell"),
    pytest.param([Ruling(100, 100, 500, 100)], [], id="one line under a title"),
    pytest.param([Ruling(100, 100, 500, 100), Ruling(100, 103, 500, 103)], [], id="a double line under a title"),
    pytest.param(GRID + box((100, 300), (400, 500)), [FOUR], id="a frame beside a table"),
    pytest.param(GRID + box(XS, (400, 450, 500)), [FOUR, FOUR], id="two tables"),
    pytest.param(box((320, 420, 520), YS) + GRID, [FOUR, FOUR], id="two tables side by side"),
    pytest.param([*GRID, Ruling(400, 100, 400, 600)], [FOUR], id="a line beside"),
    pytest.param([*GRID, Ruling(120, 120, 123, 120)], [FOUR], id="a mark inside"),
    pytest.param([], [], id="none"),
]


@pytest.mark.parametrize(("rulings", "expected"), GRIDS)
def test_grids(rulings: Sequence[Ruling], expected: list[list[tuple[int, ...]]]) -> None:
    """The cells of tables as their lines bound them: row, column, height, width."""
    assert [[tuple(place) for place in grid.places] for grid in rulings_to_grids(rulings, DEFAULT)] == expected


def test_a_grid_that_is_too_large() -> None:
    """Lines that bound more cells than a table may have are refused."""
    with pytest.raises(LimitError, match="table-too-big"):
        rulings_to_grids(box([*range(0, 1000, 10)], [*range(0, 1000, 10)]), Limits(cells=1000))


JOINS = [
    pytest.param([(10, 0, 50), (10, 50, 90)], [(10, 0, 90)], id="end to end"),
    pytest.param([(10, 0, 50), (10, 52, 90)], [(10, 0, 90)], id="nearly"),
    pytest.param([(10, 0, 50), (10, 60, 90)], [(10, 0, 50), (10, 60, 90)], id="apart"),
    pytest.param([(10, 0, 50), (11, 20, 90)], [(11, 0, 90)], id="beside each other"),
    pytest.param([(10, 0, 90), (10, 20, 30)], [(10, 0, 90)], id="one in the other"),
    pytest.param([(10, 0, 2)], [], id="too short"),
    pytest.param([(10, n, n + 2) for n in range(0, 90, 2)], [(10, 0, 90)], id="dots"),
]


@pytest.mark.parametrize(("strokes", "expected"), JOINS)
def test_pieces_of_a_line(strokes: Sequence[tuple[float, float, float]], expected: list[tuple[float, ...]]) -> None:
    """Pieces on one line are one line."""
    assert [tuple(stroke) for stroke in join_strokes(Axis(*stroke) for stroke in strokes)] == expected


# paragraphs -------------------------------------------------------------------------------

FULL = "建立健全信息共享平台，实现数据互联互通、业务协同联动机制，"  # 29 signs: as wide as a line but for the mark
LINE = FULL[:28]
HALF = "实现数据互联互通。"
PARAGRAPHS = [
    pytest.param([LINE, LINE, HALF], [LINE + LINE + HALF], id="a line end in a sentence"),
    pytest.param(["　　" + LINE[:26], LINE, HALF, "　　" + LINE[:26], HALF], [LINE[:26] + LINE + HALF, LINE[:26] + HALF], id="indents"),
    pytest.param([FULL, LINE, HALF], [FULL + LINE + HALF], id="a mark beyond the margin"),
    pytest.param([HALF, LINE, HALF], [HALF, LINE + HALF], id="room at a line's end"),
    pytest.param([LINE, HALF, "（一）" + LINE[:25], HALF], [LINE + HALF, "（一）" + LINE[:25] + HALF], id="marker after a sentence"),
    pytest.param([LINE, LINE[:27] + "。", "1." + LINE[:27], HALF, LINE, HALF], [LINE + LINE[:27] + "。", "1." + LINE[:27] + HALF, LINE + HALF], id="marker after a full line"),
    pytest.param([LINE[:24] + "2022", LINE[:26], "1.8月底前" + HALF, LINE, LINE], [LINE[:24] + "2022", LINE[:26], "1.8月底前" + HALF, LINE + LINE], id="numbers at a line's begin"),
    pytest.param([LINE, LINE[:26], "2022年底前" + LINE[:20], LINE, HALF], [LINE + LINE[:26] + "2022年底前" + LINE[:20], LINE + HALF], id="a year that found no room"),
    pytest.param(["^某市人民政府办公室关于印发", "^深化改革重点任务分工的通知", "", "各县（市、区）人民政府：", "　　" + LINE[:26], LINE, HALF], ["某市人民政府办公室关于印发深化改革重点任务分工的通知", "各县（市、区）人民政府：", LINE[:26] + LINE + HALF], id="a title over two lines"),
    pytest.param(["　　" + LINE[:26], LINE, HALF, "", ">某市人民政府办公室", ">2022年4月19日"], [LINE[:26] + LINE + HALF, "某市人民政府办公室", "2022年4月19日"], id="signature and date"),
    pytest.param(["　　" + LINE[:26], LINE, HALF, "", "　　附件：1.重点任务清单", "　　　　　2.工作台账", LINE, LINE], [LINE[:26] + LINE + HALF, "附件：1.重点任务清单", "2.工作台账", LINE + LINE], id="list of annexes"),
    pytest.param([LINE, LINE[:20] + "the plan", "is done" + HALF, LINE, LINE], [LINE + LINE[:20] + "the plan", "is done" + HALF, LINE + LINE], id="room for a word"),
    pytest.param(["青川市2024年重点工作清单", "市体育局：", "1.新建候车亭3个。", "市园林局："], ["青川市2024年重点工作清单", "市体育局：", "1.新建候车亭3个。", "市园林局："], id="short lines show no margin"),
]


@pytest.mark.parametrize(("lines", "expected"), PARAGRAPHS)
def test_paragraphs(lines: Sequence[str], expected: list[str]) -> None:
    """Lines are joined where the margin ended them, and only there."""
    texts = [text for text in set_lines(*lines) if text.text]
    assert paragraphs(make_page(*texts)) == expected


def test_a_paragraph_over_a_page_end() -> None:
    """A sentence that a page's end cuts is one paragraph; a whole one before an indent is not."""
    first = make_page(*set_lines("　　" + LINE[:26], LINE, LINE))
    assert paragraphs(first, make_page(*set_lines(LINE, HALF, "　　" + LINE[:26], HALF))) == [LINE[:26] + LINE * 3 + HALF, LINE[:26] + HALF]
    assert paragraphs(first, make_page(*set_lines("　　" + LINE[:26], LINE, HALF))) == [LINE[:26] + LINE * 2, LINE[:26] + LINE + HALF]


def test_where_a_page_begins_is_known() -> None:
    """The offsets of pages are those of their first words."""
    source = source_of(*(make_page(*set_lines(f"　　第{n}页。", LINE, HALF)) for n in range(1, 4)))
    assert [source.text[start:][:3] for start in source.pages] == ["第1页", "第2页", "第3页"]


# running heads ------------------------------------------------------------------------------


def numbered(*numbers: str, x: float = 280.0, y: float = 790.0, size: float = 14.0) -> list[Page]:
    """Pages of text with some words at the same place of each."""
    return [make_page(*set_lines("　　" + LINE[:26], LINE, HALF), Text(number, x, y, size)) for number in numbers]


NUMBERS = [
    pytest.param(["— 1 —", "— 2 —"], id="dashes"),
    pytest.param(["－1－", "－2－"], id="full-width dashes"),
    pytest.param(["-1-", "-2-"], id="hyphens"),
    pytest.param(["1", "2"], id="bare"),
    pytest.param(["1/2", "2/2"], id="of how many"),
    pytest.param(["第1页", "第2页"], id="in words"),
    pytest.param(["第 1 页 共 2 页", "第 2 页 共 2 页"], id="in words, of how many"),
    pytest.param(["第一页", "第二页"], id="in Chinese"),
    pytest.param(["Page 1 of 2", "Page 2 of 2"], id="in English"),
    pytest.param(["i", "ii"], id="Roman"),
    pytest.param(["· 1 ·", "· 2 ·"], id="dots"),
    pytest.param(["某市人民政府公报 2022年第1期 1", "某市人民政府公报 2022年第1期 2"], id="with a name"),
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_page_numbers(numbers: list[str]) -> None:
    """Numbers of pages are set aside; the text goes on beneath them."""
    found = asides(*numbered(*numbers))
    assert [kind for kind, _ in found] == ["footer"] * 2
    assert [words.replace(" ", "") for _, words in found] == [number.replace(" ", "") for number in numbers]


HEADS = [
    pytest.param(["某市人民政府公报"] * 4, ["header"] * 4, id="the same on each page"),
    pytest.param(["某市人民政府公报", "2022年第3期"] * 3, ["header"] * 6, id="odd and even"),
    pytest.param([f"某市人民政府公报 {n}" for n in range(1, 5)], ["header"] * 4, id="differing in digits"),
    pytest.param(["关于推进改革的通知", "实施方案", "任务清单", "责任分工"], [], id="differing in words"),
]


@pytest.mark.parametrize(("heads", "kinds"), HEADS)
def test_page_headers(heads: list[str], kinds: list[str]) -> None:
    """Words at the head of most pages are set aside, others are not."""
    assert [kind for kind, _ in asides(*numbered(*heads, x=200, y=60, size=10.5))] == kinds


def test_numbers_on_the_outer_side() -> None:
    """Page numbers to the right of odd pages and to the left of even ones are footers all the same."""
    pages = [make_page(*set_lines(LINE, HALF), Text(f"— {n} —", 450 if n % 2 else 90, 790, 14)) for n in range(1, 5)]
    assert [kind for kind, _ in asides(*pages)] == ["footer"] * 4


def test_the_same_words_inside_of_pages_are_no_running_heads() -> None:
    """Only what stands at the edge is set aside."""
    assert asides(*numbered(*["责任单位：市财政局。"] * 4, x=79, y=400, size=16)) == []


# columns --------------------------------------------------------------------------------------


def test_two_columns_are_not_mixed() -> None:
    """A bulletin's columns are read one after the other, its title before them, what is below after them."""
    left = ["深入贯彻落实党的二十大精神，", "全面推进乡村振兴战略实施，", "加快建设农业强市和谐美丽。"]
    right = ["健全防止返贫监测帮扶机制，", "持续巩固拓展脱贫攻坚成果，", "坚决守住不发生规模性返贫。"]
    size = 12.0
    texts = [Text("某市人民政府公报二〇二二年第三期总第一百二十期某市人民政府办公室主办", 79, 130, size)]
    for number in range(9):
        texts += [Text(left[number % 3], 79, 170 + 20 * number, size), Text(right[number % 3], 330, 170 + 20 * number, size)]
    texts.append(Text("某市人民政府办公室二〇二二年四月十九日印发并送各县市区人民政府及各部门", 79, 400, size))
    found = paragraphs(make_page(*texts))
    whole = "".join(found)
    assert whole.index(left[0]) < whole.index(left[2]) < whole.index(right[0])
    assert "".join(left) * 3 in whole
    assert "".join(right) * 3 in whole
    assert found[0].startswith("某市人民政府公报")
    assert found[-1].startswith("某市人民政府办公室二〇二二年")


def test_a_form_is_no_two_columns() -> None:
    """Labels and values that stand beside each other are read line by line."""
    texts = [Text(words, x, 200 + 28 * n, 16) for n in range(4) for x, words in ((79, f"联系人{n}："), (320, f"王某{n}"))]
    whole = "".join(paragraphs(make_page(*texts)))
    assert whole.index("王某0") < whole.index("联系人1")


# tables over pages ------------------------------------------------------------------------------

COLUMNS = (80.0, 180.0, 400.0, 520.0)
HEADER = ("任务", "举措", "单位")


def table_page(*lines: Sequence[str], top: float = 100.0, is_open: bool = False, merged: Sequence[tuple[int, int]] = ()) -> Page:
    """A page with one table: cells of lines parted by ``|``, 20 points for each; ``merged`` names cells without a line above them."""
    things: list[Text | Stroke] = []
    y = top
    for number, row in enumerate(lines):
        height = 20 * max(cell.count("|") + 1 for cell in row) + 4
        for column, cell in enumerate(row):
            left, right = COLUMNS[column : column + 2]
            for n, words in enumerate(cell.split("|")):
                things += [Text(words, left + 4, y + 16 + 20 * n, 12)] if words else []
            if (number, column) not in merged:
                things.append(Stroke(left, y, right, y))
        things += [Stroke(x, y, x, y + height) for x in COLUMNS]
        y += height
    if not is_open:
        things.append(Stroke(COLUMNS[0], y, COLUMNS[-1], y))
    return make_page(*things)


WIDE = "加快建设重点项目推进数字化改革任务"  # 17 signs: as many as a line of the second column holds
OVER = [
    pytest.param(
        [table_page(HEADER, ("一", "1.建平台。", "甲局")), table_page(HEADER, ("二", "2.建机制。", "乙局"))],
        [[*HEADER], ["一", "1.建平台。", "甲局"], ["二", "2.建机制。", "乙局"]],
        ["任务", "举措", "单位"],
        id="header again",
    ),
    pytest.param(
        [table_page(HEADER, ("一", "1.建平台。", "甲局")), table_page(("二", "2.建机制。", "乙局"))],
        [[*HEADER], ["一", "1.建平台。", "甲局"], ["二", "2.建机制。", "乙局"]],
        [],
        id="no header again",
    ),
    pytest.param(
        [table_page(HEADER, ("一", WIDE, "甲局")), table_page(HEADER, ("", "落到实处。", ""))],
        [[*HEADER], ["一", f"{WIDE}落到实处。", "甲局"]],
        ["任务", "举措", "单位"],
        id="a row cut inside a sentence",
    ),
    pytest.param(
        [table_page(HEADER, ("一", "建平台。", "市财政局、")), table_page(HEADER, ("", "", "市教育局"))],
        [[*HEADER], ["一", "建平台。", "市财政局、市教育局"]],
        ["任务", "举措", "单位"],
        id="a list of units that is cut",
    ),
    pytest.param(
        [table_page(HEADER, ("一", f"1.{WIDE[:15]}|推进。", "甲局")), table_page(HEADER, ("", "2.建机制。", ""))],
        None,
        ["任务", "举措", "单位"],
        id="a page end between entries of a cell",
    ),
    pytest.param(
        [table_page(HEADER, ("一、总体", "1.建平台。", "甲局"), ("", "2.建机制。", "乙局"), merged=[(2, 0)]), table_page(HEADER, ("", "3.建队伍。", "丙局"), ("", "4.建制度。", "丁局"), merged=[(2, 0)])],
        [[*HEADER], ["一、总体*4x1", "1.建平台。", "甲局"], ["2.建机制。", "乙局"], ["3.建队伍。", "丙局"], ["4.建制度。", "丁局"]],
        ["任务", "举措", "单位"],
        id="a merged cell goes on",
    ),
    pytest.param(
        [table_page(HEADER, ("一、总体", "1.建平台。", "甲局"), ("", "2.建机制。", "乙局"), merged=[(2, 0)]), table_page(HEADER, ("一、总体", "3.建队伍。", "丙局"), ("", "4.建制度。", "丁局"), merged=[(2, 0)])],
        [[*HEADER], ["一、总体*4x1", "1.建平台。", "甲局"], ["2.建机制。", "乙局"], ["3.建队伍。", "丙局"], ["4.建制度。", "丁局"]],
        ["任务", "举措", "单位", "一、总体"],
        id="a merged cell is printed again",
    ),
    pytest.param(
        [table_page(HEADER, ("一", WIDE, "甲局"), is_open=True), table_page(("", "和机制。", ""))],
        [[*HEADER], ["一", f"{WIDE}和机制。", "甲局"]],
        [],
        id="no line under the last row",
    ),
    pytest.param(
        [table_page(HEADER, ("5", "建平台。", "甲局")), table_page(HEADER, ("", "持续提升效能。", ""))],
        [[*HEADER], ["5", "建平台。｜持续提升效能。", "甲局"]],
        ["任务", "举措", "单位"],
        id="the rest of a numbered row, after a whole sentence",
    ),
    pytest.param(
        [table_page(HEADER, ("1", "建平台。", "甲局")), table_page(HEADER, ("2", "建机制。", "乙局")), table_page(HEADER, ("3", "建队伍。", "丙局"))],
        [[*HEADER], ["1", "建平台。", "甲局"], ["2", "建机制。", "乙局"], ["3", "建队伍。", "丙局"]],
        ["任务", "举措", "单位"] * 2,
        id="three pages",
    ),
]


@pytest.mark.parametrize(("pages", "expected", "repeated"), OVER)
def test_a_table_over_pages(pages: list[Page], expected: list[list[str]] | None, repeated: list[str]) -> None:
    """One table, with its header once, whole rows, whole cells; what was printed again is a leftover."""
    source = source_of(*pages)
    (found,) = rows(source)
    if expected is None:  # entries of one cell, in one cell or in rows of their own: never one sentence
        assert [cell for row in found for cell in row if "2.建机制。" in cell and "推进。2." in cell] == []
    else:
        assert found == expected
    assert [source.text[start:end] for name, (start, end) in source.leftovers if name == "repeated"] == repeated


def test_tables_of_other_columns_are_two() -> None:
    """A table with other columns is another table, though it is the first thing on its page."""
    other = make_page(Text("序号", 90, 120, 12), Text("名称", 310, 120, 12), Text("备注", 450, 120, 12), *(Stroke(60, y, 540, y) for y in (100, 130)), *(Stroke(x, 100, x, 130) for x in (60, 300, 430, 540)))
    assert len(rows(source_of(table_page(HEADER, ("一", "1.建平台。", "甲局")), other))) == 2


def test_words_between_part_tables() -> None:
    """A table after words of its own is another table."""
    second = table_page(HEADER, ("二", "2.建机制。", "乙局"), top=160)
    glyphs = [*second.glyphs, *glyphs_of(Text("附件2：保障措施分工表", 79, 120, 16))]
    assert len(rows(source_of(table_page(HEADER, ("一", "1.建平台。", "甲局")), second._replace(glyphs=glyphs)))) == 2


SETTINGS = [
    pytest.param(Setting(), id="usual"),
    pytest.param(Setting(middle=True, splits=False), id="whole rows"),
    pytest.param(Setting(repeats=False, header="某市人民政府"), id="no header again"),
    pytest.param(Setting(table_size=9, padding=2), id="small"),
    pytest.param(Setting(table_size=14, padding=6), id="large"),
    pytest.param(Setting(page=(841.89, 595.28)), id="broad"),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_long_table(setting: Setting) -> None:
    """All rows of a table over many pages, its merged cells once, each with all its rows."""
    sheets = lay_out(TABLE, setting)
    assert len(sheets) > 1
    (found,) = rows(source_of(*map(sheet_to_page, sheets)))
    assert found[0] == [*TABLE.header]
    assert len(found) == 1 + len(TABLE.rows)
    assert all(entry.measure.typed in row for entry, row in zip(TABLE.rows, found[1:], strict=True))
    assert found[1][0] == "一、完善工作机制*24x1"


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_long_outline(setting: Setting) -> None:
    """All paragraphs of an outline over many pages, whole."""
    sheets = lay_out(OUTLINE, setting)
    assert paragraphs(*map(sheet_to_page, sheets)) == [OUTLINE.title, *(line.typed for line in OUTLINE.lines)]
