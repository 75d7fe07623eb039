"""Pictures of pages: ruled lines, skew, places of signs, and whole records from scans of our own documents."""

from __future__ import annotations

import io
import json
import logging
import shutil
import socket
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from docx2tasks import parse
from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers import read, scan
from docx2tasks.source import Diagnostic, Paragraph, Source, TextBuilder

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")

import numpy as np
from build_scan import DPI, draw_grid, picture_bytes, print_docx, scan_pdf, spoil
from PIL import Image, ImageDraw

from docx2tasks.readers.scan.engine import Box, RecognizedSign
from docx2tasks.readers.scan.glyphs import Written, place_signs
from docx2tasks.readers.scan.images import load_pictures
from docx2tasks.readers.scan.rulings import RulingLine, cuts_between, find_lines
from docx2tasks.readers.scan.skew import find_skew, set_upright

pytestmark = pytest.mark.threads  # the recognizer's
SAMPLES = Path(__file__).parents[1] / "samples"
SOFFICE = shutil.which("soffice")


def _pixels(data: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"))


# --- skew --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [-4.0, -1.5, -0.4, 0.0, 0.7, 2.5])
def test_skew_is_found_and_turned_back(angle: float) -> None:
    """A turned table stands upright again."""
    askew = _pixels(spoil(draw_grid((200, 500, 800), (150, 250, 350, 450)), -angle, 1))
    found = find_skew(askew, DPI)
    assert found == pytest.approx(angle, abs=0.15)
    assert find_skew(set_upright(askew, found), DPI) == pytest.approx(0, abs=0.15)


def test_a_blank_page_is_not_turned() -> None:
    """Where nothing stands there is nothing to set upright."""
    blank = np.full((800, 600), 255, np.uint8)
    assert find_skew(blank, DPI) == 0.0
    assert set_upright(blank, 0.0) is blank


# --- ruled lines -------------------------------------------------------------------------------------

_XS, _YS = (100, 300, 700, 900), (100, 160, 300, 500)


@pytest.mark.parametrize("seed", [1, 2])
def test_lines_of_a_table_are_found(seed: int) -> None:
    """Each drawn line once, where it was drawn, from end to end."""
    found = find_lines(_pixels(spoil(draw_grid(_XS, _YS), 0, seed)), DPI)
    assert [round(line.at) for line in found.across] == pytest.approx([*_YS], abs=2)
    assert [round(line.at) for line in found.down] == pytest.approx([*_XS], abs=2)
    assert {(round(line.start, -1), round(line.end, -1)) for line in found.across} == {(100, 900)}
    assert {(round(line.start, -1), round(line.end, -1)) for line in found.down} == {(100, 500)}


def test_a_broken_line_is_one() -> None:
    """A line that the scanner broke goes on."""
    image = draw_grid(_XS, _YS)
    ImageDraw.Draw(image).rectangle((400, 158, 404, 164), fill=255)
    assert len(find_lines(_pixels(picture_bytes(image)), DPI).across) == len(_YS)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param((100, 100, 145, 103), id="一"),
        pytest.param((100, 100, 280, 103), id="——"),
        pytest.param((100, 100, 140, 140), id="口"),
        pytest.param((100, 100, 900, 180), id="a filled bar"),
        pytest.param((2, 100, 5, 500), id="the shadow of the sheet"),
    ],
)
def test_what_is_no_ruled_line(box: tuple[int, int, int, int]) -> None:
    """Strokes, dashes, bars and edges are no table."""
    image = Image.new("L", (1000, 600), 255)
    is_square = box[2] - box[0] == box[3] - box[1]
    ImageDraw.Draw(image).rectangle(box, outline=0, fill=None if is_square else 0, width=3)
    found = find_lines(_pixels(picture_bytes(image)), DPI)
    assert (found.across, found.down) == ((), ())


@pytest.mark.parametrize(
    ("lines", "pieces"),
    [
        pytest.param([], [(10, 90)], id="none"),
        pytest.param([RulingLine(0, 100, 50)], [(10, 50), (50, 90)], id="one across the cell's height"),
        pytest.param([RulingLine(0, 20, 50)], [(10, 90)], id="one that ends above"),
        pytest.param([RulingLine(0, 100, 5)], [(10, 90)], id="one beside"),
    ],
)
def test_a_line_of_text_is_cut_at_ruled_lines(lines: list[RulingLine], pieces: list[tuple[float, float]]) -> None:
    """Text of two cells that was found as one line is two."""
    assert cuts_between(10, 90, 40, lines) == pieces


