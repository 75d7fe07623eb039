"""Decodes web pages and text files, whatever encoding they declare.

A Chinese page that calls itself ``gb2312`` is in GBK, in GB18030, or in UTF-8 that nobody
declared anew.  The bytes are therefore asked first, the declaration second::

    byte-order mark → UTF-16 by its NUL bytes → strict UTF-8 → UTF-16 by its Chinese characters
    → UTF-8 with some broken bytes → declared, when its strict decoding works → strict GB18030
    → line by line, with repairs

``gb2312`` and ``gbk`` are always read as GB18030, their superset (Encoding standard, 4.2): Python's
own ``gb2312`` fails on 〇, ㎡ and 镕 and turns — into ―.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# Labels (Encoding standard, 4.2) and the codecs tried for them.  A label that is not here (utf-7 …)
# counts as no declaration: the codecs of Python that escape or run code are never reached.
_CODECS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030",
         "gb-18030", "gb18030-2000", "gb18030-2022", "chinese", "csgb2312", "euc-cn", "hz-gb-2312"),
        ("gb18030",),
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950"), ("big5hkscs", "cp950")),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), ("utf-8",)),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16-le", "unicode", "ucs-2"), ("utf-16-le",)),
    **dict.fromkeys(("utf-16be", "utf-16-be"), ("utf-16-be",)),
    **dict.fromkeys(
        ("iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "ascii", "us-ascii"), ("cp1252",)
    ),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), ("cp932",)),
    "euc-jp": ("euc_jp",),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), ("cp949",)),
}  # fmt: skip
_ONE_BYTE = "cp1252"
_SAMPLE = 65_536  # bytes that are enough to tell UTF-16
_COMMON = 0.8  # share of common characters: prose has 0.97 and more, an accident 0.33

# Controls say nothing and steer terminals; U+FFFE and U+FFFF are no characters.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_CONTROL_BYTES = bytes((*range(9), *range(14, 32), 127))
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014-\u201d\u2026]")
_THREE_BYTES = re.compile("[\u0800-\ufffc\U00010000-\U0010ffff]")
_HANZI = re.compile("[\u4e00-\u9fff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_OTHER = re.compile("[^\t\n\r -~\u00a0-\u00ff\u2010-\u203b\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its encoding, and diagnostics.

    ``text`` holds no NUL or other control but tab and line ends, no lone surrogate, no U+FFFE.
    """

    text: str
    encoding: str
    diagnostics: tuple[Diagnostic, ...] = ()


class _Decoded(NamedTuple):
    text: str
    encoding: str
    repaired: int = 0  # bytes or characters that could not be read


def decode(data: bytes, declared: str | None = None, limits: Limits = DEFAULT) -> Decoded:
    """The text of ``data``; ``declared`` is the label the file or its sender gave, if any.

    Diagnostics: ``encoding-mismatch`` (the label is wrong), ``encoding-repaired`` (some bytes
    could not be read and became U+FFFD), ``characters-dropped`` (controls, no characters).
    Raises LimitError ``too-big`` and FormatError ``encoding`` when no reading makes sense.
    """
    if len(data) > limits.markup_bytes:
        raise LimitError("too-big", f"{len(data)} bytes of text", f"more than {limits.markup_bytes} are not read")
    label = (declared or "").strip().strip("\"'").lower()
    reading = next(reading for reading in _readings(data, label) if reading)
    text, dropped = (reading.text, 0) if _is_clean_utf8(data, reading) else clean_characters(reading.text)
    notes = (_mismatch(data, label, reading.encoding), _repairs(reading), _drops(dropped))
    return Decoded(text, reading.encoding, tuple(note for note in notes if note))


def _readings(data: bytes, label: str) -> Iterator[_Decoded | None]:
    """The ways to read the bytes, the surest first; the last one reads or refuses."""
    yield _marked(data)
    yield _unmarked_utf16(data)
    yield _strict(data, "utf-8")
    yield _chinese_utf16(data)
    yield _broken_utf8(data)
    yield _declared(data, label)
    yield _chinese(data)
    yield _line_by_line(data)


