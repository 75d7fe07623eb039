"""What other programs make of papers; run by ``peers.py`` with an interpreter that has them.

    PYTHON ask_peers.py FOLDER

Reads ``FOLDER/*.docx`` and ``FOLDER/times.json``, writes ``FOLDER/answers.json``. Who is not installed is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Ask = Callable[[Path], tuple[str, str]]
"""A Word file as text with its numbers, and as something with its tables."""


def to_markitdown() -> Ask:
    """Markdown by MarkItDown."""
    program = import_module("markitdown").MarkItDown()

    def ask(path: Path) -> tuple[str, str]:
        text = str(program.convert(str(path)).text_content)
        return text, text

    return ask


def to_pandoc() -> Ask:
    """Plain text by pandoc, and HTML, which keeps merged cells."""
    module = import_module("pypandoc")
    return lambda path: (str(module.convert_file(str(path), "plain")), str(module.convert_file(str(path), "html")))


def to_docling() -> Ask:
    """Markdown by docling's reader of Word files."""
    backend = import_module("docling.backend.msword_backend").MsWordDocumentBackend
    kind = import_module("docling.datamodel.base_models").InputFormat.DOCX
    make = import_module("docling.datamodel.document").InputDocument

    def ask(path: Path) -> tuple[str, str]:
        text = str(make(path_or_stream=path, format=kind, backend=backend)._backend.convert().export_to_markdown())  # noqa: SLF001
        return text, text

    return ask


def ask_jionlp(folder: Path) -> list[Any]:
    """What JioNLP's ``parse_time`` gives for each phrase, None where it refuses."""
    parse = import_module("jionlp").parse_time
    answers = []
    for words in json.loads((folder / "times.json").read_text(encoding="utf-8")):
        answer = None
        with suppress(Exception):
            answer = parse(words, time_base={"year": 2025, "month": 1, "day": 1})
        answers.append(answer)
    return answers


PEERS = {"markitdown": to_markitdown, "pypandoc_binary": to_pandoc, "docling": to_docling}


def main(folder: Path) -> None:
    """Ask all that are installed."""
    answers: dict[str, Any] = {}
    for name, make in PEERS.items():
        with suppress(ImportError):
            ask = make()
            texts = {path.name: ask(path) for path in sorted(folder.glob("*.docx"))}
            answers[name] = {"version": find_version(name), "texts": texts}
    with suppress(ImportError):
        answers["jionlp"] = {"version": find_version("jionlp"), "times": ask_jionlp(folder)}
    (folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False, default=str), encoding="utf-8")


def find_version(name: str) -> str:
    """The version of a program; of docling that of its slim form where it is that, of pandoc its own."""
    if name == "pypandoc_binary":
        return str(import_module("pypandoc").get_pandoc_version())
    for one in (name, f"{name}-slim"):
        with suppress(PackageNotFoundError):
            return version(one)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
