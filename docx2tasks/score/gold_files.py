"""Gold by the names of its documents.

``甲/方案.docx.gold.json`` is the gold of ``甲/方案.docx``; so is ``方案.json`` in any folder, if it is the only
one of that name.  In lines, gold has the name of its document: ``{"name": "甲/方案.docx", …}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from docx2tasks.errors import InputError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.score.gold import GoldDocument, load_gold

_SUFFIXES = (".gold.json", ".json")
_LINES = (".jsonl", ".ndjson")


class GoldFiles:
    """The gold of a folder, or of one file."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self._files = dict(_find_files(path, limits))
        self._limits = limits
        self.is_single = path.is_file() and len(self._files) == 1
        self._names = _index(self._files)
        self._taken: set[str] = set()

    def take(self, name: str) -> GoldDocument | None:
        """The gold of the document ``name``, once; None where there is none, or another document has it."""
        for asked in _to_names(name):
            key = self._names.get(asked)
            if key is not None and key not in self._taken:
                return self._take(key)
        return None

    def take_single(self) -> GoldDocument:
        """The gold of the one file, for the one document."""
        (key,) = self._files
        return self._take(key)

    def _take(self, key: str) -> GoldDocument:
        self._taken.add(key)
        found = self._files[key]
        return found if isinstance(found, GoldDocument) else load_gold(found, self._limits)[0]

    def find_left(self) -> Iterator[str]:
        """The names of the documents that have gold and were not read."""
        yield from (key for key in self._files if key not in self._taken)


def _find_files(path: Path, limits: Limits) -> Iterator[tuple[str, GoldDocument | Path]]:
    if not path.is_dir():
        lines = load_gold(path, limits)
        if len(lines) == 1:
            yield lines[0].name or _without_suffix(path.name), lines[0]
        else:
            yield from ((line.name, line) for line in lines)
        return
    paths = sorted(one for one in path.rglob("*.json*") if one.is_file() and one.suffix in {".json", *_LINES})
    if not paths:
        raise InputError("no-files", f"{path} holds no .json file", "export gold from a review page")
    for one in paths:
        if one.suffix in _LINES:
            yield from ((line.name, line) for line in load_gold(one, limits))
        else:
            yield _without_suffix(one.relative_to(path).as_posix()), one


def _index(files: Mapping[str, object]) -> Mapping[str, str]:
    """Gold by the names of documents: whole names, and base names that are there once."""
    bases = Counter(PurePosixPath(key).name for key in files)
    found = {base: key for key in files if bases[base := PurePosixPath(key).name] == 1}
    return found | {key: key for key in files}


def _without_suffix(key: str) -> str:
    return next((key.removesuffix(suffix) for suffix in _SUFFIXES if key.endswith(suffix)), key)


def _to_names(name: str) -> Iterator[str]:
    """The names under which a document's gold is looked for: with its folder or without, with its suffix or without."""
    path = PurePosixPath(name)
    yield from (name, str(path.with_suffix("")), path.name, path.stem)
