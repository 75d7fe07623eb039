"""References: titles and document numbers, as printed."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, whole

from docx2tasks.extract.references import ReferenceFinder
from docx2tasks.rules import Rules


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("落实《传染病防治法》。", ["《传染病防治法》"], id="书名号"),
        pytest.param(
            "根据《关于加强管理的意见》（青政发〔2021〕5号）开展。", ["《关于加强管理的意见》", "青政发〔2021〕5号"], id="书名号加文号"
        ),
        pytest.param("按国办发〔2018〕63号执行。", ["国办发〔2018〕63号"], id="按字后文号"),
        pytest.param(
            "按照青政办发〔2020〕12号文件执行。", ["青政办发〔2020〕12号"], id="按照后文号"
        ),
        pytest.param("（青政办发[2020]12号）", ["青政办发[2020]12号"], id="方括号文号"),
        pytest.param(
            "印发《关于转发〈管理办法〉的通知》。", ["《关于转发〈管理办法〉的通知》"], id="书名号内有书名号"
        ),
        pytest.param("按《甲》《乙》和《甲》执行。", ["《甲》", "《乙》"], id="同一文件只算一次"),
        pytest.param("落实“双随机”要求。", [], id="引号不是书名号"),
        pytest.param("未闭合的《管理办法。", [], id="书名号未闭合"),
    ],
)
def test_references_as_printed(words: str, expected: list[str], rules: Rules) -> None:
    """Cited documents come out as printed, each once."""
    assert [passage.text for passage in rules.once(ReferenceFinder).find(whole(words))] == expected


def test_references_of_a_task() -> None:
    """A task lists what its own text cites."""
    tasks = read_tasks("工作方案\n一、重点任务\n1.落实《消防法》。\n2.开展检查。\n")
    assert [task.references for task in tasks] == [["《消防法》"], []]
