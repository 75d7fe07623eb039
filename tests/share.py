"""Tests side by side in processes of one thread: ``pytest --share=FOLDER``, started as often as there are processors.

Each of these runs collects all tests.  It takes a file that no other has taken, then what others have not come to.
A worker of pytest-xdist listens in a second thread; what it isolates then needs a new interpreter, a hundred times
as dear as the copy that the program makes of itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

Functions = dict[str, list[pytest.Item]]
THREADED = {"parquet", "duckdb"}  # kinds of output: pyarrow keeps its threads, DuckDB those of what is not closed


class Share:
    """Runs those tests that no other run with the same folder has taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """As pytest's own loop, over the tests of this run; errors while collecting are left to that."""
        if session.testsfailed or session.config.option.collectonly:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)  # by now: .ci/tests waits for it
        chosen = self._choose(session.items)
        item = next(chosen, None)
        while item is not None:
            following = next(chosen, None)
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True

    def _choose(self, items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
        files = _items_to_files(items)
        for is_threaded in (False, True):  # what others have left of the former comes before the latter
            some = {name: functions for name, functions in files.items() if name[0] is is_threaded}
            for name, functions in some.items():
                if self._take(str(name)):
                    yield from self._rest_of(functions)
            for functions in some.values():
                yield from self._rest_of(functions)

    def _rest_of(self, functions: Functions) -> Iterator[pytest.Item]:
        for name, items in functions.items():
            if self._take(name):
                yield from items

    def _take(self, name: str) -> bool:
        try:
            (self._folder / sha256(name.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def _items_to_files(items: Sequence[pytest.Item]) -> dict[tuple[bool, bool, str], Functions]:
    """Tests by file and function, first those that take long; a file of which some start threads counts twice."""
    files: dict[tuple[bool, bool, str], Functions] = defaultdict(lambda: defaultdict(list))
    for item in items:
        file, function = (item.nodeid.partition(sign)[0] for sign in ("::", "["))
        files[starts_threads(item), not item.get_closest_marker("slow"), file][function].append(item)
    return dict(sorted(files.items()))


def starts_threads(item: pytest.Item) -> bool:
    """Whether the process may have several threads afterwards."""
    if item.get_closest_marker("threads"):
        return True
    drawn = getattr(item, "callspec", None)
    values = drawn.params.values() if drawn else ()
    return any(isinstance(value, str) and value in THREADED for value in values)
