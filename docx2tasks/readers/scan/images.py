"""Picture files → upright page pictures with their physical size."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_WIDTH = 595.0  # points: A4, where a file does not say how large it was on paper
_SHEETS = (200.0, 1_300.0)  # points: sheets are at least a postcard and at most A3 long
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
)


class Picture(NamedTuple):
    """A picture of a page, and its width and height in points."""

    image: Image.Image
    size: tuple[float, float]


@dataclass(frozen=True)
class Pictures:
    """The pages of a file, decoded on access."""

    opened: Image.Image
    pages: int
    limits: Limits
    diagnostics: tuple[Diagnostic, ...] = ()

    def __iter__(self) -> Iterator[Picture]:
        for number in range(self.pages):
            with _refusing():
                self.opened.seek(number)
                _refuse_if_large(self.opened, self.limits)
                picture = _to_picture(self.opened)
            yield picture


def load_pictures(data: bytes, limits: Limits) -> Pictures:
    """The pictures of a PNG, JPEG, TIFF, BMP or GIF file: all pages of a TIFF, of others the first.

    Raises ``FormatError`` ``image-broken``, and ``LimitError`` ``too-many-pixels`` (before anything is
    decoded) and ``too-many-pages``.
    """
    with _refusing():
        opened = Image.open(io.BytesIO(data), formats=_FORMATS)
        frames = getattr(opened, "n_frames", 1)
        _refuse_if_large(opened, limits)
    if opened.format != "TIFF":
        return Pictures(opened, 1, limits, _left_out(frames - 1))
    if frames > limits.scanned_pages:
        message = f"the file has {frames:,} pages; the limit is {limits.scanned_pages:,}"
        raise LimitError("too-many-pages", message, "split it")
    return Pictures(opened, frames, limits)


def _left_out(frames: int) -> tuple[Diagnostic, ...]:
    if not frames:
        return ()
    return (
        Diagnostic(DiagnosticCode.FRAMES_LEFT_OUT, f"animated image: {frames:,} more frames were not read", "warning"),
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever the decoder makes of bad bytes is a refusal; what it only grumbles about is not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise LimitError(
            "too-many-pixels", "the picture has far too many pixels", "scan it at a lower resolution"
        ) from error
    except _BROKEN as error:
        message = f"the picture cannot be decoded ({type(error).__name__})"
        raise FormatError("image-broken", message, "open it in another program and save it again") from error


def _refuse_if_large(image: Image.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.page_pixels:
        message = f"a page has {pixels:,} pixels; the limit is {limits.page_pixels:,}"
        raise LimitError("too-many-pixels", message, "scan it at a lower resolution; 300 dpi is enough")


def _to_picture(opened: Image.Image) -> Picture:
    """The picture as it is to be looked at: turned as the camera says, on white paper."""
    dpi = opened.info.get("dpi")
    image = ImageOps.exif_transpose(opened)
    image = _on_paper(image)
    return Picture(image, _size(image, dpi))


def _on_paper(image: Image.Image) -> Image.Image:
    """The picture in grey or colour; what shows through is white."""
    if image.mode.startswith("I"):  # 16 or 32 bits of grey: the high ones of those that are used
        deep = np.asarray(image, np.int64)
        return Image.fromarray((deep * 255 // max(int(deep.max()), 1)).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _size(image: Image.Image, dpi: object) -> tuple[float, float]:
    """Width and height in points: by the file's resolution if that gives a sheet of paper, else as A4."""
    try:
        across, down = (float(value) for value in dpi)  # type: ignore[attr-defined]
        size = image.width * 72 / across, image.height * 72 / down
    except (TypeError, ValueError, ZeroDivisionError):
        size = 0.0, 0.0
    if _SHEETS[0] <= min(size) and max(size) <= _SHEETS[1]:
        return size
    width = _WIDTH if image.height >= image.width else _WIDTH * 2**0.5
    return width, width * image.height / image.width
