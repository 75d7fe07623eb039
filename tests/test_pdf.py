"""PDF files: where words and lines stand however they are drawn, both ways of reading, and files that do harm."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pdfplumber
import pytest
from build_pdf import (
    CHINESE,
    Style,
    chinese_words,
    content_to_pdf,
    deflated,
    pdf_objects,
    places,
    sheets_to_pdf,
    small_pdf,
    stream,
    texts_to_pdf,
)
from effort import within
from forms import Content, content_to_docx
from layout import A4, Setting, Sheet, Stroke, Text, lay_out
from program import call
from pypdfium2 import PdfiumError
from test_ofd import OUTLINE, TABLE, _key

from docx2tasks import parse
from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers import read, scan
from docx2tasks.readers.layout.blocks import pages_to_source
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.pdf.pdfium_pages import read_pages
from docx2tasks.readers.pdf.pdfplumber_pages import read_pages_carefully
from docx2tasks.source import Block, Source, Table

CONTENTS = [pytest.param(TABLE, id="table"), pytest.param(OUTLINE, id="outline")]
STYLES = [
    pytest.param(Style(), id="usual"),
    pytest.param(Style(lines="fill"), id="filled lines"),
    pytest.param(Style(lines="path", scale=20), id="one path, numbers twenty times as large"),
    pytest.param(Style(lines="boxes"), id="double lines"),
    pytest.param(Style(turn=90), id="rotated"),
    pytest.param(Style(turn=180, origin=(-40, 25)), id="on its head, from another corner"),
    pytest.param(Style(turn=270, bleed=30), id="rotated back, cropped"),
    pytest.param(Style(turn=90, is_marked=False), id="sideways"),
    pytest.param(Style(turn=180, is_marked=False), id="upside down"),
    pytest.param(Style(turn=270, is_marked=False, form=True), id="sideways in a form"),
    pytest.param(Style(origin=(-100, 300)), id="from another corner"),
    pytest.param(Style(turn=90, origin=(50, -70), bleed=30), id="rotated, from another corner, cropped"),
    pytest.param(Style(bleed=40), id="cropped"),
    pytest.param(Style(order="shuffled"), id="lines in any order"),
    pytest.param(Style(order="signs"), id="signs in any order"),
    pytest.param(Style(bold=0.3), id="drawn twice"),
    pytest.param(Style(watermark="内部资料"), id="watermark"),
    pytest.param(Style(form=True), id="in a form"),
]
# every way to draw a table, every third one for an outline; all of both in .ci/long
STYLED = [
    pytest.param(*content.values, *style.values, id=f"{content.id}-{style.id}", marks=[pytest.mark.long] if number % 3 and content.id == "outline" else [])
    for content in CONTENTS
    for number, style in enumerate(STYLES)
]
SETTINGS = [
    pytest.param(Setting(), id="usual"),
    pytest.param(Setting(middle=True, justified=True, splits=False, header="某市人民政府办公室文件", repeats=False), id="other"),
]


def fast_pages(data: bytes, limits: Limits = DEFAULT) -> list[Page]:
    """The pages as pdfium gives them."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    document = PdfDocument(data)
    try:
        return [*read_pages(document, limits)]
    finally:
        document.close()


def careful_pages(data: bytes) -> list[Page]:
    """The pages as pdfplumber gives them."""
    return [*read_pages_carefully(data, DEFAULT)]


WAYS = [pytest.param(fast_pages, id="fast"), pytest.param(careful_pages, id="careful")]


