"""Detects the format of a file by its content.

A signature names a PDF, RTF or picture; the directory of a zip Word, Excel, OpenDocument, OFD or several
files; the streams of a compound file old Word, WPS or Excel; headers and tags a mail, a saved page, a page;
what is left is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: old office formats, and encrypted new ones
_SNIFFED = 65_536
_PDF_JUNK = 1_024  # bytes that may precede %PDF- (ISO 32000-1, annex H.3.4.1)
_HEADERS = 32_768  # a mail that went through many servers names them all before it says what it is
_MAIL = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{1,40}:(?:[ \t]|\r?\n[ \t]))[^\r\n]*\r?\n")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,40}):")
_TYPE = rb"(?im)^Content-Type:[ \t\r\n]*"
_MULTIPART = re.compile(_TYPE + rb"multipart/")
_RELATED = re.compile(_TYPE + rb"multipart/related|^Snapshot-Content-Location:")
_PAGE = re.compile(_TYPE + rb"text/html")  # Internet Explorer's form of a page without pictures
_ADDRESSED = frozenset({b"to", b"cc", b"bcc", b"received", b"delivered-to", b"message-id"})
_MAIL_FIELDS = _ADDRESSED | {b"from", b"date", b"subject", b"return-path", b"reply-to", b"sender"}
_MAIL_FIELDS_SEEN = 3  # mails older than MIME
_PASSWORD = ("encrypted", "the file is password-protected", "remove the password and save it again")
_UNPACK = "unpack it and use the files in it"


class _Signature(NamedTuple):
    start: bytes
    format: str


_SIGNATURES = (
    _Signature(b"{\\rtf", "rtf"),
    _Signature(b"\x89PNG\r\n\x1a\n", "image"),
    _Signature(b"\xff\xd8\xff", "image"),
    _Signature(b"GIF8", "image"),
    _Signature(b"BM", "image"),
    _Signature(b"II*\0", "image"),
    _Signature(b"MM\0*", "image"),
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")

# streams of a compound file, the one that decides first
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__properties_version1.0", "an Outlook message"),
    ("MatOST", "wps"),
    ("CONTENTS", "wps"),
)
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}


def sniff(data: bytes, limits: Limits = DEFAULT) -> str:
    """The format of ``data``: one of :data:`docx2tasks.readers.FORMATS`, or ``zip`` or ``eml``.

    Raises ``FormatError`` ``not-read`` for a known format that is not read, ``encrypted``, and the
    refusals of :func:`~docx2tasks.readers.package.open_package` for a zip that is none.
    """
    for start, name in _SIGNATURES:
        if data.startswith(start) and (start != b"BM" or _is_bitmap(data)):
            return name
    for start, find in _CONTAINERS:
        if data.startswith(start):
            return find(data, limits)
    if b"%PDF-" in data[:_PDF_JUNK]:
        return "pdf"
    if data.startswith(_ARCHIVES):
        raise _not_read("an archive", _UNPACK)
    return _sniff_text(data)


def _not_read(what: str, hint: str) -> FormatError:
    return FormatError("not-read", f"{what} is not supported", hint)


def _is_bitmap(data: bytes) -> bool:
    """Whether the bytes after ``BM`` are a bitmap's header: its size, and four zeros."""
    return data[6:10] == bytes(4) and int.from_bytes(data[2:6], "little") in {0, len(data)}


def _sniff_compound(data: bytes, _limits: Limits) -> str:
    names = (kind for stream, kind in _STREAMS if stream.encode("utf-16-le") + b"\0\0" in data)
    kind = next(names, "an old office file")
    if kind == "encrypted":
        raise FormatError(*_PASSWORD)
    if " " in kind:
        raise _not_read(kind, "open it in its own program and save it as .docx")
    return kind


def _sniff_zip(data: bytes, limits: Limits) -> str:
    from docx2tasks.readers.package import open_package  # noqa: PLC0415  a text costs no zipfile

    package = open_package(data, limits)
    names = {name.lower().replace("\\", "/").lstrip("/") for name in package.names}
    if "mimetype" in names:
        kind = (package.part("mimetype") or b"")[:100].decode("ascii", "replace").strip()
        if kind in _OPEN_DOCUMENTS:
            return _OPEN_DOCUMENTS[kind]
        raise _not_read("an OpenDocument file or e-book of another kind", "save it as .docx")
    if "ofd.xml" in names:
        return "ofd"
    if any(name.startswith("xl/workbook.") for name in names):
        return "xlsx"
    if "ppt/presentation.xml" in names:
        raise _not_read("a PowerPoint presentation", "save its text as .docx")
    return "docx" if _is_office(names) else "zip"


def _is_office(names: set[str]) -> bool:
    """Whether the parts of a zip are an office document's: its list of types, or Word's main part."""
    return "[content_types].xml" in names or "_rels/.rels" in names or any(n.startswith("word/") for n in names)


_CONTAINERS: tuple[tuple[bytes, Callable[[bytes, Limits], str]], ...] = (
    (b"PK\x03\x04", _sniff_zip),
    (b"PK\x05\x06", _sniff_zip),
    (b"PK\x07\x08", _sniff_zip),
    (_OLE, _sniff_compound),
)


def _sniff_text(data: bytes) -> str:
    head = data[:_HEADERS].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MAIL.match(head) and (kind := _sniff_mail(_END_OF_HEADERS.split(head, maxsplit=1)[0])):
        return kind
    if b"<" not in data[:_SNIFFED].replace(b"\0", b""):
        return "text"
    from docx2tasks.readers.page.html import looks_like_html  # noqa: PLC0415  a text without tags costs no lxml

    return "html" if looks_like_html(data) else "text"


def _sniff_mail(headers: bytes) -> str | None:
    """``mht`` for the headers of a saved page, ``eml`` for those of a mail, None for other lines with colons."""
    names = {name.lower() for name in _FIELD.findall(headers)}
    is_mime = b"mime-version" in names or _MULTIPART.search(headers) is not None
    if is_mime and (_RELATED.search(headers) or (_PAGE.search(headers) and not names & _ADDRESSED)):
        return "mht"
    return "eml" if is_mime or len(names & _MAIL_FIELDS) >= _MAIL_FIELDS_SEEN else None
