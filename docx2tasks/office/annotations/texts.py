"""The text that the spans of a document count in, read from its source again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docx2tasks.errors import InputError
from docx2tasks.limits import DEFAULT
from docx2tasks.office.papers import Paper
from docx2tasks.readers import read
from docx2tasks.source_bytes import load_bytes


def load_text(paper: Paper) -> str:
    """The text of a document; raises ``no-source`` where the file is gone, has changed, or is in an archive."""
    source = paper.document.get("source") or {}
    path = Path(source.get("path") or "")
    try:
        data = load_bytes(path, DEFAULT)
    except InputError as error:
        raise _refuse(paper, "its file was not found") from error
    if hashlib.sha256(data).hexdigest() != source.get("sha256"):
        raise _refuse(paper, f"{path} has changed since it was read")
    return read(data, DEFAULT, source_format=source.get("format") or None).text


def _refuse(paper: Paper, why: str) -> InputError:
    hint = "give the document itself, not its records"
    return InputError("no-source", f"the text of {paper.name} is needed, and {why}", hint)
