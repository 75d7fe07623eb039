"""Builds files made to do harm: zips that swell or lie, parts that name other files, pages that never end."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache

from build_docx import docx, docx_parts, p, r, tbl, tc, tr, zip_bytes
from build_swollen import pack_long, swollen_zip

MAIN = "word/document.xml"
_GB = 1_000_000_000
_DIRECTORY, _END = b"PK\x01\x02", b"PK\x05\x06"


@cache
def swelling(head: str, piece: str, tail: str, size: int = _GB) -> bytes:
    """A Word file whose main part repeats a piece until it has so many bytes."""
    parts = docx_parts(p("甲"))
    before, after = str(parts.pop(MAIN)).split(p("甲"))
    packed = pack_long((before + head).encode(), piece.encode(), (tail + after).encode(), size)
    return swollen_zip(parts, MAIN, packed)


def many_paragraphs() -> bytes:
    """1 GB of paragraphs."""
    return swelling("", p("甲方单位"), "")


def one_text() -> bytes:
    """1 GB of one letter in one paragraph."""
    return swelling("<w:p><w:r><w:t>", "a", "</w:t></w:r></w:p>")


def lying_size() -> bytes:
    """The same, where both headers say 1,000 bytes."""
    data = bytearray(one_text())
    entry = data.rindex(MAIN.encode()) - 46
    local = struct.unpack_from("<L", data, entry + 42)[0]
    struct.pack_into("<L", data, entry + 24, 1_000)
    struct.pack_into("<L", data, local + 22, 1_000)
    return bytes(data)


def one_body_for_many() -> bytes:
    """200 members that are all the one that has 10 MB."""
    data = swelling("", p("甲"), "", 10_000_000)
    at = data.index(_DIRECTORY)
    entry = data[data.rindex(MAIN.encode()) - 46 : data.rindex(MAIN.encode())]
    copies = [entry + MAIN.replace("d", f"{n:x}", 1).ljust(len(MAIN), "x")[: len(MAIN)].encode() for n in range(200)]
    directory = data[at : data.rindex(_END)] + b"".join(copies)
    return data[:at] + directory + end_record(200, len(directory), at)


def end_record(count: int, size: int, at: int) -> bytes:
    """The last record of a zip: how many members, how large the directory, where."""
    return struct.pack("<4s4H2LH", _END, 0, 0, count, count, size, at, 0)


@cache
def empty_members(count: int) -> bytes:
    """A zip of empty members."""
    return zip_bytes({f"m{n}": "" for n in range(count)})


def many_members(count: int, *, said: int | None = None) -> bytes:
    """The same, whose end may say that there are fewer."""
    data = bytearray(empty_members(count))
    struct.pack_into("<2H", data, len(data) - 14, *[min(count, 65_535) if said is None else said] * 2)
    return bytes(data)


def many_members_and_a_small_directory(count: int) -> bytes:
    """The same, whose end says that its directory has 100 bytes."""
    data = bytearray(empty_members(count))
    struct.pack_into("<2HL", data, len(data) - 14, 3, 3, 100)
    return bytes(data)


LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9)
) + "]>"  # fmt: skip
QUADRATIC = f"<!DOCTYPE w [<!ENTITY a '{'a' * 50_000}'>]>"
PARAMETER = "<!DOCTYPE w [<!ENTITY % a '&#37;a;&#37;a;'> %a;]>"


def local_entity(path: str) -> str:
    """A document type whose entity is a file of this machine."""
    return f'<!DOCTYPE w [<!ENTITY a SYSTEM "file://{path}">]>'


def remote_entity(address: str) -> str:
    """Document type, parameter entity and entity at an address."""
    inside = f'<!ENTITY % b SYSTEM "{address}/b"> %b; <!ENTITY a SYSTEM "{address}">'
    return f'<!DOCTYPE w SYSTEM "{address}/w.dtd" [{inside}]>'


def with_prolog(prolog: str, part: str = MAIN, words: str = "&a;") -> bytes:
    """A Word file, one part of which begins with a prolog and uses its entity."""
    parts = docx_parts(p("甲"), p("ENTITY"))
    parts[MAIN] = str(parts[MAIN]).replace("ENTITY", words if part == MAIN else "乙")
    parts[part] = prolog + str(parts[part])
    return zip_bytes(parts)


def linking_docx(address: str) -> bytes:
    """A Word file whose every relationship leads to an address."""
    picture = f'<w:r><w:pict><v:shape><v:imagedata r:link="i" r:id="i" src="{address}/v.png"/></v:shape></w:pict></w:r>'
    body = p("甲", inner=picture) + f'<w:p><w:hyperlink r:id="h">{r("乙")}</w:hyperlink></w:p><w:altChunk r:id="a"/>'
    parts = docx_parts(body, styles="")
    kinds = {"i": "image", "h": "hyperlink", "a": "aFChunk", "t": "attachedTemplate", "f": "footnotes", "s": "styles"}
    theirs = "".join(
        f'<Relationship Id="{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{address}/{kind}" TargetMode="External"/>'
        for name, kind in kinds.items()
    )
    for part in ("word/_rels/document.xml.rels", "_rels/.rels"):
        parts[part] = str(parts[part]).replace("</Relationships>", f"{theirs}</Relationships>")
    return zip_bytes(parts)


def linking_page(address: str) -> bytes:
    """A page that asks for other files in every way a page has."""
    refresh = f'<meta http-equiv=refresh content="0;url={address}">'
    head = f'<base href="{address}/"><link rel=stylesheet href=a.css>{refresh}'
    body = (
        f'<script src="{address}/a.js"></script><img src=a.png><iframe src="{address}/f"></iframe><object data=o>'
        f"</object><embed src=e><p style=\"background:url('{address}/b')\">甲</p><svg><image href=s.png /></svg>"
    )
    return f'<!DOCTYPE html SYSTEM "{address}/x.dtd"><html><head>{head}</head><body>{body}</body></html>'.encode()


def linking_mht(address: str) -> bytes:
    """A saved page that names a part it does not hold."""
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    body = b"Content-Type: text/html; charset=utf-8\r\nContent-Location: " + address.encode() + b"\r\n\r\n"
    return head + body + linking_page(address) + b"\r\n--b--\r\n"


def table_of(rows: int, columns: int) -> bytes:
    """A Word table of numbered measures."""
    made = [tr(*(f"{n}.{c}建成平台" for c in range(columns))) for n in range(rows)]
    return docx(p("青川市2022年重点任务清单"), tbl(*made, columns=columns))


def merged_rows(count: int) -> bytes:
    """A Word table whose first column is one cell."""
    first = tr(tc("类", merge="restart"), "1.建成平台。")
    return docx(tbl(first, *[tr(tc(merge=""), "1.建成平台。")] * (count - 1), columns=2))


def wide_page() -> bytes:
    """1,000 cells that each say to be 1,000 columns wide and 65,534 rows high."""
    return f"<p>正文<table><tr>{'<td colspan=1000 rowspan=65534>甲' * 1_000}</table>".encode()


def clauses(count: int) -> bytes:
    """A plain text of numbered measures; what follows the 999th reads as one long measure of many clauses."""
    lines = (
        f"{n}.建设服务站点不低于{n}家，完善工作机制，优化办事流程。2022年12月底前完成。"
        "（牵头单位：市教育局；配合单位：市财政局、市民政局）"
        for n in range(1, count + 1)
    )
    return ("青川市2022年重点任务清单\n\n一、重点任务\n" + "\n".join(lines) + "\n").encode()


def honest_text(size: int) -> bytes:
    """A plain text of so many bytes, in paragraphs without measures: an account of what was done."""
    line = "去年以来，全市上下齐心协力，各项事业平稳发展，群众生活持续改善。" * 40 + "\n"
    return ("关于工作情况的报告\n" + line * (size // len(line.encode()))).encode()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "1 GB of paragraphs": (many_paragraphs, "zip-too-big"),
    "1 GB of one text": (one_text, "zip-too-big"),
    "1 GB that says 1,000 bytes": (lying_size, "zip-broken"),
    "200 members with one body": (one_body_for_many, "zip-broken|zip-duplicate"),
    "100,000 members": (lambda: many_members(100_000), "zip-broken"),  # more than 65,535 are a zip64
    "60,000 members": (lambda: many_members(60_000), "zip-too-many"),
    "60,000 members said to be 3": (lambda: many_members(60_000, said=3), "zip-too-many"),
    "60,000 members in 100 bytes": (lambda: many_members_and_a_small_directory(60_000), "zip-broken"),
    "entities of entities": (lambda: with_prolog(LAUGHS, words="&a8;"), "xml-dtd"),
    "a long entity 50,000 times": (lambda: with_prolog(QUADRATIC, words="&a;" * 50_000), "xml-dtd"),
    "parameter entities": (lambda: with_prolog(PARAMETER), "xml-dtd"),
    "100,000 elements in each other": (lambda: docx("<w:p>" * 100_000 + "</w:p>" * 100_000), "too-deep"),
}

PAGES: dict[str, bytes] = {
    "200,000 attributes": ("<p " + " ".join(f"a{n}" for n in range(200_000)) + ">正文").encode(),
    "500 KB of <": ("<p>正文" + "<" * 500_000).encode(),
    "500 KB of &": ("<p>正文" + "&" * 500_000).encode(),
    "20,000 b": ("<b>" * 20_000 + "<p>正文</p>" * 2_000).encode(),
    "100,000 div": ("<div>" * 100_000 + "正文").encode(),
    "255 div": ("<div>" * 253 + "正文").encode(),
    "256 div": ("<div>" * 254 + "正文").encode(),
    "300 div": ("<div>" * 300 + "<p>正文").encode(),
    "2,100 div": ("<div>" * 2_100 + "<p>正文").encode(),
    "300 tables": ("<table><tr><td>" * 300 + "正文").encode(),
    "300 unknown": ("<x>" * 300 + "正文").encode(),
    "5,000 unknown": ("<x>" * 5_000 + "正文").encode(),
    "1,000 wide cells": wide_page(),
    "10 MB and more": ("<p>" + "字" * 3_340_000 + "</p><p>正文").encode(),
}
LARGE_PAGES: dict[str, bytes] = {
    "2 MB of <": ("<p>正文" + "<" * 2_000_000).encode(),
    "2 MB of &": ("<p>正文" + "&" * 2_000_000).encode(),
}
