"""Four times as much of one thing takes no more than 4^1.3 as long, whatever the thing is."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest
from effort import assert_grows
from growth_series import SERIES, Series

from docx2tasks import Refusal, parse

MOST = 1.3  # the power of the size that the time may grow with: 1 is linear, 2 its square
TIMES = 4
SHORT = (
    "text: a blank label, a stop",
    "text: a blank label, a comma, a tab",
    "text: units in one bracket",
    "text: opening brackets",
    "text: contents lines that come again",
    "text: marks run together",
    "page: links in boxes",
    "page: cells over many columns",
    "book: units of one cell",
    "book: open runs",
    "mail: quotes in a name",
    "Word: the same plan",
)


@pytest.mark.parametrize("name", SHORT)
def test_time_grows_with_the_number_of_things(name: str) -> None:
    """Of each kind of step one thing that it could look back on."""
    _assert_linear(SERIES[name], SERIES[name].size // 2)


@pytest.mark.long
@pytest.mark.parametrize("name", SERIES)
def test_time_grows_with_the_number_of_any_thing(name: str) -> None:
    """All of them, in documents that are four times as long."""
    _assert_linear(SERIES[name], TIMES * SERIES[name].size)


def _assert_linear(series: Series, size: int) -> None:
    small, large = series.make(size), series.make(TIMES * size)
    assert_grows(partial(_read, small), partial(_read, large), most=TIMES**MOST)


def _read(data: bytes) -> None:
    with suppress(Refusal):  # a document that is refused is refused in time too
        parse(data)