# --- places of signs ---------------------------------------------------------------------------------


def _written(text: str, left: float, *, size: float = 40, width: float = 1.0) -> Written:
    """A line as it is read: signs side by side from ``left`` on, in a box that is 15 % larger on each side."""
    widths = [size / 2 if sign.isascii() else size * width for sign in text]
    margin, length = size * 0.15, sum(widths)
    box = Box(left - margin, 100 - margin, left + length + margin, 100 + size + margin)
    middles = [left + sum(widths[:n]) + one / 2 for n, one in enumerate(widths)]
    across = box.right - box.left
    signs = [RecognizedSign(sign, (x - box.left) / across, 0.99) for sign, x in zip(text, middles, strict=True)]
    free = 0.45 * size if text[-1] in "。，）" else 0.05 * size
    return Written(box, left + 0.05 * size, left + length - free, signs)


@pytest.mark.parametrize("text", ["坚持居民自愿因地制宜", "到2025年，基本完成改造任务。", "责任", "一、总体要求目标"])
def test_signs_stand_side_by_side(text: str) -> None:
    """The first begins where the line does, the last ends there, and no gap is a blank."""
    spots = [*place_signs([_written(text, 100), _written("为改善居住条件根据青川市城市更新条例", 100)])][: len(text)]
    assert spots[0].left == pytest.approx(100, abs=2)
    assert spots[-1].right == pytest.approx(100 + sum(20 if c.isascii() else 40 for c in text), abs=4)
    assert all(after.left - before.right < 0.2 * 40 for before, after in pairwise(spots))
    assert {round(spot.size) for spot in spots} == {40}


@pytest.mark.parametrize(
    ("width", "shown"), [(1.0, "开展普查（县局负责）落实责任"), (0.5, "开展普查(县局负责)落实责任")]
)
def test_the_room_of_a_bracket_tells_its_width(width: float, shown: str) -> None:
    """A bracket as wide as a Chinese character is a full-width one."""
    widths = [40 * width if sign in "()" else 40 for sign in "开展普查(县局负责)落实责任"]
    length = sum(widths)
    middles = [(sum(widths[:n]) + one / 2) / length for n, one in enumerate(widths)]
    signs = [RecognizedSign(sign, x, 0.9) for sign, x in zip("开展普查(县局负责)落实责任", middles, strict=True)]
    line = Written(Box(0, 0, length, 52), 2, length - 2, signs)
    assert "".join(spot.sign.text for spot in place_signs([line])) == shown


def test_a_sign_stays_in_its_cell() -> None:
    """A bracket whose square is larger than its ink does not stand on the line beside it."""
    line = _written("（一）加强领导", 100)
    (first, *_) = place_signs([line._replace(start=122, sides=(112, 900))])
    assert first.left >= 112


# --- misread signs and doubts ------------------------------------------------------------------------


def _source(*lines: str, sure: float | None = 0.99) -> Source:
    builder = TextBuilder()
    passages = []
    for line in lines:
        passages.append(builder.add(line))
        builder.part()
    spans = tuple((p.spans[0], sure) for p in passages if sure is not None)
    return Source("image", builder.text, tuple(map(Paragraph, passages)), confidences=spans or None)


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        pytest.param("各区、县（市〕人民政府", "各区、县〔市〕人民政府", id="（〕"),
        pytest.param("青政发〔2021）9号", "青政发〔2021〕9号", id="〔）"),
        pytest.param("2021年一2025年", "2021年—2025年", id="a dash between years"),
        pytest.param("（—）强化领导", "（一）强化领导", id="a dash for a number"),
        pytest.param("2O22年底前", "2022年底前", id="O for 0"),
        pytest.param("（详见青政发〔2021〕9号）", None, id="brackets that are right"),
        pytest.param("（一）落实〔2021〕9号", None, id="one after the other"),
        pytest.param("十一月一日", None, id="a number"),
        pytest.param("占比（—）不计", None, id="a dash inside a line"),
        pytest.param("CO2排放", None, id="a letter among letters"),
    ],
)
def test_misread_signs_are_mended_by_what_stands_around_them(read_as: str, meant: str | None) -> None:
    """Text, blocks and a diagnostic agree; nothing else is touched."""
    source = scan.check_recognized(_source("前言", read_as))
    mended = [d for d in source.diagnostics if d.code == "recognition-mended"]
    assert source.blocks[1].text == (meant or read_as)  # type: ignore[union-attr]
    assert (meant or read_as) in source.text
    assert [source.text[slice(*d.spans[0])] for d in mended] == (
        [next(b for a, b in zip(read_as, meant, strict=True) if a != b)] if meant else []
    )


