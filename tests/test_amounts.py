"""Counts that are printed in several steps: Han numerals, digits, and both with 万 and 亿 between them."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from cases import whole

from docx2tasks.extract.amounts import text_to_amount
from docx2tasks.extract.targets import TargetFinder
from docx2tasks.numerals import number_to_han
from docx2tasks.rules import Rules

DRAWN = 400
STEPS = ((100_000_000, "亿"), (10_000, "万"), (1, ""))
PAIRS = [
    ("一二", 1),
    ("两三", 2),
    ("三四", 3),
    ("三五", 3),
    ("四五", 4),
    ("五六", 5),
    ("六七", 6),
    ("七八", 7),
    ("八九", 8),
]


def _in_han(number: int) -> str:
    """一亿零五百万: with 零 where a step is short of a thousand."""
    words = ""
    for size, sign in STEPS:
        section, number = divmod(number, size)
        if section:
            words += ("零" if words and section < 1000 else "") + number_to_han(section) + sign
    return words


def _in_digits(number: int) -> str:
    """1亿2千万, 3万零50."""
    words = ""
    for size, sign in STEPS:
        section, number = divmod(number, size)
        if section:
            words += "零" if words and section < 1000 else ""
            words += (f"{section // 1000}千" if words and section % 1000 == 0 else str(section)) + sign
    return words


def _drawn() -> list[int]:
    """Numbers of two or three steps, round ones as plans print them and others."""
    draw = random.Random(20_251)  # noqa: S311  a sample, no secret
    heads = [draw.randint(1, 9999) for _ in range(DRAWN)]
    tails = [draw.choice([1, 10, 100, 1000]) * draw.randint(1, 9) for _ in range(DRAWN)]
    middles = [draw.choice([0, 1, 1000]) * draw.randint(1, 9) for _ in range(DRAWN)]
    return [
        head * 10_000 + tail if number % 2 else head * 100_000_000 + middle * 10_000 + tail
        for number, (head, middle, tail) in enumerate(zip(heads, middles, tails, strict=True))
    ]


def _targets(rules: Rules, words: str) -> list[tuple[str, str, float, str]]:
    return [(one.words.text, one.operator, one.value, one.unit) for one in rules.once(TargetFinder).find(whole(words))]


@pytest.mark.parametrize("write", [_in_han, _in_digits], ids=["han", "digits"])
def test_every_number_of_several_steps_is_one(write: Callable[[int], str], rules: Rules) -> None:
    """It is counted in its first step, neither its head nor its tail is lost, whatever comparator stands by it."""
    for number in _drawn():
        printed = write(number)
        size, unit = next((size, sign) for size, sign in STEPS if number >= size)
        for frame, operator in (("投资{}元", "="), ("投资不低于{}元，抓好落实", ">="), ("投资{}元以内。", "<=")):
            ((words, found, value, counted),) = _targets(rules, frame.format(printed))
            assert (found, value, counted) == (operator, number / size, f"{unit}元"), printed
            assert printed in words


@pytest.mark.parametrize("pair", PAIRS, ids=[words for words, _ in PAIRS])
def test_two_numerals_side_by_side_are_a_range(pair: tuple[str, int], rules: Rules) -> None:
    """二三十 asks for its lower bound, and allows no more than its upper one."""
    words, low = pair
    high = low + (2 if words == "三五" else 1)
    for tail, size in (("", 1), ("十", 10), ("百", 100), ("千", 1000)):
        ((_, operator, value, _),) = _targets(rules, f"招引{words}{tail}家船厂")
        assert (operator, value) == (">=", low * size)
        assert [one[1:3] for one in _targets(rules, f"船厂不少于{words}{tail}家")] == [(">=", low * size)]
        assert [one[1:3] for one in _targets(rules, f"船厂不超过{words}{tail}家")] == [("<=", high * size)]


SHOWN = [
    ("渡口改造投资一亿二千万元", ["一亿二千万元 = 1.2 亿元"]),
    ("投资八亿五千万元建码头", ["八亿五千万元 = 8.5 亿元"]),
    ("投资一万二千亿元", ["一万二千亿元 = 1.2 万亿元"]),
    ("产值达到1.5万亿元", ["达到1.5万亿元 >= 1.5 万亿元"]),
    ("投资1234亿5678万元", ["1234亿5678万元 = 1234.5678 亿元"]),
    ("投资一亿元", ["一亿元 = 1 亿元"]),
    ("栽芦苇三万五千株", ["三万五千株 = 3.5 万株"]),
    ("栽芦苇一百零五株", ["一百零五株 = 105 株"]),
    ("发放航标一万二千个", ["一万二千个 = 1.2 万个"]),
    ("新建栈道一万二千米", ["一万二千米 = 1.2 万米"]),
    ("新建航道三点五公里", ["三点五公里 = 3.5 公里"]),
    ("船员持证率不低于九成五", ["不低于九成五 >= 9.5 成"]),
    ("船员持证率九成五以上。", ["九成五以上 >= 9.5 成"]),
    ("客流提高两成半", ["提高两成半 = 2.5 成"]),
    ("八成三级航道贯通", ["八成 = 8 成"]),
    ("能耗低于百分之零点五", ["低于百分之零点五 < 0.5 %"]),
    ("投资5万至8万元", ["5万至8万元 >= 5 万元"]),
    ("投资8000元至1万元", ["8000元至1万元 >= 8000 元"]),
    ("投资不超过8000元至1万元", ["不超过8000元至1万元 <= 10000 元"]),
    ("招引30家到50家船厂", ["30家到50家 >= 30 家"]),
    ("码头容积率≥1.2", ["≥1.2 >= 1.2 "]),
    ("码头容积率不大于2.5，绿地率≥30%", ["不大于2.5 <= 2.5 ", "≥30% >= 30 %"]),
    ("≥1.2", []),
    ("供地1,250.5亩", ["1,250.5亩 = 1250.5 亩"]),
    ("配备渡船近百艘", []),
    ("配备渡船近100艘", []),
    ("配备渡船数百艘、救生衣几十件", []),
    ("水位误差不超过2厘米(±5%)", ["不超过2厘米 <= 2 厘米"]),
    ("误差控制在±5%以内", ["控制在±5%以内 <= 5 %"]),
    ("栽芦苇三万五株", []),
    ("培训一百二人", []),
    ("上午九点三场宣讲", []),
    ("游船三五成群", []),
]


@pytest.mark.parametrize(("words", "expected"), SHOWN, ids=[words for words, _ in SHOWN])
def test_numbers_as_plans_print_them(words: str, expected: list[str], rules: Rules) -> None:
    """Counts in steps, tenths, decimals, ranges with both units, ratios without one; what tells no number is none."""
    assert [
        f"{text} {operator} {value:.12g} {unit}" for text, operator, value, unit in _targets(rules, words)
    ] == expected


@pytest.mark.parametrize(
    "words", ["三万五", "一百二", "二万三万", "三四五", "一亿二", "百千", "四六", "加强", "", "一万二千三亿二亿"]
)
def test_what_is_no_number(words: str) -> None:
    """What is short of its last step, or grows behind a smaller one, has no amount."""
    assert text_to_amount(words) is None
