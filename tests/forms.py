"""One content in three forms: the same headings, measures and units as Word, page and text."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import html as escaping
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_docx import docx, lvl, num, only_abstract, override, p, tbl, tc, tr
from build_sheet import xls, xlsx

_ROLES = {"lead": "牵头单位", "responsible": "责任单位", "support": "配合单位", "oversee": "督导单位"}
_AUTOMATIC = {  # how a label looks → the text and the format of the automatic number that prints it
    "一、": ("%1、", "chineseCountingThousand"),
    "（一）": ("（%1）", "chineseCountingThousand"),
    "(一)": ("(%1)", "chineseCountingThousand"),
    "1.": ("%1.", "decimal"),
    "1、": ("%1、", "decimal"),
    "（1）": ("（%1）", "decimal"),
}


@dataclass(frozen=True)
class Line:
    """A heading or a measure: its label and number, its words, and its clause."""

    label: str | None
    number: int | None
    words: str
    clause: str = ""

    @property
    def typed(self) -> str:
        """The line as it is typed."""
        return f"{self.label or ''}{self.words}{self.clause}"


@dataclass(frozen=True)
class Entry:
    """A row of a table: the steps above the measure, the measure, and its units."""

    steps: tuple[Line, ...]
    measure: Line
    units: str


@dataclass(frozen=True)
class Content:
    """A title, and either the lines of an outline or the rows of a table."""

    title: str
    lines: tuple[Line, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[Entry, ...] = ()


def gold_to_content(title: str, tasks: Sequence[dict[str, object]], header: Sequence[str] = ()) -> Content:
    """The content of gold tasks: a table where ``header`` is given, else an outline."""
    if header:
        rows = tuple(
            Entry(tuple(_step(step) for step in task["path"]), _step({**task, "title": task["text"]}), units_to_words(task["units"]))  # type: ignore[attr-defined]
            for task in tasks
        )
        return Content(title, header=tuple(header), rows=rows)
    return Content(title, tuple(_outline(tasks)))


def _step(step: dict[str, object]) -> Line:
    return Line(step["label"], step["number"], " ".join(str(step["title"]).split()))  # type: ignore[arg-type]


def _outline(tasks: Iterable[dict[str, object]]) -> Iterator[Line]:
    above: list[Line] = []
    for task in tasks:
        path = [_step(step) for step in task["path"]]  # type: ignore[attr-defined]
        same = 0
        while same < min(len(path), len(above)) and path[same] == above[same]:
            same += 1
        yield from path[same:]
        words = units_to_words(task["units"])
        yield Line(task["label"], task["number"], " ".join(str(task["text"]).split()), f"（{words}）" if words else "")  # type: ignore[arg-type]
        above = path


def units_to_words(units: object) -> str:
    """Units as a clause says them: ``牵头单位：甲局；责任单位：乙局、丙局``."""
    runs: list[tuple[str, list[str]]] = []
    for unit in units:  # type: ignore[attr-defined]
        if not runs or runs[-1][0] != unit["role"]:
            runs.append((unit["role"], []))
        runs[-1][1].append(unit["name"])
    return "；".join(f"{_ROLES[role]}：{'、'.join(names)}" for role, names in runs)


def shown(rows: Sequence[Entry], place: Callable[[Entry], object]) -> list[bool]:
    """For each row whether its cell is printed, and not merged with the one above it."""
    return [True, *(place(a) != place(b) for a, b in pairwise(rows))] if rows else []


def _columns(content: Content) -> list[tuple[list[str], list[bool]]]:
    """The words of each column with whether each cell begins there."""
    depth = len(content.header) - 2
    made = []
    for column in range(depth):
        words = [row.steps[column].typed for row in content.rows]
        made.append((words, shown(content.rows, lambda row, c=column: row.steps[: c + 1])))  # type: ignore[misc]
    made.append(([row.measure.typed for row in content.rows], [True] * len(content.rows)))
    made.append(([row.units for row in content.rows], shown(content.rows, lambda row: (row.steps, row.units))))
    return made


# text -------------------------------------------------------------------------------------


def content_to_text(content: Content) -> bytes:
    """Lines, and rows of tab-parted cells; a merged cell is blank."""
    lines = [content.title, *(line.typed for line in content.lines)]
    if content.rows:
        columns = _columns(content)
        lines.append("\t".join(content.header))
        lines += ["\t".join(words[r] if begins[r] else "" for words, begins in columns) for r in range(len(content.rows))]
    return ("\n".join(lines) + "\n").encode()


# page -------------------------------------------------------------------------------------


def content_to_html(content: Content) -> bytes:
    """Typed numbers in paragraphs; a table with ``rowspan``, its entries numbered by ``<ol start>``."""
    body = [f"<h1>{escaping.escape(content.title)}</h1>", *(f"<p>{escaping.escape(line.typed)}</p>" for line in content.lines)]
    if content.rows:
        columns = _columns(content)
        body.append("<table><tr>" + "".join(f"<th>{word}</th>" for word in content.header) + "</tr>")
        for r, row in enumerate(content.rows):
            cells = [
                f'<td rowspan="{_height(begins, r)}">{_measure_to_html(row.measure) if c == len(columns) - 2 else escaping.escape(words[r])}</td>'
                for c, (words, begins) in enumerate(columns)
                if begins[r]
            ]
            body.append(f"<tr>{''.join(cells)}</tr>")
        body.append("</table>")
    return f'<html><head><meta charset="utf-8"><title>{content.title}</title></head><body>{"".join(body)}</body></html>'.encode()


def _measure_to_html(line: Line) -> str:
    if line.label and line.label.replace(" ", "") == f"{line.number}.":
        return f'<ol start="{line.number}"><li>{escaping.escape(line.words)}</li></ol>'
    return escaping.escape(line.typed)


def _height(begins: Sequence[bool], row: int) -> int:
    end = row + 1
    while end < len(begins) and not begins[end]:
        end += 1
    return end - row


# Word -------------------------------------------------------------------------------------


class _Numbering:
    """Lists as Word keeps them: one a label shape, a new one wherever a count does not go on."""

    def __init__(self, shapes: Mapping[str, object] = _AUTOMATIC) -> None:
        self.shapes = shapes  # of labels that become automatic
        self.lists: list[str] = []
        self.reached: dict[str, tuple[int, int]] = {}  # shape → its list and the number it has reached

    def paragraph(self, line: Line) -> str:
        """The line as a paragraph whose number is automatic where its label's shape is known."""
        shape = _shape(line.label)
        if shape not in self.shapes or line.number is None:
            return p(line.typed)
        number, reached = self.reached.get(shape, (0, -1))
        if line.number != reached + 1 or not number:
            number = len(self.lists) + 1
            self.lists.append(num(number, list(_AUTOMATIC).index(shape), override(0, start=line.number)))
        self.reached[shape] = number, line.number
        return p(line.words + line.clause, num=(number, 0))

    @property
    def part(self) -> str:
        """The numbering part: the shapes, then the lists."""
        shapes = [only_abstract(n, lvl(0, *_AUTOMATIC[shape], suff="nothing")) for n, shape in enumerate(_AUTOMATIC)]
        return "".join([*shapes, *self.lists])


