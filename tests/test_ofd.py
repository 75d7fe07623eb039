"""OFD files: where words and lines stand on their pages, and what is told of everything else."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from build_ofd import (
    MM,
    OLD_NAMESPACE,
    Style,
    content_to_ofd,
    layer,
    ofd,
    ofd_parts,
    pack,
    page,
    part,
    path_object,
    text_object,
)
from effort import within
from forms import Content, Entry, Line, content_to_docx
from layout import Setting, Sheet, lay_out, sign_width

from docx2tasks import Task, parse
from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers import read
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.ofd.document import OfdPrint, read_pages
from docx2tasks.readers.ofd.paths import words_to_figures
from docx2tasks.readers.ofd.words import words_to_deltas

ROW = '<ofd:TextCode X="10" Y="20" DeltaX="g 2 5">甲乙丙</ofd:TextCode>'


def only_page(*objects: str, **more: object) -> Page:
    """The one page of a file that draws some objects."""
    (found,) = read_pages(ofd(page(*objects), **more)).pages
    return found


def words(found: Page) -> str:
    return "".join(glyph.text for glyph in found.glyphs)


def places(found: Page) -> list[tuple[float, float]]:
    """The left side and the baseline of each glyph, in millimetres."""
    return [(round(glyph.left * MM, 2), round(glyph.baseline * MM, 2)) for glyph in found.glyphs]


def lines(found: Page) -> list[tuple[float, ...]]:
    """The ruled lines, in millimetres."""
    return [tuple(round(side * MM, 2) for side in ruling) for ruling in found.rulings]


def codes(printed: OfdPrint) -> list[str]:
    return [one.code for one in printed.diagnostics]


# words ------------------------------------------------------------------------------------

DELTAS = [
    pytest.param("", 3, [], id="none"),
    pytest.param("4.5 4 3", 3, [4.5, 4, 3], id="each"),
    pytest.param("g 3 4.5 2", 4, [4.5, 4.5, 4.5, 2], id="repeated, then one"),
    pytest.param("1 g 2 3 g 1 4", 4, [1, 3, 3, 4], id="repeated in between"),
    pytest.param("G 2 1.5e0", 2, [1.5, 1.5], id="capital, exponent"),
    pytest.param("1,2", 2, [1, 2], id="commas"),
    pytest.param("g 1000000000 1", 2, [1, 1], id="more than there are signs"),
    pytest.param("g -5 1 2", 2, [2, 2], id="fewer than none"),
    pytest.param("7", 3, [7, 7, 7], id="too few: as it ended"),
    pytest.param("1 2 3 4", 2, [1, 2], id="too many"),
    pytest.param("3", 0, [], id="one sign"),
]


@pytest.mark.parametrize(("written", "count", "deltas"), DELTAS)
def test_deltas(written: str, count: int, deltas: list[float]) -> None:
    """Offsets are read as the standard writes them, never more than there are signs."""
    assert words_to_deltas(written, count) == deltas


@pytest.mark.parametrize("written", ["x", "nan", "inf", "1e400", "g 2", "g x 1", "g nan 1", "1e9"])
def test_deltas_that_are_none(written: str) -> None:
    """What is no number of a page is refused, or a repeat of nothing."""
    if written == "g 2":
        assert words_to_deltas(written, 3) == [0, 0, 0]
        return
    with pytest.raises(ValueError, match=r".*"):
        words_to_deltas(written, 3)


TEXTS = [
    pytest.param(text_object("甲乙丙", 10, 20, deltas='DeltaX="g 2 5"'), [(10, 20), (15, 20), (20, 20)], id="deltas"),
    pytest.param(text_object("甲乙丙", 10, 20), [(10, 20), (15, 20), (20, 20)], id="no deltas: as wide as the font"),
    pytest.param(text_object("甲a乙", 10, 20), [(10, 20), (15, 20), (17.5, 20)], id="no deltas: letters are narrow"),
    pytest.param(text_object("", code=ROW, attributes='Boundary="30 40 9 9"'), [(40, 60), (45, 60), (50, 60)], id="boundary"),
    pytest.param(text_object("", code=ROW, size=5, attributes='CTM="0.5 0 0 0.5 0 0"'), [(5, 10), (7.5, 10), (10, 10)], id="scaled"),
    pytest.param(text_object("", code=ROW, attributes='Boundary="30 40 9 9" CTM="0.5 0 0 0.5 1 2"'), [(36, 52), (38.5, 52), (41, 52)], id="scaled, then moved"),
    pytest.param(text_object("", code=ROW, attributes='Boundary="-10 -5 400 400"'), [(0, 15), (5, 15), (10, 15)], id="boundary beyond the page"),
    pytest.param(
        text_object("", code='<ofd:TextCode X="10" Y="20">甲</ofd:TextCode><ofd:TextCode X="30">乙</ofd:TextCode><ofd:TextCode Y="40">丙</ofd:TextCode>'),
        [(10, 20), (30, 20), (30, 40)],
        id="omitted X or Y is the one before",
    ),
    pytest.param(text_object("甲乙", 10, 20, attributes='ReadDirection="90"'), [(10, 20), (10, 25)], id="no deltas, read downwards"),
    pytest.param(text_object("甲乙", 10, 20, deltas='DeltaY="5"', attributes='ReadDirection="90"'), [(10, 20), (10, 25)], id="downwards"),
    pytest.param(text_object("", 10, 20) + text_object("甲", 10, 20), [(10, 20)], id="no signs"),
    pytest.param(text_object("甲 乙", 10, 20, deltas='DeltaX="5 5"'), [(10, 20), (15, 20), (20, 20)], id="a blank has its delta"),
    pytest.param(text_object("", code='<ofd:TextCode X="1" Y="2" DeltaX="5">\n      甲乙\n   </ofd:TextCode>'), [(1, 2), (6, 2)], id="indented XML"),
    pytest.param(text_object("", code='<ofd:TextCode X="1" Y="2" DeltaX="5"><![CDATA[甲乙]]></ofd:TextCode>'), [(1, 2), (6, 2)], id="CDATA"),
    pytest.param(
        text_object("甲乙", 1, 20, deltas='DeltaX="5"', more='<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>41 57</ofd:Glyphs></ofd:CGTransform>'),
        [(1, 20), (6, 20)],
        id="glyphs of the font",
    ),
    pytest.param(f"<ofd:PageBlock>{text_object('甲', 1, 20)}<ofd:PageBlock>{text_object('乙', 6, 20)}</ofd:PageBlock></ofd:PageBlock>", [(1, 20), (6, 20)], id="nested blocks"),
]


@pytest.mark.parametrize(("drawn", "expected"), TEXTS)
def test_words_have_their_places(drawn: str, expected: list[tuple[float, float]]) -> None:
    """Boundary, matrix and deltas are added up as clauses 8.5 and 11.3 say."""
    assert places(only_page(drawn)) == expected


def test_width_and_size_are_those_shown() -> None:
    """A glyph is as wide as the step to the next one, and never wider than its font; a matrix scales both."""
    found = only_page(text_object("甲a乙", 10, 20, 10, deltas='DeltaX="10 4"', attributes='CTM="0.5 0 0 0.5 0 0" HScale="1"'))
    assert [round((g.right - g.left) * MM, 2) for g in found.glyphs] == [5, 2, 5]
    assert {round(g.size * MM, 2) for g in found.glyphs} == {5}


TURNED = [
    pytest.param('CTM="0 1 -1 0 90 0"', "甲乙", id="a quarter"),
    pytest.param('CTM="0 -1 1 0 0 200"', "甲乙", id="three quarters"),
    pytest.param('CTM="-1 0 0 -1 200 200"', "甲乙", id="on its head"),
    pytest.param('CTM="1 0.02 -0.02 1 0 0"', "甲乙", id="scanned a little aslant"),
    pytest.param('CTM="1 0 0.2 1 0 0"', "甲乙", id="italic"),
    pytest.param('CharDirection="90" ReadDirection="90"', "甲乙", id="signs and reading turned"),
]


@pytest.mark.parametrize(("attributes", "expected"), TURNED)
def test_a_page_is_turned_back(attributes: str, expected: str) -> None:
    """Where most words stand on their side, the page is read as one holds it to read them."""
    deltas = 'DeltaY="g 1 5"' if "ReadDirection" in attributes else 'DeltaX="5"'
    found = only_page(text_object("甲乙", 10, 20, 5, deltas=deltas, attributes=attributes))
    first, second = found.glyphs
    assert words(found) == expected
    assert second.left - first.left == pytest.approx(5 / MM)
    assert abs(second.baseline - first.baseline) < 0.5
    assert first.size == pytest.approx(5 / MM, rel=0.01)


def test_lines_turn_with_their_page() -> None:
    """A table on its side has its lines around its words when it is turned back."""
    box = path_object("M 20 20 L 20 100 L 40 100 L 40 20 C")
    found = only_page(text_object("责任单位责任单位", 30, -25, deltas='DeltaX="g 7 5"', attributes='CTM="0 1 -1 0 0 0"'), box)
    sides = [[getattr(ruling, side) for ruling in found.rulings] for side in ("left", "top", "right", "bottom")]
    left, top, right, bottom = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
    assert (round(found.width * MM), round(found.height * MM)) == (297, 210)
    assert all(left < g.left < g.right < right and top < g.baseline < bottom for g in found.glyphs)


@pytest.mark.parametrize("turn", ["0 1 -1 0 60 0", "0 -1 1 0 0 100", "-1 0 0 -1 60 100"])
def test_words_on_their_side(turn: str) -> None:
    """Words along the side of a table are one piece, where they stand; the page is not turned for them."""
    found = only_page(text_object("正文正文正文", 10, 200), text_object("牵头", 10, 20, deltas='DeltaX="5"', attributes=f'CTM="{turn}"'))
    *_, beside = found.glyphs
    assert (len(found.glyphs), beside.text) == (7, "牵头")
    assert (round(found.width * MM), round(found.height * MM)) == (210, 297)
    assert [0 < side * MM < 100 for side in (beside.left, beside.right, beside.baseline)] == [True] * 3


UNSEEN = [
    pytest.param(text_object("密", 10, 30, attributes='Visible="false"'), "hidden-text", id="not visible"),
    pytest.param(text_object("密", 10, 30, attributes='Alpha="0"'), "hidden-text", id="clear"),
    pytest.param(text_object("密", 10, 30, attributes='Fill="false"'), "hidden-text", id="not filled"),
    pytest.param(text_object("密", 10, 30, more='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), "hidden-text", id="clear colour"),
    pytest.param(text_object("密", 10, 30, 0), "hidden-text", id="of no size"),
    pytest.param(text_object("密", 10, 30, 900), "hidden-text", id="larger than the page"),
    pytest.param(f'<ofd:PageBlock Visible="false">{text_object("密", 10, 30)}</ofd:PageBlock>', "hidden-text", id="in a block not visible"),
    pytest.param(text_object("密", 10, 30, attributes='Boundary="a b c d"'), "unplaced-text", id="boundary of letters"),
    pytest.param(text_object("密", 10, 30, attributes='Boundary="0 0 nan 1"'), "unplaced-text", id="boundary nan"),
    pytest.param(text_object("密", 10, 30, attributes='CTM="1 0 0 1"'), "unplaced-text", id="short matrix"),
    pytest.param(text_object("密", 10, 30, attributes='CTM="1e308 0 0 1e308 1e308 0"'), "unplaced-text", id="huge matrix"),
    pytest.param(text_object("密密", 10, 30, deltas='DeltaX="inf"'), "unplaced-text", id="endless delta"),
    pytest.param('<ofd:CompositeObject ResourceID="77" Boundary="0 0 9 9"/>', "part-broken", id="drawing that is not there"),
]


@pytest.mark.parametrize(("drawn", "code"), UNSEEN)
def test_what_is_left_out_is_named(drawn: str, code: str) -> None:
    """Words that nobody sees, or that have no place, are not read, and a diagnostic says so."""
    printed = read_pages(ofd(page(text_object("正文在此", 10, 20), drawn)))
    assert words(printed.pages[0]) == "正文在此"
    assert codes(printed) == [code]


BESIDE = [
    pytest.param(text_object("密级", 10, 30, attributes='CTM="0.7 0.7 -0.7 0.7 50 0"'), ("watermark", "密级"), id="leaning"),
    pytest.param(text_object("密级", 400, 30), ("off-page", "密级"), id="beyond the page"),
    pytest.param(text_object("密级", 207, 30), ("off-page", "级"), id="half beyond the page"),
]


@pytest.mark.parametrize(("drawn", "aside"), BESIDE)
def test_words_that_are_aside(drawn: str, aside: tuple[str, str]) -> None:
    """Watermarks and words beyond the paper are kept apart from what is read."""
    found = only_page(text_object("正文在此", 10, 20), drawn)
    assert words(found).removesuffix("密") == "正文在此"
    assert list(found.asides) == [aside]


PICTURE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'


def test_words_under_a_picture_of_paper() -> None:
    """A page of a picture and unseen words gives what was recognized in it, with a warning."""
    printed = read_pages(ofd(page(text_object("正文", 10, 20)), page(PICTURE, text_object("扫描", 10, 20, attributes='Alpha="0"'))))
    assert [words(found) for found in printed.pages] == ["正文", "扫描"]
    assert codes(printed) == ["recognized-text"]
    assert "page 2" in printed.diagnostics[0].message


def test_pages_of_pictures() -> None:
    """A page of a picture only is named; a file of nothing else is refused."""
    printed = read_pages(ofd(page(text_object("正文", 10, 20)), page(PICTURE), page(), page(PICTURE)))
    assert [(one.code, one.level) for one in printed.diagnostics] == [("page-without-text", "error")]
    assert "pages 2, 4:" in printed.diagnostics[0].message
    with pytest.raises(FormatError, match="no-text") as caught:
        read_pages(ofd(page(PICTURE)))
    assert "ocr extra" in str(caught.value)


SHOWN = [
    pytest.param('Boundary="150 250 20 20"', "picture-not-read info", id="印章大小的图片"),
    pytest.param('Boundary="0 60 210 200"', "picture-not-read error", id="大半页的图片"),
    pytest.param('Boundary="0 0 210 297"', "picture-not-read info", id="文字压在整页图片上"),
    pytest.param('Boundary="nowhere"', "", id="a picture without a place"),
    pytest.param('Boundary="0 60 210 200" Visible="false"', "", id="a picture that is not shown"),
]


@pytest.mark.parametrize(("attributes", "said"), SHOWN)
def test_pictures_beside_words_are_said(attributes: str, said: str) -> None:
    """A picture that takes most of a page may be a page; what words stand on is their ground."""
    printed = read_pages(ofd(page(f'<ofd:ImageObject ID="3" ResourceID="4" {attributes}/>', text_object("正文", 10, 20))))
    assert " ".join(f"{one.code} {one.level}" for one in printed.diagnostics) == said


def test_what_is_left_out_is_graver_with_a_task_in_it() -> None:
    """Hidden words and annotations that hold a clause; attached files always."""
    annotation = f'<ofd:Annot Type="Highlight"><ofd:Remark>（责任单位：市教育局）</ofd:Remark><ofd:Appearance>{text_object("注", 1, 2)}</ofd:Appearance></ofd:Annot>'
    hidden = text_object("一、建成平台。", 10, 30, attributes='Visible="false"')
    named = "<ofd:Annotations>Annotations.xml</ofd:Annotations><ofd:Attachments>Attachments.xml</ofd:Attachments>"
    parts = {
        "Doc_0/Annotations.xml": part("Annotations", '<ofd:Page PageID="100"><ofd:FileLoc>Page_0.xml</ofd:FileLoc></ofd:Page>'),
        "Doc_0/Page_0.xml": part("PageAnnot", annotation),
        "Doc_0/Attachments.xml": part("Attachments", '<ofd:Attachment ID="1" Name="原稿.docx"><ofd:FileLoc>a.docx</ofd:FileLoc></ofd:Attachment>'),
    }
    printed = read_pages(pack({**ofd_parts(page(text_object("甲", 1, 20), hidden), document=named), **parts}))
    assert [(one.code, one.level) for one in printed.diagnostics] == [("hidden-text", "error"), ("embedded-document", "error"), ("annotation-text", "error")]
    assert printed.diagnostics[1].message == "a document was not read: 原稿.docx"


# lines ------------------------------------------------------------------------------------

WHITE = '<ofd:StrokeColor Value="255 255 255"/>'
BOX = [(10, 10, 60, 10), (60, 10, 60, 30), (10, 30, 60, 30), (10, 10, 10, 30)]
PATHS = [
    pytest.param(path_object("M 10 10 L 60 10"), [(10, 10, 60, 10)], id="across"),
    pytest.param(path_object("M 10 60 L 10 10"), [(10, 10, 10, 60)], id="down, drawn upwards"),
    pytest.param(path_object("M 0 0 L 5 0", 'Boundary="10 20 5 1" CTM="2 0 0 2 1 1"'), [(11, 21, 21, 21)], id="boundary and matrix"),
    pytest.param(path_object("S 1 1 M 10 10 L 60 10 M 10 20 L 60 20"), [(10, 10, 60, 10), (10, 20, 60, 20)], id="two in one path"),
    pytest.param(path_object("M10,10L60,10"), [(10, 10, 60, 10)], id="written close"),
    pytest.param(path_object("M 10 10 L 60 10 L 60 30 L 10 30 C"), BOX, id="drawn rectangle"),
    pytest.param(path_object("M 10 10 L 60 10 L 60 30 L 10 30 L 10 10"), BOX, id="closed by a line"),
    pytest.param(path_object("M 10 10 L 60 10 L 60 10.5 L 10 10.5 C", 'Fill="true" Stroke="false"'), [(10, 10.25, 60, 10.25)], id="thin filled rectangle"),
    pytest.param(path_object("M 10 10 L 10.5 10 L 10.5 60 L 10 60 C", 'Fill="true"'), [(10.25, 10, 10.25, 60)], id="thin, filled and drawn"),
    pytest.param(path_object("M 10 10 L 60 10 L 60 30 L 10 30 C", 'Fill="true" Stroke="false"'), [], id="a shade"),
    pytest.param(path_object("M 10 10 L 10.2 10 L 10.2 10.2 L 10 10.2 C", 'Fill="true" Stroke="false"'), [], id="a dot at a corner"),
    pytest.param(path_object("M 10 10 L 60 10", more=WHITE), [], id="white"),
    pytest.param(path_object("M 10 10 L 60 10", more='<ofd:StrokeColor Value="0 0 0 0"/>'), [], id="white in four colours"),
    pytest.param(path_object("M 10 10 L 60 10", more='<ofd:StrokeColor Value="0" Alpha="0"/>'), [], id="clear"),
    pytest.param(path_object("M 10 10 L 60 10", 'Visible="false"'), [], id="not visible"),
    pytest.param(path_object("M 10 10 L 60 10", 'Stroke="false"'), [], id="neither drawn nor filled"),
    pytest.param(path_object("M 10 10 L 60 10", 'LineWidth="12"'), [], id="a bar"),
    pytest.param(path_object("M 10 10 L 60 40"), [], id="leaning"),
    pytest.param(path_object("M 10 10 B 1 1 2 2 60 10 Q 1 1 70 10 A 5 5 0 0 1 80 10 L 90 10"), [(80, 10, 90, 10)], id="curves end somewhere"),
    pytest.param(path_object("M 10 10 L 600 10"), [(10, 10, 210, 10)], id="beyond the page"),
    pytest.param(path_object("M 10 10 X 1 2"), [], id="no such operator"),
    pytest.param(path_object("M 10 10 L 60"), [], id="cut off"),
    pytest.param(path_object("M 10 10 L nan 10"), [], id="nan"),
    pytest.param(path_object("M 10 10 L 1e400 10"), [], id="endless"),
]


@pytest.mark.parametrize(("drawn", "expected"), PATHS)
def test_lines_are_seen(drawn: str, expected: list[tuple[float, ...]]) -> None:
    """Lines across and down, however a program draws them; nothing that is white, curved or a shade."""
    assert lines(only_page(text_object("字", 1, 20), drawn)) == expected


def test_figures_begin_where_the_pen_is_set_down() -> None:
    """Each figure of a path is looked at by itself."""
    assert [len(figure) for figure in words_to_figures("M 0 0 L 1 0 L 1 1 C M 5 5 L 6 5")] == [3, 1]


# files ------------------------------------------------------------------------------------

COMPOSITE = '<ofd:CompositeObject ID="7" ResourceID="20" Boundary="10 20 50 50" CTM="2 0 0 2 0 0"/>'
UNIT = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="20" Width="9" Height="9"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'


def test_reusable_drawings() -> None:
    """Words may stand in a drawing of the resources, moved and scaled where it is used."""
    found = only_page(COMPOSITE, resources=UNIT.format(text_object("甲", 1, 2, attributes='Boundary="3 4 9 9"')))
    assert places(found) == [(18, 32)]
    assert found.glyphs[0].size == pytest.approx(10 / MM)


def test_templates_are_drawn_on_their_pages() -> None:
    """A page shows what its templates draw, before its own words; one that is missing is named."""
    shared = [page(text_object("红头", 10, 10)), page(text_object("页脚", 10, 290))]
    marks = '<ofd:Template TemplateID="90" ZOrder="Background"/><ofd:Template TemplateID="91" ZOrder="Foreground"/>'
    printed = read_pages(ofd(page(text_object("甲", 10, 50), templates=marks), page(text_object("乙", 10, 50)), templates=shared))
    assert [words(found) for found in printed.pages] == ["红头页脚甲", "乙"]
    broken = read_pages(ofd(page(text_object("甲", 10, 50), templates=marks), templates=shared[:1]))
    assert codes(broken) == ["part-broken"]


def test_a_template_of_itself() -> None:
    """Templates have no templates: a ring of them ends at once."""
    mark = '<ofd:Template TemplateID="90"/>'
    found = read_pages(ofd(page(text_object("甲", 10, 50), templates=mark), templates=[page(text_object("头", 10, 10), templates=mark)]))
    assert words(found.pages[0]) == "头甲"


SIZES = [
    pytest.param("0 0 297 210", (297, 210), id="own"),
    pytest.param("", (210, 297), id="the document's"),
    pytest.param("0 0 0 0", (210, 297), id="nothing"),
    pytest.param("0 0 nan 9", (210, 297), id="no number"),
]


@pytest.mark.parametrize(("box", "size"), SIZES)
def test_size_of_a_page(box: str, size: tuple[float, float]) -> None:
    """Its own box, else the document's."""
    (found,) = read_pages(ofd(page(text_object("甲", 1, 20), box=box))).pages
    assert (round(found.width * MM), round(found.height * MM)) == size


