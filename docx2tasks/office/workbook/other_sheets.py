"""The other sheets: by unit, by month, doubts, failed files, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.office.words import cut
from docx2tasks.office.workbook.cells import rows_to_digest
from docx2tasks.office.workbook.ledger_sheet import HIGHEST, LINE, set_print
from docx2tasks.office.workbook.row_sheet import RowSheet, number_to_xml, text_to_xml
from docx2tasks.office.workbook.styles import Styles, count_lines, date_to_xml, text_to_cell, write_text

if TYPE_CHECKING:
    from docx2tasks.office.papers import Unread
    from docx2tasks.office.rows import TaskRow
    from docx2tasks.office.workbook.layout import Layout

_ROLES = (("lead", "牵头"), ("support", "配合"), ("responsible", "责任"), ("oversee", "督导"))
_SHORT = 120  # characters of a task in a list that leads to the first sheet
_ABOUT = (
    "本工作簿由 docx2tasks 根据所列文件自动生成，供督办使用；内容以原文为准。",
    "“存疑”一栏列出需要人工核对的原因；“未读文件”列出未能读取的文件及处理办法。",
    "“完成时限”为原文表述，“截止日期”为据此推算的最后一日，“剩余天数”随打开日期自动计算。",
    "“责任人”“进展情况”“办理状态”“备注”由人工填写，也可以另加列和工作表；再次导出到本文件时均予保留。",
    "“变化”一栏在再次导出时注明：新增、有变化、位置变动、已不在文件中、人工添加。",
    "“任务编号”为隐藏列，用于识别任务，请勿改动。",
)


class Entry(NamedTuple):
    """What the other sheets need of a task: its number in the first sheet, its text and its last day."""

    seq: int
    text: str
    ends_on: str | None
    units: Sequence[tuple[str, str]]  # name and role
    doubts: Sequence[str]


def row_to_entry(row: TaskRow, seq: int) -> Entry:
    """What is kept of a row after it is written."""
    units = [(unit, word) for role, word in _ROLES for unit in getattr(row, role)]
    return Entry(seq, cut(row.text, _SHORT), row.ends_on, units, row.doubts)


class SheetTable(NamedTuple):
    """A sheet that is one table: its columns with widths, dates by their titles, its rows."""

    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[object]]


def find_tables(
    names: Sequence[str], entries: Sequence[Entry], unread: Sequence[Unread]
) -> Mapping[str, Callable[[], SheetTable]]:
    """The tables of the sheets with these names, in this order."""
    tables = {
        "按单位": lambda: _by_unit(entries),
        "按月份": lambda: _by_month(entries),
        "存疑": lambda: _doubtful(entries),
        "未读文件": lambda: _not_read(unread),
        "说明": lambda: SheetTable([("说明", 100)], [[line] for line in _ABOUT]),
    }
    return {name: tables[name] for name in names}


def write_table(sheet: RowSheet, layout: Layout, styles: Styles, table: SheetTable) -> str:
    """Fill a sheet with a table; returns a digest of its content."""
    for place, (title, width) in enumerate(table.columns):
        sheet.set_column(place, place, width)
        write_text(sheet, 0, place, title, styles.header)
    digest = rows_to_digest(_write_rows(sheet, styles, table))
    sheet.freeze_panes(1, 1)
    set_print(sheet, layout, 0)
    return digest


def table_to_digest(table: SheetTable) -> str:
    """The digest of a table, without writing it."""
    return rows_to_digest([[title for title, _ in table.columns], *map(_row_to_texts, table.rows)])


def _row_to_texts(row: Sequence[object]) -> list[str]:
    return [text_to_cell(str(value or "")) for value in row]


def _write_rows(sheet: RowSheet, styles: Styles, table: SheetTable) -> Iterator[Sequence[str]]:
    """The rows as they are written, the titles first."""
    yield [title for title, _ in table.columns]
    at = 0
    days = [title.endswith("日期") for title, _ in table.columns]  # columns of dates, by how the titles here end
    widths = [width for _, width in table.columns]
    for at, row in enumerate(table.rows, 1):
        texts = _row_to_texts(row)
        lines = max(map(count_lines, texts, widths))
        sheet.put(at, _row_to_xml(at, styles, row, texts, days), min(LINE * lines, HIGHEST))
        yield texts
    sheet.end(len(table.columns))
    sheet.autofilter(0, 0, max(at, 1), len(table.columns) - 1)


def _row_to_xml(
    at: int, styles: Styles, row: Sequence[object], texts: Sequence[str], days: Sequence[bool]
) -> Iterator[str]:
    look = styles.numbers
    for place, (value, text, is_day) in enumerate(zip(row, texts, days, strict=True)):
        if isinstance(value, int):
            yield number_to_xml(at, place, value, look.middle)
        elif is_day:
            yield date_to_xml(at, place, text, look.date)
        else:
            yield text_to_xml(at, place, text, look.cell)


def _by_unit(entries: Sequence[Entry]) -> SheetTable:
    """Each unit with its tasks, the unit with the most tasks first; how many it has and the nearest day beside each."""
    found: dict[str, list[tuple[Entry, str]]] = {}
    for entry in entries:
        for unit, role in entry.units:
            found.setdefault(unit, []).append((entry, role))
    columns = [("单位", 24), ("事项数", 8), ("最近截止日期", 15), ("角色", 8), ("序号", 8), ("工作任务", 80)]
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    rows = (
        (*about, role, entry.seq, entry.text, entry.ends_on)
        for unit, duties in ordered
        for about in [(unit, len({entry.seq for entry, _ in duties}), _nearest(duties))]
        for entry, role in duties
    )
    return SheetTable([*columns, ("截止日期", 15)], rows)


def _nearest(duties: Sequence[tuple[Entry, str]]) -> str | None:
    return min((entry.ends_on for entry, _ in duties if entry.ends_on), default=None)


def _by_month(entries: Sequence[Entry]) -> SheetTable:
    """The tasks that have a last day, by month."""
    dated = sorted((entry.ends_on, entry.seq, entry) for entry in entries if entry.ends_on)
    rows = (
        (f"{end[:4]}年{int(end[5:7])}月", end, seq, entry.text, "、".join(dict.fromkeys(u for u, _ in entry.units)))
        for end, seq, entry in dated
    )
    return SheetTable([("月份", 12), ("截止日期", 15), ("序号", 8), ("工作任务", 80), ("单位", 40)], rows)


def _doubtful(entries: Sequence[Entry]) -> SheetTable:
    rows = ((entry.seq, "；".join(entry.doubts), entry.text) for entry in entries if entry.doubts)
    return SheetTable([("序号", 8), ("存疑", 40), ("工作任务", 80)], rows)


def _not_read(unread: Sequence[Unread]) -> SheetTable:
    rows = ((one.name, one.reason, one.hint, one.code) for one in unread)
    return SheetTable([("文件", 50), ("原因", 60), ("处理办法", 60), ("代码", 18)], rows)
