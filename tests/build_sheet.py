"""Workbooks in memory, the smallest that Excel would open.

>>> xlsx({"清单": [["序号", "工作任务"], [1, "新建学校。"]]}, merges={"清单": ["A1:A2"]})
"""

# ruff: noqa: E501  (a builder's arguments are one line)

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils.cell
import xlwt

Cell = object
Rows = Sequence[Sequence[Cell]]
SOFFICE = shutil.which("soffice")


def xlsx(sheets: Mapping[str, Rows], *, merges: Mapping[str, Sequence[str]] | None = None, edit: Callable[[Any], None] | None = None) -> bytes:
    """An Excel file: a pair is a value with its number format; ``edit`` changes the workbook before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                words, code = value if isinstance(value, tuple) else (value, None)
                cell = sheet.cell(r, c)
                cell.value = words
                cell.number_format = code or cell.number_format
        for places in (merges or {}).get(name, ()):
            sheet.merge_cells(places)
    if edit is not None:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(sheets: Mapping[str, Rows], *, merges: Mapping[str, Sequence[str]] | None = None, edit: Callable[[Any], None] | None = None) -> bytes:
    """An old Excel file of the same."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                words, code = value if isinstance(value, tuple) else (value, "General")
                if words is not None:
                    sheet.write(r, c, words, xlwt.easyxf(num_format_str=code))
        for places in (merges or {}).get(name, ()):
            left, top, right, bottom = openpyxl.utils.cell.range_boundaries(places)
            row = rows[top - 1]
            words = row[left - 1] if left <= len(row) else ""
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
            sheet.write(top - 1, left - 1, words)
    if edit is not None:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def converted(data: bytes, kind: str) -> bytes:
    """An Excel file as LibreOffice saves it in another format (``ods``, ``xls``)."""
    assert SOFFICE is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", f"{folder}/out", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return (Path(folder) / "out" / f"book.{kind}").read_bytes()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed; a part that was missing begins empty."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in dict.fromkeys([*old.namelist(), name]):
            words = old.read(member) if member in old.namelist() else b""
            new.writestr(member, change(words) if member == name else words)
    return stream.getvalue()


def with_shared_strings(data: bytes) -> bytes:
    """The workbook's words in a part of their own, as Excel writes them; openpyxl writes them into the cells."""
    table: dict[str, int] = {}

    def share(match: re.Match[str]) -> str:
        number = table.setdefault(match[2], len(table))
        return f'{match[1]} t="s"><v>{number}</v></c>'

    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("xl/worksheets/sheet")]
    pattern = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(<t[^>]*>.*?</t>)</is></c>', re.DOTALL)
    for name in names:
        data = with_part(data, name, lambda part: pattern.sub(share, part.decode()).encode())
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entries = "".join(f'<si>{words}<phoneticPr fontId="1" type="noConversion"/></si>' for words in table)
    data = with_part(data, "xl/sharedStrings.xml", lambda _: f'<sst xmlns="{main}">{entries}</sst>'.encode())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    named = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
    return with_part(data, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b"</Relationships>", named))
