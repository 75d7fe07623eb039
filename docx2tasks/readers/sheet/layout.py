"""Sheets → a source: titles, tables and notes of each sheet.

    附件1                                     line
    2022年重点任务清单            (merged)     line: the sheet's title
    单位：万元                                line, set aside
    序号 | 重点任务 | 责任单位 | 完成时限       the table, with merged ranges as spans
    …
    备注：按季度报送                           line

A sheet of lines alone gives no table.  Words in boxes over the cells are lines above or below them.  Hidden
rows, columns and sheets are left out and told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.sheet.blocks import find_mark_end, find_title, is_field, rows_to_pieces
from docx2tasks.readers.sheet.cells import Sheet, numbers_to_words, place_name
from docx2tasks.readers.sheet.rows import SheetRow, count_hidden, sheet_to_rows
from docx2tasks.source import Block, Cell, Diagnostic, Paragraph, Passage, Source, Table, TextBuilder
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind


def sheets_to_source(
    name: str, sheets: Sequence[Sheet], limits: Limits, diagnostics: Sequence[Diagnostic] = ()
) -> Source:
    """The source of a workbook's sheets; where several are filled, each begins a part.

    Raises ``LimitError`` ``table-too-big`` and ``text-too-long``.
    """
    builder = TextBuilder()
    blocks: list[Block] = []
    found = list(diagnostics)
    read = [(sheet, sheet_to_rows(sheet, limits)) for sheet in sheets if not sheet.is_hidden]
    filled = [(sheet, rows) for sheet, rows in read if rows or sheet.boxes]
    for sheet, rows in filled:
        made = list(_sheet_blocks(sheet, rows, builder, limits, is_one_of_several=len(filled) > 1))
        blocks += _begin_part(made) if len(filled) > 1 else made
        _refuse_if_long(builder, limits)
    found += _hidden_diagnostics(sheets)
    return Source(format=name, text=builder.text, blocks=tuple(blocks), diagnostics=tuple(found))


def _sheet_blocks(
    sheet: Sheet, rows: Sequence[SheetRow], builder: TextBuilder, limits: Limits, *, is_one_of_several: bool
) -> Iterator[Block]:
    """The blocks of a sheet; one without a title of its own is headed by its name."""
    first = rows[0].number if rows else 0
    pieces = list(rows_to_pieces(rows))
    for words in [words for row, words in sheet.boxes if row < first]:
        yield from _lines(words, builder)
    if find_title(pieces) is None and (is_one_of_several or _is_telling(sheet.name)):
        yield from _lines(sheet.name, builder)
    for piece, below in zip_longest(pieces, pieces[1:]):
        if piece.is_table:
            yield _table(piece.rows, builder, limits)
            continue
        for row in piece.rows:
            for _, words in row.cells:
                yield from _lines(words, builder, heads=below is not None)
    for words in [words for row, words in sheet.boxes if row >= first]:
        yield from _lines(words, builder)


def _begin_part(blocks: list[Block]) -> list[Block]:
    """The blocks of a sheet, the first of which begins a part."""
    first = blocks[0] if blocks else None
    return [first._replace(begins_part=True), *blocks[1:]] if isinstance(first, Paragraph) else blocks


def _is_telling(name: str) -> bool:
    """Whether a sheet was given a name: not ``Sheet1``, ``工作表1``, ``表1``."""
    return bool(name.lower().replace("sheet", "").strip("工作表页0123456789一二三四五六七八九十 ()（）"))


def _lines(words: str, builder: TextBuilder, *, heads: bool = False) -> Iterator[Paragraph]:
    """The paragraphs of a line's cell; ``heads`` says that a table follows: ``附件2：清单`` is mark and title."""
    for line in words.split("\n"):
        if not line.strip():
            continue
        passage = builder.add(line)
        builder.part()
        mark = find_mark_end(line) if heads else 0
        if mark:
            yield Paragraph(passage.cut(0, mark))
            passage = passage.cut(mark)
        yield Paragraph(passage, aside=LeftoverKind.FIELD if is_field(line) else None)


def _table(rows: Sequence[SheetRow], builder: TextBuilder, limits: Limits) -> Table:
    """The rows as a table; columns in which no cell begins are no columns of it.

    Every place is known, so nothing is laid out: the cells are made at once.
    """
    numbers = [row.number for row in rows]
    used = sorted({column for row in rows for column, _ in row.cells})
    _refuse_if_big(rows, used, numbers, limits)
    places = {column: place for place, column in enumerate(used)}
    made = []
    for number, row in enumerate(rows):
        at = builder.length
        pieces = []
        cells = []
        spans = row.spans
        before = 0
        for column, words in row.cells:
            place, across, down = places[column], 1, 1
            if spans and column in spans:
                right, bottom = spans[column]
                across, down = bisect_right(used, right) - place, bisect_right(numbers, bottom) - number
            tabs = place - before  # blank cells have theirs, so that columns stand below each other
            pieces.append("\t" * tabs + words)
            at += tabs
            cells.append(Cell(number, place, down, across, _cell_blocks(words, at)))
            at += len(words)
            before = place
        builder.add("".join(pieces))
        builder.part()
        made.append(tuple(cells))
    return Table(tuple(made), len(used))


def _refuse_if_big(rows: Sequence[SheetRow], used: Sequence[int], numbers: Sequence[int], limits: Limits) -> None:
    places = sum([len(row.cells) for row in rows])
    for row in rows:
        for column, (right, bottom) in row.spans.items():
            across = bisect_right(used, right) - bisect_left(used, column)
            places += across * (bisect_right(numbers, bottom) - bisect_left(numbers, row.number)) - 1
    if places > limits.cells or len(used) > limits.columns:
        raise LimitError(
            "table-too-big", f"a table has more than {limits.cells} cells", "split the sheet, or raise the limit"
        )


def _cell_blocks(words: str, at: int) -> tuple[Block, ...]:
    """The paragraphs of a cell: a line end made with Alt+Enter parts them."""
    if "\n" not in words:
        return (Paragraph(Passage(words, ((at, at + len(words)),))),)
    made = []
    for line in words.split("\n"):
        if line.strip():
            made.append(Paragraph(Passage(line, ((at, at + len(line)),))))
        at += len(line) + 1
    return tuple(made)


def _refuse_if_long(builder: TextBuilder, limits: Limits) -> None:
    if builder.length > limits.text_chars:
        raise LimitError(
            "text-too-long", f"the workbook has more than {limits.text_chars} characters of text", "split the workbook"
        )


def _hidden_diagnostics(sheets: Sequence[Sheet]) -> Iterator[Diagnostic]:
    """What is hidden, by sheet: an office that filtered its list may not know that rows are missing."""
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden]
    if hidden:
        words = f"{len(hidden)} hidden sheets were left out: {', '.join(hidden)[:40]}"
        yield Diagnostic(DiagnosticCode.HIDDEN_SHEETS, words, "warning")
    for sheet in sheets:
        rows, columns = count_hidden(sheet)
        if rows:
            numbers = numbers_to_words(row + 1 for row in rows)
            words = f"{len(rows)} hidden rows of {sheet.name[:40]} were left out: {numbers}"
            yield Diagnostic(DiagnosticCode.HIDDEN_ROWS, words, "warning")
        if columns:
            named = ", ".join(place_name(0, column)[:-1] for column in columns[:5])
            words = f"{len(columns)} hidden columns of {sheet.name[:40]} were left out: {named}"
            yield Diagnostic(DiagnosticCode.HIDDEN_COLUMNS, words, "warning")
