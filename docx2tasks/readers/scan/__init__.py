"""Pictures of pages (scans, photos, rendered pages) → Source, by text recognition.

    bytes ─ pictures ─ pages (recognize.py) ─ blocks (readers/layout) ─ doubts

Recognition is an extra (``docx2tasks[ocr]``): without it a picture is refused, and nothing here loads it
before a picture comes.  All runs on this machine; the models are in the packages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from docx2tasks.errors import FormatError
from docx2tasks.isolate import Note, allow_more, tell_progress
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.scan.confidence import find_doubtful
from docx2tasks.readers.scan.correct import correct
from docx2tasks.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["check_recognized", "has_recognizer", "read_image", "recognize_pages"]

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "PIL")


def has_recognizer() -> bool:
    """Whether the ``ocr`` extra is installed, without importing it."""
    return all(find_spec(name) is not None for name in _PACKAGES)


def read_image(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The text, paragraphs and tables that are recognized in a picture, or in each page of a TIFF.

    Every span has a confidence (``Source.confidences``).  Raises ``FormatError`` ``extra-missing`` and
    ``image-broken``, ``LimitError`` ``too-many-pixels`` and ``too-many-pages``.
    """
    _refuse_without_recognizer()
    from docx2tasks.readers.layout.blocks import pages_to_source  # noqa: PLC0415
    from docx2tasks.readers.scan.images import load_pictures  # noqa: PLC0415

    pictures = load_pictures(data, limits)
    pages = list[Page]()
    for number, picture in enumerate(pictures, 1):
        tell_progress(Note("picture", number))
        allow_more(limits.scan_seconds, limits.scan_memory)
        pages += recognize_pages([picture.image], [picture.size])
    source = pages_to_source(pages, "image", limits, diagnostics=pictures.diagnostics)
    return check_recognized(source)


def check_recognized(source: Source) -> Source:
    """The source of recognized pages with certain misreadings corrected, and doubts reported.

    For all readers that call :func:`recognize_pages`; a source without recognized text comes back as
    it is.  The diagnostics are ``recognized``, ``low-confidence`` and ``recognition-mended``.
    """
    if source.confidences is None:
        return source
    corrected = correct(source)
    return corrected._replace(diagnostics=(*corrected.diagnostics, *find_doubtful(corrected)))


def recognize_pages(
    bitmaps: Iterable[Image], sizes: Iterable[tuple[float, float]], *, threads: int = 2
) -> Iterator[Page]:
    """A page for each picture of one, taken one at a time; ``sizes`` are their widths and heights in points.

    Raises ``FormatError`` ``extra-missing``.
    """
    _refuse_without_recognizer()
    from docx2tasks.readers.scan.engine import new_recognizer  # noqa: PLC0415
    from docx2tasks.readers.scan.recognize import image_to_page  # noqa: PLC0415

    recognizer = new_recognizer(threads)
    for bitmap, (width, height) in zip(bitmaps, sizes, strict=False):
        yield image_to_page(bitmap, width, height, recognizer)


def _refuse_without_recognizer() -> None:
    if not has_recognizer():
        raise FormatError(
            "extra-missing", "this is a picture, and the ocr extra is not installed", "pip install 'docx2tasks[ocr]'"
        )
