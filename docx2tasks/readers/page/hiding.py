"""Whether a ``style`` attribute hides text, as browsers decide it (CSS 2.2, CSS Cascade 4).

Later declarations win over earlier ones, ``!important`` over both; what is no value of its property counts for
nothing.  ``visibility`` and ``font-size`` are inherited: a child that sets them shows its words again.  What has no
box (``display:none``), no height or no place on the screen takes all that is in it along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_STYLE_CHARS = 20_000  # of one attribute; none seen has 2,000
_HIGHEST = 0x10FFFF
_LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|r?em|ex|ch|%|vh|vw|cm|mm|in|pc|q)?")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "": 1.0}  # of the lengths that put a box aside
_RELATIVE = frozenset({"em", "%", "ex", "ch"})  # of the size of the words around
_SIZES = frozenset({
    "xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "initial",
})  # fmt: skip
_DISPLAYS = frozenset({
    "block", "inline", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "table", "inline-table",
    "table-row", "table-cell", "table-row-group", "table-header-group", "table-footer-group", "table-column",
    "table-caption", "list-item", "contents", "flow-root", "run-in", "initial", "revert", "unset",
})  # fmt: skip
_VISIBLE = {"visible": True, "initial": True, "hidden": False, "collapse": False}
_CUT = frozenset({"hidden", "clip"})
_PLACED = frozenset({"absolute", "fixed", "relative"})
_FAR = -500  # pixels: a box that begins further left or up is not on the screen
_CLIPPED = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)")
_NO_AREA = re.compile(r"inset\(\s*(?:[5-9]\d|100)%")
_NO_SCALE = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]")


class Effect(NamedTuple):
    """The effect of a ``style`` attribute on text; None where it has none.

    ``gone`` cannot be undone inside; ``visible`` and ``sized`` hold until a child says otherwise.
    """

    gone: bool | None = None
    visible: bool | None = None
    sized: bool | None = None


def style_to_declarations(style: str) -> dict[str, str]:
    """The declarations that count, by property, in lower case: ``COLOR:red;color:blue`` gives ``color: blue``."""
    style = style[:_STYLE_CHARS].lower()
    if "\\" in style:
        style = _ESCAPE.sub(lambda hit: chr(min(int(hit[1], 16), _HIGHEST)), style)
    if "/*" in style:
        first, *others = style.split("/*")
        style = first + "".join(other.partition("*/")[2] for other in others)
    found: dict[str, str] = {}
    important: set[str] = set()
    for piece in style.split(";"):
        name, _, value = piece.partition(":")
        name, value = name.strip(), value.strip()
        value, is_important = _split_important(value)
        if not value or (name in important and not is_important) or not _is_valid(name, value):
            continue
        if is_important:
            important.add(name)
        found.pop(name, None)  # so that the last one stands last
        found[name] = value
    return found


def declarations_to_effect(found: Mapping[str, str]) -> Effect:
    """Whether words are shown under these declarations."""
    gone = True if _is_gone(found) else None if "display" not in found else False
    return Effect(gone, _VISIBLE.get(found.get("visibility", "")), _find_size(found))


def _split_important(value: str) -> tuple[str, bool]:
    body, mark, rest = value.rpartition("!")
    return (body.strip(), True) if mark and rest.strip() == "important" else (value, False)


def _is_valid(name: str, value: str) -> bool:
    """Whether a browser takes a declaration, as far as it matters here."""
    if name == "display":
        return value == "none" or value.split(maxsplit=1)[0] in _DISPLAYS
    if name == "visibility":
        return value in _VISIBLE or value == "inherit"
    if name in {"height", "max-height", "width", "max-width", "opacity", "text-indent", "left", "top"}:
        return bool(_LENGTH.fullmatch(value)) or not value[0].isdigit()
    return True


def _find_size(found: Mapping[str, str]) -> bool | None:
    """Whether words get a size, or none; None where it stays as it is around."""
    size = None
    for name, value in found.items():
        if name == "font-size":
            size = value
        elif name == "font":
            sizes = (word.partition("/")[0] for word in value.split()[:8])
            size = next((word for word in sizes if word in _SIZES or _is_font_size(word)), size)
    if size is None or size in {"inherit", "larger", "smaller"}:
        return None
    length = _LENGTH.fullmatch(size)
    if length is None:
        return True if size in _SIZES else None
    if float(length[1]) <= 0:
        return False
    return None if length[2] in _RELATIVE else True


def _is_font_size(word: str) -> bool:
    """Whether a word of ``font`` is its size: ``12px`` or ``0``, not the weight ``700``."""
    length = _LENGTH.fullmatch(word)
    return length is not None and (bool(length[2]) or float(length[1]) == 0)


def _is_gone(found: Mapping[str, str]) -> bool:
    """Whether the element shows nothing of what is in it."""
    if found.get("display") == "none" or found.get("mso-hide") == "all" or found.get("content-visibility") == "hidden":
        return True
    return _is_zero(found.get("opacity")) or _has_no_area(found) or _is_off_screen(found)


def _has_no_area(found: Mapping[str, str]) -> bool:
    if _CLIPPED.match(found.get("clip", "")) and found.get("position") in {"absolute", "fixed"}:
        return True
    if _NO_AREA.match(found.get("clip-path", "")) or _NO_SCALE.search(found.get("transform", "")):
        return True
    overflow = found.get("overflow", "").split()
    return any(
        not _CUT.isdisjoint((*overflow, found.get(f"overflow-{axis}", "")))
        and (_is_zero(found.get(side)) or _is_zero(found.get(f"max-{side}")))
        and (f"min-{side}" not in found or _is_zero(found[f"min-{side}"]))
        for side, axis in (("height", "y"), ("width", "x"))
    )


def _is_off_screen(found: Mapping[str, str]) -> bool:
    if found.get("position") in _PLACED and min(_pixels(found.get("left")), _pixels(found.get("top"))) <= _FAR:
        return True
    top, _, _, left = _sides(found, "margin")
    above, _, _, before = _sides(found, "padding")
    return left + before <= _FAR or top + above <= _FAR or _pixels(found.get("text-indent")) + before <= _FAR


def _sides(found: Mapping[str, str], name: str) -> Sequence[float]:
    """Top, right, bottom and left of a margin or padding, in pixels."""
    values = [_pixels(word) for word in found.get(name, "").split()[:4]] or [0.0]
    top, right, bottom, left = (values * 4)[:4] if len(values) != 3 else (*values, values[1])
    return (
        _pixels(found.get(f"{name}-top"), top), right, bottom, _pixels(found.get(f"{name}-left"), left),
    )  # fmt: skip


def _pixels(value: str | None, default: float = 0.0) -> float:
    length = _LENGTH.fullmatch(value) if value else None
    return float(length[1]) * _PIXELS.get(length[2] or "", 0.0) if length else default


def _is_zero(value: str | None) -> bool:
    length = _LENGTH.fullmatch(value) if value else None
    return length is not None and float(length[1]) == 0
