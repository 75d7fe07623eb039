"""The XML of sheets and shared strings → rows of text (ECMA-376-1, 18.3 and 18.4).

A tree of a sheet costs more than twice the time of all the rest, for text that programs write in very few
shapes.  So the text is scanned with patterns, and every scan counts whether it saw all cells.  Where it did
not (prefixes, comments, cells without a place), ``rewrite.py`` has the part parsed by lxml and written in the
common shape, and it is scanned again.

No XML parser has seen the text that is scanned.  So each pattern stops at the next ``<``: what it looks at from
one tag it never looks at from another, and time is linear in the text, broken or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from math import isfinite
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.package import xml_to_root
from docx2tasks.readers.sheet.cells import Doubts, Filled, Range, Sheet, place_name, runs_to_columns
from docx2tasks.readers.sheet.numbers import general_words, iso_to_serial, number_to_words
from docx2tasks.readers.sheet.rewrite import broken_sheet, letters_to_column, to_common_shape


class Shared(NamedTuple):
    """What the sheets of a workbook share: strings, number formats by style, the date system."""

    strings: Sequence[str]
    format: Callable[[int], str]  # "" for the general one
    is_1904: bool


_SPACE = r'(?: xml:space="preserve")?'
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?(?: [a-z]{2}="[0-9]{1,6}")*'
    r"(?:/>|>(<f(?:/>|[^<>]*/>|[^<>]*>[^<]*</f>))?"
    rf"(?:<v{_SPACE}>([^<]*)</v>|<v/>|<is><t{_SPACE}>([^<]*)</t></is>|<is><t/></is>)?</c>)"
)
_STRING = re.compile(rf"<si>(?:<t{_SPACE}>([^<]*)</t>|<t/>)?(?:<phoneticPr[^<>]*/>)?</si>")
_RUN = re.compile(rf"<t{_SPACE}>([^<]*)</t>")
_ROW_NUMBER = re.compile(r' r="([0-9]{1,7})"')
_HIDDEN = re.compile(r' hidden="(?:1|true|on)"')
_COLUMNS = re.compile(r"<col ([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([0-9]{1,9})"')
_MERGE = re.compile(r'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_MARGIN = re.compile(r"<(?:odd|even|first)(?:Header|Footer)(?: [^<>]*)?>([^<]+)</")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(?:worksheet|sst)[\s>/]")
_LATIN = re.compile(rb"""\A[^>]{0,100}encoding=["'](?!utf-8)""", re.IGNORECASE)
_NUMBERED = 500  # characters written as numbers in a part: lxml reads more of them faster than we do
_TRUTH = {"0": "FALSE", "1": "TRUE"}


class OtherShapeError(Exception):
    """The text is not in the common shape; never leaves this module."""


def xml_to_sheet(name: str, data: bytes, shared: Shared, doubts: Doubts, limits: Limits) -> Sheet:
    """The sheet of a worksheet part; errors and formulas without value are added to ``doubts``.

    Raises the refusals of ``xml_to_root``, and ``xml-broken`` where a cell names a string that is not there.
    """
    for is_common in (True, False):
        found = Doubts([], [])
        try:
            text = _plain_text(data, "worksheet", limits) if is_common else to_common_shape(data, limits, name)
            sheet = _Scan(name, shared, found, limits).sheet(text)
        except OtherShapeError:
            continue
        doubts.errors.extend(found.errors)
        doubts.uncomputed.extend(found.uncomputed)
        return sheet
    raise broken_sheet(name)


def xml_to_strings(data: bytes, limits: Limits) -> list[str]:
    """The shared strings, each with the words of its runs and without their pronunciation."""
    try:
        return _strings(_plain_text(data, "sst", limits))
    except OtherShapeError:
        pass
    try:
        return _strings(to_common_shape(data, limits, "sharedStrings"))
    except OtherShapeError as error:
        raise broken_sheet("sharedStrings") from error


def _plain_text(data: bytes, root: str, limits: Limits) -> str:
    """The text of a part without prefix, comments and declarations; characters written as numbers are characters."""
    head = _ROOT.match(data)
    is_plain = head and not _LATIN.match(data) and data.rstrip().endswith((f"</{root}>".encode(), b"/>"))
    if not head or not is_plain or b"<!" in data or data.rfind(b"<?") >= head.end():
        raise OtherShapeError
    if data.count(b"&#") > _NUMBERED:
        return etree.tostring(xml_to_root(data, limits, root), encoding="unicode")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OtherShapeError from error


def _strings(text: str) -> list[str]:
    pieces = text.split("<si>")[1:]
    found = _STRING.findall(text)
    if len(found) != len(pieces) or "<si/>" in text:
        pieces = text.replace("<si/>", "<si></si>").split("<si>")[1:]
        found = ["".join(_find_runs(piece)) for piece in pieces]
    return [_words(raw) for raw in found] if "&" in text or "_x" in text or "\r" in text else found


