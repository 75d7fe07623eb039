"""Numbers: Han, full-width, enclosed and Roman numerals to integers and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docx2tasks.numerals import (
    digits_to_number,
    fold_width,
    han_to_number,
    number_to_han,
    roman_to_number,
    sign_to_number,
    text_to_number,
)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        pytest.param("一", 1, id="一"),
        pytest.param("十", 10, id="十"),
        pytest.param("十二", 12, id="十二"),
        pytest.param("二十", 20, id="二十"),
        pytest.param("廿三", 23, id="廿三"),
        pytest.param("一百零三", 103, id="一百零三"),
        pytest.param("一百一十", 110, id="一百一十"),
        pytest.param("三千零五", 3005, id="三千零五"),
        pytest.param("二万", 20000, id="二万"),
        pytest.param("一亿二千万", 120_000_000, id="一亿二千万"),
        pytest.param("一万二千亿", 1_200_000_000_000, id="一万二千亿"),
        pytest.param("三万五千零六", 35_006, id="三万五千零六"),
        pytest.param("二〇二二", 2022, id="二〇二二"),
        pytest.param("两", 2, id="两"),
        pytest.param("加强", None, id="不是数"),
        pytest.param("", None, id="空"),
    ],
)
def test_han(words: str, number: int | None) -> None:
    """Han numerals and rows of Han digits are integers; other words are none."""
    assert han_to_number(words) == number


@given(st.integers(0, 9999))
def test_han_round_trip(number: int) -> None:
    """What is written in Han is read back."""
    assert han_to_number(number_to_han(number)) == number


@pytest.mark.parametrize("number", [-1, 10_000])
def test_han_bounds(number: int) -> None:
    """Numbers out of reach are refused."""
    with pytest.raises(ValueError, match=str(number)):
        number_to_han(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        pytest.param("12", 12, id="半角"),
        pytest.param("１２", 12, id="全角"),
        pytest.param("007", 7, id="前导零"),
        pytest.param("²", None, id="上标不是数字"),
        pytest.param("٣", None, id="别的文字的数字"),
        pytest.param("9" * 5000, None, id="过长"),
        pytest.param("1.5", None, id="小数"),
        pytest.param("", None, id="空"),
    ],
)
def test_digits(words: str, number: int | None) -> None:
    """Only ASCII and full-width digits are read, and not without end."""
    assert digits_to_number(words) == number


@pytest.mark.parametrize(
    ("sign", "number"),
    [
        pytest.param("①", 1, id="圈一"),
        pytest.param("⑳", 20, id="圈二十"),
        pytest.param("㉑", 21, id="圈二十一"),
        pytest.param("㊿", 50, id="圈五十"),
        pytest.param("⑴", 1, id="括号一"),
        pytest.param("⒓", 12, id="带点十二"),
        pytest.param("㈠", 1, id="括号汉字一"),
        pytest.param("㊀", 1, id="圈汉字一"),
        pytest.param("1", None, id="数字不是符号"),
    ],
)
def test_signs(sign: str, number: int | None) -> None:
    """Enclosed signs are integers."""
    assert sign_to_number(sign) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [("Ⅳ", 4), ("Ⅻ", 12), ("IV", 4), ("ix", 9), ("XL", 40), ("", None), ("甲", None), ("IIIIIIIII", None)],
)
def test_roman(words: str, number: int | None) -> None:
    """Roman numerals are integers."""
    assert roman_to_number(words) == number


@pytest.mark.parametrize(("words", "number"), [("12", 12), ("十二", 12), ("⑫", 12), ("XII", 12), ("第", None)])
def test_any_form(words: str, number: int | None) -> None:
    """A number is read in whichever form it is written."""
    assert text_to_number(words) == number


@given(st.text())
def test_folding_keeps_places(words: str) -> None:
    """Folding the width changes no offset, and folding twice changes nothing more."""
    folded = fold_width(words)
    assert len(folded) == len(words)
    assert fold_width(folded) == folded


@given(st.text())
def test_any_text_is_a_number_or_none(words: str) -> None:
    """No text makes the reading of a number fail, and no number is negative."""
    number = text_to_number(words)
    assert number is None or number >= 0
