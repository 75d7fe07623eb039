"""Words of a PDF page that are not drawn: they have neither a colour nor an edge (ISO 32000-1, 9.3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_void_p, cast

from docx2tasks.readers.pdf.drawn import TEXT, Drawn

_NOT_DRAWN = frozenset((3, 7))  # render modes: neither filled nor stroked; only a clip
_BAND = 10.0  # points: boxes are looked up by the bands of the page they reach into
_MOST = 50  # boxes of one band

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the coordinates of the page."""


def has_unseen(objects: Iterable[Drawn]) -> bool:
    """Whether some words of a page are not drawn."""
    return any(kind == TEXT and _is_unseen(thing) for kind, thing, _ in objects)


def find_unseen(words: object, count: int, objects: Sequence[Drawn]) -> frozenset[Box]:
    """The boxes of the characters that are not drawn, of the ``count`` in pdfium's ``words`` of a page.

    Of words that are drawn twice in one place pdfium gives the first: where those that follow are drawn, it is seen.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    box, boxes, owners = pdfium.FS_RECTF(), list[Box](), set[int | None]()
    for n in range(count):
        thing = pdfium.FPDFText_GetTextObject(words, n)
        owners.add(_address(thing))
        if thing and _is_unseen(thing) and pdfium.FPDFText_GetLooseCharBox(words, n, byref(box)):
            boxes.append((box.left, box.bottom, box.right, box.top))
    bands = _boxes_to_bands(_find_dropped(objects, owners))
    return frozenset(one for one in boxes if not _is_within(one, bands))


def _is_unseen(thing: object) -> bool:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return int(pdfium.FPDFTextObj_GetTextRenderMode(thing)) in _NOT_DRAWN


def _address(thing: object) -> int | None:
    return cast(thing, c_void_p).value  # type: ignore[arg-type]  # a pointer, as pdfium gives them


def _find_dropped(objects: Iterable[Drawn], owners: set[int | None]) -> Iterator[Box]:
    """The boxes of drawn words of which pdfium gives no character."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for kind, thing, matrix in objects:
        if kind == TEXT and _address(thing) not in owners and not _is_unseen(thing):
            pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top))
            (x1, y1), (x2, y2) = matrix(left.value, bottom.value), matrix(right.value, top.value)
            yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _boxes_to_bands(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    bands: dict[int, list[Box]] = {}
    for box in boxes:
        first = int(box[1] // _BAND)
        for band in range(first, min(int(box[3] // _BAND), first + _MOST) + 1):
            near = bands.setdefault(band, [])
            if len(near) < _MOST:
                near.append(box)
    return bands


def _is_within(box: Box, bands: dict[int, list[Box]]) -> bool:
    """Whether a character lies on the line of one of some boxes, no further away than it is high."""
    y, size = (box[1] + box[3]) / 2, box[3] - box[1]
    near = bands.get(int(y // _BAND), ())
    return any(
        left - size <= box[2] and box[0] <= right + size and bottom - 2 <= y <= top + 2
        for left, bottom, right, top in near
    )
