"""Number formats: one function per ``w:numFmt`` (ECMA-376-1, 17.18.59).

    12 → 十二 (chineseCountingThousand), ⑫ (decimalEnclosedCircle), 壹拾贰 (chineseLegalSimplified)

A system that ends (甲 to 癸, ① to ⑳) goes on in decimal digits, as it does in Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

_LAST_COUNTED = 32_767  # Word itself numbers no further; it also bounds the length of a label
_LAST_LETTER = 780  # zz…z, thirty times

NumberFormat = Callable[[int], str]


def number_to_text(number: int, style: str) -> str | None:
    """The number in a format; None if the format is unknown.

    ``number_to_text(101, "chineseCountingThousand")`` is ``一百零一``.  Numbers that a format has
    no sign for (0 in letters, 21 in circles) are written in decimal digits.
    """
    write = _FORMATS.get(style)
    if write is None:
        return None
    if not 0 <= number <= _LAST_COUNTED:
        return str(number)
    return write(number)


def custom_to_text(number: int, pattern: str) -> str | None:
    """The number in a custom ``w:format`` (``001, 002, 003, ...``), None for other formats."""
    first = re.match(r"\s*(0{0,8}1)\s*,", pattern)
    return str(number).zfill(len(first[1])) if first else None


def _padded(number: int) -> str:
    return f"{number:02d}"


def _hex(number: int) -> str:
    return f"{number:X}"


def _dashed(number: int) -> str:
    return f"- {number} -"


def _nothing(_number: int) -> str:
    return ""


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _upper_roman(number: int) -> str:
    if number == 0:
        return "0"
    signs: list[str] = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        signs.append(sign * count)
    return "".join(signs)


def _lower_roman(number: int) -> str:
    return _upper_roman(number).lower()


def _repeated(number: int, letters: str) -> str:
    """Letters a … z, then aa, bb …: Word repeats them."""
    if not 1 <= number <= _LAST_LETTER:
        return str(number)
    times, index = divmod(number - 1, len(letters))
    return letters[index] * (times + 1)


def _once(number: int, signs: str, width: int = 1) -> str:
    """A sign of a list that ends; after it, decimal digits."""
    at = (number - 1) * width
    return signs[at : at + width] if 0 <= at < len(signs) else str(number)


def _cycled(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)] if number else "0"


def _digits(number: int, signs: str) -> str:
    """Digit by digit: 10 → 一〇."""
    return "".join([signs[int(digit)] for digit in str(number)])


def _counted(number: int, digits: str, places: str, one: str = "ten") -> str:
    """Digits with places: 一百零一.

    ``digits`` are the signs of 0 to 9 (the first is ``-`` where zeros are not written), ``places``
    those of 10, 100, 1,000 and 10,000.  ``one`` says where a leading 一 stands before its place:
    ``always`` (壹拾), but not before ``ten`` (十一, 一百一十), or ``never`` (百十一).
    """
    if number >= 10_000:
        high, rest = divmod(number, 10_000)
        head = _counted(high, digits, places, one) + places[3]
        gap = digits[0] if 0 < rest < 1_000 and digits[0] != "-" else ""
        return head + (gap + _counted(rest, digits, places, "always" if one == "ten" else one) if rest else "")
    if number == 0:
        return digits[0] if digits[0] != "-" else "〇"
    written = _count_places(number, digits, places, one)
    if one == "ten" and 10 <= number < 20:
        written = written[1:]
    return written


def _count_places(number: int, digits: str, places: str, one: str) -> str:
    """The signs of a number below 10,000, one zero for each gap inside."""
    signs: list[str] = []
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(signs)
            continue
        if gap and digits[0] != "-":
            signs.append(digits[0])
        gap = False
        if digit > 1 or power == 0 or one != "never":
            signs.append(digits[digit])
        if power:
            signs.append(places[power - 1])
    return "".join(signs)


def _short(number: int, digits: str, places: str) -> str:
    """Counting up to 99, digit by digit from 100 on (一〇〇)."""
    return _digits(number, digits) if number >= 100 else _counted(number, digits, places)


_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _english(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = f" {_english(number % size)}" if number % size else ""
    return f"{_english(number // size)} {name}{rest}"


def _cardinal(number: int) -> str:
    return _english(number).capitalize()


def _ordinal_words(number: int) -> str:
    head, last = re.fullmatch(r"(.*[ -])?(\w+)", _english(number)).groups("")  # type: ignore[union-attr]
    ending = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head + ending).capitalize()


def _chicago(number: int) -> str:
    return _repeated(number, "*†‡§")


def _run(first: str, count: int) -> str:
    """``count`` signs that follow each other in Unicode."""
    return "".join([chr(ord(first) + index) for index in range(count)])


_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_SIXTY = "".join([_STEMS[index % 10] + _BRANCHES[index % 12] for index in range(60)])
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_AIUEO_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA_HALF = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_KOREAN_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")

_HAN = "〇一二三四五六七八九"
_FINANCIAL_SIMPLE, _FINANCIAL_FULL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"


def _korean_native(number: int) -> str:
    return _KOREAN_TENS[number // 10] + _KOREAN_ONES[number % 10] if 0 < number < 100 else str(number)


_FORMATS: dict[str, NumberFormat] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": _padded,
    "hex": _hex,
    "numberInDash": _dashed,
    "none": _nothing,
    "bullet": _nothing,
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "ordinalText": _ordinal_words,
    "chicago": _chicago,
    "upperRoman": _upper_roman,
    "lowerRoman": _lower_roman,
    "upperLetter": partial(_repeated, letters=_run("A", 26)),
    "lowerLetter": partial(_repeated, letters=_run("a", 26)),
    "russianUpper": partial(_repeated, letters=_CYRILLIC.upper()),
    "russianLower": partial(_repeated, letters=_CYRILLIC),
    "decimalFullWidth": partial(_digits, signs=_run("０", 10)),
    "decimalFullWidth2": partial(_digits, signs=_run("０", 10)),
    "thaiNumbers": partial(_digits, signs=_run("๐", 10)),
    "hindiNumbers": partial(_digits, signs=_run("०", 10)),
    "decimalEnclosedCircle": partial(_once, signs=_run("①", 20)),
    "decimalEnclosedCircleChinese": partial(_once, signs=_run("①", 20)),
    "decimalEnclosedFullstop": partial(_once, signs=_run("⒈", 20)),
    "decimalEnclosedParen": partial(_once, signs=_run("⑴", 20)),
    "ideographEnclosedCircle": partial(_once, signs=_run("㈠", 10)),
    "ideographTraditional": partial(_once, signs=_STEMS),
    "ideographZodiac": partial(_once, signs=_BRANCHES),
    "ideographZodiacTraditional": partial(_once, signs=_SIXTY, width=2),
    "chineseCounting": partial(_short, digits=_HAN, places="十百千万"),
    "chineseCountingThousand": partial(_counted, digits="零一二三四五六七八九", places="十百千万"),
    "chineseLegalSimplified": partial(_counted, digits=_FINANCIAL_SIMPLE, places="拾佰仟万", one="always"),
    "ideographDigital": partial(_digits, signs=_HAN),
    "ideographLegalTraditional": partial(_counted, digits=_FINANCIAL_FULL, places="拾佰仟萬", one="always"),
    "taiwaneseCounting": partial(_short, digits="○一二三四五六七八九", places="十百千萬"),
    "taiwaneseCountingThousand": partial(_counted, digits="零一二三四五六七八九", places="十百千萬"),
    "taiwaneseDigital": partial(_digits, signs="○一二三四五六七八九"),
    "japaneseCounting": partial(_counted, digits="-一二三四五六七八九", places="十百千万", one="never"),
    "japaneseLegal": partial(_counted, digits="-壱弐参四伍六七八九", places="拾百阡萬", one="always"),
    "japaneseDigitalTenThousand": partial(_digits, signs=_HAN),
    "koreanDigital": partial(_digits, signs="영일이삼사오육칠팔구"),
    "koreanDigital2": partial(_digits, signs="零一二三四五六七八九"),
    "koreanCounting": partial(_counted, digits="-일이삼사오육칠팔구", places="십백천만", one="never"),
    "koreanLegal": _korean_native,
    "aiueo": partial(_cycled, signs=_AIUEO_HALF),
    "aiueoFullWidth": partial(_cycled, signs=_AIUEO),
    "iroha": partial(_cycled, signs=_IROHA_HALF),
    "irohaFullWidth": partial(_cycled, signs=_IROHA),
    "ganada": partial(_cycled, signs="가나다라마바사아자차카타파하"),
    "chosung": partial(_cycled, signs="ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
}