def shown(blocks: Sequence[Block]) -> Iterator[object]:
    """What blocks hold, without blanks."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    words = [p.text.replace(" ", "") for p in cell.paragraphs()]
                    yield cell.row, cell.column, cell.rowspan, cell.colspan, words
        else:
            yield block.aside, block.style.centered, block.text.replace(" ", "")


@cache
def word_records(content: Content) -> list[object]:
    """What a Word file of the content gives."""
    return [_key(task) for task in parse(content_to_docx(content)).tasks]


# the same content, drawn in all ways ------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(("content", "style"), STYLED)
def test_records_are_those_of_the_word_file(content: Content, setting: Setting, style: Style) -> None:
    """The same content gives the same measures, numbers, paths, units and times."""
    expected = word_records(content)
    assert len(expected) == 24
    document = parse(content_to_pdf(content, style, setting))
    assert document.source.format == "pdf"
    assert [_key(task) for task in document.tasks] == expected


@pytest.mark.parametrize(("content", "style"), STYLED)
def test_both_ways_give_the_same_blocks(content: Content, style: Style) -> None:
    """Two libraries, one result; but pdfium leaves out a blank that is drawn by itself."""
    data = content_to_pdf(content, style)
    one, other = (pages_to_source(pages, "pdf") for pages in (fast_pages(data), careful_pages(data)))
    assert [*shown(one.blocks)] == [*shown(other.blocks)]
    assert any(block.aside == "footer" for block in one.blocks)


@pytest.mark.parametrize("find_pages", WAYS)
@pytest.mark.parametrize("style", [style for style in STYLES if "watermark" not in str(style.id)])
def test_signs_stand_where_they_were_set(style: pytest.MarkDecorator, find_pages: object) -> None:
    """Every sign has its left side and its baseline on the page as it is shown, and every line its place."""
    for sheet, page in zip(lay_out(TABLE), find_pages(content_to_pdf(TABLE, style)), strict=True):  # type: ignore[operator,arg-type]
        assert (page.width, page.height) == pytest.approx((sheet.width, sheet.height), abs=0.1)
        expected = {(sign, round(x), round(text.y)) for text in sheet.texts for sign, x in places(text) if sign != " "}
        near = {(g.text, round(g.left + dx), round(g.baseline + dy)) for g in page.glyphs for dx in (-0.4, 0, 0.4) for dy in (-0.4, 0, 0.4)}
        assert expected <= near
        drawn = {tuple(round(side / 3) for side in ruling) for ruling in page.rulings}
        assert len(drawn) >= len({tuple(round(side / 3) for side in stroke) for stroke in sheet.strokes}) * 0.9


def counted(words: str) -> Counter[str]:
    """Signs that are seen, ligatures split."""
    return Counter(sign for sign in normalize("NFKC", words) if sign.isprintable() and not sign.isspace())


def has_words(data: bytes) -> bool:
    """Whether anything is written on a page, or kept from us by a password."""
    with suppress(PdfiumError):
        return any(page.has_words for page in fast_pages(data))
    return True


def assert_covered(data: bytes) -> None:
    """Every sign that pdfplumber knows is in the text, or in it twice where it was drawn twice; nothing else is."""
    text = counted(read(data).text)
    with pdfplumber.open(io.BytesIO(data)) as document:
        known = counted("".join(char["text"] for page in document.pages for char in page.chars))
        once = counted("".join(char["text"] for page in document.pages for char in page.dedupe_chars().chars))
    assert not text - known
    assert not once - text


@pytest.mark.parametrize(("content", "style"), STYLED)
def test_every_sign_is_in_the_text(content: Content, style: Style) -> None:
    """Nothing that is drawn is lost on the way to the canonical text."""
    assert_covered(content_to_pdf(content, style, Setting(header="某市人民政府办公室文件")))


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_every_sign_of_other_programs_is_in_the_text(shared: Path, every: int) -> None:
    """The same for files of many programs but scans; the one that is refused has a password."""
    folder = shared / "corpus" / "odd" / "pdfplumber"
    files = sorted(folder.glob("*.pdf"))[::every]
    if not files:
        pytest.skip("the PDF files are not here")
    refused = []
    for path in files:
        data = path.read_bytes()
        try:
            if has_words(data):
                assert_covered(data)
        except Refusal as refusal:
            refused.append(refusal.code)
    assert refused == (["encrypted"] if every == 1 else [])


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("content", CONTENTS)
def test_tasks_say_on_which_page_they_begin(content: Content, setting: Setting) -> None:
    """A location's page is the page on which the first words of the measure were set."""
    sheets = ["".join(text.text for text in sheet.texts) for sheet in lay_out(content, setting)]
    tasks = parse(content_to_pdf(content, None, setting)).tasks
    pages = [task.location.page for task in tasks]
    assert len(sheets) > 2
    assert None not in pages
    assert len(set(pages)) > 1
    for task in tasks:
        assert task.location.page is not None
        words = task.text[:6]
        assert words in sheets[task.location.page - 1]
    assert pages == sorted(page for page in pages if page)