def test_text_that_was_read_is_never_mended() -> None:
    """A source without confidences comes back as it is."""
    source = _source("各区、县（市〕人民政府", sure=None)
    assert scan.check_recognized(source) is source


@pytest.mark.parametrize(("sure", "codes"), [(0.95, ["recognized"]), (0.6, ["recognized", "low-confidence"])])
def test_doubts_are_told(sure: float, codes: list[str]) -> None:
    """That text was recognized is always said, and where it is doubtful."""
    found: tuple[Diagnostic, ...] = scan.check_recognized(_source("完成改造。", sure=sure)).diagnostics
    assert [d.code for d in found] == codes
    assert all(d.spans == ((0, 5),) for d in found[1:])


# --- files of pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("mode", ["L", "1", "RGB"])
def test_kinds_of_files(kind: str, mode: str) -> None:
    """Each kind is opened, with its size on paper."""
    image = Image.new("L", (1654, 2339), 255).convert(mode)
    (picture,) = load_pictures(picture_bytes(image, kind), Limits())
    assert picture.size == pytest.approx((595, 842), abs=2)


def test_pages_of_a_tiff() -> None:
    """All pages of a TIFF are read, one frame of a moving picture, and that is said."""
    pages = [Image.new("L", (500, 700), 255 - n) for n in range(3)]
    tiff = picture_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert len([*load_pictures(tiff, Limits())]) == 3
    gif = load_pictures(picture_bytes(pages[0], "GIF", save_all=True, append_images=pages[1:]), Limits())
    assert [d.code for d in gif.diagnostics] == ["frames-left-out"]
    with pytest.raises(LimitError, match="too-many-pages"):
        load_pictures(tiff, Limits(scanned_pages=2))


def test_a_picture_is_looked_at_as_the_camera_says() -> None:
    """A photograph taken sideways stands upright, and what shows through is white."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (turned,) = load_pictures(picture_bytes(Image.new("L", (700, 500), 255), "JPEG", exif=exif), Limits())
    assert turned.image.size == (500, 700)
    (clear,) = load_pictures(picture_bytes(Image.new("RGBA", (500, 700), (0, 0, 0, 0))), Limits())
    assert clear.image.getpixel((0, 0)) == (255, 255, 255)


_PNG = picture_bytes(Image.new("L", (500, 700), 255))


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(_PNG[:60], "image-broken", id="cut off"),
        pytest.param(_PNG[:45] + b"\xff" * 20 + _PNG[65:], "image-broken", id="damaged"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(40), "image-broken", id="a JPEG's start alone"),
        pytest.param(b"II*\0\x08\0\0\0\xff\xff", "image-broken", id="a TIFF's start alone"),
        pytest.param(_PNG[:16] + (60_000).to_bytes(4, "big") * 2 + _PNG[24:], "image-broken", id="a wrong sum"),
    ],
)
def test_broken_pictures_are_refused(data: bytes, code: str) -> None:
    """Whatever the decoder says is a refusal."""
    with pytest.raises(FormatError, match=code):
        read(data, source_format="image")


@pytest.mark.hostile
@pytest.mark.parametrize("size", [(1, 1), (12, 9), (3, 400)], ids=str)
def test_tiny_pictures_hold_nothing(size: tuple[int, int], offline: None) -> None:  # noqa: ARG001  in this process
    """Fewer pixels than a ruled line is smoothed over."""
    with pytest.raises(FormatError, match="no-text"):
        read(picture_bytes(Image.new("L", size, 255)))


@pytest.mark.hostile
def test_a_large_picture_is_refused_before_it_is_decoded() -> None:
    """The size stands in the header."""
    with pytest.raises(LimitError, match="too-many-pixels"):
        load_pictures(picture_bytes(Image.new("1", (9_500, 9_500))), Limits())
    with pytest.raises(LimitError, match="too-many-pixels"):
        load_pictures(picture_bytes(Image.new("1", (20_000, 20_000))), Limits())


def test_without_the_extra_a_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal says what to install."""
    monkeypatch.setattr(scan, "_PACKAGES", ("no_such_package",))
    with pytest.raises(FormatError, match=r"extra-missing.*docx2tasks\[ocr\]"):
        scan.read_image(_PNG)


