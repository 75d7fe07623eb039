"""Documents with something wrong in them: cut, flipped, spliced, and wrong inside of what holds their words.

``mutate(data, other, random)`` tells what the bytes are and goes inside: into the parts of a zip, which get
right checksums again, the decoded streams of a PDF, whose offsets are written anew, the records of an old
workbook, the tags of markup.  The same random numbers give the same bytes.
"""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

import copy
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

from lxml import etree

Change = Callable[[bytes, bytes, Random], bytes]

NUMBERS = (b"0", b"-1", b"1", b"2147483648", b"99999999999", b"9" * 5_000, b"1e38", b"-0.0001", b"NaN", "１２".encode(), b"")
WORDS = (
    *("一、", "（一）", "1.", "责任单位：", "12月底前", "2022年99月99日", "（", "）", "序号\t责任单位\n", "、" * 300, "附件", "\u3000"),
    *("\u202e", "\u2028", "\ufffe", "\x00", "\x1b[2J", "&#xD800;", "&#0;", "&a;", "]]>", "<![CDATA[", "<!--", "<p", "％", "ⅳ", "⑳"),
)
_VALUES = (*(number.decode() for number in NUMBERS), "restart", "continue", "none", "第%1条", "%1%2%9", "A1:XFD1048576", "../x")
_TOKENS = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_VALUE = re.compile(rb'"[^"<>]*"')
_PDF_WORDS = re.compile(rb"\s+|[^\s]+")
_OBJECT = re.compile(rb"(?s)(\d+) 0 obj\s*(.*?)\s*endobj")
_STREAM = re.compile(rb"(?s)^(.*?)stream\r?\n(.*)\r?\nendstream")
_ROOT = re.compile(rb"/Root (\d+)")
_SECTOR = 512
_LARGEST = 200_000  # bytes: a honest document of several megabytes takes longer than 5 seconds
_BOOK = b"\x09\x08\x10\x00"  # the record that begins an old workbook


# bytes -------------------------------------------------------------------------------------


def _truncate(data: bytes, _: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _flip(data: bytes, _: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _n in range(random.choice((1, 1, 2, 8, 64)) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _piece(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64, 512, 4_096)))


def _repeat(data: bytes, _: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 20, 300 if end - start < 100 else 3)) + data[end:]


def _drop(data: bytes, _: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:start] + data[end:]


def _patch_size(data: bytes, _: bytes, random: Random) -> bytes:
    form = random.choice(("<H", "<I", ">H", ">I"))
    width = struct.calcsize(form)
    if len(data) < width:
        return data
    at = random.randrange(len(data) - width + 1)
    top = (1 << (8 * width)) - 1
    (now,) = struct.unpack_from(form, data, at)
    new = random.choice((0, 1, top, top >> 1, (now + 1) & top, (now - 1) & top, (now * 2) & top, now >> 1))
    return data[:at] + struct.pack(form, new) + data[at + width :]