def test_two_documents_in_one_file() -> None:
    """All are read, in order, and a diagnostic says so."""
    parts = ofd_parts(page(text_object("甲", 1, 20)), info="<ofd:Title>一号文</ofd:Title><ofd:CreationDate>2024-03-01</ofd:CreationDate>")
    more = ofd_parts(page(text_object("乙", 1, 20)))
    parts |= {name.replace("Doc_0", "Doc_1"): data for name, data in more.items() if name != "OFD.xml"}
    parts["OFD.xml"] = (parts["OFD.xml"] or b"").replace(b"</ofd:OFD>", b"<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")
    printed = read_pages(pack(parts))
    assert [words(found) for found in printed.pages] == ["甲", "乙"]
    assert codes(printed) == ["documents-joined"]
    assert printed.fields == (("title", "一号文"), ("created", "2024-03-01"))


LOCATIONS = [
    pytest.param("Pages/Page_0/Content.xml", id="from the document's folder"),
    pytest.param("/Doc_0/Pages/Page_0/Content.xml", id="from the root"),
    pytest.param("Doc_0/Pages/Page_0/Content.xml", id="from the root without saying so"),
    pytest.param("Pages\\Page_0\\Content.xml", id="backslashes"),
    pytest.param("./Pages/../Pages/Page_0/Content.xml", id="dots"),
    pytest.param("pages/page_0/content.XML", id="other case"),
    pytest.param("../../../Doc_0/Pages/Page_0/Content.xml", id="above the root"),
]


