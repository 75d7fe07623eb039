"""Which code reads: the version of the program with a digest of its files.

A patched copy, or another checkout of the same version, may read a file otherwise; the version alone does not say so.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import docx2tasks

_DIGITS = 12


@lru_cache(maxsize=1)
def find_code_version() -> str:
    """``0.1.0+3f2a9c81d0e4``: the version, and a digest of all modules of the package."""
    return f"{docx2tasks.__version__}+{find_digest(Path(docx2tasks.__file__).parent)}"


def find_digest(package: Path) -> str:
    """A digest of the names and contents of the modules in a folder."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:_DIGITS]
