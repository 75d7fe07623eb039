"""Content set on pages as an office program sets it: wrapped lines, and tables that go over pages.

Knows no file format: builders of PDF and OFD write the same sheets down.  All measures are points
(1/72 inch) from the top left corner of the page; a text's ``y`` is its baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from forms import Content

A4 = (595.28, 841.89)
_NOT_FIRST = "，。、；：？！）》”’」』】〕%％"  # no line begins with these
_NOT_LAST = "（《“‘「『【〔"  # no line ends with these
_ROUND = 0.01  # points: what adding floats may lose
Columns = Sequence[tuple[Sequence[str], Sequence[bool]]]  # words of each row, and whether a cell begins there


class Text(NamedTuple):
    """Words on one line: where the first sign begins, the baseline, and ``spread`` more after each sign."""

    text: str
    x: float
    y: float
    size: float
    spread: float = 0.0


class Stroke(NamedTuple):
    """A drawn line, across or down."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """A page."""

    width: float
    height: float
    texts: list[Text]
    strokes: list[Stroke]


@dataclass(frozen=True)
class Setting:
    """How pages are set; the margins and sizes are those of an official document (GB/T 9704)."""

    page: tuple[float, float] = A4
    top: float = 105.0
    bottom: float = 99.0
    left: float = 79.0
    right: float = 74.0
    size: float = 16.0
    leading: float = 28.0
    table_size: float = 10.5
    padding: float = 4.0  # between the ruled line of a cell and its words
    numbers: str = "— {} —"  # of pages; empty for none
    header: str = ""  # at the head of each page
    repeats: bool = True  # whether the header row of a table stands on each of its pages
    splits: bool = True  # whether a row may go on on the next page
    middle: bool = False  # whether the words of a cell stand in the middle of its height
    justified: bool = False  # whether full lines are spread to the right margin
    first: int = 1  # the number of the first page


def sign_width(sign: str, size: float) -> float:
    """Chinese signs are square, others half as wide."""
    return size / 2 if sign < "\u2000" else size


def text_width(words: str, size: float) -> float:
    """The width of words set in a line."""
    return sum(sign_width(sign, size) for sign in words)


def wrap(words: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """The lines of a paragraph; words in Latin letters, and a stop with what it follows, are not parted."""
    lines, line, room = [], "", width - indent
    for piece in _unbroken(words):
        if line and text_width(line + piece, size) > room + _ROUND:
            lines.append(line)
            line, room = "", width
        line += piece
        while text_width(line, size) > room + _ROUND and len(line) > 1:  # one piece wider than the line
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or text_width(line[:n], size) <= room + _ROUND)
            lines.append(line[:fits])
            line, room = line[fits:], width
    return [*lines, line] if line else lines


def _unbroken(words: str) -> Iterator[str]:
    piece = ""
    for sign in words:
        glued = piece and (sign in _NOT_FIRST or piece[-1] in _NOT_LAST or (_is_latin(sign) and _is_latin(piece[-1])))
        if not glued and piece:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _is_latin(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()


@dataclass
class _Writer:
    """Sets lines from the top of pages to their bottom."""

    setting: Setting
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.new_page()

    @property
    def width(self) -> float:
        return self.setting.page[0] - self.setting.left - self.setting.right

    @property
    def end(self) -> float:
        return self.setting.page[1] - self.setting.bottom

    def new_page(self) -> None:
        setting, sheet = self.setting, Sheet(*self.setting.page, [], [])
        self.sheets.append(sheet)
        self.y = setting.top
        if setting.header:
            sheet.texts.append(Text(setting.header, setting.left, setting.top - 40, 10.5))
        if setting.numbers:
            words = setting.numbers.format(len(self.sheets) - 1 + setting.first)
            x = (setting.page[0] - text_width(words, 14)) / 2
            sheet.texts.append(Text(words, x, self.end + 40, 14))

    def line(self, words: str, x: float, size: float, leading: float, spread: float = 0.0) -> None:
        if self.y + leading > self.end + _ROUND:
            self.new_page()
        self.sheets[-1].texts.append(Text(words, x, _baseline(self.y, size, leading), size, spread))
        self.y += leading

    def title(self, words: str) -> None:
        for line in wrap(words, self.width, 22):
            self.line(line, self.setting.left + (self.width - text_width(line, 22)) / 2, 22, 36)
        self.y += self.setting.leading

    def paragraph(self, words: str) -> None:
        setting = self.setting
        indent = 2 * setting.size
        lines = wrap(words, self.width, setting.size, indent)
        for number, line in enumerate(lines):
            room = self.width - (0 if number else indent)
            left = room - text_width(line, setting.size)
            spread = left / (len(line) - 1) if setting.justified and number < len(lines) - 1 and len(line) > 1 else 0.0
            self.line(line, setting.left + (0 if number else indent), setting.size, setting.leading, spread)


def _baseline(top: float, size: float, leading: float) -> float:
    return top + (leading - size) / 2 + 0.86 * size


class _Part(NamedTuple):
    """The part of a row that stands on one page."""

    row: int
    page: int
    top: float
    bottom: float


@dataclass
class _Cell:
    """A cell, its rows, its lines, and how many of them are set."""

    column: int
    start: int
    end: int
    lines: list[str]
    done: int = 0


@dataclass
class _TableWriter:
    """Sets a table: rows are cut between lines where a page ends, merged cells are cut with them."""

    writer: _Writer
    header: Sequence[str]
    edges: list[float]  # x of the lines that run down
    slots: list[int] = field(default_factory=list)  # lines that each row is high

    @property
    def leading(self) -> float:
        return 1.5 * self.writer.setting.table_size

    def columns_to_cells(self, columns: Columns) -> list[_Cell]:
        return [
            _Cell(number, row, _cell_end(begins, row), self.wrapped(words[row], number))
            for number, (words, begins) in enumerate(columns)
            for row in range(len(words))
            if begins[row]
        ]

    def wrapped(self, words: str, column: int) -> list[str]:
        setting = self.writer.setting
        return wrap(words, self.edges[column + 1] - self.edges[column] - 2 * setting.padding, setting.table_size)

    def set_heights(self, cells: Sequence[_Cell], rows: int) -> None:
        self.slots = [1] * rows
        for cell in sorted(cells, key=lambda cell: cell.end - cell.start):
            self.slots[cell.end - 1] += max(len(cell.lines) - sum(self.slots[cell.start : cell.end]), 0)

    def set_header(self) -> None:
        """The header row at the present place."""
        columns = [((words,), (True,)) for words in self.header]
        cells = self.columns_to_cells(columns)
        height = max(len(cell.lines) for cell in cells) * self.leading + 2 * self.writer.setting.padding
        part = _Part(0, len(self.writer.sheets) - 1, self.writer.y, self.writer.y + height)
        for cell in cells:
            self.set_cell(cell, [part])
        self.writer.y += height

    def set_rows(self) -> list[_Part]:
        """Where each row stands: its parts, a new page with a header row wherever one ends."""
        parts: list[_Part] = []
        padding = 2 * self.writer.setting.padding
        for row, slots in enumerate(self.slots):
            left = slots
            while left:
                room = int((self.writer.end - self.writer.y - padding + _ROUND) // self.leading)
                whole = not self.writer.setting.splits and left <= self.most
                if room < (left if whole else 1):
                    self.next_page()
                    continue
                taken = min(room, left)
                height = taken * self.leading + padding
                parts.append(_Part(row, len(self.writer.sheets) - 1, self.writer.y, self.writer.y + height))
                self.writer.y += height
                left -= taken
        return parts

    @property
    def most(self) -> int:
        """Lines that a row may have to fit on a page of its own."""
        return int((self.writer.end - self.writer.setting.top) // self.leading) - 4

    def next_page(self) -> None:
        self.writer.new_page()
        if self.writer.setting.repeats:
            self.set_header()

    def set_cell(self, cell: _Cell, parts: Sequence[_Part]) -> None:
        """The cell's box on each of its pages, and as many of its lines as the box holds."""
        for page in sorted({part.page for part in parts if cell.start <= part.row < cell.end}):
            here = [part for part in parts if part.page == page and cell.start <= part.row < cell.end]
            self.set_box(cell, page, here[0].top, here[-1].bottom)

    def set_box(self, cell: _Cell, page: int, top: float, bottom: float) -> None:
        setting, sheet = self.writer.setting, self.writer.sheets[page]
        left, right = self.edges[cell.column], self.edges[cell.column + 1]
        across = [Stroke(left, y, right, y) for y in (top, bottom)]
        down = [Stroke(x, top, x, bottom) for x in (left, right)]
        sheet.strokes.extend(stroke for stroke in (*across, *down) if stroke not in sheet.strokes)
        holds = int((bottom - top - 2 * setting.padding + _ROUND) // self.leading)
        lines = cell.lines[cell.done : cell.done + holds]
        cell.done += len(lines)
        y = top + ((bottom - top - len(lines) * self.leading) / 2 if setting.middle else setting.padding)
        for number, line in enumerate(lines):
            base = _baseline(y + number * self.leading, setting.table_size, self.leading)
            sheet.texts.append(Text(line, left + setting.padding, base, setting.table_size))


def _cell_end(begins: Sequence[bool], row: int) -> int:
    return next((n for n in range(row + 1, len(begins)) if not n or begins[n]), len(begins))


def _set_table(writer: _Writer, header: Sequence[str], columns: Columns) -> None:
    shares = [2.0 if number == len(columns) - 2 else 1.0 for number in range(len(columns))]
    unit = writer.width / sum(shares)
    edges = [*accumulate((unit * share for share in shares), initial=writer.setting.left)]
    table = _TableWriter(writer, header, edges)
    cells = table.columns_to_cells(columns)
    table.set_heights(cells, len(columns[0][0]))
    table.set_header()
    parts = table.set_rows()
    for cell in cells:
        table.set_cell(cell, parts)
    assert all(cell.done == len(cell.lines) for cell in cells)


def lay_out(content: Content, setting: Setting | None = None) -> list[Sheet]:
    """The sheets of a title with the lines of an outline, or the rows of a table."""
    from forms import _columns  # noqa: PLC0415  forms imports the builders that import this

    writer = _Writer(setting or Setting())
    writer.title(content.title)
    for line in content.lines:
        writer.paragraph(line.typed)
    if content.rows:
        _set_table(writer, content.header, _columns(content))
    return writer.sheets
