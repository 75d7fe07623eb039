"""What is known of an office file before and after LibreOffice reads it; nothing here starts it."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

from dataclasses import replace

import pytest
from build_docx import docx, p, tbl, tr, zip_bytes
from test_office import opendocument

from docx2tasks.errors import LimitError, Refusal, UsageError
from docx2tasks.limits import DEFAULT
from docx2tasks.readers import read
from docx2tasks.readers.libreoffice import _losses, _package_to_release, read_converted
from docx2tasks.readers.libreoffice.tables import count_docx_rows, count_rows
from docx2tasks.readers.package import open_package

_ROW = "<table:table-row><table:table-cell/></table:table-row>"
ROWS = [
    pytest.param(opendocument(f"<table:table>{_ROW * 3}</table:table>"), "odt", 3, id="rows"),
    pytest.param(opendocument(f'<table:table>{_ROW}<table:table table:is-sub-table="true">{_ROW * 2}</table:table></table:table>'), "odt", 1, id="a-cell-that-is-divided"),
    pytest.param(opendocument(f"<text:tracked-changes><table:table>{_ROW}</table:table></text:tracked-changes>{_ROW}"), "odt", 1, id="rows-that-are-deleted"),
    pytest.param(zip_bytes({"mimetype": "x"}), "odt", 0, id="a-package-without-words"),
    pytest.param(b"{\\rtf1 \\trowd\\cellx1\\cell\\row}", "rtf", 1, id="rich-text"),
    pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "doc", 0, id="old-file-without-tables"),
]


@pytest.mark.parametrize(("data", "kind", "expected"), ROWS)
def test_rows_are_counted(data: bytes, kind: str, expected: int) -> None:
    """Rows that show are counted, so that lost ones are noticed."""
    assert count_rows(data, kind, DEFAULT) == expected


def test_rows_of_what_came_back() -> None:
    """All parts of the Word file count; one without a text is no answer."""
    assert count_docx_rows(open_package(docx(p("甲"), tbl(tr("甲"), tr("乙")), header1=tbl(tr("丙"))))) == 3
    with pytest.raises(Refusal, match="conversion-failed"):
        count_docx_rows(open_package(zip_bytes({"docProps/app.xml": "<a/>"})))


def test_lost_rows_are_told() -> None:
    """Fewer rows than before are a warning, more are none."""
    assert [_losses(3, after) for after in (3, 4)] == [(), ()]
    assert [(one.code, one.level) for one in _losses(3, 1)] == [("table-lost", "warning")]


def test_the_release_is_named() -> None:
    """The release of LibreOffice stands in the file that it made, or nowhere."""
    assert _package_to_release(open_package(docx(p("甲")))) == ""
    made = zip_bytes({"docProps/app.xml": "<Properties><Application>LibreOffice/7.4.7.2$Linux_X86_64</Application></Properties>"})
    assert _package_to_release(open_package(made)).startswith("7.4")


_LOCKED = zip_bytes({
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": "<m><encryption-data/></m>",
    "content.xml": "x",
})  # fmt: skip


def test_a_password_is_found_before() -> None:
    """LibreOffice is not asked about a file that it could not open."""
    with pytest.raises(Refusal, match="encrypted"):
        read_converted(_LOCKED, "odt", DEFAULT, "/none/soffice")


def test_calls_are_checked_first() -> None:
    """A file that is too large, and a format that there is not, are refused before anything is read."""
    with pytest.raises(LimitError, match="too-big"):
        read(b"12345", replace(DEFAULT, input_bytes=4))
    with pytest.raises(UsageError, match="unknown-format"):
        read(b"12345", source_format="scroll")