# --- whole records -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offline() -> Any:
    """No connection can be made while it lasts."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docx2tasks.readers.ISOLATED", frozenset())  # read in this process, where the patches hold
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "create_connection", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


def _share_found(texts: list[str], expected: list[str]) -> float:
    """F1 of measures: one is found whose text is nine tenths alike."""
    left = [*texts]
    for wanted in expected:
        near = [text for text in left if SequenceMatcher(None, text, wanted, autojunk=False).ratio() >= 0.9]
        left.remove(near[0]) if near else None
    return 2 * (len(texts) - len(left)) / (len(texts) + len(expected))


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed")
@pytest.mark.parametrize(("name", "angle"), [("notice-numbered", 0.8), ("table-merged", -1.4)])
def test_scans_give_the_records_of_their_documents(tmp_path: Path, offline: None, name: str, angle: float) -> None:  # noqa: ARG001
    """A skewed, noisy scan gives the measures and units, each with a confidence, offline."""
    expected = json.loads((SAMPLES / f"{name}.docx.tasks.json").read_text(encoding="utf-8"))["tasks"]
    (page,) = scan_pdf(print_docx((SAMPLES / f"{name}.docx").read_bytes(), tmp_path, SOFFICE or ""), angle, 7)
    document = parse(page)
    assert _share_found([task.text for task in document.tasks], [task["text"] for task in expected]) >= 0.9
    units = {unit["name"] for task in expected for unit in task["units"]}
    assert len(units & {unit.name for task in document.tasks for unit in task.units}) >= 0.9 * len(units)
    assert all(task.confidence is not None and 0.5 < task.confidence <= 1 for task in document.tasks)
    assert "recognized" in {d.code for d in document.diagnostics}


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, pytest.param(270, marks=pytest.mark.long)])
def test_a_page_that_lies_on_its_side_is_set_up(turn: int) -> None:
    """A sheet that was put on the glass the wrong way is read as it is meant."""
    image = Image.new("L", (1000, 600), 255)
    for n, words in enumerate(("Implementation plan", "Article 15 of 2022", "Responsible offices")):
        ImageDraw.Draw(image).text((150, 100 + 120 * n), words, fill=0, font_size=60)
    turned = image.rotate(turn, expand=True)
    (page,) = scan.recognize_pages([turned], [(turned.width * 0.36, turned.height * 0.36)])
    assert "Article15of2022" in "".join(glyph.text for glyph in page.glyphs)
    assert (page.width, page.height) == (360, 216)


@pytest.mark.slow
def test_the_same_picture_gives_the_same_page() -> None:
    """Recognition is deterministic, and loaded once."""
    image = draw_grid((100, 500, 900), (100, 300, 500))
    ImageDraw.Draw(image).text((150, 150), "No. 15, 2022", fill=0, font_size=60)
    first, second = ([*scan.recognize_pages([image], [(360, 216)])] for _ in range(2))
    assert first == second
    assert "2022" in "".join(glyph.text for glyph in first[0].glyphs)
    assert len(first[0].rulings) == 6
    assert all(glyph.sure is not None and glyph.sure > 0.5 for glyph in first[0].glyphs)


@pytest.mark.slow
def test_nothing_is_said_and_a_blank_page_has_no_words(capfd: pytest.CaptureFixture[str]) -> None:
    """The recognizer is silent; a picture without text is refused as such."""
    with pytest.raises(FormatError, match="no-text"):
        read(_PNG)
    assert logging.getLogger("RapidOCR").level >= logging.CRITICAL
    assert capfd.readouterr() == ("", "")
