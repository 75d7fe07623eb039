"""Merges a workbook with current tasks: rows, their order, and what is reported.

tasks in the order of the papers, each with the rows that people put below it
tasks of papers that were not read this time
rows that people put at the end
tasks that are gone, where people typed something
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.office.merge.align import KnownTask, align
from docx2tasks.office.merge.carry import CarriedRow, carry, correct, find_overtyped
from docx2tasks.office.merge.changes import Mark, RowChange
from docx2tasks.office.merge.ledger import FilledBook, LedgerRow
from docx2tasks.office.rows import TaskRow
from docx2tasks.office.words import cut
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.facts import row_to_facts
from docx2tasks.office.workbook.ledger_sheet import LedgerLine
from docx2tasks.office.workbook.record import FIELDS, Keys, RecordedTask, key_to_id, row_to_fields
from docx2tasks.office.workbook.write import line_to_recorded

_WORDS = 120  # of a task in the list of changes


class MergedLine(NamedTuple):
    """A row as it is going to be written, the row that stood for it, and its columns that people corrected.

    ``stays``: all its cells are kept as they are, as its task is gone, was not read, or is people's own.
    """

    line: LedgerLine
    stood: LedgerRow | None = None
    corrected: frozenset[str] = frozenset()
    stays: bool = False


class Merged(NamedTuple):
    """What will be written; ``deleted`` are tasks whose rows people removed."""

    lines: list[MergedLine]
    deleted: list[RecordedTask]
    changes: list[RowChange]

    def to_record(self) -> list[RecordedTask]:
        """The tasks as they are going to be recorded."""
        found = [line_to_recorded(one.line) for one in self.lines if one.line.key]
        return [*{task.key: task for task in reversed([*found, *self.deleted])}.values()][::-1]


def merge(ledger: FilledBook, rows: Sequence[TaskRow], read: Collection[str], unread: Collection[str]) -> Merged:
    """Rows of the papers now, laid over the ledger; ``read`` and ``unread`` are names of papers that are there now."""
    return _Merge(ledger, rows, read, unread).run()


class _Merge:
    def __init__(
        self, ledger: FilledBook, rows: Sequence[TaskRow], read: Collection[str], unread: Collection[str]
    ) -> None:
        self._ledger, self._rows, self._read, self._unread = ledger, rows, {*read, ""}, unread
        self._titles = {column.key: column.title for column in ledger.columns}
        self._shown = frozenset(self._titles)
        self._old = [*_find_recorded(ledger)]
        self._stand, self._below, self._last = _sort_rows(ledger.rows)
        self._keys = Keys()
        self._merged = Merged([], [], [])

    def run(self) -> Merged:
        """All lines in their order."""
        fields = [row_to_fields(row) for row in self._rows]
        new = [_to_known(row.id, row.document_name, now) for row, now in zip(self._rows, fields, strict=True)]
        old = [_to_known(key_to_id(one.key), one.paper, one.fields) for one in self._old]
        pairs = align(old, new)
        sources = {place: self._old[number] for number, place in pairs.items()}
        for place, (row, now) in enumerate(zip(self._rows, fields, strict=True)):
            self._place(row, now, sources.get(place))
        self._read |= {self._old[number].paper for number in pairs}  # or became another
        self._place_left([task for number, task in enumerate(self._old) if number not in pairs])
        return self._merged

    def _place_left(self, left: Sequence[RecordedTask]) -> None:
        """Tasks that the papers do not hold; rows of papers that were read go where nobody filled them."""
        gone: list[tuple[RecordedTask, list[LedgerRow]]] = []
        for task in left:
            stood = self._stand.get(task.key, [])
            filled = stood and (task.paper not in self._read or any(self._is_filled(one, task) for one in stood))
            if task.paper in self._unread:
                self._keep(task, stood, Mark.UNREAD)
            elif filled:
                gone.append((task, stood))
            elif stood:
                self._tell(Mark.DROPPED, "", task.fields["text"], "", task.paper)
                self._last += [own for one in stood for own in self._below.get(one.at, ())]
        for own in self._last:
            self._add_own(own)
        for task, stood in gone:
            self._keep(task, stood, Mark.GONE)

    def _place(self, row: TaskRow, now: dict[str, str], was: RecordedTask | None) -> None:
        """A task of the papers: in the rows that stood for it, in a new row, or nowhere, as people deleted it."""
        key = self._keys.take(row.id)
        if was is None:
            self._merged.lines.append(MergedLine(LedgerLine(row, key, Mark.NEW.value, now)))
            self._tell(Mark.NEW, key, row.text)
            return
        stood = self._stand.get(was.key, [])
        if not stood:
            self._merged.deleted.append(RecordedTask(key, row.document_name, now, row_to_facts(row)))
            self._tell(Mark.DELETED, key, row.text)
        for one in stood:
            carried = carry(row, one, self._shown, was.fields, now)
            line = LedgerLine(carried.row, key, carried.mark, now)
            self._merged.lines.append(MergedLine(line, one, carried.corrected))
            self._tell_cells(key, carried)
            self._add_below(one)

    def _keep(self, task: RecordedTask, stood: Sequence[LedgerRow], mark: Mark) -> None:
        """Rows of a task as they are; of one without rows only the record, should its paper be read again."""
        key = self._keys.take(key_to_id(task.key))
        if not stood:
            self._merged.deleted.append(task._replace(key=key))
            return
        self._tell(mark, key, task.fields["text"])
        for one in stood:
            row, is_unread = _texts_to_row(one, task.paper), mark is Mark.UNREAD
            line = LedgerLine(row, key, mark.value, task.fields, is_unread, task.facts)
            self._merged.lines.append(MergedLine(line, one, frozenset(find_overtyped(one)), stays=True))
            self._add_below(one)

    def _is_filled(self, stood: LedgerRow, task: RecordedTask) -> bool:
        if stood.has_comments or self._ledger.find_typed(stood) or find_overtyped(stood):
            return True
        return any(
            stood.texts.get(key, "") != value_to_text(task.fields.get(key)) for key in FIELDS if key in self._shown
        )

    def _add_below(self, stood: LedgerRow) -> None:
        for own in self._below.get(stood.at, ()):
            self._add_own(own)

    def _add_own(self, stood: LedgerRow) -> None:
        line = LedgerLine(_texts_to_row(stood, ""), "", Mark.OWN.value, counts=False)
        self._merged.lines.append(MergedLine(line, stood, frozenset(find_overtyped(stood)), stays=True))

    def _tell_cells(self, key: str, carried: CarriedRow) -> None:
        for mark, column, before, after in carried.cells:
            self._tell(mark, key, carried.row.text, self._titles.get(column, column), before, after)

    def _tell(self, mark: Mark, key: str, text: str, *more: str) -> None:
        self._merged.changes.append(RowChange(mark, key, cut(text, _WORDS), *more))


def _to_known(task_id: str, paper: str, said: Mapping[str, str]) -> KnownTask:
    path, text, *units = (value_to_text(said.get(key)) for key in ("path", "text", "lead", "support", "responsible"))
    return KnownTask(task_id, paper, path, text, "；".join(units))


def _find_recorded(ledger: FilledBook) -> Iterator[RecordedTask]:
    """What was written; where nobody knows any more, what stands there."""
    if ledger.record.is_known:
        yield from ledger.record.tasks.values()
        return
    seen: set[str] = set()
    for row in ledger.rows:
        if row.key and row.key not in seen:
            seen.add(row.key)
            yield RecordedTask(row.key, "", {key: row.texts.get(key, "") for key in FIELDS})


def _sort_rows(
    rows: Sequence[LedgerRow],
) -> tuple[dict[str, list[LedgerRow]], dict[int, list[LedgerRow]], list[LedgerRow]]:
    """Rows by their key, rows that people put below one of ours by its place, and those at the end."""
    stand: dict[str, list[LedgerRow]] = defaultdict(list)
    below: dict[int, list[LedgerRow]] = defaultdict(list)
    last: list[LedgerRow] = []
    above: LedgerRow | None = None
    for row in rows:
        if row.key:
            if above is not None:
                below[above.at] += last
            else:
                below[row.at] += last
            above, last = row, []
            stand[row.key].append(row)
        else:
            last.append(row)
    return stand, below, last


def _texts_to_row(stood: LedgerRow, paper: str) -> TaskRow:
    """A row that stays as it is, for the sheets beside the first."""
    empty = TaskRow(
        document_name=paper, document_title=None, doc_number=None, document_path=None, id="", label=None, number=None,
        path=(), part=None, kind=None, text="", lead=(), support=(), responsible=(), oversee=(), actors=(), times=(),
        starts_on=None, ends_on=None, recurrence=(), targets=(), doubts=(), place={},
    )  # fmt: skip
    return correct(empty, stood.texts)
