"""Tasks as Parquet with a fixed schema: scalar columns, then lists of structs.

Needs pyarrow (``pip install 'docx2tasks[parquet]'``), which is loaded when the first part is sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from docx2tasks.export.columns import COLUMNS, Values, values_to_row
from docx2tasks.export.files import replacing
from docx2tasks.export.names import json_to_values

_GROUP = 10_000  # rows of a group, which is in memory whole: some 50 MB
_NESTED = {
    "units": ("name", "canonical", "role", "inherited", "rule"),
    "actors": ("name", "rule"),
    "times": ("text", "kind", "start", "end", "every", "rule"),
    "targets": ("text", "operator", "value", "unit", "rule"),
    "steps": ("label", "number", "title"),
}
_KINDS = {"inherited": "truth", "start": "date", "end": "date", "value": "number", "number": "integer"}
_LISTS = ("references", "keywords", "evidence")


class ParquetFormat:
    """Parts as Parquet files."""

    suffix = "parquet"

    def finalize(self, journal: Path, part: Path) -> None:
        """A row a line."""
        import pyarrow as pa  # noqa: PLC0415  the extra

        schema = make_schema()
        with journal.open("rb") as lines, _writing(part) as writer:
            while some := [*islice(lines, _GROUP)]:
                records = [_values_to_record(json_to_values(one)) for one in some]
                writer.write_table(pa.Table.from_pylist(records, schema))

    def remove(self, part: Path, names: frozenset[str]) -> bool:
        """Rewrite the rows of the other documents, one row group at a time."""
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import compute, parquet  # noqa: PLC0415

        gone = pa.array(sorted(names), pa.string())
        left = 0
        with parquet.ParquetFile(part) as file, _writing(part) as writer:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                table = table.filter(compute.invert(compute.is_in(table["document_name"], gone)))
                left += table.num_rows
                if table.num_rows:
                    writer.write_table(table)
        return left > 0


@contextmanager
def _writing(path: Path) -> Iterator[Any]:
    from pyarrow import parquet  # noqa: PLC0415

    with replacing(path) as stream, parquet.ParquetWriter(stream, make_schema(), compression="zstd") as writer:
        yield writer


def make_schema() -> Any:  # noqa: ANN401  pyarrow has no types
    """The schema of all parts, even if a column is empty."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = {
        "text": pa.string(),
        "date": pa.date32(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
    }
    flat = [pa.field(column.name, kinds[column.kind]) for column in COLUMNS]
    nested = [
        pa.field(name, pa.list_(pa.struct([pa.field(key, kinds[_KINDS.get(key, "text")]) for key in keys])))
        for name, keys in _NESTED.items()
    ]
    return pa.schema([*flat, *nested, *(pa.field(name, pa.list_(pa.string())) for name in _LISTS)])


def _values_to_record(values: Values) -> dict[str, Any]:
    flat = {
        column.name: _to_date(value) if column.kind == "date" else value
        for column, value in zip(COLUMNS, values_to_row(values), strict=True)
    }
    nested = {name: [*_pick(values["path" if name == "steps" else name], keys)] for name, keys in _NESTED.items()}
    return flat | nested | {name: values[name] for name in _LISTS}


def _pick(records: Iterable[Values], keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for record in records:
        yield {key: _to_date(record[key]) if _KINDS.get(key) == "date" else record[key] for key in keys}


def _to_date(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
