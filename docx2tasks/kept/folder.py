"""Where the cache is, and who may use it."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

VARIABLE = "DOCX2TASKS_CACHE"
OFF = "off"
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# what decides what is kept: the rules, and the code that reads them and makes gates of their patterns
_SOURCES = (("rule_files", ".toml"), ("../rules", ".toml"), ("rules", ".py"))


def find_folder() -> Path | None:
    """The program's cache folder, created if missing; None if none can be trusted.

    ``DOCX2TASKS_CACHE`` names another folder, or says ``off``.  Windows tells nothing of who else may write: off.
    """
    named = os.environ.get(VARIABLE, "")
    if named == OFF or not hasattr(os, "geteuid"):
        return None
    try:
        folder = Path(named) if named else _caches() / "docx2tasks"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if is_own(folder.lstat()) else None
    except (OSError, ValueError, RuntimeError):  # the last if there is no home folder
        return None


def _caches() -> Path:
    """The folder of the user's caches, as the system has it."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def is_own(status: os.stat_result) -> bool:
    """Whether a folder or file is this user's, and nobody else may write to it."""
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS and not stat.S_ISLNK(status.st_mode)


def program_digest() -> str:
    """A digest of the Python version, the rules, and the code that cached values depend on."""
    package = Path(__file__).parents[1]
    digest = hashlib.blake2b(f"{sys.version} {sys.byteorder}".encode(), digest_size=8)
    for name, suffix in _SOURCES:
        folder = package / name
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix == suffix:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
