"""Stamps of files (size, time, digest), which show later whether a file was modified.

    1024 1764280000000000000 5d41402abc4b2a76b9719d911017c592        bytes, time of change in ns, BLAKE2b

Size and time are compared first, so that a file nobody touched costs one ``stat``.  A copy that has another time
is hashed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from docx2tasks.errors import UsageError

_BLOCK = 1 << 20


def find_stamp(path: Path, before: str = "") -> str:
    """The stamp of a file; ``before`` if size and time are unchanged."""
    seen = path.stat()
    if before.startswith(f"{seen.st_size} {seen.st_mtime_ns} "):
        return before
    return f"{seen.st_size} {seen.st_mtime_ns} {_find_digest(path)}"


def is_stamped(path: Path, stamp: str) -> bool:
    """Whether a file is the one that was stamped; any file is where there is no stamp."""
    if not stamp:
        return True
    seen = path.stat()
    size, time, digest = stamp.split()
    if seen.st_size != int(size):
        return False
    return seen.st_mtime_ns == int(time) or _find_digest(path) == digest


def changed(path: Path) -> UsageError:
    """The refusal to write to an output that somebody else has changed."""
    hint = "move it away to write it again, or use a new folder"
    return UsageError("output-changed", f"{path} was modified after it was written", hint)


def _find_digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
