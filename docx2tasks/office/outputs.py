"""Writes documents to one office file, atomically."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import starmap
from pathlib import Path

from docx2tasks.errors import UsageError
from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.export.json_text import value_to_line
from docx2tasks.export.marks import COMMENT
from docx2tasks.model import Document
from docx2tasks.office.kinds import OfficeOptions, Writer, find_kind
from docx2tasks.office.papers import Paper, Unread, document_to_paper, paper_to_document

_Papers = Iterable[Paper]
_Pieces = Callable[[_Papers], Iterator[bytes]]


def write_output(
    kind: str | None, documents: Iterable[tuple[str, Document]], path: Path, options: OfficeOptions | None = None
) -> Sequence[str]:
    """Write documents with their names (``方案.docx``) to ``path`` as a kind (``ics``; None: what its suffix says).

    Returns what there is to tell: tasks that have no day in a calendar.  Raises ``unknown-kind``, ``in-the-way``,
    ``not-writable`` and ``no-space``.
    """
    write = find_kind(path, kind).open(path, options or OfficeOptions())
    return write(starmap(document_to_paper, documents), ())


def open_word(path: Path, _: OfficeOptions) -> Writer:
    """A Word file with a table for each document."""
    return partial(_write, _to_word, path)


def open_markdown(path: Path, _: OfficeOptions) -> Writer:
    """Markdown with a table for each document."""
    return partial(_write, _to_markdown, path)


def open_csv(path: Path, options: OfficeOptions) -> Writer:
    """CSV in the requested encoding."""
    return partial(_write, partial(_to_csv, options.encoding), path)


def open_flat(path: Path, _: OfficeOptions) -> Writer:
    """The columns of CSV as lines of JSON."""
    return partial(_write, _to_flat_lines, path)


def open_chunks(path: Path, _: OfficeOptions) -> Writer:
    """Texts for retrieval as lines of JSON."""
    return partial(_write, _to_chunks, path)


def open_corrections(_path: Path, _options: OfficeOptions) -> Writer:
    """Corrections come from workbooks alone; raises ``usage``."""
    what = "corrections are what people changed in a workbook; documents have none"
    raise UsageError("usage", what, "give a workbook that export wrote: docx2tasks export 台账.xlsx --to corrections")


def _write(to_pieces: _Pieces, path: Path, papers: _Papers, _: Sequence[Unread]) -> Sequence[str]:
    write_pieces(to_pieces(papers), path)
    return ()


def write_pieces(pieces: Iterable[bytes], path: Path) -> None:
    """Write pieces to ``path``; raises ``not-writable`` and ``no-space``."""
    try:
        with replacing(Path(os.path.realpath(path))) as stream:
            for piece in pieces:
                stream.write(piece)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def _to_word(papers: _Papers) -> Iterator[bytes]:
    from docx2tasks.office.breakdown import document_to_breakdown  # noqa: PLC0415
    from docx2tasks.office.word_table import tables_to_docx  # noqa: PLC0415

    documents = map(paper_to_document, papers)
    yield tables_to_docx(document_to_breakdown(document) for document in documents if document.tasks)


def _to_markdown(papers: _Papers) -> Iterator[bytes]:
    from docx2tasks.office.breakdown import document_to_breakdown  # noqa: PLC0415
    from docx2tasks.office.markdown import table_to_markdown  # noqa: PLC0415

    yield f"{COMMENT}\n\n".encode()
    for document in map(paper_to_document, papers):
        if document.tasks:
            yield "".join(table_to_markdown(document_to_breakdown(document))).encode()


def _to_csv(encoding: str, papers: _Papers) -> Iterator[bytes]:
    from docx2tasks.office.csv_table import rows_to_csv  # noqa: PLC0415
    from docx2tasks.office.flat import document_to_flat  # noqa: PLC0415

    rows = (row for paper in papers for row in document_to_flat(paper_to_document(paper), paper.name))
    yield from rows_to_csv(rows, encoding)


def _to_flat_lines(papers: _Papers) -> Iterator[bytes]:
    from docx2tasks.office.csv_table import rows_to_jsonl  # noqa: PLC0415
    from docx2tasks.office.flat import document_to_flat  # noqa: PLC0415

    for paper in papers:
        yield from rows_to_jsonl(document_to_flat(paper_to_document(paper), paper.name))


def _to_chunks(papers: _Papers) -> Iterator[bytes]:
    from docx2tasks.office.chunks import document_to_chunks  # noqa: PLC0415

    for paper in papers:
        for chunk in document_to_chunks(paper_to_document(paper), paper.name):
            yield value_to_line(chunk)
