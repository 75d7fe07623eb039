r"""Documents as JSON and JSON Lines: strict, and the same bytes for the same document.

Neither form ever holds ``NaN`` or ``Infinity``.  A lone surrogate (half a character, as a file
name in another encoding leaves it) stays in the text: :func:`text_to_bytes` writes it as
``\udcff``, which is what JSON calls it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic_core import PydanticSerializationError

from docx2tasks.export.names import name_to_text
from docx2tasks.model import Document, Task
from docx2tasks.rules import Rules

_COMPACT = (",", ":")


def document_to_json(document: Document, *, indent: int | None = 2, ascii_only: bool = False) -> str:
    r"""The whole document as one JSON object and a line end.

    ``indent=None`` puts all on one line; ``ascii_only`` writes ``\u4efb`` for 任.
    """
    if not ascii_only:
        try:
            return document.model_dump_json(indent=indent) + "\n"
        except PydanticSerializationError:  # a lone surrogate: only the standard library writes it
            pass
    return value_to_json(document.model_dump(mode="python"), indent=indent, ascii_only=ascii_only) + "\n"


def document_to_jsonl(document: Document, *, ascii_only: bool = False, document_name: str | None = None) -> str:
    """One line a task, each with its document's facts; empty where there is no task.

    Columns with one value come first (``id``, ``label``, ``number``, ``part``, ``kind``, ``text``, then
    ``document_title`` …), lists and objects after them, so that a table reader shows a table.
    ``document_name`` is the name in a batch, if it is one; it is written as text (``export.names``).
    """
    facts = document_to_facts(document, document_name)
    lines = (value_to_json(_task_columns(task, facts), ascii_only=ascii_only) for task in document.tasks)
    return "".join(f"{line}\n" for line in lines)


def rules_to_json(rules: Rules) -> str:
    """All rules with patterns and examples as a JSON list, in order of precedence."""
    listed = [
        {
            "id": rule.id,
            "kind": rule.kind,
            "value": rule.value or None,
            "match": rule.match,
            "reason": rule.reason,
            "pattern": rule.source,
            "yes": list(rule.yes),
            "no": list(rule.no),
            "file": rule.file,
            "line": rule.line,
        }
        for rule in rules
    ]
    return value_to_json(listed, indent=2) + "\n"


def value_to_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Any value of plain types as strict JSON, laid out the way pydantic lays records out."""
    separators = _COMPACT if indent is None else None
    return json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, indent=indent, separators=separators)


def value_to_line(value: object) -> bytes:
    """Any value of plain types as a line of JSON."""
    return text_to_bytes(value_to_json(value) + "\n")


def text_to_bytes(text: str) -> bytes:
    """UTF-8, whatever the console speaks; a lone surrogate becomes its JSON escape."""
    return text.encode("utf-8", "backslashreplace")


def document_to_facts(document: Document, document_name: str | None = None) -> dict[str, object]:
    """The columns about the document of a task; ``document_name`` (``甲/方案.docx``) if it has one."""
    named: dict[str, object] = {} if document_name is None else {"document_name": name_to_text(document_name)}
    return named | {
        "document_title": document.document.title,
        "document_issuer": document.document.issuer,
        "document_number": document.document.doc_number,
        "document_issued_on": document.document.issued_on,
        "document_type": document.document.type,
        "document_path": document.source.path,
        "document_sha256": document.source.sha256,
    }


def _task_columns(task: Task, facts: dict[str, object]) -> dict[str, object]:
    values = task.model_dump(mode="json")
    nested = {key: value for key, value in values.items() if isinstance(value, (list, dict)) or key == "keywords"}
    flat = {key: value for key, value in values.items() if key not in nested}
    return flat | facts | nested


def lines_to_json_lines(lines: Iterable[bytes], *, has_headers: bool) -> bytes:  # noqa: ARG001  each line has its keys
    """Lines of tasks as they are printed: as they are."""
    return b"".join(lines)
