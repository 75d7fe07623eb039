# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_docx import docx, p, zip_bytes

from docx2tasks.errors import Refusal
from docx2tasks.readers.sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOPS = b"".join(
    b"Received: from mx%d.example.cn by mail.example.cn; Tue, 1 Mar 2022 09:00:00 +0800\r\n" % n for n in range(99)
)
MIME = b"MIME-Version: 1.0\r\n"
RELATED = b'Content-Type: multipart/related; boundary="b"\r\n'
PAGE = "<html><body><p>1.建成平台。</p></body></html>".encode()


def stream(name: str) -> bytes:
    """A compound file that names a stream in its directory."""
    return OLE + bytes(504) + name.encode("utf-16-le") + bytes(512)


def opendocument(kind: str) -> bytes:
    """A zip that says in its first member which OpenDocument it is."""
    return zip_bytes({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<a/>"})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # signatures
        pytest.param(b"{\\rtf1\\ansi x}", "rtf", id="rtf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "image", id="jpeg"),
        pytest.param(b"BM" + (14).to_bytes(4, "little") + bytes(8), "image", id="bmp"),
        pytest.param("BM是部门的简称。".encode(), "text", id="BM-but-no-bmp"),
        pytest.param(b"%PDF-1.7\n", "pdf", id="pdf"),
        pytest.param(b"\r\n\r\n%PDF-1.4\n", "pdf", id="pdf-behind-blanks"),
        pytest.param(b"Rar!\x1a\x07", "not-read", id="rar"),
        pytest.param(b"\x1f\x8b\x08", "not-read", id="gzip"),
        # compound files
        pytest.param(stream("WordDocument"), "doc", id="doc"),
        pytest.param(stream("Workbook"), "xls", id="xls"),
        pytest.param(stream("Book"), "xls", id="xls-of-1995"),
        pytest.param(stream("MatOST"), "wps", id="wps-of-works"),
        pytest.param(stream("EncryptedPackage"), "encrypted", id="docx-with-password"),
        pytest.param(stream("PowerPoint Document"), "not-read", id="ppt"),
        pytest.param(stream("__properties_version1.0"), "not-read", id="msg"),
        pytest.param(OLE + bytes(600), "not-read", id="compound-of-nothing"),
        # zips
        pytest.param(docx(p("词")), "docx", id="docx"),
        pytest.param(opendocument("text"), "odt", id="odt"),
        pytest.param(opendocument("text-template"), "odt", id="ott"),
        pytest.param(opendocument("spreadsheet"), "ods", id="ods"),
        pytest.param(opendocument("presentation"), "not-read", id="odp"),
        pytest.param(zip_bytes({"mimetype": "application/epub+zip"}), "not-read", id="epub"),
        pytest.param(zip_bytes({"OFD.xml": "<a/>"}), "ofd", id="ofd"),
        pytest.param(zip_bytes({"xl/workbook.xml": "<a/>"}), "xlsx", id="xlsx"),
        pytest.param(zip_bytes({"ppt/presentation.xml": "<a/>"}), "not-read", id="pptx"),
        pytest.param(zip_bytes({"方案.docx": docx(p("词"))}), "zip", id="zip"),
        pytest.param(zip_bytes({}), "zip", id="zip-of-nothing"),
        pytest.param(b"PK\x03\x04" + bytes(100), "zip-broken", id="zip-cut-off"),
        # mails
        pytest.param(HOPS + MIME + b"Content-Type: text/plain\r\n\r\nx", "eml", id="mail-of-many-hops"),
        pytest.param(b"From: a@b.cn\r\nDate: x\r\n" + MIME + b"\r\nx", "eml", id="mail-from"),
        pytest.param(b"Date: x\r\nFrom: a@b.cn\r\nTo: c@d.cn\r\n\r\nx", "eml", id="mail-before-mime"),
        pytest.param(b"From a@b.cn Tue Mar 1\nFrom: a@b.cn\nTo: c@d.cn\nSubject: x\n\nx", "eml", id="mbox"),
        pytest.param(b"Received:\r\n from x\r\nTo: c@d.cn\r\n" + MIME + b"Content-Type: text/html\r\n\r\n" + PAGE, "eml", id="mail-of-a-page"),
        pytest.param(b"\xef\xbb\xbf\r\n\n" + MIME + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", "eml", id="mail-behind-a-mark"),
        # saved pages
        pytest.param(MIME + RELATED + b"\r\n--b\r\n", "mht", id="mht-of-word"),
        pytest.param(b"\xef\xbb\xbf\r\n" + MIME + RELATED + b"\r\n--b\r\n", "mht", id="mht-behind-a-mark"),
        pytest.param(MIME + b'Content-Type:\r\n multipart/related;\r\n boundary="b"\r\n\r\n', "mht", id="mht-folded"),
        pytest.param(b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.cn/\r\nSubject: x\r\nDate: x\r\n" + MIME + RELATED + b"\r\n", "mht", id="mht-of-chrome"),
        pytest.param(b"From: =?gb2312?B?08k=?=\r\nSubject: x\r\nDate: x\r\n" + MIME + b'Content-Type: text/html;\r\n\tcharset="gb2312"\r\n\r\n' + PAGE, "mht", id="mht-of-one-part"),
        # pages and texts
        pytest.param(PAGE, "html", id="html"),
        pytest.param(b"\xef\xbb\xbf" + PAGE, "html", id="html-behind-a-mark"),
        pytest.param(b'<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><body>x', "html", id="html-of-word"),
        pytest.param("一、总体要求\n1.建成平台。\n".encode(), "text", id="text"),
        pytest.param("Date: 2022年3月\n一、总体要求\nFrom: 市政府\n".encode(), "text", id="text-with-colons"),
        pytest.param("Subject: 通知\n\nMIME-Version: 1.0\nTo: a\nFrom: b\n".encode(), "text", id="mail-quoted-in-a-text"),
    ],
)  # fmt: skip
def test_formats_by_content(data: bytes, expected: str) -> None:
    """What bytes are, or the code with which they are refused."""
    try:
        found = sniff(data)
    except Refusal as refusal:
        found = refusal.code
    assert found == expected