@pytest.mark.parametrize("location", LOCATIONS)
def test_locations(location: str) -> None:
    """Parts are found however programs write where they are."""
    parts = ofd_parts(page(text_object("甲", 1, 20)))
    parts["Doc_0/Document.xml"] = (parts["Doc_0/Document.xml"] or b"").replace(b"Pages/Page_0/Content.xml", location.encode())
    assert words(read_pages(pack(parts)).pages[0]) == "甲"


ASIDES = [
    pytest.param({"document": "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"}, {"Doc_0/Attachs/Attachments.xml": part("Attachments", '<ofd:Attachment ID="1" Name="原稿.docx"><ofd:FileLoc>a.docx</ofd:FileLoc></ofd:Attachment>')}, ["embedded-document"], id="attachment"),
    pytest.param(
        {"document": "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"},
        {
            "Doc_0/Annots/Annotations.xml": part("Annotations", '<ofd:Page PageID="100"><ofd:FileLoc>Page_0.xml</ofd:FileLoc></ofd:Page>'),
            "Doc_0/Annots/Page_0.xml": part("PageAnnot", f'<ofd:Annot Type="Watermark"><ofd:Appearance>{text_object("水印", 1, 2)}</ofd:Appearance></ofd:Annot>'),
        },
        ["annotation-text"],
        id="annotation",
    ),
    pytest.param({"body": "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"}, {"Doc_0/Signs/Signatures.xml": part("Signatures", '<ofd:Signature ID="1" Type="Seal"/>')}, ["seal"], id="seal"),
    pytest.param({"document": "<ofd:Attachments>Attachments.xml</ofd:Attachments>"}, {"Doc_0/Attachments.xml": b"<broken"}, ["part-broken"], id="broken"),
    pytest.param({"document": "<ofd:Attachments>Attachments.xml</ofd:Attachments>"}, {}, [], id="named, but not there"),
]


