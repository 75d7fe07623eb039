"""Parses dates at the head or foot of a document."""

from __future__ import annotations

import re
from datetime import date

from docx2tasks.numerals import fold_width, text_to_number

DAY = re.compile(
    r"((?:19|20)\d\d|[一二][〇零○0OoＯ九一二三四五六七八]{3})[ ]*[年\-./][ ]*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})[ ]*[月\-./][ ]*(\d{1,2}|[一二三四五六七八九十]{1,3})"
)


def text_to_date(text: str) -> date | None:
    """The first date in ``text``: ``2022年4月19日``, ``二〇〇五年六月十一日``, ``2022-01-25 16:55``, ``2022.4.19``."""
    found = DAY.search(fold_width(text))
    if not found:
        return None
    year_word = re.sub("[○O0o]", "〇", found[1]) if not found[1].isdigit() else found[1]
    numbers = [text_to_number(word) for word in (year_word, found[2], found[3])]
    if None in numbers:
        return None
    try:
        return date(*(n for n in numbers if n is not None))
    except ValueError:
        return None
