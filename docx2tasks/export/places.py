"""Where the database of a batch is: in its folder, at a URL, or in a named file.

``结果.sqlite`` named as the output is the database; what else the batch keeps is in a folder beside it,
``结果.sqlite.batch``, whose name leads to the database from wherever the batch is run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docx2tasks.export.store import Opening
from docx2tasks.export.tables import TABLES

STATE = ".batch"  # suffix of the folder next to a database


def database_to_folder(path: Path) -> Path:
    """The folder of the batch that writes this database file: ``结果.sqlite.batch``."""
    return path.with_name(f"{path.name}{STATE}")


def find_folder(out: Path) -> Path:
    """The batch folder of ``OUT``: next to a database file, else ``OUT`` itself."""
    folder = database_to_folder(out)
    return folder if folder.is_dir() and not out.is_dir() else out


def folder_to_database(out: Path) -> Path | None:
    """The database file that the batch of this folder writes; None where it is in the folder."""
    name = out.name.removesuffix(STATE)
    is_beside = name != out.name and Path(name).suffix
    return out.with_name(name) if is_beside else None


def find_database(path: str, out: Path, name: str) -> Path:
    """The path in a URL (``sqlite:///PATH``), else a file next to the folder, else ``name`` in it."""
    return Path(path) if path else folder_to_database(out) or out / name


def is_own(opening: Opening) -> bool:
    """Whether the database may contain only our tables, since it was named as the output."""
    return not opening.path and folder_to_database(opening.out) is not None


def holds_others(tables: Iterable[str]) -> bool:
    """Whether a database with these tables is another program's."""
    names = {*tables}
    return bool(names) and not names >= {table.name for table in TABLES}
