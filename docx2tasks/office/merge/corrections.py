"""What people changed in a workbook, as the lines of ``corrections.jsonl`` that a review page would export.

A cell of ours that says something else than was written is a correction; a row without a key is an added task, a task
without a row a deleted one.  What no line can say is named: a place, a number that only words give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from docx2tasks.errors import UsageError
from docx2tasks.export.json_text import value_to_line
from docx2tasks.office.merge.edits import Edit, Values, edit_path, edit_targets, edit_times, edit_units
from docx2tasks.office.merge.ledger import FilledBook, LedgerRow
from docx2tasks.office.merge.read_ledger import read_ledger
from docx2tasks.office.outputs import write_pieces
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.facts import facts_to_values
from docx2tasks.office.workbook.record import FIELDS, RecordedTask, key_to_id

_LISTS: Mapping[str, Edit] = {"path": edit_path, "units": edit_units, "times": edit_times, "targets": edit_targets}
_COLUMNS = {
    "path": ("path",),
    "units": ("lead", "support", "responsible"),
    "times": ("times", "ends_on"),
    "targets": ("targets",),
}
_OF_PAPER = ("document", "doc_number", "place", "doubts")  # of the document, or of the program: no value of a task
_WORDS = 60  # of a record, by which a later version of it is known
_NO_FACTS = "this workbook did not record the values behind its words: export the documents over it once, then correct"


class Corrected(NamedTuple):
    """The lines, and what could not be said in one."""

    lines: list[Values]
    unmapped: list[str]


def write_corrections(paths: Iterable[Path], output: Path) -> Corrected:
    """Write the edits of workbooks of ours to ``output``; returns what was written and what has no line.

    Raises what :func:`~docx2tasks.office.merge.read_ledger.read_ledger` raises, ``ledger-broken`` for a workbook
    without its hidden sheet, ``not-writable`` and ``no-space``.
    """
    found = [find_corrections(path) for path in paths]
    lines = [line for one in found for line in one.lines]
    write_pieces(map(value_to_line, lines), output)
    return Corrected(lines, [words for one in found for words in one.unmapped])


def find_corrections(path: Path) -> Corrected:
    """The edits of one workbook."""
    ledger = read_ledger(path, values=True)
    if not ledger.record.is_known:
        what = f"{path}: the hidden sheet that records what was written is gone"
        raise UsageError("ledger-broken", what, "use a copy of the workbook that still has it")
    reader = _EditReader(ledger)
    reader.run()
    return Corrected([line | reader.tail for line in reader.lines], [f"{path.name}, {one}" for one in reader.unmapped])


class _EditReader:
    def __init__(self, ledger: FilledBook) -> None:
        self._ledger = ledger
        self._titles = {column.key: column.title for column in ledger.columns}
        self.lines: list[Values] = []
        self.unmapped: list[str] = []
        properties = ledger.book.properties
        when = properties.modified.isoformat(timespec="seconds") + "Z" if properties.modified else None
        self.tail: Values = {"who": properties.lastModifiedBy or None, "when": when}

    def run(self) -> None:
        """All rows in their order, then the tasks that lost theirs."""
        seen: set[str] = set()
        sha256 = next((s for task in self._ledger.record.tasks.values() if (s := _sha256_of(task))), "")
        for row in self._ledger.rows:
            task = self._ledger.record.tasks.get(row.key)
            if task is None:
                self._add(row, sha256)
            elif row.key in seen:
                self._name(row, "id", "it repeats the task of a row above")
            else:
                self._compare(row, task)
            sha256 = _sha256_of(task) if task else sha256
            seen.add(row.key)
        for task in self._ledger.record.tasks.values():
            if task.key not in seen:
                self._put(task, "task", value_to_text(task.fields.get("text")), None)

    def _compare(self, row: LedgerRow, task: RecordedTask) -> None:
        texts = {key: row.texts.get(key, "") for key in FIELDS if key in self._titles}
        if not any(texts.values()):  # a blank row says nothing: people ask for what they deleted
            return
        said = {key: value_to_text(task.fields.get(key)) for key in FIELDS}
        edited = {key for key, text in texts.items() if text != said[key]}
        for key in (*_OF_PAPER, *(["text"] if not texts.get("text") else [])):
            if key in edited:
                self._name(row, key, "no correction can say that")
        if "text" in edited and texts["text"]:
            self._put(task, "text", said["text"], " ".join(texts["text"].split()))
        self._compare_lists(row, task, said | texts, edited)

    def _compare_lists(self, row: LedgerRow, task: RecordedTask, now: Mapping[str, str], edited: set[str]) -> None:
        values = facts_to_values(task.facts)
        for field, columns in _COLUMNS.items():
            changed = [key for key in columns if key in edited]
            if not changed:
                continue
            if values is None:
                self._name(row, changed[0], _NO_FACTS)
                continue
            new, why = _LISTS[field](values[field], now, edited)
            if new is None:
                self._name(row, changed[0], why)
            elif new != values[field]:
                self._put(task, field, values[field], new)

    def _add(self, row: LedgerRow, sha256: str) -> None:
        """A row of people: a task where it says what is to be done."""
        now = {key: row.texts.get(key, "") for key in FIELDS}
        text = " ".join(now["text"].split())
        if not text:
            if any(row.texts.values()):
                self._name(row, "text", "a row without a task")
            return
        new: Values = {"text": text, "kind": "measure"}
        for field, edit in _LISTS.items():
            made, why = edit([], now, {key for key in _COLUMNS[field] if now[key]})
            new[field] = made or []
            if made is None:
                self._name(row, _COLUMNS[field][0], why)
        digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
        line: Values = {"sha256": sha256, "task": f"+{digest}", "text": text[:_WORDS]}
        self.lines.append(line | {"field": "task", "old": None, "new": new})

    def _put(self, task: RecordedTask, field: str, old: object, new: object) -> None:
        head: Values = {
            "sha256": _sha256_of(task) or f"paper:{task.paper}",
            "task": key_to_id(task.key),
            "text": value_to_text(task.fields.get("text"))[:_WORDS],
        }
        self.lines.append(head | {"field": field, "old": old, "new": new})

    def _name(self, row: LedgerRow, key: str, why: str) -> None:
        self.unmapped.append(f"row {row.at}, {self._titles.get(key) or key}: {why}")


def _sha256_of(task: RecordedTask) -> str:
    values: Mapping[str, Any] = facts_to_values(task.facts) or {}
    return str(values.get("sha256") or "")
