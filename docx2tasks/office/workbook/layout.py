"""The layout of the workbook: columns, sheets and choices, from TOML."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from docx2tasks.errors import UsageError

_LONGEST_LIST = 255  # characters of a list of choices in a workbook, commas too
FILLED = frozenset({"person", "progress", "state", "remark"})  # by people
KEYS = FILLED | {
    "seq", "path", "text", "lead", "support", "responsible", "times", "ends_on", "days_left", "targets",
    "document", "doc_number", "place", "doubts", "change", "id",
}  # fmt: skip
SHEETS = ("按单位", "按月份", "存疑", "未读文件", "说明")
_PAPERS = {"A3": 8, "A4": 9}  # as workbooks number them


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its content, title, and width in characters, of which a Chinese one takes two."""

    key: str
    title: str
    width: float
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of the workbook."""

    title: str
    paper: int
    font: str
    header_font: str
    sheets: tuple[str, ...]
    choices: tuple[str, ...]
    near_days: int
    columns: tuple[SheetColumn, ...]

    def find(self, key: str) -> int | None:
        """The position of a column, from 0; None if it is left out."""
        return next((place for place, column in enumerate(self.columns) if column.key == key), None)


def default_layout() -> str:
    """The layout that is used where none is given, as TOML."""
    return files("docx2tasks.office.workbook").joinpath("layout.toml").read_text(encoding="utf-8")


def load_layout(path: Path | None) -> Layout:
    """The layout in a file laid over the default one; raises ``wrong-layout``."""
    values = tomllib.loads(default_layout())
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
        if unknown := own.keys() - values.keys():
            raise _wrong(path, f"{min(unknown)} is unknown")
        return _values_to_layout(values | own, path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, type(error).__name__) from error


def layout_to_json(layout: Layout) -> str:
    """A layout as a workbook keeps it."""
    return json.dumps(asdict(layout), ensure_ascii=False)


def json_to_layout(text: str) -> Layout:
    """The layout that :func:`layout_to_json` wrote; raises ``ValueError``, ``KeyError`` and ``TypeError``."""
    values = json.loads(text)
    columns = tuple(SheetColumn(**column) for column in values.pop("columns"))
    return Layout(**values | {"sheets": tuple(values["sheets"]), "choices": tuple(values["choices"])}, columns=columns)


def _values_to_layout(values: dict[str, Any], path: Path | None) -> Layout:
    try:
        columns = tuple(SheetColumn(**column) for column in values.pop("columns"))
        layout = Layout(
            **values
            | {
                "paper": _PAPERS[values["paper"]],
                "sheets": tuple(values["sheets"]),
                "choices": tuple(values["choices"]),
                "columns": columns,
            }
        )
    except (TypeError, KeyError) as error:
        raise _wrong(path, str(error)[:60]) from error
    _check(layout, path)
    return layout


def _check(layout: Layout, path: Path | None) -> None:
    keys = [column.key for column in layout.columns]
    if unknown := {*keys} - KEYS:
        raise _wrong(path, f"unknown column {min(unknown)[:20]}")
    if len({*keys}) != len(keys) or not {"text", "id"} <= {*keys}:
        raise _wrong(path, "each column may appear once, and text and id are required")
    if unknown := {*layout.sheets} - {*SHEETS}:
        raise _wrong(path, f"unknown sheet {min(unknown)[:20]}")
    if len(",".join(layout.choices)) > _LONGEST_LIST:
        raise _wrong(path, f"the choices exceed {_LONGEST_LIST} characters, the most Excel allows")


def _wrong(path: Path | None, what: str) -> UsageError:
    return UsageError("wrong-layout", f"{path}: {what}", "see docx2tasks export --print-layout")
