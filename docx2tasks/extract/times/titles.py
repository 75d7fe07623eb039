"""The years in titles and table headings: ``2020年进度要求``, ``2023—2025年行动方案``."""

from __future__ import annotations

import re
from functools import lru_cache

from docx2tasks.numerals import fold_width

# signs of a year, of a range and of a list: grammar, no vocabulary
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)[ ]?年(?!\d)")
_JOINT = r"[ ]?(?:年度?)?[ ]?[-~—–─―至到、和及]{1,2}[ ]?"
_SPAN = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?:{_JOINT}((?:19|20)\d\d)){{1,5}}[ ]?(?:学?年|[)])")


@lru_cache(maxsize=256)
def title_year(title: str) -> int | None:
    """The one year a title or a table's header names: ``2020年进度要求`` gives 2020, ``2023—2025年方案`` none."""
    found = set(_YEAR.findall(_SPAN.sub("", fold_width(title))))
    return int(found.pop()) if len(found) == 1 else None


@lru_cache(maxsize=256)
def title_span(title: str) -> tuple[int, int] | None:
    """The first and the last of the years that a title joins: ``2023—2025年方案`` gives 2023 and 2025."""
    found = _SPAN.search(fold_width(title))
    return (int(found[1]), int(found[2])) if found and found[1] < found[2] else None
