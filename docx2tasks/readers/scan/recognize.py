"""A page picture → its characters and ruled lines (:class:`~docx2tasks.readers.layout.page.Page`).

    picture ─ turned upright ─ ruled lines found, and taken out ─ lines of text found
                                                                  └ cut at ruled lines, read sign by sign

What a line of text runs over is no table's ruling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image
from PIL.Image import Transpose

from docx2tasks.readers.layout.page import Glyph, Page, Ruling
from docx2tasks.readers.scan.engine import Box, RecognizedSign, Recognizer
from docx2tasks.readers.scan.glyphs import Written, place_signs
from docx2tasks.readers.scan.rulings import RulingLines, cuts_between, find_lines, sides_of
from docx2tasks.readers.scan.skew import Picture, find_ink, find_skew, set_upright

_POINTS = 72  # in an inch
_HIGHEST_DPI = 240  # finer pictures are made coarser: signs are read at 48 pixels, twice those of small print
_LIES = 0.7  # mean confidence of a page that may lie on its side: those that did had 0.4 to 0.63, upright ones 0.99
_MARGIN = 2  # pixels around a line that are read with it
_SPECK = 0.004  # share of a piece that is inked where it holds something
# signs that are set in two widths, and mean the same: the model is in doubt about the width alone
_TWO_WIDTHS = frozenset("，,（()）：:；;？?！!％%－-")


class _Scale(NamedTuple):
    """From pixels of the upright picture to points of the page as it was scanned."""

    dpi: float
    left: float
    top: float

    def x(self, pixels: float) -> float:
        return (pixels - self.left) * _POINTS / self.dpi

    def y(self, pixels: float) -> float:
        return (pixels - self.top) * _POINTS / self.dpi


def image_to_page(image: Image.Image, width: float, height: float, recognizer: Recognizer) -> Page:
    """The page of a picture that is ``width`` by ``height`` points.

    Comes out: glyphs line by line as they were found, with how sure they are, and ruled lines.  A
    skew of up to 5 degrees is turned back, and so is a page that lies on its side or head; the same
    picture gives the same page.
    """
    page = _read_upright(image, width, height, recognizer)
    if not page.glyphs or _sum_sure(page) >= _LIES * len(page.glyphs):
        return page
    sizes = {
        Transpose.ROTATE_90: (height, width),
        Transpose.ROTATE_180: (width, height),
        Transpose.ROTATE_270: (height, width),
    }
    turned = [_read_upright(image.transpose(turn), *size, recognizer) for turn, size in sizes.items()]
    return max([page, *turned], key=_sum_sure)


def _sum_sure(page: Page) -> float:
    """How much was recognized: the more signs and the surer, the more."""
    return sum(glyph.sure or 0.0 for glyph in page.glyphs)


def _read_upright(image: Image.Image, width: float, height: float, recognizer: Recognizer) -> Page:
    picture, dpi = _to_picture(image, width, height)
    upright = set_upright(picture, find_skew(_grey(picture), dpi))
    lines = find_lines(_grey(upright), dpi)
    clean = _without(upright, lines.ink)
    ink = find_ink(_grey(clean), dpi)
    boxes = [piece for box in recognizer.find_boxes(clean, dpi) for piece in _pieces(box, lines, dpi)]
    boxes = [box for box in boxes if _holds_something(ink, box)]
    read = recognizer.read_lines([_cut_out(clean, box) for box in boxes])
    written = [_to_written(ink, lines, box, signs) for box, signs in zip(boxes, read, strict=True) if signs]
    scale = _Scale(dpi, *_grown(upright, picture))
    return Page(width, height, tuple(_to_glyphs(written, scale)), tuple(_to_rulings(lines, scale)))


def _to_picture(image: Image.Image, width: float, height: float) -> tuple[Picture, float]:
    """The pixels (blue, green, red) and how many of them are an inch: square ones, no finer than is of use.

    A fax has pixels twice as high as wide.
    """
    dpi = min(max(image.width / width, image.height / height) * _POINTS, _HIGHEST_DPI)
    size = (round(width * dpi / _POINTS), round(height * dpi / _POINTS))
    if any(abs(have - want) > 1 for have, want in zip(image.size, size, strict=True)):
        finer = image.width > size[0] or image.height > size[1]
        image = image.resize(size, Image.Resampling.BOX if finer else Image.Resampling.BICUBIC)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"), np.uint8)[:, :, ::-1]), dpi


def _grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _grown(upright: Picture, picture: Picture) -> tuple[float, float]:
    """How far the canvas grew to the left and to the top when it was turned."""
    return (upright.shape[1] - picture.shape[1]) / 2, (upright.shape[0] - picture.shape[0]) / 2


def _without(picture: Picture, ink: Picture) -> Picture:
    """The picture with paper where ``ink`` says."""
    clean = picture.copy()
    clean[ink.astype(bool)] = [int(np.median(channel)) for channel in cv2.split(picture)]
    return clean


def _pieces(box: Box, lines: RulingLines, dpi: float) -> Iterator[Box]:
    """A line of text cut where ruled lines cross it."""
    middle = (box.top + box.bottom) / 2
    for left, right in cuts_between(box.left, box.right, middle, lines.down):
        for top, bottom in cuts_between(box.top, box.bottom, (left + right) / 2, lines.across):
            if min(right - left, bottom - top) > dpi / _POINTS:
                yield Box(left, top, right, bottom)


def _window(picture: Picture, box: Box, margin: int = 0) -> Picture:
    top, left = max(int(box.top) - margin, 0), max(int(box.left) - margin, 0)
    return picture[top : int(box.bottom) + margin + 1, left : int(box.right) + margin + 1]


def _holds_something(ink: Picture, box: Box) -> bool:
    window = _window(ink, box)
    return bool(window.size) and float(window.mean()) > _SPECK


def _to_written(ink: Picture, lines: RulingLines, box: Box, signs: Sequence[RecognizedSign]) -> Written:
    start, end = _find_ends(ink, box)
    return Written(box, start, end, signs, sides_of(start, end, (box.top + box.bottom) / 2, lines.down))


def _find_ends(ink: Picture, box: Box) -> tuple[float, float]:
    """Where the ink of a line begins and ends; a speck is none."""
    window = _window(ink, box)
    columns = np.flatnonzero(window.sum(axis=0) > 1)
    if not len(columns):
        return box.left, box.right
    return int(box.left) + float(columns[0]), int(box.left) + float(columns[-1]) + 1


def _cut_out(picture: Picture, box: Box) -> Picture:
    return np.ascontiguousarray(_window(picture, box, _MARGIN))


def _to_glyphs(lines: Sequence[Written], scale: _Scale) -> Iterator[Glyph]:
    sure = [one for line in lines for one in _confidences(line.signs)]
    for spot, confidence in zip(place_signs(lines), sure, strict=True):
        left, right, baseline = scale.x(spot.left), scale.x(spot.right), scale.y(spot.baseline)
        yield Glyph(spot.sign.text, left, right, baseline, spot.size * _POINTS / scale.dpi, confidence)


def _confidences(signs: Sequence[RecognizedSign]) -> list[float]:
    """How sure each sign is; where only its width is in doubt, as sure as the others of its line."""
    others = [sign.confidence for sign in signs if sign.text not in _TWO_WIDTHS]
    mean = sum(others) / len(others) if others else 0.0
    return [round(max(s.confidence, mean) if s.text in _TWO_WIDTHS else s.confidence, 4) for s in signs]


def _to_rulings(lines: RulingLines, scale: _Scale) -> Iterator[Ruling]:
    for start, end, at in lines.across:
        yield Ruling(scale.x(start), scale.y(at), scale.x(end), scale.y(at))
    for start, end, at in lines.down:
        yield Ruling(scale.x(at), scale.y(start), scale.x(at), scale.y(end))
