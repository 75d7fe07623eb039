"""Bytes to :class:`~docx2tasks.source.Source`; the format is detected by content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from docx2tasks.deadline import paused_deadline
from docx2tasks.errors import FormatError, InputError, LimitError, UsageError
from docx2tasks.faults import collect_faults
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.broken import join_broken
from docx2tasks.readers.characters import clean_characters
from docx2tasks.readers.sniff import sniff
from docx2tasks.source import Source

Reader = Callable[[bytes, Limits], Source]

# format -> module and function: imported when the format is met, so that a text costs no lxml
_READERS: Mapping[str, tuple[str, str]] = {
    "docx": ("docx2tasks.readers.word.docx", "read_docx"),
    "html": ("docx2tasks.readers.page.html", "read_html"),
    "text": ("docx2tasks.readers.plain.text", "read_text"),
    "pdf": ("docx2tasks.readers.pdf", "read_pdf"),
    "ofd": ("docx2tasks.readers.ofd", "read_ofd"),
    "xlsx": ("docx2tasks.readers.sheet", "read_xlsx"),
    "xls": ("docx2tasks.readers.sheet", "read_xls"),
    "ods": ("docx2tasks.readers.sheet", "read_ods"),
    "image": ("docx2tasks.readers.scan", "read_image"),
    "mht": ("docx2tasks.readers.containers", "read_mht"),
}
CONVERTED = ("doc", "wps", "rtf", "odt")  # converted with LibreOffice
FORMATS = (*_READERS, *CONVERTED)
_SEVERAL = ("zip", "eml")
# read in a process of their own: their libraries are not ours, and are made to loop, crash or swell by some files
ISOLATED = frozenset(("pdf", "image", *CONVERTED))
# what such a process needs, loaded before it is made: the next one finds it there
_LOADED_BEFORE = {"pdf": ("docx2tasks.readers.pdf", "pypdfium2")}


def read(
    data: bytes, limits: Limits = DEFAULT, *, source_format: str | None = None, soffice: str | None = None
) -> Source:
    """Blocks over one canonical text, from the bytes of a document.

    ``source_format`` forces one of :data:`FORMATS`; ``soffice`` is LibreOffice's program, for the
    formats in :data:`CONVERTED` (None: the one on the path).  Those in :data:`ISOLATED` are read in a process
    of their own.  Raises :class:`FormatError`, :class:`LimitError`, :class:`InputError` (``empty``),
    :class:`CrashError` or :class:`UsageError`.
    """
    if not data:
        raise InputError("empty", "the file is empty", "check that it was saved or copied completely")
    if len(data) > limits.input_bytes:
        raise LimitError(
            "too-big", f"the file has {len(data):,} bytes; the limit is {limits.input_bytes:,}", "split it"
        )
    if source_format is not None and source_format not in FORMATS:
        raise UsageError(
            "unknown-format", f"unknown format {source_format[:20]!r}", f"use one of: {', '.join(FORMATS)}"
        )
    name = source_format or sniff(data, limits)
    if name in ISOLATED:
        from docx2tasks.isolate import run_isolated  # noqa: PLC0415

        for module in _LOADED_BEFORE.get(name, ()):
            import_module(module)
        with paused_deadline():
            source = run_isolated(_read_as, limits, name, data, limits, soffice)
    else:
        source = _read_as(name, data, limits, soffice)
    if not source.text.strip():
        raise FormatError("no-text", "the file contains no text", "check the file")
    return join_broken(clean_characters(source))


def _read_as(name: str, data: bytes, limits: Limits, soffice: str | None) -> Source:
    if name in _SEVERAL:
        from docx2tasks.readers.containers import several_documents  # noqa: PLC0415

        raise several_documents(data, name, limits)
    if name in CONVERTED:
        from docx2tasks.readers.libreoffice import read_converted  # noqa: PLC0415

        return read_converted(data, name, limits, soffice)
    module, function = _READERS[name]
    reader: Reader = getattr(import_module(module), function)
    with collect_faults() as faults:
        source = reader(data, limits)
    return source._replace(diagnostics=(*source.diagnostics, *faults)) if faults else source