@pytest.mark.parametrize(("more", "parts", "expected"), ASIDES)
def test_what_stands_beside_the_pages_is_named(more: Mapping[str, str], parts: Mapping[str, bytes], expected: list[str]) -> None:
    """Attachments, annotations and seals are no text of the document, and nothing is silent about them."""
    made = ofd_parts(page(text_object("甲", 1, 20)), **more)
    printed = read_pages(pack({**made, **parts}))
    assert words(printed.pages[0]) == "甲"
    assert codes(printed) == expected


# hostile ----------------------------------------------------------------------------------

TEXT_PAGE = page(text_object("甲乙丙丁", 1, 20))


def without(name: str, data: bytes | None = None) -> bytes:
    """A file of which one part is missing, or another."""
    return pack({**ofd_parts(TEXT_PAGE, TEXT_PAGE), name: data})


RING = UNIT.format('<ofd:CompositeObject ResourceID="20" Boundary="0 0 1 1"/>')
RINGS = UNIT.format('<ofd:CompositeObject ResourceID="20" Boundary="0 0 1 1"/>' * 20)
SMALL = Limits(pages=3, page_chars=9, page_rulings=9, page_objects=99)
HOSTILE = [
    pytest.param(without("Doc_0/Pages/Page_1/Content.xml"), "ofd-broken", DEFAULT, id="page missing"),
    pytest.param(without("Doc_0/Document.xml"), "ofd-broken", DEFAULT, id="document missing"),
    pytest.param(without("OFD.xml", part("OFD", "")), "ofd-broken", DEFAULT, id="no document"),
    pytest.param(without("OFD.xml"), "ofd-broken", DEFAULT, id="no list of documents"),
    pytest.param(without("Encryptions.xml", part("Encryptions", "")), "encrypted", DEFAULT, id="encrypted"),
    pytest.param(without("Doc_0/Pages/Page_1/Content.xml", b"<ofd:Page"), "xml-broken", DEFAULT, id="page broken"),
    pytest.param(without("Doc_0/Pages/Page_1/Content.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "xml-dtd", DEFAULT, id="entities"),
    pytest.param(without("Doc_0/Pages/Page_1/Content.xml", b" " * 70_000_000), "zip-too-big", DEFAULT, id="bomb"),
    pytest.param(ofd(page(text_object("甲", attributes='Boundary="0 0 nan 1"'))), "ofd-broken", DEFAULT, id="words without places"),
    pytest.param(ofd(*[TEXT_PAGE] * 4), "too-many-pages", SMALL, id="pages"),
    pytest.param(ofd(page(text_object("甲" * 5), text_object("甲" * 5))), "page-too-dense", SMALL, id="characters"),
    pytest.param(ofd(page(path_object("M 0 9 L 90 9 " * 10))), "page-too-dense", SMALL, id="ruled lines"),
    pytest.param(ofd(page("<ofd:PageBlock/>" * 100)), "page-too-dense", SMALL, id="objects"),
    pytest.param(ofd(page(COMPOSITE), resources=RING), "too-deep", DEFAULT, id="a drawing of itself"),
    pytest.param(ofd(page("<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60)), "too-deep", DEFAULT, id="blocks in blocks"),
]


@pytest.mark.hostile
@pytest.mark.parametrize(("data", "code", "limits"), HOSTILE)
def test_bad_files_are_refused(data: bytes, code: str, limits: Limits) -> None:
    """Each has its code, and what to do next."""
    with within(2), pytest.raises((FormatError, LimitError)) as caught:
        read(data, limits, source_format="ofd")
    assert caught.value.code == code


@pytest.mark.hostile
def test_drawings_that_multiply_end() -> None:
    """Twenty drawings of itself in each drawing are many before they are deep."""
    data = ofd(page(COMPOSITE), resources=RINGS)
    with pytest.raises(LimitError) as caught:
        read_pages(data)
    assert caught.value.code in {"page-too-dense", "too-deep"}


@pytest.mark.hostile
def test_a_delta_that_repeats_without_end() -> None:
    """A thousand million repeats cost no more than the signs there are."""
    with within(1):
        found = only_page(text_object("甲乙", 10, 20, deltas='DeltaX="g 1000000000 5 g 999999 1"'))
    assert places(found) == [(10, 20), (15, 20)]


@pytest.mark.hostile
def test_nested_matrices_grow_beyond_numbers() -> None:
    """Drawings that enlarge each other until no number holds them are beyond the page."""
    chain = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content><ofd:CompositeObject ResourceID="{n + 1}" Boundary="1 1 1 1" CTM="1e6 1e6 -1e6 1e6 1e6 1e6"/>{path_object("M 0 0 L 9 0")}</ofd:Content></ofd:CompositeGraphicUnit>'
        for n in range(20, 65)
    )
    last = f'<ofd:CompositeGraphicUnit ID="65"><ofd:Content>{text_object("密", 1, 1)}</ofd:Content></ofd:CompositeGraphicUnit>'
    printed = read_pages(ofd(page(text_object("甲", 1, 20), COMPOSITE), resources=f"<ofd:CompositeGraphicUnits>{chain}{last}</ofd:CompositeGraphicUnits>"))
    assert words(printed.pages[0]) == "甲"
    assert codes(printed) == ["hidden-text"]


# whole documents --------------------------------------------------------------------------


def _entry(step: str, number: int, measure: str, units: str) -> Entry:
    return Entry((Line("一、", 1, step), Line(f"{number}.", number, f"推进第{number}项改革")), Line(None, None, measure), units)


TABLE = Content(
    "某市深化改革重点任务分解表",
    header=("重点任务", "工作举措", "具体任务", "责任单位"),
    rows=tuple(
        _entry("完善工作机制", n // 3 + 1, f"2024年{n % 12 + 1}月底前，建立健全第{n}类信息共享平台，实现数据互联互通、业务协同联动，" + "持续提升服务效能。" * (1 + n % 4), "市发展改革委、市财政局" if n % 3 else "市大数据局")
        for n in range(24)
    ),
)
OUTLINE = Content(
    "某市关于推进改革的实施方案",
    lines=tuple(
        line
        for n in range(1, 7)
        for line in (
            Line(f"{'一二三四五六'[n - 1]}、", n, "完善工作机制"),
            *(Line(f"{m}.", m, "建立健全信息共享平台，实现数据互联互通、业务协同联动，" * (m % 3 + 1) + f"在2024年{m}月底前完成。", "（责任单位：市发展改革委、市财政局）") for m in range(1, 5)),
        )
    ),
)
STYLES = [
    pytest.param(Style(), id="usual"),
    pytest.param(Style(namespace=OLD_NAMESPACE, deltas="each", scale=1 / MM, lines="fill"), id="old namespace, points, filled lines"),
    pytest.param(Style(deltas="none", template=True, absolute=True, lines="path"), id="templates, absolute, one path"),
    pytest.param(Style(deltas="objects"), id="an object for each sign"),
    pytest.param(Style(units=True), id="reusable drawings"),
]


def _signs(sheet: Sheet) -> list[tuple[str, float, float, float]]:
    found = []
    for text in sheet.texts:
        x = text.x
        for sign in text.text:
            if not sign.isspace():
                found.append((sign, x, text.y, text.size))
            x += sign_width(sign, text.size) + text.spread
    return found


@pytest.mark.parametrize("style", STYLES)
def test_pages_are_as_they_were_laid_out(style: Style) -> None:
    """Every sign and line of a table over pages stands where it was set, however it is written down."""
    for sheet, found in zip(lay_out(TABLE), read_pages(content_to_ofd(TABLE, style)).pages, strict=True):
        assert words(found).replace(" ", "") == "".join(sign for sign, *_ in _signs(sheet))
        for (_, *place), glyph in zip(_signs(sheet), (g for g in found.glyphs if g.text != " "), strict=True):
            assert (glyph.left, glyph.baseline, glyph.size) == pytest.approx(place, abs=0.1)
        for stroke, ruling in zip(sheet.strokes, found.rulings, strict=True):
            assert ruling == pytest.approx(stroke, abs=0.35)


def _key(task: Task) -> tuple[object, ...]:
    """What is the same in each form: all but places."""
    steps = tuple((step.number, step.title) for step in task.path)
    units = tuple((unit.name, unit.role, unit.inherited) for unit in task.units)
    return task.text, task.number, steps, units, tuple((time.text, time.start, time.end) for time in task.times)


SETTINGS = [
    pytest.param(Setting(), id="usual"),
    pytest.param(Setting(middle=True, justified=True, splits=False), id="in the middle, justified, whole rows"),
    pytest.param(Setting(header="某市人民政府办公室文件", repeats=False), id="page header, no header row"),
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("content", [pytest.param(TABLE, id="table"), pytest.param(OUTLINE, id="outline")])
def test_records_are_those_of_the_word_file(content: Content, setting: Setting, style: Style) -> None:
    """The same content gives the same measures, numbers, paths, units and times."""
    expected = [_key(task) for task in parse(content_to_docx(content)).tasks]
    assert len(expected) == 24
    document = parse(content_to_ofd(content, style, setting))
    assert document.source.format == "ofd"
    assert [_key(task) for task in document.tasks] == expected


def test_layers_of_all_kinds_are_read(tmp_path: Path) -> None:
    """Several layers are one page, and the command line reads the file by its content."""
    layers = layer(text_object("一、完善机制", 10, 20)), layer(text_object("（一）建立平台。", 10, 40), attributes='DrawParam="3"')
    data = ofd(f"<ofd:Content>{''.join(layers)}</ofd:Content>")
    path = tmp_path / "x.bin"
    path.write_bytes(data)
    assert [block.text for block in read(path.read_bytes()).blocks] == ["一、完善机制", "（一）建立平台。"]  # type: ignore[union-attr]
