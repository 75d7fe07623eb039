"""Which files in folders are read: those selected that can be documents.

A file named by itself is always read.  What is met and cannot be a document (data, source code, databases,
programs) becomes an input that says why it is skipped, so that nothing is left out in silence; ``--include``
reads such files, and ``--exclude`` leaves out whatever it matches.
"""

from __future__ import annotations

import fnmatch
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from docx2tasks.batch.inputs.origins import Input, LocalFile, Refused
from docx2tasks.errors import FormatError
from docx2tasks.export.marks import COMMENT, CSV_COLUMNS, PROPERTY

_KINDS = {
    "data": ".json .jsonl .ndjson .geojson .ipynb .parquet",
    "source code": (
        ".py .pyc .pyi .js .mjs .cjs .ts .tsx .jsx .vue .css .scss .less .java .kt .scala .c .h .cc .cpp .hpp .cs .go "
        ".rs .rb .php .pl .lua .r .swift .sh .bash .zsh .bat .cmd .ps1 .vbs .sql .toml .yaml .yml .ini .cfg"
    ),
    "a database": ".sqlite .sqlite3 .db .db3 .duckdb .mdb .accdb .dbf",
    "a program": ".exe .dll .so .dylib .msi .com .bin .o .obj .a .lib .class .jar .apk .dmg .deb .rpm .whl .pyd .sys",
}
_SUFFIXES: Mapping[str, str] = {suffix: kind for kind, listed in _KINDS.items() for suffix in listed.split()}
# what documents are called: these are not opened to see what they are
_DOCUMENTS = frozenset({
    ".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".pdf",
    ".ofd", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".html", ".htm", ".xhtml", ".mht",
    ".mhtml", ".txt", ".md", ".eml", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff",
    ".bmp", ".gif",
})  # fmt: skip
_HEAD = 64  # bytes that say what a file of another name is
_STARTS = (
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!/", "source code"),
    (b"PAR1", "data"),
    (b"BEGIN:VCALENDAR", "a calendar"),
)
_DUCKDB = re.compile(rb"(?s).{8}DUCK")
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{"])')
_OUR_PROPERTY = f'name="{PROPERTY}"'.encode()
_PROPERTIES = 100_000  # bytes of properties that are looked at: ours are few
_OFFICE_FILES = frozenset({".docx", ".xlsx"})
_UTF8_MARK = b"\xef\xbb\xbf"


class InputChoice(NamedTuple):
    """Globs of what to read and of what to leave out: ``*.docx``, ``附件``, ``甲/**/*.txt``.

    One without ``/`` is the name of a file, or of a folder with all that is in it, wherever that is; others are
    paths from the folder that is read.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()


def choose(inputs: Iterator[Input], choice: InputChoice, left_out: Counter[str]) -> Iterator[Input]:
    """The selected inputs; those that cannot be documents as refusals; ``left_out`` counts the rest."""
    include, exclude = [*map(_to_pattern, choice.include)], [*map(_to_pattern, choice.exclude)]
    for one in inputs:
        if _matches(one.name, exclude) or (include and not _matches(one.name, include)):
            left_out["excluded"] += 1
        elif include or isinstance(one.origin, Refused) or not (kind := _find_other_kind(one)):
            yield one
        else:
            yield one._replace(origin=Refused(_skipped(kind), one.path))


def _skipped(kind: str) -> FormatError:
    hint = "to read it, name it on the command line or use --include"
    return FormatError("skipped", f"this is {kind}, not a document", hint)


def _to_pattern(glob: str) -> re.Pattern[str]:
    """A glob as an expression on paths; ``**/`` stands for any folders, or none."""
    steps = glob.strip("/").split("/")
    words = "".join("(?:[^/]+/)*" if step == "**" else f"{_step_to_regex(step)}/" for step in steps)
    return re.compile(f"{'' if '/' in glob.rstrip('/') else '(?:.*/)?'}{words.removesuffix('/')}(?:/.*)?", re.DOTALL)


def _step_to_regex(step: str) -> str:
    return re.sub(r"^\(\?s:(.*)\)\\[zZ]$", r"\1", fnmatch.translate(step)).replace(".*", "[^/]*")


def _matches(name: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(name) for pattern in patterns)


def _find_other_kind(one: Input) -> str | None:
    """What a file is that cannot be a document, by its name, else by its first bytes."""
    suffix = os.path.splitext(one.name)[1].lower()  # noqa: PTH122  of a million names
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if not isinstance(one.origin, LocalFile):
        return None
    if suffix in _OFFICE_FILES and has_our_property(one.origin.path):
        return "a workbook that export wrote" if suffix == ".xlsx" else "a Word table that export wrote"
    if suffix == ".md" and _read_head(one.origin.path).startswith(COMMENT.encode()):
        return "a table that export wrote"
    if suffix in _DOCUMENTS:
        return None
    return _find_kind_of_head(_read_head(one.origin.path))


def has_our_property(path: str | Path) -> bool:
    """Whether a workbook or a Word file has the property by which ``export`` marks its own."""
    try:
        with ZipFile(path) as file, file.open("docProps/custom.xml") as part:
            return _OUR_PROPERTY in part.read(_PROPERTIES)
    except (OSError, KeyError, BadZipFile, RuntimeError, NotImplementedError, ValueError, zlib.error, EOFError):
        return False  # whoever reads it says what is wrong with it


def _find_kind_of_head(head: bytes) -> str | None:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if _DUCKDB.match(head):
        return "a database"
    is_data = _JSON.match(head) or head.removeprefix(_UTF8_MARK).startswith(CSV_COLUMNS.encode())
    return "data" if is_data else None


def _read_head(path: str) -> bytes:
    """The first bytes of a file; none of one that cannot be read: whoever reads it says why."""
    try:
        if not Path(path).is_file():
            return b""
        with Path(path).open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""
