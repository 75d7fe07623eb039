"""Texts that make no sense: each is read or refused, and what is read is in the text."""

from __future__ import annotations

from collections import Counter

import pytest
from grammar import make_text, read_text

from docx2tasks.rules import Rules


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.long)])
def test_no_text_does_harm(rules: Rules, count: int) -> None:
    """Labels, marks, brackets, dates, blank fields and tables in any order: records or a refusal."""
    found = [read_text(make_text(0, number), rules) for number in range(count)]
    assert [outcome for outcome in found if outcome.what.startswith("!")] == []
    counts = Counter(outcome.what for outcome in found)
    assert counts["read"] > count // 2, counts


def test_a_number_is_one_text() -> None:
    """The same number gives the same text, another one another."""
    assert make_text(0, 7) == make_text(0, 7)
    assert len({make_text(0, number) for number in range(200)}) > 150
