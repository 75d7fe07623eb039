"""PDF to validated records against pdfplumber, which gives words and tables of the same pages.

    python benchmarks/pdf.py [ROUNDS]

The documents are set by the tests' own builder (reportlab): a list of 77 rows over many pages, with
merged cells, and an outline.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # and its tests' builders

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy comes with the builders; with its threads no process forks

import inputs
import pdfplumber
from build_pdf import content_to_pdf
from forms import Content, Entry, Line
from measure import Row, compare, print_table
from pypdfium2 import PdfDocument

from docx2tasks import parse
from docx2tasks.readers import read


def list_content(rows: int) -> Content:
    """The list as the other benchmarks have it: categories, targets, steps, units."""
    made = [
        Entry((_line(one.category), _line(one.target)), _line("".join(one.steps)), one.units)
        for one in inputs.entries(rows)
    ]
    return Content(inputs.TITLE, header=inputs.HEADER, rows=tuple(made))


def _line(words: str) -> Line:
    return Line(None, None, words)


def plan_content(times: int) -> Content:
    """The plan, ``times`` over."""
    title, *lines = inputs.plan_lines()
    return Content(title, tuple(map(_line, lines * times)))


def words_and_tables(data: bytes) -> int:
    """What pdfplumber needs for a page's words and tables."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            count += len(page.extract_words()) + len(page.extract_tables())
            page.close()
    return count


def text_only(data: bytes) -> int:
    """What pdfium needs for a page's text, without places."""
    document = PdfDocument(data)
    try:
        return sum(len(page.get_textpage().get_text_bounded()) for page in document)
    finally:
        document.close()


CASES = (
    ("list, 77 rows", content_to_pdf(list_content(77))),
    ("outline, 6 plans", content_to_pdf(plan_content(6))),
)


def against_pdfplumber(name: str, data: bytes, rounds: int) -> Row:
    """The ratios of blocks and of records to pdfplumber's words and tables, and of pdfium's bare text."""
    return compare(
        name,
        lambda: words_and_tables(data),
        lambda: read(data),
        rounds,
        lambda: parse(data),
        lambda: text_only(data),
    )


def growth(rounds: int) -> list[Row]:
    """Twice and four times the list."""
    once, twice, four = (content_to_pdf(list_content(77 * n)) for n in (1, 2, 4))
    return [compare("list", lambda: parse(once), lambda: parse(twice), rounds, lambda: parse(four))]


def main() -> None:
    """Print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    rows = [against_pdfplumber(name, data, rounds) for name, data in CASES]
    print_table("times pdfplumber's words and tables", ("blocks", "records", "pdfium"), rows)
    print_table("twice and four times the document", ("x 2", "x 4"), growth(rounds))


if __name__ == "__main__":
    main()
