"""A laid-out page: its characters, each with a box, and its ruled lines.

Readers of such formats (PDF, OFD, recognized scans) make pages, and know nothing of paragraphs or
tables; ``blocks.py`` makes paragraphs and tables of pages, and knows nothing of the formats.

All measures are points (1/72 inch) from the top left corner of the page as it is shown, so that
``top < bottom`` and ``left < right``; a page that is shown turned has been turned back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import LeftoverKind


class Glyph(NamedTuple):
    """A character, or a few set as one piece, and its box; all white space is one blank, ``" "``.

    ``baseline`` is where the line stands that it is written on; all glyphs of one line have nearly
    the same.  ``size`` is the height of its font, the same for ``一`` and ``。``.  ``sure`` is None where
    the character was read; recognized in a picture, it is how sure that was, from 0 to 1.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    sure: float | None = None


class Ruling(NamedTuple):
    """A straight drawn line: across where ``top == bottom``, down where ``left == right``."""

    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page: its size, its glyphs in the order of the file, its ruled lines.

    ``asides`` are words that are no part of what is read, each with what they are: ``watermark``,
    ``off-page``, ``hidden``.  ``lost`` counts characters of which the file does not say what they mean; ``left_out``
    is what the page shows and was not read.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rulings: Sequence[Ruling] = ()
    asides: Sequence[tuple[LeftoverKind, str]] = ()
    lost: int = 0
    left_out: Sequence[LeftOut] = ()

    @property
    def has_words(self) -> bool:
        """Whether anything is written on the page."""
        return any(glyph.text != " " for glyph in self.glyphs)
