"""Old Word files, WPS, RTF and OpenDocument text → Source, through LibreOffice.

bytes → a private folder → ``soffice --convert-to docx`` (``soffice``, with the settings of ``profile``) →
:func:`~docx2tasks.readers.word.docx.read_docx`; ``tables`` counts what of the tables came through.
"""

from __future__ import annotations

import re

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.libreoffice.controls import find_controls
from docx2tasks.readers.libreoffice.soffice import convert, find_soffice
from docx2tasks.readers.libreoffice.tables import count_docx_rows, count_rows
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.unread import left_out_to_diagnostics
from docx2tasks.readers.word.docx import read_docx
from docx2tasks.source import Diagnostic, Source
from docx2tasks.vocabulary import DiagnosticCode

_SECTOR = 512
_WORD_MARK = b"\xec\xa5"  # [MS-DOC] 2.5.2: wIdent; bit 8 of the word at 10 says that the file is encrypted
_PROGRAM = re.compile(rb"LibreOffice/([\d.]{1,20})")


def read_converted(data: bytes, name: str, limits: Limits = DEFAULT, soffice: str | None = None) -> Source:
    """The blocks of a document of format ``name`` (``doc``, ``wps``, ``rtf``, ``odt``), as LibreOffice reads it.

    ``soffice`` is LibreOffice's program; None: the one on the path.  The diagnostic ``converted`` says which
    release read the file, ``table-lost`` (warning) that rows of tables did not come through.

    Raises ``UsageError`` ``not-a-program``; ``FormatError`` ``soffice-missing``, ``conversion-failed``,
    ``encrypted``; ``LimitError`` ``too-slow``; and what ``read_docx`` raises.
    """
    if _is_encrypted(data, name, limits):
        raise FormatError("encrypted", "the file is password-protected", "remove the password and save it again")
    program = find_soffice(soffice)
    before = count_rows(data, name, limits)
    made = convert(data, name, program, limits)
    source = read_docx(made, limits)
    package = open_package(made, limits)
    return source._replace(
        format=name,
        diagnostics=(
            *source.diagnostics,
            Diagnostic(DiagnosticCode.CONVERTED, f"converted with LibreOffice {_package_to_release(package)}".rstrip()),
            *_losses(before, count_docx_rows(package)),
            *left_out_to_diagnostics(find_controls(data, name, limits)),
        ),
    )


def _is_encrypted(data: bytes, name: str, limits: Limits) -> bool:
    """Whether a password is needed, at which LibreOffice would only fail."""
    if name == "odt":  # OpenDocument 1.2, part 3, 4.8
        return b"encryption-data" in (open_package(data, limits).part("META-INF/manifest.xml") or b"")
    starts = (at for at in range(_SECTOR, len(data) - 12, _SECTOR) if data.startswith(_WORD_MARK, at))
    at = next(starts, 0) if name in {"doc", "wps"} else 0
    return bool(at and data[at + 11] & 1)


def _package_to_release(package: Package) -> str:
    found = _PROGRAM.search(package.part("docProps/app.xml") or b"")
    return found[1].decode() if found else ""


def _losses(before: int, after: int) -> tuple[Diagnostic, ...]:
    if after >= before:
        return ()
    words = f"{before - after} of {before} table rows came back as running text; save the file as .docx in Word or WPS"
    return (Diagnostic(DiagnosticCode.TABLE_LOST, words, "warning"),)
