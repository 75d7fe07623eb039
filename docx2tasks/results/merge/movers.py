"""Takes the records of a batch over into another output of the same kind: files, parts, or rows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from docx2tasks.batch.finish import is_written
from docx2tasks.batch.ledger import Outcome
from docx2tasks.errors import UsageError
from docx2tasks.export.files import find_place, make_place
from docx2tasks.export.part_files import JOURNAL, PartFolder, Position
from docx2tasks.export.stale import StalePosition
from docx2tasks.export.stamps import changed, find_stamp, is_stamped
from docx2tasks.export.stores import Staging, find_store, names_of

Placed = tuple[Outcome, str]  # with its place in the mirror before


class Mover(Protocol):
    """Takes over what one batch after another has written."""

    def begin(self, out: Path, position: str) -> None:
        """The next batch; raises ``unfinished`` and ``output-changed``."""

    def take(self, page: Sequence[Placed]) -> Sequence[Outcome]:
        """The outcomes as the new ledger is to have them, what they wrote taken over."""

    def finish(self) -> str:
        """The position of the store, when all is taken."""


def make_mover(kind: str, out: Path) -> Mover:
    """The mover for outputs of a kind; raises ``not-mergeable`` for database files."""
    store = find_store(kind)
    if store.staging is Staging.TREE:
        return _TreeMover(out)
    if store.staging is Staging.PARTS:
        part_format = store.load_part_format()
        return _PartMover(out, part_format().suffix if part_format else JOURNAL)
    if store.staging is Staging.DIRECT:
        return _RowMover()
    plain = ", ".join(names_of(lambda one: one.staging))
    hint = f"write the shards with one of: {plain}; several runs may write to one PostgreSQL database"
    raise UsageError("not-mergeable", f"{store.name} files are not merged", hint)


def unfinished(out: Path) -> UsageError:
    """The refusal of a batch whose last run did not end."""
    what = f"the last run of the batch in {out} did not end"
    return UsageError("unfinished", what, "run its command again, then merge")


def _copy(source: Path, place: Path, stamp: str) -> str:
    """Copy a file that is as it was written; the stamp of the copy.  Raises ``output-changed``."""
    if not is_stamped(source, stamp):
        raise changed(source)
    shutil.copy2(source, place)
    return find_stamp(place, stamp)


class _TreeMover:
    """A file a document."""

    def __init__(self, out: Path) -> None:
        self._out, self._from = out, out

    def begin(self, out: Path, position: str) -> None:  # noqa: ARG002  a tree has none
        self._from = out

    def take(self, page: Sequence[Placed]) -> Sequence[Outcome]:
        return [self._take(one, before) if is_written(one) and one.written else one for one, before in page]

    def _take(self, one: Outcome, before: str) -> Outcome:
        source, place = find_place(self._from, before), make_place(self._out, one.target)
        if not source.is_file():
            return one._replace(written=None)  # the next run writes it again
        return one._replace(written=_copy(source, place, one.written or ""))

    def finish(self) -> str:
        return ""


class _PartMover:
    """Parts get new numbers, one batch behind the other."""

    def __init__(self, out: Path, suffix: str) -> None:
        self._to, self._last = PartFolder(out, suffix), 0
        self._stamps: list[tuple[int, str]] = []
        self._numbers: dict[int, int] = {}

    def begin(self, out: Path, position: str) -> None:
        source = PartFolder(out, self._to.suffix)
        at = Position.from_text(position, self._to.suffix)
        stamps, self._numbers = dict(at.stamps), {}
        parts = sorted(source.find(self._to.suffix))
        if at.stale.size or not stamps.keys() >= {*parts} or (source.is_sealed and any(source.find(JOURNAL))):
            raise unfinished(out)
        for number in parts:
            self._take_part(source.sealed_path(number), number, stamps[number])

    def _take_part(self, path: Path, number: int, stamp: str) -> None:
        self._last += 1
        self._numbers[number] = self._last
        self._stamps.append((self._last, _copy(path, self._to.sealed_path(self._last), stamp)))

    def take(self, page: Sequence[Placed]) -> Sequence[Outcome]:
        return [self._renumber(one) for one, _ in page]

    def _renumber(self, one: Outcome) -> Outcome:
        if one.part is None:
            return one
        number = self._numbers.get(one.part)
        return one._replace(part=number, written=None if number is None else one.written)

    def finish(self) -> str:
        at = Position(self._to.suffix, self._last + 1, 0, StalePosition(), self._stamps)
        return at.to_text() if self._last else ""


class _RowMover:
    """Rows of one database, where they are already."""

    def __init__(self) -> None:
        self._position = ""

    def begin(self, out: Path, position: str) -> None:  # noqa: ARG002  the rows are elsewhere
        self._position = self._position or position

    def take(self, page: Sequence[Placed]) -> Sequence[Outcome]:
        return [one for one, _ in page]

    def finish(self) -> str:
        return self._position
