"""Builds small files that cost much: what their readers loop on, or swell with."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache

from build_pdf import CHINESE, chinese_words, deflated, pdf_objects, small_pdf, stream
from build_swollen import pack_long, swollen_zip

_WORDS = b"BT /F 12 Tf 50 700 Td (hello) Tj ET\n"
_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> {} >> "
    "/Contents 5 0 R >>"
)
_GB = 1_000_000_000


def deflate_long(piece: bytes, size: int) -> bytes:
    """A zlib stream of ``size`` bytes that repeat a piece: a million of them is packed, the rest is copied."""
    packer = zlib.compressobj(9)
    many = piece * (1_000_000 // len(piece))
    packed = packer.compress(many) + packer.flush(zlib.Z_FULL_FLUSH)  # what follows looks back on nothing
    times, checked = size // len(many), 1
    for _ in range(times):
        checked = zlib.adler32(many, checked)
    head, block = packed[:2], packed[2:]
    return head + block * times + b"\x03\x00" + checked.to_bytes(4)


def flate_pdf() -> bytes:
    """1 GB of white space in the content of a page, in 1 MB."""
    return small_pdf(more={5: stream(deflate_long(b" ", _GB), "/Filter /FlateDecode")})


def nested_flate_pdf() -> bytes:
    """The same, deflated twice more: 3 KB."""
    twice = zlib.compress(zlib.compress(deflate_long(b" ", _GB), 9), 9)
    return small_pdf(more={5: stream(twice, "/Filter [/FlateDecode /FlateDecode /FlateDecode]")})


def fan_out_pdf(depth: int = 24) -> bytes:
    """Forms that draw the next one twice: 2 to the 24th words in 5 KB."""
    resources = "/Resources << /Font << /F 4 0 R >> /XObject << /X {} 0 R >> >>"
    more: dict[int, bytes | str] = {3: _PAGE.format("/XObject << /X 10 0 R >>"), 5: stream("/X Do")}
    for n in range(10, 10 + depth):
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {resources.format(n + 1)}"
        more[n] = stream("/X Do /X Do", form)
    last = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >>"
    more[10 + depth] = stream(_WORDS, last)
    return small_pdf(more=more)


def dense_pdf(count: int) -> bytes:
    """So many characters on one page."""
    return small_pdf(more={5: deflated(b"BT /F 1 Tf 50 700 Td " + b"(aaaaaaaaaa) Tj " * (count // 10) + b"ET", 2)})


def many_kids_pdf() -> bytes:
    """A page that is counted 200,000 times."""
    return small_pdf(_WORDS, more={2: f"<< /Type /Pages /Kids [{'3 0 R ' * 200_000}] /Count 200000 >>"})


def own_kid_pdf() -> bytes:
    """Pages that hold themselves."""
    return small_pdf(_WORDS, more={2: "<< /Type /Pages /Kids [2 0 R] /Count 5 >>"})


def tableless_pdf() -> bytes:
    """20 MB without a table of objects."""
    return b"%PDF-1.7\n" + b"1 0 obj\n<< /A [ 1 2 3 ] >>\nendobj\n" * 570_000


def predictor_pdf() -> bytes:
    """A stream whose rows are said to have 2 ** 31 - 1 columns."""
    rows = "/Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16"
    return small_pdf(more={5: stream(zlib.compress(_WORDS * 9), f"/Filter /FlateDecode /DecodeParms << {rows} >>")})


def map_pdf() -> bytes:
    """A map of characters that says 16 million times what one means."""
    ranges = b"1 beginbfrange <0000> <ffff> <0000> endbfrange\n" * 250
    font = CHINESE.replace("/Descendant", "/ToUnicode 6 0 R /Descendant")
    return small_pdf(chinese_words("方案"), more={4: font, 6: deflated(ranges)})


def loop_pdf() -> bytes:
    """A table of objects that names itself as the one before."""
    data = pdf_objects({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 0 >>"})
    start = data.index(b"xref")
    return data.replace(b"/Root", b"/Prev %d /Root" % start)


@cache
def zip_bomb() -> bytes:
    """A Word file whose text has 1 GB, in 1 MB."""
    return swollen_zip({"[Content_Types].xml": "<Types/>"}, "word/document.xml", pack_long(b"", b"a", b"", _GB))


BOMBS: dict[str, Callable[[], bytes]] = {
    "1 GB in a stream": flate_pdf,
    "1 GB in a stream, deflated three times": nested_flate_pdf,
    "rows of 2 billion columns": predictor_pdf,
    "2 to the 24th forms": fan_out_pdf,
    "8 million characters on a page": lambda: dense_pdf(8_000_000),
    "100,000 characters on a page": lambda: dense_pdf(100_000),
    "200,000 pages": many_kids_pdf,
    "pages in themselves": own_kid_pdf,
    "a table before itself": loop_pdf,
    "20 MB without a table": tableless_pdf,
    "a map of 16 million characters": map_pdf,
}
