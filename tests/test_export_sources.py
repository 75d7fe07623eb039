"""Whatever the records were written to, ``export`` writes the same files of them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from program import call

from docx2tasks.batch.worker import Options
from docx2tasks.limits import Limits
from docx2tasks.office.kinds import KINDS
from docx2tasks.office.papers import Paper, paper_to_document
from docx2tasks.office.sources import find_papers
from docx2tasks.rules import load_rules

PAPER = """某县水利局文件
某水〔2023〕8号
关于印发2023年河湖管护工作方案的通知

为做好河湖管护，制定本方案。

一、巡查治理
（一）6月底前清理河道垃圾，完成12处。（牵头单位：县水利局；配合单位：县生态环境局、各乡镇人民政府）
（二）每季度巡查一次，年底前报送台账。（挂帅单位：县河长办）
二、资金保障
（一）落实管护经费不低于30万元。

某县水利局
2023年3月1日
"""
OTHER = "2023年植树任务清单\n1.3月底前植树200亩。（责任单位：县林业局）\n"
pytestmark = pytest.mark.threads  # of pyarrow and DuckDB
STORES = ("json", "sqlite", "duckdb")  # which hold all
LINES = ("jsonl", "parquet")  # which hold tasks


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of two papers and a broken one in each kind of store, in one folder."""
    folder = tmp_path_factory.mktemp("batches")
    source = folder / "档案"
    source.mkdir()
    (source / "方案.txt").write_text(PAPER, encoding="utf-8")
    (source / "清单.txt").write_text(OTHER, encoding="utf-8")
    (source / "坏.docx").write_bytes(b"PK\x03\x04broken")
    for kind in (*STORES, *LINES):
        assert call("batch", "档案", kind, "--to", kind, "-j", "1", cwd=folder).returncode == 7
    return folder


def export(folder: Path, source: str, kind: str) -> bytes:
    """What ``export`` writes of a source; the file is taken away again."""
    result = call("export", source, "-o", "出", "--to", kind, "-q", cwd=folder)
    assert result.returncode in {0, 7}, result.stderr.decode()
    data = (folder / "出").read_bytes()
    (folder / "出").unlink()
    return data


def rows(data: bytes) -> list[dict[str, Any]]:
    """The rows of the first sheet of a workbook by the titles of their columns."""
    titles, *found = load_workbook(BytesIO(data))["督办台账"].iter_rows(min_row=2, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in found]


# DuckDB writes other bytes each time; documents have no corrections
NAMES = [kind.name for kind in KINDS if kind.name not in {"duckdb", "corrections"}]


@pytest.mark.parametrize("kind", NAMES)
def test_databases_give_what_json_gives(batches: Path, kind: str) -> None:
    """The same bytes, whatever is written."""
    stores = [export(batches, source, kind) for source in STORES]
    assert [store == stores[0] for store in stores] == [True] * len(STORES)


def test_papers_give_what_their_batch_gives(batches: Path) -> None:
    """The same rows; a refusal alone is worded by another command."""
    assert rows(export(batches, "档案", "xlsx")) == rows(export(batches, "json", "xlsx"))


SPANNED = {"sqlite", "label-studio", "doccano", "doccano-relations"}  # which have spans, too


@pytest.mark.parametrize("kind", [name for name in NAMES if name not in SPANNED])
@pytest.mark.parametrize("store", LINES)
def test_lines_give_what_json_gives(batches: Path, kind: str, store: str) -> None:
    """The same but for what diagnostics say, which stores of tasks do not keep."""
    expected, found = (export(batches, source, kind) for source in ("json", store))
    if kind != "xlsx":
        assert found == expected
        return
    whole, tasks = rows(expected), rows(found)
    doubts = [(one.pop("存疑"), other.pop("存疑")) for one, other in zip(whole, tasks, strict=True)]
    assert tasks == whole
    assert [one for one in doubts if one[0] != one[1]] == [("责任标签不识", None)]


