"""Bytes to blocks, in one process: each reader against the least work that touches the same bytes.

    python benchmarks/readers.py [ROUNDS]

Floors: a Word file is unzipped, its parts are parsed and their text is gathered; a page is parsed
and its text is gathered; a text is decoded and split into lines.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder

import inputs
from measure import Row, compare, print_table

from docx2tasks.readers import read

PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels", "word/_rels/document.xml.rels")


def word_floor(data: bytes) -> int:
    """Unzip the parts a reader needs, parse them, gather the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        roots = [etree.fromstring(package.read(name)) for name in PARTS if name in names]
    return len("".join(roots[0].itertext()))


def page_floor(data: bytes) -> int:
    """Parse the page, gather the text."""
    return len("".join(etree.fromstring(data, etree.HTMLParser(encoding="utf-8")).itertext()))


def text_floor(data: bytes) -> int:
    """Decode the text, split it into lines."""
    return len(data.decode().splitlines())


Case = tuple[str, Callable[[int], bytes], Callable[[bytes], int]]

CASES: Sequence[Case] = (
    ("Word list, 77 rows, as Word writes", lambda n: inputs.table_docx(77 * n), word_floor),
    ("Word list, 77 rows, no properties", lambda n: inputs.table_docx(77 * n, inputs.bare_run), word_floor),
    ("page as served", lambda n: inputs.served_page(2 * n), page_floor),
    ("page of bare paragraphs", lambda n: inputs.clean_page(2 * n), page_floor),
    ("page with the list, 77 rows", lambda n: inputs.list_page(77 * n), page_floor),
    ("text, a line a paragraph", lambda n: inputs.plan_text(20 * n), text_floor),
    ("text of tiny lines", lambda n: "一\n".encode() * 5_000 * n, text_floor),
)


def against_floor(case: Case, rounds: int) -> Row:
    """The ratio of the reader to its floor."""
    name, make, floor = case
    data = make(1)
    return compare(name, lambda: floor(data), lambda: read(data), rounds)


def doubling(case: Case, rounds: int) -> Row:
    """The ratios of twice and four times the document to the document."""
    name, make, _ = case
    once, twice, four = make(1), make(2), make(4)
    return compare(name, lambda: read(once), lambda: read(twice), rounds, lambda: read(four))


def main() -> None:
    """Print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print_table("reader, times its floor", ("x floor",), [against_floor(case, rounds) for case in CASES])
    print_table("twice and four times the document", ("x 2", "x 4"), [doubling(case, rounds // 2) for case in CASES])


if __name__ == "__main__":
    main()