# what is drawn ----------------------------------------------------------------------------

LINES = [
    pytest.param("100 700 m 300 700 l S", [(100, 142, 300, 142)], id="across"),
    pytest.param("100 700 m 100 500 l S", [(100, 142, 100, 342)], id="down"),
    pytest.param("300 700 m 100 700 l S", [(100, 142, 300, 142)], id="drawn backwards"),
    pytest.param("100 700 200 1 re f", [(100, 141.5, 300, 141.5)], id="thin filled box"),
    pytest.param("100 500 1 200 re f", [(100.5, 142, 100.5, 342)], id="thin filled box that stands"),
    pytest.param("100 500 200 200 re S", [(100, 342, 300, 342), (300, 142, 300, 342), (100, 142, 300, 142), (100, 142, 100, 342)], id="stroked box"),
    pytest.param("100 500 200 200 re f", [], id="shade"),
    pytest.param("100 700 m 300 700 l n", [], id="not painted"),
    pytest.param("100 700 m 300 650 l S", [], id="aslant"),
    pytest.param("200 600 m 200 640 160 640 160 600 c S", [], id="curve"),
    pytest.param("100 600 m 100 620 l 100 640 120 640 120 640 c 300 640 l S", [(100, 222, 100, 242), (120, 202, 300, 202)], id="round corner"),
    pytest.param("100 500 m 100 600 l 100 640 120 640 120 640 c 300 640 l 300 500 l h f", [], id="filled, with a round corner"),
    pytest.param("q 2 0 0 2 10 20 cm 100 300 m 150 300 l S Q", [(210, 222, 310, 222)], id="scaled"),
    pytest.param("q 0 1 -1 0 400 0 cm 300 100 m 500 100 l S Q", [(300, 342, 300, 542)], id="turned"),
    pytest.param("q 200 0 0 1 100 700 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q", [(100, 141.5, 300, 141.5)], id="thin picture"),
]


@pytest.mark.parametrize("find_pages", WAYS)
@pytest.mark.parametrize(("drawn", "expected"), LINES)
def test_lines_are_seen(drawn: str, expected: list[tuple[float, ...]], find_pages: object) -> None:
    """Lines across and down, however they are drawn; nothing that is curved, aslant or a shade."""
    (page,) = find_pages(small_pdf(f"BT /F 9 Tf 50 800 Td (x) Tj ET\n{drawn}\n"))  # type: ignore[operator]
    assert sorted(tuple(round(side, 1) for side in ruling) for ruling in page.rulings) == sorted(expected)


WORDS = [
    pytest.param("BT /F 12 Tf 50 700 Td (one) Tj ET BT /F 12 Tf 50 680 Td (two) Tj ET", "one two", id="two lines"),
    pytest.param("BT /F 12 Tf 50 680 Td (two) Tj ET BT /F 12 Tf 50 700 Td (one) Tj ET", "one two", id="from the bottom"),
    pytest.param("BT /F 12 Tf 50 700 Td [(wo) -20 (rd) -600 (next)] TJ ET", "word next", id="kerned, and a gap"),
    pytest.param("BT /F 12 Tf 50 700 Td (a\\000b\\tc) Tj ET", None, id="NUL and tab"),
    pytest.param("BT /F 12 Tf 50 700 Td (seen) Tj ET BT /F 12 Tf 900 700 Td (far) Tj ET", "seen\nfar", id="off the page"),
    pytest.param("BT /F 12 Tf 3 Tr 50 700 Td (unseen) Tj ET", "unseen", id="without paint: recognized under a picture"),
]


