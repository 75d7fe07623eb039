"""Bytes in every encoding a Chinese file comes in, rightly and wrongly declared."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import ROOT

from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import Limits
from docx2tasks.readers.encoding import clean_characters, decode

TEXT = "一、加强组织领导。各单位要高度重视〇㎡镕——\n（一）2022年3月底前完成；\n" * 4
TRADITIONAL = "一、加強組織領導，各單位要高度重視。於2022年完成、落實；\n" * 4


def codes(data: bytes, declared: str | None = None) -> list[str]:
    return [diagnostic.code for diagnostic in decode(data, declared).diagnostics]


@pytest.mark.parametrize(
    ("encoding", "declared", "expected"),
    [
        pytest.param("utf-8", None, [], id="UTF-8"),
        pytest.param("utf-8", "UTF-8", [], id="UTF-8 声明正确"),
        pytest.param("utf-8", "gb2312", ["encoding-mismatch"], id="声明gb2312实为UTF-8"),
        pytest.param("gb18030", "utf-8", ["encoding-mismatch"], id="声明UTF-8实为GB18030"),
        pytest.param("gb18030", "gb2312", [], id="声明gb2312含〇㎡镕"),
        pytest.param("gb18030", "GBK", [], id="声明GBK"),
        pytest.param("gb18030", "iso-8859-1", ["encoding-mismatch"], id="服务器默认iso-8859-1"),
        pytest.param("gb18030", "utf-7", [], id="utf-7不作数"),
        pytest.param("gb18030", None, [], id="没有声明的GBK"),
        pytest.param("utf-8-sig", "gbk", ["encoding-mismatch"], id="UTF-8带BOM"),
        pytest.param("utf-16", None, [], id="UTF-16带BOM"),
        pytest.param("utf-16-le", None, [], id="UTF-16LE无BOM"),
        pytest.param("utf-16-be", None, [], id="UTF-16BE无BOM"),
        pytest.param("utf-32", None, [], id="UTF-32带BOM"),
    ],
)
def test_reads_every_encoding(encoding: str, declared: str | None, expected: list[str]) -> None:
    """The bytes decide; a wrong label is said."""
    decoded = decode(TEXT.encode(encoding), declared)
    assert decoded.text == TEXT
    assert [diagnostic.code for diagnostic in decoded.diagnostics] == expected


PROSE = {
    "没有数字的正文": "各县区要高度重视，加强组织领导，细化工作措施，确保各项任务落到实处。",
    "一行单位": "牵头单位：市卫生健康委；配合单位：市财政局、市民政局",
    "繁體": "各縣區要高度重視，加強組織領導，細化工作措施，確保各項任務落到實處。",
    "夹有英文": "加快推进“5G＋工业互联网”融合应用，推广SaaS服务。" * 3,
    "多段": "一、总体要求\r\n以高质量发展为主题，统筹发展和安全。\r\n\r\n二、主要任务\r\n" * 20,
    "一个词": "通知公告",
}
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in {".txt", ".html"})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030", "utf-8"])
@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_utf16_without_a_mark_is_told_from_other_encodings(text: str, encoding: str) -> None:
    """Prose has hardly a NUL byte in UTF-16: its characters tell, in the right order of bytes, for short texts too."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.diagnostics) == (text, encoding, ())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_pieces_of_documents_in_utf16(path: Path) -> None:
    """A document and each piece of it, down to some twenty characters, read the same from every encoding."""
    data = path.read_bytes()
    text = decode(data).text
    lines = [line for line in text.splitlines() if len(line) > 20]
    for piece in (text, *lines[::7]):
        read = {decode(piece.encode(encoding)).text for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
        assert read == {piece}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(hashlib.shake_128(b"1").digest(4_000), id="乱码"),
        pytest.param(hashlib.shake_128(b"2").digest(40), id="短乱码"),
        pytest.param(zlib.compress(TEXT.encode() * 9), id="压缩数据"),
    ],
)
def test_bytes_that_are_no_text_stay_refused(data: bytes) -> None:
    """Bytes by chance make rare characters: they are no UTF-16."""
    with pytest.raises(FormatError, match="not valid"):
        decode(data)


