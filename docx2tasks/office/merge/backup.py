"""A backup copy of the old workbook."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docx2tasks.export.files import write_atomically

_SHORTEST = 8  # digits of the digest in its name


def keep_old(path: Path, digest: str) -> Path:
    """Copy ``台账.xlsx`` to ``台账.旧-1c0f5e6a.xlsx``, named by its content; returns the copy's path.

    The same workbook is copied once; a file of that name with other contents stays, and the name gets longer.
    Raises ``not-writable`` and ``no-space``.
    """
    data = path.read_bytes()
    for length in range(_SHORTEST, len(digest) + 1):
        copy = path.with_name(f"{path.stem}.旧-{digest[:length]}{path.suffix}")
        if not copy.exists():
            write_atomically(copy, data)
            return copy
        if copy.is_file() and hashlib.sha256(copy.read_bytes()).hexdigest() == digest:
            return copy
    raise AssertionError(f"no name is left for {path.name}")  # as many as the digest has digits
