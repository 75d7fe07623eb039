"""Keeps the process of the tests at one thread for as long as it can be.

A process of one thread isolates a file by a copy of itself, one of several by a new interpreter, a hundred times as
dear.  A single import at the head of a file of tests makes the whole suite take twice as long, which nobody sees.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import pytest
from effort import PATIENCE
from share import starts_threads

_TASKS = Path("/proc/self/task")  # of Linux
_HINT = "import what starts it in the test, and mark the test as threads"


class OneThread:
    """Refuses files that start threads when they are imported, and tests without the mark that leave some behind."""

    def __init__(self) -> None:
        self._most = count_threads()
        self._is_over = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """After a file was imported."""
        if count_threads() > self._most:
            self._most = count_threads()
            raise pytest.UsageError(f"{report.nodeid} starts a thread when it is imported: {_HINT}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
        """After the last test of a file, whose fixtures are gone; what ends by itself has time to."""
        yield
        self._is_over = self._is_over or starts_threads(item)
        if self._is_over or (nextitem is not None and nextitem.path == item.path):
            return
        until = time.monotonic() + PATIENCE
        while count_threads() > self._most:
            if time.monotonic() > until:
                self._most = count_threads()
                pytest.fail(f"{item.path.name} leaves a thread behind: {_HINT}")
            time.sleep(0.01)


def count_threads() -> int:
    """How many this process has, those of libraries included; 1 where nothing tells."""
    return len([*_TASKS.iterdir()]) if _TASKS.is_dir() else 1