def test_a_cut_utf16_file_without_a_mark() -> None:
    """Half a character at the end is left out."""
    data = PROSE["没有数字的正文"].encode("utf-16-le")
    assert decode(data[:-1]).text == PROSE["没有数字的正文"][:-1]


@pytest.mark.parametrize("declared", [None, "big5", "gb2312"], ids=["无声明", "声明big5", "误声明gb2312"])
def test_reads_big5(declared: str | None) -> None:
    """Big5 is told from GB18030 by its punctuation."""
    assert decode(TRADITIONAL.encode("big5"), declared).text == TRADITIONAL


def test_repairs_a_broken_byte() -> None:
    """One bad byte in UTF-8 does not turn the file into GB18030."""
    data = TEXT.encode()
    decoded = decode(data[:90] + b"\xff" + data[91:])
    assert decoded.encoding == "utf-8"
    assert "\ufffd" in decoded.text
    assert decoded.text.endswith("（一）2022年3月底前完成；\n")
    assert [d.code for d in decoded.diagnostics] == ["encoding-repaired"]


@pytest.mark.parametrize("size", [1, 2], ids=["截去一个字节", "截去两个字节"])
def test_reads_a_cut_file(size: int) -> None:
    """A file cut inside its last character loses that character only."""
    data = "一、加强组织领导。各单位要高度重视".encode() * 3
    assert decode(data[:-size]).text.startswith("一、加强组织领导。各单位要高度重")


def test_reads_two_encodings_in_one_file() -> None:
    """A template in UTF-8 with an article pasted in GBK is read line by line."""
    article = "第一条 为了加强管理，制定本办法。"
    frame = "<div>政务公开 办事服务 互动交流</div>\n"
    data = (frame * 8).encode() + article.encode("gbk") + b"\n" + (frame * 8).encode()
    assert decode(data).text == frame * 8 + article + "\n" + frame * 8
    assert codes(data) == ["encoding-repaired"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("甲\x00乙\x1b[2J丙", "甲乙[2J丙", id="控制字符去掉"),
        pytest.param("甲\ufffe乙\uffff丙", "甲\ufffd乙\ufffd丙", id="非字符换成FFFD"),
        pytest.param("甲\ud800乙", "甲\ufffd乙", id="孤立代理项"),
        pytest.param("\ufeff甲\t乙\r\n", "甲\t乙\r\n", id="制表和换行留下"),
    ],
)
def test_lets_no_controls_through(text: str, expected: str) -> None:
    """The text can be written as UTF-8 and shown on a terminal."""
    assert clean_characters(text)[0] == expected


def test_says_that_characters_were_dropped() -> None:
    """A NUL in a text is dropped, and said."""
    assert codes("一、加强\x00领导".encode()) == ["characters-dropped"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)), id="every byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(128, 256)) * 8, id="a picture"),
    ],
)
def test_refuses_what_is_no_text(data: bytes) -> None:
    """Bytes that make no sense in any encoding are refused, not guessed at."""
    with pytest.raises(FormatError) as refusal:
        decode(data)
    assert refusal.value.code == "encoding"


def test_refuses_too_many_bytes() -> None:
    """The bound on markup is checked before anything is decoded."""
    with pytest.raises(LimitError) as refusal:
        decode(b"a" * 11, limits=Limits(markup_bytes=10))
    assert refusal.value.code == "too-big"


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, "gbk", "utf-8", "big5", "utf-16", "iso-8859-1", "hz", "x"]),
)
def test_reads_or_refuses_any_bytes(data: bytes, declared: str | None) -> None:
    """Any bytes give clean text or a refusal."""
    try:
        text = decode(data, declared).text
    except Refusal:
        return
    assert text.encode().decode() == text
    assert "\x00" not in text


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30, max_size=80))
def test_reads_any_chinese_text(words: str) -> None:
    """Chinese text with its punctuation comes back whole from UTF-8 and GB18030."""
    text = f"{words}。一、2022年，{words}；"
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030"), "gb2312").text == text
