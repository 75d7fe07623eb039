"""Markdown tables (GitHub style): one heading and table per document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.office.breakdown import Breakdown

# what Markdown or the HTML in it would make something else of, inside a cell or a heading
_SIGNS = re.compile(r"[\\`*_\[\]<>|~$&]")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_LINE_END = re.compile(r"\r\n|[\r\n]")


def table_to_markdown(table: Breakdown) -> Iterator[str]:
    """The lines of a heading, a subtitle and a table; merged cells are repeated."""
    yield f"## {text_to_markdown(table.title)}\n\n"
    if table.note:
        yield f"{text_to_markdown(table.note)}\n\n"
    yield _row_to_line([column.heading for column in table.columns])
    yield f"|{' --- |' * len(table.columns)}\n"
    yield from map(_row_to_line, table.rows)
    yield "\n"


def _row_to_line(row: Sequence[str]) -> str:
    return f"| {' | '.join(map(text_to_markdown, row))} |\n"


def text_to_markdown(text: str) -> str:
    r"""Words on one line that are shown as they are: ``甲|乙`` is ``甲\|乙``, a line end ``<br>``."""
    lines = _LINE_END.split(text)
    return "<br>".join(_SIGNS.sub(_escape, _UNFIT.sub("", line)).strip() for line in lines)


def _escape(sign: re.Match[str]) -> str:
    return _NAMED.get(sign[0]) or f"\\{sign[0]}"