def _strict(data: bytes, codec: str) -> _Decoded | None:
    try:
        return _Decoded(data.decode(codec), codec)
    except UnicodeDecodeError:
        return None


def _marked(data: bytes) -> _Decoded | None:
    for mark, codec in _MARKS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        text = body.decode(codec, "replace")
        repaired = text.count("\ufffd") - body.count("\ufffd".encode(codec))
        if _is_few(repaired, len(text)):
            return _Decoded(text, codec, max(repaired, 0))
    return None


def _unmarked_utf16(data: bytes) -> _Decoded | None:
    """UTF-16 betrays itself by the NUL half of its line ends, digits and markup."""
    head = data[:4096]
    low, high = head[1::2].count(0), head[0::2].count(0)
    if max(low, high) * 50 < len(head) or len(head) < 4:
        return None
    codecs = ("utf-16-le", "utf-16-be") if low >= high else ("utf-16-be", "utf-16-le")
    readings = (_strict(data[: len(data) & ~1], codec) for codec in codecs)
    return next((reading for reading in readings if reading and _is_plausible(reading.text)), None)


def _chinese_utf16(data: bytes) -> _Decoded | None:
    """UTF-16 of prose, which has hardly an ASCII character: nearly all its characters are common Chinese ones.

    Two bytes of GB18030, Big5 or ASCII make rare characters, Hangul or none at all.
    """
    whole = data[: len(data) & ~1]
    best, most = None, _COMMON
    for codec in ("utf-16-le", "utf-16-be"):
        head = whole[:_SAMPLE].decode(codec, "replace")
        share = _find_common(head) if _is_plausible(head) else 0.0
        if share > most:
            best, most = codec, share
    if best is None:
        return None
    text = whole.decode(best, "replace")
    repaired = text.count("\ufffd") - whole.count("\ufffd".encode(best))
    return _Decoded(text, best, max(repaired, 0)) if _is_few(repaired, len(text)) else None


def _find_common(text: str) -> float:
    """The share of Chinese characters that are common ones, as the first levels of GB2312 and Big5 have them."""
    chinese = _HANZI.findall(text)
    if not chinese or len(chinese) * 4 < len(text):
        return 0.0
    common = sum(_is_common(one, "gb2312", 0xB0, 0xD7) or _is_common(one, "big5", 0xA4, 0xC6) for one in chinese)
    return common / len(chinese)


@lru_cache(maxsize=10_000)
def _is_common(character: str, codec: str, first: int, last: int) -> bool:
    data = character.encode(codec, "ignore")
    return bool(data) and first <= data[0] <= last


