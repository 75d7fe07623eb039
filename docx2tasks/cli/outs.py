"""What ``OUT`` names: the folder of a batch, or a database file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from docx2tasks.cli.misuse import refuse_file_as_folder
from docx2tasks.cli.options import STDIN
from docx2tasks.errors import UsageError
from docx2tasks.export.places import database_to_folder
from docx2tasks.export.stores import StoreKind, find_database_kind
from docx2tasks.office.kinds import find_kind_of_suffix

_DEFAULT = "json"
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+:{1,2}[/\\]")  # as paths have it: their strokes are one
_FILES = frozenset({".json"})  # which batch writes into a folder, and export does not write


def place_batch(out: Path, to: str | None) -> tuple[Path | None, str]:
    """The folder of a batch (None: standard output), and the kind of its store, from ``OUT`` and ``--to``.

    ``结果.sqlite`` gives ``结果.sqlite.batch`` and ``sqlite``.  Raises ``in-the-way`` for a database file that no batch
    has begun, and ``unknown-store`` for names of files that batch does not write.
    """
    if str(out) == STDIN:
        return None, to or _DEFAULT
    check_no_address(out)
    if out.is_dir() or (to is not None and "://" in to):
        return out, to or _DEFAULT
    kind = find_database_kind(out)
    if kind is not None and to in (None, *kind.names):
        return _place_database(out, kind), kind.name
    if kind is None:
        refuse_file_as_folder(out)
    if kind is not None or out.suffix.lower() in _FILES or find_kind_of_suffix(out):
        raise UsageError("unknown-store", f"{out} names a file, but batch writes {_to_words(to)}", _to_hint(out, kind))
    return out, to or _DEFAULT


def check_no_address(out: Path) -> None:
    """Raises ``not-writable`` for ``s3://bucket/结果``, of which a path would make a folder ``s3:`` here."""
    if _ADDRESS.match(str(out)) and not out.parents[-2].exists():
        what = f"{out.parts[0]}//{'/'.join(out.parts[1:])} is a URL; a batch is written to a folder"
        raise UsageError("not-writable", what, "use a folder, and copy it when the batch is done")


def _to_words(to: str | None) -> str:
    return f"--to {to} into a folder" if to else "into a folder"


def _to_hint(out: Path, kind: StoreKind | None) -> str:
    if kind is not None:
        return f"leave --to out to get a database, or name a folder: {out.stem}"
    if find_kind_of_suffix(out):
        return f"docx2tasks export INPUT... -o {out}, or name a folder: {out.stem}"
    return f"name a folder: {out.stem}"


def _place_database(path: Path, kind: StoreKind) -> Path:
    from docx2tasks.batch.ledger import find_ledger, is_ledger  # noqa: PLC0415

    folder = database_to_folder(path)
    if os.path.lexists(path) and not is_ledger(find_ledger(folder)):
        what = f"{path} is there, and no batch that is known here has written it"
        raise UsageError("in-the-way", what, f"name a new file, or its address: --to {kind.name}:///{path}")
    return folder
