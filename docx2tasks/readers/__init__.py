"""Bytes to :class:`~docx2tasks.source.Source`: the format is told by content, never by name alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from docx2tasks.errors import FormatError, InputError, LimitError, UsageError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.source import Source

Reader = Callable[[bytes, Limits], Source]

# format -> module and function: imported when the format is met, so that a text costs no lxml
_READERS: Mapping[str, tuple[str, str]] = {
    "docx": ("docx2tasks.readers.word.docx", "read_docx"),
    "html": ("docx2tasks.readers.page.html", "read_html"),
    "text": ("docx2tasks.readers.plain.text", "read_text"),
}
FORMATS = tuple(_READERS)

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: old office formats, and encrypted new ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that holds the encrypted package
_SNIFFED = 65_536
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "pdf", "save it as Word or text"),
    (_OLE, "legacy-office", "open it in Word or WPS and save it as .docx"),
    (b"{\\rtf", "rtf", "open it in Word or WPS and save it as .docx"),
    (b"\x89PNG", "image", "a picture holds no text; use a text recognition program first"),
    (b"\xff\xd8\xff", "image", "a picture holds no text; use a text recognition program first"),
    (b"GIF8", "image", "a picture holds no text; use a text recognition program first"),
    (b"Rar!", "archive", "unpack it and give the files in it"),
    (b"7z\xbc\xaf", "archive", "unpack it and give the files in it"),
    (b"\x1f\x8b", "archive", "unpack it and give the files in it"),
)


def sniff(data: bytes) -> str:
    """The format of ``data`` by its content: ``docx``, ``html`` or ``text``.

    Raises :class:`FormatError` with code ``not-read`` for a known format that is not read.
    """
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise FormatError(
            "encrypted", "the file is protected by a password", "open it, remove the password, save it again"
        )
    for signature, name, hint in _SIGNATURES:
        if data.startswith(signature):
            raise FormatError("not-read", f"this is a {name} file, which is not read", hint)
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"} or (data[:2] == _ZIP and b"word/" in data[:4096]):
        return "docx"
    if b"<" not in data[:_SNIFFED].replace(b"\0", b""):
        return "text"
    from docx2tasks.readers.page.html import looks_like_html  # noqa: PLC0415  a text without tags costs no lxml

    return "html" if looks_like_html(data) else "text"


def read(data: bytes, limits: Limits = DEFAULT, *, source_format: str | None = None) -> Source:
    """Blocks over one canonical text, from the bytes of a Word file, a page or a text.

    ``source_format`` forces one of :data:`FORMATS`.  Raises :class:`FormatError`,
    :class:`LimitError`, :class:`InputError` (``empty``) or :class:`UsageError`.
    """
    if not data:
        raise InputError("empty", "the file is empty", "check that it was saved or copied completely")
    if len(data) > limits.input_bytes:
        raise LimitError(
            "too-big", f"the file has {len(data):,} bytes, the limit is {limits.input_bytes:,}", "split it"
        )
    if source_format is not None and source_format not in _READERS:
        raise UsageError(
            "unknown-format", f"no reader is called {source_format[:20]!r}", f"use one of: {', '.join(FORMATS)}"
        )
    name = source_format or sniff(data)
    module, function = _READERS[name]
    reader: Reader = getattr(import_module(module), function)
    source = reader(data, limits)
    if not source.text.strip():
        raise FormatError(
            "no-text", "the file holds no text", "a scan needs text recognition first; else check the file"
        )
    return source
