"""Twice as much of one thing in a Word file takes twice the time, whatever the thing."""

from __future__ import annotations

import gc
import time
from contextlib import suppress

import pytest
from word_series import SERIES, Series

from docx2tasks import Refusal, parse

pytestmark = pytest.mark.alone  # what it measures takes all processors

MOST = 1.3  # the power of the size that the time may grow with: 1 is linear, 2 its square
ROUNDS = 5  # chances for a busy machine; mostly none is needed
LEAST = 0.003  # seconds that are no measure of anything


@pytest.mark.parametrize("series", [pytest.param(series, id=name) for name, series in SERIES.items()])
def test_time_grows_with_the_number_of_things(series: Series) -> None:
    """From a file to one with eight times as many, the fastest run of each."""
    small, large = series.make(series.size), series.make(8 * series.size)
    least, most = _time(small), _time(large)
    for _ in range(ROUNDS):
        if most < 8**MOST * max(least, LEAST):
            return
        least, most = min(least, _time(small)), min(most, _time(large))
    pytest.fail(f"{most / least:.1f} times as long for eight times as much")


def _time(data: bytes) -> float:
    """The processor time of one parse, refused or not: other programs do not count."""
    gc.collect()
    gc.disable()  # its turns come by chance
    try:
        start = time.process_time()
        with suppress(Refusal):
            parse(data)
        return time.process_time() - start
    finally:
        gc.enable()