def _broken_utf8(data: bytes) -> _Decoded | None:
    """UTF-8 with broken bytes: three-byte characters are hardly ever an accident of GB18030."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 5 > len(_THREE_BYTES.findall(text)):
        return None
    return _line_by_line(data)


def _declared(data: bytes, label: str) -> _Decoded | None:
    for codec in _CODECS.get(label, ()):
        reading = _strict(data, codec)
        if reading and codec == "gb18030":
            return _chinese(data)
        if reading and codec == _ONE_BYTE:  # every byte is a character there: a server's default, no fact
            chinese = _chinese(data)
            return chinese if chinese and _is_wide(chinese.text) else reading
        if reading and _is_plausible(reading.text):
            return reading
    return None


def _chinese(data: bytes) -> _Decoded | None:
    """GB18030; or Big5, whose commas and stops are private characters when read as GB18030."""
    reading = _strict(data, "gb18030")
    private = len(_PRIVATE.findall(reading.text)) if reading else 0
    if reading and private * 100 <= len(reading.text):
        return reading
    other = _strict(data, "big5hkscs")
    if other and _is_wide(other.text) and len(_PRIVATE.findall(other.text)) < private:
        return other._replace(encoding="big5")
    return reading


def _line_by_line(data: bytes) -> _Decoded:
    """Lines of UTF-8 and of GB18030 in one file (a template and what was pasted), with repairs."""
    lines = [_line_to_text(line) for line in data.split(b"\n")]
    text = "\n".join(line.text for line in lines)
    repaired = sum(line.repaired for line in lines)
    controls = sum(len(run) for run in _CONTROLS.findall(text))
    if not _is_few(repaired + controls, len(text)):
        raise FormatError("encoding", "the bytes are not valid UTF-8, UTF-16, GB18030 or Big5",
                          "save the file as UTF-8 and try again")  # fmt: skip
    names = sorted({line.encoding for line in lines if line.encoding != "ascii"})
    return _Decoded(text, "+".join(names) or "utf-8", max(repaired, 1))


def _line_to_text(line: bytes) -> _Decoded:
    if line.isascii():
        return _Decoded(line.decode("ascii"), "ascii")
    text = line.decode("utf-8", "replace")
    broken = text.count("\ufffd") - line.count(b"\xef\xbf\xbd")
    if broken <= 0 or broken * 2 <= len(_THREE_BYTES.findall(text)):
        return _Decoded(text, "utf-8", max(broken, 0))
    text = line.decode("gb18030", "replace")
    return _Decoded(text, "gb18030", text.count("\ufffd"))


def _is_few(errors: int, size: int) -> bool:
    return errors <= 2 + size // 100


def _is_plausible(text: str) -> bool:
    """Whether at most one character in ten is neither ASCII nor Chinese nor its punctuation."""
    return len(_OTHER.findall(text)) * 10 <= len(text)


def _is_wide(text: str) -> bool:
    """Whether at least half of what is not ASCII is Chinese."""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return len(_WIDE.findall(text)) * 2 >= foreign


def clean_characters(text: str) -> tuple[str, int]:
    """The text without control characters and with U+FFFD for invalid ones, and their number.

    For characters that come from elsewhere than the bytes: ``&#xFFFE;``, ``&#27;``.
    """
    text = text.removeprefix("\ufeff")  # a second byte-order mark, or that of an unmarked UTF-16
    if _is_clean(text):
        return text, 0
    plain = _CONTROLS.sub("", text)
    clean, replaced = _NO_CHARACTERS.subn("\ufffd", plain)
    return clean, len(text) - len(plain) + replaced


def _is_clean(text: str) -> bool:
    """The same as searching for both patterns, ten times as fast on a long text."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # lone surrogates
        return False
    return _has_no_controls(text, data)


def _is_clean_utf8(data: bytes, reading: _Decoded) -> bool:
    """The same for a file that is UTF-8 throughout, without encoding its text again."""
    is_whole = reading.encoding == "utf-8" and not reading.repaired and not data.startswith(_MARKS[0][0])
    return is_whole and _has_no_controls(reading.text, data)


def _has_no_controls(text: str, data: bytes) -> bool:
    if b"\xef\xbf" in data and _NO_CHARACTERS.search(text):  # U+FFC0 to U+FFFF are hardly ever there
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def _mismatch(data: bytes, label: str, encoding: str) -> Diagnostic | None:
    codecs = _CODECS.get(label)
    if not codecs or data.isascii():
        return None
    if encoding in chain(codecs, (label,)) or (encoding, codecs[0]) == ("big5", "big5hkscs"):
        return None
    return Diagnostic(DiagnosticCode.ENCODING_MISMATCH, f"declared {label}, read as {encoding}")


def _repairs(reading: _Decoded) -> Diagnostic | None:
    if not reading.repaired:
        return None
    return Diagnostic(
        DiagnosticCode.ENCODING_REPAIRED, f"read as {reading.encoding}, {reading.repaired} places repaired", "warning"
    )


def _drops(dropped: int) -> Diagnostic | None:
    if not dropped:
        return None
    return Diagnostic(DiagnosticCode.CHARACTERS_DROPPED, f"{dropped} control or invalid characters were dropped")
