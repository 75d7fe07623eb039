"""Old Word files, WPS, RTF and OpenDocument texts → Source, by way of LibreOffice.

bytes → a private folder → ``soffice --convert-to docx`` (``convert``, with the settings of ``profile``) →
:func:`~docx2tasks.readers.word.docx.read_docx`; ``tables`` counts what of the tables came through.
"""

from __future__ import annotations

import re

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.office.convert import convert, find_soffice
from docx2tasks.readers.office.tables import count_docx_rows, count_rows
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.word.docx import read_docx
from docx2tasks.source import Diagnostic, Source

_OLE_SECRET = "EncryptedPackage".encode("utf-16-le")
_PROGRAM = re.compile(rb"LibreOffice/([\d.]{1,20})")


def read_converted(data: bytes, name: str, limits: Limits = DEFAULT, soffice: str | None = None) -> Source:
    """The blocks of a document of format ``name`` (``doc``, ``wps``, ``rtf``, ``odt``), as LibreOffice reads it.

    ``soffice`` is LibreOffice's program; None: the one on the path.  The diagnostic ``converted`` says which
    release read the file, ``table-lost`` (warning) that rows of tables did not come through.

    Raises ``UsageError`` ``not-a-program``; ``FormatError`` ``soffice-missing``, ``conversion-failed``,
    ``encrypted``; ``LimitError`` ``too-slow``; and what ``read_docx`` raises.
    """
    if _is_encrypted(data, name, limits):
        raise FormatError("encrypted", "the file is protected by a password", "open it, remove the password, save it")
    program = find_soffice(soffice)
    before = count_rows(data, name, limits)
    made = convert(data, name, program, limits)
    source = read_docx(made, limits)
    package = open_package(made, limits)
    return source._replace(
        format=name,
        fields=tuple(field for field in source.fields if field[0] != "created"),  # the day it was converted
        diagnostics=(
            *source.diagnostics,
            Diagnostic("converted", f"read by way of LibreOffice {_package_to_release(package)}".rstrip()),
            *_losses(before, count_docx_rows(package)),
        ),
    )


def _is_encrypted(data: bytes, name: str, limits: Limits) -> bool:
    """Whether an OpenDocument file names an algorithm in its manifest (OpenDocument 1.2, part 3, 4.8)."""
    if name != "odt":
        return data.startswith(b"\xd0\xcf\x11\xe0") and _OLE_SECRET in data
    manifest = open_package(data, limits).part("META-INF/manifest.xml") or b""
    return b"encryption-data" in manifest


def _package_to_release(package: Package) -> str:
    found = _PROGRAM.search(package.part("docProps/app.xml") or b"")
    return found[1].decode() if found else ""


def _losses(before: int, after: int) -> tuple[Diagnostic, ...]:
    if after >= before:
        return ()
    words = f"of {before} table rows {before - after} came back as running text; save the file as .docx in Word or WPS"
    return (Diagnostic("table-lost", words, "warning"),)
