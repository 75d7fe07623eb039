"""A cache file: read at start-up, replaced at exit."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from docx2tasks.kept.folder import find_folder, is_own, program_digest
from docx2tasks.kept.patterns import compiling

Plain = TypeVar("Plain")  # what marshal writes: strings, bytes, numbers, None, and tuples and dicts of them
Values = dict[str, dict[object, object]]

_LARGEST = 16_000_000  # bytes of a file that is read: the patterns of all formats take one of them
_MOST = 4_000  # values of one name: rules of many users' own must not let the file grow for ever
_SUM = 4  # bytes of the sum in front of the values


class KeptValues:
    """The cached values of a file, and new ones."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._process = os.getpid()
        self._is_new = False

    def recall(self, name: str, key: object, make: Callable[[], Plain]) -> Plain:
        """The value kept under a name and a key; it is made where there is none, and kept from now on."""
        kept = self._values.setdefault(name, {})
        value = kept.get(key, self)
        if value is not self:
            return value  # type: ignore[return-value]  # it is what ``make`` gave in an earlier run
        made = make()
        if len(kept) < _MOST:
            kept[key] = made
            self._is_new = True
        return made

    def save(self) -> None:
        """Replace the file if there are new values; errors are ignored."""
        if self._is_new and os.getpid() == self._process:  # a child that is a copy has its parent's store
            for name, kept in _read(self._path).items():
                self._values[name] = kept | self._values.get(name, {})
            with suppress(OSError, ValueError):
                _write(self._path, self._values)


def _read(path: Path) -> Values:
    """What a file of ours holds; nothing where it is damaged, or another user's."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read() if is_own(status) and status.st_size <= _LARGEST else b""
        if len(data) <= _SUM or zlib.crc32(data[_SUM:]) != int.from_bytes(data[:_SUM], "big"):
            return {}
        values: Values = marshal.loads(data[_SUM:])  # noqa: S302  the file is this user's own
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return values


def _write(path: Path, values: Values) -> None:
    """Replace a file at once: whoever reads sees the old values or the new ones."""
    data = marshal.dumps(values)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(zlib.crc32(data).to_bytes(_SUM, "big") + data)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


_open: list[KeptValues] = []  # the store of this process, while the command line runs


def recall(name: str, key: object, make: Callable[[], Plain]) -> Plain:
    """What ``make`` gives for a key: from an earlier run where the command line has opened the store."""
    return _open[-1].recall(name, key, make) if _open else make()


@contextmanager
def keeping() -> Iterator[None]:
    """Cache results of :func:`recall` and ``re.compile`` across processes, inside the block."""
    folder = find_folder()
    if folder is None:
        yield
        return
    store = KeptValues(folder / f"{sys.implementation.cache_tag}-{program_digest()}")
    _open.append(store)
    try:
        with compiling(store.recall):
            yield
    finally:
        _open.remove(store)
        store.save()
