"""A folder of Parquet opened as a folder, by what people read it with."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import Any

import pytest
from batches import fill
from program import call

from docx2tasks.errors import ExitCode

pytestmark = pytest.mark.threads  # these libraries start some

FILES, TASKS = 3, 6
READERS: dict[str, Callable[[Any, Path], int]] = {
    "pyarrow.dataset": lambda library, out: int(library.dataset(out).count_rows()),
    "pyarrow.parquet": lambda library, out: int(library.read_table(out).num_rows),
    "duckdb": lambda library, out: int(library.read_parquet(str(out)).count("*").fetchall()[0][0]),
    "pandas": lambda library, out: len(library.read_parquet(out)),
    "polars": lambda library, out: int(library.read_parquet(out / "*.parquet").height),
}
COLUMNS = {"document_issuer", "document_type", "kind", "actor", "actors"}  # what people choose and group rows by


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch has written."""
    folder = tmp_path_factory.mktemp("parquet")
    pytest.importorskip("pyarrow")
    assert call("batch", fill(folder / "in", FILES), folder / "out", "--to", "parquet").returncode == ExitCode.OK
    return folder / "out"


@pytest.mark.parametrize("reader", READERS)
def test_folders_open(out: Path, reader: str) -> None:
    """All rows, and no word of the ledger that stands between the parts."""
    if util.find_spec(reader.partition(".")[0]) is None:
        pytest.skip(f"{reader} is not installed")
    assert READERS[reader](import_module(reader), out) == TASKS


def test_columns_of_papers(out: Path) -> None:
    """Rows can be chosen by office, type and kind without another table."""
    names = {*import_module("pyarrow.parquet").read_schema(out / "part-00001.parquet").names}
    assert names >= COLUMNS