def label_shape(thing: Mapping[str, object]) -> str:
    """The shape of the label of a task or a step."""
    return _shape(str(thing["label"] or ""))


def _shape(printed: str | None) -> str:
    """``十二、`` is ``一、``, ``12.`` is ``1.``."""
    label = (printed or "").replace(" ", "")
    digits = "".join(c for c in label if c not in "（）()、.")
    return label.replace(digits, "1" if digits.isascii() else "一") if digits else ""


def content_to_docx(content: Content, *, typed: bool = False) -> bytes:
    """Automatic numbers in the body and in cells, or typed ones; cells merged downwards with ``w:vMerge``."""
    numbering = _Numbering({}) if typed else _Numbering()
    body = [p(content.title, props='<w:jc w:val="center"/>'), *(numbering.paragraph(line) for line in content.lines)]
    if content.rows:
        columns = _columns(content)
        rows = [tr(*content.header)]
        for r, row in enumerate(content.rows):
            cells = [
                tc(numbering.paragraph(row.measure)) if c == len(columns) - 2 else _merged(words[r], begins[r])
                for c, (words, begins) in enumerate(columns)
            ]
            rows.append(tr(*cells))
        body += [tbl(*rows, columns=len(columns), bordered=True), p("")]  # Word itself ends no document with a table
    return docx(*body, numbering=numbering.part)


def _merged(words: str, begins: bool) -> str:
    return tc(words, merge="restart") if begins else tc(merge="")


# spreadsheets ------------------------------------------------------------------------------


def content_to_xlsx(content: Content) -> bytes:
    """Lines in the first column, the title merged over the table; cells merged downwards as ranges."""
    rows, merges = _sheet(content)
    return xlsx({"Sheet1": rows}, merges={"Sheet1": merges})


def content_to_xls(content: Content) -> bytes:
    """The same as an old workbook."""
    rows, merges = _sheet(content)
    return xls({"Sheet1": rows}, merges={"Sheet1": merges})


def _sheet(content: Content) -> tuple[list[list[str | None]], list[str]]:
    """The rows of a sheet and its merged ranges."""
    rows: list[list[str | None]] = [[content.title]]
    rows += [[line.typed] for line in content.lines]
    if not content.rows:
        return rows, []
    merges = [f"A1:{_letter(len(content.header) - 1)}1"] if len(content.header) > 1 else []
    columns = _columns(content)
    first = len(rows) + 2
    rows.append([*content.header])
    rows += [[words[r] if begins[r] else None for words, begins in columns] for r in range(len(content.rows))]
    for c, (_, begins) in enumerate(columns):
        heights = [(r, _height(begins, r)) for r in range(len(begins)) if begins[r]]
        merges += [f"{_letter(c)}{first + r}:{_letter(c)}{first + r + height - 1}" for r, height in heights if height > 1]
    return rows, merges


def _letter(column: int) -> str:
    return chr(ord("A") + column)


FORMS: dict[str, Callable[[Content], bytes]] = {"docx": content_to_docx, "html": content_to_html, "text": content_to_text}
