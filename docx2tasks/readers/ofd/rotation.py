"""Rotates a page so that its text is upright."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Glyph, Page, Ruling
from docx2tasks.readers.layout.rotated import quarters_to_matrix, turned_to_glyphs
from docx2tasks.readers.ofd.words import OfdSign, Run
from docx2tasks.vocabulary import LeftoverKind


class Laid(NamedTuple):
    """A page, and how many of its characters nobody sees.

    ``is_unseen`` says that all words on the page are unseen: they lie under the picture of a paper.
    """

    page: Page
    unseen: int = 0
    is_unseen: bool = False
    hidden: str = ""  # the words that were left out


def runs_to_page(width: float, height: float, runs: Sequence[Run], rulings: Iterable[Ruling], *, paper: bool) -> Laid:
    """The page of a drawing; ``paper`` means that there are pictures on it.

    Words that lean are a watermark, those beyond the paper are aside as well.  Unseen words are
    left out, unless the page shows a picture and no words: then they were recognized in the picture.
    """
    seen, unseen, outside = _sort(runs, width, height)
    is_unseen = paper and bool(unseen) and not seen
    shown = unseen if is_unseen else seen
    leaning = [run for run in shown if run.quarters is None]
    asides = [
        pair
        for pair in ((LeftoverKind.WATERMARK, _words(leaning)), (LeftoverKind.OFF_PAGE, _words(outside)))
        if pair[1]
    ]
    quarters = _usual_quarters(shown)
    matrix = quarters_to_matrix(quarters, width, height)
    size = (height, width) if quarters % 2 else (width, height)
    lines = [_turned_ruling(line, matrix) for ruling in rulings if (line := _clip(ruling, width, height))]
    page = Page(*size, [*_glyphs(shown, quarters, width, height)], lines, asides=asides)
    left_out = sum(len(run.signs) for run in runs) - sum(len(run.signs) for run in (*shown, *outside))
    return Laid(page, left_out, is_unseen, "" if is_unseen else _words(unseen))


def _sort(runs: Iterable[Run], width: float, height: float) -> tuple[list[Run], list[Run], list[Run]]:
    """The runs that are seen, those that are not, and those beyond the paper; signs of no size are in none."""
    seen: list[Run] = []
    unseen: list[Run] = []
    outside: list[Run] = []
    most = max(width, height)
    for run in runs:
        sized = [sign for sign in run.signs if 0 < sign.size <= most and sign.width <= most]
        inside = [sign for sign in sized if 0 <= sign.x <= width and 0 <= sign.y <= height]
        if inside:
            (seen if run.is_shown else unseen).append(run._replace(signs=inside))
        if run.is_shown and len(inside) < len(sized):
            here = set(inside)
            outside.append(run._replace(signs=[sign for sign in sized if sign not in here]))
    return seen, unseen, outside


def _words(runs: Iterable[Run]) -> str:
    return " ".join("".join(sign.text for sign in run.signs) for run in runs)


def _usual_quarters(runs: Iterable[Run]) -> int:
    """How far most of the words are turned."""
    counts: Counter[int] = Counter()
    for run in runs:
        if run.quarters is not None:
            counts[run.quarters] += len(run.signs)
    return max(counts, key=lambda quarters: (counts[quarters], -quarters)) if counts else 0


def _glyphs(runs: Sequence[Run], usual: int, width: float, height: float) -> Iterator[Glyph]:
    """The glyphs of the page turned back, then the lines that stand on their side there."""
    size = (height, width) if usual % 2 else (width, height)
    for quarters in (usual, *(other for other in range(4) if other != usual)):
        place = quarters_to_matrix(quarters, width, height)
        signs = (sign for run in runs if run.quarters == quarters for sign in run.signs)
        glyphs = (_sign_to_glyph(sign, place) for sign in signs)
        yield from glyphs if quarters == usual else turned_to_glyphs(glyphs, (quarters - usual) % 4, *size)


def _sign_to_glyph(sign: OfdSign, place: Matrix) -> Glyph:
    x, y = place(sign.x, sign.y)
    return Glyph(sign.text, x, x + sign.width, y, sign.size)


def _clip(ruling: Ruling, width: float, height: float) -> Ruling | None:
    """The part of a line that stands on the paper."""
    left, right = max(ruling.left, 0.0), min(ruling.right, width)
    top, bottom = max(ruling.top, 0.0), min(ruling.bottom, height)
    return Ruling(left, top, right, bottom) if left <= right and top <= bottom else None


def _turned_ruling(ruling: Ruling, place: Matrix) -> Ruling:
    (x1, y1), (x2, y2) = place(ruling.left, ruling.top), place(ruling.right, ruling.bottom)
    return Ruling(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
