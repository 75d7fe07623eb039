"""Signs of symbol fonts (``w:sym``, bullets) as plain characters.

Word stores a sign of Wingdings or Symbol as U+F000 plus its code in the font.  Those with an
obvious equivalent are given as it; the rest stay as they are, so that nothing is lost silently.
"""

from __future__ import annotations

import re

_PRIVATE = 0xF000
_HEX = re.compile(r"[0-9A-Fa-f]{1,4}")

_SYMBOL = {
    0xA8: "♦", 0xB7: "•", 0xD7: "⋅", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠",
    0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xB0: "°", 0x2D: "−", 0xA5: "∞", 0x6D: "μ",
    0xD6: "√", 0xBB: "≈", 0xA7: "♣", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA7: "▪", 0xA8: "◻",
    0xAB: "★", 0xB2: "⟡", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x21: "✏", 0x46: "☞", 0x45: "☜", 0x2A: "✉", 0x28: "☎",
    **{0x80 + n: sign for n, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS2 = {
    0x50: "✓",
    0x4F: "✗",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA3: "□",
    0x98: "●",
    0xA2: "■",
}

_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2}
_ANY = {**_WINGDINGS, 0xB7: "•"}  # a bullet's font is seldom worth looking up


def symbol_to_text(words: str, font: str = "") -> str:
    r"""``words`` with the signs U+F000–F0FF replaced where the font's sign has an equivalent.

    ``symbol_to_text("\uf0fe", "Wingdings")`` is ``☑``; without a font, the usual bullets are known.
    """
    if words.isascii():
        return words
    table = _FONTS.get(font.lower(), _ANY)
    return "".join([table.get(ord(sign) - _PRIVATE, sign) for sign in words])


def code_to_text(code: str | None, font: str) -> str:
    """The character of ``<w:sym w:char="F0FE" w:font="Wingdings"/>`` (17.3.3.30), empty if it is none."""
    point = int(code, 16) if code and _HEX.fullmatch(code) else 0
    if point < 0x20 or point > 0xFFFD or 0xD800 <= point <= 0xDFFF:
        return ""
    sign = chr(point)
    if point < 0x100 and font.lower() in _FONTS:
        sign = chr(point + _PRIVATE)
    return symbol_to_text(sign, font)
