"""Twice as much of one thing in a Word file takes twice the time, whatever the thing."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest
from effort import assert_grows
from word_series import SERIES, Series

from docx2tasks import Refusal, parse

MOST = 1.3  # the power of the size that the time may grow with: 1 is linear, 2 its square
TIMES = 8


@pytest.mark.parametrize("part", [2, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("series", [pytest.param(series, id=name) for name, series in SERIES.items()])
def test_time_grows_with_the_number_of_things(series: Series, part: int) -> None:
    """From a file to one with eight times as many."""
    small, large = series.make(series.size // part), series.make(TIMES * series.size // part)
    assert_grows(partial(_read, small), partial(_read, large), most=TIMES**MOST)


def _read(data: bytes) -> None:
    with suppress(Refusal):  # a file that is refused is refused in time too
        parse(data)
