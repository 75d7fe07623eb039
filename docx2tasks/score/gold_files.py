"""Gold files by the names of their documents.

``甲/方案.docx.gold.json`` is the gold of ``甲/方案.docx``; so is ``方案.json`` in any folder, if
no other has that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from docx2tasks.errors import InputError

_SUFFIXES = (".gold.json", ".json")


class GoldFiles:
    """The gold of a folder, or of one file."""

    def __init__(self, path: Path) -> None:
        self.is_single = path.is_file()
        self._files = {path.name: path} if self.is_single else dict(_find_files(path))
        self._names = _index(self._files)
        self._taken: set[str] = set()

    def take(self, name: str) -> Path | None:
        """The gold of the document ``name``, once; None where there is none, or another document has it."""
        for asked in _to_names(name):
            key = self._names.get(asked)
            if key is not None and key not in self._taken:
                self._taken.add(key)
                return self._files[key]
        return None

    def take_single(self) -> Path:
        """The gold of the one file, for the one document."""
        (key,) = self._files
        self._taken.add(key)
        return self._files[key]

    def find_left(self) -> Iterator[tuple[str, Path]]:
        """The names and files that no document has taken."""
        for key, path in self._files.items():
            if key not in self._taken:
                yield _without_suffix(key), path


def _find_files(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise InputError("missing", f"{folder} does not exist", "check the path")
    paths = sorted(path for path in folder.rglob("*.json") if path.is_file())
    if not paths:
        raise InputError("no-files", f"{folder} holds no .json file", "export gold from a review page")
    yield from ((path.relative_to(folder).as_posix(), path) for path in paths)


def _index(files: Mapping[str, Path]) -> Mapping[str, str]:
    """Files by the names of documents: whole names, and base names that are there once."""
    bases = Counter(PurePosixPath(_without_suffix(key)).name for key in files)
    found = {base: key for key in files if bases[base := PurePosixPath(_without_suffix(key)).name] == 1}
    return found | {_without_suffix(key): key for key in files}


def _without_suffix(key: str) -> str:
    return next((key.removesuffix(suffix) for suffix in _SUFFIXES if key.endswith(suffix)), key)


def _to_names(name: str) -> Iterator[str]:
    """The names under which a document's gold is looked for: with its folder or without, with its suffix or without."""
    path = PurePosixPath(name)
    yield from (name, str(path.with_suffix("")), path.name, path.stem)
