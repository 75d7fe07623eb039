"""Measures and corrects the skew of a scanned page.

The rows of ink of an upright page are sharp: a line of text or a ruled line begins and ends at once.
So the angle is the one whose rows differ most from their neighbours.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows of pixels: grey (two axes) or blue, green, red (three)."""

_MOST = 5.0  # degrees: what a feeder does to a sheet; more is a photograph, and no small error
_COARSE, _FINE = 0.25, 0.02  # degrees; over the width of a page 0.02° is less than a pixel
_LEAST = 0.03  # degrees that are worth the blur of turning
_POINTS = 200_000  # pixels of ink that are looked at: the answer does not change with more
_SOFT = (1.0, 2.0, 3.0, 2.0, 1.0)  # rows are softened by: a few lines of text say little by the pixel
_DPI = 150  # at half of it the angle is wrong by 0.1°, a point over the width of a page


def find_ink(grey: Picture, dpi: float, darker: int = 25) -> Picture:
    """Where a grey picture is darker than its surroundings by ``darker`` of 255: 1 there, else 0.

    The surroundings are a third of an inch, so that shadow and yellowed paper do not count.
    """
    near = max(int(dpi / 3) | 1, 3)
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    dark = cv2.adaptiveThreshold(calm, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, near, darker)
    return np.asarray(dark, np.uint8)


def find_skew(grey: Picture, dpi: float) -> float:
    """Degrees by which the page is turned clockwise, between -5 and 5; 0.0 where it has no lines."""
    small = cv2.resize(grey, None, fx=_DPI / dpi, fy=_DPI / dpi, interpolation=cv2.INTER_AREA)
    rows, columns = np.nonzero(find_ink(np.asarray(small, np.uint8), _DPI))
    if not len(rows):
        return 0.0
    step = len(rows) // _POINTS + 1
    y, x = rows[::step].astype(np.float32), columns[::step].astype(np.float32)
    angle = _sharpest(x, y, np.arange(-_MOST, _MOST + _COARSE / 2, _COARSE))
    return _sharpest(x, y, np.arange(angle - _COARSE, angle + _COARSE + _FINE / 2, _FINE))


def _sharpest(x: NDArray[np.float32], y: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    """The angle whose rows differ most; of equal ones the smallest, so that a blank page stays as it is."""
    scores = [(_sharpness(x, y, angle), -abs(angle), angle) for angle in angles.tolist()]
    return round(float(max(scores)[2]), 2)


def _sharpness(x: NDArray[np.float32], y: NDArray[np.float32], angle: float) -> float:
    """How much rows of ink differ from their neighbours, were the page turned back by ``angle``."""
    turn = np.radians(angle)
    rows = (y * np.cos(turn) - x * np.sin(turn)).astype(np.int32)
    counts = np.convolve(np.bincount(rows - rows.min()), _SOFT)
    return float(np.sum(np.diff(counts) ** 2))


def set_upright(picture: Picture, angle: float) -> Picture:
    """The picture turned back by ``angle`` degrees about its middle; what comes in at the corners is paper.

    The canvas grows, so that nothing is cut off.
    """
    if abs(angle) < _LEAST:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    sine, cosine = abs(turn[0, 1]), abs(turn[0, 0])
    wide, high = int(np.ceil(width * cosine + height * sine)), int(np.ceil(width * sine + height * cosine))
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    paper = [int(np.median(channel)) for channel in cv2.split(picture)]
    turned = cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, np.uint8)
