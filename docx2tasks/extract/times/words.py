"""The words inside a point and their meaning, from rules/times.toml: 国庆 is 10-01."""

from __future__ import annotations

import re

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import RuleSet

_ROUND_ZERO = re.compile("[○O0]")


class TimeWords:
    """Looks up time words; unlisted words have no meaning."""

    def __init__(self, rules: RuleSet) -> None:
        kinds = (
            "day-word",
            "year-word",
            "step-word",
            "weekday-word",
            "plan-word",
            "unit-word",
            "edge-word",
            "third-word",
        )
        self._values = {
            kind: {word: rule.value for rule in reversed(rules.of(kind)) for word in rule.words} for kind in kinds
        }

    def day(self, name: str | None) -> tuple[int, int] | None:
        """Month and day of a named day: 国庆 (10, 1); None where it moves with the moon or the sun."""
        month, _, day = self._values["day-word"].get(name or "", "").partition("-")
        return (int(month), int(day)) if day else None

    def years_ahead(self, relative: str | None) -> tuple[int, bool]:
        """How many years on 明年 or 次年 is, and whether that counts from the year named last."""
        ahead, _, named = self._begins("year-word", relative).partition(" ")
        return int(ahead), bool(named)

    def _begins(self, kind: str, relative: str | None) -> str:
        """The value of the longest word of a kind that ``relative`` begins with, 0 where there is none."""
        said = [word for word in self._values[kind] if (relative or "").startswith(word)]
        return self._values[kind][max(said, key=len)] if said else "0"

    def step(self, relative: str | None) -> tuple[str, int]:
        """From what 本月, 下周 or 当月 counts (``issue``, or ``named``: the month named last), and how many on."""
        ahead, _, named = self._begins("step-word", relative).partition(" ")
        return named or "issue", int(ahead)

    def weekday(self, name: str | None) -> int | None:
        """Which day of the week: 五 is 5, 日 and 天 are 7."""
        found = self._values["weekday-word"].get(name or "")
        return int(found) if found else None

    def plan(self, name: str | None) -> int | None:
        """The first year of a five-year plan: 十四 is 2021."""
        year = self._values["plan-word"].get(name or "")
        return int(year) if year else None

    def unit(self, name: str | None) -> str | None:
        """A unit of time as ISO 8601 counts it: 季 ``3M``, 工作日 ``1B`` (a business day)."""
        return self._values["unit-word"].get(name or "")

    def edge(self, words: str | None) -> str | None:
        """Which edge of a stretch its words name: 底 ``end``, 初 ``begin``, 中 ``middle``, 全年 ``whole``."""
        edges, word = self._values["edge-word"], (words or "").strip()
        return edges.get(word) or edges.get(word[-1:])

    def third(self, words: str | None) -> tuple[int, int] | None:
        """The first and last day of 初, 上旬, 中下旬 of a month; None of what names no part of it."""
        first, _, last = self._values["third-word"].get((words or "").strip(), "").partition("-")
        return (int(first), int(last)) if last else None

    def is_whole_third(self, words: str | None) -> bool:
        """Whether a part of a month prints its 旬, which the 上 of 上、中旬 shares with the next."""
        return (words or "").strip() not in {"上", "中"}  # two of the third-words


def word_to_number(text: str | None, default: int) -> int:
    """The number in a group, or ``default`` if it is empty."""
    return (text_to_number(text) if text else None) or default


def word_to_year(text: str | None) -> int | None:
    """The year in a group: digits, or Chinese digits with any form of zero."""
    if not text:
        return None
    return text_to_number(text if text.isdigit() else _ROUND_ZERO.sub("〇", text))  # the zero of Han years
