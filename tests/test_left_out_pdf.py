"""PDF files: what stands beside a page's content is read or said, and what is not shown is no task."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from collections.abc import Mapping

import pytest
from build_pdf import CHINESE, chinese_words, small_pdf, stream

from docx2tasks import parse
from docx2tasks.readers import read

MEASURES = ("一、推进老旧小区改造。（责任单位：市住建局）", "二、加强市场监管。（责任单位：市市场监管局）")
EXTRA = "三、落实夜间巡查，加强管理。（责任单位：市教育局）"
WORDS = "".join(chinese_words(words, 60, 700 - 40 * n, 12) for n, words in enumerate(MEASURES))
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> /XObject << /I 8 0 R >> >> /Contents 5 0 R {} >>"
PICTURE = stream(
    b"\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


def hex_words(words: str) -> str:
    return f"<feff{words.encode('utf-16-be').hex()}>"


def annotated(annotation: str, more: Mapping[int, bytes | str] | None = None, content: str = WORDS) -> bytes:
    page = PAGE.format(f"/Annots [<< /Type /Annot /Rect [60 500 500 540] {annotation} >>]" if annotation else "")
    return small_pdf(content, more={3: page, 4: CHINESE, 8: PICTURE, **(more or {})})


def said(data: bytes) -> list[tuple[str, str]]:
    return [(d.code, d.level) for d in read(data).diagnostics]


def test_words_typed_onto_a_page_are_read() -> None:
    """A FreeText annotation is text where it is shown."""
    document = parse(annotated(f"/Subtype /FreeText /Contents {hex_words(EXTRA)}"))
    assert [task.units[0].name for task in document.tasks] == ["市住建局", "市市场监管局", "市教育局"]


@pytest.mark.parametrize("parent", [False, True], ids=["自己的值", "上级的值"])
def test_values_of_form_fields_are_read(parent: bool) -> None:
    """The value of a text field is read, also where a field above holds it."""
    value = f"/FT /Tx /T (x) /V {hex_words(EXTRA)}"
    widget = f"<< /Type /Annot /Subtype /Widget /Rect [60 500 500 540] {'/Parent 7 0 R' if parent else value} >>"
    more: dict[int, bytes | str] = {
        1: f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{'7' if parent else '6'} 0 R] >> >>",
        3: PAGE.format("/Annots [6 0 R]"),
        4: CHINESE,
        6: widget,
        7: f"<< {value} /Kids [6 0 R] >>",
        8: PICTURE,
    }
    assert len(parse(small_pdf(WORDS, more=more)).tasks) == 3


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        pytest.param(f"/Subtype /Text /Contents {hex_words('请核对')}", [("annotation-text", "info")], id="便笺"),
        pytest.param(f"/Subtype /Text /Contents {hex_words(EXTRA)}", [("annotation-text", "error")], id="像任务的便笺"),
        pytest.param(
            f"/Subtype /FreeText /F 2 /Contents {hex_words(EXTRA)}", [("annotation-text", "error")], id="藏起的文字"
        ),
        pytest.param(f"/Subtype /Link /Contents {hex_words('网址')}", [], id="链接"),
        pytest.param(
            "/Subtype /FileAttachment /FS << /Type /Filespec /F (a.docx) >>",
            [("embedded-document", "error")],
            id="文件",
        ),
        pytest.param("/Subtype /FreeText", [], id="没有字"),
    ],
)
def test_remarks_are_said(annotation: str, expected: list[tuple[str, str]]) -> None:
    data = annotated(annotation)
    assert said(data) == expected
    assert len(parse(data).tasks) == 2


def test_attached_files_are_said() -> None:
    more: dict[int, bytes | str] = {
        1: "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.docx) 6 0 R] >> >> >>",
        6: "<< /Type /Filespec /F (a.docx) /UF (a.docx) /EF << /F 7 0 R >> >>",
        7: stream("PK"),
    }
    found = read(annotated("", more)).diagnostics
    assert [(d.code, d.level, "a.docx" in d.message) for d in found] == [("embedded-document", "error", True)]


@pytest.mark.parametrize("mode", [3, 7])
def test_words_that_are_not_drawn_are_said(mode: int) -> None:
    """Words without colour among words that are shown are no task."""
    data = annotated("", content=f"{WORDS}{mode} Tr\n{chinese_words(EXTRA, 60, 600, 12)}")
    assert said(data) == [("hidden-text", "error")]
    assert len(parse(data).tasks) == 2


@pytest.mark.parametrize("shift", [0, 0.8, 4])
@pytest.mark.parametrize("is_below", [False, True], ids=["先画识别层", "后画识别层"])
def test_a_second_layer_that_is_not_drawn_doubles_nothing(shift: float, is_below: bool) -> None:
    """What a program laid under the words to be searched does not get between them."""
    digits = chinese_words("三、改造30个。", 60, 600, 12)
    second = digits.replace("60 600", f"{60 + shift:g} 600.8")
    layers = (digits, f"3 Tr\n{second}0 Tr\n") if is_below else (f"3 Tr\n{second}0 Tr\n", digits)
    text = read(annotated("", content=WORDS + "".join(layers))).text
    assert text.count("三、改造30个。") == text.count("3") == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"3 Tr\n{WORDS}", id="只有识别层"),
        pytest.param(
            f"q 595 0 0 842 0 0 cm /I Do Q\n{chinese_words('档案章', 400, 800, 12)}3 Tr\n{WORDS}",
            id="扫描件上另有可见的字",
        ),
    ],
)
def test_the_layer_of_a_scan_is_read(content: str) -> None:
    """Over the picture of a page unseen words are those that a scanner recognized."""
    assert len(parse(annotated("", content=content)).tasks) == 2


# rulings ----------------------------------------------------------------------------------

ROWS = (("1", "完善校园安全台账", "市教育局"), ("2", "开展消防演练", "市应急局"))


def table(color: str, *, between: str = "", band: str = "") -> bytes:
    """A ruled table of a header and two rows; ``between`` are lines through the middle of the rows, drawn in ``color``."""
    words = [chinese_words(w, x, 690, 12) for w, x in (("序号", 65), ("重点任务", 125), ("责任单位", 325))]
    for n, row in enumerate(ROWS):
        words += [chinese_words(w, x, 640 - 50 * n, 12) for w, x in zip(row, (65, 125, 325), strict=True)]
    lines = "".join(f"60 {y} m 500 {y} l S\n" for y in (710, 675, 625, 575)) + "".join(
        f"{x} 575 m {x} 710 l S\n" for x in (60, 120, 320, 500)
    )
    return annotated("", content=f"{band}0 G {lines}{color} {between} 0 G 0 g\n{''.join(words)}")


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("60 636 m 500 636 l S 60 586 m 500 586 l S", id="白线"),
        pytest.param("60 635 440 1 re f 60 585 440 1 re f", id="白条"),
    ],
)
def test_white_lines_on_white_paper_part_nothing(between: str) -> None:
    """A strip in the colour of paper is none of a table's lines."""
    assert [task.text for task in parse(table("1 G 1 g", between=between)).tasks] == [row[1] for row in ROWS]


def test_white_lines_on_a_band_part_it() -> None:
    """Between filled boxes a white line is seen."""
    band = "0.8 g 60 575 440 135 re f\n"
    lines = "".join(f"60 {y} m 500 {y} l S\n" for y in (710, 675, 625, 575)) + "".join(
        f"{x} 575 m {x} 710 l S\n" for x in (60, 120, 320, 500)
    )
    data = table("0 G", band=band).replace(b"0 G " + lines.encode()[:4], b"1 G " + lines.encode()[:4])
    assert [task.text for task in parse(data).tasks] == [row[1] for row in ROWS]
