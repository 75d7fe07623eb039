"""Runs that share the tests: each test is run, and by one of them."""

from __future__ import annotations

from itertools import chain, zip_longest
from pathlib import Path
from typing import cast

import pytest
from share import Share


class Item:
    """What of a test decides who runs it."""

    def __init__(self, nodeid: str, *marks: str) -> None:
        self.nodeid = nodeid
        self._marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        """The mark of this name."""
        return name if name in self._marks else None


FILES = {"tests/test_a.py": (), "tests/test_b.py": ("threads",), "tests/test_c.py": ("slow",)}
ITEMS = [
    Item(f"{file}::test_{function}[{case}::甲]", *marks)
    for file, marks in FILES.items()
    for function in range(5)
    for case in range(3)
]


@pytest.mark.parametrize("runs", [1, 2, 4])
def test_each_is_taken_once(tmp_path: Path, runs: int) -> None:
    """However they meet; a late one finds nothing left."""
    items = cast("list[pytest.Item]", ITEMS)
    taking = [Share(tmp_path)._choose(items) for _ in range(runs)]
    taken = [item.nodeid for item in chain.from_iterable(zip_longest(*taking)) if item is not None]
    assert sorted(taken) == sorted(item.nodeid for item in ITEMS)
    assert [*Share(tmp_path)._choose(items)] == []


def test_what_starts_threads_comes_last(tmp_path: Path) -> None:
    """Until then children are copies of the process; what takes long comes first."""
    order = [item.nodeid.partition("::")[0] for item in Share(tmp_path)._choose(cast("list[pytest.Item]", ITEMS))]
    assert [*dict.fromkeys(order)] == ["tests/test_c.py", "tests/test_a.py", "tests/test_b.py"]