@pytest.mark.parametrize(("drawn", "expected"), WORDS)
def test_words(drawn: str, expected: str | None) -> None:
    """Words in the order of reading; what is beside the page is kept as an aside."""
    source = read(small_pdf(drawn))
    assert expected is None or source.text.split("\n")[: expected.count("\n") + 1] == expected.split("\n")
    assert "\0" not in source.text
    assert "\t" not in source.text


def test_asides_are_named() -> None:
    """A watermark and words beyond the paper are blocks of their own, and no part of the text."""
    texts = [Text("各县人民政府要加强组织领导。", 100, 300, 16), Text("看不见", 700, 300, 16)]
    source = read(texts_to_pdf(texts, style=Style(watermark="内部资料")))
    assert [*shown(source.blocks)] == [
        (None, False, "各县人民政府要加强组织领导。"),
        ("watermark", False, "内部资料"),
        ("off-page", False, "看不见"),
    ]


def test_letters_of_a_ligature_are_kept() -> None:
    """``ﬀ`` is one sign of the font and two letters: none is taken for a sign drawn twice."""
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <61> <00660066> <62> <006600660069> endbfchar"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    assert read(small_pdf("BT /F 12 Tf 50 700 Td (oaice) Tj ET", more={4: font, 6: stream(cmap)})).text.strip() == "office"


def test_title_of_the_file_is_a_field() -> None:
    """``/Title`` goes to the fields, as a page's title does."""
    assert read(content_to_pdf(OUTLINE)).fields == (("title", OUTLINE.title),)


def test_words_that_stand_on_their_side() -> None:
    """The heading of a narrow column is one piece in its cell, the page is not turned for it."""
    upright = [Text("责任单位：市财政局。", 200, 200 + 30 * n, 16) for n in range(5)]
    data = texts_to_pdf([*upright])
    pieces = f"q 0 1 -1 0 120 500 cm {chinese_words('加强领导', 0, 0)} Q {chinese_words('落实责任落实责任。', 200, 600)}"
    source = read(small_pdf(pieces, more={4: CHINESE}))
    assert "加强领导" in source.text.split("\n")
    assert read(data).text.count("责任单位：市财政局。") == 5


# files that are refused, or nearly -----------------------------------------------------------

HELLO = "BT /F 12 Tf 50 700 Td (hello) Tj ET\n"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>"
MANY = {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: f"<< /Type /Pages /Kids [{'3 0 R ' * 200_000}] /Count 200000 >>", 3: PAGE}
FORM = PAGE.replace("/Font", "/XObject << /X 10 0 R >> /Font")
LOCKED = Style(password="secret")  # noqa: S106  of a file made here
SMALL = Limits(pages=3, page_chars=9, page_rulings=9)
REFUSED = [
    pytest.param(b"%PDF-1.7\n", "pdf-broken", DEFAULT, id="nothing but the first line"),
    pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, "pdf-broken", DEFAULT, id="junk"),
    pytest.param(small_pdf(HELLO)[:200], "pdf-broken", DEFAULT, id="cut off"),
    pytest.param(small_pdf(HELLO, more={1: "<< /Type /Catalog >>", 3: PAGE.replace("[0 0", "[0 /x 0")}), "pdf-broken", DEFAULT, id="a box of words"),
    pytest.param(small_pdf(""), "no-text", DEFAULT, id="blank"),
    pytest.param(small_pdf("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"), "no-text", DEFAULT, id="a picture"),
    pytest.param(texts_to_pdf([Text("密", 80, 80, 16)], style=LOCKED), "encrypted", DEFAULT, id="password"),
    pytest.param(pdf_objects(MANY), "too-many-pages", DEFAULT, id="200,000 pages"),
    pytest.param(texts_to_pdf(*[[Text("字", 80, 80, 16)]] * 4), "too-many-pages", SMALL, id="one page too many"),
    pytest.param(small_pdf("BT /F 9 Tf 50 700 Td (ten letters) Tj ET"), "page-too-dense", SMALL, id="characters"),
    pytest.param(small_pdf(HELLO + "0 0 m 9 0 l S " * 10), "page-too-dense", SMALL, id="ruled lines"),
    pytest.param(small_pdf(more={5: deflated(b"BT /F 1 Tf 50 700 Td " + b"(aaaaaaaaaa) Tj " * 10_000 + b"ET", 2)}), "page-too-dense", DEFAULT, id="100,000 characters"),
    pytest.param(small_pdf(HELLO + "".join(f"{n % 141 * 4} {n // 141 * 5} m {n % 141 * 4 + 4} {n // 141 * 5} l S " for n in range(20_001))), "page-too-dense", DEFAULT, id="20,001 lines"),
]


