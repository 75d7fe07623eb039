"""A zip is opened safely, or refused with a code: no bomb, no entity, no file on disk, no fetch."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from build_docx import docx, docx_parts, p, r, zip_bytes
from effort import within

from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.package import open_package, xml_to_root
from docx2tasks.readers.word.docx import read_docx
from docx2tasks.readers.word.relationships import find_relationships, find_target

SMALL = Limits(inflated_part=100_000, inflated_total=150_000)
DTD = '<!DOCTYPE w [<!ENTITY a "甲">]>'


def stored(**members: bytes) -> bytes:
    """A zip of members that are not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def twice(name: str) -> bytes:
    """A zip with two members of one name."""
    other = name[:-1] + "?"
    return stored(**{name: b"1", other: b"2"}).replace(other.encode(), name.encode())


def encrypted() -> bytes:
    """A zip whose member says that it is encrypted."""
    data = bytearray(stored(a=b"x"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def with_end(data: bytes, *, size: int | None = None) -> bytes:
    """The zip with another size of its directory in the end record."""
    changed = bytearray(data)
    struct.pack_into("<L", changed, len(data) - 10, size if size is not None else 0)
    return bytes(changed)


def with_size(data: bytes, size: int) -> bytes:
    """The zip with another size in both headers of its first member."""
    changed = bytearray(data)
    struct.pack_into("<L", changed, 22, size)
    struct.pack_into("<L", changed, data.index(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def with_zip64(data: bytes) -> bytes:
    """The zip with a locator of a zip64 end record before its end record."""
    return data[:-22] + b"PK\x06\x07" + bytes(16) + data[-22:]


def overlapping() -> bytes:
    """A zip whose two entries point at one local file."""
    data = bytearray(stored(a=b"x" * 500, b=b"x" * 500))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<L", data, second + 42, 0)
    return bytes(data)


REFUSED = [
    pytest.param(b"", "zip-broken", id="empty"),
    pytest.param(b"PK\x03\x04", "zip-broken", id="only-a-mark"),
    pytest.param("一、总体要求".encode(), "zip-broken", id="text"),
    pytest.param(docx(p("甲"))[:-30], "zip-broken", id="truncated-end"),
    pytest.param(docx(p("甲"))[300:], "zip-broken", id="truncated-start"),
    pytest.param(stored(a=b"x")[:-22] + b"PK\x05\x06", "zip-broken", id="half-an-end-record"),
    pytest.param(with_zip64(stored(a=b"x")), "zip-broken", id="zip64"),
    pytest.param(with_end(stored(a=b"x"), size=600_000), "zip-too-many", id="directory-too-large"),
    pytest.param(stored(**{f"m{n}": b"" for n in range(2_001)}), "zip-too-many", id="too-many-members"),
    pytest.param(twice("word/document.xml"), "zip-duplicate", id="two-of-one-name"),
    pytest.param(stored(**{"word/a.xml": b"1", "WORD\\A.xml": b"2"}), "zip-duplicate", id="two-that-Office-confuses"),
    pytest.param(encrypted(), "encrypted", id="encrypted-member"),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
        id="加密的docx",
    ),
    pytest.param(overlapping(), "zip-broken", id="overlapping-members"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_a_bad_zip_is_refused(data: bytes, code: str) -> None:
    """Each kind of bad zip has a code of its own, a message and a hint."""
    with pytest.raises(Refusal) as caught:
        open_package(data)
    assert caught.value.code == code
    assert caught.value.message
    assert caught.value.hint


BOMBS = [
    pytest.param(zip_bytes({"a": bytes(120_000)}), "zip-too-big", id="said-by-the-header"),
    pytest.param(with_size(zip_bytes({"a": bytes(120_000)}), 1_000), "zip-broken", id="header-says-less"),
    pytest.param(with_size(stored(a=b"x" * 10), 99_000), "zip-broken", id="header-says-more"),
    pytest.param(stored(a=b"x" * 1_000).replace(b"x" * 1_000, b"y" * 1_000), "zip-broken", id="wrong-checksum"),
]


@pytest.mark.parametrize(("data", "code"), BOMBS)
def test_a_part_is_bounded_while_it_is_inflated(data: bytes, code: str) -> None:
    """Whatever its header says, no part is inflated past the bound."""
    package = open_package(data, SMALL)
    with pytest.raises(Refusal) as caught:
        package.part("a")
    assert caught.value.code == code


def test_parts_are_bounded_together() -> None:
    """Parts each within the bound are refused when their sum passes the bound of all."""
    package = open_package(zip_bytes({"a": bytes(90_000), "b": bytes(90_000)}), SMALL)
    package.part("a")
    with pytest.raises(LimitError, match="inflates"):
        package.part("b")


def test_a_bomb_of_a_gigabyte_is_refused_at_once() -> None:
    """A document part of 300 MB that lies about its size costs one chunk, not its size."""
    data = with_size(zip_bytes({"word/document.xml": bytes(300_000_000)}), 1_000)
    tracemalloc.start()
    with pytest.raises(FormatError, match="unpacked"):
        open_package(data).part("word/document.xml")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


NAMES = [
    pytest.param("word/document.xml", id="as-written"),
    pytest.param("/word/document.xml", id="leading-slash"),
    pytest.param("Word/Document.XML", id="other-case"),
    pytest.param("word\\document.xml", id="backslash"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_found_as_office_finds_it(name: str) -> None:
    """Case, a leading slash and backslashes do not matter in names of parts."""
    assert open_package(stored(**{"word/document.xml": b"x"})).part(name) == b"x"


def test_a_member_may_have_no_name() -> None:
    """It is one like the others."""
    package = open_package(stored(xb=b"1", a=b"2").replace(b"xb", b"\0b"))
    assert [package.part(name) for name in package.names] == [b"1", b"2"]


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "C:\\x", "a" * 5_000, "x\0b", "word/NULL"])
def test_odd_names_are_only_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever unpacked to disk, whatever members are called."""
    monkeypatch.chdir(tmp_path)
    package = open_package(zip_bytes({name: b"x", "a": b"y"}))
    assert package.part("a") == b"y"
    assert list(tmp_path.iterdir()) == []


BAD_XML = [
    pytest.param(f"{DTD}<w/>".encode(), "xml-dtd", id="doctype"),
    pytest.param(f"{DTD}<w/>".encode("utf-16"), "xml-dtd", id="doctype-in-utf-16"),
    pytest.param(f"\ufeff{DTD}<w/>".encode("utf-16-be"), "xml-dtd", id="doctype-in-utf-16-be"),
    pytest.param(
        b'<?xml version="1.0"?><!--' + b"x" * 5_000 + b'--><!DOCTYPE w SYSTEM "http://127.0.0.1:9/x"><w/>',
        "xml-dtd",
        id="doctype-after-a-comment",
    ),
    pytest.param(
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE w+AD4APA-w/+AD4-', None, id="doctype-in-utf-7"
    ),
    pytest.param(b"<w><a></w>", "xml-broken", id="tags-crossed"),
    pytest.param(b"", "xml-broken", id="nothing"),
    pytest.param("<w>甲".encode(), "xml-broken", id="cut"),
    pytest.param(b"<w>&a;</w>", "xml-broken", id="entity-undeclared"),
    pytest.param("<w/>".encode("utf-16")[:-1], "xml-broken", id="utf-16-cut"),
    pytest.param(b"<a>" * 300 + b"</a>" * 300, "too-deep", id="300-deep"),
    pytest.param(b"<a>" * 100_000, "too-deep", id="100000-deep"),
    pytest.param(b"<a>" + b"x" * 10_100_000 + b"</a>", "xml-broken", id="text-of-10-MB"),
]


@pytest.mark.parametrize(("data", "code"), BAD_XML)
def test_bad_xml_is_refused(data: bytes, code: str | None) -> None:
    """A part with a document type, broken or too deep XML is refused, and quickly."""
    with within(1), pytest.raises(Refusal) as caught:
        xml_to_root(data)
    assert code is None or caught.value.code == code


def test_elements_are_bounded() -> None:
    """The number of elements of a part is bounded by counting tags."""
    data = b"<w>" + b"<a/>" * 2_000 + b"</w>"
    assert len(xml_to_root(data)) == 2_000
    with pytest.raises(LimitError, match="elements"):
        xml_to_root(data, Limits(xml_elements=1_000))


GOOD_XML = [
    pytest.param("<w>甲<!-- x --><?x y?>乙</w>".encode(), id="comments-and-instructions"),
    pytest.param("<w>甲乙</w>".encode("utf-8-sig"), id="utf-8-with-mark"),
    pytest.param('<?xml version="1.0" encoding="UTF-16"?><w>甲乙</w>'.encode("utf-16"), id="utf-16"),
    pytest.param('<?xml version="1.0" encoding="GB18030"?><w>甲乙</w>'.encode("gb18030"), id="gb18030"),
]


@pytest.mark.parametrize("data", GOOD_XML)
def test_xml_is_read_in_its_encoding(data: bytes) -> None:
    """Marks of byte order and declared encodings are heeded; comments are no part of the text."""
    assert "".join(xml_to_root(data).itertext()) == "甲乙"


@pytest.mark.parametrize(
    "part",
    [
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
    ],
)
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    """Not only the main part is looked at."""
    note = r(inner='<w:footnoteReference w:id="1"/>')
    parts = docx_parts(p("甲", inner=note), styles="", numbering="", footnotes="")
    parts[part] = DTD + str(parts[part])
    with pytest.raises(FormatError) as caught:
        read_docx(zip_bytes(parts))
    assert caught.value.code == "xml-dtd"


TARGETS = [
    pytest.param("word/document.xml", "styles.xml", "word/styles.xml", id="next-to-it"),
    pytest.param("word/document.xml", "/word/styles.xml", "word/styles.xml", id="from-the-root"),
    pytest.param("word/document.xml", "../custom/s.xml", "custom/s.xml", id="up"),
    pytest.param("word/document.xml", "../../../etc/passwd", "etc/passwd", id="never-out-of-the-package"),
    pytest.param("word/document.xml", "NULL", "word/NULL", id="NULL"),
    pytest.param("", "word\\document.xml", "word/document.xml", id="backslash"),
]


@pytest.mark.parametrize(("part", "target", "name"), TARGETS)
def test_targets_count_from_the_folder_of_their_source(part: str, target: str, name: str) -> None:
    """A relationship's target becomes the name of a part of this package, and of nothing else."""
    folder, base = part.rpartition("/")[::2]
    relation = (
        f'<Rs><R Id="a" Type="x/styles" Target="{target}"/><R Id="b" Type="x/styles" Target="file:///x" '
        'TargetMode="External"/></Rs>'
    )
    package = open_package(zip_bytes({f"{folder}/_rels/{base}.rels".lstrip("/"): relation}))
    found = find_relationships(package, part)
    assert [one.target for one in found] == [name]
    assert find_target(found, "styles") == name
    assert package.part(name) is None


def test_defaults_let_real_documents_through() -> None:
    """An ordinary file passes with the default limits."""
    assert read_docx(docx(p("甲")), DEFAULT).text == "甲"