def _find_runs(entry: str) -> list[str]:
    """The words of an entry's runs, without their pronunciation; raises ``OtherShapeError`` if it misses any."""
    words, *readings = entry.split("<rPh")
    for reading in readings:
        _, end, behind = reading.partition("</rPh>")
        if not end:
            raise OtherShapeError
        words += behind
    found = _RUN.findall(words)
    if len(found) != words.count("<t>") + words.count("<t "):
        raise OtherShapeError
    return found


def _words(raw: str) -> str:
    """The words that escaped text stands for (18.18.85: ``_x000D_`` is a carriage return)."""
    if "&" in raw:
        try:
            raw = unescape(raw)
        except ValueError as error:  # the number of a sign has more digits than any number may have
            raise broken_sheet("of words") from error
    if "_x" in raw:
        raw = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
    return raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw


class _Scan:
    """One pass over the text of a sheet."""

    def __init__(self, name: str, shared: Shared, doubts: Doubts, limits: Limits) -> None:
        self.name, self.shared, self.doubts, self.limits = name, shared, doubts, limits
        self.columns: dict[str, int] = {}

    def sheet(self, text: str) -> Sheet:
        """The sheet of a text in the common shape; raises ``OtherShapeError`` for another."""
        text = text.replace("<sheetData/>", "<sheetData></sheetData>")  # an empty sheet
        head, _, rest = text.partition("<sheetData>")
        body, _, tail = rest.partition("</sheetData>")
        if "AlternateContent" in body or "<sheetData" in head or "<sheetData" in rest:
            raise OtherShapeError
        if text.count("<c ") > self.limits.xml_elements:
            raise LimitError("too-many-elements", "a sheet has too many cells", "split the workbook")
        rows, hidden = self._rows(body)
        columns = runs_to_columns(_hidden_columns(head))
        margins = tuple(map(_words, _MARGIN.findall(tail))) if "<headerFooter" in tail else ()
        return Sheet(self.name, rows, tuple(_merges(tail)), frozenset(hidden), columns, margins=margins)

    def _rows(self, body: str) -> tuple[list[tuple[int, list[Filled]]], list[int]]:
        rows: list[tuple[int, list[Filled]]] = []
        hidden: list[int] = []
        number = -1
        for piece in body.split("<row")[1:]:
            attributes, _, cells = piece.partition(">")
            said = _ROW_NUMBER.search(attributes)
            number = int(said[1]) - 1 if said else number + 1
            if "hidden" in attributes and _HIDDEN.search(attributes):
                hidden.append(number)
            found = _CELL.findall(cells)
            if len(found) != cells.count("<c"):
                raise OtherShapeError
            filled = self._cells(number, found)
            if filled:
                if rows and number <= rows[-1][0]:
                    raise broken_sheet(self.name)
                rows.append((number, filled))
        return rows, hidden

    def _cells(self, row: int, found: Sequence[tuple[str, ...]]) -> list[Filled]:
        filled: list[Filled] = []
        known, strings = self.columns, self.shared.strings
        for letters, style, kind, formula, value, inline in found:
            if kind == "s":
                try:
                    words = strings[int(value) if value >= "0" else len(strings)]  # -1 is not a string
                except (IndexError, ValueError) as error:
                    raise broken_sheet(self.name) from error
            elif not value and not inline:
                words = ""
            else:
                words = self._value(kind, style, value or inline)
            if words:
                column = known.get(letters)
                if column is None:
                    column = known[letters] = letters_to_column(letters)
                if filled and column <= filled[-1][0]:
                    raise broken_sheet(self.name)
                filled.append((column, words))
                if kind == "e":
                    self.doubts.errors.append(place_name(row, column, self.name))
            elif formula and kind != "str":
                self.doubts.uncomputed.append(place_name(row, letters_to_column(letters), self.name))
        return filled

    def _value(self, kind: str, style: str, raw: str) -> str:
        """What a cell with a value of its own shows."""
        if kind in {"", "n", "d"}:
            return self._number(raw, int(style or 0), is_iso=kind == "d")
        if kind == "b":
            return _TRUTH.get(raw, raw)
        return _words(raw)

    def _number(self, raw: str, style: int, *, is_iso: bool) -> str:
        code = self.shared.format(style)
        if not code and raw.isdigit() and len(raw) < 15:
            return raw
        try:
            value = iso_to_serial(raw) if is_iso else float(raw)
        except ValueError:
            value = None
        if value is None or not isfinite(value):
            return _words(raw)
        if is_iso:
            return number_to_words(value, code or "yyyy/m/d")
        return number_to_words(value, code, is_1904=self.shared.is_1904) if code else general_words(value)


def _merges(tail: str) -> Iterator[Range]:
    for left, top, right, bottom in _MERGE.findall(tail):
        yield Range(int(top) - 1, letters_to_column(left), int(bottom) - 1, letters_to_column(right))


def _hidden_columns(head: str) -> Iterator[tuple[int, int]]:
    if " hidden=" in head:
        for attributes in _COLUMNS.findall(head):
            said: dict[str, str] = dict(_ATTRIBUTE.findall(attributes))
            if _HIDDEN.search(" " + attributes) and "min" in said:
                yield int(said["min"]) - 1, int(said.get("max", said["min"])) - 1
