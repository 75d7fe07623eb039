"""Horizontal watermarks: text much paler than the rest, over it or repeated.

``内部资料`` in light grey across the lines is one; a grey note that stands by itself is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from ctypes import byref, c_uint

from docx2tasks.readers.pdf.characters import Sign
from docx2tasks.readers.pdf.ruled_lines import TEXT, Drawn

_PALE, _WHITE = 120, 250  # of 255: from light grey to what is nearly paper
_PALER = 80  # of 255: than most words of the page
_COMMON = 5  # characters of the darkest colour that counts
_OVER = 2  # characters that lie over others
_AGAIN, _LONG = 3, 4  # repetitions of a line, and its minimum number of characters
_BAND = 10.0  # points: boxes are looked up by the horizontal bands they are in
_COVERED = 0.3  # of the smaller of two boxes, each way: less is a touch of neighbours

Look = tuple[int, float]
"""How light characters are, and their size."""


def has_pale(objects: Iterable[Drawn]) -> bool:
    """Whether some words of a page are light grey, or let the paper shine through."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    parts = c_uint(), c_uint(), c_uint(), c_uint()
    places = tuple(map(byref, parts))
    ask = pdfium.FPDFPageObj_GetFillColor
    return any(kind == TEXT and ask(thing, *places) and _is_pale(_to_tone(parts)) for kind, thing, _ in objects)


def find_watermark(words: object, signs: Sequence[Sign], places: Sequence[int]) -> frozenset[int]:
    """The indices of watermark characters; ``places`` are their indices in pdfium's ``words``."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    parts = c_uint(), c_uint(), c_uint(), c_uint()
    asked = tuple(map(byref, parts))
    tones = [_to_tone(parts) if pdfium.FPDFText_GetFillColor(words, n, *asked) else 0 for n in places]
    written = [n for n, sign in enumerate(signs) if sign.text != " "]
    counts = Counter(tones[n] for n in written)
    dark = min((tone for tone, count in counts.items() if count >= _COMMON), default=0)  # of the text itself
    looks: dict[Look, list[int]] = defaultdict(list)
    others: list[Sign] = []
    for n in written:
        if _is_pale(tones[n]) and tones[n] - dark >= _PALER:
            looks[tones[n], round(signs[n].size, 1)].append(n)
        else:
            others.append(signs[n])
    bands = _to_bands(others)
    found = (n for group in looks.values() if _is_watermark([signs[n] for n in group], bands) for n in group)
    return frozenset(found)


def _to_tone(parts: Sequence[c_uint]) -> int:
    """How light a colour is on paper, from 0, black, to 255; a colour that shines through is lighter."""
    red, green, blue, alpha = (part.value for part in parts)
    return 255 - (255 - (red * 3 + green * 6 + blue) // 10) * alpha // 255


def _is_pale(tone: int) -> bool:
    return _PALE <= tone < _WHITE


def _is_watermark(signs: Sequence[Sign], bands: dict[int, list[Sign]]) -> bool:
    if sum(_lies_over(sign, bands) for sign in signs) >= _OVER:
        return True
    rows: dict[float, list[str]] = defaultdict(list)
    for sign in signs:
        rows[round(sign.bottom, 1)].append(sign.text)
    again = Counter("".join(row) for row in rows.values() if len(row) >= _LONG)
    return any(count >= _AGAIN for count in again.values())


def _to_bands(signs: Iterable[Sign]) -> dict[int, list[Sign]]:
    bands: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        for band in range(int(sign.bottom // _BAND), int(sign.top // _BAND) + 1):
            bands[band].append(sign)
    return bands


def _lies_over(sign: Sign, bands: dict[int, list[Sign]]) -> bool:
    """Whether a character covers a good part of another."""
    near = (other for n in range(int(sign.bottom // _BAND), int(sign.top // _BAND) + 1) for other in bands.get(n, ()))
    return any(
        _overlap((sign.left, sign.right), (other.left, other.right))
        and _overlap((sign.bottom, sign.top), (other.bottom, other.top))
        for other in near
    )


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > _COVERED * min(one[1] - one[0], other[1] - other[0])
