"""Where a batch writes: a mirror of what it reads, a file of JSON for each document."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable

_SUFFIX = ".json"
_LONGEST = 240  # bytes of a name: systems allow 255, and the suffix and a number have to fit
_DEEPEST = 1_000  # bytes of the folders above it: systems allow 1,024 to 4,096 for all, ours and theirs


class OutputNames:
    """Gives each input a name of its own below the output folder."""

    def __init__(self, is_taken: Callable[[str], bool]) -> None:
        self._is_taken = is_taken

    def new(self, name: str) -> tuple[str, str]:
        """``name`` with ``.json`` behind it, and its key; numbered where a system could take it for another one."""
        *folders, base = (_shorten(step) for step in name.split("/"))
        if len(os.fsencode("/".join(folders))) > _DEEPEST:
            folders = [_to_digest("/".join(folders))]
        above = "".join(folder + "/" for folder in folders)
        number, found = 1, f"{above}{base}{_SUFFIX}"
        while self._is_taken(_key(found)):
            number += 1
            found = f"{above}{base} ({number}){_SUFFIX}"
        return found, _key(found)


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
