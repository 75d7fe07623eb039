"""What the columns of a table hold: tables with and without measures under headings seldom seen.

``columns/none.txt`` and ``columns/measures.txt`` hold a table a block: its title, then a row a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from build_grid import as_docx, as_page, as_xlsx

from docx2tasks import parse
from docx2tasks.explain import reading_to_columns
from docx2tasks.pipeline import parse_with_source
from docx2tasks.rules import Rules

TABLES = Path(__file__).with_name("columns")
WAYS: tuple[Callable[[list[str], str], bytes], ...] = (as_page, as_page, as_docx, as_xlsx)
PRECISION, RECALL = 0.97, 0.98


def _load(name: str) -> Iterator[tuple[str, list[str]]]:
    blocks = (TABLES / name).read_text(encoding="utf-8").split("\n\n")[1:]
    for block in blocks:
        title, *rows = block.strip().splitlines()
        yield title, rows


def _texts(rows: list[str], title: str, place: int) -> list[str]:
    as_file = WAYS[place % len(WAYS)]
    return [task.text for task in parse(as_file([row.replace("=", "") for row in rows], title)).tasks]


def _measures(rows: list[str]) -> list[str]:
    return [cell[1:] for row in rows for cell in row.split("|") if cell.startswith("=")]


def test_the_tasks_of_many_tables_are_their_measures() -> None:
    """Of what is printed hardly anything is no measure, and hardly a measure is missing."""
    printed, right, wanted = 0, 0, 0
    wrong: list[str] = []
    for name in ("none.txt", "measures.txt"):
        for place, (title, rows) in enumerate(_load(name)):
            texts, measures = _texts(rows, title, place), _measures(rows)
            hits = sum(text in measures for text in texts)
            printed, right, wanted = printed + len(texts), right + hits, wanted + len(measures)
            if sorted(texts) != sorted(measures):
                wrong.append(f"{title}: {texts}")
    assert (right / printed >= PRECISION, right / wanted >= RECALL) == (True, True), "\n".join(wrong)


def test_explain_says_what_each_column_was_taken_for(rules: Rules) -> None:
    """By its heading, or by its cells where they or no rule say otherwise."""
    rows = ["序号|整改措施|目标|跟踪号牌|责任单位", "1|修缮水闸。|95%|甲|县水利局", "2|清理河岸。|80%|乙|城关镇"]
    shown = reading_to_columns(parse_with_source(as_docx(rows, "整改台账")), rules)
    assert [(heading, kind, by) for _, _, heading, kind, by in shown] == [
        ("序号", "number", "its heading"),
        ("整改措施", "detail", "its heading"),
        ("目标", "target", "most of its cells are of kind amount"),
        ("跟踪号牌", "unknown", "unknown heading"),
        ("责任单位", "unit", "its heading"),
    ]
