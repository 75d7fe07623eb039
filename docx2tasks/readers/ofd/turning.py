"""A drawing → the page as it is read: turned back where its words stand on their side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from docx2tasks.readers.laid.page import Glyph, Page, Ruling
from docx2tasks.readers.ofd.words import Run, run_to_glyphs

Place = Callable[[float, float], tuple[float, float]]


class Laid(NamedTuple):
    """A page, and what is not on it: characters that lean or stand on their head, and unseen ones.

    ``is_unseen`` says that all words on the page are unseen: they lie under the picture of a paper.
    """

    page: Page
    leaning: int = 0
    unseen: int = 0
    is_unseen: bool = False


def runs_to_page(width: float, height: float, runs: Sequence[Run], rulings: Sequence[Ruling], *, paper: bool) -> Laid:
    """The page of a drawing; ``paper`` says that pictures stand on it.

    Unseen words are left out, unless the page shows a picture and no words: then they are what was
    recognized in the picture.
    """
    on_page = [_on_page(run, width, height) for run in runs]
    seen = [run for run in on_page if run.is_shown and run.signs]
    unseen = [run for run in on_page if not run.is_shown and run.signs]
    is_unseen = paper and bool(unseen) and not seen
    shown = unseen if is_unseen else seen
    quarters = _usual_quarters(shown)
    size, place = _turn(width, height, quarters)
    back = [_turned_run(run, place, quarters) for run in shown]
    glyphs: list[Glyph] = [glyph for run in back for glyph in run_to_glyphs(run)]
    on_paper = (line for ruling in rulings if (line := _clip(ruling, width, height)))
    lines = [_turned_ruling(ruling, place) if quarters else ruling for ruling in on_paper]
    leaning = sum(len(run.signs) for run in back) - len(glyphs)
    left_out = sum(len(run.signs) for run in runs) - sum(len(run.signs) for run in shown)
    return Laid(Page(*size, glyphs, lines), leaning, left_out, is_unseen)


def _on_page(run: Run, width: float, height: float) -> Run:
    """The run without the signs that stand beyond the paper, or are larger than it or nothing."""
    most = max(width, height)
    kept = [s for s in run.signs if 0 <= s.x <= width and 0 <= s.y <= height and 0 < s.size <= most and s.width <= most]
    return run if len(kept) == len(run.signs) else run._replace(signs=kept)


def _clip(ruling: Ruling, width: float, height: float) -> Ruling | None:
    """The part of a line that stands on the paper."""
    left, right = max(ruling.left, 0.0), min(ruling.right, width)
    top, bottom = max(ruling.top, 0.0), min(ruling.bottom, height)
    return Ruling(left, top, right, bottom) if left <= right and top <= bottom else None


def _usual_quarters(runs: Sequence[Run]) -> int:
    """How far most of the words that are more than one sign are turned."""
    counts: Counter[int] = Counter()
    for run in runs:
        if run.quarters is not None:
            counts[run.quarters] += len(run.signs)
    return max(counts, key=lambda quarters: (counts[quarters], -quarters)) if counts else 0


def _turn(width: float, height: float, quarters: int) -> tuple[tuple[float, float], Place]:
    """The size of the page turned back, and where its points come to stand."""
    if quarters == 1:
        return (height, width), lambda x, y: (y, width - x)
    if quarters == 2:
        return (width, height), lambda x, y: (width - x, height - y)
    if quarters == 3:
        return (height, width), lambda x, y: (height - y, x)
    return (width, height), lambda x, y: (x, y)


def _turned_run(run: Run, place: Place, quarters: int) -> Run:
    if not quarters or run.quarters is None:
        return run
    signs = [sign._replace(x=x, y=y) for sign in run.signs for x, y in (place(sign.x, sign.y),)]
    return run._replace(signs=signs, quarters=(run.quarters - quarters) % 4)


def _turned_ruling(ruling: Ruling, place: Place) -> Ruling:
    (x1, y1), (x2, y2) = place(ruling.left, ruling.top), place(ruling.right, ruling.bottom)
    return Ruling(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
