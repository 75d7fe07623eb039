"""Characters of symbol fonts (``w:sym``, bullets) as plain text.

Word stores a sign of Wingdings or Symbol as U+F000 plus its code in the font.  Those with an
equivalent are given as it; the rest mean nothing without their font: they are left out, and counted by
whoever asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PRIVATE = 0xF000
_SIGN = re.compile("[\uf020-\uf0ff]")
_HEX = re.compile(r"[0-9A-Fa-f]{1,4}")

_SYMBOL = {
    0xA8: "♦", 0xB7: "•", 0xD7: "⋅", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠",
    0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xB0: "°", 0x2D: "−", 0xA5: "∞", 0x6D: "μ",
    0xD6: "√", 0xBB: "≈", 0xA7: "♣", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    **dict(enumerate("✏✂✁👓🔔📖🕯☎✆✉📩📪📫📬📭📁📂📄📃📑🗄⌛⌨🖰🖲💻🖴💾💽✇✍🖎✌👌👍👎☜☞☝☟✋☺😐☹💣☠🏳🏱✈☼💧❄", 0x21)),
    **dict(enumerate("✞✝✞✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□◻❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿“”", 0x55)),
    **dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x80)),
    **dict(enumerate("·•▪○◉◉◉◎○▪◻✦✦★✶✴✹✵⌖⌖⟡⌑⌑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛", 0x9E)),
    **dict(enumerate("➢", 0xD8)), 0xDC: "➲",
    **dict(enumerate("←→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⇖⇗⇙⇘▭▫✗✓☒☑", 0xDF)),
}  # fmt: skip
_WINGDINGS2 = {
    0x4F: "✗",
    0x50: "✓",
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
_BLANK = 0x20


def symbol_to_text(words: str, font: str = "", otherwise: str = "") -> str:
    r"""``words`` with the characters U+F020–F0FF replaced by equivalents, or by ``otherwise``.

    ``symbol_to_text("\uf0fe", "Wingdings")`` is ``☑``; without a font, the usual bullets are known.
    """
    if words.isascii():
        return words
    table = _FONTS.get(font.lower(), _ANY)
    return _SIGN.sub(lambda sign: _sign_to_text(ord(sign[0]) - _PRIVATE, table, otherwise), words)


def count_unknown(words: str, font: str = "") -> int:
    """The number of characters in ``words`` without an equivalent."""
    table = _FONTS.get(font.lower(), _ANY)
    return sum(not _sign_to_text(ord(sign) - _PRIVATE, table, "") for sign in _SIGN.findall(words))


def _sign_to_text(code: int, table: Mapping[int, str], otherwise: str) -> str:
    return " " if code == _BLANK else table.get(code) or _ANY.get(code) or otherwise


def code_to_text(code: str | None, font: str) -> str:
    """The character of ``<w:sym w:char="F0FE" w:font="Wingdings"/>`` (17.3.3.30), empty if it is none."""
    point = int(code, 16) if code and _HEX.fullmatch(code) else 0
    if point < 0x20 or point > 0xFFFD or 0xD800 <= point <= 0xDFFF:
        return ""
    sign = chr(point)
    if point < 0x100 and font.lower() in _FONTS:
        sign = chr(point + _PRIVATE)
    return symbol_to_text(sign, font)
