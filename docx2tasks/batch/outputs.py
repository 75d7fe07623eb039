"""Where a batch writes: a mirror of what it reads, a file of JSON for each document."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

from docx2tasks.export.files import error_to_refusal, write_atomically

_SUFFIX = ".json"
_LONGEST = 240  # bytes of a name: systems allow 255, and the suffix and a number have to fit
_DEEPEST = 1_000  # bytes of the folders above it: systems allow 1,024 to 4,096 for all, ours and theirs


class OutputNames:
    """Gives each input a name of its own below the output folder, the same ones for the same inputs."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def new(self, name: str) -> str:
        """``name`` with ``.json`` behind it; numbered where a system could take it for one given before."""
        *folders, base = (_shorten(step) for step in name.split("/"))
        if len(os.fsencode("/".join(folders))) > _DEEPEST:
            folders = [_to_digest("/".join(folders))]
        above = ""
        for folder in folders:
            above = self._free(above, folder, "", self._files) + "/"
            self._folders.add(_key(above))
        found = self._free(above, base, _SUFFIX, self._files | self._folders)
        self._files.add(_key(found))
        return found

    @staticmethod
    def _free(above: str, step: str, suffix: str, taken: set[str]) -> str:
        number, found = 1, f"{above}{step}{suffix}"
        while _key(found) in taken:
            number += 1
            found = f"{above}{step} ({number}){suffix}"
        return found


def _key(name: str) -> str:
    """What systems that fold case and compose letters compare."""
    return unicodedata.normalize("NFC", name.rstrip("/")).casefold()


def _shorten(step: str) -> str:
    """A step of a path that a system can hold: the rest of a long one becomes its digest."""
    raw = os.fsencode(step)
    if len(raw) <= _LONGEST:
        return step
    return f"{raw[: _LONGEST - 13].decode('utf-8', 'ignore')}~{_to_digest(step)}"


def _to_digest(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:12]


def make_folder(path: Path) -> None:
    """A folder with all above it; raises ``not-writable`` and ``no-space``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def write_outcome(out: Path, name: str, data: bytes) -> None:
    """Put a document at ``name`` below ``out``, whole or not at all; raises ``not-writable`` and ``no-space``."""
    target = out / name
    make_folder(target.parent)
    write_atomically(target, data)
