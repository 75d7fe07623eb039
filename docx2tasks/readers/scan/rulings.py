"""Ruled lines of a scanned page: straight runs longer than the strokes of characters.

A run is found across and down; broken ones are joined; what remains must be as long as no stroke is, and
hang together with others to an inch at least, which a large 国 does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from docx2tasks.readers.scan.skew import Picture, find_ink

# all in inches
_SMOOTH = 0.06  # a picture is smoothed by this along its lines
_RUN = 0.14  # runs of ink that may go on with a line; below it they are speckle
_ACROSS = 0.35  # shortest whole run of a line across: 25 points, wider than a sign but in a title
_DOWN = 0.17  # shortest whole run of a line down: one row of small print, higher than a sign of a cell
_THICK = 0.05  # what is thicker is a filled box
_GAP = 0.04  # a break in a line that was printed whole; between strokes of two signs is about as much
_NEAR = 0.03  # two lines that meet, or lie on one another
_BESIDE = (0.016, 0.021, 0.026)  # so far above and below the middle of a line there is paper
_TOUCHED = 0.1  # share of a line where it is not: other lines and the tails of signs come near
_EXTENT = 1.0  # lines that hang together: a larger one than any sign
_STUB = 0.2  # a line that extends this little beyond its last crossing ends there
_EDGE = 0.05  # at the edge of the picture: the shadow of the sheet
_MOST = 500  # lines one way: a table of 100 rows has as many; more are the raster of a photograph


class RulingLine(NamedTuple):
    """A ruled line in pixels: from ``start`` to ``end``, at ``at`` on the other axis."""

    start: float
    end: float
    at: float


class RulingLines(NamedTuple):
    """The ruled lines of a picture, and where they are inked (1 there, else 0)."""

    across: tuple[RulingLine, ...]
    down: tuple[RulingLine, ...]
    ink: Picture


def find_lines(grey: Picture, dpi: float) -> RulingLines:
    """The ruled lines of an upright page."""
    across = _find_runs(grey, dpi, _ACROSS)
    down = _find_runs(np.ascontiguousarray(grey.T), dpi, _DOWN)
    across, down = _keep_large(across, down, dpi)
    across, down = [_trim(line, down, dpi) for line in across], [_trim(line, across, dpi) for line in down]
    inside = _EDGE * dpi
    height, width = grey.shape
    across = [line for line in across if inside < line.at < height - inside]
    down = [line for line in down if inside < line.at < width - inside]
    return RulingLines(tuple(across), tuple(down), _ink_of(find_ink(grey, dpi), across, down, dpi))


def _find_runs(grey: Picture, dpi: float, shortest: float) -> list[RulingLine]:
    """Lines across, joined and long enough.

    The picture is smoothed along the lines first: a faint line stands out, speckle goes; runs of ink
    become longer by as much.
    """
    ink = find_ink(grey, dpi)
    along = find_ink(np.asarray(cv2.blur(grey, (max(int(_SMOOTH * dpi), 1), 1)), np.uint8), dpi, 12)
    runs = cv2.morphologyEx(along, cv2.MORPH_OPEN, np.ones((1, max(int(_RUN * dpi), 1)), np.uint8))
    grown = cv2.dilate(runs, np.ones((3, 1), np.uint8))  # a slanted line continues in the next row
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    areas = np.bincount(labels.ravel(), weights=runs.ravel(), minlength=count)
    rows = np.repeat(np.arange(grey.shape[0]), grey.shape[1])
    middles = np.bincount(labels.ravel(), weights=rows * runs.ravel(), minlength=count)
    lines = [
        RulingLine(float(left), float(left + width), float(middles[n] / areas[n]) + 0.5)
        for n, (left, _, width, _, _) in enumerate(boxes.tolist())
        if n and areas[n] and areas[n] / width <= _THICK * dpi
    ]
    whole = [line for line in lines if line.end - line.start >= (shortest + _SMOOTH) * dpi]
    joined = [] if len(whole) > _MOST else _join(whole, lines, dpi)
    uncrossed = _without_crossing(ink, dpi)
    smear = _SMOOTH * dpi / 2
    exact = [line._replace(start=line.start + smear, end=line.end - smear) for line in joined]
    return [line for line in exact if _stands_free(uncrossed, line, dpi)]


def _without_crossing(ink: Picture, dpi: float) -> Picture:
    """The ink without long runs down, which cross the lines across."""
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((int(_DOWN * dpi), 1), np.uint8))
    return np.asarray(cv2.subtract(ink, cv2.dilate(down, np.ones((1, 5), np.uint8))), np.uint8)


def _stands_free(ink: Picture, line: RulingLine, dpi: float) -> bool:
    """Whether there is paper above and below; beside strokes in one row are the other strokes of their signs."""
    return all(
        min(_inked(ink, int(line.at + side * reach * dpi), line) for reach in _BESIDE) <= _TOUCHED for side in (-1, 1)
    )


def _inked(ink: Picture, row: int, line: RulingLine) -> float:
    return float(ink[row, int(line.start) : int(line.end)].mean()) if 0 <= row < len(ink) else 0.0


def _join(whole: Sequence[RulingLine], runs: Iterable[RulingLine], dpi: float) -> list[RulingLine]:
    """Whole lines, each with the runs that go on with it: at nearly the same height, after a small break."""
    joined: list[RulingLine] = []
    for line in sorted({*whole, *(run for run in runs if _goes_on(run, whole, dpi))}):
        for n, other in enumerate(joined):
            if abs(other.at - line.at) <= _NEAR * dpi and line.start - other.end <= _GAP * dpi:
                joined[n] = _merge(other, line)
                break
        else:
            joined.append(line)
    return joined


def _goes_on(run: RulingLine, whole: Iterable[RulingLine], dpi: float) -> bool:
    """Whether a run begins where a whole line ends, or ends where one begins."""
    return any(
        abs(line.at - run.at) <= _NEAR * dpi and min(abs(run.start - line.end), abs(line.start - run.end)) <= _GAP * dpi
        for line in whole
    )


def _merge(one: RulingLine, two: RulingLine) -> RulingLine:
    """One line of two; it stands where the longer part of it does."""
    first, second = one.end - one.start, two.end - two.start
    at = (one.at * first + two.at * second) / (first + second)
    return RulingLine(min(one.start, two.start), max(one.end, two.end), at)


def _keep_large(
    across: Sequence[RulingLine], down: Sequence[RulingLine], dpi: float
) -> tuple[list[RulingLine], list[RulingLine]]:
    """Lines that hang together to an inch at least."""
    groups = _groups(across, down, _NEAR * dpi)
    kept: tuple[list[RulingLine], list[RulingLine]] = [], []
    for group in groups:
        wide = [across[n] for n in group if n < len(across)]
        high = [down[n - len(across)] for n in group if n >= len(across)]
        extents = (_extent(wide), _extent(high))
        if max(extents) >= _EXTENT * dpi:
            kept[0].extend(wide)
            kept[1].extend(high)
    return sorted(kept[0], key=lambda line: (line.at, line.start)), sorted(kept[1], key=lambda line: line[::-1])


def _extent(lines: Sequence[RulingLine]) -> float:
    return max((line.end for line in lines), default=0.0) - min((line.start for line in lines), default=0.0)


def _groups(across: Sequence[RulingLine], down: Sequence[RulingLine], near: float) -> list[list[int]]:
    """Numbers of lines that meet, directly or by way of others; those down are counted after those across."""
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for n, line in enumerate(across):
        for m, other in enumerate(down, len(across)):
            if _meet(line, other, near):
                parent[root(m)] = root(n)
    groups: dict[int, list[int]] = {}
    for n in range(len(parent)):
        groups.setdefault(root(n), []).append(n)
    return list(groups.values())


def _meet(across: RulingLine, down: RulingLine, near: float) -> bool:
    return across.start - near <= down.at <= across.end + near and down.start - near <= across.at <= down.end + near


def _trim(line: RulingLine, others: Iterable[RulingLine], dpi: float) -> RulingLine:
    """The line from the first to the last of those that it meets; a stub beyond is a smear or a stroke."""
    met = sorted(other.at for other in others if _meet(line, other, _NEAR * dpi))
    start, end = (met[0], met[-1]) if len(met) > 1 else (line.start, line.end)
    return RulingLine(
        start if abs(start - line.start) <= _STUB * dpi else line.start,
        end if abs(end - line.end) <= _STUB * dpi else line.end,
        line.at,
    )


def _ink_of(ink: Picture, across: Iterable[RulingLine], down: Iterable[RulingLine], dpi: float) -> Picture:
    """The ink of the lines alone: runs along each, with their blurred edges."""
    mask = np.zeros_like(ink)
    reach = max(int(_NEAR * dpi), 2)
    for line in across:
        _mark(mask, ink, line, reach)
    for line in down:
        _mark(mask.T, ink.T, line, reach)
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8), iterations=2), np.uint8)


def _mark(mask: Picture, ink: Picture, line: RulingLine, reach: int) -> None:
    """Mark the ink beside a line across, as far as it runs along with the line."""
    top, bottom = max(int(line.at) - reach, 0), int(line.at) + reach + 1
    left, right = max(int(line.start), 0), int(line.end) + 1
    strip = np.ascontiguousarray(ink[top:bottom, left:right])
    along = cv2.morphologyEx(strip, cv2.MORPH_OPEN, np.ones((1, 3 * reach), np.uint8))
    mask[top:bottom, left:right] |= np.asarray(along, np.uint8)


def cuts_between(start: float, end: float, middle: float, lines: Sequence[RulingLine]) -> list[tuple[float, float]]:
    """The pieces of the stretch ``start`` to ``end`` between the lines that cross it at height ``middle``."""
    cuts = sorted(line.at for line in lines if line.start <= middle <= line.end and start < line.at < end)
    return list(pairwise([start, *cuts, end]))


def sides_of(start: float, end: float, middle: float, lines: Sequence[RulingLine]) -> tuple[float, float]:
    """The nearest lines left and right of the stretch ``start`` to ``end`` at height ``middle``."""
    crossing = [line.at for line in lines if line.start <= middle <= line.end]
    centre = (start + end) / 2
    low = max((at for at in crossing if at < centre), default=float("-inf"))
    return low, min((at for at in crossing if at >= centre), default=float("inf"))
