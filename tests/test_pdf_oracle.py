"""PDF files as LibreOffice prints them: Word files of known content, printed and read back."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from forms import Content, Entry, Line, content_to_docx
from test_equivalence import CASES, chosen, seed_to_content
from test_seeds import load_score

from docx2tasks import parse
from docx2tasks.readers import read
from docx2tasks.source import Table

SOFFICE = shutil.which("soffice")

pytestmark = [pytest.mark.oracle, pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def print_all(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Word files as PDF, by their names, printed in one run of the program."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    names = [str(folder / f"{name}.docx") for name in files]
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


@pytest.fixture(scope="module")
def printed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The content of each seed, printed."""
    made = {case.id: content_to_docx(seed_to_content(shared, case.values[0], tabled=case.values[1])) for case in CASES}  # type: ignore[arg-type]
    return print_all({str(name): data for name, data in made.items()}, tmp_path_factory.mktemp("printed"))


@pytest.mark.parametrize(("name", "tabled"), CASES)
def test_a_printed_seed_scores_as_gold(name: str, tabled: bool, printed: dict[str, bytes], shared: Path) -> None:
    """The pages of a seed's content give back the records it was made of."""
    (case,) = [case.id for case in CASES if case.values == (name, tabled)]
    document = parse(printed[str(case)])
    result, misses = load_score(shared).score(document.model_dump(mode="json"), {"tasks": chosen(shared, name, tabled=tabled)})
    assert result["overall"] >= 0.97, {kind: rows[:3] for kind, rows in misses.items() if rows}
    assert all(task.location.page for task in document.tasks)


CATEGORIES = ("一、明确监管主体和责任", "二、加强全过程监管", "三、创新监管机制", "四、加强保障落实")
UNITS = ("省卫生健康委、省教育厅、省民政厅、省财政厅、省人力社保厅", "省卫生健康委", "省医保局、省药监局")
LIST = Content(
    "青川省医疗卫生行业综合监管重点任务分工方案",
    header=("重点任务", "工作举措", "具体任务", "责任单位"),
    rows=tuple(
        Entry(
            (Line(None, None, CATEGORIES[n // 20]), Line(None, None, f"（{n % 20 // 2 + 1}）加强第{n // 2}类服务监管")),
            Line(f"{n + 1}.", n + 1, f"{n % 12 + 1}月底前，完成{n + 3}家医疗机构的现场检查，对发现的问题逐项登记、限期整改，" * (n % 3 + 1) + "重要情况及时报告。"),
            UNITS[n // 3 % 3],
        )
        for n in range(77)
    ),
)


def test_a_long_list_is_whole(tmp_path: Path) -> None:
    """All rows of a list over many pages, each with its four cells, merged ones for all their rows.

    Of a merged cell that a page's end leaves one row, that row has a blank, which means what is above.
    """
    pdf = print_all({"list": content_to_docx(LIST)}, tmp_path)["list"]
    source = read(pdf)
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    found = [[""] * 4 for _ in table.rows]
    for row in table.rows:
        for cell in row:
            for number in range(cell.row, cell.row + cell.rowspan):
                found[number][cell.column] = "".join(paragraph.text for paragraph in cell.paragraphs())
    expected = [[entry.steps[0].typed, entry.steps[1].typed, entry.measure.typed, entry.units] for entry in LIST.rows]
    assert len(source.pages) > 5
    assert found[0] == [*LIST.header]
    for above, words in pairwise(found[1:]):
        words[:] = [words[column] or (above[column] if column != 2 else "") for column in range(4)]
    assert found[1:] == expected