def test_what_is_read_of_databases(batches: Path) -> None:
    """Documents are whole, down to spans and diagnostics; only the rule that told their type is not kept."""
    expected, *stores = ({paper.name: paper.document for paper in read(batches / store)} for store in STORES)
    for document in expected.values():
        document["document"]["type_rule"] = None
    for store in stores:
        for name, document in store.items():
            assert paper_to_document(Paper(name, document)) == paper_to_document(Paper(name, expected[name]))
            assert {**document} == expected[name]
    assert any(document["diagnostics"] for document in expected.values())


def read(path: Path) -> list[Paper]:
    """The papers of a source."""
    found = find_papers([str(path)], Options(load_rules(), None, None, Limits()), lambda _: None)
    return [one for one in found if isinstance(one, Paper)]


@pytest.mark.parametrize("name", ["records.sqlite", "records.duckdb"])
def test_a_database_alone(batches: Path, tmp_path: Path, name: str) -> None:
    """One that was moved away is read without its batch."""
    shutil.copy(batches / Path(name).suffix[1:] / name, tmp_path / name)
    assert export(tmp_path, name, "csv") == export(batches, "json", "csv")


def test_files_of_a_batch_without_its_ledger(batches: Path, tmp_path: Path) -> None:
    """A part of a tree is read as the tree is, beside papers; other data is listed as skipped."""
    shutil.copytree(batches / "json", tmp_path / "部分")
    (tmp_path / "部分/_ledger.sqlite").unlink()
    (tmp_path / "部分/别.json").write_text('{"a": 1}')
    assert export(tmp_path, "部分", "csv") == export(batches, "json", "csv")


def test_what_holds_no_records_is_refused(batches: Path, tmp_path: Path) -> None:
    """CSV joins what stands apart; a database of another program and JSON of one have no records."""
    assert call("batch", batches / "档案", tmp_path / "csv", "--to", "csv", "-q").returncode == 7
    with closing(sqlite3.connect(tmp_path / "别.sqlite")) as base:
        base.execute("CREATE TABLE documents (title)")
    (tmp_path / "别.json").write_text('{"tasks": 1}')
    for source, code in (("csv", "not-comparable"), ("csv/part-00001.csv", "not-records"), ("别.sqlite", "database")):
        result = call("export", tmp_path / source, "-o", tmp_path / "出.md")
        assert f": {code}: " in result.stderr.decode()
        assert not (tmp_path / "出.md").exists()


@pytest.mark.parametrize("suffix", [".sqlite", ".db", ".duckdb", ".parquet"])
def test_what_batch_writes_is_written_too(batches: Path, tmp_path: Path, suffix: str) -> None:
    """A file of that kind, read back as what it was made of; another one is not written over where it may be filled."""
    assert call("export", batches / "json", "-o", tmp_path / f"甲{suffix}", "-q").returncode == 7
    assert [path.name for path in tmp_path.iterdir()] == [f"甲{suffix}"]
    if suffix != ".parquet":
        assert export(tmp_path, f"甲{suffix}", "csv") == export(batches, "json", "csv")
        again = call("export", batches / "json", "-o", tmp_path / f"甲{suffix}")
        assert (again.returncode, b": in-the-way: " in again.stderr) == (2, True)
        return
    parquet = pytest.importorskip("pyarrow.parquet")
    rows_ = parquet.read_table(tmp_path / f"甲{suffix}").to_pylist()
    assert [row["text"] for row in rows_] == [row["工作任务"] for row in rows(export(batches, "json", "xlsx"))]


@pytest.mark.parametrize("suffix", [".sqlite", ".duckdb", ".parquet"])
def test_nothing_in_a_store(tmp_path: Path, suffix: str) -> None:
    """A paper without a task makes a file without rows."""
    (tmp_path / "说明.txt").write_text("天气很好。\n", encoding="utf-8")
    result = call("parse", tmp_path / "说明.txt", "-o", tmp_path / f"甲{suffix}", "-q")
    assert result.returncode == 0, result.stderr.decode()
    assert (tmp_path / f"甲{suffix}").stat().st_size > 0