def _patch_digits(data: bytes, _: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + random.choice(NUMBERS) + data[match.end() :]


def _insert(data: bytes, _: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    word = random.choice(WORDS).encode(random.choice(("utf-8", "utf-8", "gb18030", "utf-16-le")), "replace")
    return data[:at] + word * random.choice((1, 1, 3, 50)) + data[at:]


BYTES: tuple[Change, ...] = (_truncate, _flip, _splice, _repeat, _drop, _patch_size, _patch_digits, _insert)


# tokens ------------------------------------------------------------------------------------


def _change_tokens(tokens: list[bytes], random: Random, values: Callable[[bytes, Random], bytes]) -> bytes:
    for _ in range(random.choice((1, 1, 2, 5)) if tokens else 0):
        at = random.randrange(len(tokens) or 1)
        end = at + random.choice((1, 1, 2, 10, 60))
        match random.randrange(6):
            case 0:
                del tokens[at:end]
            case 1:
                tokens[at:at] = tokens[at:end] * random.choice((1, 2, 10, 300 if end - at < 3 else 3))
            case 2:
                to = random.randrange(len(tokens) or 1)
                tokens[to:to] = tokens[at:end]
            case 3:
                tokens[at:end] = reversed(tokens[at:end])
            case 4:
                tokens[at : at + 1] = [values(token, random) for token in tokens[at : at + 1]]
            case _:
                tokens[at:at] = [random.choice(WORDS).encode()]
    return b"".join(tokens)


def _change_tag(token: bytes, random: Random) -> bytes:
    """A tag with another value of an attribute, or with a digit of its text changed."""
    found = list(_VALUE.finditer(token))
    if not found:
        return _patch_digits(token, b"", random)
    match = random.choice(found)
    return token[: match.start() + 1] + random.choice(_VALUES).encode() + token[match.end() - 1 :]


def _change_markup(data: bytes, _: bytes, random: Random) -> bytes:
    return _change_tokens(_TOKENS.findall(data), random, _change_tag)


def _change_tree(data: bytes, _: bytes, random: Random) -> bytes:
    """XML that stays well-formed: elements moved, given twice, left out, nested, with other values and words."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return _change_markup(data, b"", random)
    for _n in range(random.choice((1, 2, 5, 20))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        if len(elements) > 20_000:
            break
        _change_element(random.choice(elements), random.choice(elements), random)
    return etree.tostring(root)


def _change_element(one: etree._Element, other: etree._Element, random: Random) -> None:
    above = one.getparent()
    match random.randrange(7):
        case 0 if above is not None:
            above.remove(one)
        case 1 if above is not None:
            for _ in range(random.choice((1, 1, 5, 100 if len(one) < 9 else 1))):
                above.insert(random.randrange(len(above) + 1), copy.deepcopy(one))
        case 2:
            other.append(copy.deepcopy(one))
        case 3:
            one.tag = other.tag
        case 4 if one.attrib:
            one.attrib[random.choice(sorted(map(str, one.attrib)))] = random.choice(_VALUES)
        case 5 if other.attrib:
            name = random.choice(sorted(map(str, other.attrib)))
            one.attrib[name] = other.attrib[name]
        case _:
            one.text = random.choice([word for word in WORDS if word.isprintable()])


def _change_lines(data: bytes, _: bytes, random: Random) -> bytes:
    return _change_tokens(data.splitlines(keepends=True), random, lambda line, rng: _patch_digits(line, b"", rng))


def _change_operators(data: bytes, _: bytes, random: Random) -> bytes:
    return _change_tokens(_PDF_WORDS.findall(data), random, lambda word, rng: _patch_digits(word, b"", rng))


# containers --------------------------------------------------------------------------------


def _zip_parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  it was spoilt before, in any way
        return {}


def _change_part(data: bytes, other: bytes, random: Random) -> bytes:
    """A zip of which a part is changed, given twice, left out, or taken from another file."""
    parts = _zip_parts(data)
    if not parts:
        return data
    names = sorted(parts, key=lambda name: (name == "mimetype", -len(parts[name])))
    name = random.choice(names[: random.choice((1, 2, 3, len(names)))])
    members = list(parts.items())
    match random.randrange(30):
        case 0:
            members = [pair for pair in members if pair[0] != name]
        case 1:
            members.append((name, random.choice(members)[1]))
        case 2:
            parts[name] = _zip_parts(other).get(name, b"")
            members = list(parts.items())
        case _:
            new = _change_inside(parts[name], random)
            members = [(n, new if n == name else old) for n, old in members]
    return _pack(members)


def _change_inside(part: bytes, random: Random) -> bytes:
    is_xml = part.lstrip()[:1] == b"<" and random.random() < 0.95
    change = random.choice((_change_tree,) * 9 + (_change_markup,)) if is_xml else random.choice(BYTES)
    return change(part, part, random)


def _pack(members: Sequence[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two of one name are wanted
        for name, part in members:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _change_pdf(data: bytes, _: bytes, random: Random) -> bytes:
    """A PDF of which an object or a decoded stream is changed; offsets and lengths are right again."""
    objects = {int(number): body for number, body in _OBJECT.findall(data) if len(number) < 5}
    root = _ROOT.search(data)
    if not objects or root is None:
        return data
    number = random.choice(list(objects))
    match = _STREAM.match(objects[number])
    if match is None:
        objects[number] = _change_operators(objects[number], b"", random)
    else:
        change = random.choice((_change_operators, _change_operators, random.choice(BYTES)))
        body = change(_decoded(match[2]), b"", random)
        packed = zlib.compress(body)
        filters = b"/FlateDecode" if random.random() < 0.9 else b"[" + b"/FlateDecode " * 9 + b"]"
        kept = re.sub(rb"/(?:Filter|Length)\s*(?:\[[^\]]*\]|[^\s/>]+|/\w+)", b"", match[1]).rstrip().removesuffix(b">>")
        objects[number] = kept + b"/Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters, len(packed), packed)
    return _write_pdf(objects, int(root[1]))


def _decoded(body: bytes) -> bytes:
    import base64  # noqa: PLC0415

    for decode in (zlib.decompress, lambda raw: zlib.decompress(base64.a85decode(raw.strip(), adobe=False))):
        try:
            return decode(body if decode is zlib.decompress else body.strip().removesuffix(b"~>"))
        except (zlib.error, ValueError):
            continue
    return body


def _write_pdf(objects: dict[int, bytes], root: int) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)


def _change_sector(data: bytes, other: bytes, random: Random) -> bytes:
    """A compound file of which sectors are swapped, copied or changed inside."""
    sectors = [data[at : at + _SECTOR] for at in range(0, len(data), _SECTOR)]
    at, to = (random.randrange(len(sectors)) for _ in range(2))
    match random.randrange(4):
        case 0:
            sectors[at], sectors[to] = sectors[to], sectors[at]
        case 1:
            sectors[to] = sectors[at]
        case 2:
            sectors[at] = _patch_size(sectors[at], other, random)
        case _:
            sectors[at] = _flip(sectors[at], other, random)
    return b"".join(sectors)


def _change_record(data: bytes, other: bytes, random: Random) -> bytes:
    """An old workbook of which a record is changed, renamed, dropped or given twice; its place in the file stays."""
    start = data.find(_BOOK)
    places: list[tuple[int, int]] = []
    at = start
    while 0 <= at < len(data) - 4 and data[at : at + 2] != b"\0\0" and len(places) < 10_000:
        size = 4 + int.from_bytes(data[at + 2 : at + 4], "little")
        places.append((at, at + size))
        at += size
    if not places:
        return data
    low, high = random.choice(places)
    record = data[low:high]
    match random.randrange(5):
        case 0:
            record = record[:4] + _flip(record[4:], other, random)
        case 1:
            record = record[:4] + _patch_size(record[4:], other, random)
        case 2:
            record = random.choice(places)[0].to_bytes(4, "little")[:2] + record[2:]
        case 3:
            record = record[:2] + random.choice((b"\0\0", b"\xff\xff", b"\x01\x00", b"\x20\x20")) + record[4:]
        case _:
            one = random.choice(places)
            record = data[one[0] : one[1]]
    return (data[:low] + record + data[low + len(record) :])[: len(data)]


def mutate(data: bytes, other: bytes, random: Random) -> bytes:
    """The document with one to three things wrong."""
    for _ in range(random.choice((1, 1, 2, 3))):
        new = random.choice(_changes(data))(data, other, random)
        data = new if len(new) <= max(len(data), _LARGEST) else data
    return data


def _changes(data: bytes) -> tuple[Change, ...]:
    """What may be done to bytes like these: in most cases inside of what holds the words."""
    if data.startswith(b"PK\x03\x04"):
        return (_change_part,) * 72 + BYTES
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return (_change_record,) * 40 + (_change_sector,) * 8 + BYTES
    if b"%PDF-" in data[:1_024]:
        return (_change_pdf,) * 40 + BYTES
    if data.startswith((b"\x89PNG", b"\xff\xd8", b"II*", b"MM\0*", b"GIF8", b"BM")):
        return BYTES
    return (_change_markup if b"<" in data else _change_lines,) * 8 + (_change_lines,) * 4 + BYTES
