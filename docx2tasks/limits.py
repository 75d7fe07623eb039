"""Every limit of an input, with its reason.

The reasons are data: ``docx2tasks limits`` prints them, ``--limit NAME=VALUE`` changes one.  Imports
nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple, TypeVar

Number = TypeVar("Number", int, float)

_HIGHEST = 1e15  # more than any system can count in seconds or bytes


def _bound(value: Number, reason: str) -> Number:
    """A field of :class:`Limits`: its value where none is given, and why it is that."""
    found: Number = field(default=value, metadata={"reason": reason})
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input file; passing one is a refusal, never a silent cut."""

    file_seconds: float = _bound(
        120.0, "to read one file; most take less than 1, a table of 1,500 rows 2 (PDF 5), a workbook of 10,000 rows 25"
    )
    file_memory: int = _bound(
        2_000_000_000, "address space to read one file: a table of 1,500 rows takes 0.1 GB, a workbook of 10,000 0.7"
    )
    large_bytes: int = _bound(2_000_000, "larger pages and texts are read in a separate process")
    large_markup: int = _bound(16_000_000, "Office files that inflate to more are too: 136 MB in lxml")
    answer_bytes: int = _bound(200_000_000, "the result of such a process: 10 million characters take 80 MB")
    input_bytes: int = _bound(100_000_000, "a Word file with scanned annexes; larger is a mistake or an attack")
    path_bytes: int = _bound(32_768, "one line of a list of paths: Linux allows 4,096 bytes, Windows 32,767 characters")
    listing_seconds: float = _bound(600.0, "to list one remote folder: a million names take minutes")
    markup_bytes: int = _bound(20_000_000, "a page or a text dump: the largest legitimate one seen has 0.3 MB")
    zip_directory: int = _bound(512_000, "bytes of central directory: read before zipfile opens it")
    zip_members: int = _bound(2_000, "picture-heavy reports hold several hundred")
    member_depth: int = _bound(3, "archives and mails nested in each other")
    mail_depth: int = _bound(20, "nested parts of a mail; legitimate mails have four")
    inflated_part: int = _bound(64_000_000, "lxml needs about 8.5 bytes per byte of XML")
    inflated_total: int = _bound(256_000_000, "all parts together")
    xml_depth: int = _bound(256, "libxml2's own limit; no legitimate file comes near it")
    xml_elements: int = _bound(2_000_000, "a table of 9,000 rows by 10 has about 400,000")
    attributes: int = _bound(1_000, "of one tag; lxml is quadratic in them")
    columns: int = _bound(1_000, "the HTML standard clamps colspan here")
    rows: int = _bound(65_534, "the HTML standard clamps rowspan here")
    cells: int = _bound(200_000, "cells of one table, merged ones counted in full")
    table_depth: int = _bound(20, "nested tables")
    pages: int = _bound(2_000, "of a laid-out document (PDF, OFD, scans)")
    page_chars: int = _bound(50_000, "on one page: a dense A3 table has about 8,000")
    page_rulings: int = _bound(20_000, "drawn lines on one page; a large table has some hundreds")
    page_objects: int = _bound(100_000, "objects drawn on one page, counting repeats")
    path_chars: int = _bound(1_000_000, "size of one drawn path; a table drawn as one path has about 10,000")
    object_depth: int = _bound(50, "nested drawn objects")
    text_chars: int = _bound(10_000_000, "canonical text of one document")
    tasks: int = _bound(50_000, "of one document; a workbook of 10,000 rows with three tasks each has 30,000")
    page_pixels: int = _bound(80_000_000, "of one page picture; A3 at 600 dpi has 70 million, 3 bytes each")
    scanned_pages: int = _bound(500, "scanned pages; recognizing one takes a second or two")
    scan_seconds: float = _bound(20.0, "added per scanned page, which takes 1 to 2, or 8 if rotated")
    scan_memory: int = _bound(3_000_000_000, "memory to recognize scans; A3 at 600 dpi takes 2.2 GB")
    office_seconds: float = _bound(120.0, "LibreOffice takes 1 to 2 for most files, up to 30 for a table of 1,500 rows")
    office_memory: int = _bound(4_000_000_000, "address space of LibreOffice, which needs at least 0.6 GB")


DEFAULT = Limits()


def bound(limits: Limits, timeout: float | None = None, memory: float | None = None) -> Limits:
    """The limits with the time and memory per file given by ``--timeout`` and ``--memory``."""
    settings = [] if timeout is None else [f"{name}={timeout}" for name in ("file_seconds", "office_seconds")]
    if memory is not None:
        settings += [f"{name}={memory * 1_000_000:.0f}" for name in ("file_memory", "scan_memory")]
    return change_limits(settings, limits)


class Limit(NamedTuple):
    """One bound: its name, its value, why it is that."""

    name: str
    value: float
    reason: str


def find_limits(limits: Limits = DEFAULT) -> Iterator[Limit]:
    """All bounds, in the order in which they are declared."""
    for one in fields(limits):
        yield Limit(one.name, getattr(limits, one.name), one.metadata["reason"])


def change_limits(settings: Iterable[str], limits: Limits = DEFAULT) -> Limits:
    """The limits with each ``NAME=VALUE`` applied; raises ``ValueError`` with an explanation."""
    values: dict[str, float] = {}
    for setting in settings:
        name, _, number = setting.partition("=")
        value = next((limit.value for limit in find_limits(limits) if limit.name == name), None)
        if value is None:
            message = f"unknown limit {name[:20]!r}"
            raise ValueError(message)
        values[name] = _to_number(name, number, type(value))
    return replace(limits, **values)  # type: ignore[arg-type]  # each is of its field's type


def _to_number(name: str, number: str, kind: type[float]) -> float:
    try:
        value = kind(number)
    except ValueError:
        value = 0
    if not 0 < value < _HIGHEST:
        what = "whole number" if kind is int else "number"
        message = f"{name} must be a {what} above 0, not {number[:20]!r}"
        raise ValueError(message)
    return value