@pytest.mark.hostile
@pytest.mark.parametrize(("data", "code", "limits"), REFUSED)
def test_bad_files_are_refused(data: bytes, code: str, limits: Limits) -> None:
    """Each has its code, and what to do next."""
    with within(5), pytest.raises((FormatError, LimitError)) as caught:
        read(data, limits, source_format="pdf")
    assert caught.value.code == code


ODD = [
    pytest.param(small_pdf(HELLO, more={2: "<< /Type /Pages /Kids [] /Count 0 >>"}), id="none of its pages"),
    pytest.param(small_pdf(HELLO, more={1: "<< /Type /Catalog >>"}), id="no pages"),
    pytest.param(small_pdf(HELLO, more={2: "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}), id="pages of themselves"),
    pytest.param(small_pdf(HELLO, more={2: "<< /Type /Pages /Kids [3 0 R] /Count 1900 >>"}), id="pages that are not there"),
    pytest.param(small_pdf(HELLO, more={2: "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}), id="more pages than numbers"),
    pytest.param(small_pdf(HELLO, has_table=False), id="no table of objects"),
    pytest.param(small_pdf("BT /F 12 Tf 50 700 Td (\\000\\001\\000\\002hello) Tj ET", more={3: PAGE.replace("/Type /Page ", "")}), id="signs without a meaning on a page that one library does not find"),
    pytest.param(small_pdf(HELLO, more={6: "<< /Title <feffd83d0041> >>"}, trailer="/Info 6 0 R"), id="half a character in the title"),
    pytest.param(b"junk\n" * 20 + small_pdf(HELLO), id="junk before"),
    pytest.param(small_pdf(HELLO) + b"junk\n" * 200, id="junk behind"),
    pytest.param(small_pdf(HELLO, more={7: "[" * 200_000 + "]" * 200_000}, trailer="/Info 7 0 R"), id="200,000 arrays in arrays"),
    pytest.param(small_pdf(HELLO + "[" * 200_000 + "]" * 200_000 + " TJ"), id="200,000 arrays in a page"),
    pytest.param(small_pdf(HELLO + "/P " + "<</A " * 100_000 + ">>" * 100_000 + " BDC"), id="100,000 dictionaries in a page"),
    pytest.param(small_pdf(HELLO + "BT /F 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (far) Tj ET 1e38 1e38 m 9e38 1e38 l S"), id="numbers without end"),
    pytest.param(small_pdf(HELLO, more={3: PAGE.replace("595 842", "1e30 1e30")}), id="a page without end"),
    pytest.param(small_pdf(HELLO + "0 0 m " + "9 0 l 9 9 l " * 100_000 + "S"), id="a path of 200,000 corners"),
    pytest.param(small_pdf(HELLO + "BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID x EI"), id="a picture of 30 GB"),
    pytest.param(small_pdf(HELLO, more={4: CHINESE.replace("/Descendant", "/ToUnicode 6 0 R /Descendant"), 6: deflated(b"1 begincodespacerange <0000> <ffff> endcodespacerange\n" + b"1 beginbfrange <0000> <ffff> <0000> endbfrange\n" * 500)}), id="a map of 30 million characters"),
]


@pytest.mark.hostile
@pytest.mark.parametrize("data", ODD)
def test_odd_files_are_read_soon(data: bytes) -> None:
    """What can be read is, in little time."""
    with within(5):
        assert read(data, source_format="pdf").text.strip()


def test_a_file_cannot_name_the_map_of_its_characters(tmp_path: Path) -> None:
    """``/Encoding`` names a map that libraries know; a path in it leads nowhere."""
    (tmp_path / "x.pickle.gz").write_bytes(b"canary")
    name = str(tmp_path / "x").replace("/", "#2F")
    data = small_pdf(chinese_words("重点任务"), more={4: CHINESE.replace("UniGB-UCS2-H", name)})
    with suppress(FormatError):
        assert "canary" not in read(data).text
    assert (tmp_path / "x.pickle.gz").read_bytes() == b"canary"


@pytest.mark.parametrize("recognizes", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_page_without_text_is_named(recognizes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page on which something is drawn, but nothing written, is no silent loss; an empty one is none."""
    if not recognizes:  # what is a picture takes seconds
        monkeypatch.setattr(scan, "_PACKAGES", ("no_such_package",))
    drawn, empty = [Stroke(80, 100, 300, 100)], list[Stroke]()
    words = [Text("各县人民政府：", 80, 200, 16)], [Text("特此通知。", 80, 200, 16)]
    source = read(texts_to_pdf(words[0], drawn, words[1], drawn, empty))
    assert [(one.code, one.level) for one in source.diagnostics] == [("page-without-text", "warning")]
    assert "page 2, 4" in source.diagnostics[0].message


def test_characters_without_a_meaning_are_counted() -> None:
    """What no library knows is told, not guessed."""
    font = CHINESE.replace("UniGB-UCS2-H", "Identity-H").replace("(Adobe)", "(Own)").replace("(GB1)", "(Own)")
    words = "<" + "0041" * 4 + ">"
    data = small_pdf(f"BT /F 16 Tf 80 700 Td {words} Tj ET BT /G 16 Tf 80 600 Td (hello) Tj ET", more={3: PAGE.replace("/F 4 0 R", "/F 6 0 R /G 4 0 R"), 6: font})
    source = read(data)
    assert "hello" in source.text
    assert [one.code for one in source.diagnostics] in ([], ["unknown-characters"])


def test_an_empty_password_is_none() -> None:
    """A file that anybody can open is read, whatever its owner allows."""
    assert read(texts_to_pdf([Text("各县人民政府：", 80, 200, 16)], style=Style(password=""))).text.strip() == "各县人民政府："


def test_the_command_line_reads_it(tmp_path: Path) -> None:
    """By its content, and by ``--from``."""
    path = tmp_path / "x.bin"
    path.write_bytes(content_to_pdf(OUTLINE))
    results = [call("parse", path), call("parse", path, "--from", "pdf")]
    assert results[0].stdout == results[1].stdout
    assert b'"format": "pdf"' in results[0].stdout or b'"format":"pdf"' in results[0].stdout
    assert [result.returncode for result in results] == [0, 0]


# tables over pages ----------------------------------------------------------------------------


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Stroke]:
    """The lines of a whole grid."""
    return [*(Stroke(xs[0], y, xs[-1], y) for y in ys), *(Stroke(x, ys[0], x, ys[-1]) for x in xs)]


def _source(*sheets: Sequence[Text | Stroke]) -> Source:
    return read(texts_to_pdf(*sheets, size=A4))


def test_a_table_on_a_page_of_another_size() -> None:
    """An annex on a broad page is read as it lies."""
    sheet = Sheet(841.89, 595.28, [Text("任务", 110, 120, 12), Text("单位", 410, 120, 12), Text("1.建立平台。", 110, 150, 12), Text("市财政局", 410, 150, 12)], ruled((100, 400, 700), (100, 130, 160)))
    data = sheets_to_pdf([*lay_out(Content("某市重点任务分工方案")), sheet])
    assert [*shown(read(data).blocks)][-4:] == [
        (0, 0, 1, 1, ["任务"]),
        (0, 1, 1, 1, ["单位"]),
        (1, 0, 1, 1, ["1.建立平台。"]),
        (1, 1, 1, 1, ["市财政局"]),
    ]
