"""What LibreOffice makes of the files for an office: it opens, prints and recalculates them."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from program import call, environment

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here"),
]

PAPER = """某县2031年林业重点任务清单

一、造林绿化
(1)6月底前造林2000亩。（牵头单位：县林业局；配合单位：县财政局）
二、森林防火
(1)11月底前修建防火通道15公里。（责任单位：县林业局）
(2)修订防火预案。
"""
MANY = "".join(f"({number})12月底前完成第{number}处林场改造。（责任单位：第{number}林场）\n" for number in range(3, 60))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what LibreOffice printed, and below it what it saved: two starts for all tests."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "清单.txt").write_text(PAPER + MANY, encoding="utf-8")
    for name in ("台账.xlsx", "表.docx", "行.csv"):
        assert call("export", folder / "清单.txt", "-o", folder / name, "-q").returncode == 0
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, out, names in (
        ("pdf", folder, ("台账.xlsx", "表.docx")),
        ("xlsx", folder / "saved", ("台账.xlsx", "行.csv")),
    ):
        told: list[str | Path] = [
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            out,
            *(folder / name for name in names),
        ]
        subprocess.run(
            ["soffice", profile, *told], check=True, capture_output=True, timeout=300, env=environment(LC_ALL="C.UTF-8")
        )
    return folder


def pages(path: Path) -> list[str]:
    """The words of the pages of a PDF file, without blanks."""
    with pypdfium2.PdfDocument(path) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def cells(path: Path, sheet: int = 0) -> list[list[Any]]:
    """The values of a sheet."""
    return [[*row] for row in load_workbook(path, data_only=True).worksheets[sheet].iter_rows(values_only=True)]


def days_until(day: date) -> set[int]:
    """The days from now, or from a moment ago."""
    today = datetime.now(UTC).astimezone().date()
    return {(day - today).days, (day - today).days + 1}


def test_the_workbook_is_recalculated(opened: Path) -> None:
    """The days left are those until the day of today; blank where no day is known."""
    rows = cells(opened / "saved/台账.xlsx")
    titles = rows[1]
    days, ends = titles.index("剩余天数"), titles.index("截止日期")
    assert rows[2][days] in days_until(date(2031, 6, 30))
    assert rows[3][days] in days_until(date(2031, 11, 30))
    assert (rows[4][ends], rows[4][days]) == (None, None)
    assert [row[0] for row in rows[2:]] == [*range(1, 61)]


def test_the_workbook_is_printed(opened: Path) -> None:
    """As wide as a page, the titles of the columns and a number on each."""
    found = pages(opened / "台账.pdf")
    ledger = [page for page in found if "依据文件" in page]
    assert len(ledger) > 1
    assert all("工作任务" in page and "剩余天数" in page and "办理状态" in page for page in ledger)
    assert [f"第{number}页共{len(found)}页" in page for number, page in enumerate(found, 1)] == [True] * len(found)
    assert str(max(days_until(date(2031, 6, 30)))) in found[0] or str(min(days_until(date(2031, 6, 30)))) in found[0]


def test_the_word_table_is_printed(opened: Path) -> None:
    """Its head stands on each page, with the pages counted."""
    found = pages(opened / "表.pdf")
    assert len(found) > 1
    assert all("工作任务" in page and "完成时限" in page for page in found)
    assert [f"第{number}页共{len(found)}页" in page for number, page in enumerate(found, 1)] == [True] * len(found)
    assert found[0].startswith("某县2031年林业重点任务清单")
    assert "第59处林场" in found[-1]


def test_csv_is_opened_as_it_is(opened: Path) -> None:
    """Labels and ids stay text, days are days, in their columns; without a window it takes no notice of encodings."""
    titles, *rows = cells(opened / "saved/行.xlsx")
    read = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [row["label"] for row in read[:3]] == ["'(1)", "'(1)", "'(2)"]
    assert all(isinstance(row["id"], str) and len(row["id"].lstrip("'")) == 12 for row in read)
    assert [str(row["ends_on"])[:10] for row in read[:2]] == ["2031-06-30", "2031-11-30"]
